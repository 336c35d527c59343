//! Where the records are kept, how much room they take, and whether the browser promises to keep them.

use crate::app::{
    components::{Badge, Button, DataList, Datum, Section, Tone},
    locale::{t, t_string, use_format, use_i18n},
    wording,
    workspace::{Persistence, persistence, use_workspace},
};
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// Room taken and room there is, in bytes.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Room {
    used: f64,
    quota: f64,
}

/// The section.
#[component]
pub fn StorageSection() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let room = RwSignal::new(None::<Room>);
    let answer = RwSignal::new(None::<Persistence>);
    spawn_local(async move { room.set(estimate().await) });
    let now = move || answer.get().unwrap_or_else(|| workspace.persistence());
    let ask = move |()| {
        spawn_local(async move { answer.set(Some(persistence::request().await)) });
    };
    let tone = move || match now() {
        Persistence::Granted => Tone::Good,
        Persistence::Refused => Tone::Warn,
        Persistence::Unasked | Persistence::Unknown => Tone::Neutral,
    };
    let megabytes = move |bytes: f64| {
        // Whole tenths: nobody counts the bytes of a database.
        let tenths = (bytes / 100_000.0).round();
        let quantity = rust_decimal::Decimal::new(tenths as i64, 1);
        crate::money::Quantity::new(quantity)
            .map(|quantity| format.get().quantity(quantity))
            .unwrap_or_default()
    };
    let taken = move || {
        room.get().map(|room| {
            t_string!(
                i18n,
                files.room,
                used = megabytes(room.used),
                quota = megabytes(room.quota)
            )
            .to_string()
        })
    };
    view! {
        <Section title=move || t_string!(i18n, files.storage_title) note=move || t_string!(i18n, files.storage_note)>
            <DataList>
                <Datum name=move || t_string!(i18n, files.kept).to_owned()>
                    {move || view! { <Badge tone=tone()>{t!(i18n, files.in_this_browser)}</Badge> }}
                    <p class="field-hint">{move || wording::persistence_text(i18n, now())}</p>
                </Datum>
                <Datum name=move || t_string!(i18n, files.room_taken).to_owned()>
                    {move || taken().unwrap_or_else(|| t_string!(i18n, files.room_unknown).to_owned())}
                </Datum>
            </DataList>
            <Show when=move || matches!(now(), Persistence::Unasked | Persistence::Refused)>
                <div class="actions">
                    <Button on_press=ask>{t!(i18n, files.ask_to_keep)}</Button>
                </div>
            </Show>
        </Section>
    }
}

/// What the browser says; some don't.
async fn estimate() -> Option<Room> {
    let navigator = window().navigator();
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    if !storage.is_object() || !Reflect::has(&storage, &"estimate".into()).ok()? {
        return None;
    }
    let answer = JsFuture::from(navigator.storage().estimate().ok()?)
        .await
        .ok()?;
    let figure = |key: &str| Reflect::get(&answer, &key.into()).ok()?.as_f64();
    Some(Room {
        used: figure("usage")?,
        quota: figure("quota")?,
    })
}
