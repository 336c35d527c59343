//! How customers are cared for: opening hours, targets, how callers are recognised, and who may give what.

mod model;
mod rules;

use crate::app::{
    components::{
        Button, ButtonKind, CheckField, ErrorSummary, MoneyField, PercentField, QuantityField,
        Section, Symbol, TextArea, TextField, TextKind,
    },
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::{
        form::Faults,
        role_note::{RoleNote, falls_short},
    },
    unsaved::use_unsaved,
    wording::role_name,
    workspace::{Notice, use_workspace},
};
use crate::billing::desk::role::Role;
use crate::calendar::finnish_holidays;
use crate::care::command::Command;
use chrono::Datelike;
use leptos::{prelude::*, task::spawn_local};
use model::{IdentityForm, LimitsForm, PolicyForm, TargetsForm, id, place_of};
use rules::Rules;

/// Names of the weekdays, Monday first.
fn weekday_name(locale: Locale, day: usize) -> String {
    match day {
        0 => td_string!(locale, settings.monday),
        1 => td_string!(locale, settings.tuesday),
        2 => td_string!(locale, settings.wednesday),
        3 => td_string!(locale, settings.thursday),
        4 => td_string!(locale, settings.friday),
        5 => td_string!(locale, settings.saturday),
        _ => td_string!(locale, settings.sunday),
    }
    .to_owned()
}

fn field_name(locale: Locale, field: &str) -> String {
    if let Some(part) = field.strip_prefix("policy-rule-") {
        let part = part.split_once('-').map_or(part, |(_, part)| part);
        return rules::field_name(locale, part);
    }
    if let Some(day) = field.strip_prefix("policy-day-") {
        return weekday_name(locale, day.parse().unwrap_or_default());
    }
    match field {
        id::ZONE => td_string!(locale, settings.zone),
        id::HOLIDAYS => td_string!(locale, settings.holidays),
        id::DISPUTE_FIRST => td_string!(locale, settings.dispute_first),
        id::DISPUTE_SETTLED => td_string!(locale, settings.dispute_settled),
        id::OTHER_FIRST => td_string!(locale, settings.other_first),
        id::OTHER_SETTLED => td_string!(locale, settings.other_settled),
        id::WARN_AT => td_string!(locale, settings.warn_at),
        id::CALL_BACK => td_string!(locale, settings.call_back_minutes),
        id::SHORT_ABANDON => td_string!(locale, settings.short_abandon),
        id::REOPEN => td_string!(locale, settings.reopen_days),
        id::WAITS => td_string!(locale, settings.waits),
        id::LOCKS_AT => td_string!(locale, settings.locks_at),
        id::IDLE => td_string!(locale, settings.idle_seconds),
        id::UNCHANGED => td_string!(locale, settings.unchanged_days),
        id::FACT_BITS => td_string!(locale, settings.fact_bits),
        id::FLOOR => td_string!(locale, settings.margin_floor),
        id::BUDGET => td_string!(locale, settings.budget),
        id::APPROVAL => td_string!(locale, settings.approval_hours),
        id::OFFER_DAYS => td_string!(locale, settings.offer_days),
        _ => "",
    }
    .to_owned()
}

/// The form.
#[component]
pub fn PolicySection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let format = use_format();
    let unsaved = use_unsaved();
    let faults = Faults::new(i18n, field_name);
    let style = format.get_untracked().decimal_style();
    let form = workspace.with_untracked(|book| PolicyForm::of(&book.policy(), style));
    let is_saving = RwSignal::new(false);
    let falls_short = falls_short(workspace, Role::Manager);
    let save = move || match form.read(format.get_untracked().decimal_style()) {
        Err(found) => faults.set(found),
        Ok(policy) => {
            faults.clear();
            is_saving.set(true);
            spawn_local(async move {
                match workspace.dispatch(Command::RevisePolicy(policy)).await {
                    Ok(_) => {
                        unsaved.clear();
                        workspace.notify(Notice::Done(
                            t_string!(i18n, settings.policy_saved).to_owned(),
                        ));
                    }
                    Err(failure) => faults.fail(failure, place_of),
                }
                is_saving.set(false);
            });
        }
    };
    view! {
        <Section title=move || t_string!(i18n, settings.policy) note=move || t_string!(i18n, settings.policy_note)>
            <RoleNote needs=Role::Manager/>
            <form novalidate class="form policy-form" data-unsaved="" on:submit=move |event| { event.prevent_default(); save(); }>
                <ErrorSummary errors=faults.summary()/>
                <Hours form faults/>
                <Targets form=form.targets faults/>
                <IdentityFields form=form.identity faults/>
                <Discounts form faults/>
                <Rules rules=form.rules limits=form.limits currency=form.currency faults/>
                <div class="actions">
                    <Button submit=true kind=ButtonKind::Primary disabled=Signal::derive(move || is_saving.get() || falls_short.get())>{t!(i18n, settings.save_policy)}</Button>
                </div>
            </form>
        </Section>
    }
}

/// One group of fields under its name.
#[component]
fn Group(#[prop(into)] name: Signal<String>, children: Children) -> impl IntoView {
    view! {
        <fieldset class="form-group">
            <legend class="form-group-head">{name}</legend>
            {children()}
        </fieldset>
    }
}

/// A whole number.
#[component]
fn Whole(
    id: &'static str,
    value: RwSignal<String>,
    faults: Faults,
    #[prop(into)] hint: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <TextField id kind=TextKind::Decimal label=move || field_name(i18n.get_locale(), id) value hint error=faults.at(id)/>
    }
}

/// Hours of work.
#[component]
fn WorkHours(id: &'static str, value: RwSignal<String>, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let unit = Signal::derive(move || t_string!(i18n, settings.hour_sign).to_owned());
    view! { <QuantityField id label=move || field_name(i18n.get_locale(), id) value unit error=faults.at(id)/> }
}

/// When the desk is open.
#[component]
fn Hours(form: PolicyForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let days = form
        .days
        .into_iter()
        .enumerate()
        .map(|(day, value)| {
            let id = id::of_day(day);
            view! {
                <TextField id=id.clone() label=move || weekday_name(i18n.get_locale(), day) value error=faults.at(id)/>
            }
        })
        .collect_view();
    let year = Memo::new(move |_| workspace.today().year());
    let add = move |year: i32| {
        form.holidays.update(|text| {
            let known: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
            let fresh = finnish_holidays(year)
                .into_iter()
                .map(|day| day.to_string());
            let mut lines: Vec<String> =
                known.into_iter().filter(|line| !line.is_empty()).collect();
            for day in fresh {
                if !lines.contains(&day) {
                    lines.push(day);
                }
            }
            *text = lines.join("\n");
        });
    };
    view! {
        <Group name=move || t_string!(i18n, settings.hours)>
            <p class="field-hint">{t!(i18n, settings.hours_hint)}</p>
            <div class="field-row">{days}</div>
            <TextField id=id::ZONE label=move || t_string!(i18n, settings.zone) value=form.zone hint=Signal::derive(move || t_string!(i18n, settings.zone_hint).to_owned()) error=faults.at(id::ZONE)/>
            <TextArea id=id::HOLIDAYS label=move || t_string!(i18n, settings.holidays) value=form.holidays hint=Signal::derive(move || t_string!(i18n, settings.holidays_hint).to_owned()) error=faults.at(id::HOLIDAYS) rows=4/>
            <div class="actions">
                {[0, 1].map(|ahead| view! {
                    <Button symbol=Symbol::Calendar on_press=move |()| add(year.get_untracked() + ahead)>
                        {move || td_string!(i18n.get_locale(), settings.add_holidays, year = (year.get() + ahead).to_string()).to_string()}
                    </Button>
                }).collect_view()}
            </div>
        </Group>
    }
}

/// By when cases are answered.
#[component]
fn Targets(form: TargetsForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let hint = move |text: fn(Locale) -> &'static str| {
        Signal::derive(move || text(i18n.get_locale()).to_owned())
    };
    view! {
        <Group name=move || t_string!(i18n, settings.targets)>
            <p class="field-hint">{t!(i18n, settings.targets_hint)}</p>
            <div class="field-row">
                <WorkHours id=id::DISPUTE_FIRST value=form.dispute_first faults/>
                <WorkHours id=id::DISPUTE_SETTLED value=form.dispute_settled faults/>
                <WorkHours id=id::OTHER_FIRST value=form.other_first faults/>
                <WorkHours id=id::OTHER_SETTLED value=form.other_settled faults/>
            </div>
            <div class="field-row">
                <Whole id=id::WARN_AT value=form.warn_at faults hint=hint(|locale| td_string!(locale, settings.warn_at_hint))/>
                <Whole id=id::CALL_BACK value=form.call_back faults hint=hint(|locale| td_string!(locale, settings.call_back_minutes_hint))/>
                <Whole id=id::SHORT_ABANDON value=form.short_abandon faults hint=hint(|locale| td_string!(locale, settings.short_abandon_hint))/>
                <Whole id=id::REOPEN value=form.reopen faults hint=hint(|locale| td_string!(locale, settings.reopen_days_hint))/>
            </div>
        </Group>
    }
}

/// How callers are recognised.
#[component]
fn IdentityFields(form: IdentityForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let hint = move |text: fn(Locale) -> &'static str| {
        Signal::derive(move || text(i18n.get_locale()).to_owned())
    };
    view! {
        <Group name=move || t_string!(i18n, settings.identity)>
            <div class="field-row">
                <TextField id=id::WAITS label=move || t_string!(i18n, settings.waits) value=form.waits hint=hint(|locale| td_string!(locale, settings.waits_hint)) error=faults.at(id::WAITS)/>
                <Whole id=id::LOCKS_AT value=form.locks_at faults hint=hint(|locale| td_string!(locale, settings.locks_at_hint))/>
                <Whole id=id::IDLE value=form.idle faults hint=hint(|locale| td_string!(locale, settings.idle_seconds_hint))/>
                <Whole id=id::UNCHANGED value=form.unchanged faults hint=hint(|locale| td_string!(locale, settings.unchanged_days_hint))/>
                <Whole id=id::FACT_BITS value=form.fact_bits faults hint=hint(|locale| td_string!(locale, settings.fact_bits_hint))/>
            </div>
            <CheckField label=move || t_string!(i18n, settings.refuses_facts) value=form.refuses_facts hint=hint(|locale| td_string!(locale, settings.refuses_facts_hint))/>
            <CheckField label=move || t_string!(i18n, settings.writes_notices) value=form.writes_notices hint=hint(|locale| td_string!(locale, settings.writes_notices_hint))/>
        </Group>
    }
}

/// Who may give what.
#[component]
fn Discounts(form: PolicyForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let currency = Signal::derive(move || form.currency);
    let hint = move |text: fn(Locale) -> &'static str| {
        Signal::derive(move || text(i18n.get_locale()).to_owned())
    };
    let roles = Role::ALL
        .into_iter()
        .zip(form.limits)
        .map(|(role, limits)| view! { <Limits role limits currency=form.currency faults/> })
        .collect_view();
    view! {
        <Group name=move || t_string!(i18n, settings.discounts)>
            <p class="field-hint">{t!(i18n, settings.discounts_hint)}</p>
            {roles}
            <div class="field-row">
                <PercentField id=id::FLOOR label=move || t_string!(i18n, settings.margin_floor) value=form.floor hint=hint(|locale| td_string!(locale, settings.margin_floor_hint)) error=faults.at(id::FLOOR)/>
                <MoneyField id=id::BUDGET label=move || t_string!(i18n, settings.budget) value=form.budget currency hint=hint(|locale| td_string!(locale, settings.budget_hint)) error=faults.at(id::BUDGET)/>
                <WorkHours id=id::APPROVAL value=form.approval faults/>
                <Whole id=id::OFFER_DAYS value=form.offer_days faults hint=hint(|locale| td_string!(locale, settings.offer_days_hint))/>
            </div>
            <TextArea label=move || t_string!(i18n, settings.reasons) value=form.reasons hint=hint(|locale| td_string!(locale, settings.reasons_hint)) rows=3/>
        </Group>
    }
}

/// The limits of one role.
#[component]
fn Limits(
    role: Role,
    limits: LimitsForm,
    currency: crate::money::Currency,
    faults: Faults,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="policy-role" role="group" aria-label=move || role_name(i18n, role)>
            <p class="policy-role-name">{move || role_name(i18n, role)}</p>
            <LimitFields at=move |part: &str| id::of_limit(role, part) limits currency faults/>
        </div>
    }
}

/// The fields of limits; `at` names them.
#[component]
fn LimitFields<F>(
    at: F,
    limits: LimitsForm,
    currency: crate::money::Currency,
    faults: Faults,
) -> impl IntoView
where
    F: Fn(&str) -> String + 'static,
{
    let i18n = use_i18n();
    let currency = Signal::derive(move || currency);
    view! {
        <div class="field-row">
            <PercentField id=at("percent") label=move || t_string!(i18n, settings.limit_percent) value=limits.percent error=faults.at(at("percent"))/>
            <TextField id=at("months") kind=TextKind::Decimal label=move || t_string!(i18n, settings.limit_months) value=limits.months error=faults.at(at("months"))/>
            <MoneyField id=at("total") label=move || t_string!(i18n, settings.limit_total) value=limits.total currency error=faults.at(at("total"))/>
            <TextField id=at("grants") kind=TextKind::Decimal label=move || t_string!(i18n, settings.limit_grants) value=limits.grants error=faults.at(at("grants"))/>
        </div>
    }
}
