//! Opening a file: looked at first, then in the place of the present book or beside it, whole or not at all.

use super::inspection::{Contents, PlanText};
use super::save::{WorkProgress, failed_text, save_backup};
use crate::app::{
    components::{Button, ButtonKind, CheckField, ConfirmDialog, FileDrop, Notice, Section, Tone},
    locale::{I18n, t, t_string, td_string, use_i18n},
    long_work::{Ended, LongWork},
    workspace::{Notice as Message, Workspace, use_workspace},
};
use crate::billing::numbering::NumberSeries;
use crate::exchange::backup::ImportMode;
use crate::store::indexed_db::kept_mark;
use crate::worker::copy_in::{Inspection, Opener};
use crate::worker::protocol::{Reply, Request};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

/// How far opening a file has come.
#[derive(Clone)]
enum Opening {
    /// No file yet.
    Waiting,
    /// The file is being looked at, or taken in.
    Working(&'static str),
    /// The file was looked at.
    LookedAt(File, Box<Inspection>),
    /// It can't be read at all.
    Failed(String),
}

/// The section.
#[component]
pub fn OpenSection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let work = StoredValue::new_local(LongWork::new());
    let progress = RwSignal::new(None::<(u64, u64)>);
    let opening = RwSignal::new_local(Opening::Waiting);
    on_cleanup(move || work.with_value(LongWork::stop));
    let look = move |file: File| {
        opening.set(Opening::Working("looking"));
        progress.set(None);
        spawn_local(async move {
            let work = work.get_value();
            let tell = move |done, total| progress.set(Some((done, total)));
            let ended = work.run(&Request::Inspect, Some(&file), tell).await;
            opening.set(match ended {
                Ended::Stopped => Opening::Waiting,
                Ended::Broken(words) => {
                    Opening::Failed(t_string!(i18n, files.broken, words = words).to_string())
                }
                Ended::Answered(reply, _) => match *reply {
                    Reply::Inspected(inspection) => Opening::LookedAt(file, inspection),
                    Reply::Failed(failed) => Opening::Failed(failed_text(i18n, &failed)),
                    _ => Opening::Waiting,
                },
            });
        });
    };
    let take = move |(mode, save_first): (ImportMode, bool)| {
        let Opening::LookedAt(file, inspection) = opening.get_untracked() else {
            return;
        };
        opening.set(Opening::Working("taking"));
        progress.set(None);
        spawn_local(async move {
            let work = work.get_value();
            let tell = move |done, total| progress.set(Some((done, total)));
            let taken = take_in(workspace, i18n, &work, &file, mode, save_first, tell).await;
            match taken {
                Ok(taken @ (Taken::Whole | Taken::NumbersRaised)) => {
                    opening.set(Opening::Waiting);
                    if taken == Taken::NumbersRaised {
                        let text = t_string!(i18n, files.numbers_kept).to_owned();
                        workspace.notify(Message::Failed(text));
                    }
                    workspace.notify(Message::Done(t_string!(i18n, files.opened).to_owned()));
                }
                Ok(Taken::Stopped) => opening.set(Opening::LookedAt(file, inspection)),
                Err(text) => opening.set(Opening::Failed(text)),
            }
        });
    };
    let body = move || match opening.get() {
        Opening::Waiting => view! { <Choose look/> }.into_any(),
        Opening::Working(what) => {
            let label = move || match what {
                "looking" => t_string!(i18n, files.looking).to_owned(),
                _ => t_string!(i18n, files.taking).to_owned(),
            };
            view! { <WorkProgress label progress work/> }.into_any()
        }
        Opening::LookedAt(file, inspection) => view! {
            <LookedAt
                name=file.name()
                inspection=*inspection
                take
                leave=move |()| opening.set(Opening::Waiting)
            />
        }
        .into_any(),
        Opening::Failed(text) => view! {
            <Notice tone=Tone::Bad>{text}</Notice>
            <Choose look/>
        }
        .into_any(),
    };
    view! {
        <Section title=move || t_string!(i18n, files.open_title) note=move || t_string!(i18n, files.open_note)>
            {body}
        </Section>
    }
}

#[component]
fn Choose(look: impl Fn(File) + Copy + 'static) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <FileDrop
            label=move || t_string!(i18n, files.choose).to_owned()
            accept=".json,application/json"
            on_file=move |file: File| look(file)
        />
    }
}

/// What was found, and what can be done with it.
#[component]
fn LookedAt(
    name: String,
    inspection: Inspection,
    #[prop(into)] take: UnsyncCallback<(ImportMode, bool)>,
    #[prop(into)] leave: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let save_first = RwSignal::new(true);
    let open = RwSignal::new(false);
    let (replace, add) = (inspection.replace.clone(), inspection.add.clone());
    let (can_replace, can_add) = (replace.is_possible(), add.is_possible());
    let take_with = move |mode: ImportMode| take.run((mode, save_first.get_untracked()));
    // A callback that a dialog keeps must be able to travel; what it calls stays here.
    let take_with = StoredValue::new_local(take_with);
    let is_usable = can_replace || can_add;
    view! {
        <Contents name inspection/>
        {is_usable.then(|| view! {
            <CheckField
                label=move || t_string!(i18n, files.save_first).to_owned()
                hint=move || t_string!(i18n, files.save_first_hint).to_owned()
                value=save_first
            />
        })}
        <div class="file-ways">
            <div class="file-way">
                <h3>{t!(i18n, files.replace)}</h3>
                <PlanText plan=replace/>
                <Button kind=ButtonKind::Danger disabled=!can_replace on_press=move |()| open.set(true)>
                    {t!(i18n, files.replace_button)}
                </Button>
            </div>
            <div class="file-way">
                <h3>{t!(i18n, files.add)}</h3>
                <PlanText plan=add/>
                <Button disabled=!can_add on_press=move |()| take_with.with_value(|take| take(ImportMode::Add))>
                    {t!(i18n, files.add_button)}
                </Button>
            </div>
        </div>
        <div class="actions"><Button kind=ButtonKind::Quiet on_press=leave>{t!(i18n, files.leave)}</Button></div>
        <ConfirmDialog
            title=move || t_string!(i18n, files.replace_question).to_owned()
            text=move || t_string!(i18n, files.replace_warning).to_owned()
            confirm=move || t_string!(i18n, files.replace_button).to_owned()
            open
            on_confirm=move |()| take_with.with_value(|take| take(ImportMode::Replace))
        />
    }
}

/// What became of a file that was to be taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Taken {
    /// A person stopped it.
    Stopped,
    /// It is in.
    Whole,
    /// It is in, and its series go on behind numbers that were given here since.
    NumbersRaised,
}

/// Saves the present state if asked to, then takes the file in.
async fn take_in(
    workspace: Workspace,
    i18n: I18n,
    work: &LongWork,
    file: &File,
    mode: ImportMode,
    save_first: bool,
    progress: impl Fn(u64, u64) + Clone + 'static,
) -> Result<Taken, String> {
    let locale = i18n.get_locale_untracked();
    let is_there = workspace.with_untracked(|book| !book.id.is_nil());
    if save_first && is_there && !save_backup(workspace, i18n, work, progress.clone()).await? {
        return Ok(Taken::Stopped);
    }
    let opener = Opener {
        author: workspace.author(),
        at: workspace.now(),
        given: numbers_given(workspace),
    };
    let request = Request::Open { mode, opener };
    match work.run(&request, Some(file), progress).await {
        Ended::Stopped => Ok(Taken::Stopped),
        Ended::Broken(words) => Err(td_string!(locale, files.broken, words = words).to_string()),
        Ended::Answered(reply, _) => match *reply {
            Reply::Opened(mark) => {
                workspace
                    .adopt()
                    .await
                    .map_err(|error| crate::app::wording::store_error_text(i18n, &error))?;
                // The worker writes one entry behind those of the file when it raises the numbers, and none otherwise.
                let entries = workspace.with_untracked(|book| book.journal.sequence);
                let is_raised = mark.is_some_and(|mark| mark.journal.sequence < entries);
                Ok(if is_raised {
                    Taken::NumbersRaised
                } else {
                    Taken::Whole
                })
            }
            Reply::Failed(failed) => Err(failed_text(i18n, &failed)),
            _ => Ok(Taken::Stopped),
        },
    }
}

/// The series as far as they had come here, in the book or by the mark.
fn numbers_given(workspace: Workspace) -> Vec<NumberSeries> {
    let mut series: Vec<NumberSeries> =
        workspace.with_untracked(|book| book.series.values().cloned().collect());
    match kept_mark::read() {
        Ok(Some(mark)) => {
            for (id, place) in mark.series {
                let known = series.iter_mut().find(|series| series.id == id);
                let mut fresh = NumberSeries::initial(id);
                let series_of = known.unwrap_or(&mut fresh);
                if place.last_issued >= series_of.last_issued {
                    series_of.next = series_of.next.max(place.next);
                    series_of.raised_from = None;
                    series_of.last_issued = place.last_issued;
                }
                if fresh.last_issued.is_some() {
                    series.push(fresh);
                }
            }
        }
        Ok(None) => {}
        Err(error) => leptos::logging::warn!("the mark can't be read: {error}"),
    }
    series
}
