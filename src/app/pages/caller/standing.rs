//! How surely it is known who is on the line, until when, and what may be done meanwhile.

use super::Line;
use crate::app::{
    components::{Button, Icon, Symbol, Tone},
    locale::{t, t_string, use_i18n},
    wording::{level_name, recognition_name},
    workspace::use_workspace,
};
use crate::billing::desk::caller::Level;
use crate::care::case::Recognition;
use crate::care::command::Command;
use leptos::{prelude::*, task::spawn_local};

/// The level in large letters, what it allows, and how long it lasts.
#[component]
pub fn StandingCard(line: Line, known: Memo<Recognition>) -> impl IntoView {
    let i18n = use_i18n();
    let level = Memo::new(move |_| known.get().level);
    let has_lapsed = Memo::new(move |_| known.get().has_lapsed);
    let method = Memo::new(move |_| known.get().method);
    let tone = move || match level.get() {
        Level::L0 => Tone::Neutral,
        Level::L1 => Tone::Info,
        Level::L2 | Level::L3 => Tone::Good,
    };
    let symbol = Signal::derive(move || match level.get() {
        Level::L0 => Symbol::Person,
        Level::L1 => Symbol::Invoice,
        Level::L2 | Level::L3 => Symbol::Check,
    });
    let allows = move || match level.get() {
        Level::L0 => t_string!(i18n, caller.allows_l0),
        Level::L1 => t_string!(i18n, caller.allows_l1),
        Level::L2 => t_string!(i18n, caller.allows_l2),
        Level::L3 => t_string!(i18n, caller.allows_l3),
    };
    view! {
        <div class=move || format!("caller-standing {}", tone().class())>
            <p class="caller-level" role="status">
                {move || view! { <Icon symbol=symbol.get()/> }}
                <span>{move || level_name(i18n, level.get())}</span>
            </p>
            {move || method.get().map(|method| view! {
                <p class="caller-how">{recognition_name(i18n, method)}</p>
            })}
            <Show when=move || has_lapsed.get()>
                <p class="caller-how">{t!(i18n, caller.lapsed)}</p>
            </Show>
            <p>{allows}</p>
            <Lasts line known/>
        </div>
    }
}

/// The time left, and the button that begins it anew.
#[component]
fn Lasts(line: Line, known: Memo<Recognition>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let left = Memo::new(move |_| {
        let until = known.get().until?;
        Some((until - line.now.get()).num_seconds().max(0))
    });
    let is_lasting = Memo::new(move |_| left.get().is_some());
    let clock = move || {
        let left = left.get().unwrap_or_default();
        format!("{}:{:02}", left / 60, left % 60)
    };
    let stay = move || {
        spawn_local(async move {
            match workspace.dispatch(Command::StillThere(line.case)).await {
                Ok(_) => line.now.set(workspace.now()),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    view! {
        <Show when=move || is_lasting.get()>
            <div class="caller-lasts">
                <p>{t!(i18n, caller.lasts)} " " <strong class="caller-clock">{clock}</strong></p>
                <Show when=move || line.is_on_call()>
                    <Button on_press=move |()| stay()>{t!(i18n, caller.still_there)}</Button>
                </Show>
            </div>
        </Show>
    }
}
