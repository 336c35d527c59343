//! The explanation on paper, in the customer's language: what to read aloud, the way from bill to bill, and both bills' lines.

use super::{Compared, lines, send::reader};
use crate::app::{
    components::{Paper, Waterfall, WaterfallKind, WaterfallStep},
    format::Format,
    locale::{Locale, t_string, td_string, use_i18n},
    wording::why::{factor_name, headline, signed, told},
    workspace::use_workspace,
};
use crate::billing::invoice::Invoice;
use crate::care::explanation::bill::Comparison;
use leptos::prelude::*;
use std::rc::Rc;

/// Things that the chart names at one step.
const NAMED: usize = 4;

/// The sheet.
#[component]
pub fn Sheet(compared: Rc<Compared>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (_, locale) = reader(workspace, &compared);
    let format = Format::new(locale);
    let lang = match locale {
        Locale::en => "en",
        Locale::fi => "fi",
    };
    let Compared { old, new, found } = &*compared;
    let (seller, buyer) = (new.seller.name.clone(), new.buyer.name.clone());
    let headline = headline(locale, old, new, found);
    let parts = (!found.explanation.parts.is_empty()).then(|| {
        let chart = waterfall(locale, format, old, new, found);
        view! { <Sentences locale found=found.clone()/> {chart} }
    });
    let lines = lines::view(locale, format, old, new, found);
    view! {
        <Paper label=move || t_string!(i18n, why.sheet_label) lang>
            <header class="paper-head">
                <div>
                    <p class="paper-seller">{seller}</p>
                </div>
                <div class="paper-heading">
                    <h2 class="paper-title">{td_string!(locale, why.sheet_title)}</h2>
                    <p class="paper-mark">{buyer}</p>
                </div>
            </header>
            <p class="comparison-headline">{headline}</p>
            {parts}
            {lines}
        </Paper>
    }
}

/// The largest parts in sentences, what is left, and their sum.
#[component]
pub fn Sentences(
    /// The customer's language.
    locale: Locale,
    /// What is told.
    found: Comparison,
) -> impl IntoView {
    let format = Format::new(locale);
    let told = told(locale, &found);
    let several = told.len() > 1;
    let rows = told
        .into_iter()
        .map(|each| {
            view! {
                <li>
                    <span>{each.text}</span>
                    <span class="comparison-amount">{signed(format, each.amount)}</span>
                </li>
            }
        })
        .collect_view();
    let together = several.then(|| {
        view! {
            <p class="comparison-together">
                <span>{td_string!(locale, why.together)}</span>
                <span class="comparison-amount">{signed(format, found.difference())}</span>
            </p>
        }
    });
    view! {
        <div class="comparison-told">
            <ol>{rows}</ol>
            {together}
            <p class="comparison-note">{td_string!(locale, why.tax_note)}</p>
        </div>
    }
}

fn waterfall(
    locale: Locale,
    format: Format,
    old: &Invoice,
    new: &Invoice,
    found: &Comparison,
) -> AnyView {
    let (old_number, number) = (old.number.clone(), new.number.clone());
    let title = td_string!(locale, why.chart, old_number = old_number, number = number);
    let heads = [
        td_string!(locale, why.chart_what).to_owned(),
        td_string!(locale, why.chart_way).to_owned(),
        td_string!(locale, why.chart_amount).to_owned(),
    ];
    let cut_note = td_string!(locale, why.chart_cut).to_owned();
    view! { <Waterfall title heads steps=steps(locale, format, old, new, found) cut_note/> }
        .into_any()
}

/// Both totals and every part between them, the largest first.
fn steps(
    locale: Locale,
    format: Format,
    old: &Invoice,
    new: &Invoice,
    found: &Comparison,
) -> Vec<WaterfallStep> {
    let total = |bill: &Invoice| {
        let due = bill.totals.amount_due;
        WaterfallStep {
            name: td_string!(locale, why.chart_bill, number = bill.number.clone()),
            detail: format.date(bill.issue_date),
            amount: format.money(due),
            kind: WaterfallKind::Total,
            from: due.minor(),
            to: due.minor(),
        }
    };
    let mut steps = vec![total(old)];
    let mut sum = found.explanation.old_total.minor();
    for (part, about) in found.by_size() {
        let mut names: Vec<&str> = Vec::new();
        for concern in about {
            let name = concern.name.trim();
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        let mut detail = names.join(", ");
        if more > 0 {
            detail.push_str(&format!(" +{more}"));
        }
        let from = sum;
        sum += part.amount.minor();
        steps.push(WaterfallStep {
            name: factor_name(locale, part.factor),
            detail,
            amount: signed(format, part.amount),
            kind: WaterfallKind::Change,
            from,
            to: sum,
        });
    }
    steps.push(total(new));
    steps
}
