//! Facts of the account, each worth as many bits as it is hard to guess among this business's customers.

use super::{Line, way::Way};
use crate::app::{
    components::{Badge, Button, ButtonKind, DateField, MoneyField, Tone},
    locale::{t, t_string, td_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::billing::id::AccountId;
use crate::care::caller::{FactKind, FactValue, StatedFact};
use crate::care::command::Command;
use crate::money::Money;
use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};
use rust_decimal::Decimal;

/// What the customer can be asked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Worth {
    /// What can be asked, each with what it is worth.
    kinds: Vec<(FactKind, Decimal)>,
    /// What all of them must be worth.
    needed: u32,
    /// The business recognises nobody by facts.
    is_refused: bool,
}

impl Worth {
    fn sum(&self, counted: impl Fn(FactKind) -> bool) -> Decimal {
        let counted = self.kinds.iter().filter(|(kind, _)| counted(*kind));
        counted.map(|(_, bits)| *bits).sum()
    }

    fn reaches(&self, bits: Decimal) -> bool {
        bits >= Decimal::from(self.needed)
    }
}

/// Bits with one decimal, as the language writes it.
fn bits_text(bits: Decimal, format: crate::app::format::Format) -> String {
    let text = format!("{:.1}", bits.round_dp(1));
    match format.decimal_style() {
        crate::money::DecimalStyle::Comma => text.replace('.', ","),
        _ => text,
    }
}

/// The way, or why it leads nowhere.
#[component]
pub fn FactsWay(line: Line, account: AccountId) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let worth = Memo::new(move |_| {
        let table = workspace.facts_now()?;
        let identity = workspace.with(|book| book.policy().identity);
        let kinds = table.known_of(account).into_iter();
        Some(Worth {
            kinds: kinds.map(|kind| (kind, table.bits(kind))).collect(),
            needed: identity.fact_bits,
            is_refused: identity.refuses_facts,
        })
    });
    move || {
        let worth = worth.get()?;
        let sum = worth.sum(|_| true);
        let needed = worth.needed;
        Some(if worth.is_refused {
            view! { <p class="field-hint">{t!(i18n, caller.facts_refused)}</p> }.into_any()
        } else if worth.reaches(sum) {
            view! { <Ask line account worth/> }.into_any()
        } else {
            let bits = bits_text(sum, format.get());
            view! { <p class="field-hint">{t!(i18n, caller.facts_too_easy, bits = bits, needed = needed)}</p> }
                .into_any()
        })
    }
}

/// What is asked, and what it is worth so far.
#[component]
fn Ask(line: Line, account: AccountId, worth: Worth) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let currency = workspace.with_untracked(|book| {
        let account = book.accounts.get(&account);
        account.map_or(book.seller.currency, |account| account.currency)
    });
    let invoice = RwSignal::new(String::new());
    let payment = RwSignal::new(String::new());
    let paid_on = RwSignal::new(None::<NaiveDate>);
    let stated = move |kind: FactKind| -> Option<StatedFact> {
        let style = format.get().decimal_style();
        let amount = |text: RwSignal<String>| {
            Money::parse(&text.get(), style, currency)
                .ok()
                .map(FactValue::Amount)
        };
        let said = match kind {
            FactKind::LastInvoice => amount(invoice),
            FactKind::LastPayment => amount(payment),
            FactKind::LastPaymentDay => paid_on.get().map(FactValue::Day),
        };
        said.map(|said| StatedFact { kind, said })
    };
    let kept = StoredValue::new(worth.clone());
    let so_far = move || kept.with_value(|worth| worth.sum(|kind| stated(kind).is_some()));
    let reaches = Memo::new(move |_| kept.with_value(|worth| worth.reaches(so_far())));
    let hear = move || {
        let facts: Vec<StatedFact> = FactKind::ALL.into_iter().filter_map(stated).collect();
        invoice.set(String::new());
        payment.set(String::new());
        paid_on.set(None);
        spawn_local(async move {
            let case = line.case;
            let command = Command::HearFacts { case, facts };
            line.tell(i18n, workspace.dispatch(command).await);
        });
    };
    let money = Signal::derive(move || currency);
    let fields = worth
        .kinds
        .iter()
        .map(|(kind, bits)| {
            let bits = *bits;
            let hint = Signal::derive(move || {
                let bits = bits_text(bits, format.get());
                td_string!(i18n.get_locale(), caller.fact_worth, bits = bits).to_string()
            });
            match kind {
                FactKind::LastInvoice => view! {
                    <MoneyField label=move || t_string!(i18n, caller.fact_last_invoice) value=invoice currency=money hint/>
                }
                .into_any(),
                FactKind::LastPayment => view! {
                    <MoneyField label=move || t_string!(i18n, caller.fact_last_payment) value=payment currency=money hint/>
                }
                .into_any(),
                FactKind::LastPaymentDay => view! {
                    <DateField label=move || t_string!(i18n, caller.fact_last_payment_day) value=paid_on hint/>
                }
                .into_any(),
            }
        })
        .collect_view();
    let needed = worth.needed;
    view! {
        <Way name=move || t_string!(i18n, caller.facts) note=move || t_string!(i18n, caller.facts_note)>
            <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); hear(); }>
                <p class="field-hint">{t!(i18n, caller.facts_hint)}</p>
                {fields}
                <p class="spread">
                    <span>{move || {
                        let bits = bits_text(so_far(), format.get());
                        td_string!(i18n.get_locale(), caller.facts_sum, bits = bits, needed = needed).to_string()
                    }}</span>
                    <Show when=move || reaches.get()><Badge tone=Tone::Good>{t!(i18n, caller.facts_enough)}</Badge></Show>
                </p>
                <div class="actions">
                    <Button submit=true kind=ButtonKind::Primary disabled=Signal::derive(move || !reaches.get())>{t!(i18n, caller.compare)}</Button>
                </div>
            </form>
        </Way>
    }
}
