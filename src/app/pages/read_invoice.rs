//! An invoice from a file of another program: read on this device, shown as what it is, and kept nowhere unless a person says so.

mod facts;
mod figure;
mod paper;
mod take_over;
mod unreadable;
mod whose;

use crate::app::{
    components::{FileDrop, Notice, PageHeader, Progress, Section, Tone},
    locale::{t_string, use_i18n},
    long_work::{Ended, LongWork},
    pages::{files::failed_text, paper::own_work},
};
use crate::worker::{
    protocol::{Reply, Request},
    reading::Reading,
};
use facts::Facts;
use leptos::{prelude::*, task::spawn_local};
use paper::ReadPaper;
use unreadable::unreadable_text;
use web_sys::File;

/// How far reading has come.
#[derive(Clone)]
enum State {
    /// No file yet.
    Waiting,
    /// It is being read.
    Reading,
    /// What was in it, and its name.
    Read { name: String, found: Vec<Reading> },
    /// It can't be read; why.
    Failed { name: String, why: String },
}

/// The page.
#[component]
pub fn ReadInvoice() -> impl IntoView {
    let i18n = use_i18n();
    let work = own_work();
    let state = RwSignal::new(State::Waiting);
    let read = move |file: File| {
        state.set(State::Reading);
        spawn_local(async move {
            let name = file.name();
            let ended = work
                .get_value()
                .run(&Request::Read, Some(&file), |_, _| {})
                .await;
            let failed = |why| State::Failed {
                name: name.clone(),
                why,
            };
            let next = match ended {
                // By another file, or by whoever says what is shown then.
                Ended::Stopped => return,
                Ended::Broken(words) => failed(t_string!(i18n, reading.broken, words = words)),
                Ended::Answered(reply, _) => match *reply {
                    Reply::Read(found) => State::Read {
                        name: name.clone(),
                        found,
                    },
                    Reply::Unreadable(why) => failed(unreadable_text(i18n, &why)),
                    Reply::Failed(why) => failed(failed_text(i18n, &why)),
                    other => failed(t_string!(
                        i18n,
                        reading.broken,
                        words = format!("{other:?}")
                    )),
                },
            };
            state.try_set(next);
        });
    };
    let body = move || {
        match state.get() {
        State::Waiting => ().into_any(),
        State::Reading => {
            let none = Signal::stored(0_usize);
            view! {
                <Progress
                    label=move || t_string!(i18n, reading.reading)
                    done=none total=none
                    on_cancel=move |()| {
                        work.with_value(LongWork::stop);
                        state.set(State::Waiting);
                    }
                />
            }
            .into_any()
        }
        State::Failed { name, why } => view! {
            <div role="alert">
                <Notice tone=Tone::Bad title=move || t_string!(i18n, reading.failed, name = name.clone())>{why}</Notice>
            </div>
        }
        .into_any(),
        State::Read { name, found } => {
            let count = found.len();
            let all = found
                .into_iter()
                .map(|reading| view! { <One reading/> })
                .collect_view();
            view! {
                <p class="quiet" role="status">{move || t_string!(i18n, reading.found, count = count, name = name.clone())}</p>
                {all}
            }
            .into_any()
        }
    }
    };
    view! {
        <PageHeader title=move || t_string!(i18n, reading.title) subtitle=move || t_string!(i18n, reading.subtitle)/>
        <Section title=move || t_string!(i18n, reading.file) note=move || t_string!(i18n, reading.file_note)>
            <FileDrop
                label=move || t_string!(i18n, reading.choose)
                accept=".xml,.pdf,application/xml,text/xml,application/pdf"
                on_file=read
            />
        </Section>
        {body}
    }
}

/// One invoice of the file: the paper, and what is to be known of it.
#[component]
fn One(reading: Reading) -> impl IntoView {
    view! {
        <div class="document-page">
            <div class="document-paper"><ReadPaper reading=reading.clone()/></div>
            <div class="document-side"><Facts reading/></div>
        </div>
    }
}
