//! The figures of the whole book: what is owed, rule by rule, and the loyalty penalty plan by plan.

use super::{as_count, sees_undercharged};
use crate::app::{
    components::{Badge, ShortTable, Stat, Stats, Tone},
    format::Format,
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    wording::{rule_name, severity_name},
    workspace::use_workspace,
};
use crate::care::review::{FirmReview, Penalty, RuleSums, Severity};
use crate::money::Money;
use leptos::prelude::*;
use std::sync::Arc;

/// Sums in their currencies, one after the other; none where all are zero.
fn sums_text(format: Format, sums: &[Money]) -> Option<String> {
    let texts: Vec<String> = sums
        .iter()
        .filter(|sum| !sum.is_zero())
        .map(|sum| format.money(*sum))
        .collect();
    (!texts.is_empty()).then(|| texts.join(" + "))
}

/// The figures on top.
#[component]
pub fn Figures(firm: Arc<FirmReview>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let owing = firm
        .found
        .iter()
        .filter(|each| each.owed.is_positive())
        .count();
    let mut penalties: Vec<Money> = Vec::new();
    for each in &firm.penalties {
        let currency = each.total.currency();
        match penalties.iter_mut().find(|sum| sum.currency() == currency) {
            Some(sum) => *sum += each.total,
            None => penalties.push(each.total),
        }
    }
    let (fair, total, documents) = (
        as_count(firm.fair),
        as_count(firm.accounts),
        as_count(firm.documents),
    );
    let owed = StoredValue::new(firm.owed.clone());
    let penalties = StoredValue::new(penalties);
    let sum = move |sums: StoredValue<Vec<Money>>| {
        let text = sums.with_value(|sums| sums_text(format.get(), sums));
        text.unwrap_or_else(|| t_string!(i18n, fairness.nothing).to_owned())
    };
    let fair_note = move || {
        let format = format.get();
        let (total, documents) = (format.number(total), format.number(documents));
        t_string!(
            i18n,
            fairness.stat_fair_note,
            total = total,
            documents = documents
        )
        .to_string()
    };
    let owed_note = move || {
        let number = format.get().number(owing);
        t_string!(
            i18n,
            fairness.stat_owed_note,
            count = owing,
            number = number
        )
        .to_string()
    };
    let tone = if owing == 0 { Tone::Good } else { Tone::Bad };
    view! {
        <Stats>
            <Stat label=move || t_string!(i18n, fairness.stat_fair) note=fair_note>
                {move || format.get().number(fair)}
            </Stat>
            <Stat label=move || t_string!(i18n, fairness.stat_owed) tone note=owed_note>{move || sum(owed)}</Stat>
            <Stat
                label=move || t_string!(i18n, fairness.stat_penalty)
                note=move || t_string!(i18n, fairness.stat_penalty_note)
            >
                {move || sum(penalties)}
            </Stat>
        </Stats>
    }
}

/// What each rule found.
#[component]
pub fn Rules(firm: Arc<FirmReview>) -> impl IntoView {
    let i18n = use_i18n();
    let sees_under = sees_undercharged(use_workspace());
    move || {
        let is_shown =
            |sums: &&RuleSums| sees_under.get() || sums.severity != Severity::Undercharged;
        let shown: Vec<RuleSums> = firm.rules.iter().filter(is_shown).cloned().collect();
        if shown.is_empty() {
            return view! { <p class="quiet">{t!(i18n, fairness.by_rule_none)}</p> }.into_any();
        }
        view! { <RuleTable shown/> }.into_any()
    }
}

#[component]
fn RuleTable(shown: Vec<RuleSums>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = shown
        .into_iter()
        .map(|sums| view! { <RuleRow sums/> })
        .collect_view();
    view! {
        <ShortTable label=move || t_string!(i18n, fairness.by_rule)>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, fairness.col_rule)}</th>
                    <th scope="col">{t!(i18n, fairness.col_kind)}</th>
                    <th scope="col" class="amount">{t!(i18n, fairness.col_customers)}</th>
                    <th scope="col" class="amount">{t!(i18n, fairness.col_findings)}</th>
                    <th scope="col" class="amount">{t!(i18n, fairness.col_amount)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
    }
}

#[component]
fn RuleRow(sums: RuleSums) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let (rule, severity) = (sums.rule, sums.severity);
    let (accounts, findings) = (as_count(sums.accounts), as_count(sums.findings));
    let tone = match severity {
        Severity::Owed => Tone::Bad,
        Severity::Talk => Tone::Warn,
        Severity::Undercharged => Tone::Neutral,
    };
    let amounts = sums.amounts;
    view! {
        <tr>
            <th scope="row">
                <span class="rule-code">{rule.code()}</span>" "{move || rule_name(i18n, rule, severity)}
            </th>
            <td><Badge tone=tone>{move || severity_name(i18n, severity)}</Badge></td>
            <td class="amount">{move || format.get().number(accounts)}</td>
            <td class="amount">{move || format.get().number(findings)}</td>
            <td class="amount">{move || sums_text(format.get(), &amounts)}</td>
        </tr>
    }
}

/// The loyalty penalty of each plan.
#[component]
pub fn Penalties(firm: Arc<FirmReview>) -> impl IntoView {
    let i18n = use_i18n();
    if firm.penalties.is_empty() {
        return view! { <p class="quiet">{t!(i18n, fairness.penalty_none)}</p> }.into_any();
    }
    let rows = firm
        .penalties
        .iter()
        .cloned()
        .map(|penalty| view! { <PenaltyRow penalty/> })
        .collect_view();
    view! {
        <ShortTable label=move || t_string!(i18n, fairness.penalty)>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, fairness.col_plan)}</th>
                    <th scope="col" class="amount">{t!(i18n, fairness.col_count)}</th>
                    <th scope="col" class="amount">{t!(i18n, fairness.col_mean)}</th>
                    <th scope="col" class="amount">{t!(i18n, fairness.col_total)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
    }
    .into_any()
}

#[component]
fn PenaltyRow(penalty: Penalty) -> impl IntoView {
    let format = use_format();
    let workspace = use_workspace();
    let (product, count) = (penalty.product, as_count(penalty.count));
    let (mean, total) = (penalty.mean(), penalty.total);
    let name = move || {
        workspace.with(|book| {
            let found = book.products.get(&product);
            found.map(|each| each.name.clone()).unwrap_or_default()
        })
    };
    view! {
        <tr>
            <th scope="row"><a href=Route::Product(product).href()>{name}</a></th>
            <td class="amount">{move || format.get().number(count)}</td>
            <td class="amount">{move || mean.map(|mean| format.get().money(mean))}</td>
            <td class="amount">{move || format.get().money(total)}</td>
        </tr>
    }
}
