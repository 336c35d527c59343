//! What the engine and the store say, in the page's language: refusals, failures, and the names of things.
//!
//! Every function takes the language's context and follows it; amounts and dates go through [`Format`].

mod desk;
mod failure;
mod finding;
mod input;
mod journal;
pub mod letter;
mod name;
pub mod why;

pub use desk::{
    case_kind_name, channel_name, duration_text, grant_kind_name, letter_kind_name, level_name,
    outcome_name, phrase_fault_text, reason_text, recognition_name, refused_text, role_name,
    way_name,
};
pub use failure::{failure_text, field_name, refusal_reason, refusal_text, store_error_text};
pub use finding::{evidence_text, rule_name, severity_name};
pub use input::{amount_error_text, date_error_text, identifier_error_text};
pub use journal::{command_name, fact_text};
pub use name::{
    account_kind_name, adjustment_name, bucket_name, credit_reason_name, cycle_text,
    end_cause_name, grouping_name, language_name, likeness_text, method_name, mode_name,
    movement_name, notice_in, notice_text, persistence_text, rate_class_name, skip_text,
    standing_name, summary_kind_name, tax_category_name, tax_treatment_name, terms_text, unit_name,
};

use crate::app::format::Format;
use crate::app::locale::{I18n, Locale};
use leptos::reactive::graph::Observer;

/// The language now; followed where something can follow.
fn locale_of(i18n: I18n) -> Locale {
    if Observer::get().is_some() {
        i18n.get_locale()
    } else {
        i18n.get_locale_untracked()
    }
}

fn format_of(locale: Locale) -> Format {
    Format::new(locale)
}
