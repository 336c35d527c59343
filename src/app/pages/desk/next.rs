//! The best thing to do next, in one sentence and with one button.

use super::{answer, case_title, use_desk};
use crate::app::{
    components::{Button, ButtonKind, LinkButton, Symbol},
    locale::{t, t_string, use_i18n},
    route::{Route, use_go},
    workspace::use_workspace,
};
use crate::care::queue::Next;
use leptos::prelude::*;

/// The sentence and its button.
#[component]
pub fn NextStep() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let desk = use_desk();
    let next = Memo::new(move |_| {
        let (person, role, today) = (workspace.person(), workspace.role(), workspace.today());
        desk.queue
            .with(|queue| workspace.with(|book| queue.next(book, person, role, today)))
    });
    let sentence = move || {
        let title = |case| case_title(workspace, i18n, case);
        match next.get() {
            Next::Answer(case) => t_string!(i18n, desk.next_answer, who = title(case)).to_string(),
            Next::Talk(case) => t_string!(i18n, desk.next_talk, who = title(case)).to_string(),
            Next::CallBack(case) => {
                t_string!(i18n, desk.next_call_back, who = title(case)).to_string()
            }
            Next::Reply(case) => t_string!(i18n, desk.next_reply, who = title(case)).to_string(),
            Next::KeepPromise(case) => {
                t_string!(i18n, desk.next_promise, who = title(case)).to_string()
            }
            Next::Approve(_) => t_string!(i18n, desk.next_approve).to_owned(),
            Next::Nothing => t_string!(i18n, desk.next_nothing).to_owned(),
        }
    };
    let go = use_go();
    let step = move || {
        match next.get() {
        Next::Answer(case) => {
            let go = go.clone();
            view! {
                <Button kind=ButtonKind::Primary symbol=Symbol::Phone on_press=move |()| answer(workspace, case, go.clone())>
                    {t!(i18n, desk.answer)}
                </Button>
            }
            .into_any()
        }
        Next::Talk(case) | Next::CallBack(case) | Next::Reply(case) | Next::KeepPromise(case) => view! {
            <LinkButton route=Route::Case(case) kind=ButtonKind::Primary symbol=Symbol::ArrowRight>
                {t!(i18n, desk.open_case)}
            </LinkButton>
        }
        .into_any(),
        Next::Approve(_) => view! {
            <LinkButton route=Route::Approvals kind=ButtonKind::Primary symbol=Symbol::ArrowRight>
                {t!(i18n, desk.to_approvals)}
            </LinkButton>
        }
        .into_any(),
        Next::Nothing => ().into_any(),
    }
    };
    view! {
        <div class="desk-next" class:desk-next-calm=move || next.get() == Next::Nothing>
            <p class="desk-next-text" aria-live="polite">{sentence}</p>
            {step}
        </div>
    }
}
