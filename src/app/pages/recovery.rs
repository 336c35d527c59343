//! What stands in a page's place while the records are not there: what is the matter, and the ways out of it.

use crate::app::{
    components::{
        Button, ButtonKind, ConfirmDialog, LinkButton, Notice, PageHeader, Section, ShortTable,
        Symbol, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    wording,
    workspace::{Notice as Message, Stage, use_workspace},
};
use crate::store::StoreError;
use crate::store::mark::{Mark, Verdict};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page of a workspace that is not ready.
#[component]
pub fn StagePage() -> impl IntoView {
    let workspace = use_workspace();
    move || match workspace.stage() {
        Stage::Opening | Stage::Ready => view! { <Opening/> }.into_any(),
        Stage::Blocked => view! { <Blocked/> }.into_any(),
        Stage::NewerVersion => view! { <NewerVersion/> }.into_any(),
        Stage::Recovery(verdict) => view! { <Recovery verdict/> }.into_any(),
        Stage::Failed(error) => view! { <Failed error/> }.into_any(),
    }
}

#[component]
fn Opening() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=move || t_string!(i18n, workspace.opening_title).to_owned()/>
        <p role="status">{t!(i18n, workspace.opening_text)}</p>
    }
}

#[component]
fn Blocked() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    view! {
        <PageHeader title=move || t_string!(i18n, workspace.blocked_title).to_owned()/>
        <Notice tone=Tone::Warn>{t!(i18n, workspace.blocked_text)}</Notice>
        <Ways>
            <Button kind=ButtonKind::Primary on_press=move |()| workspace.begin()>
                {t!(i18n, workspace.try_again)}
            </Button>
        </Ways>
    }
}

#[component]
fn NewerVersion() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=move || t_string!(i18n, workspace.newer_title).to_owned()/>
        <Notice tone=Tone::Warn>{t!(i18n, workspace.newer_text)}</Notice>
        <Ways><ReloadButton/></Ways>
    }
}

#[component]
fn Failed(error: StoreError) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let can_be_saved = matches!(error, StoreError::Damaged { .. });
    let text = move || wording::store_error_text(i18n, &error);
    view! {
        <PageHeader title=move || t_string!(i18n, workspace.failed_title).to_owned()/>
        <Notice tone=Tone::Bad>{text}</Notice>
        <Ways>
            {can_be_saved.then(|| view! {
                <LinkButton route=Route::Files kind=ButtonKind::Primary>{t!(i18n, workspace.open_files)}</LinkButton>
            })}
            <Button on_press=move |()| workspace.begin()>{t!(i18n, workspace.try_again)}</Button>
            <ReloadButton/>
        </Ways>
    }
}

/// The buttons below what is said.
#[component]
fn Ways(children: Children) -> impl IntoView {
    view! { <div class="actions stage-ways">{children()}</div> }
}

#[component]
fn ReloadButton() -> impl IntoView {
    let i18n = use_i18n();
    let reload = move |()| {
        if let Err(error) = window().location().reload() {
            leptos::logging::warn!("the page could not be loaded again: {error:?}");
        }
    };
    view! { <Button on_press=reload>{t!(i18n, workspace.reload)}</Button> }
}

/// What the mark and the database say.
#[derive(Clone, PartialEq, Eq)]
struct Findings {
    mark: Mark,
    found: Option<Mark>,
    is_other_book: bool,
}

impl Findings {
    fn of(verdict: Verdict) -> Option<Findings> {
        match verdict {
            Verdict::Fine | Verdict::New => None,
            Verdict::Lost { mark } => Some(Findings {
                mark,
                found: None,
                is_other_book: false,
            }),
            Verdict::Behind { mark, found } => Some(Findings {
                mark,
                found: Some(found),
                is_other_book: false,
            }),
            Verdict::OtherBook { mark, found } => Some(Findings {
                mark,
                found: Some(found),
                is_other_book: true,
            }),
        }
    }
}

/// Records are missing: three ways out, and nothing changes until one is chosen.
#[component]
fn Recovery(verdict: Verdict) -> impl IntoView {
    let i18n = use_i18n();
    let findings = Findings::of(verdict);
    view! {
        <PageHeader title=move || t_string!(i18n, workspace.recovery.title).to_owned()/>
        {findings.map(|findings| view! {
            <WhatIsMissing findings=findings.clone()/>
            <Known findings=findings.clone()/>
            <WaysOut is_empty=findings.found.is_none()/>
        })}
    }
}

#[component]
fn WhatIsMissing(findings: Findings) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let text = move || {
        let number = |count: u64| {
            format
                .get()
                .number(usize::try_from(count).unwrap_or(usize::MAX))
        };
        let mark = &findings.mark;
        match &findings.found {
            None => t_string!(
                i18n,
                workspace.recovery.lost,
                documents = number(mark.documents)
            )
            .to_string(),
            Some(_) if findings.is_other_book => {
                t_string!(i18n, workspace.recovery.other_book).to_owned()
            }
            Some(found) => t_string!(
                i18n,
                workspace.recovery.behind,
                found = number(found.documents),
                found_entries = number(found.journal.sequence),
                documents = number(mark.documents),
                entries = number(mark.journal.sequence)
            )
            .to_string(),
        }
    };
    view! {
        <Notice tone=Tone::Bad>
            <p>{text}</p>
            <p>{t!(i18n, workspace.recovery.safe)}</p>
        </Notice>
    }
}

/// What was known against what was found, figure by figure.
#[component]
fn Known(findings: Findings) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let rows = move || {
        let number = |count: u64| {
            format
                .get()
                .number(usize::try_from(count).unwrap_or(usize::MAX))
        };
        let (mark, found) = (&findings.mark, &findings.found);
        let nothing = || t_string!(i18n, workspace.recovery.nothing).to_owned();
        let mut rows = vec![
            (
                t_string!(i18n, workspace.recovery.documents).to_owned(),
                number(mark.documents),
                found
                    .as_ref()
                    .map_or_else(nothing, |found| number(found.documents)),
            ),
            (
                t_string!(i18n, workspace.recovery.entries).to_owned(),
                number(mark.journal.sequence),
                found
                    .as_ref()
                    .map_or_else(nothing, |found| number(found.journal.sequence)),
            ),
        ];
        for (id, place) in &mark.series {
            let name = workspace.with(|book| book.series.get(id).map(|series| series.name.clone()));
            let name = name.unwrap_or_else(|| "?".to_owned());
            let there = found.as_ref().and_then(|found| found.series.get(id));
            rows.push((
                t_string!(i18n, workspace.recovery.series, name = name).to_string(),
                number(place.next),
                there.map_or_else(nothing, |there| number(there.next)),
            ));
        }
        rows.into_iter()
            .map(|(name, known, found)| {
                view! {
                    <tr><th scope="row">{name}</th><td class="amount">{known}</td><td class="amount">{found}</td></tr>
                }
            })
            .collect_view()
    };
    view! {
        <div class="recovery-known">
            <ShortTable label=move || t_string!(i18n, workspace.recovery.title).to_owned()>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col" class="amount">{t!(i18n, workspace.recovery.known)}</th>
                        <th scope="col" class="amount">{t!(i18n, workspace.recovery.found)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ShortTable>
        </div>
    }
}

#[component]
fn WaysOut(is_empty: bool) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let asks = RwSignal::new(false);
    let accept = move |()| {
        spawn_local(async move {
            match workspace.accept_recovery().await {
                Ok(()) => {
                    let text = t_string!(i18n, workspace.recovery.accepted).to_owned();
                    workspace.notify(Message::Done(text));
                    if is_empty {
                        let text = t_string!(i18n, workspace.recovery.check_pattern).to_owned();
                        workspace.notify(Message::Failed(text));
                    }
                }
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    view! {
        <Section
            title=move || t_string!(i18n, workspace.recovery.restore_title).to_owned()
            note=move || t_string!(i18n, workspace.recovery.restore_text).to_owned()
        >
            <div class="actions">
                <LinkButton route=Route::Files kind=ButtonKind::Primary symbol=Symbol::Upload>
                    {t!(i18n, workspace.recovery.restore)}
                </LinkButton>
            </div>
        </Section>
        {(!is_empty).then(|| view! {
            <Section
                title=move || t_string!(i18n, workspace.recovery.save_title).to_owned()
                note=move || t_string!(i18n, workspace.recovery.save_text).to_owned()
            >
                <div class="actions">
                    <LinkButton route=Route::Files symbol=Symbol::Download>{t!(i18n, workspace.recovery.save)}</LinkButton>
                </div>
            </Section>
        })}
        <Section
            title=move || t_string!(i18n, workspace.recovery.accept_title).to_owned()
            note=move || t_string!(i18n, workspace.recovery.accept_text).to_owned()
        >
            <div class="actions">
                <Button kind=ButtonKind::Danger on_press=move |()| asks.set(true)>{t!(i18n, workspace.recovery.accept)}</Button>
            </div>
        </Section>
        <ConfirmDialog
            title=move || t_string!(i18n, workspace.recovery.accept_question).to_owned()
            text=move || t_string!(i18n, workspace.recovery.accept_warning).to_owned()
            confirm=move || t_string!(i18n, workspace.recovery.accept).to_owned()
            open=asks
            on_confirm=accept
        />
    }
}
