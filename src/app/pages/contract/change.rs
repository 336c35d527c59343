//! Changes to a contract: which there are, and what each would do to the bills, by the very code that bills.

use super::change_form::{
    AddServiceForm, AmendForm, EndForm, EndServiceForm, PauseForm, ResumeForm, WithdrawEndForm,
};
use crate::app::{
    components::{Actions, Button, ButtonKind, DateView, Notice as NoticeBox, Tone},
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::{
        contract_form::bills::Bill,
        form::{Faults, Found},
    },
    wording::refusal_text,
    workspace::{Notice, Workspace, use_workspace},
};
use crate::billing::book::Book;
use crate::billing::change::Change as Fact;
use crate::billing::command::Command;
use crate::billing::contract::Contract;
use crate::billing::decide::{Context, Fetched, decide};
use crate::billing::id::{ContractId, ServiceId};
use crate::billing::refusal::{Field, Refusal};
use crate::billing::run::{FutureBill, next_bills};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// The bills compared before and after a change.
pub const COMPARED: usize = 3;

/// Ids of the controls.
pub const FROM: &str = "change-from";
pub const LAST_DAY: &str = "change-last-day";
pub const RESUMES: &str = "change-resumes";
pub const TERMS: &str = "change-terms";

/// A change a person begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Amend(ServiceId),
    AddService,
    EndService(ServiceId),
    Pause,
    Resume,
    End,
    WithdrawEnd,
}

/// The change in its dialog.
#[derive(Clone, Copy)]
pub struct Changing {
    /// Which.
    pub what: RwSignal<Option<Change>>,
    /// Whether its dialog is open.
    pub open: RwSignal<bool>,
    /// Whether the customer's confirmation of an end is on show.
    pub proof: RwSignal<bool>,
}

impl Changing {
    /// None yet.
    pub fn new() -> Self {
        Changing {
            what: RwSignal::new(None),
            open: RwSignal::new(false),
            proof: RwSignal::new(false),
        }
    }

    /// Opens the dialog of a change.
    pub fn begin(self, change: Change) {
        self.what.set(Some(change));
        self.open.set(true);
    }

    /// The heading of the dialog.
    pub fn title(self, locale: Locale) -> String {
        match self.what.get() {
            None => "",
            Some(Change::Amend(_)) => td_string!(locale, contracts.change_title),
            Some(Change::AddService) => td_string!(locale, contracts.add_service),
            Some(Change::EndService(_)) => td_string!(locale, contracts.end_service_title),
            Some(Change::Pause) => td_string!(locale, contracts.pause_title),
            Some(Change::Resume) => td_string!(locale, contracts.resume_title),
            Some(Change::End) => td_string!(locale, contracts.end_title),
            Some(Change::WithdrawEnd) => td_string!(locale, contracts.withdraw_end_title),
        }
        .to_owned()
    }
}

/// The form of a change.
#[component]
pub fn ChangeBody(
    /// The contract.
    id: ContractId,
    /// Which change.
    change: Change,
    /// The dialog it stands in.
    changing: Changing,
) -> impl IntoView {
    let workspace = use_workspace();
    let open = changing.open;
    let contract = workspace.with_untracked(|book| book.contracts.get(&id).cloned())?;
    let view = match change {
        Change::Amend(service) => view! { <AmendForm contract service open/> }.into_any(),
        Change::AddService => view! { <AddServiceForm contract open/> }.into_any(),
        Change::EndService(service) => view! { <EndServiceForm contract service open/> }.into_any(),
        Change::Pause => view! { <PauseForm contract open/> }.into_any(),
        Change::Resume => view! { <ResumeForm contract open/> }.into_any(),
        Change::End => view! { <EndForm contract changing/> }.into_any(),
        Change::WithdrawEnd => view! { <WithdrawEndForm contract open/> }.into_any(),
    };
    Some(view)
}

/// What a command would do to the bills of its contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The next bills without it.
    pub before: Vec<FutureBill>,
    /// The next bills with it.
    pub after: Vec<FutureBill>,
}

/// Decides a command without keeping anything, and foresees the bills by the code that bills.
pub fn effect(
    book: &Book,
    contract: &Contract,
    command: Command,
    workspace: Workspace,
    today: NaiveDate,
) -> Result<Effect, Refusal> {
    let fetched = Fetched::default();
    let mut context = Context {
        now: workspace.now(),
        today,
        fetched: &fetched,
        fresh: &mut || Uuid::nil(),
    };
    let changes = decide(book, command, &mut context)?;
    let revised = changes.iter().find_map(|change| match change {
        Fact::ContractRevised(revised) if revised.id == contract.id => Some(revised),
        _ => None,
    });
    Ok(Effect {
        before: next_bills(book, contract, today, COMPARED)?,
        after: next_bills(book, revised.unwrap_or(contract), today, COMPARED)?,
    })
}

/// Where a change's form shows what the book says about a field.
pub fn place_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Effective | Field::Starts => Some(FROM),
        Field::LastDay => Some(LAST_DAY),
        Field::Resumes => Some(RESUMES),
        _ => None,
    }
}

/// What the change does to the bills, and the button that does it.
#[component]
pub fn Confirm(
    /// The contract as it is.
    contract: Contract,
    /// The command as far as it can be read.
    read: Callback<(), Result<Command, Found>>,
    /// What is wrong with the form.
    faults: Faults,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// The word on the button.
    #[prop(into)]
    confirm: Signal<String>,
    /// What follows once it is done.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
    /// What is said once it is done, where that is more than that the contract was changed.
    #[prop(optional, into)]
    said: Option<Callback<(), String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_saving = RwSignal::new(false);
    let effect = Memo::new(move |_| {
        let command = read.run(()).ok()?;
        let today = workspace.today();
        Some(workspace.with(|book| effect(book, &contract, command, workspace, today)))
    });
    // What was said of the form as it was is not true of another.
    leptos::prelude::Effect::watch(
        move || effect.get(),
        move |_, _, _| {
            if faults.is_set_untracked() {
                faults.clear();
            }
        },
        false,
    );
    let act = move |()| match untrack(|| read.run(())) {
        Err(found) => faults.set(found),
        Ok(command) => {
            faults.clear();
            is_saving.set(true);
            spawn_local(async move {
                let kept = workspace.dispatch(command).await;
                is_saving.set(false);
                match kept {
                    Ok(_) => {
                        let said = said.map(|said| said.run(()));
                        let said =
                            said.unwrap_or_else(|| t_string!(i18n, contracts.changed).to_string());
                        workspace.notify(Notice::Done(said));
                        if let Some(done) = on_done {
                            done.run(());
                        }
                        open.set(false);
                    }
                    Err(failure) => faults.fail(failure, place_of),
                }
            });
        }
    };
    view! {
        <div class="change-preview" role="status">
            {move || match effect.get() {
                None => view! { <p class="quiet">{t!(i18n, contracts.change_wait)}</p> }.into_any(),
                // What the form says of itself by now need not be said twice.
                Some(Err(_)) if faults.is_set() => ().into_any(),
                Some(Err(refusal)) => view! { <NoticeBox tone=Tone::Warn>{refusal_text(i18n, &refusal)}</NoticeBox> }.into_any(),
                Some(Ok(effect)) => view! { <EffectView effect/> }.into_any(),
            }}
        </div>
        <Actions>
            <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
            <Button kind=ButtonKind::Primary disabled=is_saving on_press=act>{confirm}</Button>
        </Actions>
    }
}

/// The bills that differ, line by line, and all sums side by side.
#[component]
pub fn EffectView(effect: Effect) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let days: BTreeSet<NaiveDate> = effect
        .before
        .iter()
        .chain(&effect.after)
        .map(|bill| bill.on)
        .collect();
    let due = |bills: &[FutureBill], day: NaiveDate| {
        bills
            .iter()
            .find(|bill| bill.on == day)
            .map(|bill| bill.computed.totals.amount_due)
    };
    let rows = days
        .into_iter()
        .take(COMPARED)
        .map(|day| {
            let (before, after) = (due(&effect.before, day), due(&effect.after, day));
            let text = move |amount: Option<crate::money::Money>| {
                move || match amount {
                    Some(amount) => format.get().money(amount).into_any(),
                    None => view! { <span class="quiet">{t!(i18n, contracts.no_bill)}</span> }.into_any(),
                }
            };
            let waits = effect
                .after
                .iter()
                .any(|bill| bill.on == day && bill.is_carried);
            view! {
                <tr>
                    <th scope="row">
                        <DateView day/>
                        {waits.then(|| view! { <span class="quiet">" · "{t!(i18n, contracts.credit_waits)}</span> })}
                    </th>
                    <td class="amount">{text(before)}</td>
                    <td class="amount" class:changed=before != after>{text(after)}</td>
                </tr>
            }
        })
        .collect_view();
    let new_bills: Vec<FutureBill> = effect
        .after
        .iter()
        .filter(|bill| !effect.before.contains(bill))
        .take(1)
        .cloned()
        .collect();
    let nothing_changes = new_bills.is_empty() && effect.before == effect.after;
    let first = new_bills
        .into_iter()
        .map(|bill| view! { <Bill bill/> })
        .collect_view();
    view! {
        <h3>{t!(i18n, contracts.effect)}</h3>
        {nothing_changes.then(|| view! { <p class="quiet">{t!(i18n, contracts.effect_none)}</p> })}
        {first}
        <table class="simple-table">
            <caption>{t!(i18n, contracts.effect_compare)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, contracts.bill)}</th>
                    <th scope="col" class="amount">{t!(i18n, contracts.before)}</th>
                    <th scope="col" class="amount">{t!(i18n, contracts.after)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
