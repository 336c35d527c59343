//! The one offer that a person who ends a contract may hear: the plan that fits better, if there is one.
//!
//! Ending stays as easy as joining: the offer stands beside the form and never in its way, one press puts it aside, and it is
//! shown once a day for a contract, however often the form is opened (Finnish Consumer Ombudsman, 4/2025, on obstructed
//! cancelling).

use super::answer::product_name;
use super::{ask, running};
use crate::app::{
    components::{Actions, Button, ButtonKind, Notice as NoticeBox, Tone},
    locale::{t, t_string, use_format, use_i18n},
    route::{Route, use_go},
    workspace::{Workspace, use_workspace},
};
use crate::billing::id::ContractId;
use crate::care::savings::{Finding, Tariff};
use crate::store::StoreError;
use chrono::NaiveDate;
use gloo_storage::{SessionStorage, Storage};
use leptos::prelude::*;

/// The better plan and the bills it was measured on.
async fn better(
    workspace: Workspace,
    id: ContractId,
) -> Result<Option<(Tariff, usize)>, StoreError> {
    let Some(contract) = workspace.with_untracked(|book| book.contracts.get(&id).cloned()) else {
        return Ok(None);
    };
    let invoices = workspace.documents_of(contract.account).await?;
    let found = running(&contract, workspace.today())
        .into_iter()
        .filter_map(|service| ask(workspace, id, service.id, false, &invoices).ok())
        .filter_map(|finding| match finding {
            Finding::Compared(savings) => Some((savings.best()?.clone(), savings.history.periods)),
            Finding::Nothing(_) => None,
        });
    Ok(found.max_by_key(|(tariff, _)| tariff.saving_a_year.minor()))
}

fn key(id: ContractId) -> String {
    format!("lasku.offered.{id}")
}

fn was_made(id: ContractId, today: NaiveDate) -> bool {
    SessionStorage::get::<String>(key(id)).is_ok_and(|day| day == today.to_string())
}

fn note_made(id: ContractId, today: NaiveDate) {
    if let Err(error) = SessionStorage::set(key(id), today.to_string()) {
        leptos::logging::warn!("the offer could not be noted: {error:?}");
    }
}

/// The offer, where there is one and it wasn't made today.
#[component]
pub fn Offer(
    /// The contract that is to end.
    id: ContractId,
    /// The dialog it stands in.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let today = workspace.today();
    let is_skipped = RwSignal::new(was_made(id, today));
    let found = LocalResource::new(move || async move {
        match better(workspace, id).await {
            Ok(found) => found,
            Err(error) => {
                // Without the bills there is nothing to offer, and ending must not wait for it.
                leptos::logging::warn!("the bills could not be read: {error:?}");
                None
            }
        }
    });
    move || {
        let (tariff, count) = found.get().flatten().filter(|_| !is_skipped.get())?;
        note_made(id, today);
        let name = product_name(workspace, tariff.product);
        let text = move || {
            let amount = format.get().money(tariff.saving);
            t_string!(
                i18n,
                savings.best,
                plan = name.clone(),
                count = count,
                amount = amount
            )
            .to_string()
        };
        let go = go.clone();
        let look = move |()| {
            open.set(false);
            go(Route::Savings(id));
        };
        Some(view! {
            <NoticeBox tone=Tone::Good title=move || t_string!(i18n, savings.offer_title)>
                <p>{text}</p>
                <Actions>
                    <Button kind=ButtonKind::Quiet on_press=move |()| is_skipped.set(true)>{t!(i18n, savings.offer_skip)}</Button>
                    <Button on_press=look>{t!(i18n, savings.offer_look)}</Button>
                </Actions>
            </NoticeBox>
        })
    }
}
