//! Bills that a contract will make, by the very code that bills.

use crate::app::{
    components::{DateView, Notice, PeriodView, Tone, Total, Totals},
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::display_name::unit_name,
    wording::refusal_text,
};
use crate::billing::line::InvoiceLine;
use crate::billing::refusal::Refusal;
use crate::billing::run::FutureBill;
use leptos::prelude::*;

/// More lines than so many are summed up.
const MOST_LINES: usize = 12;

/// Bills as they would be made, or why they can't be.
pub type Foreseen = Result<Vec<FutureBill>, Refusal>;

/// `<Bills foreseen/>`: every bill with its lines, days and sums.
#[component]
pub fn Bills(
    /// The bills.
    #[prop(into)]
    foreseen: Signal<Foreseen>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || match foreseen.get() {
        Err(refusal) => {
            view! { <Notice tone=Tone::Warn>{refusal_text(i18n, &refusal)}</Notice> }.into_any()
        }
        Ok(bills) if bills.is_empty() => {
            view! { <p class="quiet">{t!(i18n, contracts.no_bills)}</p> }.into_any()
        }
        Ok(bills) => bills
            .into_iter()
            .map(|bill| view! { <Bill bill/> })
            .collect_view()
            .into_any(),
    }
}

/// One bill.
#[component]
pub fn Bill(
    /// The bill.
    bill: FutureBill,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let totals = bill.computed.totals.clone();
    let more = bill.computed.lines.len().saturating_sub(MOST_LINES);
    let lines = bill
        .computed
        .lines
        .into_iter()
        .take(MOST_LINES)
        .map(|line| view! { <BillLine line/> })
        .collect_view();
    let on = bill.on;
    let is_carried = bill.is_carried;
    let name = move || {
        if is_carried {
            t_string!(i18n, contracts.credit_waits).to_string()
        } else {
            t_string!(i18n, contracts.bill_on, day = format.get().date(on)).to_string()
        }
    };
    view! {
        <section class="future-bill" aria-label=name>
            <header class="future-bill-head">
                <h3>{move || if is_carried {
                    t_string!(i18n, contracts.credit_waits).into_any()
                } else {
                    view! { <DateView day=on/> }.into_any()
                }}</h3>
                <strong class="money">{move || format.get().money(totals.amount_due)}</strong>
            </header>
            <ul class="future-lines">{lines}</ul>
            {(more > 0).then(|| view! {
                <p class="quiet">{move || t_string!(i18n, contracts.more_lines, count = more).to_string()}</p>
            })}
            <Totals>
                <Total name=move || t_string!(i18n, contracts.without_tax)>
                    {move || format.get().money(totals.tax_exclusive_total)}
                </Total>
                <Total name=move || t_string!(i18n, catalogue.tax)>{move || format.get().money(totals.tax_total)}</Total>
            </Totals>
        </section>
    }
}

/// One line: what, which days, how the amount came about.
#[component]
fn BillLine(line: InvoiceLine) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let item = line.item.clone();
    let priced = line.priced();
    let period = item.period.map(|period| view! { <PeriodView period/> });
    let how = move || derivation_text(i18n, format.get(), &line);
    view! {
        <li class="future-line" class:future-credit=priced.is_negative()>
            <span class="future-what">{item.description}</span>
            <span class="future-amount">{move || format.get().money(priced)}</span>
            <span class="future-how">{period.map(|period| view! { {period}" · " })}{how}</span>
        </li>
    }
}

/// `2 × 30,00 € × 15/30 days − 5,00 €`.
fn derivation_text(i18n: I18n, format: Format, line: &InvoiceLine) -> String {
    let item = &line.item;
    let currency = line.net.currency();
    let mut text = format!(
        "{} {} × {}",
        format.quantity(item.quantity),
        unit_name(i18n.get_locale(), &item.unit),
        format.unit_price(item.unit_price, currency)
    );
    if let Some(part) = item.proration.filter(|part| !part.is_whole()) {
        let days =
            t_string!(i18n, contracts.part_of_days, days = part.days, of = part.of).to_string();
        text.push_str(&format!(" × {days}"));
    }
    if !line.derivation.reduction.is_zero() {
        text.push_str(&format!(
            " \u{2212} {}",
            format.money(line.derivation.reduction.abs())
        ));
    }
    text
}
