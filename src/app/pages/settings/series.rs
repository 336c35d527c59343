//! Number series: the pattern, the next number, and which one this device uses.

use crate::app::{
    components::{
        Actions, Badge, Button, ButtonKind, CheckField, Dialog, ErrorSummary, Section, Symbol,
        TextField, TextKind, Tone,
    },
    locale::{Locale, t, t_string, td_string, use_i18n},
    pages::{
        form::{Fault, Faults},
        role_note::{RoleNote, falls_short},
    },
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::desk::role::Role;
use crate::billing::id::SeriesId;
use crate::billing::numbering::{NumberSeries, free_pattern};
use crate::billing::refusal::Field;
use leptos::{prelude::*, task::spawn_local};

const NAME: &str = "series-name";
const PATTERN: &str = "series-pattern";
const NEXT: &str = "series-next";

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        NAME => td_string!(locale, settings.series_name).to_string(),
        PATTERN => td_string!(locale, settings.pattern).to_string(),
        NEXT => td_string!(locale, settings.next_sequence).to_string(),
        _ => String::new(),
    }
}

fn place_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Name => Some(NAME),
        Field::Pattern => Some(PATTERN),
        Field::Next => Some(NEXT),
        _ => None,
    }
}

/// The list of series, and the dialog that adds or changes one.
#[component]
pub fn SeriesSection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let falls_short = falls_short(workspace, Role::Owner);
    let open = RwSignal::new(false);
    let edited = RwSignal::new(None::<SeriesId>);
    let all = move || workspace.with(|book| book.series.values().cloned().collect::<Vec<_>>());
    let edit = move |series: Option<SeriesId>| {
        edited.set(series);
        open.set(true);
    };
    let row = move |series: NumberSeries| {
        let id = series.id;
        let is_used_here = move || workspace.series() == id;
        let next = series.clone();
        view! {
            <tr>
                <th scope="row">{series.name.clone()}</th>
                <td><code>{series.pattern.clone()}</code></td>
                <td>{move || next.peek(workspace.today())}</td>
                <td>
                    <Show
                        when=is_used_here
                        fallback=move || (!series.retired).then(|| view! {
                            <Button kind=ButtonKind::Quiet on_press=move |()| workspace.choose_series(id)>{t!(i18n, settings.use_here)}</Button>
                        })
                    >
                        <Badge tone=Tone::Good>{t!(i18n, settings.used_here)}</Badge>
                    </Show>
                </td>
                <td class="amount"><Button kind=ButtonKind::Quiet disabled=falls_short on_press=move |()| edit(Some(id))>{t!(i18n, words.edit)}</Button></td>
            </tr>
        }
    };
    view! {
        <Section title=move || t_string!(i18n, settings.series) note=move || t_string!(i18n, settings.series_note)>
            <RoleNote needs=Role::Owner/>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, settings.series)>
                <table class="simple-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, settings.series_name)}</th>
                            <th scope="col">{t!(i18n, settings.pattern)}</th>
                            <th scope="col">{t!(i18n, settings.next_number)}</th>
                            <th scope="col">{t!(i18n, settings.this_device)}</th>
                            <th scope="col"><span class="heard">{t!(i18n, words.edit)}</span></th>
                        </tr>
                    </thead>
                    <tbody>{move || all().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <div class="actions">
                <Button symbol=Symbol::Plus disabled=falls_short on_press=move |()| edit(None)>{t!(i18n, settings.add_series)}</Button>
            </div>
        </Section>
        <Dialog title=move || t_string!(i18n, settings.series) open>
            {move || open.get().then(|| view! { <SeriesForm edited=edited.get_untracked() open/> })}
        </Dialog>
    }
}

/// Name, pattern, yearly or not, next number.
#[component]
fn SeriesForm(
    /// The series to change; none adds one.
    edited: Option<SeriesId>,
    /// The dialog it stands in.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let before =
        edited.and_then(|id| workspace.with_untracked(|book| book.series.get(&id).cloned()));
    let series = before.unwrap_or_else(|| NumberSeries {
        name: String::new(),
        pattern: workspace.with_untracked(|book| free_pattern(book.series.values())),
        ..NumberSeries::initial(workspace.fresh_id())
    });
    let name = RwSignal::new(series.name.clone());
    let pattern = RwSignal::new(series.pattern.clone());
    let yearly = RwSignal::new(series.yearly);
    let next = RwSignal::new(series.next.to_string());
    let faults = Faults::new(i18n, field_name);
    let kept = series.clone();
    let typed = move || {
        Some(NumberSeries {
            name: name.get().trim().to_owned(),
            pattern: pattern.get().trim().to_owned(),
            yearly: yearly.get(),
            next: next.get().trim().parse().ok()?,
            ..series.clone()
        })
    };
    let typed = Memo::new(move |_| typed());
    let example = move || match typed.get() {
        Some(series) if series.check().is_ok() => series.peek(workspace.today()),
        _ => "–".into(),
    };
    let save = move || {
        let Some(series) = typed.get_untracked() else {
            faults.set(vec![(NEXT.to_owned(), Fault::WholeFrom { least: 1 })]);
            return;
        };
        spawn_local(async move {
            match workspace.dispatch(Command::ReviseSeries(series)).await {
                Ok(_) => {
                    open.set(false);
                    workspace.notify(Notice::Done(
                        t_string!(i18n, settings.series_saved).to_string(),
                    ));
                }
                Err(failure) => faults.fail(failure, place_of),
            }
        });
    };
    let has_numbers = kept.last_issued.is_some();
    view! {
        <form novalidate class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <ErrorSummary errors=faults.summary()/>
            <TextField id=NAME label=move || t_string!(i18n, settings.series_name) value=name required=true error=faults.at(NAME)/>
            <TextField id=PATTERN label=move || t_string!(i18n, settings.pattern) value=pattern hint=Signal::derive(move || t_string!(i18n, settings.pattern_hint).to_string()) required=true error=faults.at(PATTERN)/>
            <CheckField label=move || t_string!(i18n, settings.yearly) value=yearly/>
            <TextField id=NEXT kind=TextKind::Decimal label=move || t_string!(i18n, settings.next_sequence) value=next error=faults.at(NEXT)/>
            {has_numbers.then(|| view! { <p class="field-hint">{t!(i18n, settings.next_never_back)}</p> })}
            <p>{t!(i18n, settings.next_number)} ": " <strong>{example}</strong></p>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button submit=true kind=ButtonKind::Primary>{t!(i18n, words.save)}</Button>
            </Actions>
        </form>
    }
}
