//! Elements by name, and their contents as what they are.

use super::{Amount, ReadError};
use crate::money::Currency;
use chrono::NaiveDate;
use roxmltree::Node;
use rust_decimal::Decimal;

/// An element and what is looked for in it. Names are compared without their namespace, which the format doesn't have and
/// some frames add.
#[derive(Clone, Copy)]
pub(super) struct Element<'a>(pub(super) Node<'a, 'a>);

impl<'a> Element<'a> {
    pub(super) fn children(self, name: &str) -> impl Iterator<Item = Element<'a>> {
        self.0
            .children()
            .filter(move |node| node.is_element() && node.tag_name().name() == name)
            .map(Element)
    }

    pub(super) fn child(self, name: &str) -> Option<Element<'a>> {
        self.children(name).next()
    }

    pub(super) fn must(self, name: &'static str) -> Result<Element<'a>, ReadError> {
        self.child(name).ok_or(ReadError::Missing { element: name })
    }

    pub(super) fn must_text(self, name: &'static str) -> Result<String, ReadError> {
        let text = self.text(name);
        if text.is_empty() {
            Err(ReadError::Missing { element: name })
        } else {
            Ok(text)
        }
    }

    /// The text directly within, in pieces around comments, without white space at its ends.
    pub(super) fn content(self) -> String {
        let pieces: String = self
            .0
            .children()
            .filter(|node| node.is_text())
            .filter_map(|node| node.text())
            .collect();
        pieces.trim().to_owned()
    }

    /// The content of the first child of this name; empty where there is none.
    pub(super) fn text(self, name: &str) -> String {
        self.child(name).map_or_else(String::new, Element::content)
    }

    /// The contents of all children of this name, empty ones left out.
    pub(super) fn texts(self, name: &str) -> Vec<String> {
        self.children(name)
            .map(Element::content)
            .filter(|text| !text.is_empty())
            .collect()
    }

    pub(super) fn map<T>(
        self,
        name: &str,
        each: impl Fn(Element<'a>) -> Result<T, ReadError>,
    ) -> Result<Vec<T>, ReadError> {
        self.children(name).map(each).collect()
    }

    /// A day as CCYYMMDD. An element without content counts as none.
    pub(super) fn date(self, name: &str) -> Result<Option<NaiveDate>, ReadError> {
        let found = self.text(name);
        if found.is_empty() {
            return Ok(None);
        }
        match date(&found) {
            Some(day) => Ok(Some(day)),
            None => Err(content_error(name, found)),
        }
    }

    /// A number with a decimal comma.
    pub(super) fn number(self, name: &str) -> Result<Option<Decimal>, ReadError> {
        let found = self.text(name);
        if found.is_empty() {
            return Ok(None);
        }
        match decimal(&found) {
            Some(number) => Ok(Some(number)),
            None => Err(content_error(name, found)),
        }
    }

    pub(super) fn amount(self, name: &str) -> Result<Option<Amount>, ReadError> {
        let Some(value) = self.number(name)? else {
            return Ok(None);
        };
        let code = self
            .child(name)
            .and_then(|element| element.0.attribute("AmountCurrencyIdentifier"))
            .unwrap_or_default()
            .trim();
        match Currency::parse(code) {
            Ok(currency) => Ok(Some(Amount { value, currency })),
            Err(_) => Err(ReadError::Currency {
                code: code.to_owned(),
            }),
        }
    }
}

fn content_error(element: &str, found: String) -> ReadError {
    ReadError::Content {
        element: element.to_owned(),
        found,
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    let is_digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(part(0..4)?).ok()?;
    NaiveDate::from_ymd_opt(year, part(4..6)?, part(6..8)?)
}

/// `-1234,50`: a sign, digits, a comma and digits. At most fifteen digits before the comma and six after it.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once(',') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (unsigned, ""),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=15).contains(&whole.len()) && fraction.len() <= 6;
    if !fits || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    text.replace(',', ".").parse().ok()
}
