//! What a person says about the columns: for each field a column, a fixed value, or nothing.

use crate::app::{
    locale::{t_string, use_i18n},
    workspace::use_workspace,
};
use crate::billing::id::ImportId;
use crate::billing::tax_rate::{RateClass, rate_on};
use crate::calendar::first_of_month;
use crate::exchange::csv::{DateStyle, EndedRule, Mapping, Source, Table, Target};
use crate::money::DecimalStyle;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Where a field comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    /// What is usual.
    Nothing,
    /// The same for all.
    Fixed,
    /// A column.
    Column(usize),
}

/// One field.
#[derive(Clone, Copy)]
pub struct FieldForm {
    /// Which.
    pub target: Target,
    /// Where it comes from.
    pub pick: RwSignal<Pick>,
    /// The fixed value.
    pub text: RwSignal<String>,
    /// The fixed day, where the field is one.
    pub day: RwSignal<Option<NaiveDate>>,
}

impl FieldForm {
    fn new(target: Target, source: Option<&Source>) -> Self {
        let (pick, text) = match source {
            None => (Pick::Nothing, String::new()),
            Some(Source::Column(column)) => (Pick::Column(*column), String::new()),
            Some(Source::Fixed(text)) => (Pick::Fixed, text.clone()),
        };
        FieldForm {
            target,
            pick: RwSignal::new(pick),
            day: RwSignal::new(text.parse().ok()),
            text: RwSignal::new(text),
        }
    }

    fn source(&self) -> Option<Source> {
        match self.pick.get() {
            Pick::Nothing => None,
            Pick::Column(column) => Some(Source::Column(column)),
            Pick::Fixed if self.target.is_date() => {
                self.day.get().map(|day| Source::Fixed(day.to_string()))
            }
            Pick::Fixed => Some(Source::Fixed(self.text.get())),
        }
    }
}

/// The rule for contracts that have ended.
#[derive(Clone, Copy)]
pub struct EndedForm {
    /// Whether there is one.
    pub is_on: RwSignal<bool>,
    /// The column that says it.
    pub column: RwSignal<usize>,
    /// What stands there.
    pub value: RwSignal<String>,
    /// The day they started.
    pub starts: RwSignal<Option<NaiveDate>>,
    /// Their last day.
    pub last_day: RwSignal<Option<NaiveDate>>,
}

/// Everything a person says.
#[derive(Clone, Copy)]
pub struct MappingForm {
    import: StoredValue<ImportId>,
    /// The fields.
    pub fields: StoredValue<Vec<FieldForm>>,
    /// Whether rows bring contracts.
    pub with_contracts: RwSignal<bool>,
    /// How days are written; none is what the values say.
    pub dates: RwSignal<Option<DateStyle>>,
    /// How decimals are written; none is what the values say.
    pub numbers: RwSignal<Option<DecimalStyle>>,
    /// Which contracts have ended.
    pub ended: EndedForm,
    /// Whether billing periods begin on the first of the month.
    pub first_of_month: RwSignal<bool>,
}

impl MappingForm {
    /// The guesses for a table.
    pub fn new(table: &Table) -> Self {
        let i18n = use_i18n();
        let workspace = use_workspace();
        let today = workspace.today();
        let starts = first_of_month(today);
        let country = workspace.with_untracked(|book| book.seller.address.country);
        let rate = rate_on(country, RateClass::Standard, today)
            .map_or_else(|| "0 %".to_owned(), |rate| format!("{rate} %"));
        let fixed = [
            (
                Target::Description,
                t_string!(i18n, files.csv.default_description).to_owned(),
            ),
            (Target::Vat, rate),
            (Target::Cycle, "monthly".to_owned()),
            (Target::Mode, "in advance".to_owned()),
            (Target::Starts, starts.to_string()),
        ];
        let guessed = Mapping::guess(table, &fixed);
        let usual: BTreeMap<Target, String> = fixed.into_iter().collect();
        let fields = all_targets()
            .map(|target| {
                let source = guessed.sources.get(&target);
                // The usual value waits where a person may switch contracts on.
                let waiting = usual.get(&target).cloned().map(Source::Fixed);
                FieldForm::new(target, source.or(waiting.as_ref()))
            })
            .collect();
        let ended = EndedRule::suggest(table, starts);
        MappingForm {
            import: StoredValue::new(workspace.fresh_id()),
            fields: StoredValue::new(fields),
            with_contracts: RwSignal::new(guessed.with_contracts),
            dates: RwSignal::new(None),
            numbers: RwSignal::new(None),
            ended: EndedForm {
                is_on: RwSignal::new(false),
                column: RwSignal::new(ended.as_ref().map_or(0, |rule| rule.column)),
                value: RwSignal::new(
                    ended
                        .as_ref()
                        .map_or_else(String::new, |rule| rule.value.clone()),
                ),
                starts: RwSignal::new(ended.as_ref().map(|rule| rule.starts)),
                last_day: RwSignal::new(ended.as_ref().map(|rule| rule.last_day)),
            },
            first_of_month: RwSignal::new(false),
        }
    }

    /// Identity of the import.
    pub fn import(&self) -> ImportId {
        self.import.get_value()
    }

    /// One field.
    pub fn field(&self, target: Target) -> Option<FieldForm> {
        self.fields
            .with_value(|fields| fields.iter().find(|field| field.target == target).copied())
    }

    /// What was said, as the import needs it. Follows every field.
    pub fn mapping(&self, table: &Table) -> Mapping {
        let sources = self.fields.with_value(|fields| {
            fields
                .iter()
                .filter_map(|field| Some((field.target, field.source()?)))
                .collect()
        });
        let mut mapping = Mapping {
            sources,
            with_contracts: self.with_contracts.get(),
            first_of_month: self.first_of_month.get(),
            ..Mapping::default()
        };
        mapping.guess_styles(table);
        mapping.dates = self.dates.get().or(mapping.dates);
        mapping.numbers = self.numbers.get().or(mapping.numbers);
        mapping.ended = self.ended_rule();
        mapping
    }

    fn ended_rule(&self) -> Option<EndedRule> {
        let ended = &self.ended;
        if !ended.is_on.get() || !self.with_contracts.get() {
            return None;
        }
        Some(EndedRule {
            column: ended.column.get(),
            value: ended.value.get(),
            starts: ended.starts.get()?,
            last_day: ended.last_day.get()?,
        })
    }
}

fn all_targets() -> impl Iterator<Item = Target> {
    Target::CUSTOMER
        .into_iter()
        .chain(Target::CUSTOMER_MORE)
        .chain(Target::CONTRACT)
        .chain(Target::CONTRACT_MORE)
}
