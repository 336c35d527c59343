//! The form of each change to a contract. Each reads its command; what it would do is shown by [`Confirm`].

use super::change::{Changing, Confirm, FROM, LAST_DAY, RESUMES, TERMS};
use crate::app::{
    components::{
        CheckField, Choice, DateField, ErrorSummary, Notice as NoticeBox, SelectField, TextField,
        Tone,
    },
    locale::{Locale, t_string, td_string, use_format, use_i18n},
    pages::{
        contract_form::{
            service_fields::{self, ServiceFields, TermsFields},
            service_form::{ServiceForm, TermsForm},
        },
        form::{Faults, Reader, trimmed},
        savings::Offer,
    },
    wording::end_cause_name,
    workspace::use_workspace,
};
use crate::billing::command::Command;
use crate::billing::contract::{Contract, EndCause};
use crate::billing::desk::role::Role;
use crate::billing::id::ServiceId;
use leptos::prelude::*;

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        FROM => td_string!(locale, contracts.from_day).to_string(),
        LAST_DAY => td_string!(locale, contracts.last_day).to_string(),
        RESUMES => td_string!(locale, contracts.resumes).to_string(),
        field => service_fields::field_name(locale, field),
    }
}

fn reader(format: Memo<crate::app::format::Format>) -> Reader {
    Reader::new(format.get().decimal_style())
}

/// Quantity, price or discount from a day on.
#[component]
pub fn AmendForm(contract: Contract, service: ServiceId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let today = workspace.today();
    let known = contract.service(service)?.clone();
    let from = RwSignal::new(Some(today.max(known.starts)));
    let style = format.get_untracked().decimal_style();
    let latest = known
        .terms_on(today.max(known.starts))
        .or(known.terms.first())?;
    let form = TermsForm::of(latest, style);
    let faults = Faults::new(i18n, field_name);
    let (id, currency) = (contract.id, contract.currency);
    let read = Callback::new(move |()| {
        let mut reader = reader(format);
        let from = reader.chosen(FROM, from.get());
        let terms = form.read(&mut reader, TERMS, from.unwrap_or_default(), currency);
        reader.finish(terms.map(|terms| Command::AmendService {
            contract: id,
            service,
            terms,
        }))
    });
    Some(view! {
        <div class="dialog-form">
            <ErrorSummary errors=faults.summary()/>
            <p class="dialog-text">{known.description.clone()}</p>
            <DateField
                label=move || t_string!(i18n, contracts.from_day)
                hint=move || t_string!(i18n, contracts.from_hint)
                value=from id=FROM error=faults.at(FROM)
            />
            <TermsFields
                form product=Signal::stored(known.product) unit=Signal::stored(known.unit)
                currency=Signal::stored(currency) cycle=Signal::stored(Some(contract.cycle)) faults field=TERMS.to_owned()
            />
            <Confirm contract read faults open confirm=move || t_string!(i18n, contracts.confirm_change)/>
        </div>
    })
}

/// One more service.
#[component]
pub fn AddServiceForm(contract: Contract, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let from = RwSignal::new(Some(workspace.today().max(contract.starts)));
    let form = ServiceForm::blank(workspace.fresh_id());
    let faults = Faults::new(i18n, field_name);
    let (id, currency) = (contract.id, contract.currency);
    let read = Callback::new(move |()| {
        let mut reader = reader(format);
        let from = reader.chosen(FROM, from.get());
        let service = form.read(&mut reader, from.unwrap_or_default(), currency);
        reader.finish(service.map(|service| Command::AddService {
            contract: id,
            service,
        }))
    });
    view! {
        <div class="dialog-form">
            <ErrorSummary errors=faults.summary()/>
            <DateField label=move || t_string!(i18n, contracts.starts) value=from id=FROM error=faults.at(FROM)/>
            <ServiceFields form currency=Signal::stored(currency) cycle=Signal::stored(Some(contract.cycle)) faults/>
            <Confirm contract read faults open confirm=move || t_string!(i18n, contracts.add_service)/>
        </div>
    }
}

/// The last day of one service.
#[component]
pub fn EndServiceForm(
    contract: Contract,
    service: ServiceId,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let known = contract.service(service)?;
    let description = known.description.clone();
    let last_day = RwSignal::new(Some(workspace.today().max(known.starts)));
    let faults = Faults::new(i18n, field_name);
    let id = contract.id;
    let read = Callback::new(move |()| {
        let mut reader = reader(format);
        let last_day = reader.chosen(LAST_DAY, last_day.get());
        reader.finish(last_day.map(|last_day| Command::EndService {
            contract: id,
            service,
            last_day,
        }))
    });
    Some(view! {
        <div class="dialog-form">
            <ErrorSummary errors=faults.summary()/>
            <p class="dialog-text">{description}</p>
            <DateField label=move || t_string!(i18n, contracts.last_day) value=last_day id=LAST_DAY error=faults.at(LAST_DAY)/>
            <Confirm contract read faults open confirm=move || t_string!(i18n, contracts.end_service)/>
        </div>
    })
}

/// Days of rest.
#[component]
pub fn PauseForm(contract: Contract, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let from = RwSignal::new(Some(workspace.today().max(contract.starts)));
    let resumes = RwSignal::new(None);
    let faults = Faults::new(i18n, field_name);
    let id = contract.id;
    let read = Callback::new(move |()| {
        let mut reader = reader(format);
        let from = reader.chosen(FROM, from.get());
        reader.finish(from.map(|from| Command::PauseContract {
            contract: id,
            from,
            resumes: resumes.get(),
        }))
    });
    view! {
        <div class="dialog-form">
            <ErrorSummary errors=faults.summary()/>
            <div class="field-row">
                <DateField label=move || t_string!(i18n, contracts.pause_from) value=from id=FROM error=faults.at(FROM)/>
                <DateField
                    label=move || t_string!(i18n, contracts.resumes)
                    hint=move || t_string!(i18n, contracts.resumes_hint)
                    value=resumes id=RESUMES error=faults.at(RESUMES)
                />
            </div>
            <Confirm contract read faults open confirm=move || t_string!(i18n, contracts.pause)/>
        </div>
    }
}

/// The end of a rest.
#[component]
pub fn ResumeForm(contract: Contract, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let today = workspace.today();
    let latest = contract.pauses.last().map_or(today, |pause| pause.from);
    let resumes = RwSignal::new(Some(today.max(latest)));
    let faults = Faults::new(i18n, field_name);
    let id = contract.id;
    let read = Callback::new(move |()| {
        let mut reader = reader(format);
        let resumes = reader.chosen(RESUMES, resumes.get());
        reader.finish(resumes.map(|resumes| Command::ResumeContract {
            contract: id,
            resumes,
        }))
    });
    view! {
        <div class="dialog-form">
            <ErrorSummary errors=faults.summary()/>
            <DateField label=move || t_string!(i18n, contracts.resumes) value=resumes id=RESUMES error=faults.at(RESUMES)/>
            <Confirm contract read faults open confirm=move || t_string!(i18n, contracts.resume)/>
        </div>
    }
}

/// The end of the contract, by notice and minimum term, or waived.
#[component]
pub fn EndForm(contract: Contract, changing: Changing) -> impl IntoView {
    let Changing { open, proof, .. } = changing;
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let earliest = contract
        .earliest_end(workspace.today())
        .max(contract.starts);
    let last_day = RwSignal::new(Some(earliest));
    let reason = RwSignal::new(String::new());
    let cause = RwSignal::new(None);
    let causes = Memo::new(move |_| {
        let none = Choice::new(None, t_string!(i18n, savings.cause_none));
        let named = |cause: EndCause| Choice::new(Some(cause), end_cause_name(i18n, cause));
        std::iter::once(none)
            .chain(EndCause::ALL.into_iter().map(named))
            .collect::<Vec<_>>()
    });
    let waive = RwSignal::new(false);
    let may_waive = move || workspace.role() >= Role::Lead;
    let faults = Faults::new(i18n, field_name);
    let id = contract.id;
    let read = Callback::new(move |()| {
        let mut reader = reader(format);
        let last_day = reader.chosen(LAST_DAY, last_day.get());
        reader.finish(last_day.map(|last_day| Command::EndContract {
            contract: id,
            last_day,
            reason: trimmed(reason),
            cause: cause.get(),
            // Ticked by somebody else before they handed over the device, it would be refused.
            waive_notice: waive.get() && may_waive(),
        }))
    });
    let said = move |()| {
        let day = last_day
            .get_untracked()
            .map(|day| format.get_untracked().date(day));
        t_string!(i18n, contracts.end_said, day = day.unwrap_or_default()).to_string()
    };
    let bound = move || {
        t_string!(
            i18n,
            contracts.earliest_end_is,
            day = format.get().date(earliest)
        )
        .to_string()
    };
    view! {
        <div class="dialog-form">
            <ErrorSummary errors=faults.summary()/>
            <Offer id open/>
            <SelectField label=move || t_string!(i18n, savings.cause) value=cause choices=causes/>
            <TextField
                label=move || t_string!(i18n, savings.words)
                hint=move || t_string!(i18n, savings.words_hint)
                value=reason
            />
            <NoticeBox tone=Tone::Info>{bound}</NoticeBox>
            <DateField label=move || t_string!(i18n, contracts.last_day) value=last_day id=LAST_DAY error=faults.at(LAST_DAY)/>
            <Show when=may_waive>
                <CheckField
                    label=move || t_string!(i18n, contracts.waive)
                    hint=move || t_string!(i18n, contracts.waive_hint)
                    value=waive
                />
            </Show>
            <Confirm
                contract read faults open confirm=move || t_string!(i18n, contracts.end) said
                on_done=move |()| proof.set(true)
            />
        </div>
    }
}

/// Taking an end back.
#[component]
pub fn WithdrawEndForm(contract: Contract, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let faults = Faults::new(i18n, field_name);
    let id = contract.id;
    let read = Callback::new(move |()| Ok(Command::WithdrawEnd(id)));
    view! {
        <div class="dialog-form">
            <ErrorSummary errors=faults.summary()/>
            <p class="dialog-text">{move || t_string!(i18n, contracts.withdraw_end_text)}</p>
            <Confirm contract read faults open confirm=move || t_string!(i18n, contracts.withdraw_end)/>
        </div>
    }
}
