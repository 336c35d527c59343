//! Whether the browser promises to keep the records, or may throw them away when it runs out of room.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// What the browser says about keeping the records.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Persistence {
    /// Not asked yet: there is nothing to keep, or the answer is on its way.
    #[default]
    Unasked,
    /// Kept until the user removes them.
    Granted,
    /// May be removed when the device runs out of room, or after weeks without a visit.
    Refused,
    /// The browser doesn't say.
    Unknown,
}

/// What was granted earlier; asks nothing.
pub async fn granted_before() -> Persistence {
    match ask(web_sys::StorageManager::persisted).await {
        Ok(true) => Persistence::Granted,
        Ok(false) => Persistence::Unasked,
        Err(error) => unknown(&error),
    }
}

/// Asks for it. Some browsers ask the person in turn, so there must be something worth keeping.
pub async fn request() -> Persistence {
    match ask(web_sys::StorageManager::persist).await {
        Ok(true) => Persistence::Granted,
        Ok(false) => Persistence::Refused,
        Err(error) => unknown(&error),
    }
}

async fn ask(
    question: fn(&web_sys::StorageManager) -> Result<js_sys::Promise, JsValue>,
) -> Result<bool, JsValue> {
    // Missing outside secure contexts and in some WebKits, whatever the type says.
    let navigator = window().navigator();
    let storage = js_sys::Reflect::get(&navigator, &"storage".into())?;
    if !storage.is_object() {
        return Err(JsValue::from_str("no storage manager"));
    }
    let answer = JsFuture::from(question(&navigator.storage())?).await?;
    Ok(answer.is_truthy())
}

fn unknown(error: &JsValue) -> Persistence {
    leptos::logging::warn!("whether storage persists is unknown: {error:?}");
    Persistence::Unknown
}
