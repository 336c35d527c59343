//! The first page as it is printed, drawn anew whenever something is chosen.

use super::sample::sample;
use crate::app::{
    components::{Notice, Tone, once_in_view},
    locale::{t, t_string, use_i18n},
    pages::paper::{Made, make, own_work},
    wording::store_error_text,
    workspace::{Workspace, use_workspace},
};
use crate::billing::{invoice::Invoice, stationery::Stationery};
use crate::store::StoreError;
use crate::worker::protocol::{Form, Paper, Request};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use web_sys::Url;

/// A colour that is dragged changes many times a second: it is drawn when the hand rests.
const RESTS: Duration = Duration::from_millis(150);

/// The picture; `fault` is why there is none.
#[component]
pub(super) fn Preview(
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Stationery>,
    /// Whether a logo is chosen that nothing can be printed with.
    is_unfit: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let work = own_work();
    // Why it can't be drawn.
    let fault = RwSignal::new(None::<String>);
    let place = NodeRef::new();
    let kept = StoredValue::new(chosen.get_untracked());
    let is_seen = once_in_view(place);
    let address = RwSignal::new(None::<String>);
    // Only the last one that was asked for is shown.
    let asked = StoredValue::new(0_u64);
    on_cleanup(move || {
        if let Some(address) = address.try_get_untracked().flatten() {
            forget(&address);
        }
    });
    let shown = LocalResource::new(move || {
        // Whose papers they are may have been written in the form above.
        workspace.version();
        async move { last_document(workspace).await }
    });
    Effect::new(move |_| {
        let stationery = chosen.get();
        // The worker that draws is large; whoever came for another section does not wait for it.
        if !is_seen.get() && stationery == kept.get_value() {
            return;
        }
        let Some(invoice) = shown.get() else {
            return;
        };
        let invoice = match invoice {
            Ok(Some(invoice)) => invoice,
            Ok(None) => return fault.set(Some(t_string!(i18n, documents.no_sample).to_owned())),
            Err(error) => return fault.set(Some(store_error_text(i18n, &error))),
        };
        let has_logo = stationery.logo.is_some();
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        let request = Request::Press {
            paper: Box::new(Paper::Document(invoice)),
            form: Form::Picture,
            stationery: Box::new(stationery),
            at: workspace.now(),
        };
        let draw = move || {
            if asked.try_get_value() != Some(mine) {
                return;
            }
            spawn_local(async move {
                let Some(work) = work.try_get_value() else {
                    return;
                };
                let drawn = match make(i18n, &work, &request).await {
                    Made::Ready(ready) => Url::create_object_url_with_blob(&ready.file)
                        .map_err(|error| format!("{error:?}")),
                    Made::Failed(why) => Err(why),
                    Made::Unfit(_) | Made::Stopped => return,
                };
                match drawn {
                    Ok(new) => {
                        is_unfit.try_set(false);
                        fault.try_set(None);
                        if let Some(old) =
                            address.try_update(|address| address.replace(new)).flatten()
                        {
                            forget(&old);
                        }
                    }
                    Err(why) => {
                        is_unfit.try_set(has_logo);
                        fault.try_set(Some(why));
                    }
                }
            });
        };
        set_timeout(draw, RESTS);
    });
    view! {
        <div node_ref=place>{move || match (fault.get(), address.get()) {
            (Some(why), _) => view! { <Notice tone=Tone::Bad>{why}</Notice> }.into_any(),
            (None, None) => view! { <p class="quiet" role="status">{t!(i18n, documents.drawing)}</p> }.into_any(),
            (None, Some(address)) => view! {
                <img class="page-picture" src=address alt=move || t_string!(i18n, documents.preview_alt)/>
            }.into_any(),
        }}</div>
    }
}

fn forget(address: &str) {
    if let Err(error) = Url::revoke_object_url(address) {
        leptos::logging::warn!("a picture stays in memory: {error:?}");
    }
}

/// The last document that was issued, which its seller knows; an invented one before there is any.
async fn last_document(workspace: Workspace) -> Result<Option<Invoice>, StoreError> {
    let last = workspace.last_documents(1).await?;
    let ids: Vec<_> = last
        .iter()
        .map(|summary| crate::billing::id::InvoiceId(summary.id))
        .collect();
    let found = workspace.documents(&ids).await?;
    let (seller, day) = (
        workspace.with_untracked(|book| book.seller.clone()),
        workspace.today(),
    );
    Ok(match found.into_iter().next() {
        // Its words are those it was issued with; whose it is shows as it is now.
        Some(invoice) => Some(Invoice { seller, ..invoice }),
        None => sample(&seller, day),
    })
}
