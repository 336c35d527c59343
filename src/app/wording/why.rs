//! Why a bill changed, in words: fixed sentences, the largest part first, in the language that the customer reads.
//!
//! Three parts are told; what is left is one line of its own, so that the printed amounts always sum to the difference.

use super::{format_of, locale_of};
use crate::app::components::document_paper::wording::{reduction_text, tax_short};
use crate::app::components::unit::unit_sign;
use crate::app::format::Format;
use crate::app::locale::{I18n, Locale, td_string};
use crate::billing::invoice::Invoice;
use crate::billing::line::{Proration, Reduction};
use crate::billing::totals::AdjustmentKind;
use crate::care::explanation::Factor;
use crate::care::explanation::bill::{Comparison, Concern, Incomparable, Price, Turn};
use crate::money::{Currency, Money};

/// Parts that are told one by one.
const TOLD: usize = 3;

/// Things that one sentence names.
const NAMED: usize = 3;

/// One line of an explanation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The sentences.
    pub text: String,
    /// What it comes to.
    pub amount: Money,
}

/// What a factor is called where there is room for a word.
pub fn factor_name(locale: Locale, factor: Factor) -> String {
    match factor {
        Factor::Price => td_string!(locale, why.factor_price),
        Factor::Quantity => td_string!(locale, why.factor_quantity),
        Factor::Proration => td_string!(locale, why.factor_proration),
        Factor::Discount => td_string!(locale, why.factor_discount),
        Factor::TaxRate => td_string!(locale, why.factor_tax_rate),
        Factor::ServiceAdded => td_string!(locale, why.factor_service_added),
        Factor::ServiceRemoved => td_string!(locale, why.factor_service_removed),
        Factor::OneOff => td_string!(locale, why.factor_one_off),
        Factor::Fee => td_string!(locale, why.factor_fee),
        Factor::Credit => td_string!(locale, why.factor_credit),
    }
    .to_owned()
}

/// An amount with its sign, whatever that is.
pub fn signed(format: Format, amount: Money) -> String {
    let text = format.money(amount);
    if amount.is_positive() {
        format!("+{text}")
    } else {
        text
    }
}

/// How the two bills stand to each other, `old` being the one that came first.
pub fn headline(locale: Locale, old: &Invoice, new: &Invoice, found: &Comparison) -> String {
    let format = format_of(locale);
    let difference = found.difference();
    let (number, old_number) = (new.number.clone(), old.number.clone());
    let (date, old_date) = (format.date(new.issue_date), format.date(old.issue_date));
    let total = format.money(found.explanation.new_total);
    let old_total = format.money(found.explanation.old_total);
    let apart = format.money(difference.abs());
    if difference.is_positive() {
        td_string!(
            locale,
            why.headline_more,
            number = number,
            date = date,
            total = total,
            difference = apart,
            old_number = old_number,
            old_date = old_date,
            old_total = old_total
        )
    } else if difference.is_negative() {
        td_string!(
            locale,
            why.headline_less,
            number = number,
            date = date,
            total = total,
            difference = apart,
            old_number = old_number,
            old_date = old_date,
            old_total = old_total
        )
    } else if found.explanation.parts.is_empty() {
        td_string!(
            locale,
            why.headline_same,
            number = number,
            date = date,
            total = total,
            old_number = old_number,
            old_date = old_date
        )
    } else {
        td_string!(
            locale,
            why.headline_even,
            number = number,
            date = date,
            total = total,
            old_number = old_number,
            old_date = old_date
        )
    }
}

/// The largest parts in sentences, and one line for the rest. The amounts sum to the difference.
pub fn told(locale: Locale, found: &Comparison) -> Vec<Told> {
    let currency = found.explanation.new_total.currency();
    let parts = found.by_size();
    let (first, rest) = parts.split_at(parts.len().min(TOLD));
    let mut told: Vec<Told> = first
        .iter()
        .map(|(part, about)| Told {
            text: sentences(locale, currency, part.factor, about),
            amount: part.amount,
        })
        .collect();
    if !rest.is_empty() {
        let names: Vec<String> = rest
            .iter()
            .map(|(part, _)| factor_name(locale, part.factor))
            .collect();
        let amounts = rest.iter().map(|(part, _)| part.amount);
        told.push(Told {
            text: td_string!(locale, why.other, names = names.join(", ")),
            amount: amounts.fold(Money::zero(currency), |sum, amount| sum + amount),
        });
    }
    told
}

/// The whole explanation as plain text, to be sent.
pub fn letter(locale: Locale, old: &Invoice, new: &Invoice, found: &Comparison) -> String {
    let format = format_of(locale);
    let mut lines = vec![headline(locale, old, new, found), String::new()];
    let told = told(locale, found);
    lines.extend(told.iter().map(|each| {
        let amount = signed(format, each.amount);
        format!("• {}: {amount}", each.text.trim_end_matches('.'))
    }));
    if told.len() > 1 {
        let together = td_string!(locale, why.together);
        lines.push(format!(
            "{together}: {}",
            signed(format, found.difference())
        ));
    }
    if !told.is_empty() {
        lines.push(String::new());
        lines.push(td_string!(locale, why.tax_note).to_owned());
    }
    lines.push(String::new());
    lines.push(new.seller.name.clone());
    lines.join("\n")
}

/// Why two bills can't be compared, and what to do.
pub fn incomparable_text(i18n: I18n, why: &Incomparable) -> String {
    let locale = locale_of(i18n);
    let format = format_of(locale);
    match why {
        Incomparable::CreditNote { number } => {
            td_string!(locale, why.cannot_credit_note, number = number.clone())
        }
        Incomparable::Currencies { old, new } => td_string!(
            locale,
            why.cannot_currencies,
            old = old.code(),
            new = new.code()
        ),
        Incomparable::NotReproduced {
            number,
            printed,
            rated,
        } => td_string!(
            locale,
            why.cannot_reproduce,
            number = number.clone(),
            rated = format.money(*rated),
            printed = format.money(*printed)
        ),
        Incomparable::NotRated => td_string!(locale, why.cannot_rate).to_owned(),
    }
}

/// What a part is about; things that became the same in the same way are counted, not repeated.
fn sentences(locale: Locale, currency: Currency, factor: Factor, about: &[Concern]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for concern in about {
        let text = sentence(locale, currency, factor, concern);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let more = texts.len().saturating_sub(NAMED);
    texts.truncate(NAMED);
    let several = texts.len() > 1;
    let mut text = texts.join(". ");
    if several {
        text.push('.');
    }
    if more > 0 {
        text.push(' ');
        text.push_str(&td_string!(locale, why.more_likewise, count = more));
    }
    text
}

/// What became of one thing.
pub fn sentence(locale: Locale, currency: Currency, factor: Factor, concern: &Concern) -> String {
    let format = format_of(locale);
    let name = concern.name.clone();
    let text = match &concern.turn {
        Turn::Price { old, new, unit } => price(locale, currency, name, *old, *new, unit),
        Turn::Quantity { old, new, unit } => {
            let written = |quantity| {
                let sign = unit_sign(locale, unit);
                format!("{} {sign}", format.quantity(quantity))
            };
            let (was, is) = (written(*old), written(*new));
            if new > old {
                td_string!(locale, why.quantity_up, name = name, old = was, new = is)
            } else {
                td_string!(locale, why.quantity_down, name = name, old = was, new = is)
            }
        }
        Turn::Share { old, new } => td_string!(
            locale,
            why.share,
            name = name,
            old = share(locale, *old),
            new = share(locale, *new)
        ),
        Turn::Parts => td_string!(locale, why.parts, name = name),
        Turn::Discount { old, new } => discount(locale, name, *old, *new),
        Turn::Adjustment { kind, old, new } => adjustment(locale, name, *kind, *old, *new),
        Turn::Tax { old, new } => td_string!(
            locale,
            why.tax,
            name = name,
            old = tax_short(locale, *old),
            new = tax_short(locale, *new)
        ),
        Turn::Came { amount, period } | Turn::Went { amount, period } => {
            let name = match period {
                Some(period) => {
                    let days = format.period(*period);
                    td_string!(locale, why.with_days, name = name, days = days)
                }
                None => name,
            };
            let came = matches!(concern.turn, Turn::Came { .. });
            lone(locale, factor, name, *amount, came)
        }
    };
    match concern.since {
        Some(day) => {
            let date = format.date(day);
            td_string!(locale, why.since, text = text, date = date)
        }
        None => text,
    }
}

fn price(
    locale: Locale,
    currency: Currency,
    name: String,
    old: Price,
    new: Price,
    unit: &str,
) -> String {
    let format = format_of(locale);
    let was = format.unit_price(old.unit_price, currency);
    let is = per(locale, format.unit_price(new.unit_price, currency), unit);
    match (old.tax_included, new.tax_included) {
        (false, true) => td_string!(locale, why.price_with_tax, name = name, old = was, new = is),
        (true, false) => {
            td_string!(
                locale,
                why.price_without_tax,
                name = name,
                old = was,
                new = is
            )
        }
        (true, true) | (false, false) if new.unit_price >= old.unit_price => {
            td_string!(locale, why.price_up, name = name, old = was, new = is)
        }
        (true, true) | (false, false) => {
            td_string!(locale, why.price_down, name = name, old = was, new = is)
        }
    }
}

/// A price with what it is for. A price of one piece goes without saying.
fn per(locale: Locale, price: String, unit: &str) -> String {
    match unit {
        "MON" => td_string!(locale, why.per_month, price = price),
        "ANN" => td_string!(locale, why.per_year, price = price),
        "WEE" => td_string!(locale, why.per_week, price = price),
        "DAY" => td_string!(locale, why.per_day, price = price),
        "HUR" => td_string!(locale, why.per_hour, price = price),
        "C62" | "H87" | "EA" | "LS" => price,
        other => {
            let unit = unit_sign(locale, other);
            td_string!(locale, why.per_unit, price = price, unit = unit)
        }
    }
}

fn share(locale: Locale, part: Proration) -> String {
    if part.is_whole() {
        td_string!(locale, why.share_whole).to_owned()
    } else {
        td_string!(locale, why.share_days, days = part.days, of = part.of)
    }
}

fn discount(
    locale: Locale,
    name: String,
    old: Option<Reduction>,
    new: Option<Reduction>,
) -> String {
    let written = |value| reduction_text(format_of(locale), value);
    match (old.map(written), new.map(written)) {
        (None, Some(new)) => td_string!(locale, why.discount_new, name = name, new = new),
        (Some(old), None) => td_string!(locale, why.discount_gone, name = name, old = old),
        (Some(old), Some(new)) => {
            td_string!(
                locale,
                why.discount_changed,
                name = name,
                old = old,
                new = new
            )
        }
        (None, None) => name,
    }
}

fn adjustment(
    locale: Locale,
    reason: String,
    kind: AdjustmentKind,
    old: Option<Reduction>,
    new: Option<Reduction>,
) -> String {
    let written = |value| reduction_text(format_of(locale), value);
    let usual = match kind {
        AdjustmentKind::Allowance => td_string!(locale, why.allowance),
        AdjustmentKind::Charge => td_string!(locale, why.charge),
    };
    let name = if reason.trim().is_empty() {
        usual.to_owned()
    } else {
        reason
    };
    match (kind, old.map(written), new.map(written)) {
        (AdjustmentKind::Allowance, None, Some(new)) => {
            td_string!(locale, why.allowance_new, name = name, new = new)
        }
        (AdjustmentKind::Allowance, Some(old), None) => {
            td_string!(locale, why.allowance_gone, name = name, old = old)
        }
        (AdjustmentKind::Allowance, Some(old), Some(new)) => {
            td_string!(
                locale,
                why.allowance_changed,
                name = name,
                old = old,
                new = new
            )
        }
        (AdjustmentKind::Charge, None, Some(new)) => {
            td_string!(locale, why.charge_new, name = name, new = new)
        }
        (AdjustmentKind::Charge, Some(old), None) => {
            td_string!(locale, why.charge_gone, name = name, old = old)
        }
        (AdjustmentKind::Charge, Some(old), Some(new)) => {
            td_string!(
                locale,
                why.charge_changed,
                name = name,
                old = old,
                new = new
            )
        }
        (_, None, None) => name,
    }
}

/// A line that is on one bill alone.
fn lone(locale: Locale, factor: Factor, name: String, amount: Money, came: bool) -> String {
    let is_back = amount.is_negative();
    match (factor, came) {
        (Factor::Credit, true) if is_back => td_string!(locale, why.credit_came, name = name),
        (Factor::Credit, false) if is_back => td_string!(locale, why.credit_went, name = name),
        (Factor::Credit, true) => td_string!(locale, why.again_came, name = name),
        (Factor::Credit, false) => td_string!(locale, why.again_went, name = name),
        (Factor::OneOff, true) => td_string!(locale, why.once_came, name = name),
        (Factor::OneOff, false) => td_string!(locale, why.once_went, name = name),
        (_, true) => td_string!(locale, why.service_came, name = name),
        (_, false) => td_string!(locale, why.service_went, name = name),
    }
}
