//! How an invoice or a credit stands, in words: a dot and a word, readable without its colour.

use super::badge::{Badge, Tone};
use crate::{
    app::locale::{Locale, td_string, use_i18n},
    billing::receivable::{Credit, Receivable, Standing},
};
use chrono::NaiveDate;
use leptos::prelude::*;

/// How a document stands today. Small and comparable: keep it in a row or a memo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentStanding {
    /// An invoice; with the days since its due date where something is overdue.
    Invoice {
        /// How it stands.
        standing: Standing,
        /// Days overdue; zero where nothing is.
        days_overdue: u32,
    },
    /// An open invoice of which something is disputed.
    Disputed,
    /// A credit note or payment of which something is left.
    CreditLeft,
    /// A credit note or payment of which nothing is left.
    CreditUsed,
}

impl DocumentStanding {
    /// How an invoice stands.
    pub fn of_receivable(receivable: &Receivable, today: NaiveDate) -> Self {
        if receivable.is_disputed() && receivable.open().is_positive() {
            return DocumentStanding::Disputed;
        }
        let days_overdue = if receivable.is_overdue(today) {
            u32::try_from(receivable.days_overdue(today)).unwrap_or(0)
        } else {
            0
        };
        DocumentStanding::Invoice {
            standing: receivable.standing(),
            days_overdue,
        }
    }

    /// How a credit note or payment stands.
    pub fn of_credit(credit: &Credit) -> Self {
        if credit.left().is_positive() {
            DocumentStanding::CreditLeft
        } else {
            DocumentStanding::CreditUsed
        }
    }

    /// How serious it is.
    pub fn tone(self) -> Tone {
        match self {
            DocumentStanding::Invoice {
                standing: Standing::Open | Standing::PartlySettled,
                days_overdue: 1..,
            } => Tone::Bad,
            DocumentStanding::Invoice {
                standing: Standing::Open | Standing::PartlySettled,
                days_overdue: 0,
            } => Tone::Info,
            DocumentStanding::Invoice {
                standing: Standing::Settled,
                ..
            } => Tone::Good,
            DocumentStanding::Invoice {
                standing: Standing::Credited,
                ..
            } => Tone::Neutral,
            DocumentStanding::Invoice {
                standing: Standing::WrittenOff,
                ..
            } => Tone::Warn,
            DocumentStanding::Disputed => Tone::Warn,
            DocumentStanding::CreditLeft => Tone::Info,
            DocumentStanding::CreditUsed => Tone::Neutral,
        }
    }

    /// How it stands, in words.
    pub fn text(self, locale: Locale) -> String {
        match self {
            DocumentStanding::Invoice {
                standing: Standing::Open,
                days_overdue: days @ 1..,
            } => td_string!(locale, invoices.standing_overdue, count = days),
            DocumentStanding::Invoice {
                standing: Standing::PartlySettled,
                days_overdue: days @ 1..,
            } => td_string!(locale, invoices.standing_overdue_partly, count = days),
            DocumentStanding::Invoice {
                standing: Standing::Open,
                days_overdue: 0,
            } => td_string!(locale, invoices.standing_open).to_string(),
            DocumentStanding::Invoice {
                standing: Standing::PartlySettled,
                days_overdue: 0,
            } => td_string!(locale, invoices.standing_partly_paid).to_string(),
            DocumentStanding::Invoice {
                standing: Standing::Settled,
                ..
            } => td_string!(locale, invoices.standing_settled).to_string(),
            DocumentStanding::Invoice {
                standing: Standing::Credited,
                ..
            } => td_string!(locale, invoices.standing_credited).to_string(),
            DocumentStanding::Invoice {
                standing: Standing::WrittenOff,
                ..
            } => td_string!(locale, invoices.standing_written_off).to_string(),
            DocumentStanding::Disputed => td_string!(locale, dunning.disputed).to_string(),
            DocumentStanding::CreditLeft => {
                td_string!(locale, invoices.standing_credit_left).to_string()
            }
            DocumentStanding::CreditUsed => {
                td_string!(locale, invoices.standing_credit_used).to_string()
            }
        }
    }
}

/// `<StandingBadge standing=DocumentStanding::of_receivable(&receivable, today)/>`.
#[component]
pub fn StandingBadge(
    /// How it stands.
    #[prop(into)]
    standing: Signal<DocumentStanding>,
) -> impl IntoView {
    let i18n = use_i18n();
    let tone = Signal::derive(move || standing.get().tone());
    view! { <Badge tone>{move || standing.get().text(i18n.get_locale())}</Badge> }
}
