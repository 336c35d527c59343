//! What the run comes to: documents, net, VAT by rate and total, for each currency.

use crate::app::{
    components::{Stat, Stats, document_paper::wording::tax_name},
    locale::{t_string, use_format, use_i18n},
};
use crate::billing::{
    id::AccountId,
    run::{Preview, ProposedKind},
    tax::Tax,
};
use crate::money::{Currency, Money};
use leptos::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The sums of one currency.
#[derive(Clone, PartialEq)]
struct CurrencySums {
    currency: Currency,
    invoices: usize,
    credit_notes: usize,
    net: Money,
    taxes: BTreeMap<Tax, Money>,
    total: Money,
}

impl CurrencySums {
    fn new(currency: Currency) -> Self {
        CurrencySums {
            currency,
            invoices: 0,
            credit_notes: 0,
            net: Money::zero(currency),
            taxes: BTreeMap::new(),
            total: Money::zero(currency),
        }
    }
}

fn sums(preview: &Preview, left_out: &BTreeSet<AccountId>) -> Vec<CurrencySums> {
    let mut all: BTreeMap<Currency, CurrencySums> = BTreeMap::new();
    for proposal in &preview.proposals {
        if left_out.contains(&proposal.account) {
            continue;
        }
        let currency = proposal.currency;
        let sums = all
            .entry(currency)
            .or_insert_with(|| CurrencySums::new(currency));
        for document in &proposal.documents {
            let totals = &document.computed.totals;
            let is_invoice = match document.kind {
                ProposedKind::Invoice => true,
                ProposedKind::CreditNote { .. } => false,
            };
            let signed = |amount: Money| if is_invoice { amount } else { -amount };
            if is_invoice {
                sums.invoices += 1;
            } else {
                sums.credit_notes += 1;
            }
            sums.net += signed(totals.tax_exclusive_total);
            sums.total += signed(totals.amount_due);
            for group in &totals.breakdown {
                let sum = sums.taxes.entry(group.tax).or_insert(Money::zero(currency));
                *sum += signed(group.amount);
            }
        }
    }
    all.into_values().collect()
}

/// The figures.
#[component]
pub fn Sums(
    preview: Memo<Option<Arc<Preview>>>,
    left_out: RwSignal<BTreeSet<AccountId>>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        preview.with(|preview| {
            preview
                .as_ref()
                .map(|preview| left_out.with(|out| sums(preview, out)))
                .unwrap_or_default()
        })
    });
    move || {
        all.get()
            .into_iter()
            .map(|sums| view! { <Figures sums/> })
            .collect_view()
    }
}

#[component]
fn Figures(sums: CurrencySums) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let CurrencySums {
        currency,
        invoices,
        credit_notes,
        net,
        taxes,
        total,
    } = sums;
    let tax = taxes
        .values()
        .fold(Money::zero(currency), |sum, amount| sum + *amount);
    let taxes = StoredValue::new(taxes);
    let by_rate = move || {
        taxes.with_value(|taxes| {
            taxes
                .iter()
                .map(|(tax, amount)| {
                    format!(
                        "{} {}",
                        tax_name(i18n.get_locale(), *tax),
                        format.get().money(*amount)
                    )
                })
                .collect::<Vec<_>>()
                .join(" · ")
        })
    };
    view! {
        <Stats>
            <Stat label=move || t_string!(i18n, billing.invoices)>{move || format.get().number(invoices)}</Stat>
            {(credit_notes > 0).then(|| view! {
                <Stat label=move || t_string!(i18n, billing.credit_notes)>{move || format.get().number(credit_notes)}</Stat>
            })}
            <Stat label=move || t_string!(i18n, billing.net)>{move || format.get().money(net)}</Stat>
            <Stat label=move || t_string!(i18n, billing.tax) note=by_rate>{move || format.get().money(tax)}</Stat>
            <Stat label=move || t_string!(i18n, billing.total)>{move || format.get().money(total)}</Stat>
        </Stats>
    }
}
