//! Crediting an invoice: all that is left, or chosen lines, never more than can still be credited.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, CheckField, Choice, Dialog, ErrorSummary, FieldError,
        MoneyField, SegmentedField, SelectField, TextArea, Total, Totals,
        amount_field::amount_error, document_paper::wording::credit_reason,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::offer::MoneyLimit,
    route::{Route, use_go},
    wording::failure_text,
    workspace::{Notice, use_workspace},
};
use crate::billing::{
    change::Change,
    command::{Command, CreditExtent, CreditInvoice},
    credit_note::{creditable, creditable_lines, preview},
    id::InvoiceId,
    invoice::{CreditReason, Invoice},
    receivable::Receivable,
};
use crate::money::Money;
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;

const FORM: &str = "credit-form";

/// All that is left, or chosen lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Rest,
    Lines,
}

/// What is credited of one line, as typed.
#[derive(Clone)]
struct LineForm {
    place: usize,
    name: String,
    left: Money,
    text: RwSignal<String>,
}

impl LineForm {
    fn id(&self) -> String {
        format!("credit-line-{}", self.place)
    }
}

/// The dialog.
#[component]
pub fn CreditDialog(
    invoice: StoredValue<Rc<Invoice>, LocalStorage>,
    receivable: Receivable,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let number = receivable.number.clone();
    let receivable = StoredValue::new(receivable);
    view! {
        <Dialog title=move || t_string!(i18n, invoices.credit_title, number = number.clone()) open>
            <CreditForm invoice receivable open/>
        </Dialog>
    }
}

#[component]
fn CreditForm(
    invoice: StoredValue<Rc<Invoice>, LocalStorage>,
    receivable: StoredValue<Receivable>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let creditable = invoice.with_value(|invoice| {
        receivable.with_value(|receivable| left_to_credit(invoice, receivable))
    });
    let has_taken_back = receivable.with_value(|receivable| creditable > receivable.creditable());
    let lines =
        StoredValue::new(invoice.with_value(|invoice| {
            receivable.with_value(|receivable| line_forms(invoice, receivable))
        }));
    let extent = RwSignal::new(Extent::Rest);
    let reason = RwSignal::new(CreditReason::BillingError);
    let note = RwSignal::new(String::new());
    let bill_again = RwSignal::new(false);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let is_saving = RwSignal::new(false);
    let extents = Signal::derive(move || {
        vec![
            Choice::new(Extent::Rest, t_string!(i18n, invoices.credit_whole)),
            Choice::new(Extent::Lines, t_string!(i18n, invoices.credit_lines)),
        ]
    });
    let reasons = Signal::derive(move || {
        CreditReason::ALL
            .into_iter()
            .map(|reason| Choice::new(reason, credit_reason(i18n.get_locale(), reason)))
            .collect::<Vec<_>>()
    });
    let wording = move |error: LineFault| match error {
        LineFault::Unreadable(error) => amount_error(i18n.get_locale_untracked(), &error),
        LineFault::TooMuch(left) => t_string!(
            i18n,
            invoices.credit_too_much,
            amount = format.get_untracked().money(left)
        ),
        LineFault::Nothing => t_string!(i18n, invoices.credit_choose_line).to_string(),
    };
    // Follows what is typed.
    let asked = move || match extent.get() {
        Extent::Rest => Ok(CreditExtent::Rest),
        Extent::Lines => lines
            .with_value(|lines| chosen(lines, format.get().decimal_style(), wording))
            .map(CreditExtent::Lines),
    };
    let credit_of = move |extent: CreditExtent, credit_note: InvoiceId| CreditInvoice {
        invoice: receivable.with_value(|receivable| receivable.invoice),
        credit_note,
        series: workspace.series(),
        issue_date: workspace.today(),
        extent,
        reason: reason.get_untracked(),
        note: note.get_untracked().trim().to_owned(),
        bill_again: bill_again.get_untracked(),
    };
    let foreseen = Memo::new(move |_| {
        let credit = credit_of(asked().ok()?, InvoiceId(uuid::Uuid::nil()));
        invoice
            .with_value(|invoice| {
                receivable.with_value(|receivable| preview(invoice, receivable, &credit))
            })
            .ok()
    });
    let save = move || {
        let extent = match untrack(asked) {
            Ok(extent) => extent,
            Err(wrong) => {
                errors.set(wrong);
                return;
            }
        };
        errors.set(Vec::new());
        is_saving.set(true);
        let credit_note: InvoiceId = workspace.fresh_id();
        let command = Command::CreditInvoice(untrack(|| credit_of(extent, credit_note)));
        let go = go.clone();
        spawn_local(async move {
            let outcome = workspace.dispatch(command).await;
            is_saving.set(false);
            match outcome {
                Ok(changes) => {
                    open.set(false);
                    let number = issued_number(&changes).unwrap_or_default();
                    let text = t_string!(i18n, invoices.credited, number = number);
                    workspace.notify(Notice::Done(text));
                    go(Route::Invoice(credit_note));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(FORM, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <form
            class="form"
            id=FORM
            tabindex="-1"
            on:submit=move |event| { event.prevent_default(); save(); }
        >
            <p class="dialog-text">
                {move || t_string!(i18n, invoices.credit_creditable, amount = format.get().money(creditable))}
            </p>
            {has_taken_back.then(|| view! {
                <p class="dialog-text">{t!(i18n, invoices.credit_taken_back)}</p>
            })}
            <SegmentedField label=move || t_string!(i18n, invoices.credit_extent) value=extent choices=extents/>
            <Show when=move || extent.get() == Extent::Lines>
                <CreditLines lines errors/>
            </Show>
            <SelectField label=move || t_string!(i18n, invoices.credit_reason) value=reason choices=reasons/>
            <Show when=move || matches!(reason.get(), CreditReason::Goodwill | CreditReason::Complaint)>
                <MoneyLimit/>
            </Show>
            <TextArea label=move || t_string!(i18n, invoices.credit_note_text) value=note rows=2/>
            <CheckField
                label=move || t_string!(i18n, invoices.bill_again)
                value=bill_again
                hint=move || t_string!(i18n, invoices.bill_again_hint)
            />
            <div role="status">
                {move || foreseen.get().map(|totals| view! {
                    <section aria-label=move || t_string!(i18n, invoices.credit_preview)>
                        <Totals>
                            <Total name=move || t_string!(i18n, invoices.credit_net)>
                                {move || format.get().money(totals.tax_exclusive_total)}
                            </Total>
                            <Total name=move || t_string!(i18n, invoices.credit_tax)>{move || format.get().money(totals.tax_total)}</Total>
                            <Total name=move || t_string!(i18n, invoices.credit_total) is_due=true>
                                {move || format.get().money(totals.amount_due)}
                            </Total>
                        </Totals>
                    </section>
                })}
            </div>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true disabled=is_saving>{t!(i18n, invoices.credit_do)}</Button>
            </Actions>
        </form>
    }
}

#[component]
fn CreditLines(
    lines: StoredValue<Vec<LineForm>>,
    errors: RwSignal<Vec<FieldError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let fields = lines.with_value(|lines| {
        lines
            .iter()
            .cloned()
            .map(|line| {
                let id = line.id();
                let (sought, left, text) = (id.clone(), line.left, line.text);
                let error = Signal::derive(move || {
                    errors.with(|errors| {
                        errors
                            .iter()
                            .find(|error| error.field == sought)
                            .map(|error| error.text.clone())
                    })
                });
                let named = line.name.clone();
                let label = move || {
                    t_string!(
                        i18n,
                        invoices.credit_line_amount,
                        number = line.place + 1,
                        name = line.name.clone()
                    )
                };
                let all_of = move || {
                    t_string!(
                        i18n,
                        invoices.credit_all_named,
                        number = line.place + 1,
                        name = named.clone()
                    )
                };
                view! {
                    <div class="credit-line">
                        <MoneyField
                            label
                            value=text
                            currency=left.currency()
                            error
                            hint=move || t_string!(i18n, invoices.credit_line_left, amount = format.get().money(left))
                            id
                        />
                        <Button on_press=move |()| text.set(format.get_untracked().amount_plain(left))>
                            {t!(i18n, invoices.credit_all_of_line)}
                            <span class="heard">{all_of}</span>
                        </Button>
                    </div>
                }
            })
            .collect_view()
    });
    view! {
        <p class="field-hint">{t!(i18n, invoices.credit_as_priced)}</p>
        {fields}
    }
}

/// What can still be credited; nothing of an invoice whose amounts are beyond any document.
pub fn left_to_credit(invoice: &Invoice, receivable: &Receivable) -> Money {
    creditable(invoice, receivable).unwrap_or(Money::zero(invoice.currency))
}

fn line_forms(invoice: &Invoice, receivable: &Receivable) -> Vec<LineForm> {
    invoice
        .lines
        .iter()
        .zip(creditable_lines(invoice, receivable))
        .enumerate()
        .map(|(place, (line, left))| LineForm {
            place,
            name: line.item.description.clone(),
            left,
            text: RwSignal::new(String::new()),
        })
        .filter(|line| line.left.is_positive())
        .collect()
}

/// What is wrong with what was typed for a line.
enum LineFault {
    Unreadable(crate::money::ParseAmountError),
    TooMuch(Money),
    Nothing,
}

/// The lines with an amount, or what is wrong and at which field.
fn chosen(
    lines: &[LineForm],
    style: crate::money::DecimalStyle,
    word: impl Fn(LineFault) -> String,
) -> Result<Vec<(usize, Money)>, Vec<FieldError>> {
    let mut amounts = Vec::new();
    let mut wrong = Vec::new();
    for line in lines {
        let text = line.text.get();
        if text.trim().is_empty() {
            continue;
        }
        match Money::parse(&text, style, line.left.currency()) {
            Ok(amount) if amount > line.left => {
                wrong.push(FieldError::new(
                    line.id(),
                    word(LineFault::TooMuch(line.left)),
                ));
            }
            Ok(amount) if amount.is_zero() => {}
            Ok(amount) => amounts.push((line.place, amount)),
            Err(error) => {
                wrong.push(FieldError::new(
                    line.id(),
                    word(LineFault::Unreadable(error)),
                ));
            }
        }
    }
    if wrong.is_empty() && amounts.is_empty() {
        let first = lines.first().map_or(FORM.to_owned(), LineForm::id);
        wrong.push(FieldError::new(first, word(LineFault::Nothing)));
    }
    if wrong.is_empty() {
        Ok(amounts)
    } else {
        Err(wrong)
    }
}

/// The number a document was issued with.
pub fn issued_number(changes: &[Change]) -> Option<String> {
    changes.iter().find_map(|change| match change {
        Change::InvoiceIssued(document) => Some(document.number.clone()),
        _ => None,
    })
}
