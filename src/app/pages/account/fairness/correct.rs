//! What a correction comes to, shown before it is carried out.

use super::Reviewed;
use crate::app::{
    components::{Actions, Button, ButtonKind, Dialog, Total, Totals as Sums},
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::invoice::issued_number,
    workspace::{Notice, use_workspace},
};
use crate::billing::credit_note::preview;
use crate::billing::id::{InvoiceId, SeriesId};
use crate::billing::totals::Totals;
use crate::care::review::{Correction, LineCredit, Stamp};
use crate::money::Money;
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use uuid::Uuid;

impl Reviewed {
    /// What the credit note of a correction would say.
    fn foreseen(&self, credit: &LineCredit) -> Option<Totals> {
        let invoice = self
            .records
            .documents
            .iter()
            .find(|each| each.id == credit.invoice)?;
        let receivable = self
            .records
            .receivables
            .iter()
            .find(|each| each.invoice == credit.invoice)?;
        let stamp = Stamp {
            credit_note: InvoiceId(Uuid::nil()),
            series: SeriesId(Uuid::nil()),
            on: invoice.issue_date,
        };
        preview(invoice, receivable, &credit.stamped(stamp)).ok()
    }

    /// What the credit note of a correction comes to.
    pub(super) fn comes_to(&self, correction: &Correction) -> Option<Money> {
        match correction {
            Correction::Credit(credit) => self.foreseen(credit).map(|totals| totals.amount_due),
            Correction::Withdraw(_) | Correction::Use { .. } => None,
        }
    }

    /// The number of the invoice that a correction is about.
    fn number(&self, correction: &Correction) -> String {
        let id = match correction {
            Correction::Credit(credit) => credit.invoice,
            Correction::Use { invoice, .. } => *invoice,
            Correction::Withdraw(_) => return String::new(),
        };
        let found = self
            .records
            .receivables
            .iter()
            .find(|each| each.invoice == id);
        found.map(|each| each.number.clone()).unwrap_or_default()
    }
}

/// The dialog before a correction.
#[component]
pub fn CorrectDialog(
    correction: Correction,
    reviewed: StoredValue<Rc<Reviewed>, LocalStorage>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let number = reviewed.with_value(|reviewed| reviewed.number(&correction));
    let asked = correction.clone();
    let title = move || title_of(i18n, &asked, number.clone());
    view! {
        <Dialog title=title open>
            <Confirm correction=correction.clone() reviewed open/>
        </Dialog>
    }
}

fn title_of(i18n: I18n, correction: &Correction, number: String) -> String {
    match correction {
        Correction::Credit(_) => {
            t_string!(i18n, fairness.credit_title, number = number).to_string()
        }
        Correction::Use { .. } => t_string!(i18n, fairness.use_title, number = number).to_string(),
        Correction::Withdraw(_) => t_string!(i18n, fairness.withdraw_title).to_owned(),
    }
}

#[component]
fn Confirm(
    correction: Correction,
    reviewed: StoredValue<Rc<Reviewed>, LocalStorage>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_saving = RwSignal::new(false);
    let number = reviewed.with_value(|reviewed| reviewed.number(&correction));
    let asked = correction.clone();
    let carry_out = move |()| {
        let command = asked.command(Stamp {
            credit_note: workspace.fresh_id(),
            series: workspace.series(),
            on: workspace.today(),
        });
        let (asked, number) = (asked.clone(), number.clone());
        is_saving.set(true);
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(changes) => {
                    open.set(false);
                    let note = issued_number(&changes).unwrap_or_default();
                    workspace.notify(Notice::Done(done_text(i18n, &asked, &note, &number)));
                }
                Err(failure) => {
                    is_saving.try_set(false);
                    workspace.report(&failure);
                }
            }
        });
    };
    view! {
        <Foreseen correction=correction reviewed/>
        <Actions>
            <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
            <Button kind=ButtonKind::Primary disabled=is_saving on_press=carry_out>{t!(i18n, fairness.carry_out)}</Button>
        </Actions>
    }
}

fn done_text(i18n: I18n, correction: &Correction, note: &str, invoice: &str) -> String {
    match correction {
        Correction::Credit(_) => t_string!(i18n, fairness.credited, number = note).to_string(),
        Correction::Use { .. } => t_string!(i18n, fairness.used, number = invoice).to_string(),
        Correction::Withdraw(_) => t_string!(i18n, fairness.withdrawn).to_owned(),
    }
}

/// What happens, and the document's sums.
#[component]
fn Foreseen(
    correction: Correction,
    reviewed: StoredValue<Rc<Reviewed>, LocalStorage>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    match correction {
        Correction::Credit(credit) => {
            let totals = reviewed.with_value(|reviewed| reviewed.foreseen(&credit));
            view! {
                <p>{t!(i18n, fairness.credit_text)}</p>
                {credit.bill_again.then(|| view! { <p>{t!(i18n, fairness.credit_again)}</p> })}
                {totals.map(|totals| view! {
                    <Sums>
                        <Total name=move || t_string!(i18n, invoices.credit_net)>
                            {move || format.get().money(totals.tax_exclusive_total)}
                        </Total>
                        <Total name=move || t_string!(i18n, invoices.credit_tax)>{move || format.get().money(totals.tax_total)}</Total>
                        <Total name=move || t_string!(i18n, invoices.credit_total) is_due=true>
                            {move || format.get().money(totals.amount_due)}
                        </Total>
                    </Sums>
                })}
            }
            .into_any()
        }
        Correction::Use { amount, .. } => {
            let text = move || {
                let amount = format.get().money(amount);
                t_string!(i18n, fairness.use_text, amount = amount).to_string()
            };
            view! { <p>{text}</p> }.into_any()
        }
        Correction::Withdraw(_) => view! { <p>{t!(i18n, fairness.withdraw_text)}</p> }.into_any(),
    }
}
