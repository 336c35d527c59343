//! What a discount would come to, in words and figures, before it is given.

use super::foresight::Foreseen;
use super::model::OfferModel;
use crate::app::{
    components::{Button, DataList, Datum, Notice as NoticeBox, Tone},
    format::Format,
    locale::{I18n, Locale, t, t_string, use_format, use_i18n},
    pages::contract::change::EffectView,
    wording::{reason_text, refused_text, role_name},
};
use crate::billing::desk::grant::GrantState;
use crate::billing::desk::role::Role;
use crate::care::authority::{Effect as Figures, Limits, Reason};
use crate::care::refusal::Refused;
use crate::money::Money;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// Everything that is known before it is given.
#[component]
pub fn Look(foreseen: Memo<Option<Foreseen>>) -> impl IntoView {
    let i18n = use_i18n();
    move || match foreseen.get() {
        None => {
            view! { <p class="quiet" role="status">{t!(i18n, offers.preview_wait)}</p> }.into_any()
        }
        Some(found) => {
            let figures = found
                .judged
                .as_ref()
                .and_then(|judged| judged.judgement.effect);
            let limits = found
                .judged
                .as_ref()
                .map(|judged| *judged.authority.of(found.role));
            let may_see_margin = found.is_cost_known && found.role >= Role::Lead;
            let budget = found.budget_left;
            let role = found.role;
            let effect = found.effect.clone();
            view! {
                {figures.map(|figures| view! { <FiguresView figures may_see_margin/> })}
                {limits.map(|limits| view! { <Mine role limits budget/> })}
                {effect.map(|effect| view! { <EffectView effect/> })}
            }
            .into_any()
        }
    }
}

/// Yours to give, goes to somebody, or can't be given; and what would pass instead.
#[component]
pub fn Verdict(found: Foreseen, model: OfferModel) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let nearest = found.judged.as_ref().and_then(|judged| judged.nearest());
    let take = nearest.map(|(percent, months)| {
        let text = move || {
            let percent = format.get().percent(percent);
            t_string!(i18n, offers.take, percent = percent, count = months).to_string()
        };
        view! { <p><Button on_press=move |()| model.take(percent, months)>{text}</Button></p> }
    });
    let reasons = found
        .judged
        .map(|judged| judged.judgement.reasons)
        .unwrap_or_default();
    match found.outcome {
        Ok(GrantState::Waiting { needs }) => {
            let title = move || {
                let role = role_name(i18n, needs);
                t_string!(i18n, offers.goes_to, role = role).to_string()
            };
            view! { <NoticeBox tone=Tone::Info title><Why reasons/>{take}</NoticeBox> }.into_any()
        }
        Ok(_) => view! {
            <NoticeBox tone=Tone::Good title=move || t_string!(i18n, offers.yours)>
                {t!(i18n, offers.yours_text)}
            </NoticeBox>
        }
        .into_any(),
        Err(Refused::Discount { why, .. }) => view! {
            <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, offers.cannot)><Why reasons=why/>{take}</NoticeBox>
        }
        .into_any(),
        Err(refused) => view! {
            <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, offers.cannot)>
                {move || refused_text(i18n, &refused)}
            </NoticeBox>
        }
        .into_any(),
    }
}

#[component]
fn Why(reasons: Vec<Reason>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = reasons
        .into_iter()
        .map(|reason| view! { <li>{move || reason_text(i18n, &reason)}</li> })
        .collect_view();
    view! { <ul class="plain-list">{rows}</ul> }
}

/// What it comes to.
#[component]
fn FiguresView(figures: Figures, may_see_margin: bool) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let margin = figures.margin.filter(|_| may_see_margin).map(|margin| {
        view! {
            <Datum name=move || t_string!(i18n, offers.margin)>{move || percent_text(i18n, margin)}</Datum>
        }
    });
    view! {
        <DataList>
            <Datum name=move || t_string!(i18n, offers.effective)>{move || percent_text(i18n, figures.percent)}</Datum>
            <Datum name=move || t_string!(i18n, offers.month_after)>{move || format.get().money(figures.price)}</Datum>
            <Datum name=move || t_string!(i18n, offers.total)>{move || format.get().money(figures.total)}</Datum>
            {margin}
        </DataList>
    }
}

/// What the one who asks may give.
#[component]
fn Mine(role: Role, limits: Limits, budget: Money) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let text = move || mine_text(i18n, format.get(), role, limits, budget);
    view! { <p class="quiet offer-mine">{text}</p> }
}

fn mine_text(i18n: I18n, format: Format, role: Role, limits: Limits, budget: Money) -> String {
    let role = role_name(i18n, role);
    let budget = format.money(budget);
    t_string!(
        i18n,
        offers.mine,
        role = role,
        percent = format.percent(limits.percent),
        months = limits.months,
        total = format.money(limits.total),
        grants = limits.grants_a_year,
        budget = budget
    )
    .to_string()
}

/// A share with at most two decimals.
pub fn percent_text(i18n: I18n, percent: Decimal) -> String {
    let text = percent.round_dp(2).normalize().to_string();
    match i18n.get_locale() {
        Locale::fi => format!("{} %", text.replace('.', ",")),
        Locale::en => format!("{text}%"),
    }
}
