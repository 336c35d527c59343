//! The form for a customer, new or known. It warns of a likely double, and leaves the decision to the person.

mod model;

pub use model::next_number;

use super::display_name::{countries, currencies};
use super::form::Faults;
use crate::app::{
    components::{
        Actions, Button, ButtonKind, CheckField, Choice, DateField, ErrorSummary, IconButton,
        LinkButton, Notice as NoticeBox, PageHeader, Section, SegmentedField, SelectField, Symbol,
        TextArea, TextField, TextKind, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::NotFound,
    route::{Route, use_go},
    wording::{likeness_text, tax_treatment_name},
    workspace::{Notice, use_workspace},
};
use crate::billing::account::{Account, AccountKind, Grouping, Language};
use crate::billing::command::Command;
use crate::billing::id::AccountId;
use crate::billing::tax::TaxTreatment;
use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    AccountForm, AddressForm, BUSINESS_ID, CURRENCY, ContactForm, E_INVOICE, NAME, NUMBER, SINCE,
    TERMS, TermsKind, VAT_ID, blank, field_name, place_of,
};
use wasm_bindgen_futures::spawn_local;

/// No more likely doubles than so many are named.
const MOST_ALIKE: usize = 3;

/// The form for a new customer.
#[component]
pub fn NewAccount() -> impl IntoView {
    let workspace = use_workspace();
    let today = workspace.today();
    let account = workspace.with_untracked(|book| blank(book, workspace.fresh_id(), today));
    view! { <Form before=account is_new=true/> }
}

/// The form for a known customer.
#[component]
pub fn EditAccount(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let workspace = use_workspace();
    match workspace.with_untracked(|book| book.accounts.get(&id).cloned()) {
        Some(account) => view! { <Form before=account is_new=false/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Form(before: Account, is_new: bool) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let id = before.id;
    let form = AccountForm::of(&before);
    let faults = Faults::new(i18n, field_name);
    let is_saving = RwSignal::new(false);
    let before = StoredValue::new(before);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let style = format.get_untracked().decimal_style();
        let read = untrack(|| before.with_value(|before| form.read(before, style)));
        match read {
            Err(found) => faults.set(found),
            Ok(account) => {
                faults.clear();
                is_saving.set(true);
                let command = if is_new {
                    Command::AddAccount(account)
                } else {
                    Command::ReviseAccount(account)
                };
                let go = go.clone();
                spawn_local(async move {
                    let kept = workspace.dispatch(command).await;
                    is_saving.set(false);
                    match kept {
                        Ok(_) => {
                            let text =
                                t_string!(i18n, accounts.saved, name = form.name.get_untracked());
                            workspace.notify(Notice::Done(text.to_string()));
                            go(Route::Account(id));
                        }
                        Err(failure) => faults.fail(failure, place_of),
                    }
                });
            }
        }
    };
    let title = move || {
        if is_new {
            t_string!(i18n, accounts.new_title).to_string()
        } else {
            t_string!(
                i18n,
                accounts.edit_title,
                name = before.with_value(|before| before.name.clone())
            )
            .to_string()
        }
    };
    let back = if is_new {
        Route::Accounts
    } else {
        Route::Account(id)
    };
    view! {
        <PageHeader title/>
        <form class="form" data-unsaved="" novalidate on:submit=save>
            <ErrorSummary errors=faults.summary()/>
            <Alike form before/>
            <Who form faults/>
            <Contacts form faults/>
            <Place form/>
            <Billing form faults/>
            <Rest form/>
            <Actions>
                <Button submit=true kind=ButtonKind::Primary disabled=is_saving>{t!(i18n, words.save)}</Button>
                <LinkButton route=back>{t!(i18n, words.cancel)}</LinkButton>
            </Actions>
        </form>
    }
}

/// Customers that may be the same one.
#[component]
fn Alike(form: AccountForm, before: StoredValue<Account>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let alike = Memo::new(move |_| {
        let sketch = before.with_value(|before| form.sketch(before));
        workspace.with(|book| {
            book.accounts
                .values()
                .filter(|other| other.merged_into.is_none())
                .filter_map(|other| {
                    Some((
                        other.id,
                        other.name.clone(),
                        other.number.clone(),
                        sketch.likeness(other)?,
                    ))
                })
                .take(MOST_ALIKE)
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div role="status">
            <Show when=move || !alike.read().is_empty()>
                <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, accounts.alike_title)>
                    <ul class="plain-list">
                        {move || alike.get().into_iter().map(|(id, name, number, likeness)| {
                            let why = move || likeness_text(i18n, likeness);
                            view! {
                                <li><a href=Route::Account(id).href()>{name}</a>" · "{number}" · "{why}</li>
                            }
                        }).collect_view()}
                    </ul>
                    <p>{t!(i18n, accounts.alike_text)}</p>
                </NoticeBox>
            </Show>
        </div>
    }
}

/// Name, number, and what companies are known by.
#[component]
fn Who(form: AccountForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let kinds = Signal::derive(move || {
        vec![
            Choice::new(AccountKind::Company, t_string!(i18n, accounts.company)),
            Choice::new(AccountKind::Person, t_string!(i18n, accounts.person)),
        ]
    });
    view! {
        <Section title=move || t_string!(i18n, accounts.section_who)>
            <SegmentedField label=move || t_string!(i18n, accounts.kind) value=form.kind choices=kinds/>
            <TextField label=move || t_string!(i18n, accounts.name) value=form.name id=NAME required=true error=faults.at(NAME)/>
            <div class="field-row">
                <TextField
                    label=move || t_string!(i18n, accounts.number)
                    hint=move || t_string!(i18n, accounts.number_hint)
                    value=form.number
                    id=NUMBER
                    required=true
                    error=faults.at(NUMBER)
                />
                <DateField label=move || t_string!(i18n, accounts.since_day) value=form.since id=SINCE error=faults.at(SINCE)/>
            </div>
            <Show when=move || form.kind.get() == AccountKind::Company>
                <div class="field-row">
                    <TextField
                        label=move || t_string!(i18n, accounts.business_id)
                        value=form.business_id
                        id=BUSINESS_ID
                        error=faults.at(BUSINESS_ID)
                    />
                    <TextField
                        label=move || t_string!(i18n, accounts.vat_id)
                        hint=move || t_string!(i18n, accounts.vat_id_hint)
                        value=form.vat_id
                        id=VAT_ID
                        error=faults.at(VAT_ID)
                    />
                </div>
                <div class="field-row">
                    <TextField
                        label=move || t_string!(i18n, accounts.e_invoice)
                        hint=move || t_string!(i18n, accounts.e_invoice_hint)
                        value=form.e_invoice
                        id=E_INVOICE
                        error=faults.at(E_INVOICE)
                    />
                    <TextField label=move || t_string!(i18n, accounts.operator) value=form.operator/>
                </div>
            </Show>
        </Section>
    }
}

/// People to talk to.
#[component]
fn Contacts(form: AccountForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let contact = move |contact: ContactForm| {
        let label = move || {
            let name = contact.name.get();
            if name.trim().is_empty() {
                t_string!(i18n, accounts.remove_contact).to_string()
            } else {
                t_string!(i18n, accounts.remove_contact_named, name = name).to_string()
            }
        };
        view! {
            <fieldset class="field form-group">
                <legend class="form-group-head">
                    <span>{t!(i18n, accounts.contact)}</span>
                    <IconButton symbol=Symbol::Trash label on_press=move |()| form.remove_contact(contact.key)/>
                </legend>
                <div class="field-row">
                    <TextField label=move || t_string!(i18n, accounts.contact_name) value=contact.name/>
                    <TextField label=move || t_string!(i18n, accounts.role) value=contact.role/>
                </div>
                <div class="field-row">
                    <TextField
                        label=move || t_string!(i18n, accounts.email)
                        value=contact.email
                        kind=TextKind::Email
                        id=contact.email_id()
                        error=faults.at(contact.email_id())
                    />
                    <TextField label=move || t_string!(i18n, accounts.phone) value=contact.phone kind=TextKind::Phone id=contact.phone_id() error=faults.at(contact.phone_id())/>
                </div>
            </fieldset>
        }
    };
    view! {
        <Section title=move || t_string!(i18n, accounts.section_contacts)>
            <For each=move || form.contacts.get() key=|contact| contact.key children=contact/>
            <div class="field">
                <Actions>
                    <Button symbol=Symbol::Plus on_press=move |()| form.add_contact()>{t!(i18n, accounts.add_contact)}</Button>
                </Actions>
            </div>
        </Section>
    }
}

/// Where the customer is, and where goods go.
#[component]
fn Place(form: AccountForm) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Section title=move || t_string!(i18n, accounts.section_address)>
            <AddressFields form=form.address/>
            <CheckField label=move || t_string!(i18n, accounts.has_delivery) value=form.has_delivery/>
            <Show when=move || form.has_delivery.get()>
                <fieldset class="field form-group">
                    <legend class="form-group-head">{t!(i18n, accounts.delivery_address)}</legend>
                    <AddressFields form=form.delivery/>
                </fieldset>
            </Show>
        </Section>
    }
}

#[component]
fn AddressFields(form: AddressForm) -> impl IntoView {
    let i18n = use_i18n();
    let countries = Memo::new(move |_| countries(i18n.get_locale()));
    view! {
        <TextArea
            label=move || t_string!(i18n, accounts.street)
            hint=move || t_string!(i18n, accounts.street_hint)
            value=form.lines
            rows=2
        />
        <div class="field-row">
            <TextField label=move || t_string!(i18n, accounts.postal_code) value=form.postal_code/>
            <TextField label=move || t_string!(i18n, accounts.city) value=form.city/>
        </div>
        <SelectField label=move || t_string!(i18n, accounts.country) value=form.country choices=countries/>
    }
}

/// How the customer is billed.
#[component]
fn Billing(form: AccountForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let languages = Signal::derive(move || {
        vec![
            Choice::new(Language::Fi, t_string!(i18n, accounts.language_fi)),
            Choice::new(Language::En, t_string!(i18n, accounts.language_en)),
        ]
    });
    let currencies = Memo::new(move |_| currencies(i18n.get_locale()));
    let terms = Signal::derive(move || {
        vec![
            Choice::new(TermsKind::Usual, t_string!(i18n, accounts.terms_usual)),
            Choice::new(TermsKind::NetDays, t_string!(i18n, accounts.terms_net)),
            Choice::new(
                TermsKind::EndOfMonth,
                t_string!(i18n, accounts.terms_end_of_month),
            ),
        ]
    });
    let treatments = Signal::derive(move || {
        TaxTreatment::ALL
            .into_iter()
            .map(|treatment| Choice::new(treatment, tax_treatment_name(i18n, treatment)))
            .collect::<Vec<_>>()
    });
    let groupings = Signal::derive(move || {
        vec![
            Choice::new(
                Grouping::Together,
                t_string!(i18n, accounts.grouping_together),
            ),
            Choice::new(
                Grouping::PerContract,
                t_string!(i18n, accounts.grouping_each),
            ),
        ]
    });
    view! {
        <Section title=move || t_string!(i18n, accounts.section_billing)>
            <div class="field-row">
                <SelectField label=move || t_string!(i18n, accounts.language) value=form.language choices=languages/>
                <SelectField
                    label=move || t_string!(i18n, accounts.currency)
                    value=form.currency
                    choices=currencies
                    id=CURRENCY
                    error=faults.at(CURRENCY)
                />
            </div>
            <div class="field-row">
                <SelectField label=move || t_string!(i18n, accounts.terms) value=form.terms choices=terms/>
                <Show when=move || form.terms.get() != TermsKind::Usual>
                    <TextField
                        label=move || t_string!(i18n, accounts.terms_days)
                        value=form.terms_days
                        kind=TextKind::Decimal
                        id=TERMS
                        error=faults.at(TERMS)
                    />
                </Show>
            </div>
            <SelectField
                label=move || t_string!(i18n, accounts.treatment)
                hint=move || t_string!(i18n, accounts.treatment_hint)
                value=form.treatment
                choices=treatments
            />
            <SelectField label=move || t_string!(i18n, accounts.grouping) value=form.grouping choices=groupings/>
            <TextField
                label=move || t_string!(i18n, accounts.buyer_reference)
                hint=move || t_string!(i18n, accounts.buyer_reference_hint)
                value=form.buyer_reference
            />
        </Section>
    }
}

/// Tags and notes.
#[component]
fn Rest(form: AccountForm) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Section title=move || t_string!(i18n, accounts.section_notes)>
            <TextField label=move || t_string!(i18n, accounts.tags) hint=move || t_string!(i18n, accounts.tags_hint) value=form.tags/>
            <TextArea label=move || t_string!(i18n, accounts.notes) value=form.notes rows=4/>
        </Section>
    }
}
