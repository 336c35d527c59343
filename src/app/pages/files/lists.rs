//! Lists for spreadsheets: customers with what they owe, and documents.

use crate::app::{
    components::{Button, Section, Symbol},
    download::save_text,
    locale::{t, t_string, use_format, use_i18n},
    wording,
    workspace::{Notice, Workspace, use_workspace},
};
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::exchange::csv::{Cell, Sheet};
use crate::money::DecimalStyle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// The section.
#[component]
pub fn ListsSection() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let comma = move || format.get_untracked().decimal_style() == DecimalStyle::Comma;
    let save = move |name: &str, text: &str| {
        let name = format!("{name}-{}.csv", workspace.today());
        if let Err(error) = save_text(text, "text/csv;charset=utf-8", &name) {
            let words = format!("{error:?}");
            let text = t_string!(i18n, files.broken, words = words).to_string();
            workspace.notify(Notice::Failed(text));
        }
    };
    let accounts = move |()| {
        let header = [
            t_string!(i18n, files.column.number),
            t_string!(i18n, files.column.name),
            t_string!(i18n, files.column.business_id),
            t_string!(i18n, files.column.vat_id),
            t_string!(i18n, files.column.email),
            t_string!(i18n, files.column.phone),
            t_string!(i18n, files.column.street),
            t_string!(i18n, files.column.postal_code),
            t_string!(i18n, files.column.city),
            t_string!(i18n, files.column.country),
            t_string!(i18n, files.column.currency),
            t_string!(i18n, files.column.since),
            t_string!(i18n, files.column.balance),
        ];
        let text = workspace.with_untracked(|book| accounts_list(book, &header, comma()));
        save(t_string!(i18n, files.accounts_file), &text);
    };
    let documents = move |()| {
        let header = [
            t_string!(i18n, files.column.number),
            t_string!(i18n, files.column.kind),
            t_string!(i18n, files.column.customer_number),
            t_string!(i18n, files.column.customer),
            t_string!(i18n, files.column.date),
            t_string!(i18n, files.column.due),
            t_string!(i18n, files.column.currency),
            t_string!(i18n, files.column.total),
            t_string!(i18n, files.column.open),
        ];
        spawn_local(async move {
            match documents_list(workspace, i18n, &header, comma()).await {
                Ok(text) => save(t_string!(i18n, files.documents_file), &text),
                Err(error) => {
                    let text = wording::store_error_text(i18n, &error);
                    workspace.notify(Notice::Failed(text));
                }
            }
        });
    };
    view! {
        <Section title=move || t_string!(i18n, files.lists_title) note=move || t_string!(i18n, files.lists_note)>
            <div class="actions">
                <Button symbol=Symbol::Download on_press=accounts>{t!(i18n, files.accounts_list)}</Button>
                <Button symbol=Symbol::Download on_press=documents>{t!(i18n, files.documents_list)}</Button>
            </div>
        </Section>
    }
}

fn accounts_list(book: &Book, header: &[&str], comma: bool) -> String {
    let mut sheet = Sheet::new(header, comma);
    let mut accounts: Vec<&Account> = book
        .accounts
        .values()
        .filter(|account| account.merged_into.is_none())
        .collect();
    accounts.sort_by(|one, other| one.number.cmp(&other.number));
    for account in accounts {
        let text = |text: &str| Cell::Text(text.to_owned());
        let contact = account.contacts.first();
        let balance = book.balance(account.id, account.currency);
        sheet.row([
            text(&account.number),
            text(&account.name),
            text(account.business_id.as_deref().unwrap_or_default()),
            text(account.vat_id.as_ref().map_or("", |id| id.as_str())),
            text(contact.map_or("", |contact| &contact.email)),
            text(contact.map_or("", |contact| &contact.phone)),
            text(&account.address.lines.join(", ")),
            text(&account.address.postal_code),
            text(&account.address.city),
            text(account.address.country.code()),
            text(account.currency.code()),
            Cell::Date(account.since),
            Cell::Number(balance.to_decimal()),
        ]);
    }
    sheet.finish()
}

async fn documents_list(
    workspace: Workspace,
    i18n: crate::app::locale::I18n,
    header: &[&str],
    comma: bool,
) -> Result<String, crate::store::StoreError> {
    let summaries = workspace.summaries().await?;
    let mut sheet = Sheet::new(header, comma);
    let names: BTreeMap<_, _> = workspace.with_untracked(|book| {
        book.accounts
            .values()
            .map(|account| (account.id, (account.number.clone(), account.name.clone())))
            .collect()
    });
    for row in summaries.documents.rows() {
        let open = row.document().and_then(|id| {
            workspace.with_untracked(|book| book.receivables.get(&id).map(|item| item.open()))
        });
        let (number, name) = names.get(&row.account).cloned().unwrap_or_default();
        sheet.row([
            Cell::Text(row.number.to_string()),
            Cell::Text(wording::summary_kind_name(i18n, row.kind)),
            Cell::Text(number),
            Cell::Text(name),
            Cell::Date(row.on),
            Cell::Date(row.due),
            Cell::Text(row.total.currency().code().to_owned()),
            Cell::Number(row.total.to_decimal()),
            open.map_or(Cell::Empty, |open| Cell::Number(open.to_decimal())),
        ]);
    }
    Ok(sheet.finish())
}
