//! A field for an amount: keeps the text while it is typed, and on leaving says what it understood.

use super::field::{Field, FieldIds};
use crate::{
    app::{
        format::Format,
        locale::{Locale, td_string, use_format, use_i18n},
    },
    money::{Currency, DecimalStyle, Money, ParseAmountError, Percent, Quantity, UnitPrice},
};
use leptos::prelude::*;

/// What a field makes of the text that stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing was typed.
    Empty,
    /// What was understood, written out.
    Understood(String),
    /// Why nothing could be understood, in words.
    Wrong(String),
}

/// A note that appears the moment a field is left would move the button that is just being pressed, and the press would
/// be lost: it waits until the pointer is up again.
const SETTLING: std::time::Duration = std::time::Duration::from_millis(250);

/// The field under every amount field; it reads with the function it is given, on leaving and while it is wrong.
#[component]
pub fn ReadingField(
    /// The label.
    label: Signal<String>,
    /// The text, both ways.
    value: RwSignal<String>,
    /// What the text says.
    read: Callback<String, Reading>,
    /// What the form says is wrong with it.
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    id: Option<String>,
    /// The unit at the end of the field.
    suffix: Signal<String>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let described = ids.clone();
    let output = format!("{}-read", ids.control);
    let is_typing = RwSignal::new(false);
    let reading = Memo::new(move |_| read.run(value.get()));
    let wrong = Signal::derive(move || {
        let own = match reading.get() {
            Reading::Wrong(text) if !is_typing.get() => Some(text),
            Reading::Wrong(_) | Reading::Empty | Reading::Understood(_) => None,
        };
        own.or_else(|| error.get())
    });
    let understood = move || match reading.get() {
        Reading::Understood(text) if !is_typing.get() => format!("= {text}"),
        Reading::Understood(_) | Reading::Empty | Reading::Wrong(_) => String::new(),
    };
    view! {
        <Field ids=ids.clone() label hint error=wrong>
            <div class="control-frame" style:--suffix=move || format!("{}ch", suffix.read().chars().count())>
                <input
                    id=ids.control.clone()
                    class="control control-amount"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-invalid=move || wrong.read().is_some().then_some("true")
                    aria-describedby=move || described.described_by(hint.is_some(), wrong.read().is_some())
                    prop:value=value
                    on:focus=move |_| is_typing.set(true)
                    on:input=move |event| value.set(event_target_value(&event))
                    on:blur=move |_| set_timeout(move || { is_typing.try_set(false); }, SETTLING)
                />
                <span class="control-suffix" aria-hidden="true">{suffix}</span>
            </div>
            <output class="field-reading" id=output for=ids.control>{understood}</output>
        </Field>
    }
}

/// Why a typed amount is not taken, in words a person can act on.
pub fn amount_error(locale: Locale, error: &ParseAmountError) -> String {
    match error {
        ParseAmountError::Empty => td_string!(locale, words.amount_empty).to_string(),
        ParseAmountError::NotANumber { .. } => {
            td_string!(locale, words.amount_not_a_number).to_string()
        }
        ParseAmountError::Ambiguous {
            as_thousands,
            as_decimal,
        } => {
            td_string!(
                locale,
                words.amount_ambiguous,
                thousands = as_thousands.clone(),
                decimal = as_decimal.clone()
            )
        }
        ParseAmountError::BadGrouping => td_string!(locale, words.amount_bad_grouping).to_string(),
        ParseAmountError::TooManyDecimals => {
            td_string!(locale, words.amount_too_many_decimals).to_string()
        }
        ParseAmountError::TooLarge => td_string!(locale, words.amount_too_large).to_string(),
        ParseAmountError::Negative => td_string!(locale, words.amount_negative).to_string(),
    }
}

/// Reads with `parse`, writes out with `write`.
fn reader<T: 'static>(
    parse: impl Fn(&str, DecimalStyle) -> Result<T, ParseAmountError> + Send + Sync + 'static,
    write: impl Fn(Format, T) -> String + Send + Sync + 'static,
) -> Callback<String, Reading> {
    let i18n = use_i18n();
    let format = use_format();
    Callback::new(move |text: String| {
        let format = format.get();
        match parse(&text, format.decimal_style()) {
            Ok(amount) => Reading::Understood(write(format, amount)),
            Err(ParseAmountError::Empty) => Reading::Empty,
            Err(error) => Reading::Wrong(amount_error(i18n.get_locale(), &error)),
        }
    })
}

/// An amount of money: `<MoneyField label=… value=text currency=Currency::EUR/>`.
///
/// The page reads the text again with [`Money::parse`] when it makes its command; the field never loses what was typed.
#[component]
pub fn MoneyField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The text, both ways.
    value: RwSignal<String>,
    /// The currency.
    #[prop(into)]
    currency: Signal<Currency>,
    /// What the form says is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let read = reader(
        move |text, style| Money::parse(text, style, currency.get()),
        Format::money,
    );
    let suffix = Signal::derive(move || currency.get().code().to_owned());
    view! { <ReadingField label value read error hint id suffix/> }
}

/// The price of one unit, with up to six decimals: `<UnitPriceField label=… value=text currency=Currency::EUR/>`.
#[component]
pub fn UnitPriceField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The text, both ways.
    value: RwSignal<String>,
    /// The currency.
    #[prop(into)]
    currency: Signal<Currency>,
    /// What the form says is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let read = reader(UnitPrice::parse, move |format, price| {
        format.unit_price(price, currency.get())
    });
    let suffix = Signal::derive(move || currency.get().code().to_owned());
    view! { <ReadingField label value read error hint id suffix/> }
}

/// A quantity with up to four decimals: `<QuantityField label=… value=text unit=…/>`.
#[component]
pub fn QuantityField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The text, both ways.
    value: RwSignal<String>,
    /// The unit counted in, shown at the end of the field.
    #[prop(optional, into)]
    unit: Signal<String>,
    /// What the form says is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let read = reader(Quantity::parse, Format::quantity);
    view! { <ReadingField label value read error hint id suffix=unit/> }
}

/// A percentage: `<PercentField label=… value=text/>`.
#[component]
pub fn PercentField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The text, both ways.
    value: RwSignal<String>,
    /// What the form says is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let read = reader(Percent::parse, Format::percent);
    view! { <ReadingField label value read error hint id suffix=Signal::derive(|| "%".to_owned())/> }
}
