//! What is typed into the calculator, and what of it was observed.

use crate::app::{
    format::Format,
    locale::{I18n, t_string},
};
use crate::insight::queueing::{Load, Target};
use crate::insight::waiting::{HourOfWeek, ObservedLoad, Question, SOON};
use crate::money::{DecimalStyle, Percent, Quantity};
use leptos::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Between which numbers a field's number lies.
#[derive(Clone, Copy)]
struct Range {
    least: f64,
    most: f64,
    is_whole: bool,
}

/// A small firm's figures; beyond, the model is right but nobody here asks.
const CALLS: Range = Range::of(0.01, 1_000.0);
const HANDLING: Range = Range::of(0.1, 600.0);
const PATIENCE: Range = Range::of(0.1, 600.0);
const SECONDS: Range = Range::of(1.0, 86_400.0);
const PEOPLE: Range = Range {
    least: 1.0,
    most: 200.0,
    is_whole: true,
};
/// Nobody can promise everything.
const SHARE: Range = Range::of(1.0, 99.9);

impl Range {
    const fn of(least: f64, most: f64) -> Range {
        Range {
            least,
            most,
            is_whole: false,
        }
    }

    fn holds(self, number: f64) -> bool {
        let is_whole = number.fract() == 0.0;
        self.least <= number && number <= self.most && (is_whole || !self.is_whole)
    }
}

/// The texts of the fields.
#[derive(Clone, Copy)]
pub struct Form {
    /// Calls per hour.
    pub calls: RwSignal<String>,
    /// Minutes that a call takes.
    pub handling: RwSignal<String>,
    /// How many people answer.
    pub people: RwSignal<String>,
    /// Minutes until callers give up; empty if they never do.
    pub patience: RwSignal<String>,
    /// The promised share in per cent.
    pub share: RwSignal<String>,
    /// The promised seconds.
    pub seconds: RwSignal<String>,
}

/// What is wrong with each field.
#[derive(Clone, Copy)]
pub struct Faults {
    /// Of the calls per hour.
    pub calls: Signal<Option<String>>,
    /// Of the minutes that a call takes.
    pub handling: Signal<Option<String>>,
    /// Of the people.
    pub people: Signal<Option<String>>,
    /// Of the patience.
    pub patience: Signal<Option<String>>,
    /// Of the share.
    pub share: Signal<Option<String>>,
    /// Of the seconds.
    pub seconds: Signal<Option<String>>,
}

/// The fields that begin with what was observed, as they were last filled in, and for which hour.
type Filled = (Option<HourOfWeek>, [String; 3]);

impl Form {
    /// Nine of ten within two minutes and a half, with the people who work here.
    pub fn new(people: usize, format: Format) -> Form {
        let style = format.decimal_style();
        Form {
            calls: RwSignal::new(String::new()),
            handling: RwSignal::new(String::new()),
            people: RwSignal::new(people.to_string()),
            patience: RwSignal::new(String::new()),
            share: RwSignal::new(plain(90.0, style)),
            seconds: RwSignal::new(SOON.to_string()),
        }
    }

    /// Fills in what was observed, unless one has typed something else meanwhile. Whoever chooses another hour wants its calls.
    pub fn follow(
        self,
        hour: RwSignal<Option<HourOfWeek>>,
        observed: Memo<Option<ObservedLoad>>,
        format: Memo<Format>,
    ) {
        let fields = [self.calls, self.handling, self.patience];
        Effect::new(move |before: Option<Filled>| {
            let (hour, style) = (hour.get(), format.get().decimal_style());
            let figures = observed.with(|observed| match observed {
                Some(observed) => [
                    observed.calls_per_hour,
                    observed.handling_minutes,
                    observed.patience_minutes,
                ],
                None => [None; 3],
            });
            let texts =
                figures.map(|figure| figure.map_or_else(String::new, |it| plain(it, style)));
            let was_chosen = before.as_ref().is_some_and(|(of, _)| *of != hour);
            let old = before.map(|(_, texts)| texts).unwrap_or_default();
            for (place, (field, (text, old))) in
                fields.into_iter().zip(texts.iter().zip(&old)).enumerate()
            {
                let is_untouched = field.with_untracked(|typed| typed == old);
                let is_asked_for = was_chosen && place == 0;
                if (is_untouched || is_asked_for) && text != old {
                    field.set(text.clone());
                }
            }
            (hour, texts)
        });
    }

    /// What is asked; none while something is missing or wrong.
    pub fn question(self, format: Format) -> Option<Question> {
        let style = format.decimal_style();
        let number = |field: RwSignal<String>, range: Range| {
            let number = read(&field.get(), style)?;
            range.holds(number).then_some(number)
        };
        let patience = match self.patience.with(|text| text.trim().is_empty()) {
            true => None,
            false => Some(number(self.patience, PATIENCE)?),
        };
        let share = read_percent(&self.share.get(), style)?;
        Some(Question {
            load: Load::of(number(self.calls, CALLS)?, number(self.handling, HANDLING)?).ok()?,
            people: number(self.people, PEOPLE)?.to_u32()?,
            patience_minutes: patience,
            target: Target {
                share: SHARE.holds(share).then_some(share / 100.0)?,
                minutes: number(self.seconds, SECONDS)? / 60.0,
            },
        })
    }

    /// What is wrong with each field; of what cannot be read the field itself says so.
    pub fn faults(self, i18n: I18n) -> Faults {
        let format = crate::app::locale::use_format();
        let fault =
            move |field: RwSignal<String>,
                  range: Range,
                  read: fn(&str, DecimalStyle) -> Option<f64>| {
                Signal::derive(move || {
                    let format = format.get();
                    let number = read(&field.get(), format.decimal_style())?;
                    if range.holds(number) {
                        return None;
                    }
                    let (least, most) = (
                        plain(range.least, format.decimal_style()),
                        plain(range.most, format.decimal_style()),
                    );
                    Some(match range.is_whole {
                        true => t_string!(i18n, words.fault_whole, least = least, most = most)
                            .to_string(),
                        false => t_string!(i18n, wait.range_between, least = least, most = most)
                            .to_string(),
                    })
                })
            };
        Faults {
            calls: fault(self.calls, CALLS, read),
            handling: fault(self.handling, HANDLING, read),
            people: fault(self.people, PEOPLE, read),
            patience: fault(self.patience, PATIENCE, read),
            share: fault(self.share, SHARE, read_percent),
            seconds: fault(self.seconds, SECONDS, read),
        }
    }
}

fn read(text: &str, style: DecimalStyle) -> Option<f64> {
    Quantity::parse(text, style).ok()?.value().to_f64()
}

fn read_percent(text: &str, style: DecimalStyle) -> Option<f64> {
    Percent::parse(text, style).ok()?.value().to_f64()
}

/// A number as one would type it, with two decimals at most.
fn plain(number: f64, style: DecimalStyle) -> String {
    let exact = Decimal::from_f64_retain(number).unwrap_or_default();
    let text = exact.round_dp(2).normalize().to_string();
    match style {
        DecimalStyle::Point => text,
        DecimalStyle::Comma => text.replace('.', ","),
    }
}
