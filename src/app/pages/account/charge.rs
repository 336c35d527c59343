//! The form for a one-off charge, or for metered usage that goes on the next bill.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, CheckField, Choice, Combobox, DateField, ErrorSummary,
        QuantityField, SelectField, TextField, UnitPriceField,
    },
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::{
        contract_form::service_fields::find_products,
        display_name::{unit_name, units},
        form::{Faults, Found, Reader},
        product_form::as_typed,
        tax_fields::{TaxFields, TaxForm},
    },
    workspace::{Notice, use_workspace},
};
use crate::billing::account::Account;
use crate::billing::charge::PendingCharge;
use crate::billing::command::Command;
use crate::billing::id::{ChargeId, ContractId, ProductId};
use crate::billing::line::{LineItem, Origin};
use crate::billing::refusal::Field;
use crate::billing::tax::TaxRule;
use crate::money::DecimalStyle;
use chrono::NaiveDate;
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

const DESCRIPTION: &str = "charge-description";
const QUANTITY: &str = "charge-quantity";
const PRICE: &str = "charge-price";
const TAX: &str = "charge-tax";
const ON: &str = "charge-on";

/// What is typed about a charge.
#[derive(Clone, Copy)]
struct Form {
    product: RwSignal<Option<ProductId>>,
    description: RwSignal<String>,
    quantity: RwSignal<String>,
    unit: RwSignal<String>,
    price: RwSignal<String>,
    tax: TaxForm,
    tax_included: RwSignal<bool>,
    on: RwSignal<Option<NaiveDate>>,
    contract: RwSignal<Option<ContractId>>,
}

impl Form {
    fn read(
        self,
        account: &Account,
        id: ChargeId,
        style: DecimalStyle,
    ) -> Result<PendingCharge, Found> {
        let mut reader = Reader::new(style);
        let description = reader.text(DESCRIPTION, &self.description.get());
        let quantity = reader.quantity(QUANTITY, &self.quantity.get());
        let price = reader.unit_price(PRICE, &self.price.get());
        let tax = self.tax.read(&mut reader, TAX);
        let on = reader.chosen(ON, self.on.get());
        let contract = self.contract.get();
        let read = (|| {
            Some(PendingCharge {
                id,
                account: account.id,
                contract,
                on: on?,
                item: LineItem {
                    description,
                    quantity: quantity?,
                    unit: self.unit.get(),
                    unit_price: price?,
                    tax_included: self.tax_included.get(),
                    reduction: None,
                    reduction_reason: None,
                    tax: tax?,
                    period: None,
                    proration: None,
                    origin: Origin {
                        product: self.product.get(),
                        contract,
                        service: None,
                        charge: Some(id),
                    },
                },
            })
        })();
        reader.finish(read)
    }
}

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        DESCRIPTION => td_string!(locale, contracts.description).to_string(),
        QUANTITY => td_string!(locale, contracts.quantity).to_string(),
        PRICE => td_string!(locale, catalogue.price).to_string(),
        ON => td_string!(locale, accounts.supplied).to_string(),
        field if field.starts_with(TAX) => td_string!(locale, catalogue.tax).to_string(),
        _ => String::new(),
    }
}

fn place_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Description => Some(DESCRIPTION),
        Field::Quantity => Some(QUANTITY),
        Field::Price => Some(PRICE),
        Field::Tax => Some(TAX),
        Field::Date => Some(ON),
        _ => None,
    }
}

/// The form.
#[component]
pub fn ChargeForm(
    /// Whose.
    account: Account,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let currency = account.currency;
    let account_id = account.id;
    let form = Form {
        product: RwSignal::new(None),
        description: RwSignal::new(String::new()),
        quantity: RwSignal::new("1".to_owned()),
        unit: RwSignal::new("C62".to_owned()),
        price: RwSignal::new(String::new()),
        tax: TaxForm::of(&TaxRule::STANDARD),
        tax_included: RwSignal::new(false),
        on: RwSignal::new(Some(workspace.today())),
        contract: RwSignal::new(None),
    };
    let faults = Faults::new(i18n, field_name);
    let (find, name_of) = find_products();
    let take_over = move |id: ProductId| {
        let Some(product) = workspace.with_untracked(|book| book.products.get(&id).cloned()) else {
            return;
        };
        let day = form.on.get_untracked().unwrap_or(workspace.today());
        form.description.set(product.name.clone());
        form.unit.set(product.unit.clone());
        form.tax.fill(&product.tax);
        form.tax_included.set(product.tax_included);
        if let Some(price) = product.price_on(currency, day) {
            form.price.set(as_typed(
                price.value(),
                format.get_untracked().decimal_style(),
            ));
        }
    };
    let contracts = Signal::derive(move || {
        let none = Choice::new(None, t_string!(i18n, words.none));
        let each = workspace.with(|book| {
            book.contracts_of(account_id)
                .map(|contract| Choice::new(Some(contract.id), contract.name.clone()))
                .collect::<Vec<_>>()
        });
        std::iter::once(none).chain(each).collect::<Vec<_>>()
    });
    let units = Memo::new(move |_| units(i18n.get_locale(), &form.unit.get()));
    let unit = Signal::derive(move || unit_name(i18n.get_locale(), &form.unit.get()));
    let id: ChargeId = workspace.fresh_id();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let style = format.get_untracked().decimal_style();
        match untrack(|| form.read(&account, id, style)) {
            Err(found) => faults.set(found),
            Ok(charge) => spawn_local(async move {
                match workspace.dispatch(Command::AddCharge(charge)).await {
                    Ok(_) => {
                        workspace.notify(Notice::Done(
                            t_string!(i18n, accounts.charge_saved).to_string(),
                        ));
                        open.set(false);
                    }
                    Err(failure) => faults.fail(failure, place_of),
                }
            }),
        }
    };
    view! {
        <form class="dialog-form" novalidate on:submit=save>
            <ErrorSummary errors=faults.summary()/>
            <p class="dialog-text">{t!(i18n, accounts.charge_text)}</p>
            <Combobox
                label=move || t_string!(i18n, contracts.product)
                hint=move || t_string!(i18n, accounts.charge_product_hint)
                value=form.product find name_of on_choose=take_over
            />
            <TextField
                label=move || t_string!(i18n, contracts.description)
                value=form.description id=DESCRIPTION required=true error=faults.at(DESCRIPTION)
            />
            <div class="field-row">
                <QuantityField
                    label=move || t_string!(i18n, contracts.quantity)
                    value=form.quantity unit id=QUANTITY error=faults.at(QUANTITY)
                />
                <UnitPriceField
                    label=move || t_string!(i18n, catalogue.price)
                    value=form.price currency id=PRICE error=faults.at(PRICE)
                />
            </div>
            <div class="field-row">
                <SelectField label=move || t_string!(i18n, catalogue.unit) value=form.unit choices=units/>
                <TaxFields form=form.tax faults field=TAX/>
            </div>
            <CheckField label=move || t_string!(i18n, accounts.charge_tax_included) value=form.tax_included/>
            <div class="field-row">
                <DateField
                    label=move || t_string!(i18n, accounts.supplied)
                    hint=move || t_string!(i18n, accounts.supplied_hint)
                    value=form.on id=ON error=faults.at(ON)
                />
                <SelectField label=move || t_string!(i18n, accounts.charge_contract) value=form.contract choices=contracts/>
            </div>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button submit=true kind=ButtonKind::Primary>{t!(i18n, accounts.add_charge)}</Button>
            </Actions>
        </form>
    }
}
