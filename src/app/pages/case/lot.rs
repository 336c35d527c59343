//! The lot of a case: which experiment it takes part in, what the lot says is offered, and doing otherwise.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, Dialog, ErrorSummary, Icon, Notice as NoticeBox, Symbol,
        TextArea, Tone,
    },
    locale::{Locale, t, t_string, td_string, use_i18n},
    pages::{desk::send, form::Faults},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::desk::case::Case;
use crate::billing::desk::experiment::{Arm, Experiment, Offer};
use crate::billing::id::{AccountId, CaseId, ContractId, ExperimentId};
use crate::billing::refusal::Field;
use crate::care::case::Phase;
use crate::care::command::Command;
use crate::care::experiment::{adopted_for, drawn, experiment_for, set_aside};
use leptos::{prelude::*, task::spawn_local};

const WHY: &str = "lot-why";

/// What the lot has to say.
#[derive(Clone, PartialEq)]
enum Said {
    /// It can be drawn.
    Undrawn(Experiment),
    /// It was drawn.
    Drawn {
        experiment: ExperimentId,
        name: String,
        arm: Arm,
        aside: Option<String>,
        is_open: bool,
    },
    /// An experiment is over, and this is offered since.
    Adopted { name: String, arm: Arm },
}

/// Above what can be done: nothing where no experiment is about such cases.
#[component]
pub fn Lot(id: CaseId, account: AccountId) -> impl IntoView {
    let workspace = use_workspace();
    let said = Memo::new(move |_| {
        workspace.with(|book| {
            let case = book.cases.get(&id)?;
            let is_open = !Phase::of(case).is_resolved();
            let mut all = book.experiments.values();
            let was_drawn = all.find_map(|each| Some((each, drawn(case, each.id)?)));
            if let Some((experiment, place)) = was_drawn {
                return said_of(case, experiment, place, is_open);
            }
            if !is_open {
                return None;
            }
            if let Some(experiment) = experiment_for(book, case) {
                return Some(Said::Undrawn(experiment.clone()));
            }
            let (experiment, arm) = adopted_for(book, case)?;
            Some(Said::Adopted {
                name: experiment.name.clone(),
                arm: arm.clone(),
            })
        })
    });
    let contract = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            let mut running = book
                .contracts_of(account)
                .filter(|contract| contract.is_in_force(today));
            running.next().map(|contract| contract.id)
        })
    });
    move || {
        said.get()
            .map(|said| view! { <Panel id said contract=contract.get()/> })
    }
}

fn said_of(case: &Case, experiment: &Experiment, place: usize, is_open: bool) -> Option<Said> {
    Some(Said::Drawn {
        experiment: experiment.id,
        name: experiment.name.clone(),
        arm: experiment.arms.get(place)?.clone(),
        aside: set_aside(case, experiment.id).map(str::to_owned),
        is_open,
    })
}

#[component]
fn Panel(id: CaseId, said: Said, contract: Option<ContractId>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    match said {
        Said::Undrawn(experiment) => {
            let (experiment, name) = (experiment.id, experiment.name);
            let title = move || t_string!(i18n, trials.lot_title, name = name.clone()).to_string();
            view! {
                <NoticeBox tone=Tone::Info title>
                    <p>{t!(i18n, trials.lot_text)}</p>
                    <Button on_press=move |()| send(workspace, Command::DrawLot { case: id, experiment })>
                        {t!(i18n, trials.draw)}
                    </Button>
                </NoticeBox>
            }
            .into_any()
        }
        Said::Drawn {
            experiment,
            name,
            arm,
            aside,
            is_open,
        } => {
            let is_asking = RwSignal::new(false);
            let title = move || t_string!(i18n, trials.lot_title, name = name.clone()).to_string();
            let (words, offer) = (arm.name.clone(), arm.offer);
            let was_kept = aside.is_none();
            view! {
                <NoticeBox tone=Tone::Info title>
                    <p><strong>{move || t_string!(i18n, trials.drawn, arm = words.clone()).to_string()}</strong></p>
                    {(offer == Offer::Nothing).then(|| view! { <p>{t!(i18n, trials.drawn_nothing)}</p> })}
                    {aside.map(|why| view! { <p>{move || t_string!(i18n, trials.was_set_aside, why = why.clone()).to_string()}</p> })}
                    <Show when=move || is_open>
                        <div class="actions">
                            {give(i18n, id, contract, offer)}
                            <Show when=move || was_kept>
                                <Button kind=ButtonKind::Quiet on_press=move |()| is_asking.set(true)>{t!(i18n, trials.otherwise)}</Button>
                            </Show>
                        </div>
                    </Show>
                </NoticeBox>
                <Dialog title=move || t_string!(i18n, trials.otherwise) open=is_asking>
                    <AsideForm case=id experiment open=is_asking/>
                </Dialog>
            }
            .into_any()
        }
        Said::Adopted { name, arm } => {
            let (words, offer) = (arm.name, arm.offer);
            view! {
                <NoticeBox tone=Tone::Info>
                    <p>{move || t_string!(i18n, trials.standing_offer, name = name.clone(), arm = words.clone()).to_string()}</p>
                    <div class="actions">{give(i18n, id, contract, offer)}</div>
                </NoticeBox>
            }
            .into_any()
        }
    }
}

/// The way to the discount that is offered, filled in.
fn give(
    i18n: crate::app::locale::I18n,
    case: CaseId,
    contract: Option<ContractId>,
    offer: Offer,
) -> impl IntoView {
    let Offer::Discount { percent, months } = offer else {
        return None;
    };
    let href = format!(
        "{}&percent={}&months={months}",
        Route::Offer(contract?).asking("case", case),
        percent.value().normalize()
    );
    Some(view! {
        <a class="button" href=href><Icon symbol=Symbol::Coins/><span>{t!(i18n, trials.give)}</span></a>
    })
}

#[component]
fn AsideForm(case: CaseId, experiment: ExperimentId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let why = RwSignal::new(String::new());
    let faults = Faults::new(i18n, field_name);
    let save = move || {
        let command = Command::SetLotAside {
            case,
            experiment,
            why: why.get_untracked(),
        };
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => open.set(false),
                Err(failure) => faults.fail(failure, |field| match field {
                    Field::Reason => Some(WHY),
                    _ => None,
                }),
            }
        });
    };
    view! {
        <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); save(); }>
            <ErrorSummary errors=faults.summary()/>
            <p class="dialog-text">{t!(i18n, trials.otherwise_text)}</p>
            <TextArea id=WHY label=move || t_string!(i18n, trials.otherwise_why) value=why rows=2 error=faults.at(WHY)/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button submit=true kind=ButtonKind::Primary>{t!(i18n, words.save)}</Button>
            </Actions>
        </form>
    }
}

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        WHY => td_string!(locale, trials.otherwise_why).to_owned(),
        _ => String::new(),
    }
}
