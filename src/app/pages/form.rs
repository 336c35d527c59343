//! What is wrong with a form: kept as data, worded in the page's language at the field and in the summary at the top.

use crate::app::{
    components::{FieldError, amount_field::amount_error},
    locale::{I18n, Locale, td_string},
    wording,
    workspace::Failure,
};
use crate::billing::identifier::IdentifierError;
use crate::billing::refusal::{Location, Refusal};
use crate::money::{Currency, DecimalStyle, Money, ParseAmountError, Percent, Quantity, UnitPrice};
use leptos::prelude::*;

/// Why a field is not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It must be filled in.
    Empty,
    /// What was typed is no amount.
    Amount(ParseAmountError),
    /// What was typed is not such a number or code.
    Identifier(IdentifierError),
    /// Not a whole number within these bounds.
    Whole {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// Not a whole number, or too small a one.
    WholeFrom {
        /// The least.
        least: u32,
    },
    /// What was typed are no opening hours.
    Hours,
    /// What was typed is no day; the line.
    Day(String),
    /// Opening hours of one day overlap.
    HoursOverlap,
    /// More than the role above may give.
    AboveHigherRole,
    /// There is no such time zone.
    Zone,
    /// No phone number begins like this.
    Phone,
    /// An exception that would hold for everybody.
    NoCondition,
    /// The book refused it; worded without its place, which is the field it stands at.
    Refused(Refusal),
    /// The records could not be kept.
    Failed(Failure),
}

impl From<ParseAmountError> for Fault {
    fn from(error: ParseAmountError) -> Self {
        match error {
            ParseAmountError::Empty => Fault::Empty,
            other => Fault::Amount(other),
        }
    }
}

impl From<IdentifierError> for Fault {
    fn from(error: IdentifierError) -> Self {
        match error {
            IdentifierError::Empty => Fault::Empty,
            other => Fault::Identifier(other),
        }
    }
}

impl Fault {
    /// The sentence at the field.
    pub fn text(&self, i18n: I18n) -> String {
        let locale = i18n.get_locale();
        match self {
            Fault::Empty => td_string!(locale, words.fault_empty).to_string(),
            Fault::Amount(error) => amount_error(locale, error),
            Fault::Identifier(error) => wording::identifier_error_text(i18n, error),
            Fault::WholeFrom { least } => {
                td_string!(locale, words.fault_whole_from, least = least).to_string()
            }
            Fault::Whole { least, most } => {
                td_string!(locale, words.fault_whole, least = least, most = most).to_string()
            }
            Fault::Hours => td_string!(locale, settings.fault_hours).to_string(),
            Fault::Day(line) => {
                td_string!(locale, settings.fault_day, line = line.clone()).to_string()
            }
            Fault::Phone => td_string!(locale, errors.refusal.not_a_phone).to_string(),
            Fault::HoursOverlap => td_string!(locale, errors.refusal.hours_overlap).to_string(),
            Fault::AboveHigherRole => {
                td_string!(locale, errors.refusal.above_higher_role).to_string()
            }
            Fault::Zone => td_string!(locale, settings.fault_zone).to_string(),
            Fault::NoCondition => td_string!(locale, settings.fault_no_condition).to_string(),
            Fault::Refused(refusal) => wording::refusal_reason(i18n, refusal),
            Fault::Failed(failure) => wording::failure_text(i18n, failure),
        }
    }
}

/// Fields found wrong, by the id of their control, in the order of the form.
pub type Found = Vec<(String, Fault)>;

/// What is wrong with the form on show.
#[derive(Clone, Copy)]
pub struct Faults {
    found: RwSignal<Found>,
    name_of: fn(Locale, &str) -> String,
    i18n: I18n,
}

impl Faults {
    /// Nothing wrong yet; `name_of` gives a field's name by the id of its control.
    pub fn new(i18n: I18n, name_of: fn(Locale, &str) -> String) -> Self {
        Faults {
            found: RwSignal::new(Vec::new()),
            name_of,
            i18n,
        }
    }

    /// What is wrong with a field.
    pub fn at(self, field: impl Into<String>) -> Signal<Option<String>> {
        let field = field.into();
        Signal::derive(move || {
            let fault = self.found.with(|found| {
                found
                    .iter()
                    .find(|(id, _)| *id == field)
                    .map(|(_, fault)| fault.clone())
            });
            fault.map(|fault| fault.text(self.i18n))
        })
    }

    /// The lines of the summary.
    pub fn summary(self) -> Signal<Vec<FieldError>> {
        Signal::derive(move || {
            let locale = self.i18n.get_locale();
            self.found
                .get()
                .into_iter()
                .map(|(field, fault)| {
                    let text = fault.text(self.i18n);
                    let name = (self.name_of)(locale, &field);
                    let text = if name.is_empty() {
                        text
                    } else {
                        td_string!(locale, words.fault_at, field = name, text = text).to_string()
                    };
                    FieldError::new(field, text)
                })
                .collect()
        })
    }

    /// Whether something is shown.
    pub fn is_set(self) -> bool {
        !self.found.read().is_empty()
    }

    /// Whether something is shown, without following it.
    pub fn is_set_untracked(self) -> bool {
        !self.found.read_untracked().is_empty()
    }

    /// Shows what was found.
    pub fn set(self, found: Found) {
        self.found.set(found);
    }

    /// Nothing is wrong any more.
    pub fn clear(self) {
        self.found.set(Vec::new());
    }

    /// Shows why a command was not carried out, at the field it is about where the form has it.
    pub fn fail(
        self,
        failure: Failure,
        place_of: impl Fn(crate::billing::refusal::Field) -> Option<&'static str>,
    ) {
        let place = match &failure {
            Failure::Refused(refusal) => match &refusal.at {
                Location::Field(field) => place_of(*field),
                Location::Whole
                | Location::Line(_)
                | Location::Adjustment(_)
                | Location::Row(_)
                | Location::Account(_) => None,
            },
            Failure::Care(_) | Failure::Store(_) | Failure::ReadOnly | Failure::RunElsewhere => {
                None
            }
        };
        let (field, fault) = match (place, failure) {
            (Some(place), Failure::Refused(refusal)) => (place, Fault::Refused(refusal)),
            (_, failure) => ("", Fault::Failed(failure)),
        };
        self.found.set(vec![(field.to_owned(), fault)]);
    }
}

/// Reads a form field by field and gathers what is wrong.
pub struct Reader {
    style: DecimalStyle,
    found: Found,
}

impl Reader {
    /// Begins to read; `style` is how the reader writes decimals.
    pub fn new(style: DecimalStyle) -> Self {
        Reader {
            style,
            found: Vec::new(),
        }
    }

    /// Says what is wrong with a field.
    pub fn wrong(&mut self, field: impl Into<String>, fault: impl Into<Fault>) {
        self.found.push((field.into(), fault.into()));
    }

    /// Keeps what could be read, or says why not.
    pub fn take<T>(
        &mut self,
        field: impl Into<String>,
        read: Result<T, impl Into<Fault>>,
    ) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.wrong(field, fault);
                None
            }
        }
    }

    /// A text that must be there.
    pub fn text(&mut self, field: impl Into<String>, typed: &str) -> String {
        let typed = typed.trim();
        if typed.is_empty() {
            self.wrong(field, Fault::Empty);
        }
        typed.to_owned()
    }

    /// Something that must be chosen.
    pub fn chosen<T>(&mut self, field: impl Into<String>, chosen: Option<T>) -> Option<T> {
        if chosen.is_none() {
            self.wrong(field, Fault::Empty);
        }
        chosen
    }

    /// A whole number within bounds.
    pub fn whole(
        &mut self,
        field: impl Into<String>,
        typed: &str,
        least: u32,
        most: u32,
    ) -> Option<u32> {
        let number = typed
            .trim()
            .parse()
            .ok()
            .filter(|number| (least..=most).contains(number));
        self.take(field, number.ok_or(Fault::Whole { least, most }))
    }

    /// Days of a payment term, a year at most.
    pub fn days(&mut self, field: impl Into<String>, typed: &str) -> Option<u16> {
        let days = self.whole(field, typed, 0, 365)?;
        u16::try_from(days).ok()
    }

    /// A unit price.
    pub fn unit_price(&mut self, field: impl Into<String>, typed: &str) -> Option<UnitPrice> {
        self.take(field, UnitPrice::parse(typed, self.style))
    }

    /// A quantity.
    pub fn quantity(&mut self, field: impl Into<String>, typed: &str) -> Option<Quantity> {
        self.take(field, Quantity::parse(typed, self.style))
    }

    /// A percentage.
    pub fn percent(&mut self, field: impl Into<String>, typed: &str) -> Option<Percent> {
        self.take(field, Percent::parse(typed, self.style))
    }

    /// An amount.
    pub fn money(
        &mut self,
        field: impl Into<String>,
        typed: &str,
        currency: Currency,
    ) -> Option<Money> {
        self.take(field, Money::parse(typed, self.style, currency))
    }

    /// What was read, unless something was wrong.
    pub fn finish<T>(self, read: Option<T>) -> Result<T, Found> {
        match read {
            Some(value) if self.found.is_empty() => Ok(value),
            Some(_) | None => Err(self.found),
        }
    }
}

/// A text of a form, with white space round it left out.
pub fn trimmed(text: RwSignal<String>) -> String {
    text.with(|text| text.trim().to_owned())
}
