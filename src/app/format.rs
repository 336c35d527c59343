//! The only place where amounts and dates become text, by the browser's own `Intl`.
//!
//! `Intl` is given decimal strings, so that not a cent passes through a binary float. Formatters are costly to make and
//! cheap to use: each is made once for a locale and kept.

use super::locale::Locale;
use crate::{
    calendar::Period,
    money::{Currency, DecimalStyle, Money, Percent, Quantity, UnitPrice},
};
use chrono::{DateTime, Datelike, Local, NaiveDate, NaiveTime, Utc};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use rust_decimal::Decimal;
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::{JsCast, JsValue};

/// How amounts and dates are written for one language. A value: compare it, pass it on, keep it in a memo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Format {
    locale: Locale,
}

/// What is written; each has a formatter of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shape {
    Money(Currency),
    Plain(Currency),
    UnitPrice(Currency),
    Percent,
    Quantity,
    Count,
    Fixed(u32),
    Date,
    DateLong,
    Month,
    MonthShort,
}

thread_local! {
    static FORMATTERS: RefCell<HashMap<(Locale, Shape), Function>> = RefCell::new(HashMap::new());
}

impl Format {
    /// How a language writes.
    pub fn new(locale: Locale) -> Self {
        Format { locale }
    }

    /// An amount with its currency: `1 234,50 €`.
    pub fn money(self, money: Money) -> String {
        self.write(
            Shape::Money(money.currency()),
            &money.to_decimal().to_string(),
        )
    }

    /// An amount without its currency, for a column that names it in its head: `1 234,50`.
    pub fn amount_plain(self, money: Money) -> String {
        self.write(
            Shape::Plain(money.currency()),
            &money.to_decimal().to_string(),
        )
    }

    /// The price of one unit, with up to six decimals: `0,012345 €`.
    pub fn unit_price(self, price: UnitPrice, currency: Currency) -> String {
        self.write(Shape::UnitPrice(currency), &price.value().to_string())
    }

    /// A percentage with as many decimals as it has: `25,5 %`.
    pub fn percent(self, percent: Percent) -> String {
        let figure = self.write(Shape::Percent, &percent.value().to_string());
        match self.locale {
            Locale::en => format!("{figure}%"),
            Locale::fi => format!("{figure}\u{a0}%"),
        }
    }

    /// A quantity with up to four decimals: `2,5`.
    pub fn quantity(self, quantity: Quantity) -> String {
        self.write(Shape::Quantity, &quantity.value().to_string())
    }

    /// An amount as a file from elsewhere states it, with the decimals it has there, up to six: `12,345 €`.
    pub fn stated(self, value: Decimal, currency: Currency) -> String {
        self.write(Shape::UnitPrice(currency), &value.to_string())
    }

    /// A figure as a file from elsewhere states it, with up to four decimals: `2,5`.
    pub fn figure(self, value: Decimal) -> String {
        self.write(Shape::Quantity, &value.to_string())
    }

    /// How many: `5 174`.
    pub fn number(self, count: usize) -> String {
        self.write(Shape::Count, &count.to_string())
    }

    /// A computed figure with exactly so many decimals: `12,5`; a dash where it is none.
    pub fn decimal(self, figure: f64, decimals: u32) -> String {
        if !figure.is_finite() {
            return "–".to_owned();
        }
        let places = usize::try_from(decimals).unwrap_or(0);
        let text = format!("{figure:.places$}");
        // What rounds to nothing has no sign.
        let is_zero = !text.contains(|digit: char| digit.is_ascii_digit() && digit != '0');
        let text = if is_zero {
            text.trim_start_matches('-')
        } else {
            &text
        };
        self.write(Shape::Fixed(decimals), text)
    }

    /// A computed share of one, in per cent with so many decimals: `62,5 %` of 0.625.
    pub fn share(self, share: f64, decimals: u32) -> String {
        let figure = self.decimal(share * 100.0, decimals);
        match self.locale {
            Locale::en => format!("{figure}%"),
            Locale::fi => format!("{figure}\u{a0}%"),
        }
    }

    /// The month of a day, short, for an axis or a narrow column: `4/2026`, `Apr 2026`.
    pub fn month_short(self, day: NaiveDate) -> String {
        match self.locale {
            Locale::en => self.write_day(Shape::MonthShort, day),
            // Finnish months have no short names that everybody knows.
            Locale::fi => format!("{}/{}", day.month(), day.year()),
        }
    }

    /// A day, short: `16.4.2026`, `16 Apr 2026`.
    pub fn date(self, day: NaiveDate) -> String {
        self.write_day(Shape::Date, day)
    }

    /// A day in words: `torstai 16. huhtikuuta 2026`.
    pub fn date_long(self, day: NaiveDate) -> String {
        self.write_day(Shape::DateLong, day)
    }

    /// A time of day, to the minute: `9.05`, `09:05`.
    pub fn time(self, time: NaiveTime) -> String {
        let shape = match self.locale {
            Locale::en => "%H:%M",
            Locale::fi => "%-H.%M",
        };
        time.format(shape).to_string()
    }

    /// A moment on this device's clock: day and time to the minute.
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&Local);
        format!(
            "{} {}",
            self.date(local.date_naive()),
            self.time(local.time())
        )
    }

    /// The days of a period, first and last: `1.4.2026–30.4.2026`; a whole month is written as one.
    pub fn period(self, period: Period) -> String {
        let (first, last) = (period.from(), period.last_day());
        let is_whole_month = first.day() == 1
            && period.to().day() == 1
            && first.month() == last.month()
            && first.year() == last.year();
        if is_whole_month {
            self.write_day(Shape::Month, first)
        } else if first == last {
            self.date(first)
        } else {
            format!("{}–{}", self.date(first), self.date(last))
        }
    }

    /// How this language writes decimals, for reading what a person typed.
    pub fn decimal_style(self) -> DecimalStyle {
        match self.locale {
            Locale::en => DecimalStyle::Point,
            Locale::fi => DecimalStyle::Comma,
        }
    }

    fn write(self, shape: Shape, figure: &str) -> String {
        let text = self
            .call(shape, &JsValue::from_str(figure))
            .unwrap_or_else(|| figure.to_owned());
        // English `Intl` writes a hyphen; amounts deserve a real minus, as Finnish has it.
        text.replace('-', "\u{2212}")
    }

    fn write_day(self, shape: Shape, day: NaiveDate) -> String {
        let midnight = Date::new(&JsValue::from_str(&format!("{day}T00:00:00Z")));
        self.call(shape, &midnight)
            .unwrap_or_else(|| day.to_string())
    }

    /// None where the browser refuses, which leaves the plain figure: exact, if not pretty.
    fn call(self, shape: Shape, value: &JsValue) -> Option<String> {
        FORMATTERS.with_borrow_mut(|formatters| {
            let formatter = formatters
                .entry((self.locale, shape))
                .or_insert_with(|| self.formatter(shape));
            formatter
                .call1(&JsValue::UNDEFINED, value)
                .ok()?
                .as_string()
        })
    }

    fn formatter(self, shape: Shape) -> Function {
        let tag = match self.locale {
            Locale::en => "en-GB",
            Locale::fi => "fi-FI",
        };
        let tags = Array::of1(&JsValue::from_str(tag));
        match shape {
            Shape::Date | Shape::DateLong | Shape::Month | Shape::MonthShort => {
                Intl::DateTimeFormat::new(&tags, &shape.options()).format()
            }
            Shape::Money(_)
            | Shape::Plain(_)
            | Shape::UnitPrice(_)
            | Shape::Percent
            | Shape::Quantity
            | Shape::Count
            | Shape::Fixed(_) => Intl::NumberFormat::new(&tags, &shape.options()).format(),
        }
    }
}

impl Shape {
    fn options(self) -> Object {
        let digits = |least: u32, most: u32| {
            vec![
                ("minimumFractionDigits", JsValue::from(least)),
                ("maximumFractionDigits", JsValue::from(most)),
            ]
        };
        let currency_of = |currency: Currency| {
            vec![
                ("style", JsValue::from_str("currency")),
                ("currency", JsValue::from_str(currency.code())),
            ]
        };
        let words = |pairs: &[(&'static str, &str)]| {
            pairs
                .iter()
                .map(|(name, value)| (*name, JsValue::from_str(value)))
                .collect::<Vec<_>>()
        };
        let entries = match self {
            Shape::Money(currency) => [
                currency_of(currency),
                digits(currency.minor_digits(), currency.minor_digits()),
            ]
            .concat(),
            Shape::Plain(currency) => digits(currency.minor_digits(), currency.minor_digits()),
            Shape::UnitPrice(currency) => {
                let most = UnitPrice::MAX_DECIMALS.max(currency.minor_digits());
                [currency_of(currency), digits(currency.minor_digits(), most)].concat()
            }
            Shape::Percent => digits(0, Percent::MAX_DECIMALS),
            Shape::Quantity => digits(0, Quantity::MAX_DECIMALS),
            Shape::Count => digits(0, 0),
            Shape::Fixed(decimals) => digits(decimals, decimals),
            Shape::Date => words(&[("timeZone", "UTC"), ("dateStyle", "medium")]),
            Shape::DateLong => words(&[("timeZone", "UTC"), ("dateStyle", "full")]),
            Shape::Month => words(&[("timeZone", "UTC"), ("month", "long"), ("year", "numeric")]),
            Shape::MonthShort => {
                words(&[("timeZone", "UTC"), ("month", "short"), ("year", "numeric")])
            }
        };
        let options = Object::new();
        for (name, value) in entries {
            if let Err(error) =
                Reflect::set(options.unchecked_ref(), &JsValue::from_str(name), &value)
            {
                leptos::logging::warn!("the format's {name} could not be set: {error:?}");
            }
        }
        options
    }
}
