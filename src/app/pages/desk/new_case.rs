//! A matter that comes by visit, e-mail or letter, or by a call that nobody had to wait for.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, Choice, Combobox, ErrorSummary, FieldError, SegmentedField,
        SelectField, TextField,
    },
    locale::{t, t_string, use_i18n},
    pages::contract_form::find_accounts,
    route::{Route, use_go},
    wording::{case_kind_name, channel_name, failure_text},
    workspace::use_workspace,
};
use crate::billing::desk::case::{CaseKind, Channel, Priority};
use crate::billing::id::AccountId;
use crate::care::command::{Command, NewCase};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

const SUBJECT: &str = "case-subject";

/// The form; it stands in a dialog.
#[component]
pub fn NewCaseForm(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let go = use_go();
    let account = RwSignal::new(None::<AccountId>);
    let channel = RwSignal::new(Channel::Visit);
    let kind = RwSignal::new(CaseKind::Question);
    let priority = RwSignal::new(Priority::USUAL);
    let subject = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let (find, name_of) = find_accounts();
    let save = move || {
        let id = workspace.fresh_id();
        let command = Command::OpenCase(NewCase {
            id,
            account: account.get_untracked(),
            channel: channel.get_untracked(),
            kind: kind.get_untracked(),
            priority: priority.get_untracked(),
            subject: subject.get_untracked(),
        });
        let go = go.clone();
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => {
                    open.set(false);
                    go(Route::Case(id));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(SUBJECT, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    let channels = Signal::derive(move || {
        let name = |channel| Choice::new(channel, channel_name(i18n, channel));
        Channel::ALL.into_iter().map(name).collect::<Vec<_>>()
    });
    view! {
        <ErrorSummary errors/>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <Combobox label=move || t_string!(i18n, desk.customer) value=account find name_of/>
            <SegmentedField label=move || t_string!(i18n, desk.channel_label) value=channel choices=channels/>
            <div class="field-row">
                <SelectField label=move || t_string!(i18n, desk.kind_label) value=kind choices=kind_choices(i18n)/>
                <SelectField label=move || t_string!(i18n, desk.priority) value=priority choices=priority_choices(i18n)/>
            </div>
            <TextField label=move || t_string!(i18n, desk.subject) value=subject id=SUBJECT/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, desk.new_case)}</Button>
            </Actions>
        </form>
    }
}

/// The kinds of cases to choose from.
pub fn kind_choices(i18n: crate::app::locale::I18n) -> Signal<Vec<Choice<CaseKind>>> {
    Signal::derive(move || {
        let name = |kind| Choice::new(kind, case_kind_name(i18n, kind));
        CaseKind::ALL.into_iter().map(name).collect()
    })
}

/// The priorities to choose from.
pub fn priority_choices(i18n: crate::app::locale::I18n) -> Signal<Vec<Choice<Priority>>> {
    Signal::derive(move || {
        let names = [
            t_string!(i18n, desk.priority_1),
            t_string!(i18n, desk.priority_2),
            t_string!(i18n, desk.priority_3),
            t_string!(i18n, desk.priority_4),
        ];
        let choices = Priority::ALL.into_iter().zip(names);
        choices
            .map(|(priority, name)| Choice::new(priority, name))
            .collect()
    })
}
