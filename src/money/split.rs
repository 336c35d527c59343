//! Splitting an amount by weights without losing or making a cent.

use super::Money;

/// Splits an amount in proportion to the weights; the parts always add up to it.
///
/// Largest remainder: every part is rounded towards zero, and the cents left over go one each to the parts that lost most,
/// the first of equals first. A part with weight zero gets nothing, unless all weights are zero: then the shares are equal.
/// A negative amount gives the mirrored parts. No weights, no parts.
pub fn split(total: Money, weights: &[u64]) -> Vec<Money> {
    let weighted = weights.iter().any(|&weight| weight > 0);
    let weight_of = |weight: u64| if weighted { u128::from(weight) } else { 1 };
    let weights_total: u128 = weights.iter().map(|&weight| weight_of(weight)).sum();

    let magnitude = u128::from(total.minor().unsigned_abs());
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left_over = magnitude;
    for &weight in weights {
        // Multiply before dividing. Both factors are below 2^64, so the product fits.
        let product = magnitude * weight_of(weight);
        let share = product / weights_total;
        left_over -= share;
        parts.push(share);
        remainders.push(product % weights_total);
    }

    let mut by_loss: Vec<usize> = (0..parts.len()).collect();
    // A stable sort keeps the first of equals first.
    by_loss.sort_by_key(|&part| std::cmp::Reverse(remainders[part]));
    // Fewer cents are left over than parts have a remainder, so no part gets two and none without a claim gets one.
    for &part in by_loss
        .iter()
        .take(usize::try_from(left_over).unwrap_or(usize::MAX))
    {
        parts[part] += 1;
    }

    parts
        .into_iter()
        .map(|share| signed(share, total))
        .collect()
}

/// A share of the total with the total's sign and currency.
fn signed(share: u128, total: Money) -> Money {
    let share = i64::try_from(share).expect("a share is no larger than its total");
    let minor = if total.is_negative() { -share } else { share };
    Money::new(minor, total.currency())
}
