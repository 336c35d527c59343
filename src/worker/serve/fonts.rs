//! The typefaces of documents, fetched when the first one is drawn. The service worker keeps them for the time without a network.

use super::words;
use crate::document::pdf::Fonts;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, Response};

/// Relative to the worker's own address.
const REGULAR: &str = "fonts/pdf/hanken-grotesk-regular.ttf";
const STRONG: &str = "fonts/pdf/hanken-grotesk-semibold.ttf";
/// For the letters those lack, in the order in which they are asked: Greek and Cyrillic, Hebrew, Arabic.
const OTHERS: [&str; 3] = [
    "fonts/pdf/noto-sans-regular.ttf",
    "fonts/pdf/noto-sans-hebrew-regular.ttf",
    "fonts/pdf/noto-sans-arabic-regular.ttf",
];

/// Fetches all of them; the browser's words where one can't be had.
pub async fn fetch() -> Result<Fonts, String> {
    let regular = file(REGULAR).await?;
    let strong = file(STRONG).await?;
    let mut others = Vec::with_capacity(OTHERS.len());
    for name in OTHERS {
        others.push(file(name).await?);
    }
    Fonts::read(regular, strong, others).map_err(|error| error.to_string())
}

async fn file(name: &str) -> Result<Vec<u8>, String> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global()
        .dyn_into()
        .map_err(|_| "no worker".to_owned())?;
    let wrong = |error| format!("{name}: {}", words(&error));
    let answer = JsFuture::from(scope.fetch_with_str(name))
        .await
        .map_err(wrong)?;
    let answer: Response = answer.dyn_into().map_err(wrong)?;
    if !answer.ok() {
        return Err(format!("{name}: {}", answer.status()));
    }
    let bytes = answer.array_buffer().map_err(wrong)?;
    let bytes = JsFuture::from(bytes).await.map_err(wrong)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
