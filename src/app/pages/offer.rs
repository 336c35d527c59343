//! A special discount: what would happen is seen before it is given, what isn't one's own to give is asked for, and what
//! waits is decided.

mod approvals;
mod foresight;
mod model;
mod past;
mod verdict;

pub use approvals::Approvals;
pub use model::severity_name;
pub use past::{ContractDiscounts, Discounts, MoneyLimit};

use crate::app::{
    components::{
        Actions, Button, ButtonKind, DateField, ErrorSummary, LinkButton, Notice as NoticeBox,
        PageHeader, PercentField, SegmentedField, SelectField, Symbol, TextArea, TextField,
        TextKind, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::{NotFound, form::Faults},
    route::{Route, use_go, use_query},
    wording::store_error_text,
    workspace::{Notice, use_workspace},
};
use crate::billing::contract::Contract;
use crate::billing::desk::grant::GrantState;
use crate::billing::id::{CaseId, ContractId, ServiceId};
use crate::care::case::matter_at_hand;
use crate::care::command::Command;
use crate::care::offer::Known;
use foresight::Foreseen;
use leptos::{ev::SubmitEvent, prelude::*};
use model::{EXPIRY, FROM, MONTHS, OfferModel, PERCENT, REASON, field_name, place_of};
use verdict::{Look, Verdict};
use wasm_bindgen_futures::spawn_local;

/// The page: for which service and in which case may stand in the address.
#[component]
pub fn OfferPage(
    /// On which contract.
    id: ContractId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let asked = use_query();
    let service = asked
        .read_untracked()
        .get("service")
        .and_then(|id| id.parse().ok());
    let case = asked
        .read_untracked()
        .get("case")
        .and_then(|id| id.parse().ok());
    // What the lot or an experiment says is offered, in the address of whoever comes from the case.
    let proposed = {
        let asked = asked.read_untracked();
        asked.get("percent").zip(asked.get("months"))
    };
    let Some(contract) = workspace.with_untracked(|book| book.contracts.get(&id).cloned()) else {
        return view! { <NotFound/> }.into_any();
    };
    let customer = workspace.with_untracked(|book| {
        book.accounts
            .get(&contract.account)
            .map(|account| account.name.clone())
            .unwrap_or_default()
    });
    let subtitle = format!("{customer} · {}", contract.name);
    view! {
        <PageHeader title=move || t_string!(i18n, offers.title) subtitle=Signal::stored(subtitle)/>
        <OfferForm contract=id service case proposed/>
    }
    .into_any()
}

/// The form. It reads first what counts for a discount beside the book.
#[component]
pub fn OfferForm(
    /// On which contract.
    contract: ContractId,
    /// On which of its services; none lets the person choose.
    service: Option<ServiceId>,
    /// In which case.
    case: Option<CaseId>,
    /// Percent and months to begin with.
    proposed: Option<(String, String)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let contract = workspace.with_untracked(|book| book.contracts.get(&contract).cloned())?;
    let today = workspace.today();
    // What is given while the customer is on the line belongs to their call, from wherever the form was opened.
    let case = case.or_else(|| {
        let (person, now) = (workspace.person_untracked(), workspace.now());
        workspace.with_untracked(|book| {
            matter_at_hand(book, person, contract.account, now).map(|case| case.id)
        })
    });
    let Some(model) = workspace.with_untracked(|book| {
        OfferModel::blank(book, &contract, service, case, today, workspace.fresh_id())
    }) else {
        let text = move || t_string!(i18n, offers.no_service).to_string();
        return Some(view! { <NoticeBox tone=Tone::Info>{text}</NoticeBox> }.into_any());
    };
    if let Some((percent, months)) = proposed {
        model.percent.set(percent);
        model.months.set(months);
    }
    let account = contract.account;
    let contract = StoredValue::new(contract);
    let known = LocalResource::new(move || {
        // What was kept meanwhile may have changed it.
        workspace.version();
        async move { workspace.known_of(account).await }
    });
    Some(
        view! {
            {move || match known.get() {
                None => view! { <p class="quiet" role="status">{t!(i18n, offers.reading)}</p> }.into_any(),
                Some(Err(error)) => view! { <NoticeBox tone=Tone::Bad>{store_error_text(i18n, &error)}</NoticeBox> }.into_any(),
                Some(Ok(known)) => view! { <Filled contract=contract.get_value() model known/> }.into_any(),
            }}
        }
        .into_any(),
    )
}

/// The form and what it would do, side by side.
#[component]
fn Filled(contract: Contract, model: OfferModel, known: Known) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let faults = Faults::new(i18n, field_name);
    let is_saving = RwSignal::new(false);
    let id = contract.id;
    let foreseen = Memo::new(move |_| {
        let new = model.sketch(format.get().decimal_style())?;
        let (role, person, today) = (workspace.role(), workspace.person(), workspace.today());
        let now = workspace.now();
        workspace.with(|book| Foreseen::of(book, new, role, person, known, (today, now)))
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let new = match untrack(|| model.read(format.get().decimal_style())) {
            Err(found) => return faults.set(found),
            Ok(new) => new,
        };
        faults.clear();
        is_saving.set(true);
        let go = go.clone();
        let grant = new.id;
        spawn_local(async move {
            let kept = workspace.dispatch(Command::AskGrant(new)).await;
            is_saving.set(false);
            match kept {
                Ok(_) => {
                    let waits = workspace.with_untracked(|book| {
                        let state = book.grants.get(&grant).map(|grant| &grant.state);
                        matches!(state, Some(GrantState::Waiting { .. }))
                    });
                    let text = if waits {
                        t_string!(i18n, offers.asked)
                    } else {
                        t_string!(i18n, offers.given)
                    };
                    workspace.notify(Notice::Done(text.to_string()));
                    go(Route::Contract(id));
                }
                Err(failure) => faults.fail(failure, place_of),
            }
        });
    };
    let asks = move || {
        foreseen.with(|foreseen| {
            foreseen
                .as_ref()
                .is_some_and(|found| found.needs().is_some())
        })
    };
    view! {
        <div class="form-and-preview offer">
            <form class="form" data-unsaved="" novalidate on:submit=save>
                <ErrorSummary errors=faults.summary()/>
                <Fields contract model faults/>
                <div role="status">
                    {move || foreseen.get().map(|found| view! { <Verdict found model/> })}
                </div>
                <Actions>
                    <Button submit=true kind=ButtonKind::Primary disabled=is_saving>
                        {move || if asks() { t_string!(i18n, offers.ask) } else { t_string!(i18n, offers.give) }}
                    </Button>
                    <LinkButton route=Route::Contract(id) symbol=Symbol::Contract>{t!(i18n, words.cancel)}</LinkButton>
                </Actions>
            </form>
            <aside class="preview" aria-labelledby="offer-preview-title">
                <h2 id="offer-preview-title">{t!(i18n, offers.preview)}</h2>
                <Look foreseen/>
            </aside>
        </div>
    }
}

#[component]
fn Fields(contract: Contract, model: OfferModel, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let services = model.services(&contract);
    let has_choice = services.len() > 1;
    let policy = workspace.with_untracked(|book| book.policy().discounts);
    let asks_for_severity = policy.asks_for_severity();
    let has_list = !policy.reasons.is_empty();
    let reasons = Signal::stored(model::reasons(&policy));
    view! {
        {has_choice.then(|| view! {
            <SelectField label=move || t_string!(i18n, offers.service) value=model.service choices=Signal::stored(services)/>
        })}
        <div class="field-row">
            <PercentField label=move || t_string!(i18n, offers.percent) value=model.percent id=PERCENT error=faults.at(PERCENT)/>
            <TextField
                label=move || t_string!(i18n, offers.months)
                value=model.months kind=TextKind::Decimal id=MONTHS error=faults.at(MONTHS)
            />
        </div>
        <DateField label=move || t_string!(i18n, offers.from) value=model.from id=FROM error=faults.at(FROM)/>
        <SegmentedField
            label=move || t_string!(i18n, offers.kind)
            value=model.kind choices=Signal::derive(move || model::kinds(i18n))
        />
        {asks_for_severity.then(|| view! {
            <SelectField
                label=move || t_string!(i18n, offers.severity)
                value=model.severity choices=Signal::derive(move || model::severities(i18n))
            />
        })}
        {if has_list {
            view! {
                <SelectField
                    label=move || t_string!(i18n, offers.reason)
                    value=model.reason choices=reasons id=REASON error=faults.at(REASON)
                />
            }.into_any()
        } else {
            view! {
                <TextField
                    label=move || t_string!(i18n, offers.reason)
                    hint=move || t_string!(i18n, offers.reason_hint)
                    value=model.reason required=true id=REASON error=faults.at(REASON)
                />
            }.into_any()
        }}
        <TextArea label=move || t_string!(i18n, offers.note) value=model.note rows=2/>
        <DateField
            label=move || t_string!(i18n, offers.expiry)
            hint=move || t_string!(i18n, offers.expiry_hint)
            value=model.expiry id=EXPIRY error=faults.at(EXPIRY)
        />
    }
}
