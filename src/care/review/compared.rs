//! A price against those of others, and a bill against those before it: F07, F08, F12. Unfair perhaps, and legal: to talk
//! about, not to correct.

use crate::money::{Money, UnitPrice};
use rust_decimal::Decimal;

/// Fewer peers say nothing.
const LEAST_PEERS: usize = 20;

/// Fewer bills say nothing.
const LEAST_BILLS: usize = 6;

/// F07: a price among those of the same plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Peers {
    /// Among how many.
    pub count: usize,
    /// The mid-rank percentile: those below, and half of those alike, in per cent.
    pub percentile: Decimal,
    /// The median price.
    pub median: Decimal,
    /// The price over the median; none where that is zero.
    pub ratio: Option<Decimal>,
    /// Whether it is far above the others: at least 20 of them, the 95th percentile, and 5 % above the median.
    pub is_flagged: bool,
}

/// F07: where a price stands among its peers' (its own among them); none without peers.
pub fn peers(price: UnitPrice, peers: &[UnitPrice]) -> Option<Peers> {
    let mut sorted = peers.to_vec();
    sorted.sort_unstable();
    peers_in_order(price, &sorted)
}

/// The same, where the prices stand in order already.
pub(super) fn peers_in_order(price: UnitPrice, peers: &[UnitPrice]) -> Option<Peers> {
    let count = Decimal::from(peers.len());
    let below = peers.partition_point(|peer| *peer < price);
    let alike = peers.partition_point(|peer| *peer <= price) - below;
    let rank = Decimal::from(below) + Decimal::from(alike) / Decimal::TWO;
    let percentile = (rank * Decimal::ONE_HUNDRED).checked_div(count)?;
    let median = middle(peers)?;
    let is_flagged = peers.len() >= LEAST_PEERS
        && percentile >= Decimal::from(95)
        && price.value() > median.checked_mul(Decimal::new(105, 2))?;
    Some(Peers {
        count: peers.len(),
        percentile: percentile.normalize(),
        median: median.normalize(),
        ratio: price.value().checked_div(median),
        is_flagged,
    })
}

/// The median of prices in order.
fn middle(prices: &[UnitPrice]) -> Option<Decimal> {
    let upper = prices.get(prices.len() / 2)?.value();
    if prices.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = prices.get(prices.len() / 2 - 1)?.value();
    lower.checked_add(upper)?.checked_div(Decimal::TWO)
}

/// F08: what a year costs a customer above what it would cost a new one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loyalty {
    /// The difference; zero where the customer pays no more.
    pub penalty: Money,
    /// The one over the other; none where a new customer pays nothing.
    pub ratio: Option<Decimal>,
    /// Whether an old customer, free to leave, pays more than a new one (after FCA PS21/5).
    pub is_flagged: bool,
}

/// F08: twelve months to come against a new customer's first twelve, incentives included.
pub fn loyalty_penalty(
    tenure_months: u32,
    is_in_minimum_term: bool,
    own: &[Money],
    new: &[Money],
) -> Option<Loyalty> {
    let sum = |months: &[Money]| {
        let (first, rest) = months.split_first()?;
        rest.iter()
            .try_fold(*first, |sum, month| sum.checked_add(*month).ok())
    };
    let (own, new) = (sum(own)?, sum(new)?);
    let penalty = own.checked_sub(new).ok()?.max(Money::zero(own.currency()));
    Some(Loyalty {
        penalty,
        ratio: own.to_decimal().checked_div(new.to_decimal()),
        is_flagged: tenure_months >= 12 && !is_in_minimum_term && penalty.is_positive(),
    })
}

/// By what a bill is measured against those before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShockMethod {
    /// By the median of the distances from the median.
    Mad,
    /// By their mean: more than half of the bills are the same.
    MeanAd,
    /// All bills before are the same.
    Constant,
}

/// F12: a bill against those before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shock {
    /// The median of those before.
    pub median: Decimal,
    /// The median of the distances from it.
    pub mad: Decimal,
    /// The mean of the distances from it.
    pub mean_ad: Decimal,
    /// The modified z-score (Iglewicz and Hoaglin 1993); none where all before are the same.
    pub z: Option<Decimal>,
    /// By what it was measured.
    pub method: ShockMethod,
    /// Whether it is one: z above 3.5, a quarter above the median, and ten whole units of money.
    pub is_flagged: bool,
}

/// F12: whether a bill is far above those before it, all of them for the same number of days; none of fewer than six.
pub fn bill_shock(history: &[Money], bill: Money) -> Option<Shock> {
    if history.len() < LEAST_BILLS {
        return None;
    }
    let before: Vec<Decimal> = history.iter().map(|bill| bill.to_decimal()).collect();
    let now = bill.to_decimal();
    let middle = median(before.clone())?;
    let distances: Vec<Decimal> = before.iter().map(|each| (*each - middle).abs()).collect();
    let mean_ad = distances
        .iter()
        .sum::<Decimal>()
        .checked_div(Decimal::from(distances.len()))?;
    let mad = median(distances)?;
    // 1 ÷ Φ⁻¹(¾) and √(π ÷ 2): both make the distance that of a standard deviation of a normal distribution.
    let (method, z) = if !mad.is_zero() {
        let factor = Decimal::new(6_744_897_501_960_817, 16);
        (ShockMethod::Mad, (factor * (now - middle)).checked_div(mad))
    } else if !mean_ad.is_zero() {
        let factor = Decimal::new(12_533_141_373_155_003, 16);
        let z = (now - middle).checked_div(factor * mean_ad);
        (ShockMethod::MeanAd, z)
    } else {
        (ShockMethod::Constant, None)
    };
    let is_far = match method {
        ShockMethod::Constant => now > middle,
        ShockMethod::Mad | ShockMethod::MeanAd => z.is_some_and(|z| z > Decimal::new(35, 1)),
    };
    let is_flagged = is_far && now >= middle * Decimal::new(125, 2) && now - middle >= Decimal::TEN;
    Some(Shock {
        median: middle,
        mad,
        mean_ad,
        z,
        method,
        is_flagged,
    })
}

fn median(mut values: Vec<Decimal>) -> Option<Decimal> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    Some((values[middle - 1] + upper) / Decimal::TWO)
}
