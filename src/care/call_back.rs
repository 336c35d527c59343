//! Who is called back when: every promise finds a free slot, or is named as one that does not.

use std::collections::{BTreeMap, BTreeSet};

/// A promised call, in minutes since the day's opening.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Which.
    pub id: String,
    /// When it was asked for.
    pub asked: u32,
    /// By when it is promised.
    pub due: u32,
    /// The customer can be reached from here.
    pub from: u32,
    /// Until here.
    pub until: u32,
}

/// Where a call found its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slot {
    /// Its beginning, in minutes since the opening.
    pub start: u32,
    /// Who calls.
    pub agent: String,
    /// Whether it ends after what was promised.
    pub is_late: bool,
}

/// Places every request into the first free slot of its window: those due first come first, then those that asked first,
/// then by name. Nobody is called before they asked. None where no slot is free: such a promise must be escalated.
pub fn schedule(
    requests: &[Request],
    agents: &BTreeMap<String, Vec<(u32, u32)>>,
    minutes: u32,
) -> BTreeMap<String, Option<Slot>> {
    // By beginning, then by agent: the order in which slots are given away.
    let mut free: BTreeSet<(u32, &str)> = BTreeSet::new();
    for (agent, hours) in agents {
        for (from, until) in hours {
            let mut start = *from;
            while minutes > 0 && start.saturating_add(minutes) <= *until {
                free.insert((start, agent));
                start += minutes;
            }
        }
    }
    let mut order: Vec<&Request> = requests.iter().collect();
    order.sort_by(|a, b| (a.due, a.asked, &a.id).cmp(&(b.due, b.asked, &b.id)));
    let mut placed = BTreeMap::new();
    for request in order {
        let earliest = request.from.max(request.asked);
        let found = free
            .range((earliest, "")..)
            .find(|(start, _)| start.saturating_add(minutes) <= request.until)
            .copied();
        let slot = found.map(|slot| {
            free.remove(&slot);
            Slot {
                start: slot.0,
                agent: slot.1.to_owned(),
                is_late: slot.0.saturating_add(minutes) > request.due,
            }
        });
        placed.insert(request.id.clone(), slot);
    }
    placed
}
