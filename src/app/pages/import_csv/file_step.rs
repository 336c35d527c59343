//! The first step: a file, and how its bytes become rows and cells.

use super::{Cut, Step};
use crate::app::{
    components::{
        Button, ButtonKind, CheckField, Choice, FileDrop, Notice, SelectField, ShortTable, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
};
use crate::exchange::csv::encoding::{Encoding, decode, detect};
use crate::exchange::csv::{Delimiter, Table, TableError};
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Larger lists of customers are split first; all of it is in memory while it is mapped.
const MAX_FILE: f64 = 64.0 * 1024.0 * 1024.0;

/// A file as it was read.
#[derive(Clone, PartialEq)]
pub struct Loaded {
    /// Its name.
    pub name: String,
    bytes: Arc<Vec<u8>>,
}

/// The file and how it is read.
#[derive(Clone, Copy)]
pub struct FileForm {
    file: RwSignal<Option<Loaded>>,
    encoding: RwSignal<Encoding>,
    delimiter: RwSignal<Delimiter>,
    has_header: RwSignal<bool>,
    /// Why a file was not taken.
    error: RwSignal<Option<String>>,
}

impl FileForm {
    /// No file yet.
    pub fn new() -> Self {
        FileForm {
            file: RwSignal::new(None),
            encoding: RwSignal::new(Encoding::Utf8),
            delimiter: RwSignal::new(Delimiter::Comma),
            has_header: RwSignal::new(true),
            error: RwSignal::new(None),
        }
    }

    /// The file's name.
    pub fn name(&self) -> String {
        self.file
            .with_untracked(|file| file.as_ref().map(|file| file.name.clone()))
            .unwrap_or_default()
    }

    /// What stands between its cells.
    pub fn delimiter(&self) -> Delimiter {
        self.delimiter.get_untracked()
    }

    /// The rows and cells.
    pub fn table(&self) -> Cut {
        let bytes = self.file.get()?.bytes;
        let text = decode(&bytes, self.encoding.get());
        Some(Table::read(&text, self.delimiter.get(), self.has_header.get()).map(Arc::new))
    }

    fn take(&self, name: String, bytes: Vec<u8>) {
        let encoding = detect(&bytes);
        let text = decode(&bytes, encoding);
        self.encoding.set(encoding);
        self.delimiter.set(Delimiter::guess(&text));
        self.error.set(None);
        self.file.set(Some(Loaded {
            name,
            bytes: Arc::new(bytes),
        }));
    }
}

/// The step.
#[component]
pub fn FileStep(form: FileForm, table: Memo<Cut>, step: RwSignal<Step>) -> impl IntoView {
    let i18n = use_i18n();
    let load = move |file: File| {
        if file.size() > MAX_FILE {
            let text = t_string!(i18n, files.csv.too_large).to_owned();
            form.error.set(Some(text));
            return;
        }
        spawn_local(async move {
            match JsFuture::from(file.array_buffer()).await {
                Ok(buffer) => form.take(file.name(), Uint8Array::new(&buffer).to_vec()),
                Err(error) => {
                    let words = format!("{error:?}");
                    let text = t_string!(i18n, files.unreadable, words = words).to_string();
                    form.error.set(Some(text));
                }
            }
        });
    };
    view! {
        <FileDrop
            label=move || t_string!(i18n, files.csv.choose).to_owned()
            accept=".csv,.txt,.tsv,text/csv,text/plain"
            on_file=load
        />
        {move || form.error.get().map(|text| view! { <Notice tone=Tone::Bad>{text}</Notice> })}
        <Show when=move || form.file.read().is_some()>
            <HowItIsRead form table/>
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(move || !matches!(table.get(), Some(Ok(_))))
                    on_press=move |()| step.set(Step::Columns)
                >
                    {t!(i18n, words.next)}
                </Button>
            </div>
        </Show>
    }
}

/// The guesses, to be corrected, and the first rows.
#[component]
fn HowItIsRead(form: FileForm, table: Memo<Cut>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let encodings = move || {
        Encoding::ALL
            .map(|encoding| Choice::new(encoding, encoding.name()))
            .to_vec()
    };
    let delimiters = move || {
        Delimiter::ALL
            .map(|delimiter| {
                let name = match delimiter {
                    Delimiter::Comma => t_string!(i18n, files.csv.comma),
                    Delimiter::Semicolon => t_string!(i18n, files.csv.semicolon),
                    Delimiter::Tab => t_string!(i18n, files.csv.tab),
                    Delimiter::Pipe => t_string!(i18n, files.csv.pipe),
                };
                Choice::new(delimiter, name)
            })
            .to_vec()
    };
    let shown = move || match table.get() {
        None => ().into_any(),
        Some(Err(error)) => {
            let text = move || match error {
                TableError::Empty => t_string!(i18n, files.csv.empty).to_owned(),
                TableError::TooManyRows { limit } => {
                    let limit = format.get().number(limit);
                    t_string!(i18n, files.csv.too_many_rows, limit = limit).to_string()
                }
                TableError::TooManyColumns { limit } => {
                    let limit = format.get().number(limit);
                    t_string!(i18n, files.csv.too_many_columns, limit = limit).to_string()
                }
            };
            view! { <Notice tone=Tone::Bad>{text}</Notice> }.into_any()
        }
        Some(Ok(table)) => view! { <FirstRows table/> }.into_any(),
    };
    view! {
        <p class="file-name">{move || form.file.get().map(|file| file.name)}</p>
        <div class="field-row">
            <SelectField
                label=move || t_string!(i18n, files.csv.delimiter).to_owned()
                value=form.delimiter
                choices=Signal::derive(delimiters)
            />
            <SelectField
                label=move || t_string!(i18n, files.csv.encoding).to_owned()
                value=form.encoding
                choices=Signal::derive(encodings)
                hint=move || t_string!(i18n, files.csv.encoding_hint).to_owned()
            />
        </div>
        <CheckField label=move || t_string!(i18n, files.csv.has_header).to_owned() value=form.has_header/>
        {shown}
    }
}

#[component]
fn FirstRows(table: Arc<Table>) -> impl IntoView {
    let i18n = use_i18n();
    let (rows, columns) = (table.rows.len(), table.header.len());
    let head = table
        .header
        .iter()
        .map(|name| view! { <th scope="col">{name.clone()}</th> })
        .collect_view();
    let body = table
        .rows
        .iter()
        .take(5)
        .map(|row| {
            let cells = row
                .cells
                .iter()
                .map(|cell| view! { <td>{cell.clone()}</td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <p class="field-hint">{t!(i18n, files.csv.size, count = move || rows, columns = columns)}</p>
        <ShortTable label=move || t_string!(i18n, files.csv.first_rows).to_owned()>
            <thead><tr>{head}</tr></thead>
            <tbody>{body}</tbody>
        </ShortTable>
    }
}
