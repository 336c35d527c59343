//! What cells mean: days, numbers, rates, and the words that programs and people use for the rest.
//!
//! What can be read in two ways is refused, unless the file or a person has said which.

use super::fault::FaultKind;
use super::header::fold;
use crate::billing::account::{AccountKind, Language};
use crate::billing::contract::BillingMode;
use crate::billing::identifier::CountryCode;
use crate::billing::line::Reduction;
use crate::billing::tax::{TaxCategory, TaxRule};
use crate::billing::tax_rate::{RateClass, rate_on};
use crate::calendar::{CycleUnit, PaymentTerms, is_supported};
use crate::money::{Currency, DecimalStyle, Money, ParseAmountError, Percent, parse_decimal};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Whether the day or the month is written first, where the year is last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStyle {
    /// 31/12/2026.
    DayFirst,
    /// 12/31/2026.
    MonthFirst,
}

fn not_known(text: &str) -> FaultKind {
    FaultKind::NotKnown {
        text: text.to_owned(),
    }
}

/// Which comes first, if the values say it: one of them has a number above 12 in one place, and none in the other.
pub fn guess_dates<'a>(values: impl IntoIterator<Item = &'a str>) -> Option<DateStyle> {
    let (mut day_first, mut month_first) = (false, false);
    for value in values {
        if let Some((separator, [first, second, _])) = year_last(value)
            && separator != '.'
        {
            day_first |= first > 12;
            month_first |= second > 12;
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(DateStyle::DayFirst),
        (false, true) => Some(DateStyle::MonthFirst),
        (true, true) | (false, false) => None,
    }
}

/// Reads `2026-12-31`, `20261231`, `31.12.2026`, and with a style `31/12/2026` or `12/31/2026`; a time behind it is left out.
pub(super) fn date(text: &str, style: Option<DateStyle>) -> Result<NaiveDate, FaultKind> {
    let not_a_date = || FaultKind::NotADate {
        text: text.to_owned(),
    };
    let built = |year: u32, month: u32, day: u32| {
        i32::try_from(year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
            .filter(|date| is_supported(*date))
            .ok_or_else(not_a_date)
    };
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |from: usize, to: usize| day[from..to].parse().unwrap_or(0);
        return built(part(0, 4), part(4, 6), part(6, 8));
    }
    if let Some([year, month, day]) = parts(day, '-').or_else(|| parts(day, '/'))
        && year > 999
    {
        return built(year, month, day);
    }
    let Some((separator, [first, second, year])) = year_last(day) else {
        return Err(not_a_date());
    };
    match style {
        _ if separator == '.' => built(year, second, first),
        Some(DateStyle::DayFirst) => built(year, second, first),
        Some(DateStyle::MonthFirst) => built(year, first, second),
        // Only one reading is a day, or both are the same.
        None if first > 12 || first == second => built(year, second, first),
        None if second > 12 => built(year, first, second),
        None => Err(FaultKind::AmbiguousDate {
            text: text.to_owned(),
        }),
    }
}

fn year_last(text: &str) -> Option<(char, [u32; 3])> {
    let day = text.split(['T', ' ']).next()?;
    ['.', '/', '-']
        .into_iter()
        .find_map(|separator| Some((separator, parts(day, separator)?)))
        .filter(|(_, [_, _, year])| (1000..=9999).contains(year))
}

fn parts(text: &str, separator: char) -> Option<[u32; 3]> {
    let mut parts = text.split(separator).map(|part| {
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    });
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

/// Which mark stands before the decimals, if the values say it and none says otherwise.
pub fn guess_numbers<'a>(values: impl IntoIterator<Item = &'a str>) -> Option<DecimalStyle> {
    let (mut point, mut comma) = (false, false);
    for value in values {
        let value = bare(value);
        if parse_decimal(value, DecimalStyle::Point).is_err() {
            continue;
        }
        let Some((_, mark)) = value.rmatch_indices(['.', ',']).next() else {
            continue;
        };
        // Several of one kind group; a single one before anything but three digits is the decimal one.
        let groups = value.matches(mark).count() > 1;
        match (mark, groups) {
            (".", false) | (",", true) => point = true,
            _ => comma = true,
        }
    }
    match (point, comma) {
        (true, false) => Some(DecimalStyle::Point),
        (false, true) => Some(DecimalStyle::Comma),
        (true, true) | (false, false) => None,
    }
}

/// Reads a number with or without a currency or a percent sign.
pub(super) fn number(text: &str, style: Option<DecimalStyle>) -> Result<Decimal, FaultKind> {
    let value = bare(text);
    let read = |text: &str| {
        parse_decimal(text, style.unwrap_or(DecimalStyle::Point)).map_err(|error| match error {
            ParseAmountError::Ambiguous {
                as_thousands,
                as_decimal,
            } => FaultKind::AmbiguousNumber {
                one: as_thousands,
                other: as_decimal,
            },
            _ => FaultKind::NotANumber {
                text: value.to_owned(),
            },
        })
    };
    match (read(value), style) {
        (Err(FaultKind::AmbiguousNumber { one, other }), Some(style)) => {
            let decimal_mark = match style {
                DecimalStyle::Comma => ',',
                DecimalStyle::Point => '.',
            };
            read(if value.contains(decimal_mark) {
                &other
            } else {
                &one
            })
        }
        (read, _) => read,
    }
}

/// Without the sign or code of a currency, and without a percent sign.
fn bare(text: &str) -> &str {
    let is_unit =
        |character: char| matches!(character, '€' | '$' | '£' | '%') || character.is_alphabetic();
    text.trim()
        .trim_start_matches(is_unit)
        .trim_end_matches(is_unit)
        .trim()
}

/// Reads `10 %` as a share and `10` or `10 €` as an amount.
pub(super) fn reduction(
    text: &str,
    style: Option<DecimalStyle>,
    currency: Currency,
) -> Result<Option<Reduction>, FaultKind> {
    let value = number(text, style)?;
    let bad = |_| FaultKind::NotANumber {
        text: text.to_owned(),
    };
    if value.is_zero() {
        return Ok(None);
    }
    let reduction = if text.contains('%') {
        Reduction::Percent(Percent::new(value).map_err(bad)?)
    } else {
        let amount = Money::from_decimal(value, currency).map_err(bad)?;
        if amount.is_negative() {
            return Err(bad(crate::money::MoneyError::Negative));
        }
        Reduction::Amount(amount)
    };
    Ok(Some(reduction))
}

/// Reads a rate, a class of rates or a category. A rate that is one of the country's own on the day is that class, so that
/// it follows the law.
pub(super) fn vat(
    text: &str,
    style: Option<DecimalStyle>,
    country: CountryCode,
    on: NaiveDate,
) -> Result<TaxRule, FaultKind> {
    let rule = match fold(text).as_str() {
        "standard" | "normal" | "yleinen" | "s" => TaxRule::STANDARD,
        "reduced" | "alennettu" => TaxRule::class(RateClass::Reduced),
        "zero" | "nolla" | "z" => TaxRule::untaxed(TaxCategory::Zero),
        "exempt" | "none" | "veroton" | "e" => TaxRule::untaxed(TaxCategory::Exempt),
        "reversecharge" | "ae" | "kaannettyverovelvollisuus" | "kaannetty" => {
            TaxRule::untaxed(TaxCategory::ReverseCharge)
        }
        "export" | "vienti" | "g" => TaxRule::untaxed(TaxCategory::Export),
        _ => {
            let rate = number(text, style).map_err(|_| not_known(text))?;
            let rate = Percent::new(rate).map_err(|_| not_known(text))?;
            if rate.is_zero() {
                return Ok(TaxRule::untaxed(TaxCategory::Zero));
            }
            RateClass::ALL
                .into_iter()
                .find(|class| rate_on(country, *class, on) == Some(rate))
                .map_or(TaxRule::fixed(rate), TaxRule::class)
        }
    };
    Ok(rule)
}

/// Reads `monthly`, `3 months`, `every 2 weeks`, `vuosittain`, `P1M`, or a number of months.
pub(super) fn cycle(text: &str) -> Result<(u32, CycleUnit), FaultKind> {
    let folded = fold(text);
    let rest = folded
        .strip_prefix("every")
        .or_else(|| folded.strip_prefix("joka"))
        .or_else(|| folded.strip_prefix('p'))
        .unwrap_or(&folded);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let every: u32 = match &rest[..digits] {
        "" => 1,
        number => number.parse().map_err(|_| not_known(text))?,
    };
    let known = match &rest[digits..] {
        "d" | "day" | "days" | "daily" | "paiva" | "paivaa" | "pv" | "paivittain" => {
            (every, CycleUnit::Day)
        }
        "w" | "week" | "weeks" | "weekly" | "vk" | "viikko" | "viikkoa" | "viikoittain" => {
            (every, CycleUnit::Week)
        }
        "biweekly" | "fortnightly" => (2, CycleUnit::Week),
        "m" | "mo" | "mon" | "month" | "months" | "monthly" | "kk" | "kuukausi" | "kuukautta"
        | "kuukausittain" | "kuukausimaksu" => (every, CycleUnit::Month),
        "" if digits > 0 => (every, CycleUnit::Month),
        "q"
        | "quarter"
        | "quarters"
        | "quarterly"
        | "neljannesvuosi"
        | "neljannesvuosittain"
        | "kvartaali" => (every.saturating_mul(3), CycleUnit::Month),
        "halfyear" | "halfyearly" | "semiannual" | "semiannually" | "puolivuosi"
        | "puolivuosittain" => (6, CycleUnit::Month),
        "y" | "yr" | "year" | "years" | "yearly" | "annual" | "annually" | "v" | "vuosi"
        | "vuotta" | "vuosittain" => (every, CycleUnit::Year),
        _ => return Err(not_known(text)),
    };
    Ok(known)
}

/// Reads `in advance`, `arrears`, `jälkikäteen`.
pub(super) fn mode(text: &str) -> Result<BillingMode, FaultKind> {
    match fold(text).as_str() {
        "advance" | "inadvance" | "prepaid" | "yes" | "true" | "etukateen" | "ennakkoon"
        | "ennakko" | "kylla" => Ok(BillingMode::InAdvance),
        "arrears" | "inarrears" | "postpaid" | "no" | "false" | "jalkikateen" | "ei" => {
            Ok(BillingMode::InArrears)
        }
        _ => Err(not_known(text)),
    }
}

/// Reads a code of two letters, or the English, Finnish or own name of a country nearby.
pub(super) fn country(text: &str) -> Result<CountryCode, FaultKind> {
    let code = match fold(text).as_str() {
        "finland" | "suomi" => "FI",
        "sweden" | "sverige" | "ruotsi" => "SE",
        "norway" | "norge" | "norja" => "NO",
        "denmark" | "danmark" | "tanska" => "DK",
        "estonia" | "eesti" | "viro" => "EE",
        "latvia" | "latvija" => "LV",
        "lithuania" | "lietuva" | "liettua" => "LT",
        "germany" | "deutschland" | "saksa" => "DE",
        "france" | "ranska" => "FR",
        "spain" | "espana" | "espanja" => "ES",
        "italy" | "italia" => "IT",
        "netherlands" | "alankomaat" | "hollanti" => "NL",
        "belgium" | "belgia" => "BE",
        "austria" | "osterreich" | "itavalta" => "AT",
        "switzerland" | "schweiz" | "sveitsi" => "CH",
        "poland" | "polska" | "puola" => "PL",
        "ireland" | "irlanti" => "IE",
        "unitedkingdom" | "uk" | "greatbritain" | "england" | "isobritannia" => "GB",
        "unitedstates" | "unitedstatesofamerica" | "usa" | "yhdysvallat" => "US",
        "canada" | "kanada" => "CA",
        _ => return CountryCode::parse(text).map_err(|_| not_known(text)),
    };
    CountryCode::parse(code).map_err(|_| not_known(text))
}

pub(super) fn language(text: &str) -> Result<Language, FaultKind> {
    match fold(text).get(..2) {
        Some("fi") | Some("su") => Ok(Language::Fi),
        Some("en") => Ok(Language::En),
        _ => Err(not_known(text)),
    }
}

pub(super) fn currency(text: &str) -> Result<Currency, FaultKind> {
    let code = match text.trim() {
        "€" => "EUR".to_owned(),
        "£" => "GBP".to_owned(),
        other => other.to_uppercase(),
    };
    Currency::parse(&code).map_err(|_| not_known(text))
}

/// Reads `14`, `net 14`, `14 days`, `14 pv netto`, `due on receipt`.
pub(super) fn terms(text: &str) -> Result<PaymentTerms, FaultKind> {
    let folded = fold(text);
    if matches!(
        folded.as_str(),
        "dueonreceipt" | "onreceipt" | "heti" | "cash"
    ) {
        return Ok(PaymentTerms::NetDays(0));
    }
    let digits: String = folded
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let others = folded.replacen(&digits, "", 1);
    let known = [
        "", "net", "days", "netdays", "pv", "pvnetto", "paivaa", "d", "netto",
    ];
    match digits.parse() {
        Ok(days) if known.contains(&others.as_str()) => Ok(PaymentTerms::NetDays(days)),
        _ => Err(not_known(text)),
    }
}

pub(super) fn kind(text: &str) -> Result<AccountKind, FaultKind> {
    match fold(text).as_str() {
        "person" | "individual" | "private" | "consumer" | "henkilo" | "yksityinen"
        | "yksityishenkilo" | "kuluttaja" => Ok(AccountKind::Person),
        "company" | "business" | "organisation" | "organization" | "yritys" | "yhteiso" => {
            Ok(AccountKind::Company)
        }
        _ => Err(not_known(text)),
    }
}
