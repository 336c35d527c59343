//! The shares themselves: every factor's part of the way from one total to the other.

use super::{Explanation, Factor, Part};
use crate::money::{Currency, Money, MoneyError};

/// The factors that have changed in a bill between the two.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    factors: &'a [Factor],
    bits: usize,
}

impl Chosen<'_> {
    /// Whether this factor has its new value.
    pub fn contains(self, factor: Factor) -> bool {
        self.factors
            .iter()
            .position(|each| *each == factor)
            .is_some_and(|place| self.bits & 1 << place != 0)
    }
}

/// Shares out what the total changes by when all of `factors` do; `rate` says what a bill comes to in which only some have.
///
/// At most ten factors, so at most 1 024 ratings. Every part is rounded down to a whole minor unit; those that are left over
/// go to the largest fractions, of equal ones to the factor that comes first.
pub(super) fn share_out<E: From<MoneyError>>(
    factors: &[Factor],
    currency: Currency,
    mut rate: impl FnMut(Chosen<'_>) -> Result<Money, E>,
) -> Result<Explanation, E> {
    let count = factors.len();
    let totals = (0..1_usize << count)
        .map(|bits| rate(Chosen { factors, bits }))
        .collect::<Result<Vec<_>, E>>()?;
    let of = factorial(count);
    let shares: Vec<(Factor, i128)> = factors
        .iter()
        .enumerate()
        .filter_map(|(place, factor)| Some((*factor, share(place, count, &totals)?)))
        .collect();
    let (old_total, new_total) = (totals[0], totals[totals.len() - 1]);
    let floors: i128 = shares.iter().map(|(_, share)| share.div_euclid(of)).sum();
    let difference = i128::from(new_total.minor()) - i128::from(old_total.minor());
    let mut by_fraction: Vec<usize> = (0..shares.len()).collect();
    by_fraction.sort_by_key(|place| std::cmp::Reverse(shares[*place].1.rem_euclid(of)));
    let left_over = usize::try_from(difference - floors).unwrap_or_default();
    let favoured = &by_fraction[..left_over.min(by_fraction.len())];
    let parts = shares
        .iter()
        .enumerate()
        .map(|(place, (factor, share))| {
            let more = i128::from(favoured.contains(&place));
            let minor =
                i64::try_from(share.div_euclid(of) + more).map_err(|_| MoneyError::TooLarge)?;
            Ok(Part {
                factor: *factor,
                exact: lowest(*share, of),
                amount: Money::checked(minor, currency)?,
            })
        })
        .collect::<Result<Vec<_>, MoneyError>>()?;
    Ok(Explanation {
        old_total,
        new_total,
        parts,
    })
}

/// What a factor gains, over all orders, times the number of orders; `None` where it never gains anything.
fn share(place: usize, count: usize, totals: &[Money]) -> Option<i128> {
    let mut sum = 0_i128;
    let mut is_null = true;
    for without in (0..totals.len()).filter(|bits| bits & 1 << place == 0) {
        let size = without.count_ones() as usize;
        let gain =
            i128::from(totals[without | 1 << place].minor()) - i128::from(totals[without].minor());
        is_null &= gain == 0;
        sum += gain * factorial(size) * factorial(count - size - 1);
    }
    (!is_null).then_some(sum)
}

fn factorial(n: usize) -> i128 {
    (1..=n as i128).product()
}

fn lowest(numerator: i128, denominator: i128) -> (i128, i128) {
    let (mut a, mut b) = (numerator.abs(), denominator);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let by = a.max(1);
    (numerator / by, denominator / by)
}
