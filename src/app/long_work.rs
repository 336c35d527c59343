//! Work that takes long, given to the worker: the page stays free, and stopping ends the worker.

use crate::worker::protocol::{Reply, Request};
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, File, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

/// How a piece of work ended.
pub enum Ended {
    /// It was answered, perhaps with a file.
    Answered(Box<Reply>, Option<Blob>),
    /// A person stopped it. Nothing was changed.
    Stopped,
    /// The worker could not be started, or broke; the browser's words.
    Broken(String),
}

/// A piece of work under way; clones are handles to the same.
#[derive(Clone, Default)]
pub struct LongWork {
    running: Rc<RefCell<Option<Running>>>,
}

struct Running {
    worker: Worker,
    /// Ends the waiting.
    settle: Function,
}

impl LongWork {
    /// No work yet.
    pub fn new() -> Self {
        LongWork::default()
    }

    /// Stops the work, if any is under way.
    pub fn stop(&self) {
        if let Some(running) = self.running.borrow_mut().take() {
            running.worker.terminate();
            settle(&running.settle, &JsValue::NULL);
        }
    }

    /// Does one piece of work. `progress` is told how much of how much is done.
    pub async fn run(
        &self,
        request: &Request,
        file: Option<&File>,
        progress: impl Fn(u64, u64) + 'static,
    ) -> Ended {
        self.stop();
        match self.ask(request, file, progress).await {
            Ok(ended) => ended,
            Err(error) => Ended::Broken(words(&error)),
        }
    }

    async fn ask(
        &self,
        request: &Request,
        file: Option<&File>,
        progress: impl Fn(u64, u64) + 'static,
    ) -> Result<Ended, JsValue> {
        let text = serde_json::to_string(request).map_err(|error| error.to_string())?;
        let message = Object::new();
        Reflect::set(&message, &"text".into(), &text.into())?;
        if let Some(file) = file {
            Reflect::set(&message, &"file".into(), file)?;
        }
        let worker = start(program_of(request))?;
        let mut settler = None;
        let answer = Promise::new(&mut |resolve, _| settler = Some(resolve));
        let Some(resolve) = settler else {
            return Err("no promise".into());
        };
        let asked = worker.clone();
        let done = resolve.clone();
        let heard =
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                match reply_of(&event.data()) {
                    Some(Reply::Ready) => {
                        if let Err(error) = asked.post_message(&message) {
                            settle(&done, &error);
                        }
                    }
                    Some(Reply::Progress { done, total }) => progress(done, total),
                    _ => settle(&done, &event.data()),
                }
            });
        let broken = resolve.clone();
        let failed = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let message = Reflect::get(&event, &"message".into()).unwrap_or(JsValue::UNDEFINED);
            let message = message.as_string().unwrap_or_else(|| "worker".to_owned());
            settle(&broken, &JsValue::from_str(&message));
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        self.running.replace(Some(Running {
            worker: worker.clone(),
            settle: resolve,
        }));
        let answer = JsFuture::from(answer).await?;
        worker.terminate();
        // A work begun meanwhile is another one.
        let is_ours = |running: &Running| running.worker == worker;
        if self.running.borrow().as_ref().is_some_and(is_ours) {
            self.running.replace(None);
        }
        Ok(match reply_of(&answer) {
            Some(reply) => Ended::Answered(Box::new(reply), file_of(&answer)),
            None if answer.is_null() => Ended::Stopped,
            None => Ended::Broken(words(&answer)),
        })
    }
}

fn settle(resolve: &Function, value: &JsValue) {
    if let Err(error) = resolve.call1(&JsValue::NULL, value) {
        leptos::logging::warn!("nobody waits for the worker: {error:?}");
    }
}

/// The page's name for the program that does a piece of work.
fn program_of(request: &Request) -> &'static str {
    match request {
        Request::Press { .. }
        | Request::PressMany { .. }
        | Request::Mail { .. }
        | Request::Check { .. }
        | Request::Read => "press",
        Request::Save { .. }
        | Request::Inspect
        | Request::Open { .. }
        | Request::Review { .. }
        | Request::Hash { .. } => "worker",
    }
}

/// Starts a worker. Its address stands in the page, relative to the page's base.
fn start(program: &str) -> Result<Worker, JsValue> {
    let place = document()
        .query_selector(&format!("meta[name=lasku-{program}]"))?
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| format!("{program}_loader.js"));
    let base = document()
        .base_uri()?
        .or_else(|| window().location().href().ok())
        .unwrap_or_default();
    let address = Url::new_with_base(&place, &base)?.href();
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&address, &options)
}

fn reply_of(message: &JsValue) -> Option<Reply> {
    let text = Reflect::get(message, &"text".into()).ok()?.as_string()?;
    match serde_json::from_str(&text) {
        Ok(reply) => Some(reply),
        Err(error) => {
            leptos::logging::warn!("the worker was not understood: {error}");
            None
        }
    }
}

fn file_of(message: &JsValue) -> Option<Blob> {
    Reflect::get(message, &"file".into()).ok()?.dyn_into().ok()
}

fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
