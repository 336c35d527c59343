//! Beside the queue: promises, and how long callers waited today.

use super::{case_title, use_desk, waiting::clock};
use crate::app::{
    components::{Badge, DataList, DateView, Datum, Section, Tone},
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::care::waiting::{WaitFigures, waits_of};
use crate::money::Percent;
use leptos::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Promises, and the waits of today.
#[component]
pub fn Aside() -> impl IntoView {
    view! {
        <Promises/>
        <Waiting/>
        <WaitsToday/>
    }
}

#[component]
fn Promises() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let desk = use_desk();
    let promises = Memo::new(move |_| desk.queue.with(|queue| queue.promises.clone()));
    let rows = move || {
        let today = workspace.today();
        promises
            .get()
            .into_iter()
            .map(|promise| {
                let (case, by) = (promise.case, promise.by);
                let late = (by < today)
                    .then(|| view! { <Badge tone=Tone::Bad>{t!(i18n, desk.promise_late)}</Badge> });
                view! {
                    <li class="desk-promise">
                        <a href=Route::Case(case).href()>{promise.what}</a>
                        <span class="desk-detail">
                            {move || case_title(workspace, i18n, case)}" · "<DateView day=by/>" "{late}
                        </span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !promises.read().is_empty()>
            <Section title=move || t_string!(i18n, desk.promises)><ul class="desk-promises">{rows}</ul></Section>
        </Show>
    }
}

/// Discounts that wait for a decision, and letters that wait to be sent.
#[component]
fn Waiting() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let desk = use_desk();
    let approvals = Memo::new(move |_| desk.queue.with(|queue| queue.approvals.len()));
    let letters = Memo::new(move |_| {
        workspace.with(|book| {
            let unsent = book
                .letters
                .values()
                .filter(|letter| letter.sent.is_empty());
            let mut unsent: Vec<_> = unsent.map(|letter| (letter.on, letter.id)).collect();
            unsent.sort();
            unsent
        })
    });
    let is_any = move || approvals.get() > 0 || !letters.read().is_empty();
    let first = move || {
        let (_, id) = letters.read().first().copied()?;
        let count = letters.read().len();
        Some(view! {
            <li><a href=Route::Letter(id).href()>{t_string!(i18n, desk.letters_wait, count = count).to_string()}</a></li>
        })
    };
    let asked = move || {
        let count = approvals.get();
        (count > 0).then(|| {
            view! {
                <li><a href=Route::Approvals.href()>{t_string!(i18n, desk.approvals_wait, count = count).to_string()}</a></li>
            }
        })
    };
    view! {
        <Show when=is_any>
            <Section title=move || t_string!(i18n, desk.waits_here)>
                <ul class="plain-rows">{asked}{first}</ul>
            </Section>
        </Show>
    }
}

/// How long callers waited today: the percentile and the longest waiting now say more than the mean.
#[component]
fn WaitsToday() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let desk = use_desk();
    let format = use_format();
    let figures = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            let policy = book.policy();
            let waits = waits_of(book.cases.values(), &policy.hours.zone, today);
            WaitFigures::of(&waits, policy.targets.short_abandon)
        })
    });
    let longest_now = move || {
        desk.queue.with(|queue| {
            let first = queue.ringing.first()?;
            Some((desk.now.get() - first.since).num_seconds().max(0))
        })
    };
    let seconds = |value: Option<Decimal>| {
        let whole = value.and_then(|value| value.round().to_i64());
        whole.map_or_else(|| "–".to_owned(), clock)
    };
    let within = move || {
        let share = figures.with(|figures| figures.within_of_offered(150));
        share
            .and_then(|share| Percent::new((share * Decimal::ONE_HUNDRED).round()).ok())
            .map_or_else(|| "–".to_owned(), |percent| format.get().percent(percent))
    };
    view! {
        <Section title=move || t_string!(i18n, desk.waits_today)>
            <DataList>
                <Datum name=move || t_string!(i18n, desk.longest_now)>
                    {move || longest_now().map_or_else(|| "–".to_owned(), clock)}
                </Datum>
                <Datum name=move || t_string!(i18n, desk.offered)>{move || figures.with(|it| it.offered)}</Datum>
                <Datum name=move || t_string!(i18n, desk.answered)>{move || figures.with(|it| it.answered)}</Datum>
                <Datum name=move || t_string!(i18n, desk.given_up)>{move || figures.with(|it| it.abandoned)}</Datum>
                <Datum name=move || t_string!(i18n, desk.called_back)>{move || figures.with(|it| it.call_backs)}</Datum>
                <Datum name=move || t_string!(i18n, desk.p95)>{move || figures.with(|it| seconds(it.percentile(95)))}</Datum>
                <Datum name=move || t_string!(i18n, desk.within)>{within}</Datum>
            </DataList>
            <p class="section-note">
                {move || {
                    let seconds = workspace.with(|book| book.policy().targets.short_abandon);
                    t_string!(i18n, desk.waits_rule, count = seconds).to_string()
                }}
            </p>
        </Section>
    }
}
