//! Which line of one bill is the same thing as which line of the other.
//!
//! In this order: the same service of a contract, the same product in the same unit, the same words in the same unit; among
//! several the most alike first. What takes days back, and what charges the same days again, is a correction and is matched with
//! nothing but its equal. The rules know no old and no new: two bills that change places are matched alike.

use crate::billing::id::{ProductId, ServiceId};
use crate::billing::line::{InvoiceLine, Reduction};
use crate::billing::tax::Tax;
use crate::money::{Quantity, UnitPrice};
use std::collections::{BTreeMap, VecDeque};

/// Lines, by their places on the two bills, that are one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Match {
    /// On both bills.
    Both(Joined),
    /// On the old one alone.
    Old(usize),
    /// On the new one alone.
    New(usize),
}

/// Lines of both bills that are one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Joined {
    /// One line each.
    One(usize, usize),
    /// One line became several, because something changed within the billing period.
    Parted(usize, Vec<usize>),
    /// Several lines became one again.
    United(Vec<usize>, usize),
}

/// What sort of line it is, as far as matching goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Role {
    /// A service of a contract.
    Service(ServiceId),
    /// Anything else that is charged.
    Single,
    /// Takes something back, or charges again what was taken back on the same bill.
    Correction,
}

/// Matches the lines of two bills, whose roles are known. Every line of either stands in exactly one match.
pub(super) fn matches(
    (old, old_roles): (&[InvoiceLine], &[Role]),
    (new, new_roles): (&[InvoiceLine], &[Role]),
) -> Vec<Match> {
    let mut matches = Vec::with_capacity(old.len().max(new.len()));

    let mut left = Left::default();
    let (mut old_services, mut new_services) = (services(old_roles), services(new_roles));
    let both: Vec<ServiceId> = old_services
        .keys()
        .filter(|service| new_services.contains_key(service))
        .copied()
        .collect();
    for service in both {
        let was = old_services.remove(&service).unwrap_or_default();
        let is = new_services.remove(&service).unwrap_or_default();
        match_service(old, new, was, is, &mut matches);
    }
    left.old.extend(old_services.into_values().flatten());
    left.new.extend(new_services.into_values().flatten());
    left.old.extend(of_role(old_roles, Role::Single));
    left.new.extend(of_role(new_roles, Role::Single));
    left.sort();
    left.pair(old, new, |line| Some(likeness(line)), &mut matches);
    left.pair(
        old,
        new,
        |line| Some((line.item.origin.product, words(line))),
        &mut matches,
    );
    left.pair(
        old,
        new,
        |line| Some((line.item.origin.product?, unit(line))),
        &mut matches,
    );
    left.pair(old, new, |line| Some(words(line)), &mut matches);
    left.finish(&mut matches);

    let mut corrections = Left {
        old: of_role(old_roles, Role::Correction).collect(),
        new: of_role(new_roles, Role::Correction).collect(),
    };
    corrections.pair(old, new, |line| Some(likeness(line)), &mut matches);
    corrections.finish(&mut matches);
    matches
}

/// The role of every line of a bill.
pub(super) fn roles(lines: &[InvoiceLine]) -> Vec<Role> {
    let takes_back = |line: &InvoiceLine| {
        line.priced().is_negative() || (line.priced().is_zero() && line.item.quantity.is_negative())
    };
    let mut taken: BTreeMap<ServiceId, Vec<&InvoiceLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| takes_back(line)) {
        if let Some(service) = line.item.origin.service {
            taken.entry(service).or_default().push(line);
        }
    }
    let charges_again = |service: ServiceId, line: &InvoiceLine| {
        let days = line.item.period;
        taken.get(&service).is_some_and(|taken| {
            taken
                .iter()
                .filter_map(|other| other.item.period)
                .any(|other| days.is_some_and(|days| days.intersect(&other).is_some()))
        })
    };
    lines
        .iter()
        .map(|line| match line.item.origin.service {
            _ if takes_back(line) => Role::Correction,
            Some(service) if charges_again(service, line) => Role::Correction,
            Some(service) => Role::Service(service),
            None => Role::Single,
        })
        .collect()
}

fn services(roles: &[Role]) -> BTreeMap<ServiceId, Vec<usize>> {
    let mut services: BTreeMap<ServiceId, Vec<usize>> = BTreeMap::new();
    for (place, role) in roles.iter().enumerate() {
        if let Role::Service(service) = role {
            services.entry(*service).or_default().push(place);
        }
    }
    services
}

fn of_role(roles: &[Role], role: Role) -> impl Iterator<Item = usize> + '_ {
    roles
        .iter()
        .enumerate()
        .filter(move |(_, each)| **each == role)
        .map(|(place, _)| place)
}

/// Matches the billing periods of one service, the latest with the latest.
fn match_service(
    old: &[InvoiceLine],
    new: &[InvoiceLine],
    was: Vec<usize>,
    is: Vec<usize>,
    matches: &mut Vec<Match>,
) {
    let (mut was, mut is) = (billing_periods(old, was), billing_periods(new, is));
    loop {
        match (was.pop(), is.pop()) {
            (None, None) => break,
            (Some(was), Some(is)) => match_period(old, new, was, is, matches),
            (Some(was), None) => matches.extend(was.into_iter().map(Match::Old)),
            (None, Some(is)) => matches.extend(is.into_iter().map(Match::New)),
        }
    }
}

/// Lines of a service by the billing period that they are parts of, in order of days.
fn billing_periods(lines: &[InvoiceLine], mut places: Vec<usize>) -> Vec<Vec<usize>> {
    let begins = |place: &usize| lines[*place].item.period.map(|days| days.from());
    places.sort_by_key(|place| (begins(place), *place));
    let mut periods: Vec<Vec<usize>> = Vec::new();
    for place in places {
        match periods.last_mut() {
            Some(last) if are_of_one_period(&lines[last[0]], &lines[place]) => last.push(place),
            _ => periods.push(vec![place]),
        }
    }
    periods
}

/// Whether two prorated lines fit into one billing period that begins no later than the first.
fn are_of_one_period(first: &InvoiceLine, later: &InvoiceLine) -> bool {
    let (Some(part), Some(other)) = (first.item.proration, later.item.proration) else {
        return false;
    };
    let (Some(begin), Some(end)) = (first.item.period, later.item.period) else {
        return false;
    };
    let days = (end.to() - begin.from()).num_days();
    part.of == other.of && days <= i64::from(part.of)
}

/// Matches the lines of one billing period with those of another.
fn match_period(
    old: &[InvoiceLine],
    new: &[InvoiceLine],
    was: Vec<usize>,
    is: Vec<usize>,
    matches: &mut Vec<Match>,
) {
    match (was.as_slice(), is.as_slice()) {
        ([was], [is]) => matches.push(Match::Both(Joined::One(*was, *is))),
        ([was], _) => matches.push(Match::Both(Joined::Parted(*was, is))),
        (_, [is]) => matches.push(Match::Both(Joined::United(was, *is))),
        _ if was.len() == is.len() => {
            let pairs = was.into_iter().zip(is);
            matches.extend(pairs.map(|(was, is)| Match::Both(Joined::One(was, is))));
        }
        _ => {
            let mut left = Left { old: was, new: is };
            left.pair(old, new, |line| Some(terms(line)), matches);
            left.pair(old, new, |_| Some(()), matches);
            left.finish(matches);
        }
    }
}

/// Lines that are not matched yet.
#[derive(Default)]
struct Left {
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Left {
    fn sort(&mut self) {
        self.old.sort_unstable();
        self.new.sort_unstable();
    }

    /// Matches lines of the same key, in order, and keeps the others.
    fn pair<'a, K: Ord>(
        &mut self,
        old: &'a [InvoiceLine],
        new: &'a [InvoiceLine],
        key: impl Fn(&'a InvoiceLine) -> Option<K>,
        matches: &mut Vec<Match>,
    ) {
        let mut waiting: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for place in &self.new {
            if let Some(key) = key(&new[*place]) {
                waiting.entry(key).or_default().push_back(*place);
            }
        }
        let mut found = Vec::new();
        self.old.retain(|was| {
            let is = key(&old[*was]).and_then(|key| waiting.get_mut(&key)?.pop_front());
            found.extend(is);
            matches.extend(is.map(|is| Match::Both(Joined::One(*was, is))));
            is.is_none()
        });
        found.sort_unstable();
        self.new.retain(|is| found.binary_search(is).is_err());
    }

    fn finish(self, matches: &mut Vec<Match>) {
        matches.extend(self.old.into_iter().map(Match::Old));
        matches.extend(self.new.into_iter().map(Match::New));
    }
}

/// Everything that makes an amount, and the words.
type Likeness<'a> = (Option<ProductId>, (&'a str, &'a str), Terms);

fn likeness(line: &InvoiceLine) -> Likeness<'_> {
    (line.item.origin.product, words(line), terms(line))
}

/// Everything that makes an amount. A reduction is its percentage or its minor units.
type Terms = (
    Quantity,
    (UnitPrice, bool),
    Option<(u32, u32)>,
    Option<Result<crate::money::Percent, i64>>,
    Tax,
);

fn terms(line: &InvoiceLine) -> Terms {
    let item = &line.item;
    (
        item.quantity,
        (item.unit_price, item.tax_included),
        item.proration.map(|part| (part.days, part.of)),
        item.reduction.map(|reduction| match reduction {
            Reduction::Percent(percent) => Ok(percent),
            Reduction::Amount(amount) => Err(amount.minor()),
        }),
        line.tax,
    )
}

fn words(line: &InvoiceLine) -> (&str, &str) {
    (line.item.description.trim(), unit(line))
}

fn unit(line: &InvoiceLine) -> &str {
    &line.item.unit
}
