//! While a call is on, an account is shown only as far as its caller is recognised; here stands what is said instead.

use super::ticking;
use crate::app::{
    components::{Button, EmptyState, LinkButton, PageHeader, Symbol},
    locale::{t, t_string, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::id::{AccountId, CaseId, InvoiceId};
use crate::care::command::Command;
use crate::care::sight::{Sight, sight};
use leptos::{prelude::*, task::spawn_local};

/// Shows a page about an account unless a caller is on the line who isn't recognised as its customer.
#[component]
pub fn SightGate(
    /// Whose page it is.
    #[prop(into)]
    account: Signal<Option<AccountId>>,
    /// The one document that it shows, which may be allowed where the account is not.
    #[prop(optional)]
    document: Option<InvoiceId>,
    children: ChildrenFn,
) -> impl IntoView {
    let workspace = use_workspace();
    let now = ticking(workspace);
    let seen = Memo::new(move |_| {
        let (person, now) = (workspace.person(), now.get());
        match account.get() {
            Some(account) => workspace.with(|book| sight(book, person, account, now)),
            None => Sight::Whole,
        }
    });
    move || match seen.get() {
        Sight::Whole => children().into_any(),
        seen if document.is_some_and(|document| seen.shows(document)) => children().into_any(),
        Sight::OneInvoice { case, invoice } => {
            view! { <Instead case invoice=Some(invoice) is_theirs=true/> }.into_any()
        }
        Sight::Unrecognised { case } => {
            view! { <Instead case invoice=None is_theirs=true/> }.into_any()
        }
        Sight::SomebodyElses { case } => {
            view! { <Instead case invoice=None is_theirs=false/> }.into_any()
        }
    }
}

/// What stands in the page's place.
#[component]
fn Instead(case: CaseId, invoice: Option<InvoiceId>, is_theirs: bool) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let text = move || {
        if invoice.is_some() {
            t_string!(i18n, caller.gate_one_invoice).to_owned()
        } else if is_theirs {
            t_string!(i18n, caller.gate_unrecognised).to_owned()
        } else {
            t_string!(i18n, caller.gate_somebody_elses).to_owned()
        }
    };
    let hang_up = move || {
        spawn_local(async move {
            if let Err(failure) = workspace.dispatch(Command::HangUp(case)).await {
                workspace.report(&failure);
            }
        });
    };
    view! {
        <PageHeader title=move || t_string!(i18n, caller.gate_title)/>
        <EmptyState symbol=Symbol::Lock title=move || t_string!(i18n, caller.gate_title) text>
            <a class="button button-primary" href=format!("desk/{case}")><span>{t!(i18n, caller.gate_to_case)}</span></a>
            {invoice.map(|invoice| view! {
                <LinkButton route=Route::Invoice(invoice)>{t!(i18n, caller.gate_to_invoice)}</LinkButton>
            })}
            <Button on_press=move |()| hang_up()>{t!(i18n, caller.gate_hang_up)}</Button>
        </EmptyState>
    }
}
