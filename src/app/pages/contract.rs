//! One contract: its services and their terms over time, its rests and its end, and the bills to come.

pub(super) mod change;
mod change_form;
mod proof;
mod service;

use super::contract_form::bills::{Bills, Foreseen};
use super::contracts::{ContractStanding, StandingBadge};
use crate::app::{
    components::{
        Button, ButtonKind, DataList, DateView, Datum, Dialog, LinkButton, Notice as NoticeBox,
        PageHeader, Section, Symbol, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::{NotFound, caller::SightGate, offer::ContractDiscounts},
    route::Route,
    wording::{cycle_text, end_cause_name, notice_text},
    workspace::use_workspace,
};
use crate::billing::contract::{BillingMode, Contract};
use crate::billing::id::ContractId;
use crate::billing::run::next_bills;
use change::{Change, ChangeBody, Changing};
use chrono::NaiveDate;
use leptos::prelude::*;
use proof::Proof;
use service::Services;

/// The bills shown on the page.
const FORESEEN: usize = 3;

/// The page.
#[component]
pub fn ContractPage(
    /// Which.
    id: ContractId,
) -> impl IntoView {
    let workspace = use_workspace();
    let contract = Memo::new(move |_| workspace.with(|book| book.contracts.get(&id).cloned()));
    let is_known = Memo::new(move |_| contract.read().is_some());
    move || {
        if is_known.get() {
            let account = Signal::derive(move || {
                contract.with(|contract| contract.as_ref().map(|contract| contract.account))
            });
            view! { <SightGate account><Known id contract/></SightGate> }.into_any()
        } else {
            view! { <NotFound/> }.into_any()
        }
    }
}

#[component]
fn Known(id: ContractId, contract: Memo<Option<Contract>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let changing = Changing::new();
    let foreseen = Memo::new(move |_| -> Foreseen {
        let today = workspace.today();
        match contract.get() {
            Some(contract) => workspace.with(|book| next_bills(book, &contract, today, FORESEEN)),
            None => Ok(Vec::new()),
        }
    });
    let name = move || {
        contract.with(|contract| {
            contract
                .as_ref()
                .map(|contract| contract.name.clone())
                .unwrap_or_default()
        })
    };
    let number = move || {
        let number = contract.with(|contract| {
            contract
                .as_ref()
                .map(|contract| contract.number.clone())
                .unwrap_or_default()
        });
        t_string!(i18n, contracts.number_of, number = number).to_string()
    };
    view! {
        <PageHeader title=name subtitle=number>
            <Steps contract changing/>
            <Show when=move || contract.with(|contract| contract.as_ref().is_some_and(|contract| can_fit(contract, workspace.today())))>
                <LinkButton route=Route::Savings(id) symbol=Symbol::Search>{t!(i18n, savings.find)}</LinkButton>
            </Show>
            <Show when=move || contract.with(|contract| contract.as_ref().is_some_and(|contract| can_become_cheaper(contract, workspace.today())))>
                <LinkButton route=Route::Offer(id) symbol=Symbol::Coins>{t!(i18n, offers.begin)}</LinkButton>
            </Show>
            <LinkButton route=Route::EditContract(id) symbol=Symbol::Edit>{t!(i18n, words.edit)}</LinkButton>
            <Button kind=ButtonKind::Primary symbol=Symbol::Plus on_press=move |()| changing.begin(Change::AddService)>
                {t!(i18n, contracts.add_service)}
            </Button>
        </PageHeader>
        {move || contract.get().map(|contract| view! {
            <Standing contract=contract.clone() changing/>
            <ContractDiscounts id/>
            <Proof contract=contract.clone() is_shown=changing.proof/>
            <Facts contract=contract.clone()/>
            <Services contract=contract.clone() changing/>
        })}
        <Section title=move || t_string!(i18n, contracts.next_bills) note=move || t_string!(i18n, contracts.next_bills_note)>
            <div class="future-bills"><Bills foreseen/></div>
        </Section>
        <Dialog title=move || changing.title(i18n.get_locale()) open=changing.open>
            {move || changing.what.get_untracked().map(|change| view! { <ChangeBody id change changing/> })}
        </Dialog>
    }
}

/// Whether something still runs in it that could become cheaper.
fn can_become_cheaper(contract: &Contract, today: NaiveDate) -> bool {
    let runs = |last: Option<NaiveDate>| last.is_none_or(|last| today <= last);
    runs(contract.last_day)
        && contract
            .services
            .iter()
            .any(|service| runs(service.last_day))
}

/// Whether another plan could still be found for it.
pub fn can_fit(contract: &Contract, today: NaiveDate) -> bool {
    contract.last_day.is_none_or(|last| today < last)
        && contract
            .services
            .iter()
            .any(|service| service.product.is_some())
}

/// The steps that fit how the contract stands.
#[component]
fn Steps(contract: Memo<Option<Contract>>, changing: Changing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let state = Memo::new(move |_| {
        let today = workspace.today();
        contract.with(|contract| {
            contract.as_ref().map(|contract| {
                let rests = contract
                    .pauses
                    .iter()
                    .any(|pause| pause.resumes.is_none_or(|resumes| today < resumes));
                let is_over = ContractStanding::of(contract, today) == ContractStanding::Ended;
                (rests, contract.last_day.is_some(), is_over)
            })
        })
    });
    move || {
        state.get().map(|(rests, ends, is_over)| {
            let pause = if is_over {
                ().into_any()
            } else if rests {
                view! {
                    <Button symbol=Symbol::Play on_press=move |()| changing.begin(Change::Resume)>{t!(i18n, contracts.resume)}</Button>
                }
                .into_any()
            } else {
                view! {
                    <Button symbol=Symbol::Pause on_press=move |()| changing.begin(Change::Pause)>{t!(i18n, contracts.pause)}</Button>
                }
                .into_any()
            };
            let end = if ends {
                view! { <Button on_press=move |()| changing.begin(Change::WithdrawEnd)>{t!(i18n, contracts.withdraw_end)}</Button> }
                    .into_any()
            } else {
                view! { <Button on_press=move |()| changing.begin(Change::End)>{t!(i18n, contracts.end)}</Button> }.into_any()
            };
            view! { {pause}{end} }
        })
    }
}

/// What stands out: an end, a rest.
#[component]
fn Standing(contract: Contract, changing: Changing) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let today = workspace.today();
    let end = contract.last_day.map(|last| {
        let reason = contract.end_reason.clone();
        let asked = contract.end_asked.map(|day| {
            view! { <p>{move || t_string!(i18n, savings.cancelled_on, day = format.get().date(day)).to_string()}</p> }
        });
        let cause = contract
            .end_cause
            .map(|cause| view! { <p>{move || end_cause_name(i18n, cause)}</p> });
        let proof = changing.proof;
        let text = move || {
            let day = format.get().date(last);
            if last < today {
                t_string!(i18n, contracts.ended_on, day = day).to_string()
            } else {
                t_string!(i18n, contracts.ends_on, day = day).to_string()
            }
        };
        view! {
            <NoticeBox tone=Tone::Warn title=text>
                {asked}{cause}
                {(!reason.is_empty()).then(|| view! { <p>{reason}</p> })}
                <p class="notice-steps"><Button on_press=move |()| proof.update(|shown| *shown = !*shown)>
                    {move || if proof.get() { t_string!(i18n, savings.proof_hide) } else { t_string!(i18n, savings.proof_show) }}
                </Button></p>
            </NoticeBox>
        }
    });
    let rests = contract
        .pauses
        .iter()
        .filter(|pause| pause.resumes.is_none_or(|resumes| today < resumes))
        .map(|pause| {
            let pause = *pause;
            let text = move || {
                let from = format.get().date(pause.from);
                match pause.resumes {
                    Some(resumes) => {
                        t_string!(i18n, contracts.rests_until, from = from, resumes = format.get().date(resumes)).to_string()
                    }
                    None => t_string!(i18n, contracts.rests_from, from = from).to_string(),
                }
            };
            view! { <NoticeBox tone=Tone::Warn title=text>{t!(i18n, contracts.rests_text)}</NoticeBox> }
        })
        .collect_view();
    view! { <div class="notices">{end}{rests}</div> }
}

#[component]
fn Facts(contract: Contract) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let today = workspace.today();
    let account = contract.account;
    let account_name = workspace.with_untracked(|book| {
        book.accounts
            .get(&account)
            .map(|account| account.name.clone())
            .unwrap_or_default()
    });
    let standing = ContractStanding::of(&contract, today);
    let (cycle, mode, notice) = (contract.cycle, contract.mode, contract.notice);
    let billed = move || {
        let every = cycle_text(i18n, &cycle);
        match mode {
            BillingMode::InAdvance => {
                t_string!(i18n, contracts.billed_in_advance, every = every).to_string()
            }
            BillingMode::InArrears => {
                t_string!(i18n, contracts.billed_in_arrears, every = every).to_string()
            }
        }
    };
    let minimum = contract.minimum_term.map(|day| {
        view! {
            <Datum name=move || t_string!(i18n, contracts.minimum_term)><DateView day/></Datum>
        }
    });
    let earliest = contract.earliest_end(today);
    let is_bound = contract.last_day.is_none() && earliest > today;
    let earliest = is_bound.then(|| view! {
        <Datum name=move || t_string!(i18n, contracts.earliest_end)><DateView day=earliest/></Datum>
    });
    let text = |name: Signal<String>, text: String| {
        (!text.is_empty()).then(|| view! { <Datum name>{text}</Datum> })
    };
    let order = text(
        Signal::derive(move || t_string!(i18n, contracts.order_reference).to_owned()),
        contract.order_reference,
    );
    let notes = text(
        Signal::derive(move || t_string!(i18n, contracts.notes).to_owned()),
        contract.notes,
    );
    view! {
        <Section title=move || t_string!(i18n, contracts.section_contract)>
            <DataList>
                <Datum name=move || t_string!(i18n, contracts.account)>
                    <a href=Route::Account(account).href()>{account_name}</a>
                </Datum>
                <Datum name=move || t_string!(i18n, contracts.standing)><StandingBadge standing/></Datum>
                <Datum name=move || t_string!(i18n, contracts.mode)>{billed}</Datum>
                <Datum name=move || t_string!(i18n, contracts.starts)><DateView day=contract.starts/></Datum>
                {minimum}
                <Datum name=move || t_string!(i18n, contracts.notice)>{move || notice_text(i18n, notice)}</Datum>
                {earliest}
                {order}
                {notes}
            </DataList>
        </Section>
    }
}
