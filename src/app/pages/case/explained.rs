//! That a bill was explained, written into the case of the customer: what was explained is not asked again, and whether
//! explaining keeps customers can be told one day.

use crate::app::{
    components::{Button, Symbol},
    locale::{t, use_i18n},
    pages::desk::send,
    workspace::use_workspace,
};
use crate::billing::desk::case::Happening;
use crate::billing::id::{AccountId, InvoiceId};
use crate::care::case::matter_at_hand;
use crate::care::command::{Command, Remark};
use leptos::prelude::*;

/// The button; nothing where the customer has no open case, and a word where it is written down already.
#[component]
pub fn ExplainedButton(
    /// Whose bill.
    account: AccountId,
    /// Which.
    invoice: InvoiceId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let case = Memo::new(move |_| {
        let (person, now) = (workspace.person(), workspace.now());
        workspace.with(|book| {
            let case = matter_at_hand(book, person, account, now)?;
            let done = Happening::Explained(invoice);
            let is_done = case.events.iter().any(|event| event.what == done);
            Some((case.id, is_done))
        })
    });
    move || {
        case.get().map(|(case, is_done)| {
            if is_done {
                view! { <p class="quiet">{t!(i18n, desk.is_explained)}</p> }.into_any()
            } else {
                let what = Remark::Explained(invoice);
                view! {
                    <Button
                        symbol=Symbol::Check
                        on_press=move |()| send(workspace, Command::Record { case, what: what.clone() })
                    >
                        {t!(i18n, desk.note_explained)}
                    </Button>
                }
                .into_any()
            }
        })
    }
}
