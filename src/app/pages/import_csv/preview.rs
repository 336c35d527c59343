//! The first rows as they would be understood.

use super::fault::fault_text;
use super::field_form::MappingForm;
use crate::app::{
    components::ShortTable,
    locale::{t, t_string, use_format, use_i18n},
    workspace::{Workspace, use_workspace},
};
use crate::billing::contract::{Contract, PriceSource};
use crate::exchange::csv::{ImportContext, Mapping, Table, Understood, understand};
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// Rows shown.
const SHOWN: usize = 6;

/// Understands a table with the present book.
pub fn read(
    workspace: Workspace,
    table: &Table,
    mapping: &Mapping,
    form: &MappingForm,
) -> Understood {
    workspace.with_untracked(|book| {
        let mut context = ImportContext {
            book,
            today: workspace.today(),
            import: form.import(),
            fresh: &mut Uuid::now_v7,
        };
        understand(table, mapping, &mut context)
    })
}

/// The preview.
#[component]
pub fn Preview(table: Arc<Table>, form: MappingForm) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let beginning = table.beginning(SHOWN);
    let mapping = Memo::new(move |_| form.mapping(&table));
    let rows = move || {
        let mapping = mapping.get();
        (0..beginning.rows.len())
            .map(|index| {
                // One row at a time, so that what is shown stands beside its own faults.
                let one = Table {
                    header: beginning.header.clone(),
                    rows: vec![beginning.rows[index].clone()],
                };
                let found = read(workspace, &one, &mapping, &form);
                let account = found.accounts.first();
                let number = account.map(|account| account.number.clone());
                let name = account.map(|account| account.name.clone());
                let place = account.map(|account| {
                    let address = &account.address;
                    format!("{} {}", address.postal_code, address.city)
                        .trim()
                        .to_owned()
                });
                let faults: Vec<String> = found
                    .bad
                    .iter()
                    .flat_map(|bad| &bad.faults)
                    .map(|fault| fault_text(i18n, fault))
                    .collect();
                let contract = found.contracts.first();
                let description = contract.map(|contract| contract.name.clone());
                let price = contract.map(|contract| price(contract, format.get()));
                let span = contract.map(|contract| match contract.last_day {
                    Some(last) => format!(
                        "{} – {}",
                        format.get().date(contract.starts),
                        format.get().date(last)
                    ),
                    None => format!("{} –", format.get().date(contract.starts)),
                });
                if faults.is_empty() {
                    view! {
                        <tr>
                            <th scope="row">{number}</th>
                            <td>{name}</td>
                            <td>{place}</td>
                            {mapping.with_contracts.then(|| view! {
                                <td>{description}</td>
                                <td class="amount">{price}</td>
                                <td>{span}</td>
                            })}
                        </tr>
                    }
                    .into_any()
                } else {
                    let columns = if mapping.with_contracts { 5 } else { 2 };
                    view! {
                        <tr class="problem-error">
                            <th scope="row">{number.unwrap_or_else(|| (index + 1).to_string())}</th>
                            <td colspan=columns>{faults.join(" ")}</td>
                        </tr>
                    }
                    .into_any()
                }
            })
            .collect_view()
    };
    view! {
        <ShortTable label=move || t_string!(i18n, files.csv.preview).to_owned()>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, files.target.number)}</th>
                    <th scope="col">{t!(i18n, files.target.name)}</th>
                    <th scope="col">{t!(i18n, files.target.city)}</th>
                    <Show when=move || form.with_contracts.get()>
                        <th scope="col">{t!(i18n, files.target.description)}</th>
                        <th scope="col" class="amount">{t!(i18n, files.target.price)}</th>
                        <th scope="col">{t!(i18n, files.csv.span)}</th>
                    </Show>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
    }
}

fn price(contract: &Contract, format: crate::app::format::Format) -> String {
    let terms = contract
        .services
        .first()
        .and_then(|service| service.terms.first());
    match terms.map(|terms| terms.price) {
        Some(PriceSource::Own(price)) => format.unit_price(price, contract.currency),
        Some(PriceSource::Catalogue) | None => String::new(),
    }
}
