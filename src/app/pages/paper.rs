//! Papers that leave the device: made in the worker, then saved, shared, or put into a draft of an e-mail. Nothing is sent from here.

mod bundle;
mod e_invoice;
mod fault;
mod field;
mod mail;
mod pdf;
mod ready;
mod send;
mod sent;
mod share;

pub use bundle::BundleButton;
pub use e_invoice::EInvoiceButton;
pub use fault::{Unfit, fault_lines, form_hint, form_name};
pub use pdf::PdfButton;
pub use ready::{ReadyFor, usual_form};
pub use send::SendButton;
pub use sent::SentSection;

use crate::app::{
    components::Toasts,
    download::save_file,
    locale::{I18n, t_string},
    long_work::{Ended, LongWork},
    pages::files::failed_text,
    workspace::Workspace,
};
use crate::worker::protocol::{Fault, Form, Paper, PressNote, Reply, Request};
use leptos::prelude::*;
use web_sys::Blob;

/// A file that was made.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its name.
    pub name: String,
    /// Its content.
    pub file: Blob,
    /// What is not in it, though a reader might expect it.
    pub notes: Vec<PressNote>,
}

/// What became of a file.
pub enum Made {
    /// It is there.
    Ready(Ready),
    /// The form's rules refuse the document.
    Unfit(Vec<Fault>),
    /// Somebody stopped it, or left the page.
    Stopped,
    /// It could not be made; why, in words.
    Failed(String),
}

/// The request for one paper, in the seller's look.
pub fn press(workspace: Workspace, paper: Paper, form: Form) -> Request {
    Request::Press {
        paper: Box::new(paper),
        form,
        stationery: Box::new(workspace.with_untracked(|book| book.stationery())),
        at: workspace.now(),
    }
}

/// Has a file made.
pub async fn make(i18n: I18n, work: &LongWork, request: &Request) -> Made {
    let failed =
        |words: String| Made::Failed(t_string!(i18n, documents.failed, words = words).to_string());
    match work.run(request, None, |_, _| {}).await {
        Ended::Answered(reply, file) => match (*reply, file) {
            (Reply::Pressed { name, notes }, Some(file)) => {
                Made::Ready(Ready { name, file, notes })
            }
            (Reply::Unfit(faults), _) => Made::Unfit(faults),
            (Reply::Failed(why), _) => Made::Failed(failed_text(i18n, &why)),
            (other, _) => failed(format!("{other:?}")),
        },
        Ended::Stopped => Made::Stopped,
        Ended::Broken(words) => failed(words),
    }
}

/// Gives a file to the person and says so; the error is worded.
pub fn save(i18n: I18n, toasts: Toasts, ready: &Ready) -> Result<(), String> {
    save_file(&ready.file, &ready.name).map_err(|error| {
        t_string!(i18n, documents.failed, words = format!("{error:?}")).to_string()
    })?;
    toasts.say(t_string!(i18n, documents.saved, name = ready.name.clone()).to_string());
    for note in &ready.notes {
        toasts.note(fault::note_text(i18n, note));
    }
    Ok(())
}

/// Work that ends with the page it was begun on.
pub fn own_work() -> StoredValue<LongWork, LocalStorage> {
    let work = StoredValue::new_local(LongWork::new());
    on_cleanup(move || {
        work.try_with_value(LongWork::stop);
    });
    work
}
