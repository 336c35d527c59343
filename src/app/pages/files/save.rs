//! Saving everything to one file.

use crate::app::{
    components::{Button, ButtonKind, Notice, Progress, Section, Symbol, Tone},
    download::save_file,
    locale::{I18n, t, t_string, td_string, use_format, use_i18n},
    long_work::{Ended, LongWork},
    wording,
    workspace::{Notice as Message, Workspace, use_workspace},
};
use crate::billing::stationery::LogoFault;
use crate::worker::protocol::{Failed, Reply, Request};
use chrono::Local;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section, with when it was done last.
#[component]
pub fn SaveSection() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let work = StoredValue::new_local(LongWork::new());
    let progress = RwSignal::new(None::<(u64, u64)>);
    let save = move |()| {
        progress.set(Some((0, 0)));
        spawn_local(async move {
            let work = work.get_value();
            let saved = save_backup(workspace, i18n, &work, move |done, total| {
                progress.set(Some((done, total)));
            });
            if let Err(text) = saved.await {
                workspace.notify(Message::Failed(text));
            }
            progress.set(None);
        });
    };
    let last = move || match workspace.last_backup() {
        None => view! {
            <Notice tone=Tone::Warn>{t!(i18n, files.never_saved)}</Notice>
        }
        .into_any(),
        Some(at) => {
            let local = at.with_timezone(&Local);
            let day = move || format.get().date_long(local.date_naive());
            let time = move || format.get().time(local.time());
            view! { <p class="field-hint">{t!(i18n, files.last_saved, day = day, time = time)}</p> }
                .into_any()
        }
    };
    view! {
        <Section title=move || t_string!(i18n, files.save_title) note=move || t_string!(i18n, files.save_note)>
            {last}
            <Show
                when=move || progress.read().is_some()
                fallback=move || view! {
                    <div class="actions">
                        <Button kind=ButtonKind::Primary symbol=Symbol::Download on_press=save>{t!(i18n, files.save)}</Button>
                    </div>
                }
            >
                <WorkProgress label=move || t_string!(i18n, files.saving).to_owned() progress work/>
            </Show>
        </Section>
    }
}

/// How far the worker has come.
#[component]
pub fn WorkProgress(
    /// What is being done.
    #[prop(into)]
    label: Signal<String>,
    /// How much of how much.
    progress: RwSignal<Option<(u64, u64)>>,
    /// The work, to be stopped.
    work: StoredValue<LongWork, LocalStorage>,
) -> impl IntoView {
    let part = move |take: fn((u64, u64)) -> u64| {
        move || usize::try_from(progress.get().map_or(0, take)).unwrap_or(usize::MAX)
    };
    view! {
        <Progress
            label
            done=part(|(done, _)| done)
            total=part(|(_, total)| total)
            on_cancel=move |()| work.with_value(LongWork::stop)
        />
    }
}

/// Saves everything to one file; the error is worded. Stopping is no error.
pub async fn save_backup(
    workspace: Workspace,
    i18n: I18n,
    work: &LongWork,
    progress: impl Fn(u64, u64) + 'static,
) -> Result<bool, String> {
    let exported_at = workspace.now();
    let request = Request::Save { exported_at };
    let locale = i18n.get_locale_untracked();
    match work.run(&request, None, progress).await {
        Ended::Answered(reply, file) => match (*reply, file) {
            (Reply::Saved(copied), Some(file)) => {
                let seller = workspace.with_untracked(|book| book.seller.name.clone());
                save_file(&file, &file_name(&seller, workspace)).map_err(|error| {
                    td_string!(locale, files.broken, words = format!("{error:?}")).to_string()
                })?;
                workspace.note_backup();
                let documents = usize::try_from(copied.documents).unwrap_or(usize::MAX);
                let text = td_string!(locale, files.saved, count = documents).to_string();
                workspace.notify(Message::Done(text));
                if copied.damaged > 0 {
                    let places = usize::try_from(copied.damaged).unwrap_or(usize::MAX);
                    let text = td_string!(locale, files.rescued, count = places).to_string();
                    workspace.notify(Message::Failed(text));
                }
                Ok(true)
            }
            (Reply::Failed(failed), _) => Err(failed_text(i18n, &failed)),
            _ => Err(td_string!(locale, files.broken, words = String::new()).to_string()),
        },
        Ended::Stopped => Ok(false),
        Ended::Broken(words) => Err(td_string!(locale, files.broken, words = words).to_string()),
    }
}

/// Why the worker couldn't do it.
pub fn failed_text(i18n: I18n, failed: &Failed) -> String {
    let locale = i18n.get_locale_untracked();
    match failed {
        Failed::Store(error) => wording::store_error_text(i18n, error),
        Failed::File(words) => {
            td_string!(locale, files.unreadable, words = words.clone()).to_string()
        }
        Failed::Problems(problems) => {
            let count = usize::try_from(problems.errors).unwrap_or(usize::MAX);
            td_string!(locale, files.has_errors, count = count).to_string()
        }
        Failed::Plan(_) => td_string!(locale, files.cannot_add).to_owned(),
        Failed::Logo(fault) => match fault {
            LogoFault::Format => td_string!(locale, files.logo_format).to_owned(),
            LogoFault::Damaged(words) => {
                td_string!(locale, files.logo_damaged, words = words.clone())
            }
            LogoFault::Cmyk => td_string!(locale, files.logo_cmyk).to_owned(),
            LogoFault::NoSize => td_string!(locale, files.logo_no_size).to_owned(),
        },
        Failed::Hash(words) => words.clone(),
    }
}

/// Whose it is and of which day, in letters that every system takes.
fn file_name(seller: &str, workspace: Workspace) -> String {
    let name: String = seller
        .to_lowercase()
        .chars()
        .map(|character| match character {
            'ä' | 'å' => 'a',
            'ö' => 'o',
            other if other.is_ascii_alphanumeric() => other,
            _ => '-',
        })
        .collect();
    let name: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    let day = workspace.today();
    if name.is_empty() {
        format!("lasku-{day}.json")
    } else {
        format!("lasku-{}-{day}.json", name.join("-"))
    }
}
