//! What a review found, in plain words.

use super::{format_of, locale_of};
use crate::app::locale::{I18n, Locale, td_string};
use crate::billing::book::Book;
use crate::billing::id::ProductId;
use crate::care::review::{Evidence, Place, Rule, Severity};
use crate::money::{Currency, UnitPrice};

/// A rule by what it finds.
pub fn rule_name(i18n: I18n, rule: Rule, severity: Severity) -> String {
    let locale = locale_of(i18n);
    let is_under = severity == Severity::Undercharged;
    match rule {
        Rule::ContractPrice if is_under => td_string!(locale, fairness.under_contract_price),
        Rule::Coverage if is_under => td_string!(locale, fairness.under_coverage),
        Rule::ContractPrice => td_string!(locale, fairness.rule_contract_price),
        Rule::Duplicate => td_string!(locale, fairness.rule_duplicate),
        Rule::AfterEnd => td_string!(locale, fairness.rule_after_end),
        Rule::MissingDiscount => td_string!(locale, fairness.rule_missing_discount),
        Rule::PriceRise => td_string!(locale, fairness.rule_price_rise),
        Rule::Vat => td_string!(locale, fairness.rule_vat),
        Rule::Peers => td_string!(locale, fairness.rule_peers),
        Rule::Loyalty => td_string!(locale, fairness.rule_loyalty),
        Rule::BestTariff => td_string!(locale, fairness.rule_best_tariff),
        Rule::DisputedCharge => td_string!(locale, fairness.rule_disputed),
        Rule::Reminder => td_string!(locale, fairness.rule_reminder),
        Rule::BillShock => td_string!(locale, fairness.rule_shock),
        Rule::Misplaced => td_string!(locale, fairness.rule_misplaced),
        Rule::Coverage => td_string!(locale, fairness.rule_coverage),
        Rule::Arithmetic => td_string!(locale, fairness.rule_arithmetic),
    }
    .to_owned()
}

/// How serious a finding is.
pub fn severity_name(i18n: I18n, severity: Severity) -> String {
    let locale = locale_of(i18n);
    match severity {
        Severity::Owed => td_string!(locale, fairness.severity_owed),
        Severity::Talk => td_string!(locale, fairness.severity_talk),
        Severity::Undercharged => td_string!(locale, fairness.severity_under),
    }
    .to_owned()
}

/// What was compared, as a sentence.
pub fn evidence_text(i18n: I18n, book: &Book, currency: Currency, evidence: &Evidence) -> String {
    let locale = locale_of(i18n);
    let format = format_of(locale);
    match evidence {
        Evidence::Price {
            place,
            billed_amount,
            agreed_amount,
            ..
        } => td_string!(
            locale,
            fairness.ev_price,
            number = &place.number,
            text = &place.text,
            days = days_of(locale, place),
            billed = format.money(*billed_amount),
            agreed = format.money(*agreed_amount)
        )
        .to_string(),
        Evidence::Twice { place, other, days } => td_string!(
            locale,
            fairness.ev_twice,
            count = *days,
            number = &place.number,
            text = &place.text,
            days = days_of(locale, place),
            other = &other.number
        )
        .to_string(),
        Evidence::AfterEnd {
            place,
            last_day,
            days,
        } => td_string!(
            locale,
            fairness.ev_after_end,
            count = *days,
            number = &place.number,
            text = &place.text,
            last = format.date(*last_day)
        )
        .to_string(),
        Evidence::Discount { place, due, given } => td_string!(
            locale,
            fairness.ev_discount,
            number = &place.number,
            text = &place.text,
            days = days_of(locale, place),
            due = format.money(*due),
            given = format.money(*given)
        )
        .to_string(),
        Evidence::Rise { .. } => rise_text(locale, currency, evidence),
        Evidence::Vat {
            place,
            billed,
            right,
        } => td_string!(
            locale,
            fairness.ev_vat,
            number = &place.number,
            text = &place.text,
            billed = format.percent(*billed),
            right = format.percent(*right)
        )
        .to_string(),
        Evidence::Outside { place, days } => td_string!(
            locale,
            fairness.ev_outside,
            count = *days,
            number = &place.number,
            text = &place.text,
            days = days_of(locale, place)
        )
        .to_string(),
        Evidence::Peers { .. } | Evidence::Loyalty { .. } | Evidence::Tariff { .. } => {
            plan_text(locale, book, currency, evidence)
        }
        Evidence::Late { .. }
        | Evidence::Shock { .. }
        | Evidence::Unused { .. }
        | Evidence::Unbilled { .. }
        | Evidence::Total { .. } => bill_text(locale, evidence),
    }
}

fn days_of(locale: Locale, place: &Place) -> String {
    match place.days {
        Some(days) => format_of(locale).period(days),
        None => td_string!(locale, fairness.no_days).to_owned(),
    }
}

fn rise_text(locale: Locale, currency: Currency, evidence: &Evidence) -> String {
    let format = format_of(locale);
    let Evidence::Rise {
        place,
        old,
        new,
        from,
        told,
        earliest,
    } = evidence
    else {
        return String::new();
    };
    let (old, new) = (
        format.unit_price(*old, currency),
        format.unit_price(*new, currency),
    );
    let from = format.date(*from);
    match told.zip(*earliest) {
        None => td_string!(
            locale,
            fairness.ev_rise_untold,
            number = &place.number,
            text = &place.text,
            old = old,
            new = new,
            from = from
        )
        .to_string(),
        Some((told, earliest)) => td_string!(
            locale,
            fairness.ev_rise_late,
            number = &place.number,
            text = &place.text,
            old = old,
            new = new,
            from = from,
            told = format.date(told),
            earliest = format.date(earliest)
        )
        .to_string(),
    }
}

fn plan_text(locale: Locale, book: &Book, currency: Currency, evidence: &Evidence) -> String {
    let format = format_of(locale);
    let name = |id: &ProductId| {
        book.products
            .get(id)
            .map(|product| product.name.clone())
            .unwrap_or_default()
    };
    match evidence {
        Evidence::Peers {
            product,
            price,
            median,
            count,
            ..
        } => {
            let median = UnitPrice::new(median.round_dp(UnitPrice::MAX_DECIMALS));
            td_string!(
                locale,
                fairness.ev_peers,
                product = name(product),
                price = format.unit_price(*price, currency),
                median = median
                    .map(|median| format.unit_price(median, currency))
                    .unwrap_or_default(),
                count = format.number(*count)
            )
            .to_string()
        }
        Evidence::Loyalty {
            product, own, new, ..
        } => td_string!(
            locale,
            fairness.ev_loyalty,
            product = name(product),
            own = format.money(*own),
            new = format.money(*new)
        )
        .to_string(),
        Evidence::Tariff {
            product, saving, ..
        } => td_string!(
            locale,
            fairness.ev_tariff,
            product = name(product),
            saving = format.money(*saving)
        )
        .to_string(),
        _ => String::new(),
    }
}

fn bill_text(locale: Locale, evidence: &Evidence) -> String {
    let format = format_of(locale);
    match evidence {
        Evidence::Late {
            number,
            on,
            charged,
            allowed,
            ..
        } => td_string!(
            locale,
            fairness.ev_late,
            number = number,
            day = format.date(*on),
            charged = format.money(*charged),
            allowed = format.money(*allowed)
        )
        .to_string(),
        Evidence::Shock {
            number,
            bill,
            usual,
            bills,
            ..
        } => td_string!(
            locale,
            fairness.ev_shock,
            number = number,
            bill = format.money(*bill),
            usual = format.money(*usual),
            count = format.number(*bills)
        )
        .to_string(),
        Evidence::Unused {
            number, open, left, ..
        } => td_string!(
            locale,
            fairness.ev_unused,
            number = number,
            open = format.money(*open),
            left = format.money(*left)
        )
        .to_string(),
        Evidence::Unbilled { text, days, .. } => {
            td_string!(locale, fairness.ev_unbilled, text = text, count = *days).to_string()
        }
        Evidence::Total {
            number, total, sum, ..
        } => td_string!(
            locale,
            fairness.ev_total,
            number = number,
            total = format.money(*total),
            sum = format.money(*sum)
        )
        .to_string(),
        _ => String::new(),
    }
}
