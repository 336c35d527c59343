//! Many tests at once: p values made larger, so that looking at many discounts doesn't find one by chance.
//!
//! Every function takes p values in any order and answers in the same order. A test that could not be made has no p; a value that
//! is not a number or not between 0 and 1 is taken as none. Either stays none and is not counted among the tests, as in R.

/// The values of Benjamini and Hochberg (1995): of the tests whose value is at most q, a part of at most q is expected to be false
/// alarms, if the tests are independent or positively dependent, as arms against one holdout are.
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    step_up(p, 1.0)
}

/// The values of Benjamini and Yekutieli (2001), which hold under any dependence.
pub fn benjamini_yekutieli(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let tests = p.iter().filter(|p| is_probability(p)).count();
    step_up(p, (1..=tests).map(|rank| 1.0 / rank as f64).sum())
}

/// The values of Holm (1979): the probability of any false alarm at all among the tests whose value is at most alpha is at most
/// alpha.
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let tests = order.len();
    let mut adjusted = vec![None; p.len()];
    let mut largest: f64 = 0.0;
    for (rank, (place, p)) in order.into_iter().enumerate() {
        largest = largest.max(((tests - rank) as f64 * p).min(1.0));
        put(&mut adjusted, place, largest);
    }
    adjusted
}

/// The values of Bonferroni: every p times the number of tests. Holm's promise the same and are never larger.
pub fn bonferroni(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let tests = order.len() as f64;
    let mut adjusted = vec![None; p.len()];
    for (place, p) in order {
        put(&mut adjusted, place, (tests * p).min(1.0));
    }
    adjusted
}

/// Every p times `factor m / rank`, made non-decreasing from the largest down.
fn step_up(p: &[Option<f64>], factor: f64) -> Vec<Option<f64>> {
    let order = ascending(p);
    let tests = order.len() as f64;
    let mut adjusted = vec![None; p.len()];
    let mut smallest: f64 = 1.0;
    for (rank, (place, p)) in order.into_iter().enumerate().rev() {
        smallest = smallest.min(factor * tests * p / (rank + 1) as f64);
        put(&mut adjusted, place, smallest);
    }
    adjusted
}

/// The places and values of the p that there are, smallest first.
fn ascending(p: &[Option<f64>]) -> Vec<(usize, f64)> {
    let there = p.iter().enumerate().filter(|(_, p)| is_probability(p));
    let mut order: Vec<(usize, f64)> = there
        .filter_map(|(place, p)| p.map(|p| (place, p)))
        .collect();
    order.sort_by(|one, other| one.1.total_cmp(&other.1));
    order
}

fn is_probability(p: &Option<f64>) -> bool {
    p.is_some_and(|p| (0.0..=1.0).contains(&p))
}

fn put(adjusted: &mut [Option<f64>], place: usize, value: f64) {
    if let Some(entry) = adjusted.get_mut(place) {
        *entry = Some(value);
    }
}
