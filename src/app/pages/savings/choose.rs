//! The chosen plan: when it begins, what binds, what the next bills come to either way, and one confirmation.

use super::answer::product_name;
use super::letter::{Agreed, binding_text, show_first};
use crate::app::{
    components::{
        Actions, Button, ButtonKind, CheckField, Choice, DateView, Notice as NoticeBox, Section,
        SegmentedField, ShortTable, Tone,
    },
    format::Format,
    locale::{I18n, Locale, t, t_string, td_string, use_format, use_i18n},
    pages::contract::change::{COMPARED, Effect as BillsEffect, effect},
    pages::contract_form::bills::Bill,
    wording::{failure_text, refusal_text},
    workspace::{Notice, Workspace, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::contract::{Contract, Discount, PriceSource};
use crate::billing::id::{ProductId, ServiceId};
use crate::billing::line::Reduction;
use crate::billing::plan::PlanChange;
use crate::billing::refusal::Refusal;
use crate::billing::run::FutureBill;
use crate::care::savings::{Savings, waived_window};
use crate::money::Money;
use chrono::NaiveDate;
use leptos::{html, prelude::*};
use std::collections::BTreeSet;
use wasm_bindgen_futures::spawn_local;

/// `10 % until 31.12.2026, 5,00 €`.
pub fn discounts_text(locale: Locale, format: Format, discounts: &[Discount]) -> String {
    let one = |discount: &Discount| {
        let amount = match discount.reduction {
            Reduction::Percent(percent) => format.percent(percent),
            Reduction::Amount(amount) => format.money(amount),
        };
        match discount.until {
            None => amount,
            Some(until) => {
                let day = format.date(until);
                td_string!(locale, savings.discount_until, amount = amount, day = day).to_string()
            }
        }
    };
    discounts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The two days on which the plan could change: as soon as possible, and when the period ends.
fn days(
    contract: &Contract,
    service: ServiceId,
    savings: &Savings,
    waives: bool,
    today: NaiveDate,
) -> Vec<NaiveDate> {
    let window = match contract.service(service) {
        Some(service) if waives => waived_window(contract, service, today),
        _ => savings.window,
    };
    let ends = contract.last_day;
    [Some(window.earliest), window.next_period]
        .into_iter()
        .flatten()
        .filter(|day| ends.is_none_or(|last| *day <= last))
        .collect()
}

/// One way to change: the day, and the bills without and with it.
type Way = (NaiveDate, Result<BillsEffect, Refusal>);

/// What is asked, as far as the page knows it.
#[derive(Clone)]
struct Wish {
    contract: Contract,
    service: ServiceId,
    product: ProductId,
    keeps_discounts: bool,
    waive_notice: bool,
}

impl Wish {
    fn on(&self, from: NaiveDate, new_service: ServiceId) -> PlanChange {
        PlanChange {
            contract: self.contract.id,
            service: self.service,
            new_service,
            product: self.product,
            price: PriceSource::Catalogue,
            from,
            keeps_discounts: self.keeps_discounts,
            waive_notice: self.waive_notice,
        }
    }

    fn way(&self, workspace: Workspace, new_service: ServiceId, from: NaiveDate) -> Way {
        let command = Command::ChangePlan(self.on(from, new_service));
        let today = workspace.today();
        let effect = workspace
            .with_untracked(|book| effect(book, &self.contract, command, workspace, today));
        (from, effect)
    }
}

/// The form of a change to one plan.
#[component]
pub fn ChooseView(
    contract: Contract,
    service: ServiceId,
    savings: Savings,
    product: ProductId,
    keeps: RwSignal<bool>,
    agreed: RwSignal<Option<Agreed>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let today = workspace.today();
    let waives = RwSignal::new(false);
    let place = RwSignal::new(0_usize);
    let failed: RwSignal<Option<String>> = RwSignal::new(None);
    let is_saving = RwSignal::new(false);
    let new_service: ServiceId = workspace.fresh_id();
    let name = product_name(workspace, product);
    let bound = savings.window.bound_until;
    let known = StoredValue::new((contract.clone(), savings));
    let wish = move || Wish {
        contract: known.with_value(|(contract, _)| contract.clone()),
        service,
        product,
        keeps_discounts: keeps.get(),
        waive_notice: waives.get(),
    };
    let ways = Memo::new(move |_| -> Vec<Way> {
        let wish = wish();
        known
            .with_value(|(contract, savings)| days(contract, service, savings, waives.get(), today))
            .into_iter()
            .map(|from| wish.way(workspace, new_service, from))
            .collect()
    });
    let chosen =
        Memo::new(move |_| ways.with(|ways| ways.get(place.get()).or(ways.first()).cloned()));
    let whens = Memo::new(move |_| {
        let format = format.get();
        ways.with(|ways| {
            let first = ways.first().map(|(day, _)| *day);
            ways.iter()
                .enumerate()
                .map(|(place, (day, _))| {
                    Choice::new(place, when_text(i18n, format, *day, first, today))
                })
                .collect::<Vec<_>>()
        })
    });
    let confirm = {
        let name = name.clone();
        move |()| {
            let Some((from, Ok(effect))) = chosen.get_untracked() else {
                return;
            };
            let wish = untrack(wish);
            let change = wish.on(from, new_service);
            let agreement = known.with_value(|(_, savings)| {
                Agreed::of(
                    workspace,
                    &wish.contract,
                    &change,
                    savings,
                    name.clone(),
                    effect.after,
                )
            });
            failed.set(None);
            is_saving.set(true);
            spawn_local(async move {
                let kept = workspace.dispatch(Command::ChangePlan(change)).await;
                is_saving.set(false);
                match kept {
                    Ok(_) => {
                        workspace.notify(Notice::Done(t_string!(i18n, savings.done).to_string()));
                        agreed.set(agreement);
                    }
                    Err(failure) => failed.set(Some(failure_text(i18n, &failure))),
                }
            });
        }
    };
    let head = NodeRef::<html::Div>::new();
    // A person who chose a plan wants to see what comes of it.
    show_first(head);
    view! {
        <div node_ref=head tabindex="-1" class="choose">
            <Section title=move || t_string!(i18n, savings.change_to, plan = name.clone()).to_string()>
                <SegmentedField label=move || t_string!(i18n, savings.when) value=place choices=whens/>
                <Binding contract bound waives/>
                {move || chosen.get().map(|(day, effect)| match effect {
                    Err(refusal) => view! { <NoticeBox tone=Tone::Warn>{refusal_text(i18n, &refusal)}</NoticeBox> }.into_any(),
                    Ok(effect) => view! { <BillsCompared ways=ways.get() day effect/> }.into_any(),
                })}
                {move || failed.get().map(|text| view! { <div role="alert"><NoticeBox tone=Tone::Bad>{text}</NoticeBox></div> })}
                <Actions>
                    <Button kind=ButtonKind::Primary disabled=is_saving on_press=confirm>{t!(i18n, savings.confirm)}</Button>
                </Actions>
            </Section>
        </div>
    }
}

fn when_text(
    i18n: I18n,
    format: Format,
    day: NaiveDate,
    first: Option<NaiveDate>,
    today: NaiveDate,
) -> String {
    let date = format.date(day);
    if day == today {
        t_string!(i18n, savings.on_today, day = date).to_string()
    } else if first == Some(day) {
        t_string!(i18n, savings.on_earliest, day = date).to_string()
    } else {
        t_string!(i18n, savings.on_period, day = date).to_string()
    }
}

/// Minimum term and notice: whether they bind, and that they stay.
#[component]
fn Binding(contract: Contract, bound: Option<NaiveDate>, waives: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let today = workspace.today();
    let binds = move || match bound {
        Some(until) => t_string!(i18n, savings.bound, day = format.get().date(until)).to_string(),
        None => t_string!(i18n, savings.free).to_string(),
    };
    let stays = move || binding_text(i18n.get_locale(), format.get(), &contract, today);
    view! {
        <p class="quiet">{binds}" "{stays}</p>
        {bound.is_some().then(|| view! {
            <CheckField
                label=move || t_string!(i18n, savings.waive)
                hint=move || t_string!(i18n, savings.waive_hint)
                value=waives
            />
        })}
    }
}

/// The next bills without a change and with it on either day, and the first bill that differs line by line.
#[component]
fn BillsCompared(ways: Vec<Way>, day: NaiveDate, effect: BillsEffect) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let columns: Vec<(NaiveDate, Vec<FutureBill>)> = ways
        .into_iter()
        .filter_map(|(from, effect)| Some((from, effect.ok()?.after)))
        .collect();
    let dates: BTreeSet<NaiveDate> = std::iter::once(&effect.before)
        .chain(columns.iter().map(|(_, bills)| bills))
        .flat_map(|bills| bills.iter().map(|bill| bill.on))
        .collect();
    let heads = columns
        .iter()
        .map(|(from, _)| {
            let from = *from;
            view! {
                <th scope="col" class="amount" class:way-chosen=from == day>
                    {move || t_string!(i18n, savings.changed_on, day = format.get().date(from)).to_string()}
                </th>
            }
        })
        .collect_view();
    let rows = dates
        .into_iter()
        .take(COMPARED)
        .map(|on| {
            let cells = columns
                .iter()
                .map(|(from, bills)| view! { <Due due=due(bills, on) is_chosen=*from == day/> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row"><DateView day=on/></th>
                    <Due due=due(&effect.before, on) is_chosen=false/>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    // A change that is months away lies behind the bills on show.
    let later = (effect.before == effect.after).then(|| view! {
        <p class="quiet">
            {move || t_string!(i18n, savings.later_bills, day = format.get().date(day)).to_string()}
        </p>
    });
    let first = effect
        .after
        .iter()
        .find(|bill| !effect.before.contains(bill))
        .cloned()
        .map(|bill| {
            view! {
                <h3>{t!(i18n, savings.bill_detail)}</h3>
                <Bill bill/>
            }
        });
    view! {
        <div class="plans">
        <ShortTable label=move || t_string!(i18n, savings.bills)>
            <caption>{t!(i18n, savings.bills)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, savings.bill)}</th>
                    <th scope="col" class="amount">{t!(i18n, savings.stays)}</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
        </div>
        <div class="choose-bill">{later}{first}</div>
    }
}

#[component]
fn Due(due: Option<Money>, is_chosen: bool) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let text = move || match due {
        Some(amount) => format.get().money(amount),
        None => t_string!(i18n, savings.no_bill).to_string(),
    };
    view! { <td class="amount" class:way-chosen=is_chosen class:quiet=due.is_none()>{text}</td> }
}

fn due(bills: &[FutureBill], on: NaiveDate) -> Option<Money> {
    bills
        .iter()
        .find(|bill| bill.on == on)
        .map(|bill| bill.computed.totals.amount_due)
}
