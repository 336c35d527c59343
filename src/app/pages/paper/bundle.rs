//! Many documents at once: one PDF to print, or a file each in an archive.

use super::{fault::fault_lines, form_name, own_work};
use crate::app::{
    components::{
        Button, ButtonKind, Choice, Dialog, Notice, SelectField, Symbol, Tone, use_toasts,
    },
    download::save_file,
    locale::{t, t_string, use_format, use_i18n},
    long_work::Ended,
    pages::files::{WorkProgress, failed_text},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::id::InvoiceId;
use crate::worker::protocol::{Bundle, Form, Misfit, Reply, Request};
use leptos::{prelude::*, task::spawn_local};

/// So many refused documents are listed; the archive's own list has all of them.
const LISTED: usize = 50;

/// The button, and the dialog.
#[component]
pub fn BundleButton(
    /// Which documents, asked when the dialog opens.
    documents: impl Fn() -> Vec<InvoiceId> + 'static,
    /// How many they are.
    #[prop(into)]
    count: Signal<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let is_open = RwSignal::new(false);
    let documents = StoredValue::new_local(documents);
    let is_empty = Signal::derive(move || count.get() == 0);
    view! {
        <Button symbol=Symbol::Download disabled=is_empty on_press=move |()| is_open.set(true)>
            {move || t_string!(i18n, documents.bundle, count = count.get(), figure = format.get().number(count.get()))}
        </Button>
        <Dialog title=move || t_string!(i18n, documents.bundle_title) open=is_open>
            {move || is_open.get().then(|| {
                let documents = documents.with_value(|documents| untrack(documents));
                view! { <BundleForm documents/> }
            })}
        </Dialog>
    }
}

/// What the documents become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Kind {
    form: Form,
    bundle: Bundle,
}

/// What became of them.
#[derive(Clone)]
enum Outcome {
    Saved { count: u64, misfits: Vec<Misfit> },
    Stopped,
    Failed(String),
}

#[component]
fn BundleForm(documents: Vec<InvoiceId>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let work = own_work();
    let progress = RwSignal::new(None::<(u64, u64)>);
    let outcome = RwSignal::new(None::<Outcome>);
    let total = documents.len();
    let documents = StoredValue::new(documents);
    let kind = RwSignal::new(Kind {
        form: Form::Pdf,
        bundle: Bundle::OneFile,
    });
    let kinds = Signal::derive(move || {
        let zip = |form, name: String| {
            Choice::new(
                Kind {
                    form,
                    bundle: Bundle::Zip,
                },
                name,
            )
        };
        let print = Choice::new(
            Kind {
                form: Form::Pdf,
                bundle: Bundle::OneFile,
            },
            t_string!(i18n, documents.bundle_print),
        );
        let pdf = zip(Form::Pdf, t_string!(i18n, documents.bundle_pdf).to_owned());
        let e_invoices = Form::E_INVOICES.map(|form| {
            let form_name = form_name(i18n, form);
            zip(
                form,
                t_string!(i18n, documents.bundle_zip, form = form_name).to_string(),
            )
        });
        [print, pdf]
            .into_iter()
            .chain(e_invoices)
            .collect::<Vec<_>>()
    });
    let start = move |()| {
        let Kind { form, bundle } = kind.get_untracked();
        let request = Request::PressMany {
            documents: documents.get_value(),
            form,
            bundle,
            stationery: Box::new(workspace.with_untracked(|book| book.stationery())),
            at: workspace.now(),
        };
        outcome.set(None);
        progress.set(Some((0, u64::try_from(total).unwrap_or(u64::MAX))));
        spawn_local(async move {
            let tell = move |done, total| {
                progress.try_set(Some((done, total)));
            };
            let ended = work.get_value().run(&request, None, tell).await;
            let found = match ended {
                Ended::Stopped => Outcome::Stopped,
                Ended::Broken(words) => {
                    Outcome::Failed(t_string!(i18n, documents.failed, words = words).to_string())
                }
                Ended::Answered(reply, file) => match (*reply, file) {
                    // A file without a document is of no use to anybody.
                    (
                        Reply::PressedMany {
                            count: 0, misfits, ..
                        },
                        _,
                    ) => Outcome::Saved { count: 0, misfits },
                    (
                        Reply::PressedMany {
                            name,
                            count,
                            misfits,
                        },
                        Some(file),
                    ) => match save_file(&file, &name) {
                        Ok(()) => {
                            toasts.say(t_string!(i18n, documents.saved, name = name).to_string());
                            Outcome::Saved { count, misfits }
                        }
                        Err(error) => Outcome::Failed(format!("{error:?}")),
                    },
                    (Reply::Failed(why), _) => Outcome::Failed(failed_text(i18n, &why)),
                    (other, _) => Outcome::Failed(
                        t_string!(i18n, documents.failed, words = format!("{other:?}")).to_string(),
                    ),
                },
            };
            progress.try_set(None);
            outcome.try_set(Some(found));
        });
    };
    let told = move || match outcome.get() {
        None => ().into_any(),
        Some(Outcome::Stopped) => {
            view! { <Notice tone=Tone::Info>{t!(i18n, documents.bundle_stopped)}</Notice> }
                .into_any()
        }
        Some(Outcome::Failed(why)) => view! { <Notice tone=Tone::Bad>{why}</Notice> }.into_any(),
        Some(Outcome::Saved { count, misfits }) => {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            let tone = if misfits.is_empty() {
                Tone::Good
            } else {
                Tone::Warn
            };
            view! {
                <Notice
                    tone
                    title=move || match count {
                        0 => t_string!(i18n, documents.bundle_none).to_owned(),
                        _ => t_string!(i18n, documents.bundle_saved, count = count, figure = format.get().number(count)).to_string(),
                    }
                >
                    {(!misfits.is_empty()).then(|| view! { <Misfits misfits/> })}
                </Notice>
            }
            .into_any()
        }
    };
    view! {
        <div class="dialog-form">
            <SelectField label=move || t_string!(i18n, documents.form) value=kind choices=kinds/>
            <div role="status">{told}</div>
            <Show
                when=move || progress.read().is_some()
                fallback=move || view! {
                    <div class="actions">
                        <Button kind=ButtonKind::Primary symbol=Symbol::Download on_press=start>
                            {move || t_string!(i18n, documents.bundle_save, count = total, figure = format.get().number(total))}
                        </Button>
                    </div>
                }
            >
                <WorkProgress label=move || t_string!(i18n, documents.bundling).to_owned() progress work/>
            </Show>
            <p class="field-hint">{t!(i18n, documents.bundle_hint)}</p>
        </div>
    }
}

/// Those that the form's rules refuse, each with a link to it.
#[component]
fn Misfits(misfits: Vec<Misfit>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let count = misfits.len();
    let more = count.saturating_sub(LISTED);
    let rows = misfits
        .into_iter()
        .take(LISTED)
        .map(|misfit| {
            let lines = fault_lines(i18n, misfit.faults);
            view! {
                <li>
                    <a href=Route::Invoice(misfit.document).href()>{misfit.number}</a>
                    <ul class="plain-list">{lines}</ul>
                </li>
            }
        })
        .collect_view();
    view! {
        <p>{move || t_string!(i18n, documents.bundle_misfits, count = count, figure = format.get().number(count)).to_string()}</p>
        <ul class="plain-list">{rows}</ul>
        {(more > 0).then(|| view! {
            <p class="quiet">{move || t_string!(i18n, documents.bundle_more, count = more, figure = format.get().number(more)).to_string()}</p>
        })}
    }
}
