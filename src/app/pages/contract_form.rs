//! The form for a new contract, with the bills it will make beside it; and the form for what may be corrected later.

pub mod bills;
mod model;
pub mod service_fields;
pub mod service_form;

use super::form::Faults;
use crate::app::{
    components::{
        Actions, Button, ButtonKind, Choice, Combobox, DateField, ErrorSummary, Finder, Found,
        IconButton, LinkButton, PageHeader, Section, SegmentedField, SelectField, Symbol, TextArea,
        TextField, TextKind,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::NotFound,
    route::{Route, use_go, use_query},
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::contract::{BillingMode, Contract};
use crate::billing::id::{AccountId, ContractId, ServiceId};
use crate::billing::run::next_bills;
use crate::calendar::CycleUnit;
use crate::money::Currency;
use bills::{Bills, Foreseen};
use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    ACCOUNT, ANCHOR, AnchorKind, BasicsForm, ContractForm, EVERY, MINIMUM, NAME, NOTICE, NUMBER,
    NoticeKind, SERVICES, STARTS, field_name, place_of,
};
use service_fields::ServiceFields;
use service_form::ServiceForm;
use wasm_bindgen_futures::spawn_local;

/// The bills shown while a contract is typed.
const FORESEEN: usize = 3;

/// Finds open accounts by name, number and city.
pub fn find_accounts() -> Finder<AccountId> {
    let workspace = use_workspace();
    let find = Callback::new(move |typed: String| {
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        workspace.with(|book| {
            let mut found: Vec<Found<AccountId>> = book
                .accounts
                .values()
                .filter(|account| account.is_open())
                .filter(|account| {
                    let sought = format!(
                        "{} {} {}",
                        account.number, account.name, account.address.city
                    )
                    .to_lowercase();
                    words.iter().all(|word| sought.contains(word))
                })
                .map(|account| Found {
                    value: account.id,
                    title: account.name.clone(),
                    detail: [account.number.as_str(), &account.address.city]
                        .into_iter()
                        .filter(|text| !text.is_empty())
                        .collect::<Vec<_>>()
                        .join(" · "),
                })
                .collect();
            found.sort_by_cached_key(|found| found.title.to_lowercase());
            found
        })
    });
    let name_of = Callback::new(move |id: AccountId| {
        workspace.with(|book| {
            book.accounts
                .get(&id)
                .map(|account| account.name.clone())
                .unwrap_or_default()
        })
    });
    (find, name_of)
}

/// The form for a new contract; `?account=` chooses whose.
#[component]
pub fn NewContract() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let asked = use_query()
        .read_untracked()
        .get("account")
        .and_then(|id| id.parse::<AccountId>().ok());
    let form = workspace.with_untracked(|book| {
        let account = asked.filter(|id| {
            book.accounts
                .get(id)
                .is_some_and(|account| account.is_open())
        });
        ContractForm::blank(
            book,
            workspace.fresh_id(),
            workspace.fresh_id(),
            account,
            workspace.today(),
        )
    });
    let currency = Signal::derive(move || workspace.with(|book| form.currency(book)));
    let faults = Faults::new(i18n, field_name);
    let is_saving = RwSignal::new(false);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let style = format.get_untracked().decimal_style();
        match untrack(|| form.read(currency.get(), style)) {
            Err(found) => faults.set(found),
            Ok(contract) => {
                faults.clear();
                is_saving.set(true);
                let go = go.clone();
                let (id, name) = (contract.id, contract.name.clone());
                spawn_local(async move {
                    let kept = workspace.dispatch(Command::AddContract(contract)).await;
                    is_saving.set(false);
                    match kept {
                        Ok(_) => {
                            workspace.notify(Notice::Done(
                                t_string!(i18n, contracts.saved, name = name).to_string(),
                            ));
                            go(Route::Contract(id));
                        }
                        Err(failure) => faults.fail(failure, place_of),
                    }
                });
            }
        }
    };
    view! {
        <PageHeader title=move || t_string!(i18n, contracts.new_title)/>
        <div class="form-and-preview">
            <form class="form" data-unsaved="" novalidate on:submit=save>
                <ErrorSummary errors=faults.summary()/>
                <Basics form faults/>
                <Rhythm form faults/>
                <Services form currency faults/>
                <Section title=move || t_string!(i18n, contracts.section_terms)>
                    <Binding form=form.basics faults/>
                </Section>
                <Actions>
                    <Button submit=true kind=ButtonKind::Primary disabled=is_saving>{t!(i18n, words.save)}</Button>
                    <LinkButton route=Route::Contracts>{t!(i18n, words.cancel)}</LinkButton>
                </Actions>
            </form>
            <Preview form currency/>
        </div>
    }
}

/// The first bills, while they are being agreed.
#[component]
fn Preview(form: ContractForm, currency: Signal<Currency>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let foreseen = Memo::new(move |_| -> Option<Foreseen> {
        let contract = form
            .read(currency.get(), format.get().decimal_style())
            .ok()?;
        let today = workspace.today();
        Some(workspace.with(|book| next_bills(book, &contract, today, FORESEEN)))
    });
    view! {
        <aside class="preview" aria-labelledby="preview-title">
            <h2 id="preview-title">{t!(i18n, contracts.preview)}</h2>
            <div role="status">
                {move || match foreseen.get() {
                    Some(bills) => view! { <Bills foreseen=Signal::stored(bills)/> }.into_any(),
                    None => view! { <p class="quiet">{t!(i18n, contracts.preview_wait)}</p> }.into_any(),
                }}
            </div>
        </aside>
    }
}

#[component]
fn Basics(form: ContractForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let (find, name_of) = find_accounts();
    view! {
        <Section title=move || t_string!(i18n, contracts.section_contract)>
            <Combobox
                label=move || t_string!(i18n, contracts.account)
                hint=move || t_string!(i18n, contracts.account_hint)
                value=form.account find name_of id=ACCOUNT error=faults.at(ACCOUNT)
            />
            <div class="field-row">
                <TextField
                    label=move || t_string!(i18n, contracts.name)
                    hint=move || t_string!(i18n, contracts.name_hint)
                    value=form.basics.name id=NAME required=true error=faults.at(NAME)
                />
                <TextField
                    label=move || t_string!(i18n, contracts.number)
                    value=form.basics.number id=NUMBER required=true error=faults.at(NUMBER)
                />
            </div>
        </Section>
    }
}

/// How often, before or after, from when.
#[component]
fn Rhythm(form: ContractForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let units = Signal::derive(move || {
        vec![
            Choice::new(CycleUnit::Day, t_string!(i18n, contracts.unit_days)),
            Choice::new(CycleUnit::Week, t_string!(i18n, contracts.unit_weeks)),
            Choice::new(CycleUnit::Month, t_string!(i18n, contracts.unit_months)),
            Choice::new(CycleUnit::Year, t_string!(i18n, contracts.unit_years)),
        ]
    });
    let modes = Signal::derive(move || {
        vec![
            Choice::new(
                BillingMode::InAdvance,
                t_string!(i18n, contracts.in_advance),
            ),
            Choice::new(
                BillingMode::InArrears,
                t_string!(i18n, contracts.in_arrears),
            ),
        ]
    });
    let anchors = Signal::derive(move || {
        vec![
            Choice::new(
                AnchorKind::FirstOfMonth,
                t_string!(i18n, contracts.anchor_first),
            ),
            Choice::new(AnchorKind::Start, t_string!(i18n, contracts.anchor_start)),
            Choice::new(AnchorKind::Chosen, t_string!(i18n, contracts.anchor_chosen)),
        ]
    });
    let periods = move || {
        let (cycle, starts) = form.cycle().zip(form.starts.get())?;
        let first = cycle.index_of(starts);
        let days: Vec<String> = (first..first.checked_add(3)?)
            .filter_map(|n| cycle.period(n))
            .map(|period| format.get().period(period))
            .collect();
        Some(t_string!(i18n, contracts.periods, periods = days.join(", ")).to_string())
    };
    view! {
        <Section title=move || t_string!(i18n, contracts.section_rhythm)>
            <div class="field-row">
                <TextField
                    label=move || t_string!(i18n, contracts.every)
                    value=form.every kind=TextKind::Decimal id=EVERY error=faults.at(EVERY)
                />
                <SelectField label=move || t_string!(i18n, contracts.every_unit) value=form.unit choices=units/>
            </div>
            <SegmentedField label=move || t_string!(i18n, contracts.mode) value=form.mode choices=modes/>
            <DateField label=move || t_string!(i18n, contracts.starts) value=form.starts id=STARTS error=faults.at(STARTS)/>
            <SegmentedField label=move || t_string!(i18n, contracts.anchor) value=form.anchor_kind choices=anchors/>
            <Show when=move || form.anchor_kind.get() == AnchorKind::Chosen>
                <DateField
                    label=move || t_string!(i18n, contracts.anchor_day)
                    hint=move || t_string!(i18n, contracts.anchor_hint)
                    value=form.anchor id=ANCHOR error=faults.at(ANCHOR)
                />
            </Show>
            <p class="field-hint" role="status">{periods}</p>
        </Section>
    }
}

#[component]
fn Services(form: ContractForm, currency: Signal<Currency>, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let add = move |()| {
        let id: ServiceId = workspace.fresh_id();
        form.services
            .update(|services| services.push(ServiceForm::blank(id)));
    };
    let service = move |service: ServiceForm| {
        let label = move || {
            let name = service.description.get();
            if name.trim().is_empty() {
                t_string!(i18n, contracts.remove_service).to_string()
            } else {
                t_string!(i18n, contracts.remove_service_named, name = name).to_string()
            }
        };
        let remove = move |()| {
            form.services
                .update(|services| services.retain(|other| other.id != service.id))
        };
        view! {
            <fieldset class="field form-group">
                <legend class="form-group-head">
                    <span>{t!(i18n, contracts.service)}</span>
                    <IconButton symbol=Symbol::Trash label on_press=remove/>
                </legend>
                <ServiceFields form=service currency cycle=Signal::derive(move || form.cycle()) faults/>
            </fieldset>
        }
    };
    view! {
        <Section title=move || t_string!(i18n, contracts.services)>
            <For each=move || form.services.get() key=|service| service.id children=service/>
            <div class="field" id=SERVICES tabindex="-1">
                <Actions><Button symbol=Symbol::Plus on_press=add>{t!(i18n, contracts.add_service)}</Button></Actions>
            </div>
        </Section>
    }
}

/// Minimum term, notice, order number, notes.
#[component]
fn Binding(form: BasicsForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let notices = Signal::derive(move || {
        vec![
            Choice::new(NoticeKind::None, t_string!(i18n, contracts.notice_none)),
            Choice::new(NoticeKind::Days, t_string!(i18n, contracts.notice_days)),
            Choice::new(NoticeKind::Months, t_string!(i18n, contracts.notice_months)),
        ]
    });
    view! {
        <DateField
            label=move || t_string!(i18n, contracts.minimum_term)
            hint=move || t_string!(i18n, contracts.minimum_term_hint)
            value=form.minimum_term id=MINIMUM error=faults.at(MINIMUM)
        />
        <div class="field-row">
            <SelectField label=move || t_string!(i18n, contracts.notice) value=form.notice_kind choices=notices/>
            <Show when=move || form.notice_kind.get() != NoticeKind::None>
                <TextField
                    label=move || t_string!(i18n, contracts.notice_length)
                    value=form.notice kind=TextKind::Decimal id=NOTICE error=faults.at(NOTICE)
                />
            </Show>
        </div>
        <TextField
            label=move || t_string!(i18n, contracts.order_reference)
            hint=move || t_string!(i18n, contracts.order_reference_hint)
            value=form.order_reference
        />
        <TextArea label=move || t_string!(i18n, contracts.notes) value=form.notes rows=3/>
    }
}

/// The form for what may be corrected at any time.
#[component]
pub fn EditContract(
    /// Which.
    id: ContractId,
) -> impl IntoView {
    let workspace = use_workspace();
    match workspace.with_untracked(|book| book.contracts.get(&id).cloned()) {
        Some(contract) => view! { <EditForm before=contract/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn EditForm(before: Contract) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let id = before.id;
    let old_name = before.name.clone();
    let form = BasicsForm::of(&before);
    let faults = Faults::new(i18n, field_name);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let style = format.get_untracked().decimal_style();
        match untrack(|| form.read(&before, style)) {
            Err(found) => faults.set(found),
            Ok(contract) => {
                let go = go.clone();
                let name = contract.name.clone();
                spawn_local(async move {
                    match workspace.dispatch(Command::ReviseContract(contract)).await {
                        Ok(_) => {
                            workspace.notify(Notice::Done(
                                t_string!(i18n, contracts.saved, name = name).to_string(),
                            ));
                            go(Route::Contract(id));
                        }
                        Err(failure) => faults.fail(failure, place_of),
                    }
                });
            }
        }
    };
    view! {
        <PageHeader title=move || t_string!(i18n, contracts.edit_title, name = old_name.clone()).to_string()/>
        <form class="form" data-unsaved="" novalidate on:submit=save>
            <ErrorSummary errors=faults.summary()/>
            <Section title=move || t_string!(i18n, contracts.section_contract)>
                <TextField label=move || t_string!(i18n, contracts.name) value=form.name id=NAME required=true error=faults.at(NAME)/>
                <TextField label=move || t_string!(i18n, contracts.number) value=form.number id=NUMBER required=true error=faults.at(NUMBER)/>
            </Section>
            <Section title=move || t_string!(i18n, contracts.section_terms)><Binding form faults/></Section>
            <Actions>
                <Button submit=true kind=ButtonKind::Primary>{t!(i18n, words.save)}</Button>
                <LinkButton route=Route::Contract(id)>{t!(i18n, words.cancel)}</LinkButton>
            </Actions>
        </form>
    }
}
