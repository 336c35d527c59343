//! The document out of the page: to the printer, or into a file of its own.

use crate::{app::components::document_paper::standalone_file, billing::invoice::Invoice};
use js_sys::Array;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};

/// Opens the browser's print window; the style sheet leaves nothing but the paper.
pub fn print() {
    if let Err(error) = window().print() {
        leptos::logging::warn!("the page could not be printed: {error:?}");
    }
}

/// Saves the sheet that stands in the page as a file; gives its name.
pub fn save(invoice: &Invoice) -> Result<String, JsValue> {
    let paper = document()
        .query_selector(".paper")?
        .ok_or_else(|| JsValue::from_str("no paper on the page"))?;
    let (name, content) = standalone_file(invoice, &paper.outer_html());
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type("text/html");
    let parts = Array::of1(&JsValue::from_str(&content));
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(&name);
    link.click();
    web_sys::Url::revoke_object_url(&address)?;
    Ok(name)
}
