//! The third step: what would come in, what wouldn't, and why.

use super::Step;
use super::fault::fault_text;
use super::field_form::MappingForm;
use super::file_step::FileForm;
use super::preview::read;
use crate::app::{
    components::{Button, ButtonKind, Notice, ShortTable, Stat, Stats, Symbol, Tone},
    download::save_text,
    locale::{t, t_string, use_format, use_i18n},
    pages::role_note::falls_short,
    wording::likeness_text,
    workspace::{Notice as Message, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::desk::role::Role;
use crate::exchange::csv::{LikeRow, Table, Understood, bad_rows};
use crate::money::UnitPrice;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Rows listed in the page; all of them are in the download.
const LISTED: usize = 50;

/// The step.
#[component]
pub fn CheckStep(
    file: FileForm,
    table: Arc<Table>,
    form: MappingForm,
    step: RwSignal<Step>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let mapping = form.mapping(&table);
    let found = Arc::new(read(workspace, &table, &mapping, &form));
    let is_importing = RwSignal::new(false);
    let is_empty = found.accounts.is_empty() && found.contracts.is_empty();
    let records = StoredValue::new(Arc::clone(&found));
    let falls_short = falls_short(workspace, Role::Manager);
    let import = move |()| {
        is_importing.set(true);
        let found = records.get_value();
        let command = Command::ImportRecords {
            import: form.import(),
            source: file.name(),
            accounts: found.accounts.clone(),
            products: found.products.clone(),
            contracts: found.contracts.clone(),
        };
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => step.set(Step::Done),
                Err(failure) => workspace.report(&failure),
            }
            is_importing.set(false);
        });
    };
    view! {
        <Figures found=Arc::clone(&found)/>
        <CatchUp found=Arc::clone(&found)/>
        <BadRows file table=Arc::clone(&table) found=Arc::clone(&found)/>
        <LikeRows table found/>
        <div class="actions">
            <Button on_press=move |()| step.set(Step::Columns)>{t!(i18n, words.back)}</Button>
            <Button
                kind=ButtonKind::Primary
                disabled=Signal::derive(move || is_empty || is_importing.get() || falls_short.get())
                on_press=import
            >
                {t!(i18n, files.csv.import)}
            </Button>
        </div>
    }
}

/// What would come in.
#[component]
fn Figures(found: Arc<Understood>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let number = move |count: usize| move || format.get().number(count);
    let sums = {
        let found = Arc::clone(&found);
        move || {
            let sums: Vec<String> = found
                .price_sum
                .iter()
                .filter_map(|(currency, sum)| {
                    let price = UnitPrice::new(*sum).ok()?;
                    Some(format.get().unit_price(price, *currency))
                })
                .collect();
            let sum = sums.join(" + ");
            t_string!(i18n, files.csv.per_period, sum = sum).to_string()
        }
    };
    let with_contracts = !found.contracts.is_empty();
    let (accounts, bad) = (found.accounts.len(), found.bad.len());
    let (running, ended) = (found.running, found.ended);
    view! {
        <Stats>
            <Stat label=move || t_string!(i18n, files.csv.new_customers).to_owned()>{number(accounts)}</Stat>
            {with_contracts.then(|| view! {
                <Stat label=move || t_string!(i18n, files.csv.running).to_owned() note=sums>{number(running)}</Stat>
                <Stat label=move || t_string!(i18n, files.csv.ended).to_owned()>{number(ended)}</Stat>
            })}
            <Stat
                label=move || t_string!(i18n, files.csv.bad_rows).to_owned()
                tone=if bad == 0 { Tone::Neutral } else { Tone::Warn }
            >
                {number(bad)}
            </Stat>
        </Stats>
    }
}

/// What the next run would bill of the past.
#[component]
fn CatchUp(found: Arc<Understood>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    found.catch_up.map(|(count, first)| {
        let first = move || format.get().date(first);
        view! {
            <Notice tone=Tone::Warn>{t!(i18n, files.csv.catch_up, count = move || count, first = first)}</Notice>
        }
    })
}

/// Rows that don't come in.
#[component]
fn BadRows(file: FileForm, table: Arc<Table>, found: Arc<Understood>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let all = found.bad.len();
    if all == 0 {
        return ().into_any();
    }
    let stored = StoredValue::new((table, found));
    let download = move |()| {
        let text = stored.with_value(|(table, found)| {
            let names = [
                t_string!(i18n, files.csv.line),
                t_string!(i18n, files.csv.problem),
            ];
            bad_rows(table, file.delimiter(), &found.bad, names, |fault| {
                fault_text(i18n, fault)
            })
        });
        let name = format!(
            "{}-{}.csv",
            t_string!(i18n, files.csv.bad_file),
            workspace.today()
        );
        if let Err(error) = save_text(&text, "text/csv;charset=utf-8", &name) {
            let words = format!("{error:?}");
            let text = t_string!(i18n, files.broken, words = words).to_string();
            workspace.notify(Message::Failed(text));
        }
    };
    let rows = move || {
        stored.with_value(|(table, found)| {
            found
                .bad
                .iter()
                .take(LISTED)
                .map(|bad| {
                    let line = table.rows.get(bad.row).map(|row| row.line);
                    let texts: Vec<String> = bad
                        .faults
                        .iter()
                        .map(|fault| fault_text(i18n, fault))
                        .collect();
                    view! { <tr><th scope="row">{line}</th><td>{texts.join(" ")}</td></tr> }
                })
                .collect_view()
        })
    };
    view! {
        <Notice tone=Tone::Warn>
            <p>{t!(i18n, files.csv.bad_text, count = move || all)}</p>
            <Button symbol=Symbol::Download on_press=download>{t!(i18n, files.csv.download_bad)}</Button>
        </Notice>
        <ShortTable label=move || t_string!(i18n, files.csv.bad_rows).to_owned()>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, files.csv.line)}</th>
                    <th scope="col">{t!(i18n, files.csv.problem)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
        {(all > LISTED).then(|| view! {
            <p class="field-hint">{t!(i18n, files.more_problems, shown = LISTED, all = all)}</p>
        })}
    }
    .into_any()
}

/// Rows whose customer may be known already.
#[component]
fn LikeRows(table: Arc<Table>, found: Arc<Understood>) -> impl IntoView {
    let i18n = use_i18n();
    let all = found.like.len();
    if all == 0 {
        return ().into_any();
    }
    let stored = StoredValue::new((table, found));
    let row = move |like: &LikeRow| {
        let line = stored.with_value(|(table, _)| table.rows.get(like.row).map(|row| row.line));
        let why = likeness_text(i18n, like.likeness);
        view! {
            <tr>
                <th scope="row">{line}</th>
                <td>{like.other.clone()}</td>
                <td>{why}</td>
            </tr>
        }
    };
    let rows = move || {
        stored.with_value(|(_, found)| found.like.iter().take(LISTED).map(row).collect_view())
    };
    view! {
        <Notice tone=Tone::Info>{t!(i18n, files.csv.like_text, count = move || all)}</Notice>
        <ShortTable label=move || t_string!(i18n, files.csv.like_rows).to_owned()>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, files.csv.line)}</th>
                    <th scope="col">{t!(i18n, files.csv.like_other)}</th>
                    <th scope="col">{t!(i18n, files.csv.like_why)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
    }
    .into_any()
}
