//! Waits, days and lights in the page's language, and the customers behind a figure.

use crate::app::{
    components::{FigureCell, Tone},
    format::Format,
    locale::{I18n, t_string},
    pages::desk::clock,
    workspace::{Workspace, use_workspace},
};
use crate::billing::id::AccountId;
use crate::insight::proportion::Proportion;
use crate::insight::waiting::{HourOfWeek, Light};
use leptos::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;

/// Decimals are shown of shares of so many calls; of fewer they would pretend to a precision that is not there.
const MANY: u64 = 1_000;

/// A wait: `20 s`, or from a minute on as on a clock, with the seconds that the file holds.
pub fn wait_text(format: Format, seconds: f64) -> String {
    let whole = seconds.round().to_i64().unwrap_or(i64::MAX);
    let plain = format!("{}\u{a0}s", format.decimal(seconds, 0));
    match whole < 60 {
        true => plain,
        false => format!("{} ({plain})", clock(whole)),
    }
}

/// A wait as a figure.
pub fn wait_cell(format: Format, seconds: Option<f64>) -> FigureCell {
    let exact = seconds.and_then(Decimal::from_f64_retain);
    match seconds.zip(exact) {
        Some((seconds, exact)) => {
            FigureCell::written(wait_text(format, seconds), exact.round_dp(1).normalize())
        }
        None => FigureCell::unknown(),
    }
}

/// A wait of minutes as a figure in seconds.
pub fn minutes_cell(format: Format, minutes: Option<f64>) -> FigureCell {
    wait_cell(format, minutes.map(|minutes| minutes * 60.0))
}

/// A share with the ends of its interval, as three figures.
pub fn share_cells(format: Format, share: Option<Proportion>) -> [FigureCell; 3] {
    let Some(share) = share else {
        return [
            FigureCell::unknown(),
            FigureCell::unknown(),
            FigureCell::unknown(),
        ];
    };
    let decimals = u32::from(share.total() >= MANY);
    let between = share.wilson();
    [share.value(), between.low, between.high]
        .map(|figure| FigureCell::share(format, figure, decimals))
}

/// The interval of a share in words: `71–92 %`.
pub fn interval_text(format: Format, share: Proportion) -> String {
    let between = share.wilson();
    let low = format.decimal(between.low * 100.0, 0);
    format!("{low}–{}", format.share(between.high, 0))
}

/// The customers of some calls, each once.
pub fn customers(accounts: impl IntoIterator<Item = Option<AccountId>>) -> Vec<AccountId> {
    let each: BTreeSet<AccountId> = accounts.into_iter().flatten().collect();
    each.into_iter().collect()
}

/// What a customer is called.
pub fn use_names() -> Callback<AccountId, String> {
    let workspace: Workspace = use_workspace();
    Callback::new(move |account: AccountId| {
        workspace.with(|book| {
            let account = book.accounts.get(&account);
            account
                .map(|account| account.name.clone())
                .unwrap_or_default()
        })
    })
}

/// A day of the week, short; counted from Monday as 0.
pub fn weekday_name(i18n: I18n, weekday: u8) -> String {
    match weekday {
        0 => t_string!(i18n, wait.day.monday),
        1 => t_string!(i18n, wait.day.tuesday),
        2 => t_string!(i18n, wait.day.wednesday),
        3 => t_string!(i18n, wait.day.thursday),
        4 => t_string!(i18n, wait.day.friday),
        5 => t_string!(i18n, wait.day.saturday),
        _ => t_string!(i18n, wait.day.sunday),
    }
    .to_owned()
}

/// An hour of the day: `9–10`.
pub fn hour_name(hour: u8) -> String {
    format!("{hour}–{}", hour.saturating_add(1))
}

/// An hour of the week: `Mon 9–10`.
pub fn hour_of_week_name(i18n: I18n, at: HourOfWeek) -> String {
    format!("{} {}", weekday_name(i18n, at.weekday), hour_name(at.hour))
}

/// The colour that goes with a light; its words say the same.
pub fn tone(light: Light) -> Tone {
    match light {
        Light::Good => Tone::Good,
        Light::Watch => Tone::Warn,
        Light::Bad => Tone::Bad,
        Light::Unknown => Tone::Neutral,
    }
}
