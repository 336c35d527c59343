//! The read invoice on paper, in the language of the screen: what stands here is what stands in the file.

use super::figure;
use crate::app::{
    components::{Paper, unit::unit_sign},
    format::Format,
    locale::{Locale, td_string, use_i18n},
};
use crate::worker::reading::{ReadLine, ReadTax, Reading, Side};
use leptos::prelude::*;

#[component]
pub(super) fn ReadPaper(reading: Reading) -> impl IntoView {
    let i18n = use_i18n();
    let reading = StoredValue::new(reading);
    move || {
        let locale = i18n.get_locale();
        sheet(reading.get_value(), locale)
    }
}

fn sheet(reading: Reading, locale: Locale) -> AnyView {
    let format = Format::new(locale);
    let title = match reading.is_credit_note {
        true => td_string!(locale, invoices.credit_note),
        false => td_string!(locale, reading.invoice),
    };
    let lang = match locale {
        Locale::en => "en",
        Locale::fi => "fi",
    };
    let label = format!("{title} {}", reading.number);
    let notes = reading
        .notes
        .iter()
        .map(|note| view! { <p class="paper-note">{note.clone()}</p> })
        .collect_view();
    view! {
        <Paper label=move || label.clone() lang>
            <div class="paper-head">
                <p class="paper-seller">{reading.seller.name.clone()}</p>
                <div class="paper-heading">
                    <p class="paper-title">{title}" "{reading.number.clone()}</p>
                    <p class="paper-mark">{td_string!(locale, reading.from_a_file)}</p>
                </div>
            </div>
            <div class="paper-parties">
                {side(&reading.buyer, td_string!(locale, invoices.paper_billed_to), locale)}
                {side(&reading.seller, td_string!(locale, reading.billed_by), locale)}
            </div>
            <dl class="paper-facts read-facts">{facts(&reading, locale, format)}</dl>
            {lines(&reading, locale, format)}
            <div class="paper-sums">
                {taxes(&reading.taxes, &reading.currency, locale, format)}
                <dl class="paper-totals">{totals(&reading, locale, format)}</dl>
            </div>
            <div class="paper-notes">{notes}</div>
        </Paper>
    }
    .into_any()
}

fn side(side: &Side, label: &'static str, locale: Locale) -> AnyView {
    let named =
        |name: &'static str, value: &String| (!value.is_empty()).then(|| format!("{name} {value}"));
    let lines = side
        .address
        .iter()
        .cloned()
        .chain([side.country.clone()])
        .filter(|text| !text.is_empty())
        .map(|text| view! { <p>{text}</p> })
        .collect_view();
    let quiet = [
        named(td_string!(locale, invoices.paper_vat_id), &side.vat_id),
        named(
            td_string!(locale, invoices.paper_business_id),
            &side.business_id,
        ),
        named(td_string!(locale, reading.e_invoice), &side.e_invoice),
        named("", &side.contact).map(|text| text.trim().to_owned()),
        named("", &side.phone).map(|text| text.trim().to_owned()),
        named("", &side.email).map(|text| text.trim().to_owned()),
    ]
    .into_iter()
    .flatten()
    .map(|text| view! { <p class="paper-quiet">{text}</p> })
    .collect_view();
    view! {
        <div>
            <p class="paper-label">{label}</p>
            <p class="paper-buyer">{side.name.clone()}</p>
            {lines}
            {quiet}
        </div>
    }
    .into_any()
}

fn facts(reading: &Reading, locale: Locale, format: Format) -> AnyView {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| format.date(day)).unwrap_or_default();
    let rows = [
        (
            td_string!(locale, invoices.paper_number),
            reading.number.clone(),
        ),
        (
            td_string!(locale, invoices.paper_issue_date),
            day(reading.issue_date),
        ),
        (
            td_string!(locale, invoices.paper_supplied),
            day(reading.supplied),
        ),
        (
            td_string!(locale, invoices.paper_due_date),
            day(reading.due_date),
        ),
        (
            td_string!(locale, invoices.paper_corrects),
            reading.corrects.clone(),
        ),
        (
            td_string!(locale, invoices.paper_buyer_reference),
            reading.buyer_reference.clone(),
        ),
        (
            td_string!(locale, invoices.paper_order),
            reading.order.clone(),
        ),
        (
            td_string!(locale, invoices.paper_reference),
            reading.payment.reference.clone(),
        ),
    ];
    rows.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view()
        .into_any()
}

fn lines(reading: &Reading, locale: Locale, format: Format) -> AnyView {
    let rows = reading
        .lines
        .iter()
        .map(|line| row(line, &reading.currency, locale, format))
        .collect_view();
    view! {
        <table class="paper-table paper-lines">
            <thead>
                <tr>
                    <th scope="col">{td_string!(locale, invoices.paper_col_what)}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_col_quantity)}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_col_price)}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_col_tax)}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_col_net)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &ReadLine, currency: &str, locale: Locale, format: Format) -> AnyView {
    let quantity = line.quantity.map(|quantity| {
        let unit = unit_sign(locale, &line.unit);
        format!("{} {unit}", format.figure(quantity))
    });
    let price = line
        .price
        .map(|price| figure::amount(format, price, currency));
    let net = line.net.map(|net| figure::amount(format, net, currency));
    let adjustments = line
        .adjustments
        .iter()
        .map(|(reason, value)| {
            let value = figure::amount(format, *value, currency);
            view! { <span class="paper-derivation">{value}" "{reason.clone()}</span> }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{line.description.clone()}{adjustments}</th>
            <td class="paper-amount">{quantity}</td>
            <td class="paper-amount">{price}</td>
            <td class="paper-amount">{rate(&line.category, line.rate, format)}</td>
            <td class="paper-amount">{net}</td>
        </tr>
    }
    .into_any()
}

/// A rate; where none is charged, the category's code says why.
fn rate(category: &str, rate: Option<rust_decimal::Decimal>, format: Format) -> String {
    match rate {
        Some(rate) if category == "S" || category.is_empty() || !rate.is_zero() => {
            format!("{}\u{a0}%", format.figure(rate))
        }
        Some(_) | None => category.to_owned(),
    }
}

fn taxes(taxes: &[ReadTax], currency: &str, locale: Locale, format: Format) -> AnyView {
    let rows = taxes
        .iter()
        .map(|tax| {
            let reason = (!tax.reason.is_empty())
                .then(|| view! { <span class="paper-derivation">{tax.reason.clone()}</span> });
            view! {
                <tr>
                    <th scope="row">{rate(&tax.category, tax.rate, format)}" "{reason}</th>
                    <td class="paper-amount">{figure::amount(format, tax.taxable, currency)}</td>
                    <td class="paper-amount">{figure::amount(format, tax.amount, currency)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="paper-table paper-vat">
            <thead>
                <tr>
                    <th scope="col">{td_string!(locale, invoices.paper_vat_rate)}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_taxable)}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_vat_amount)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn totals(reading: &Reading, locale: Locale, format: Format) -> AnyView {
    let sums = &reading.totals;
    let amount = |value| figure::amount(format, value, &reading.currency);
    let adjustments = reading.adjustments.iter().map(|each| {
        // With several rates it matters to which of them it belongs.
        let rate = (reading.taxes.len() > 1).then(|| rate(&each.category, each.rate, format));
        let name = match rate.filter(|rate| !rate.is_empty()) {
            Some(rate) => format!("{} · {rate}", each.reason),
            None => each.reason.clone(),
        };
        (name, each.amount)
    });
    let named = |name: &str, value: Option<rust_decimal::Decimal>| {
        value
            .filter(|value| !value.is_zero())
            .map(|value| (name.to_owned(), value))
    };
    let rows = adjustments
        .chain(named(
            td_string!(locale, invoices.paper_net_total),
            sums.tax_exclusive,
        ))
        .chain(named(
            td_string!(locale, invoices.paper_tax_total),
            sums.tax,
        ))
        .chain(named(
            td_string!(locale, invoices.paper_total),
            Some(sums.tax_inclusive),
        ))
        .chain(named(
            td_string!(locale, invoices.paper_prepaid),
            sums.prepaid,
        ))
        .chain(named(
            td_string!(locale, invoices.paper_rounding),
            sums.rounding,
        ))
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{amount(value)}</dd></div> })
        .collect_view();
    view! {
        {rows}
        <div class="paper-total-due"><dt>{td_string!(locale, invoices.paper_due)}</dt><dd>{amount(sums.due)}</dd></div>
    }
    .into_any()
}
