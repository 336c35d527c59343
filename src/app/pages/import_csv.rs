//! Customers and contracts from a CSV file: choose, say which column is what, check, import.

mod check;
mod columns;
mod done;
mod fault;
mod field_form;
mod file_step;
mod preview;

use crate::app::{
    components::{PageHeader, Stepper},
    locale::{t_string, use_i18n},
    pages::role_note::RoleNote,
};
use crate::billing::desk::role::Role;
use crate::exchange::csv::{Table, TableError};
use field_form::MappingForm;
use file_step::{FileForm, FileStep};
use leptos::prelude::*;
use std::sync::Arc;

/// Where a person is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Choosing the file and how it is read.
    File,
    /// Saying which column is what.
    Columns,
    /// Looking at what would come in.
    Check,
    /// It is in.
    Done,
}

impl Step {
    fn place(self) -> usize {
        match self {
            Step::File => 0,
            Step::Columns => 1,
            Step::Check => 2,
            Step::Done => 3,
        }
    }
}

/// The page.
#[component]
pub fn ImportCsv() -> impl IntoView {
    let i18n = use_i18n();
    let step = RwSignal::new(Step::File);
    let form = FileForm::new();
    let table = Memo::new(move |_| form.table());
    let names = move || {
        [
            t_string!(i18n, files.csv.step_file),
            t_string!(i18n, files.csv.step_columns),
            t_string!(i18n, files.csv.step_check),
            t_string!(i18n, files.csv.step_done),
        ]
        .map(str::to_owned)
        .to_vec()
    };
    // Another table is another question: what was said about the columns of the one before doesn't hold.
    let rest = move || match table.get() {
        Some(Ok(table)) => Some(view! { <Rest form table step/> }),
        Some(Err(_)) | None => None,
    };
    view! {
        <PageHeader
            title=move || t_string!(i18n, files.csv.title)
            subtitle=move || t_string!(i18n, files.csv.subtitle)
        />
        <RoleNote needs=Role::Manager/>
        <Stepper steps=Signal::derive(names) at=Signal::derive(move || step.get().place())/>
        <Show when=move || step.get() == Step::File>
            <div class="import-step"><FileStep form table step/></div>
        </Show>
        {rest}
    }
}

/// The steps after the file, for one table.
#[component]
fn Rest(form: FileForm, table: Arc<Table>, step: RwSignal<Step>) -> impl IntoView {
    let mapping = MappingForm::new(&table);
    let table = StoredValue::new(table);
    let body = move || match step.get() {
        Step::File => ().into_any(),
        Step::Columns => {
            view! { <columns::ColumnsStep table=table.get_value() form=mapping step/> }.into_any()
        }
        Step::Check => view! {
            <check::CheckStep file=form table=table.get_value() form=mapping step/>
        }
        .into_any(),
        Step::Done => view! { <done::DoneStep import=mapping.import()/> }.into_any(),
    };
    view! { <div class="import-step">{body}</div> }
}

/// What a text was cut into.
type Cut = Option<Result<Arc<Table>, TableError>>;
