//! The form of a special discount: what is typed, and how it is read.

use crate::app::{
    components::Choice,
    locale::{I18n, Locale, t_string, td_string},
    pages::form::{Found, Reader, trimmed},
    wording::grant_kind_name,
};
use crate::billing::book::Book;
use crate::billing::contract::Contract;
use crate::billing::desk::grant::{GrantKind, Severity};
use crate::billing::desk::policy::Discounts;
use crate::billing::id::{CaseId, ContractId, GrantId, ServiceId};
use crate::billing::refusal::Field;
use crate::care::command::NewGrant;
use crate::money::{DecimalStyle, Percent};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;

/// Ids of the controls.
pub const PERCENT: &str = "offer-percent";
pub const MONTHS: &str = "offer-months";
pub const FROM: &str = "offer-from";
pub const REASON: &str = "offer-reason";
pub const EXPIRY: &str = "offer-expiry";

/// The longest discount that can be typed, in months.
const MOST_MONTHS: u32 = 120;

/// What is typed.
#[derive(Clone, Copy)]
pub struct OfferModel {
    id: GrantId,
    contract: ContractId,
    case: Option<CaseId>,
    /// Day on which services count as running.
    today: NaiveDate,
    pub service: RwSignal<ServiceId>,
    pub percent: RwSignal<String>,
    pub months: RwSignal<String>,
    pub from: RwSignal<Option<NaiveDate>>,
    pub kind: RwSignal<GrantKind>,
    pub severity: RwSignal<Option<Severity>>,
    pub reason: RwSignal<String>,
    pub note: RwSignal<String>,
    pub expiry: RwSignal<Option<NaiveDate>>,
}

impl OfferModel {
    /// The form as it begins: from the next day that isn't billed yet. None where no service runs any more.
    pub fn blank(
        book: &Book,
        contract: &Contract,
        service: Option<ServiceId>,
        case: Option<CaseId>,
        today: NaiveDate,
        id: GrantId,
    ) -> Option<OfferModel> {
        let running = running(contract, today);
        let service = service
            .filter(|id| running.iter().any(|(known, _)| known == id))
            .or(running.first().map(|(id, _)| *id))?;
        let policy = book.policy().discounts;
        let known = contract.service(service)?;
        let billed = known.billed.iter().map(|span| span.period.to()).max();
        let earliest = billed.unwrap_or(today).max(today).max(known.starts);
        // A bill has one price more easily than two: a discount begins with a period.
        let period = contract.cycle.period_containing(earliest);
        let from = match period {
            Some(period) if period.from() != earliest => period.to(),
            Some(_) | None => earliest,
        };
        let is_over = known.last_day.or(contract.last_day);
        let from = if is_over.is_some_and(|last| last < from) {
            earliest
        } else {
            from
        };
        Some(OfferModel {
            id,
            contract: contract.id,
            case,
            today,
            service: RwSignal::new(service),
            percent: RwSignal::new("10".to_owned()),
            months: RwSignal::new("3".to_owned()),
            from: RwSignal::new(Some(from)),
            kind: RwSignal::new(GrantKind::Goodwill),
            severity: RwSignal::new(None),
            reason: RwSignal::new(policy.reasons.first().cloned().unwrap_or_default()),
            note: RwSignal::new(String::new()),
            expiry: RwSignal::new(today.checked_add_days(Days::new(policy.offer_days.into()))),
        })
    }

    /// Services that can be chosen.
    pub fn services(&self, contract: &Contract) -> Vec<Choice<ServiceId>> {
        running(contract, self.today)
            .into_iter()
            .map(|(id, name)| Choice::new(id, name))
            .collect()
    }

    /// Fills in what would pass.
    pub fn take(&self, percent: Percent, months: u32) {
        self.percent.set(percent.value().normalize().to_string());
        self.months.set(months.to_string());
    }

    /// What is typed, as if a reason had been given: what would happen is seen before.
    pub fn sketch(&self, style: DecimalStyle) -> Option<NewGrant> {
        let reason = trimmed(self.reason);
        let reason = if reason.is_empty() { "-" } else { &reason };
        self.with_reason(reason, Reader::new(style)).ok()
    }

    /// What is typed, or what is wrong with it.
    pub fn read(&self, style: DecimalStyle) -> Result<NewGrant, Found> {
        self.with_reason(&self.reason.get(), Reader::new(style))
    }

    fn with_reason(&self, reason: &str, mut reader: Reader) -> Result<NewGrant, Found> {
        let percent = reader.percent(PERCENT, &self.percent.get());
        let months = reader.whole(MONTHS, &self.months.get(), 1, MOST_MONTHS);
        let from = reader.chosen(FROM, self.from.get());
        let reason = reader.text(REASON, reason);
        let expiry = reader.chosen(EXPIRY, self.expiry.get());
        let read =
            percent
                .zip(months)
                .zip(from.zip(expiry))
                .map(|((percent, months), (from, expiry))| NewGrant {
                    id: self.id,
                    contract: self.contract,
                    service: self.service.get(),
                    case: self.case,
                    kind: self.kind.get(),
                    severity: self.severity.get(),
                    percent,
                    months,
                    from,
                    reason_code: reason,
                    note: trimmed(self.note),
                    expiry: Some(expiry),
                });
        reader.finish(read)
    }
}

fn running(contract: &Contract, today: NaiveDate) -> Vec<(ServiceId, String)> {
    let is_over = contract.last_day.is_some_and(|last| last < today);
    contract
        .services
        .iter()
        .filter(|service| !is_over && service.last_day.is_none_or(|last| today <= last))
        .map(|service| (service.id, service.description.clone()))
        .collect()
}

/// Why something is given.
pub fn kinds(i18n: I18n) -> Vec<Choice<GrantKind>> {
    [GrantKind::Goodwill, GrantKind::Retention]
        .into_iter()
        .map(|kind| Choice::new(kind, grant_kind_name(i18n, kind)))
        .collect()
}

/// How badly something went wrong, or that nothing did.
pub fn severities(i18n: I18n) -> Vec<Choice<Option<Severity>>> {
    let mut choices = vec![Choice::new(None, t_string!(i18n, offers.severity_none))];
    choices.extend(
        Severity::ALL
            .into_iter()
            .map(|severity| Choice::new(Some(severity), severity_name(i18n, severity))),
    );
    choices
}

/// How badly something went wrong, in words.
pub fn severity_name(i18n: I18n, severity: Severity) -> String {
    match severity {
        Severity::Slight => t_string!(i18n, offers.severity_slight),
        Severity::Serious => t_string!(i18n, offers.severity_serious),
        Severity::Grave => t_string!(i18n, offers.severity_grave),
    }
    .to_string()
}

/// The business's own list.
pub fn reasons(policy: &Discounts) -> Vec<Choice<String>> {
    policy
        .reasons
        .iter()
        .map(|reason| Choice::new(reason.clone(), reason.clone()))
        .collect()
}

/// The name of a field.
pub fn field_name(locale: Locale, field: &str) -> String {
    match field {
        PERCENT => td_string!(locale, offers.percent),
        MONTHS => td_string!(locale, offers.months),
        FROM => td_string!(locale, offers.from),
        REASON => td_string!(locale, offers.reason),
        EXPIRY => td_string!(locale, offers.expiry),
        _ => "",
    }
    .to_owned()
}

/// Where the form shows what the book says about a field.
pub fn place_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Effective | Field::Starts => Some(FROM),
        Field::DueDate => Some(EXPIRY),
        Field::Reason => Some(REASON),
        Field::Reduction => Some(PERCENT),
        _ => None,
    }
}
