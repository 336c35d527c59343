//! Disputes about an invoice: what the customer says is wrong, and the decision, whose credit note and letter are seen before
//! they are kept.

use super::credit::issued_number;
use crate::app::{
    components::{
        Actions, Badge, Button, ButtonKind, Choice, DateView, Dialog, ErrorSummary, FieldError,
        LetterPaper, MoneyField, MoneyView, Section, SegmentedField, TextArea, Tone,
        amount_field::amount_error,
    },
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    wording::{
        failure_text,
        letter::{decided_name, decision_words},
        refusal_text,
    },
    workspace::{DocumentRecord, Notice, use_workspace},
};
use crate::billing::{
    account::Account,
    command::{Command, CreditExtent, CreditInvoice, DecideDispute, LetterText},
    credit_note::{extent_for, preview},
    dispute::Dispute,
    id::{InvoiceId, LetterId},
    invoice::{CreditReason, Invoice},
    letter::{Letter, LetterKind},
    receivable::Receivable,
    refusal::Refusal,
};
use crate::care::case::matter_at_hand;
use crate::money::Money;
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use uuid::Uuid;

const AMOUNT: &str = "dispute-amount";
const REASON: &str = "dispute-reason";
const GRANTED: &str = "decision-amount";
const NOTE: &str = "decision-note";

/// The disputes of an invoice, each with its decision or the way to it.
#[component]
pub fn Disputes(record: DocumentRecord) -> impl IntoView {
    let i18n = use_i18n();
    let receivable = record
        .receivable
        .filter(|receivable| !receivable.disputes.is_empty())?;
    let invoice = StoredValue::new_local(record.invoice);
    let items = receivable.disputes.clone();
    let receivable = StoredValue::new(receivable);
    let rows = items
        .into_iter()
        .map(|dispute| view! { <OneDispute dispute invoice receivable/> })
        .collect_view();
    Some(view! { <Section title=move || t_string!(i18n, dunning.disputes)>{rows}</Section> })
}

#[component]
fn OneDispute(
    dispute: Dispute,
    invoice: StoredValue<Rc<Invoice>, LocalStorage>,
    receivable: StoredValue<Receivable>,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_open = RwSignal::new(false);
    let decided = dispute.decided.clone();
    let kept = StoredValue::new(dispute.clone());
    let ending = match decided {
        None => view! {
            <Badge tone=Tone::Warn>{t!(i18n, dunning.disputed)}</Badge>
            <div class="actions">
                <Button on_press=move |()| is_open.set(true)>{t!(i18n, dunning.decide)}</Button>
            </div>
            <Dialog title=move || t_string!(i18n, dunning.decide_title) open=is_open is_wide=true>
                <DecideForm dispute=kept invoice receivable open=is_open/>
            </Dialog>
        }
        .into_any(),
        Some(decision) => view! {
            <p>
                <DateView day=decision.on/> " · " {move || decided_name(i18n, decision.outcome)} ": " {decision.note}
            </p>
            <p>
                {decision.letter.map(|id| view! { <a href=Route::Letter(id).href()>{t!(i18n, dunning.decision_letter)}</a> })}
                " "
                {decision.credit_note.map(|id| view! { <a href=Route::Invoice(id).href()>{t!(i18n, dunning.credit_note)}</a> })}
            </p>
        }
        .into_any(),
    };
    view! {
        <div class="dispute">
            <p>
                <DateView day=dispute.opened_on/> " · " <MoneyView money=dispute.amount/> " · " {dispute.reason}
            </p>
            {ending}
        </div>
    }
}

/// Whether all or a part of what is open is disputed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    Part,
}

/// The dialog that notes a dispute.
#[component]
pub fn DisputeDialog(receivable: Receivable, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let number = receivable.number.clone();
    let receivable = StoredValue::new(receivable);
    view! {
        <Dialog title=move || t_string!(i18n, dunning.dispute_title, number = number.clone()).to_string() open>
            <DisputeForm receivable open/>
        </Dialog>
    }
}

#[component]
fn DisputeForm(receivable: StoredValue<Receivable>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let (invoice, owed) =
        receivable.with_value(|receivable| (receivable.invoice, receivable.undisputed_open()));
    let extent = RwSignal::new(Extent::Whole);
    let amount = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let extents = Signal::derive(move || {
        vec![
            Choice::new(Extent::Whole, t_string!(i18n, dunning.whole)),
            Choice::new(Extent::Part, t_string!(i18n, dunning.part)),
        ]
    });
    let save = move || {
        let mut wrong = Vec::new();
        let asked = match extent.get_untracked() {
            Extent::Whole => Some(owed),
            Extent::Part => {
                let style = format.get_untracked().decimal_style();
                match Money::parse(&amount.get_untracked(), style, owed.currency()) {
                    Ok(amount) => Some(amount),
                    Err(error) => {
                        let text = amount_error(i18n.get_locale_untracked(), &error);
                        wrong.push(FieldError::new(AMOUNT, text));
                        None
                    }
                }
            }
        };
        let reason = reason.get_untracked().trim().to_owned();
        if reason.is_empty() {
            wrong.push(FieldError::new(
                REASON,
                t_string!(i18n, payments.reason_missing),
            ));
        }
        let (Some(amount), true) = (asked, wrong.is_empty()) else {
            errors.set(wrong);
            return;
        };
        errors.set(Vec::new());
        let (person, now) = (workspace.person_untracked(), workspace.now());
        let (case, agency) = workspace.with_untracked(|book| {
            let receivable = book.receivables.get(&invoice);
            let case = receivable
                .and_then(|receivable| matter_at_hand(book, person, receivable.account, now));
            let collection = receivable.and_then(|receivable| receivable.collection.as_ref());
            (
                case.map(|case| case.id),
                collection.map(|collection| collection.agency.clone()),
            )
        });
        let dispute = Dispute {
            id: workspace.fresh_id(),
            opened_on: workspace.today(),
            amount,
            reason,
            case,
            decided: None,
        };
        spawn_local(async move {
            match workspace
                .dispatch(Command::OpenDispute { invoice, dispute })
                .await
            {
                Ok(_) => {
                    open.set(false);
                    let done = match agency {
                        Some(agency) => {
                            t_string!(i18n, dunning.dispute_taken_back, agency = agency).to_string()
                        }
                        None => t_string!(i18n, dunning.dispute_kept).to_string(),
                    };
                    workspace.notify(Notice::Done(done));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(REASON, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <p class="dialog-text">{t!(i18n, dunning.dispute_text)}</p>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <SegmentedField label=move || t_string!(i18n, dunning.extent) value=extent choices=extents/>
            <Show when=move || extent.get() == Extent::Part>
                <MoneyField
                    label=move || t_string!(i18n, dunning.disputed_amount)
                    value=amount
                    currency=owed.currency()
                    error=error_at(errors, AMOUNT)
                    hint=move || t_string!(i18n, invoices.amount_hint, amount = format.get().money(owed))
                    id=AMOUNT
                />
            </Show>
            <TextArea label=move || t_string!(i18n, dunning.reason) value=reason rows=3 error=error_at(errors, REASON) id=REASON/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, dunning.dispute_do)}</Button>
            </Actions>
        </form>
    }
}

/// Who is right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Upheld,
    Partly,
    Rejected,
}

/// The decision as it would be.
#[derive(Clone)]
struct Foreseen {
    granted: Money,
    credit: Option<CreditInvoice>,
}

#[component]
fn DecideForm(
    dispute: StoredValue<Dispute>,
    invoice: StoredValue<Rc<Invoice>, LocalStorage>,
    receivable: StoredValue<Receivable>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let disputed = dispute.with_value(|dispute| dispute.amount);
    let verdict = RwSignal::new(Verdict::Upheld);
    let amount = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let is_saving = RwSignal::new(false);
    let verdicts = Signal::derive(move || {
        vec![
            Choice::new(Verdict::Upheld, t_string!(i18n, dunning.outcome.upheld)),
            Choice::new(Verdict::Partly, t_string!(i18n, dunning.outcome.partly)),
            Choice::new(Verdict::Rejected, t_string!(i18n, dunning.outcome.rejected)),
        ]
    });
    let asked = move || match verdict.get() {
        Verdict::Upheld => Ok(disputed),
        Verdict::Rejected => Ok(Money::zero(disputed.currency())),
        Verdict::Partly => {
            let style = format.get().decimal_style();
            Money::parse(&amount.get(), style, disputed.currency())
                .map_err(|error| amount_error(i18n.get_locale(), &error))
        }
    };
    let credit_note = StoredValue::new(workspace.fresh_id::<InvoiceId>());
    let foresee = move |asked: Money| -> Result<Foreseen, Refusal> {
        let mut credit = CreditInvoice {
            invoice: receivable.with_value(|receivable| receivable.invoice),
            credit_note: credit_note.get_value(),
            series: workspace.series(),
            issue_date: workspace.today(),
            extent: CreditExtent::Rest,
            reason: CreditReason::BillingError,
            note: String::new(),
            bill_again: false,
        };
        if !asked.is_positive() {
            let granted = Money::zero(disputed.currency());
            return Ok(Foreseen {
                granted,
                credit: None,
            });
        }
        invoice.with_value(|invoice| {
            receivable.with_value(|receivable| {
                credit.extent = extent_for(invoice, receivable, &credit, asked)?;
                let granted = preview(invoice, receivable, &credit)?.amount_due;
                Ok(Foreseen {
                    granted,
                    credit: Some(credit),
                })
            })
        })
    };
    let words = move |granted: Money| {
        workspace.with(|book| {
            receivable.with_value(|receivable| {
                let account = book.accounts.get(&receivable.account)?;
                let (subject, paragraphs) = dispute.with_value(|dispute| {
                    let note = note.get();
                    decision_words(
                        &book.seller,
                        account,
                        receivable,
                        dispute,
                        granted,
                        note.trim(),
                    )
                });
                Some((
                    letter_of(
                        account,
                        receivable.invoice,
                        workspace.today(),
                        subject,
                        paragraphs,
                    ),
                    book.seller.clone(),
                ))
            })
        })
    };
    let seen = move || {
        let foreseen = asked().ok().map(foresee)?;
        Some(match foreseen {
            Err(refusal) => {
                view! { <p class="field-error">{refusal_text(i18n, &refusal)}</p> }.into_any()
            }
            Ok(foreseen) => {
                let granted = foreseen.granted;
                view! {
                    <p>{t!(i18n, dunning.credit_sum)} " " <strong>{move || format.get().money(granted)}</strong></p>
                    {words(granted).map(|(letter, seller)| view! { <LetterPaper letter seller/> })}
                }
                .into_any()
            }
        })
    };
    let save = move || {
        let mut wrong = Vec::new();
        let foreseen = match untrack(asked) {
            Err(text) => {
                wrong.push(FieldError::new(GRANTED, text));
                None
            }
            Ok(asked) => match untrack(|| foresee(asked)) {
                Ok(foreseen) => Some(foreseen),
                Err(refusal) => {
                    // The amount is asked for only where a part is given.
                    let field = match verdict.get_untracked() {
                        Verdict::Partly => GRANTED,
                        Verdict::Upheld | Verdict::Rejected => NOTE,
                    };
                    wrong.push(FieldError::new(field, refusal_text(i18n, &refusal)));
                    None
                }
            },
        };
        let text = note.get_untracked().trim().to_owned();
        if text.is_empty() {
            wrong.push(FieldError::new(
                NOTE,
                t_string!(i18n, payments.reason_missing),
            ));
        }
        let letter = foreseen
            .as_ref()
            .and_then(|foreseen| untrack(|| words(foreseen.granted)));
        if foreseen.is_some() && letter.is_none() {
            wrong.push(FieldError::new(NOTE, t_string!(i18n, dunning.not_foreseen)));
        }
        let (Some(foreseen), Some((letter, _)), true) = (foreseen, letter, wrong.is_empty()) else {
            errors.set(wrong);
            return;
        };
        errors.set(Vec::new());
        is_saving.set(true);
        let command = Command::DecideDispute(DecideDispute {
            invoice: receivable.with_value(|receivable| receivable.invoice),
            dispute: dispute.with_value(|dispute| dispute.id),
            on: workspace.today(),
            note: text,
            granted: foreseen.granted,
            credit: foreseen.credit,
            letter: LetterText {
                id: workspace.fresh_id(),
                subject: letter.subject,
                paragraphs: letter.paragraphs,
            },
        });
        spawn_local(async move {
            let outcome = workspace.dispatch(command).await;
            is_saving.set(false);
            match outcome {
                Ok(changes) => {
                    open.set(false);
                    let text = match issued_number(&changes) {
                        Some(number) => {
                            t_string!(i18n, dunning.decided_with, number = number).to_string()
                        }
                        None => t_string!(i18n, dunning.decided).to_string(),
                    };
                    workspace.notify(Notice::Done(text));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(NOTE, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    let opened = dispute.with_value(|dispute| dispute.opened_on);
    let said = dispute.with_value(|dispute| dispute.reason.clone());
    view! {
        <ErrorSummary errors/>
        <p class="dialog-text">
            <DateView day=opened/> " · " {move || format.get().money(disputed)} " · " {said}
        </p>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <SegmentedField label=move || t_string!(i18n, dunning.verdict) value=verdict choices=verdicts/>
            <Show when=move || verdict.get() == Verdict::Partly>
                <MoneyField
                    label=move || t_string!(i18n, dunning.granted)
                    value=amount
                    currency=disputed.currency()
                    error=error_at(errors, GRANTED)
                    id=GRANTED
                />
            </Show>
            <TextArea label=move || t_string!(i18n, dunning.note) value=note rows=3 error=error_at(errors, NOTE) id=NOTE/>
            {seen}
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true disabled=is_saving>{t!(i18n, dunning.decide_do)}</Button>
            </Actions>
        </form>
    }
}

fn error_at(errors: RwSignal<Vec<FieldError>>, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        errors.with(|errors| {
            let error = errors.iter().find(|error| error.field == field);
            error.map(|error| error.text.clone())
        })
    })
}

fn letter_of(
    account: &Account,
    invoice: InvoiceId,
    on: chrono::NaiveDate,
    subject: String,
    paragraphs: Vec<String>,
) -> Letter {
    Letter {
        id: LetterId(Uuid::nil()),
        account: account.id,
        kind: LetterKind::DisputeDecision,
        on,
        language: account.language,
        recipient: account.name.clone(),
        address: account.address.clone(),
        email: String::new(),
        subject,
        paragraphs,
        invoice: Some(invoice),
        case: None,
        sent: Vec::new(),
    }
}
