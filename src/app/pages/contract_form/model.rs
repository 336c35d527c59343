//! What is typed about a contract, and the contract it makes.

use super::service_fields;
use super::service_form::ServiceForm;
use crate::app::locale::{Locale, td_string};
use crate::app::pages::account_form::next_number;
use crate::app::pages::form::{Fault, Found, Reader, trimmed};
use crate::billing::book::Book;
use crate::billing::contract::{BillingMode, Contract, Notice};
use crate::billing::id::{AccountId, ContractId, ServiceId};
use crate::billing::refusal::Field;
use crate::calendar::{BillingCycle, CycleUnit, first_of_month};
use crate::money::{Currency, DecimalStyle};
use chrono::NaiveDate;
use leptos::prelude::*;

pub const ACCOUNT: &str = "contract-account";
pub const NUMBER: &str = "contract-number";
pub const NAME: &str = "contract-name";
pub const EVERY: &str = "contract-every";
pub const ANCHOR: &str = "contract-anchor";
pub const STARTS: &str = "contract-starts";
pub const MINIMUM: &str = "contract-minimum-term";
pub const NOTICE: &str = "contract-notice";
pub const SERVICES: &str = "contract-services";

/// On which day billing periods begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorKind {
    /// On the first of the month in which the contract starts.
    FirstOfMonth,
    /// On the day the contract starts.
    Start,
    /// On a chosen day.
    Chosen,
}

/// Notice as the form offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    None,
    Days,
    Months,
}

/// Name, number and what binds: the part of a contract that may be corrected at any time.
#[derive(Clone, Copy)]
pub struct BasicsForm {
    pub number: RwSignal<String>,
    pub name: RwSignal<String>,
    pub minimum_term: RwSignal<Option<NaiveDate>>,
    pub notice_kind: RwSignal<NoticeKind>,
    pub notice: RwSignal<String>,
    pub order_reference: RwSignal<String>,
    pub notes: RwSignal<String>,
}

/// Everything typed about a new contract.
#[derive(Clone, Copy)]
pub struct ContractForm {
    pub id: ContractId,
    pub account: RwSignal<Option<AccountId>>,
    pub basics: BasicsForm,
    pub every: RwSignal<String>,
    pub unit: RwSignal<CycleUnit>,
    pub anchor_kind: RwSignal<AnchorKind>,
    pub anchor: RwSignal<Option<NaiveDate>>,
    pub mode: RwSignal<BillingMode>,
    pub starts: RwSignal<Option<NaiveDate>>,
    pub services: RwSignal<Vec<ServiceForm>>,
}

impl BasicsForm {
    /// The fields of a contract.
    pub fn of(contract: &Contract) -> Self {
        let (kind, notice) = match contract.notice {
            Notice::None => (NoticeKind::None, String::new()),
            Notice::Days(days) => (NoticeKind::Days, days.to_string()),
            Notice::Months(months) => (NoticeKind::Months, months.to_string()),
        };
        BasicsForm {
            number: RwSignal::new(contract.number.clone()),
            name: RwSignal::new(contract.name.clone()),
            minimum_term: RwSignal::new(contract.minimum_term),
            notice_kind: RwSignal::new(kind),
            notice: RwSignal::new(notice),
            order_reference: RwSignal::new(contract.order_reference.clone()),
            notes: RwSignal::new(contract.notes.clone()),
        }
    }

    fn blank(number: String) -> Self {
        BasicsForm {
            number: RwSignal::new(number),
            name: RwSignal::new(String::new()),
            minimum_term: RwSignal::new(None),
            notice_kind: RwSignal::new(NoticeKind::None),
            notice: RwSignal::new(String::new()),
            order_reference: RwSignal::new(String::new()),
            notes: RwSignal::new(String::new()),
        }
    }

    fn read_notice(self, reader: &mut Reader) -> Option<Notice> {
        let mut count = |most| {
            let typed = reader.whole(NOTICE, &self.notice.get(), 1, most)?;
            u16::try_from(typed).ok()
        };
        match self.notice_kind.get() {
            NoticeKind::None => Some(Notice::None),
            NoticeKind::Days => count(730).map(Notice::Days),
            NoticeKind::Months => count(60).map(Notice::Months),
        }
    }

    /// Reads the contract over what it was before.
    pub fn read(self, before: &Contract, style: DecimalStyle) -> Result<Contract, Found> {
        let mut reader = Reader::new(style);
        let number = reader.text(NUMBER, &self.number.get());
        let name = reader.text(NAME, &self.name.get());
        let notice = self.read_notice(&mut reader);
        let contract = notice.map(|notice| Contract {
            number,
            name,
            notice,
            minimum_term: self.minimum_term.get(),
            order_reference: trimmed(self.order_reference),
            notes: trimmed(self.notes),
            ..before.clone()
        });
        reader.finish(contract)
    }
}

impl ContractForm {
    /// A contract that starts today, monthly, of which the rest is to be typed.
    pub fn blank(
        book: &Book,
        id: ContractId,
        service: ServiceId,
        account: Option<AccountId>,
        today: NaiveDate,
    ) -> Self {
        let number = next_number(
            book.contracts
                .values()
                .map(|contract| contract.number.as_str()),
            1,
        );
        ContractForm {
            id,
            account: RwSignal::new(account),
            basics: BasicsForm::blank(number),
            every: RwSignal::new("1".to_owned()),
            unit: RwSignal::new(CycleUnit::Month),
            anchor_kind: RwSignal::new(AnchorKind::FirstOfMonth),
            anchor: RwSignal::new(None),
            mode: RwSignal::new(BillingMode::InAdvance),
            starts: RwSignal::new(Some(today)),
            services: RwSignal::new(vec![ServiceForm::blank(service)]),
        }
    }

    /// The currency the contract will have: its account's.
    pub fn currency(self, book: &Book) -> Currency {
        let account = self.account.get().and_then(|id| book.accounts.get(&id));
        account.map_or(book.seller.currency, |account| account.currency)
    }

    /// The cycle, as far as it can be read.
    pub fn cycle(self) -> Option<BillingCycle> {
        let starts = self.starts.get()?;
        let anchor = match self.anchor_kind.get() {
            AnchorKind::FirstOfMonth => first_of_month(starts),
            AnchorKind::Start => starts,
            AnchorKind::Chosen => self.anchor.get()?,
        };
        BillingCycle::new(
            self.every.get().trim().parse().ok()?,
            self.unit.get(),
            anchor,
        )
        .ok()
    }

    /// Reads the contract.
    pub fn read(self, currency: Currency, style: DecimalStyle) -> Result<Contract, Found> {
        let mut reader = Reader::new(style);
        let account = reader.chosen(ACCOUNT, self.account.get());
        let name = reader.text(NAME, &self.basics.name.get());
        let number = reader.text(NUMBER, &self.basics.number.get());
        let starts = reader.chosen(STARTS, self.starts.get());
        let every = reader.whole(EVERY, &self.every.get(), 1, BillingCycle::MAX_EVERY);
        if self.anchor_kind.get() == AnchorKind::Chosen {
            reader.chosen(ANCHOR, self.anchor.get());
        }
        let notice = self.basics.read_notice(&mut reader);
        let mut services = Vec::new();
        for form in self.services.get() {
            // Without a first day there is nothing to date the terms from; what else is wrong is found all the same.
            services.extend(form.read(&mut reader, starts.unwrap_or_default(), currency));
        }
        if self.services.read().is_empty() {
            reader.wrong(SERVICES, Fault::Empty);
        }
        let read = (|| {
            Some(Contract {
                id: self.id,
                account: account?,
                number,
                name,
                currency,
                cycle: every.and(self.cycle())?,
                mode: self.mode.get(),
                starts: starts?,
                minimum_term: self.basics.minimum_term.get(),
                notice: notice?,
                last_day: None,
                end_reason: String::new(),
                end_cause: None,
                end_asked: None,
                pauses: Vec::new(),
                services,
                order_reference: trimmed(self.basics.order_reference),
                notes: trimmed(self.basics.notes),
                import: None,
            })
        })();
        reader.finish(read)
    }
}

/// The name of a field by the id of its control.
pub fn field_name(locale: Locale, field: &str) -> String {
    match field {
        ACCOUNT => td_string!(locale, contracts.account).to_string(),
        NUMBER => td_string!(locale, contracts.number).to_string(),
        NAME => td_string!(locale, contracts.name).to_string(),
        EVERY => td_string!(locale, contracts.every).to_string(),
        ANCHOR => td_string!(locale, contracts.anchor).to_string(),
        STARTS => td_string!(locale, contracts.starts).to_string(),
        MINIMUM => td_string!(locale, contracts.minimum_term).to_string(),
        NOTICE => td_string!(locale, contracts.notice_length).to_string(),
        SERVICES => td_string!(locale, contracts.services).to_string(),
        field => service_fields::field_name(locale, field),
    }
}

/// Where the form shows what the book says about a field.
pub fn place_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Account => Some(ACCOUNT),
        Field::Number => Some(NUMBER),
        Field::Name => Some(NAME),
        Field::Cycle => Some(EVERY),
        Field::Anchor => Some(ANCHOR),
        Field::Starts => Some(STARTS),
        _ => None,
    }
}
