//! The seller's details: what stands on every invoice.

use crate::app::{
    components::{
        Button, ButtonKind, Choice, ErrorSummary, Section, SelectField, TextArea, TextField,
        TextKind,
    },
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::{
        display_name,
        form::{Fault, Faults, Found, Reader, trimmed},
        role_note::{RoleNote, falls_short},
    },
    unsaved::use_unsaved,
    workspace::{Notice, use_workspace},
};
use crate::billing::account::{Address, Language};
use crate::billing::command::Command;
use crate::billing::desk::role::Role;
use crate::billing::dunning::DunningPolicy;
use crate::billing::identifier::{
    Bic, BusinessId, CountryCode, EInvoiceAddress, Iban, VatId, check_email,
};
use crate::billing::refusal::Field;
use crate::billing::seller::Seller;
use crate::calendar::PaymentTerms;
use crate::money::{Currency, DecimalStyle};
use leptos::{prelude::*, task::spawn_local};

const NAME: &str = "seller-name";
const BUSINESS_ID: &str = "seller-business-id";
const VAT_ID: &str = "seller-vat-id";
const EMAIL: &str = "seller-email";
const E_INVOICE: &str = "seller-e-invoice";
const IBAN: &str = "seller-iban";
const BIC: &str = "seller-bic";
const TERMS: &str = "seller-terms";

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        NAME => td_string!(locale, settings.seller_name).to_string(),
        BUSINESS_ID => td_string!(locale, settings.business_id).to_string(),
        VAT_ID => td_string!(locale, settings.vat_id).to_string(),
        EMAIL => td_string!(locale, settings.email).to_string(),
        E_INVOICE => td_string!(locale, accounts.e_invoice).to_string(),
        IBAN => td_string!(locale, settings.iban).to_string(),
        BIC => td_string!(locale, settings.bic).to_string(),
        TERMS => td_string!(locale, settings.terms).to_string(),
        _ => String::new(),
    }
}

fn place_of(field: Field) -> Option<&'static str> {
    (field == Field::Name).then_some(NAME)
}

/// The texts of the form; what was typed stays whatever is wrong with it.
#[derive(Clone, Copy)]
struct SellerForm {
    name: RwSignal<String>,
    street: RwSignal<String>,
    postal_code: RwSignal<String>,
    city: RwSignal<String>,
    country: RwSignal<CountryCode>,
    business_id: RwSignal<String>,
    vat_id: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    website: RwSignal<String>,
    e_invoice: RwSignal<String>,
    operator: RwSignal<String>,
    iban: RwSignal<String>,
    bic: RwSignal<String>,
    currency: RwSignal<Currency>,
    terms: RwSignal<TermsChoice>,
    terms_days: RwSignal<String>,
    language: RwSignal<Language>,
    late_payment: RwSignal<String>,
    footer: RwSignal<String>,
}

/// What the days of the usual terms are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TermsChoice {
    /// The issue date.
    NetDays,
    /// The end of the month of issue.
    EndOfMonth,
}

impl SellerForm {
    fn of(seller: &Seller) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let e_invoice = seller.e_invoice.as_ref();
        let (terms, days) = match seller.terms {
            PaymentTerms::NetDays(days) => (TermsChoice::NetDays, days),
            PaymentTerms::EndOfMonth { plus_days } => (TermsChoice::EndOfMonth, plus_days),
        };
        SellerForm {
            name: text(&seller.name),
            street: RwSignal::new(seller.address.lines.join("\n")),
            postal_code: text(&seller.address.postal_code),
            city: text(&seller.address.city),
            country: RwSignal::new(seller.address.country),
            business_id: RwSignal::new(
                seller
                    .business_id
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            vat_id: RwSignal::new(
                seller
                    .vat_id
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            email: text(&seller.email),
            phone: text(&seller.phone),
            website: text(&seller.website),
            e_invoice: text(e_invoice.map(EInvoiceAddress::address).unwrap_or_default()),
            operator: text(
                e_invoice
                    .and_then(EInvoiceAddress::operator)
                    .unwrap_or_default(),
            ),
            iban: RwSignal::new(seller.iban.as_ref().map(Iban::grouped).unwrap_or_default()),
            bic: RwSignal::new(
                seller
                    .bic
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            currency: RwSignal::new(seller.currency),
            terms: RwSignal::new(terms),
            terms_days: RwSignal::new(days.to_string()),
            language: RwSignal::new(seller.language),
            late_payment: text(&seller.late_payment),
            footer: text(&seller.footer),
        }
    }

    /// The seller as typed, or every field that is wrong.
    fn read(self, style: DecimalStyle) -> Result<Seller, Found> {
        let mut reader = Reader::new(style);
        let name = reader.text(NAME, &self.name.get());
        let business_id = optional(
            &mut reader,
            BUSINESS_ID,
            self.business_id,
            BusinessId::parse,
        );
        let vat_id = optional(&mut reader, VAT_ID, self.vat_id, VatId::parse);
        let email = trimmed(self.email);
        optional(&mut reader, EMAIL, self.email, check_email);
        let (address, operator) = (trimmed(self.e_invoice), trimmed(self.operator));
        let e_invoice = (!address.is_empty() || !operator.is_empty())
            .then(|| reader.take(E_INVOICE, EInvoiceAddress::new(&address, Some(&operator))))
            .flatten();
        let iban = optional(&mut reader, IBAN, self.iban, Iban::parse);
        let bic = optional(&mut reader, BIC, self.bic, Bic::parse);
        let days = reader.days(TERMS, &self.terms_days.get());
        let seller = days.map(|days| Seller {
            name,
            address: Address {
                lines: self
                    .street
                    .get()
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(str::to_owned)
                    .collect(),
                postal_code: trimmed(self.postal_code),
                city: trimmed(self.city),
                country: self.country.get(),
            },
            business_id,
            vat_id,
            email,
            phone: trimmed(self.phone),
            website: trimmed(self.website),
            e_invoice,
            iban,
            bic,
            currency: self.currency.get(),
            terms: match self.terms.get() {
                TermsChoice::NetDays => PaymentTerms::NetDays(days),
                TermsChoice::EndOfMonth => PaymentTerms::EndOfMonth { plus_days: days },
            },
            language: self.language.get(),
            late_payment: trimmed(self.late_payment),
            footer: trimmed(self.footer),
            // Has a form of its own.
            dunning: DunningPolicy::default(),
        });
        reader.finish(seller)
    }
}

/// Parses what was typed, if anything was.
fn optional<T, E: Into<Fault>>(
    reader: &mut Reader,
    field: &'static str,
    typed: RwSignal<String>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    let typed = trimmed(typed);
    (!typed.is_empty())
        .then(|| reader.take(field, parse(&typed)))
        .flatten()
}

/// Name, address, identifiers, bank account and usual terms of the business.
#[component]
pub fn SellerSection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let format = use_format();
    let form = workspace.with_untracked(|book| SellerForm::of(&book.seller));
    let faults = Faults::new(i18n, field_name);
    let is_saving = RwSignal::new(false);
    let falls_short = falls_short(workspace, Role::Owner);
    let unsaved = use_unsaved();
    let save = move || match form.read(format.get_untracked().decimal_style()) {
        Err(found) => faults.set(found),
        Ok(seller) => {
            faults.clear();
            is_saving.set(true);
            let dunning = workspace.with_untracked(|book| book.seller.dunning.clone());
            let seller = Seller { dunning, ..seller };
            spawn_local(async move {
                match workspace.dispatch(Command::ReviseSeller(seller)).await {
                    Ok(_) => {
                        unsaved.clear();
                        workspace.notify(Notice::Done(
                            t_string!(i18n, settings.seller_saved).to_string(),
                        ));
                    }
                    Err(failure) => faults.fail(failure, place_of),
                }
                is_saving.set(false);
            });
        }
    };
    let currencies = Signal::derive(move || display_name::currencies(i18n.get_locale()));
    let countries = Signal::derive(move || display_name::countries(i18n.get_locale()));
    let terms = Signal::derive(move || {
        vec![
            Choice::new(TermsChoice::NetDays, t_string!(i18n, accounts.terms_net)),
            Choice::new(
                TermsChoice::EndOfMonth,
                t_string!(i18n, accounts.terms_end_of_month),
            ),
        ]
    });
    let languages = Signal::derive(|| {
        vec![
            Choice::new(Language::En, "English"),
            Choice::new(Language::Fi, "Suomi"),
        ]
    });
    view! {
        <Section title=move || t_string!(i18n, settings.seller) note=move || t_string!(i18n, settings.seller_note)>
            <RoleNote needs=Role::Owner/>
            <form novalidate class="form" data-unsaved="" on:submit=move |event| { event.prevent_default(); save(); }>
                <ErrorSummary errors=faults.summary()/>
                <TextField id=NAME label=move || t_string!(i18n, settings.seller_name) value=form.name error=faults.at(NAME) required=true/>
                <div class="field-row">
                    <TextField id=BUSINESS_ID label=move || t_string!(i18n, settings.business_id) value=form.business_id error=faults.at(BUSINESS_ID) hint=Signal::derive(move || t_string!(i18n, settings.business_id_hint).to_string())/>
                    <TextField id=VAT_ID label=move || t_string!(i18n, settings.vat_id) value=form.vat_id error=faults.at(VAT_ID)/>
                </div>
                <TextArea id="seller-street" label=move || t_string!(i18n, settings.street) value=form.street rows=2/>
                <div class="field-row">
                    <TextField label=move || t_string!(i18n, settings.postal_code) value=form.postal_code/>
                    <TextField label=move || t_string!(i18n, settings.city) value=form.city/>
                    <SelectField label=move || t_string!(i18n, settings.country) value=form.country choices=countries/>
                </div>
                <div class="field-row">
                    <TextField id=EMAIL kind=TextKind::Email label=move || t_string!(i18n, settings.email) value=form.email error=faults.at(EMAIL)/>
                    <TextField kind=TextKind::Phone label=move || t_string!(i18n, settings.phone) value=form.phone/>
                    <TextField label=move || t_string!(i18n, settings.website) value=form.website/>
                </div>
                <div class="field-row">
                    <TextField id=E_INVOICE label=move || t_string!(i18n, accounts.e_invoice) value=form.e_invoice error=faults.at(E_INVOICE) hint=Signal::derive(move || t_string!(i18n, settings.e_invoice_hint).to_string())/>
                    <TextField label=move || t_string!(i18n, accounts.operator) value=form.operator/>
                </div>
                <div class="field-row">
                    <TextField id=IBAN label=move || t_string!(i18n, settings.iban) value=form.iban error=faults.at(IBAN) hint=Signal::derive(move || t_string!(i18n, settings.iban_hint).to_string())/>
                    <TextField id=BIC label=move || t_string!(i18n, settings.bic) value=form.bic error=faults.at(BIC)/>
                </div>
                <div class="field-row">
                    <SelectField label=move || t_string!(i18n, accounts.terms) value=form.terms choices=terms/>
                    <TextField id=TERMS kind=TextKind::Decimal label=move || t_string!(i18n, settings.terms) value=form.terms_days error=faults.at(TERMS)/>
                </div>
                <div class="field-row">
                    <SelectField label=move || t_string!(i18n, settings.currency) value=form.currency choices=currencies/>
                    <SelectField label=move || t_string!(i18n, settings.document_language) value=form.language choices=languages/>
                </div>
                <TextField label=move || t_string!(i18n, settings.late_payment) value=form.late_payment hint=Signal::derive(move || t_string!(i18n, settings.late_payment_hint).to_string())/>
                <TextArea label=move || t_string!(i18n, settings.footer) value=form.footer rows=2/>
                <div class="actions">
                    <Button submit=true kind=ButtonKind::Primary disabled=Signal::derive(move || is_saving.get() || falls_short.get())>{t!(i18n, settings.save_seller)}</Button>
                </div>
            </form>
        </Section>
    }
}
