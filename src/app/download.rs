//! Giving a file to the person, through the browser's own downloads.

use leptos::prelude::{document, set_timeout};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves a file under a name.
pub fn save_file(file: &Blob, name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(file)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // Some browsers read the file only after the click has been handled.
    set_timeout(
        move || {
            if let Err(error) = Url::revoke_object_url(&address) {
                leptos::logging::warn!("a saved file stays in memory: {error:?}");
            }
        },
        Duration::from_secs(60),
    );
    Ok(())
}

/// Saves a text under a name.
pub fn save_text(text: &str, kind: &str, name: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let file = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    save_file(&file, name)
}
