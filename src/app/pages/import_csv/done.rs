//! The last step: what came in, where to go on, and the way back.

use crate::app::{
    components::{Button, ButtonKind, LinkButton, Notice, Symbol, Tone},
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    workspace::{Notice as Message, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::id::ImportId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The step.
#[component]
pub fn DoneStep(import: ImportId) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let format = use_format();
    let imported = move || workspace.with(|book| book.imports.get(&import).cloned());
    let undo = move |()| {
        spawn_local(async move {
            match workspace.dispatch(Command::UndoImport(import)).await {
                Ok(_) => workspace.notify(Message::Done(t_string!(i18n, files.undone).to_owned())),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    let body = move || match imported() {
        Some(imported) => {
            let number = move |many: u32| {
                move || {
                    format
                        .get()
                        .number(usize::try_from(many).unwrap_or(usize::MAX))
                }
            };
            let (accounts, contracts) = (number(imported.accounts), number(imported.contracts));
            view! {
                <Notice tone=Tone::Good>
                    {t!(i18n, files.csv.done, accounts = accounts, contracts = contracts)}
                </Notice>
                <div class="actions">
                    <LinkButton route=Route::Accounts kind=ButtonKind::Primary>{t!(i18n, files.csv.to_customers)}</LinkButton>
                    <LinkButton route=Route::Contracts>{t!(i18n, files.csv.to_contracts)}</LinkButton>
                    <Button kind=ButtonKind::Quiet symbol=Symbol::Undo on_press=undo>{t!(i18n, files.undo)}</Button>
                </div>
                <p class="field-hint">{t!(i18n, files.undo_text)}</p>
            }
            .into_any()
        }
        None => view! {
            <Notice tone=Tone::Info>{t!(i18n, files.undone)}</Notice>
            <div class="actions">
                <LinkButton route=Route::Files>{t!(i18n, files.title)}</LinkButton>
            </div>
        }
        .into_any(),
    };
    view! { {body} }
}
