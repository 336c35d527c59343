//! Waiting with an end.

use js_sys::{Function, Promise, Reflect};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What a future gives, or `None` when it takes longer.
pub(super) async fn within<T>(milliseconds: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut end = pin!(pause(milliseconds));
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        end.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// Waits. The timer of a window and that of a worker have the same name; where there is none, the wait has no end.
async fn pause(milliseconds: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        let global = js_sys::global();
        let timer = Reflect::get(&global, &JsValue::from_str("setTimeout"));
        if let Ok(Some(timer)) = timer.map(|timer| timer.dyn_into::<Function>().ok()) {
            let end = JsValue::from_f64(milliseconds.into());
            drop(timer.call2(&global, &resolve, &end));
        }
    });
    // The promise is never rejected.
    drop(JsFuture::from(promise).await);
}
