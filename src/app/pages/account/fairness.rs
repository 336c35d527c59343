//! Is this customer treated fairly? One sentence, then each finding with its evidence and the button that corrects it.
//!
//! The bills are read and checked after the page is shown; nothing waits for it.

mod correct;

use crate::app::{
    components::{Badge, Button, Icon, Notice as NoticeBox, Symbol, Tone},
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    wording::{evidence_text, rule_name, severity_name, store_error_text},
    workspace::{Workspace, pause, use_workspace},
};
use crate::billing::id::AccountId;
use crate::care::review::{
    AccountRecords, Correction, Evidence, Finding, Review, Rule, Severity, Thresholds,
    review_account,
};
use crate::store::StoreError;
use correct::CorrectDialog;
use leptos::prelude::*;
use std::rc::Rc;

/// An account's records and what the review found in them.
pub(super) struct Reviewed {
    records: AccountRecords,
    review: Review,
}

async fn fetch(workspace: Workspace, id: AccountId) -> Result<Option<Rc<Reviewed>>, StoreError> {
    let records = workspace.records_of(id).await?;
    // What the person came for is shown first.
    pause().await;
    let today = workspace.today();
    let review = workspace
        .with_untracked(|book| review_account(book, &records, today, &Thresholds::default()));
    Ok(review.map(|review| Rc::new(Reviewed { records, review })))
}

/// The sentence and what follows from it.
#[component]
pub fn Verdict(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let heading = crate::app::components::identity::fresh_id("verdict");
    let labelled = heading.clone();
    let reviewed = LocalResource::new(move || {
        workspace.version();
        workspace.today();
        fetch(workspace, id)
    });
    view! {
        <section class="verdict" aria-labelledby=labelled>
            <h2 class="heard" id=heading>{t!(i18n, fairness.heading)}</h2>
            {move || match reviewed.get() {
                None => view! { <p class="quiet" role="status">{t!(i18n, fairness.checking)}</p> }.into_any(),
                Some(Err(error)) => view! {
                    <NoticeBox tone=Tone::Bad title=move || t_string!(i18n, fairness.failed)>
                        {store_error_text(i18n, &error)}
                    </NoticeBox>
                }
                .into_any(),
                Some(Ok(None)) => ().into_any(),
                Some(Ok(Some(reviewed))) => view! { <Answer reviewed/> }.into_any(),
            }}
        </section>
    }
}

/// The rules of what is owed, as they stand in the sentence.
fn codes(rules: &[Rule]) -> String {
    let codes: Vec<&str> = rules.iter().map(|rule| rule.code()).collect();
    codes.join(", ")
}

#[component]
fn Answer(reviewed: Rc<Reviewed>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let review = &reviewed.review;
    let (is_fair, passed, owed) = (review.is_fair(), review.passed.len(), review.owed);
    let rules = codes(&review.rules(Severity::Owed));
    let talk = review.of(Severity::Talk).count();
    let sentence = move || {
        if is_fair {
            t_string!(i18n, fairness.fair, count = passed).to_string()
        } else {
            let amount = format.get().money(owed);
            t_string!(i18n, fairness.owed, amount = amount, rules = rules.clone()).to_string()
        }
    };
    let note = move || {
        let talk = (talk > 0).then(|| t_string!(i18n, fairness.to_talk, count = talk).to_string());
        let passed =
            (!is_fair).then(|| t_string!(i18n, fairness.passed, count = passed).to_string());
        let parts: Vec<String> = passed.into_iter().chain(talk).collect();
        (!parts.is_empty()).then(|| view! { <p class="verdict-note">{parts.join(" ")}</p> })
    };
    let (class, symbol) = if is_fair {
        ("verdict-good", Symbol::Check)
    } else {
        ("verdict-bad", Symbol::Warning)
    };
    // What was charged too little is for managers alone.
    let shown: Vec<usize> = (0..review.findings.len())
        .filter(|place| review.findings[*place].severity != Severity::Undercharged)
        .collect();
    let reviewed = StoredValue::new_local(reviewed.clone());
    view! {
        <div class=class>
            <p class="verdict-sentence" role="status"><Icon symbol/><span>{sentence}</span></p>
            {note}
        </div>
        {(!shown.is_empty()).then(|| view! {
            <ul class="findings" aria-label=move || t_string!(i18n, fairness.findings)>
                {shown.into_iter().map(|place| view! { <FindingRow reviewed place/> }).collect_view()}
            </ul>
        })}
    }
}

/// One finding.
#[component]
fn FindingRow(reviewed: StoredValue<Rc<Reviewed>, LocalStorage>, place: usize) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let finding = reviewed.with_value(|reviewed| reviewed.review.findings[place].clone());
    let currency = finding.amount.currency();
    let (rule, severity) = (finding.rule, finding.severity);
    let tone = match severity {
        Severity::Owed => Tone::Bad,
        Severity::Talk => Tone::Warn,
        Severity::Undercharged => Tone::Neutral,
    };
    let evidence = StoredValue::new(finding.evidence.clone());
    let sentences = move || {
        workspace.with(|book| {
            evidence.with_value(|evidence| {
                evidence
                    .iter()
                    .map(|each| evidence_text(i18n, book, currency, each))
                    .map(|text| view! { <p>{text}</p> })
                    .collect_view()
            })
        })
    };
    view! {
        <li class="finding">
            <p class="finding-name">
                <span class="rule-code">{rule.code()}</span>
                <span>{move || rule_name(i18n, rule, severity)}</span>
                <Badge tone=tone>{move || severity_name(i18n, severity)}</Badge>
            </p>
            <div class="finding-step"><Step finding reviewed/></div>
            <div class="finding-evidence">{sentences}</div>
        </li>
    }
}

/// The one button that corrects a finding, or where to look.
#[component]
fn Step(finding: Finding, reviewed: StoredValue<Rc<Reviewed>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let open = RwSignal::new(false);
    let amount = finding.amount;
    let plan = finding.evidence.iter().find_map(|each| match each {
        Evidence::Tariff { contract, .. } | Evidence::Loyalty { contract, .. } => Some(*contract),
        _ => None,
    });
    match finding.correction.clone() {
        Some(correction) => {
            let credited = reviewed.with_value(|reviewed| reviewed.comes_to(&correction));
            let asked = correction.clone();
            let text = move || match &asked {
                Correction::Credit(_) => {
                    let amount = format.get().money(credited.unwrap_or(amount));
                    t_string!(i18n, fairness.credit, amount = amount).to_string()
                }
                Correction::Use { amount, .. } => {
                    let amount = format.get().money(*amount);
                    t_string!(i18n, fairness.use_money, amount = amount).to_string()
                }
                Correction::Withdraw(_) => t_string!(i18n, fairness.withdraw).to_owned(),
            };
            view! {
                <Button on_press=move |()| open.set(true)>{text}</Button>
                <CorrectDialog correction reviewed open/>
            }
            .into_any()
        }
        None if finding.severity == Severity::Owed => {
            view! { <p class="finding-evidence">{t!(i18n, fairness.by_hand)}</p> }.into_any()
        }
        None => plan
            .map(|contract| {
                view! { <a class="button" href=Route::Savings(contract).href()>{t!(i18n, fairness.see_plans)}</a> }
            })
            .into_any(),
    }
}
