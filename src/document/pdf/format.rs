//! How amounts, figures and days are written in the language of a document: as the screen writes them, without a browser.
//!
//! The signs of currencies and the order of the parts are those of Unicode CLDR for `en-GB` and `fi-FI`.

use crate::billing::account::Language;
use crate::calendar::Period;
use crate::money::{Currency, Money, Percent, Quantity, UnitPrice};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

const NO_BREAK: char = '\u{a0}';
const MINUS: char = '\u{2212}';

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_EN_SHORT: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
];
const MONTHS_FI: [&str; 12] = [
    "tammikuu",
    "helmikuu",
    "maaliskuu",
    "huhtikuu",
    "toukokuu",
    "kesäkuu",
    "heinäkuu",
    "elokuu",
    "syyskuu",
    "lokakuu",
    "marraskuu",
    "joulukuu",
];

/// How one language writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    language: Language,
}

impl Format {
    /// How a language writes.
    pub fn new(language: Language) -> Format {
        Format { language }
    }

    /// An amount with its currency: `1 234,50 €`, `€1,234.50`.
    pub fn money(self, money: Money) -> String {
        let currency = money.currency();
        self.with_currency(money.to_decimal(), currency, currency.minor_digits())
    }

    /// An amount without its currency, for a column that names it in its head: `1 234,50`.
    pub fn amount_plain(self, money: Money) -> String {
        self.figure(money.to_decimal(), money.currency().minor_digits())
    }

    /// The price of one unit, with as many decimals as it has, at least those of the currency: `0,012345 €`.
    pub fn unit_price(self, price: UnitPrice, currency: Currency) -> String {
        let value = price.value().normalize();
        let decimals = value.scale().max(currency.minor_digits());
        self.with_currency(value, currency, decimals)
    }

    /// A percentage with as many decimals as it has: `25,5 %`, `25.5%`.
    pub fn percent(self, percent: Percent) -> String {
        let value = percent.value().normalize();
        let figure = self.figure(value, value.scale());
        match self.language {
            Language::En => format!("{figure}%"),
            Language::Fi => format!("{figure}{NO_BREAK}%"),
        }
    }

    /// A quantity with as many decimals as it has: `2,5`.
    pub fn quantity(self, quantity: Quantity) -> String {
        let value = quantity.value().normalize();
        self.figure(value, value.scale())
    }

    /// A day: `16.4.2026`, `16 Apr 2026`.
    pub fn date(self, day: NaiveDate) -> String {
        match self.language {
            Language::En => {
                let month = month_of(&MONTHS_EN_SHORT, day);
                format!("{} {month} {}", day.day(), day.year())
            }
            Language::Fi => format!("{}.{}.{}", day.day(), day.month(), day.year()),
        }
    }

    /// The days of a period, first and last: `1.4.2026–30.4.2026`; a whole month is written as one.
    pub fn period(self, period: Period) -> String {
        let (first, last) = (period.from(), period.last_day());
        let is_whole_month = first.day() == 1
            && period.to().day() == 1
            && first.month() == last.month()
            && first.year() == last.year();
        if is_whole_month {
            let months = match self.language {
                Language::En => &MONTHS_EN,
                Language::Fi => &MONTHS_FI,
            };
            format!("{} {}", month_of(months, first), first.year())
        } else if first == last {
            self.date(first)
        } else {
            format!("{}–{}", self.date(first), self.date(last))
        }
    }

    fn with_currency(self, value: Decimal, currency: Currency, decimals: u32) -> String {
        let figure = self.figure(value, decimals);
        let sign = self.sign(currency);
        match self.language {
            Language::Fi => format!("{figure}{NO_BREAK}{sign}"),
            Language::En => {
                let (minus, figure) = match figure.strip_prefix(MINUS) {
                    Some(rest) => ("\u{2212}", rest),
                    None => ("", figure.as_str()),
                };
                // A sign of letters stands apart from the figure.
                let ends_in_a_letter = sign.chars().next_back().is_some_and(char::is_alphabetic);
                let gap = if ends_in_a_letter { "\u{a0}" } else { "" };
                format!("{minus}{sign}{gap}{figure}")
            }
        }
    }

    fn figure(self, value: Decimal, decimals: u32) -> String {
        let places = usize::try_from(decimals).unwrap_or(0);
        let text = format!("{:.places$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let (group, point) = match self.language {
            Language::En => (',', '.'),
            Language::Fi => (NO_BREAK, ','),
        };
        let mut written = String::with_capacity(text.len() + 8);
        if value.is_sign_negative() && !value.is_zero() {
            written.push(MINUS);
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                written.push(group);
            }
            written.push(digit);
        }
        if !fraction.is_empty() {
            written.push(point);
            written.push_str(fraction);
        }
        written
    }

    /// The sign of a currency; where it has none in the language, its code.
    fn sign(self, currency: Currency) -> String {
        let sign = match (self.language, currency.code()) {
            (_, "EUR") => "€",
            (_, "GBP") => "£",
            (Language::Fi, "JPY") => "¥",
            (Language::Fi, "USD") => "$",
            (Language::En, "JPY") => "JP¥",
            (Language::En, "USD") => "US$",
            (Language::En, "AUD") => "A$",
            (Language::En, "BRL") => "R$",
            (Language::En, "CAD") => "CA$",
            (Language::En, "CNY") => "CN¥",
            (Language::En, "HKD") => "HK$",
            (Language::En, "ILS") => "₪",
            (Language::En, "INR") => "₹",
            (Language::En, "KRW") => "₩",
            (Language::En, "MXN") => "MX$",
            (Language::En, "NZD") => "NZ$",
            (Language::En, "PHP") => "₱",
            (Language::En, "TWD") => "NT$",
            (Language::En, "VND") => "₫",
            (Language::En, "XCD") => "EC$",
            (Language::En, "XPF") => "CFPF",
            (_, "XAF") => "FCFA",
            (_, "XOF") => "F\u{a0}CFA",
            (_, code) => code,
        };
        sign.to_owned()
    }
}

fn month_of(names: &[&'static str; 12], day: NaiveDate) -> &'static str {
    let index = usize::try_from(day.month0()).unwrap_or(0);
    names[index % 12]
}
