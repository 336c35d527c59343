//! The last question before a draft becomes an invoice.

use super::{Reading, as_issued, form::DraftForm};
use crate::app::{
    components::{
        Actions, Button, ButtonKind, DataList, DateView, Datum, Dialog, MoneyView, Notice, Tone,
    },
    locale::{t, t_string, use_i18n},
    pages::{
        invoice::issued_number,
        paper::{ReadyFor, usual_form},
    },
    route::{Route, use_go},
    wording::failure_text,
    workspace::{self, Failure, use_workspace},
};
use crate::billing::{
    command::Command,
    draft::Draft,
    id::InvoiceId,
    invoice::{Invoice, InvoiceType},
    refusal::RefusalKind,
    totals::Computed,
};
use leptos::{prelude::*, task::spawn_local};

/// The dialog: number, customer, sum; then the button that does it.
#[component]
pub fn IssueDialog(form: DraftForm, reading: Memo<Reading>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, invoices.draft_issue_title) open>
            {move || match reading.get() {
                Reading::Incomplete => None,
                Reading::Whole(whole) => {
                    let (draft, computed) = *whole;
                    Some(view! { <Ask form draft computed open/> })
                }
            }}
        </Dialog>
    }
}

#[component]
fn Ask(form: DraftForm, draft: Draft, computed: Computed, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let go = use_go();
    let failure = RwSignal::new(None::<Failure>);
    let is_busy = RwSignal::new(false);
    let day = form.issue_date.get_untracked().unwrap_or(workspace.today());
    let series = workspace.series();
    let (number, name) = workspace.with_untracked(|book| {
        let number = book
            .series
            .get(&series)
            .map(|series| series.peek(day))
            .unwrap_or_default();
        let name = book
            .accounts
            .get(&draft.account)
            .map(|account| account.name.clone())
            .unwrap_or_default();
        (number, name)
    });
    let invoice: InvoiceId = workspace.fresh_id();
    let due = computed.totals.amount_due;
    let usual = workspace.with_untracked(|book| {
        let account = book.accounts.get(&draft.account)?;
        usual_form(&book.seller, account)
    });
    // The number is the one it would get: a form that wants one finds it.
    let foreseen = as_issued(
        workspace,
        draft.clone(),
        computed,
        day,
        InvoiceType::Commercial,
    )
    .map(|invoice| Invoice {
        number: number.clone(),
        ..invoice
    });
    let draft = StoredValue::new(draft);
    let issue = move |()| {
        let go = go.clone();
        is_busy.set(true);
        spawn_local(async move {
            let draft = draft.get_value();
            let id = draft.id;
            let outcome = async {
                workspace.dispatch(Command::SaveDraft(draft)).await?;
                workspace
                    .dispatch(Command::IssueDraft {
                        draft: id,
                        series,
                        issue_date: day,
                        invoice,
                    })
                    .await
            }
            .await;
            is_busy.set(false);
            match outcome {
                Ok(changes) => {
                    open.set(false);
                    let number = issued_number(&changes).unwrap_or_default();
                    let text = t_string!(i18n, invoices.draft_issued, number = number);
                    workspace.notify(workspace::Notice::Done(text));
                    go(Route::Invoice(invoice));
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let problem = move || {
        failure.get().map(|why| {
            let is_seller = matches!(
                &why,
                Failure::Refused(refusal) if refusal.kind == RefusalKind::SellerIncomplete
            );
            view! {
                <div role="alert">
                    <Notice tone=Tone::Bad>
                        {failure_text(i18n, &why)}
                        {is_seller.then(|| view! {
                            " "<a href=Route::Settings.href()>{t!(i18n, billing.to_settings)}</a>
                        })}
                    </Notice>
                </div>
            }
        })
    };
    view! {
        {problem}
        <DataList>
            <Datum name=move || t_string!(i18n, invoices.draft_issue_number)>{number}</Datum>
            <Datum name=move || t_string!(i18n, invoices.draft_customer)>{name}</Datum>
            <Datum name=move || t_string!(i18n, invoices.draft_issue_date)><DateView day/></Datum>
            <Datum name=move || t_string!(i18n, invoices.paper_due)><MoneyView money=due/></Datum>
        </DataList>
        {foreseen.map(|invoice| view! { <ReadyFor invoice usual/> })}
        <p class="dialog-text">{t!(i18n, invoices.draft_issue_text)}</p>
        <Actions>
            <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
            <Button kind=ButtonKind::Primary disabled=is_busy on_press=issue>{t!(i18n, invoices.draft_issue_do)}</Button>
        </Actions>
    }
}
