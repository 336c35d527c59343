//! Handing files to another program of the device, by the browser's own sheet (Web Share API, level 2).

use super::Ready;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, FilePropertyBag};

/// How sharing ended.
pub enum Shared {
    /// Another program took the files.
    Taken,
    /// The person closed the sheet.
    Left,
    /// The browser wants another press: making the files took longer than it waits.
    PressAgain,
    /// It couldn't be done; the browser's words.
    Failed(String),
}

/// Whether this browser hands files to other programs at all. Firefox on a desktop, for one, does not.
pub fn can_share() -> bool {
    let file = Blob::new().and_then(|blob| file_of(&blob, "a.pdf", "application/pdf"));
    let data = file.and_then(|file| data_of(&[file], ""));
    let Ok(data) = data else {
        return false;
    };
    let answer = call("canShare", &data);
    answer.is_ok_and(|answer| answer.as_bool() == Some(true))
}

/// Opens the sheet with the files.
pub async fn share(files: &[Ready], title: &str) -> Shared {
    match shared(files, title).await {
        Ok(()) => Shared::Taken,
        Err(error) => match name_of(&error).as_str() {
            "AbortError" => Shared::Left,
            "NotAllowedError" => Shared::PressAgain,
            _ => Shared::Failed(words(&error)),
        },
    }
}

async fn shared(files: &[Ready], title: &str) -> Result<(), JsValue> {
    let files = files
        .iter()
        .map(|ready| file_of(&ready.file, &ready.name, &ready.file.type_()))
        .collect::<Result<Vec<_>, _>>()?;
    let data = data_of(&files, title)?;
    let promise: Promise = call("share", &data)?.dyn_into()?;
    JsFuture::from(promise).await.map(drop)
}

fn file_of(content: &Blob, name: &str, kind: &str) -> Result<File, JsValue> {
    let options = FilePropertyBag::new();
    options.set_type(kind);
    File::new_with_blob_sequence_and_options(&Array::of1(content), name, &options)
}

fn data_of(files: &[File], title: &str) -> Result<Object, JsValue> {
    let data = Object::new();
    let list: Array = files.iter().collect();
    Reflect::set(&data, &"files".into(), &list)?;
    if !title.is_empty() {
        Reflect::set(&data, &"title".into(), &title.into())?;
    }
    Ok(data)
}

/// A browser without the function is an error here, like every other.
fn call(function: &str, data: &Object) -> Result<JsValue, JsValue> {
    let navigator: JsValue = window().navigator().into();
    let function: Function = Reflect::get(&navigator, &function.into())?.dyn_into()?;
    function.call1(&navigator, data)
}

fn name_of(error: &JsValue) -> String {
    let name = Reflect::get(error, &"name".into()).ok();
    name.and_then(|name| name.as_string()).unwrap_or_default()
}

fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string());
    message.unwrap_or_else(|| format!("{error:?}"))
}
