//! What asking for a discount would do now, by the code that decides and the code that bills.

use crate::app::pages::contract::change::Effect;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::decide::{Context, Fetched};
use crate::billing::desk::grant::GrantState;
use crate::billing::desk::role::Role;
use crate::billing::id::PersonId;
use crate::billing::run::next_bills;
use crate::care::command::{Command, NewGrant};
use crate::care::decide::{Desk, decide};
use crate::care::offer::{self, Circumstances, Judged, Known};
use crate::care::refusal::Refused;
use crate::money::Money;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// The bills compared.
const COMPARED: usize = 3;

/// What would happen.
#[derive(Clone, PartialEq)]
pub struct Foreseen {
    /// Who asks.
    pub role: Role,
    /// What it comes to and by which limits; none where it can't be judged.
    pub judged: Option<Judged>,
    /// What is left of the month's budget.
    pub budget_left: Money,
    /// What would become of asking.
    pub outcome: Result<GrantState, Refused>,
    /// The next bills without and with it.
    pub effect: Option<Effect>,
    /// Whether the product's cost is known.
    pub is_cost_known: bool,
}

impl Foreseen {
    /// None where the contract is gone.
    pub fn of(
        book: &Book,
        new: NewGrant,
        role: Role,
        person: Option<PersonId>,
        known: Known,
        (today, now): (NaiveDate, DateTime<Utc>),
    ) -> Option<Foreseen> {
        let contract = book.contracts.get(&new.contract)?;
        let service = contract.service(new.service)?;
        let circumstances = Circumstances::of(book, contract.account, new.id, known, now);
        let product = service.product.and_then(|id| book.products.get(&id));
        let desk = Desk {
            person,
            facts: None,
            has_open_finding: Some(known.has_open_finding),
            spend_12_months: known.spend_12_months,
        };
        Some(Foreseen {
            role,
            judged: offer::judged(book, contract, service, &new, role, &circumstances).ok(),
            budget_left: circumstances.budget_left,
            effect: effect(book, &new, today),
            is_cost_known: product.is_some_and(|product| product.cost.is_some()),
            outcome: outcome(book, new, &desk, (today, now)),
        })
    }

    /// Whose approval it needs.
    pub fn needs(&self) -> Option<Role> {
        match &self.outcome {
            Ok(GrantState::Waiting { needs }) => Some(*needs),
            Ok(_) | Err(_) => None,
        }
    }
}

/// The next bills of the contract without and with a discount; none where it can't hold.
pub fn effect(book: &Book, new: &NewGrant, today: NaiveDate) -> Option<Effect> {
    let contract = book.contracts.get(&new.contract)?;
    let with = offer::applied(book, contract, new)?;
    Some(Effect {
        before: next_bills(book, contract, today, COMPARED).ok()?,
        after: next_bills(book, &with, today, COMPARED).ok()?,
    })
}

/// What the desk would decide, without keeping it.
fn outcome(
    book: &Book,
    new: NewGrant,
    desk: &Desk,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<GrantState, Refused> {
    let fetched = Fetched::default();
    let mut context = Context {
        now,
        today,
        fetched: &fetched,
        fresh: &mut || Uuid::nil(),
    };
    let changes = decide(book, Command::AskGrant(new).into(), desk, &mut context)?;
    changes
        .into_iter()
        .find_map(|change| match change {
            Change::GrantRevised(grant) => Some(grant.state),
            _ => None,
        })
        .ok_or(Refused::NotFetched)
}
