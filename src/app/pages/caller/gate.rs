//! While a call is on, an account is shown only as far as its caller is recognised; here stands what is said instead.

use crate::app::{
    components::{Button, ButtonKind, EmptyState, LinkButton, PageHeader, Symbol},
    locale::{t, t_string, use_i18n},
    pages::desk::use_ticking,
    route::Route,
    workspace::use_workspace,
};
use crate::billing::id::{AccountId, CaseId, InvoiceId};
use crate::care::command::Command;
use crate::care::sight::{Sight, sight, sight_of_lists};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

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
    let now = use_ticking(workspace);
    let seen = Memo::new(move |_| {
        let (person, now) = (workspace.person(), now.get());
        match account.get() {
            Some(account) => workspace.with(|book| sight(book, person, account, now)),
            None => Sight::Whole,
        }
    });
    view! { <Gate seen document what=What::Account children/> }
}

/// Shows a list of many customers unless a caller is on the line who isn't recognised.
#[component]
pub fn ListGate(children: ChildrenFn) -> impl IntoView {
    let workspace = use_workspace();
    let now = use_ticking(workspace);
    let seen = Memo::new(move |_| {
        let (person, now) = (workspace.person(), now.get());
        workspace.with(|book| sight_of_lists(book, person, now))
    });
    view! { <Gate seen document=None what=What::List children/> }
}

/// What a gate stands before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Account,
    List,
}

/// The page, or what stands in its place. What was shown once is only hidden: a form keeps what was typed into it.
#[component]
fn Gate(
    seen: Memo<Sight>,
    document: Option<InvoiceId>,
    what: What,
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = Memo::new(move |_| match seen.get() {
        Sight::Whole => true,
        seen => document.is_some_and(|document| seen.shows(document)),
    });
    let was_open =
        Memo::new(move |before: Option<&bool>| is_open.get() || before.copied().unwrap_or(false));
    let place = NodeRef::<html::Div>::new();
    // A dialog that stays open behind the gate would leave the page beneath it dead to every press.
    Effect::new(move || {
        if !is_open.get()
            && let Some(place) = place.get_untracked()
        {
            close_dialogs(&place);
        }
    });
    let instead = move || match seen.get() {
        _ if is_open.get() => None,
        Sight::Whole => None,
        Sight::OneInvoice { case, invoice } => {
            Some(view! { <Instead case invoice=Some(invoice) is_theirs=true what/> })
        }
        Sight::Unrecognised { case } => {
            Some(view! { <Instead case invoice=None is_theirs=true what/> })
        }
        Sight::SomebodyElses { case } => {
            Some(view! { <Instead case invoice=None is_theirs=false what/> })
        }
    };
    view! {
        {instead}
        <Show when=move || was_open.get()>
            <div class="gate" node_ref=place hidden=move || !is_open.get()>{children()}</div>
        </Show>
    }
}

/// Closes every dialog within.
fn close_dialogs(place: &web_sys::HtmlDivElement) {
    let Ok(open) = place.query_selector_all("dialog[open]") else {
        return;
    };
    for at in 0..open.length() {
        if let Some(dialog) = open.get(at)
            && let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>()
        {
            dialog.close();
        }
    }
}

/// What stands in the page's place.
#[component]
fn Instead(case: CaseId, invoice: Option<InvoiceId>, is_theirs: bool, what: What) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let text = move || {
        if what == What::List {
            t_string!(i18n, caller.gate_list).to_owned()
        } else if invoice.is_some() {
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
            <LinkButton kind=ButtonKind::Primary route=Route::Case(case)>{t!(i18n, caller.gate_to_case)}</LinkButton>
            {invoice.map(|invoice| view! {
                <LinkButton route=Route::Invoice(invoice)>{t!(i18n, caller.gate_to_invoice)}</LinkButton>
            })}
            <Button on_press=move |()| hang_up()>{t!(i18n, caller.gate_hang_up)}</Button>
        </EmptyState>
    }
}
