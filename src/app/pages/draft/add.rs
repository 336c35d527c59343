//! Adding a line: an empty one, or a product at its price of today.

use super::{
    form::{DraftForm, LINES},
    line::LineForm,
};
use crate::app::{
    components::{
        Button, Symbol,
        combobox::{Combobox, Found},
        error_summary::focus,
    },
    locale::{t, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::billing::{
    catalogue::Product,
    id::ProductId,
    line::{LineItem, Origin},
};
use crate::money::{Currency, Quantity, UnitPrice};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The two ways.
#[component]
pub fn AddLine(form: DraftForm, currency: Signal<Currency>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let push = move |line: LineForm| {
        let field = line.id("description");
        form.lines.update(|lines| lines.push(line));
        request_animation_frame(move || focus(&field));
    };
    let chosen = RwSignal::new(None::<ProductId>);
    // The fields of a line live as long as the page. Made by whatever was pressed (one of the answers, which go at once) they
    // would end with it.
    let owner = Owner::current().unwrap_or_default();
    // Choosing a product adds it; the field is then free for the next.
    let add = Callback::new(move |id: ProductId| {
        let item = workspace.with_untracked(|book| {
            let day = form.issue_date.get_untracked().unwrap_or(form.created);
            book.products
                .get(&id)
                .map(|product| item_of(product, currency.get_untracked(), day))
        });
        if let Some(item) = item {
            push(owner.with(|| LineForm::of(form.fresh_key(), &item, format.get_untracked())));
        }
        chosen.set(None);
    });
    let find = move |text: String| {
        let wanted = text.trim().to_lowercase();
        let day = workspace.today();
        workspace.with(|book| {
            book.products
                .values()
                .filter(|product| product.is_sold_on(day))
                .filter(|product| {
                    product.name.to_lowercase().contains(&wanted)
                        || product.code.to_lowercase().contains(&wanted)
                })
                .take(20)
                .map(|product| {
                    let price = product
                        .price_on(currency.get(), day)
                        .map(|price| format.get().unit_price(price, currency.get()))
                        .unwrap_or_default();
                    Found {
                        value: product.id,
                        title: product.name.clone(),
                        detail: format!("{} {price}", product.code),
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let has_products = move || workspace.with(|book| !book.products.is_empty());
    view! {
        <Show when=move || form.lines.with(Vec::is_empty)>
            <p class="quiet">{t!(i18n, invoices.draft_no_lines)}</p>
        </Show>
        <div class="draft-add">
            <div id=LINES tabindex="-1">
                <Button
                    symbol=Symbol::Plus
                    on_press=move |()| push(LineForm::empty(form.fresh_key(), format.get_untracked()))
                >
                    {t!(i18n, invoices.draft_add_line)}
                </Button>
            </div>
            <Show when=has_products>
                <Combobox
                    label=move || t_string!(i18n, invoices.draft_add_product)
                    value=chosen
                    on_choose=add
                    find
                    name_of=|_| String::new()
                />
            </Show>
        </div>
    }
}

fn item_of(product: &Product, currency: Currency, day: NaiveDate) -> LineItem {
    LineItem {
        description: product.name.clone(),
        quantity: Quantity::ONE,
        unit: product.unit.clone(),
        unit_price: product.price_on(currency, day).unwrap_or(UnitPrice::ZERO),
        tax_included: product.tax_included,
        reduction: None,
        reduction_reason: None,
        tax: product.tax.clone(),
        period: None,
        proration: None,
        origin: Origin {
            product: Some(product.id),
            ..Origin::default()
        },
    }
}
