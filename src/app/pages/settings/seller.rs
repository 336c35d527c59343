//! The seller's details: what stands on every invoice.

use crate::app::{
    components::{
        Button, ButtonKind, Choice, ErrorSummary, FieldError, Section, SelectField, TextArea,
        TextField, TextKind,
    },
    locale::{Locale, t, t_string, td_string, use_i18n},
    pages::display_name,
    wording,
    workspace::{Notice, use_workspace},
};
use crate::billing::account::{Address, Language};
use crate::billing::command::Command;
use crate::billing::identifier::{
    Bic, BusinessId, CountryCode, Iban, IdentifierError, VatId, check_email,
};
use crate::billing::seller::Seller;
use crate::calendar::PaymentTerms;
use crate::money::Currency;
use leptos::{prelude::*, task::spawn_local};

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
    iban: RwSignal<String>,
    bic: RwSignal<String>,
    currency: RwSignal<Currency>,
    terms_days: RwSignal<String>,
    language: RwSignal<Language>,
    late_payment: RwSignal<String>,
    footer: RwSignal<String>,
}

/// A field whose text is not what it should be.
struct Wrong {
    field: &'static str,
    why: Why,
}

enum Why {
    Empty,
    Identifier(IdentifierError),
    Days,
}

impl SellerForm {
    fn of(seller: &Seller) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let days = match seller.terms {
            PaymentTerms::NetDays(days) => days,
            PaymentTerms::EndOfMonth { plus_days } => plus_days,
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
            iban: RwSignal::new(seller.iban.as_ref().map(Iban::grouped).unwrap_or_default()),
            bic: RwSignal::new(
                seller
                    .bic
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            currency: RwSignal::new(seller.currency),
            terms_days: RwSignal::new(days.to_string()),
            language: RwSignal::new(seller.language),
            late_payment: text(&seller.late_payment),
            footer: text(&seller.footer),
        }
    }

    /// The seller as typed, or every field that is wrong.
    fn read(&self) -> Result<Seller, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let name = self.name.get_untracked().trim().to_owned();
        if name.is_empty() {
            wrong.push(Wrong {
                field: "seller-name",
                why: Why::Empty,
            });
        }
        let business_id = optional(
            self.business_id,
            "seller-business-id",
            BusinessId::parse,
            &mut wrong,
        );
        let vat_id = optional(self.vat_id, "seller-vat-id", VatId::parse, &mut wrong);
        let email = optional(
            self.email,
            "seller-email",
            |text| check_email(text).map(|()| text.to_owned()),
            &mut wrong,
        );
        let iban = optional(self.iban, "seller-iban", Iban::parse, &mut wrong);
        let bic = optional(self.bic, "seller-bic", Bic::parse, &mut wrong);
        let days = self.terms_days.get_untracked().trim().parse::<u16>();
        if days.as_ref().map_or(true, |days| *days > 365) {
            wrong.push(Wrong {
                field: "seller-terms",
                why: Why::Days,
            });
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let street = self.street.get_untracked();
        let trimmed = |text: RwSignal<String>| text.get_untracked().trim().to_owned();
        Ok(Seller {
            name,
            address: Address {
                lines: street
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(str::to_owned)
                    .collect(),
                postal_code: trimmed(self.postal_code),
                city: trimmed(self.city),
                country: self.country.get_untracked(),
            },
            business_id,
            vat_id,
            email: email.unwrap_or_default(),
            phone: trimmed(self.phone),
            website: trimmed(self.website),
            iban,
            bic,
            currency: self.currency.get_untracked(),
            terms: PaymentTerms::NetDays(days.unwrap_or_default()),
            language: self.language.get_untracked(),
            late_payment: trimmed(self.late_payment),
            footer: trimmed(self.footer),
        })
    }
}

fn optional<T>(
    value: RwSignal<String>,
    field: &'static str,
    parse: impl Fn(&str) -> Result<T, IdentifierError>,
    wrong: &mut Vec<Wrong>,
) -> Option<T> {
    let text = value.get_untracked();
    if text.trim().is_empty() {
        return None;
    }
    match parse(text.trim()) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            wrong.push(Wrong {
                field,
                why: Why::Identifier(error),
            });
            None
        }
    }
}

/// What a field is called, where its message doesn't name it itself.
fn name_of(locale: Locale, field: &str) -> Option<String> {
    let name = match field {
        "seller-business-id" => td_string!(locale, settings.business_id),
        "seller-vat-id" => td_string!(locale, settings.vat_id),
        "seller-email" => td_string!(locale, settings.email),
        "seller-iban" => td_string!(locale, settings.iban),
        "seller-bic" => td_string!(locale, settings.bic),
        _ => return None,
    };
    Some(name.to_owned())
}

/// Name, address, identifiers, bank account and usual terms of the business.
#[component]
pub fn SellerSection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let form = workspace.with_untracked(|book| SellerForm::of(&book.seller));
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let is_saving = RwSignal::new(false);
    let error_of = move |field: &'static str| {
        Signal::derive(move || {
            errors
                .read()
                .iter()
                .find(|error| error.field == field)
                .map(|error| error.text.clone())
        })
    };
    let word = move |wrong: Wrong| {
        let text = match wrong.why {
            Why::Empty => t_string!(i18n, settings.seller_name_missing).to_string(),
            Why::Identifier(error) => wording::identifier_error_text(i18n, &error),
            Why::Days => t_string!(i18n, settings.terms_wrong).to_string(),
        };
        FieldError::new(wrong.field, text)
    };
    let save = move || match form.read() {
        Err(wrong) => errors.set(wrong.into_iter().map(word).collect()),
        Ok(seller) => {
            errors.set(Vec::new());
            is_saving.set(true);
            spawn_local(async move {
                match workspace.dispatch(Command::ReviseSeller(seller)).await {
                    Ok(_) => workspace.notify(Notice::Done(
                        t_string!(i18n, settings.seller_saved).to_string(),
                    )),
                    Err(failure) => errors.set(vec![FieldError::new(
                        "seller-name",
                        wording::failure_text(i18n, &failure),
                    )]),
                }
                is_saving.set(false);
            });
        }
    };
    let currencies = Signal::derive(move || display_name::currencies(i18n.get_locale()));
    // At the top each line names its field; at the field that would say it twice.
    let summary = Signal::derive(move || {
        let locale = i18n.get_locale();
        errors
            .get()
            .into_iter()
            .map(|error| {
                let Some(name) = name_of(locale, &error.field) else {
                    return error;
                };
                let text =
                    td_string!(locale, words.fault_at, field = name, text = error.text).to_string();
                FieldError::new(error.field, text)
            })
            .collect::<Vec<_>>()
    });
    let countries = Signal::derive(move || display_name::countries(i18n.get_locale()));
    let languages = Signal::derive(|| {
        vec![
            Choice::new(Language::En, "English"),
            Choice::new(Language::Fi, "Suomi"),
        ]
    });
    view! {
        <Section title=move || t_string!(i18n, settings.seller) note=move || t_string!(i18n, settings.seller_note)>
            <form novalidate class="form" on:submit=move |event| { event.prevent_default(); save(); }>
                <ErrorSummary errors=summary/>
                <TextField id="seller-name" label=move || t_string!(i18n, settings.seller_name) value=form.name error=error_of("seller-name") required=true/>
                <div class="field-row">
                    <TextField id="seller-business-id" label=move || t_string!(i18n, settings.business_id) value=form.business_id error=error_of("seller-business-id") hint=Signal::derive(move || t_string!(i18n, settings.business_id_hint).to_string())/>
                    <TextField id="seller-vat-id" label=move || t_string!(i18n, settings.vat_id) value=form.vat_id error=error_of("seller-vat-id")/>
                </div>
                <TextArea id="seller-street" label=move || t_string!(i18n, settings.street) value=form.street rows=2/>
                <div class="field-row">
                    <TextField label=move || t_string!(i18n, settings.postal_code) value=form.postal_code/>
                    <TextField label=move || t_string!(i18n, settings.city) value=form.city/>
                    <SelectField label=move || t_string!(i18n, settings.country) value=form.country choices=countries/>
                </div>
                <div class="field-row">
                    <TextField id="seller-email" kind=TextKind::Email label=move || t_string!(i18n, settings.email) value=form.email error=error_of("seller-email")/>
                    <TextField kind=TextKind::Phone label=move || t_string!(i18n, settings.phone) value=form.phone/>
                    <TextField label=move || t_string!(i18n, settings.website) value=form.website/>
                </div>
                <div class="field-row">
                    <TextField id="seller-iban" label=move || t_string!(i18n, settings.iban) value=form.iban error=error_of("seller-iban") hint=Signal::derive(move || t_string!(i18n, settings.iban_hint).to_string())/>
                    <TextField id="seller-bic" label=move || t_string!(i18n, settings.bic) value=form.bic error=error_of("seller-bic")/>
                </div>
                <div class="field-row">
                    <SelectField label=move || t_string!(i18n, settings.currency) value=form.currency choices=currencies/>
                    <TextField id="seller-terms" kind=TextKind::Decimal label=move || t_string!(i18n, settings.terms) value=form.terms_days error=error_of("seller-terms")/>
                    <SelectField label=move || t_string!(i18n, settings.document_language) value=form.language choices=languages/>
                </div>
                <TextField label=move || t_string!(i18n, settings.late_payment) value=form.late_payment hint=Signal::derive(move || t_string!(i18n, settings.late_payment_hint).to_string())/>
                <TextArea label=move || t_string!(i18n, settings.footer) value=form.footer rows=2/>
                <div class="actions">
                    <Button submit=true kind=ButtonKind::Primary disabled=is_saving>{t!(i18n, settings.save_seller)}</Button>
                </div>
            </form>
        </Section>
    }
}
