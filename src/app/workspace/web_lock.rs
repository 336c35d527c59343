//! Web Locks: one tab at a time. web-sys hides them behind an unstable cfg, so the two calls are bound here.
//!
//! A lock only spares work: without it two tabs would decide at once, the store would refuse the second as stale, and it
//! would decide again.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        callback: &JsValue,
    ) -> Result<Promise, JsValue>;
}

/// A lock that is held until this is dropped.
pub struct Held(Option<Function>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.0
            && let Err(error) = release.call0(&JsValue::UNDEFINED)
        {
            leptos::logging::warn!("a lock could not be given back: {error:?}");
        }
    }
}

/// Waits for a lock. A browser without locks lets everybody in.
pub async fn hold(name: &str) -> Held {
    match ask(name, false).await {
        Ok(Some(held)) => held,
        Ok(None) => Held(None),
        Err(error) => {
            leptos::logging::warn!("locks do not work here: {error:?}");
            Held(None)
        }
    }
}

/// Takes a lock if nobody holds it; `None` when another tab does.
pub async fn try_hold(name: &str) -> Option<Held> {
    match ask(name, true).await {
        Ok(held) => held,
        Err(error) => {
            leptos::logging::warn!("locks do not work here: {error:?}");
            Some(Held(None))
        }
    }
}

async fn ask(name: &str, only_if_free: bool) -> Result<Option<Held>, JsValue> {
    let navigator = web_sys::window().map(|window| window.navigator());
    let locks = match navigator {
        Some(navigator) => Reflect::get(&navigator, &"locks".into())?,
        None => JsValue::UNDEFINED,
    };
    if !locks.is_object() {
        return Ok(Some(Held(None)));
    }
    let locks: LockManager = locks.unchecked_into();
    let options = js_sys::Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into())?;

    // The browser holds the lock until `held` settles; `release` settles it.
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let mut say_whether = None;
    let answered = Promise::new(&mut |resolve, _| say_whether = Some(resolve));
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_ours = !lock.is_null();
        if let Some(say) = say_whether
            && let Err(error) = say.call1(&JsValue::UNDEFINED, &is_ours.into())
        {
            leptos::logging::warn!("a lock's answer was lost: {error:?}");
        }
        if is_ours {
            held.into()
        } else {
            JsValue::UNDEFINED
        }
    });
    let request = locks.request(name, &options, &granted)?;
    // The request itself settles only after the release, unless it is refused: then the race ends with its error.
    let answer = JsFuture::from(Promise::race(&Array::of2(&answered, &request))).await?;
    Ok(answer.is_truthy().then_some(Held(release)))
}
