//! Customers and contracts from other programs, and every import taken back as a whole.

use crate::app::{
    components::{Button, ButtonKind, ConfirmDialog, LinkButton, Section, ShortTable, Symbol},
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::desk::role::Role;
use crate::billing::id::ImportId;
use crate::billing::seller::Import;
use crate::exchange::sample;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section.
#[component]
pub fn ImportsSection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let imports = move || {
        workspace.with(|book| {
            let mut imports: Vec<Import> = book
                .imports
                .values()
                // The sample is taken away as a whole, from the first page.
                .filter(|import| import.source != sample::SOURCE)
                .cloned()
                .collect();
            imports.sort_by_key(|import| std::cmp::Reverse(import.at));
            imports
        })
    };
    view! {
        <Section title=move || t_string!(i18n, files.import_title) note=move || t_string!(i18n, files.import_note)>
            <div class="actions">
                <LinkButton route=Route::ImportCsv symbol=Symbol::Upload>{t!(i18n, files.import_csv)}</LinkButton>
                <LinkButton route=Route::ReadInvoice symbol=Symbol::Upload>{t!(i18n, reading.title)}</LinkButton>
            </div>
            <Show when=move || !imports().is_empty()>
                <Imports imports=Signal::derive(imports)/>
            </Show>
        </Section>
    }
}

#[component]
fn Imports(imports: Signal<Vec<Import>>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<ImportId>);
    let may_undo = Memo::new(move |_| workspace.role() >= Role::Manager);
    let undo = move |()| {
        let Some(import) = chosen.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match workspace.dispatch(Command::UndoImport(import)).await {
                Ok(_) => workspace.notify(Notice::Done(t_string!(i18n, files.undone).to_owned())),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    let row = move |import: Import| {
        let id = import.id;
        let count = |many: u32| {
            format
                .get()
                .number(usize::try_from(many).unwrap_or(usize::MAX))
        };
        view! {
            <tr>
                <th scope="row">{import.source.clone()}</th>
                <td>{format.get().date(import.at.date_naive())}</td>
                <td class="amount">{count(import.accounts)}</td>
                <td class="amount">{count(import.contracts)}</td>
                <td class="amount">{count(import.products)}</td>
                <td>
                    <Show when=move || may_undo.get()>
                        <Button
                            kind=ButtonKind::Quiet
                            symbol=Symbol::Undo
                            on_press=move |()| {
                                chosen.set(Some(id));
                                open.set(true);
                            }
                        >
                            {t!(i18n, files.undo)}
                        </Button>
                    </Show>
                </td>
            </tr>
        }
    };
    view! {
        <div class="imports"><ShortTable label=move || t_string!(i18n, files.imports)>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, files.import_source)}</th>
                    <th scope="col">{t!(i18n, files.import_day)}</th>
                    <th scope="col" class="amount">{t!(i18n, files.section.accounts)}</th>
                    <th scope="col" class="amount">{t!(i18n, files.section.contracts)}</th>
                    <th scope="col" class="amount">{t!(i18n, files.section.products)}</th>
                    <th scope="col">{t!(i18n, files.take_back)}</th>
                </tr>
            </thead>
            <tbody>{move || imports.get().into_iter().map(row).collect_view()}</tbody>
        </ShortTable></div>
        <ConfirmDialog
            title=move || t_string!(i18n, files.undo_question).to_owned()
            text=move || t_string!(i18n, files.undo_text).to_owned()
            confirm=move || t_string!(i18n, files.undo).to_owned()
            open
            on_confirm=undo
        />
    }
}
