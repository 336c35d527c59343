//! A customer at the counter: they show who they are, and the representative says so.

use super::{Line, way::Way};
use crate::app::{
    components::{Button, ButtonKind},
    locale::{t, t_string, use_i18n},
    workspace::use_workspace,
};
use crate::billing::id::AccountId;
use crate::care::command::Command;
use leptos::{prelude::*, task::spawn_local};

/// The way.
#[component]
pub fn VisitWay(line: Line, account: Option<AccountId>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    if account.is_none() {
        return view! { <p class="field-hint">{t!(i18n, caller.nobody_named)}</p> }.into_any();
    }
    let recognise = move || {
        spawn_local(async move {
            let command = Command::RecogniseByVisit(line.case);
            line.tell(i18n, workspace.dispatch(command).await);
        });
    };
    view! {
        <Way name=move || t_string!(i18n, caller.visit) note=move || t_string!(i18n, caller.visit_note) is_open=true>
            <p class="field-hint">{t!(i18n, caller.visit_hint)}</p>
            <div class="actions"><Button kind=ButtonKind::Primary on_press=move |()| recognise()>{t!(i18n, caller.it_is_them)}</Button></div>
        </Way>
    }
    .into_any()
}
