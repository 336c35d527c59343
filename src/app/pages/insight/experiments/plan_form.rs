//! The plan of an experiment: what is offered to whom, what counts, and how many contacts it takes before it is begun.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, CheckField, Choice, ErrorSummary, Notice as NoticeBox,
        PercentField, SegmentedField, TextField, TextKind, Tone,
    },
    format::Format,
    locale::{I18n, Locale, t, t_string, td_string, use_format, use_i18n},
    pages::form::{Fault, Faults, Found, Reader},
    wording::case_kind_name,
    workspace::{Notice, Workspace, use_workspace},
};
use crate::billing::desk::case::CaseKind;
use crate::billing::desk::experiment::{Arm, Experiment, ExperimentState, Offer, WEIGHTS};
use crate::billing::id::ExperimentId;
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use crate::care::command::Command;
use crate::insight::experiment::{Plan, weeks_needed};
use crate::insight::proportion::ErrorRates;
use crate::money::{DecimalStyle, Percent};
use chrono::{Days, NaiveDate};
use leptos::{prelude::*, task::spawn_local};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use uuid::Uuid;

const NAME: &str = "trial-name";
const KINDS: &str = "trial-kinds";
const HOLDOUT: &str = "trial-holdout";
const EXPECTED: &str = "trial-expected";
const DIFFERENCE: &str = "trial-difference";
const ARMS: &str = "trial-arms";

/// The most offers beside the holdout.
const MOST_OFFERS: usize = 4;

/// Weeks of which the present rate of contacts is taken.
const WEEKS: u64 = 12;

/// An offer as typed.
#[derive(Clone, Copy, PartialEq)]
struct OfferForm {
    key: usize,
    name: RwSignal<String>,
    is_discount: RwSignal<bool>,
    percent: RwSignal<String>,
    months: RwSignal<String>,
}

impl OfferForm {
    fn blank(key: usize) -> Self {
        OfferForm {
            key,
            name: RwSignal::new(String::new()),
            is_discount: RwSignal::new(true),
            percent: RwSignal::new("10".to_owned()),
            months: RwSignal::new("3".to_owned()),
        }
    }

    fn of(key: usize, arm: &Arm) -> Self {
        let blank = OfferForm::blank(key);
        blank.name.set(arm.name.clone());
        match arm.offer {
            Offer::Discount { percent, months } => {
                blank.percent.set(percent.value().normalize().to_string());
                blank.months.set(months.to_string());
            }
            Offer::Practice | Offer::Nothing => blank.is_discount.set(false),
        }
        blank
    }

    fn id(self, part: &str) -> String {
        format!("trial-offer-{}-{part}", self.key)
    }
}

/// The plan as typed.
#[derive(Clone, Copy)]
struct Model {
    id: ExperimentId,
    key: Uuid,
    name: RwSignal<String>,
    kinds: [RwSignal<bool>; 5],
    holdout: RwSignal<String>,
    offers: RwSignal<Vec<OfferForm>>,
    horizon: RwSignal<u32>,
    expected: RwSignal<String>,
    difference: RwSignal<String>,
}

impl Model {
    fn of(before: Option<&Experiment>, fresh: impl Fn() -> Uuid) -> Self {
        let Some(before) = before else {
            return Model {
                id: ExperimentId(fresh()),
                key: fresh(),
                name: RwSignal::new(String::new()),
                kinds: CaseKind::ALL.map(|kind| RwSignal::new(kind == CaseKind::Cancel)),
                holdout: RwSignal::new("20".to_owned()),
                offers: RwSignal::new(vec![OfferForm::blank(0)]),
                horizon: RwSignal::new(90),
                expected: RwSignal::new("70".to_owned()),
                difference: RwSignal::new("10".to_owned()),
            };
        };
        let text = |percent: Percent| RwSignal::new(percent.value().normalize().to_string());
        let offers = before.arms.iter().skip(1).enumerate();
        let holdout = before.arms.first().map_or(0, |arm| arm.weight);
        Model {
            id: before.id,
            key: before.key,
            name: RwSignal::new(before.name.clone()),
            kinds: CaseKind::ALL.map(|kind| RwSignal::new(before.kinds.contains(&kind))),
            holdout: RwSignal::new(
                (Decimal::from(holdout) / Decimal::ONE_HUNDRED)
                    .normalize()
                    .to_string(),
            ),
            offers: RwSignal::new(offers.map(|(key, arm)| OfferForm::of(key, arm)).collect()),
            horizon: RwSignal::new(before.horizon_days),
            expected: text(before.expected),
            difference: text(before.difference),
        }
    }

    fn read(self, i18n: I18n, style: DecimalStyle) -> Result<Experiment, Found> {
        let locale = i18n.get_locale();
        let mut reader = Reader::new(style);
        let name = reader.text(NAME, &self.name.get());
        let kinds: Vec<CaseKind> = CaseKind::ALL
            .into_iter()
            .zip(self.kinds)
            .filter(|(_, chosen)| chosen.get())
            .map(|(kind, _)| kind)
            .collect();
        if kinds.is_empty() {
            reader.wrong(KINDS, Fault::Empty);
        }
        let holdout = reader.percent(HOLDOUT, &self.holdout.get());
        let offers = self.offers.get();
        let holdout = holdout.and_then(|share| {
            let weight = (share.value() * Decimal::ONE_HUNDRED).round().to_u32();
            let weight = weight.filter(|weight| (100..=9_000).contains(weight));
            reader.take(HOLDOUT, weight.ok_or(Fault::Whole { least: 1, most: 90 }))
        });
        let weights = holdout.map(|holdout| split(WEIGHTS - holdout, offers.len()));
        let mut arms = vec![Arm {
            name: td_string!(locale, trials.holdout_name).to_owned(),
            weight: holdout.unwrap_or_default(),
            offer: Offer::Nothing,
        }];
        for (place, form) in offers.into_iter().enumerate() {
            let offer = if form.is_discount.get() {
                let percent = reader.percent(form.id("percent"), &form.percent.get());
                let months = reader.whole(form.id("months"), &form.months.get(), 1, 120);
                percent
                    .zip(months)
                    .map(|(percent, months)| Offer::Discount { percent, months })
            } else {
                Some(Offer::Practice)
            };
            let typed = form.name.get().trim().to_owned();
            let name = match (typed.is_empty(), offer) {
                (false, _) => typed,
                // A discount names itself.
                (true, Some(Offer::Discount { percent, months })) => td_string!(
                    locale,
                    trials.discount_name,
                    percent = percent.value().normalize().to_string(),
                    count = months
                )
                .to_string(),
                (true, _) => reader.text(form.id("name"), ""),
            };
            let weight = weights.as_ref().and_then(|weights| weights.get(place));
            arms.push(Arm {
                name,
                weight: weight.copied().unwrap_or_default(),
                offer: offer.unwrap_or(Offer::Practice),
            });
        }
        let expected = reader.percent(EXPECTED, &self.expected.get());
        let difference = reader.percent(DIFFERENCE, &self.difference.get());
        let read = expected
            .zip(difference)
            .map(|(expected, difference)| Experiment {
                id: self.id,
                name,
                key: self.key,
                kinds,
                arms,
                horizon_days: self.horizon.get(),
                planned: 0,
                expected,
                difference,
                state: ExperimentState::Planned,
            });
        let mut experiment = reader.finish(read)?;
        let Some(planned) = size(&experiment) else {
            let refusal = Refusal::field(Field::Reduction, RefusalKind::NotPositive);
            return Err(vec![(DIFFERENCE.to_owned(), Fault::Refused(refusal))]);
        };
        experiment.planned = planned;
        Ok(experiment)
    }
}

/// The same share for each offer; what is left over goes to the first ones.
fn split(weight: u32, offers: usize) -> Vec<u32> {
    let count = u32::try_from(offers.max(1)).unwrap_or(1);
    (0..count)
        .map(|place| weight / count + u32::from(place < weight % count))
        .collect()
}

/// The plan of the first offer against the holdout; the others have as many customers, but for a rounding.
fn plan(experiment: &Experiment) -> Option<Plan> {
    let share = |percent: Percent| percent.value().to_f64().map(|percent| percent / 100.0);
    let (base, more) = (share(experiment.expected)?, share(experiment.difference)?);
    Some(Plan {
        base,
        target: base + more,
        holdout: experiment.arms.first()?.weight,
        arm: experiment.arms.get(1)?.weight,
        rates: ErrorRates::default(),
    })
}

/// Contacts in all arms together.
fn size(experiment: &Experiment) -> Option<u64> {
    Some(plan(experiment)?.size()?.contacts)
}

/// Contacts of these kinds in a week, of the last weeks.
fn per_week(workspace: Workspace, kinds: &[CaseKind], today: NaiveDate) -> f64 {
    let since = today
        .checked_sub_days(Days::new(WEEKS * 7))
        .unwrap_or(today);
    let count = workspace.with(|book| {
        let of_kind = book
            .cases
            .values()
            .filter(|case| kinds.contains(&case.kind));
        of_kind
            .filter(|case| case.opened_at().date_naive() >= since)
            .count()
    });
    count as f64 / WEEKS as f64
}

/// The form; it stands in a dialog.
#[component]
pub fn PlanForm(before: Option<Experiment>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let model = Model::of(before.as_ref(), || workspace.fresh_id::<ExperimentId>().0);
    let faults = Faults::new(i18n, field_name);
    let is_saving = RwSignal::new(false);
    let save = move || match untrack(|| model.read(i18n, format.get().decimal_style())) {
        Err(found) => faults.set(found),
        Ok(plan) => {
            faults.clear();
            is_saving.set(true);
            spawn_local(async move {
                let kept = workspace.dispatch(Command::PlanExperiment(plan)).await;
                is_saving.set(false);
                match kept {
                    Ok(_) => {
                        workspace.notify(Notice::Done(t_string!(i18n, trials.planned).to_owned()));
                        open.set(false);
                    }
                    Err(failure) => faults.fail(failure, |field| match field {
                        Field::Name => Some(NAME),
                        Field::Family => Some(KINDS),
                        _ => None,
                    }),
                }
            });
        }
    };
    view! {
        <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); save(); }>
            <ErrorSummary errors=faults.summary()/>
            <TextField id=NAME label=move || t_string!(i18n, trials.name) hint=move || t_string!(i18n, trials.name_hint) value=model.name required=true error=faults.at(NAME)/>
            <Kinds model faults/>
            <PercentField id=HOLDOUT label=move || t_string!(i18n, trials.holdout) hint=Signal::derive(move || t_string!(i18n, trials.holdout_hint).to_owned()) value=model.holdout error=faults.at(HOLDOUT)/>
            <Offers model faults/>
            <Question model faults/>
            <Needed model/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button submit=true kind=ButtonKind::Primary disabled=is_saving>{t!(i18n, words.save)}</Button>
            </Actions>
        </form>
    }
}

#[component]
fn Kinds(model: Model, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let error = faults.at(KINDS);
    let boxes = CaseKind::ALL
        .into_iter()
        .zip(model.kinds)
        .map(|(kind, value)| {
            view! { <CheckField label=move || case_kind_name(i18n, kind) value/> }
        })
        .collect_view();
    view! {
        <fieldset class="field" id=KINDS tabindex="-1">
            <legend class="field-label">{t!(i18n, trials.kinds)}</legend>
            {boxes}
            {move || error.get().map(|text| view! { <p class="field-error">{text}</p> })}
        </fieldset>
    }
}

#[component]
fn Offers(model: Model, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let add = move |()| {
        model.offers.update(|offers| {
            let key = offers.iter().map(|offer| offer.key + 1).max().unwrap_or(0);
            offers.push(OfferForm::blank(key));
        });
    };
    let is_full = Signal::derive(move || model.offers.read().len() >= MOST_OFFERS);
    let is_only = Signal::derive(move || model.offers.read().len() <= 1);
    view! {
        <fieldset class="field" id=ARMS tabindex="-1">
            <legend class="field-label">{t!(i18n, trials.offers)}</legend>
            <For each=move || model.offers.get() key=|offer| offer.key children=move |offer| view! {
                <OfferFields offer faults/>
                <Button kind=ButtonKind::Quiet disabled=is_only on_press=move |()| {
                    model.offers.update(|offers| offers.retain(|other| other.key != offer.key));
                }>{t!(i18n, words.remove)}</Button>
            }/>
            <Button disabled=is_full on_press=add>{t!(i18n, trials.add_offer)}</Button>
        </fieldset>
    }
}

#[component]
fn OfferFields(offer: OfferForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let kinds = Signal::derive(move || {
        vec![
            Choice::new(true, t_string!(i18n, trials.is_discount)),
            Choice::new(false, t_string!(i18n, trials.is_practice)),
        ]
    });
    view! {
        <SegmentedField label=move || t_string!(i18n, trials.what) value=offer.is_discount choices=kinds/>
        <Show when=move || offer.is_discount.get()>
            <div class="field-row">
                <PercentField id=offer.id("percent") label=move || t_string!(i18n, offers.percent) value=offer.percent error=faults.at(offer.id("percent"))/>
                <TextField id=offer.id("months") label=move || t_string!(i18n, offers.months) value=offer.months kind=TextKind::Decimal error=faults.at(offer.id("months"))/>
            </div>
        </Show>
        <Show when=move || !offer.is_discount.get()>
            <TextField id=offer.id("name") label=move || t_string!(i18n, trials.practice_name) hint=move || t_string!(i18n, trials.practice_hint) value=offer.name error=faults.at(offer.id("name"))/>
        </Show>
    }
}

#[component]
fn Question(model: Model, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let horizons = Signal::derive(move || {
        let named = |days: u32| {
            Choice::new(
                days,
                t_string!(i18n, insight.first_days, count = days).to_string(),
            )
        };
        [30, 90, 180].into_iter().map(named).collect::<Vec<_>>()
    });
    view! {
        <SegmentedField label=move || t_string!(i18n, trials.question) value=model.horizon choices=horizons/>
        <div class="field-row">
            <PercentField id=EXPECTED label=move || t_string!(i18n, trials.expected) value=model.expected error=faults.at(EXPECTED)/>
            <PercentField id=DIFFERENCE label=move || t_string!(i18n, trials.difference) value=model.difference error=faults.at(DIFFERENCE)/>
        </div>
    }
}

/// How many contacts it takes, how long that is, and what could be seen in a year instead.
#[component]
fn Needed(model: Model) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let text = move || {
        let format: Format = format.get();
        let experiment = model.read(i18n, format.decimal_style()).ok()?;
        let rate = per_week(workspace, &experiment.kinds, workspace.today());
        let count = |count: u64| format.number(usize::try_from(count).unwrap_or(usize::MAX));
        let needed = t_string!(
            i18n,
            trials.needed,
            contacts = count(experiment.planned),
            rate = format.decimal(rate, 1)
        )
        .to_string();
        let weeks = match weeks_needed(experiment.planned, rate) {
            Some(weeks) => t_string!(i18n, trials.weeks, weeks = count(weeks)).to_string(),
            None => t_string!(i18n, trials.never).to_owned(),
        };
        let year = (rate * 52.0).floor().max(0.0) as u64;
        let visible = plan(&experiment)
            .and_then(|plan| Some(plan.visible(year)?.above? - plan.base))
            .map_or_else(
                || t_string!(i18n, trials.visible_none).to_owned(),
                |more| {
                    let points = format.decimal(more * 100.0, 1);
                    t_string!(i18n, trials.visible, points = points).to_string()
                },
            );
        Some(format!("{needed} {weeks} {visible}"))
    };
    view! {
        <div role="status">
            {move || text().map(|text| view! { <NoticeBox tone=Tone::Info>{text}</NoticeBox> })}
        </div>
    }
}

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        NAME => td_string!(locale, trials.name).to_owned(),
        KINDS => td_string!(locale, trials.kinds).to_owned(),
        HOLDOUT => td_string!(locale, trials.holdout).to_owned(),
        EXPECTED => td_string!(locale, trials.expected).to_owned(),
        DIFFERENCE => td_string!(locale, trials.difference).to_owned(),
        _ => String::new(),
    }
}
