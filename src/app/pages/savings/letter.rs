//! What was agreed, on a sheet in the customer's language.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, LinkButton, Notice as NoticeBox, Paper, Section, Symbol, Tone,
    },
    format::Format,
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::display_name::unit_name,
    route::Route,
    wording::notice_in,
    workspace::{Workspace, use_workspace},
};
use crate::billing::account::{Account, Address, Language};
use crate::billing::contract::{Contract, Discount, Notice};
use crate::billing::plan::{PlanChange, discounts_from};
use crate::billing::run::FutureBill;
use crate::calendar::Period;
use crate::care::savings::Savings;
use crate::money::{Money, Quantity, UnitPrice};
use chrono::NaiveDate;
use leptos::{html, prelude::*};

/// A change of plan that was made, and everything its summary says.
#[derive(Clone, Debug)]
pub struct Agreed {
    account: Account,
    contract: Contract,
    on: NaiveDate,
    from: NaiveDate,
    old: String,
    new: String,
    quantity: Quantity,
    unit: String,
    price: UnitPrice,
    tax_included: bool,
    discounts: Vec<Discount>,
    keeps_discounts: bool,
    /// The days looked back on, and by how much they would have been cheaper.
    saving: Option<(Period, Money)>,
    credits: bool,
    bills: Vec<FutureBill>,
}

impl Agreed {
    /// What a change comes to; none where a record it names is gone.
    pub fn of(
        workspace: Workspace,
        contract: &Contract,
        change: &PlanChange,
        savings: &Savings,
        new: String,
        bills: Vec<FutureBill>,
    ) -> Option<Agreed> {
        let old = contract.service(change.service)?;
        let terms = old.terms_on(change.from)?;
        let tariff = savings
            .tariffs
            .iter()
            .find(|tariff| tariff.product == change.product)?;
        let (account, unit, price, tax_included) = workspace.with_untracked(|book| {
            let product = book.products.get(&change.product)?;
            let price = product.price_on(contract.currency, change.from)?;
            let account = book.accounts.get(&contract.account)?.clone();
            Some((account, product.unit.clone(), price, product.tax_included))
        })?;
        Some(Agreed {
            account,
            contract: contract.clone(),
            on: workspace.today(),
            from: change.from,
            old: old.description.clone(),
            new,
            quantity: terms.quantity,
            unit,
            price,
            tax_included,
            discounts: discounts_from(old, change.from)
                .into_iter()
                .cloned()
                .collect(),
            keeps_discounts: change.keeps_discounts,
            saving: tariff
                .saving
                .is_positive()
                .then_some((savings.history.days, tariff.saving)),
            credits: old.billed.iter().any(|span| change.from < span.period.to()),
            bills,
        })
    }
}

/// Brings a part that has just appeared before the person's eyes, and the focus to it.
pub fn show_first(part: NodeRef<html::Div>) {
    Effect::new(move || {
        if let Some(part) = part.get() {
            part.scroll_into_view();
            if let Err(error) = part.focus() {
                leptos::logging::warn!("the focus could not be moved: {error:?}");
            }
        }
    });
}

/// The done state: what was agreed, and the sheet to print.
#[component]
pub fn Done(agreed: Agreed) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let (plan, from, id) = (agreed.new.clone(), agreed.from, agreed.contract.id);
    let title = move || {
        let day = format.get().date(from);
        t_string!(i18n, savings.done_title, plan = plan.clone(), day = day).to_string()
    };
    let print = move |()| {
        if let Err(error) = window().print() {
            leptos::logging::warn!("the browser does not print: {error:?}");
        }
    };
    let head = NodeRef::<html::Div>::new();
    show_first(head);
    view! {
        <div role="status" tabindex="-1" class="choose" node_ref=head><NoticeBox tone=Tone::Good title>{t!(i18n, savings.done_text)}</NoticeBox></div>
        <Section title=move || t_string!(i18n, savings.summary)>
            <Actions>
                <Button kind=ButtonKind::Primary symbol=Symbol::Print on_press=print>{t!(i18n, savings.print)}</Button>
                <LinkButton route=Route::Contract(id)>{t!(i18n, savings.back)}</LinkButton>
            </Actions>
            <Summary agreed/>
        </Section>
    }
}

/// The summary, all of it in the customer's language.
#[component]
fn Summary(agreed: Agreed) -> impl IntoView {
    let (locale, format) = language_of(&agreed.account);
    let currency = agreed.contract.currency;
    let heading = td_string!(
        locale,
        savings.letter_contract,
        number = agreed.contract.number.clone(),
        name = agreed.contract.name.clone()
    )
    .to_string();
    let on = td_string!(locale, savings.letter_agreed, day = format.date(agreed.on)).to_string();
    let from = td_string!(
        locale,
        savings.letter_from,
        day = format.date(agreed.from),
        new = agreed.new.clone(),
        old = agreed.old.clone()
    )
    .to_string();
    let tax = if agreed.tax_included {
        td_string!(locale, savings.with_tax)
    } else {
        td_string!(locale, savings.without_tax)
    };
    let price = td_string!(
        locale,
        savings.letter_price,
        quantity = format.quantity(agreed.quantity),
        unit = unit_name(locale, &agreed.unit),
        price = format.unit_price(agreed.price, currency),
        tax = tax
    )
    .to_string();
    let saving = agreed.saving.map(|(days, amount)| {
        let text = td_string!(
            locale,
            savings.letter_saving,
            from = format.date(days.from()),
            to = format.date(days.last_day()),
            amount = format.money(amount)
        );
        view! { <p>{text.to_string()}</p> }
    });
    let credits = agreed
        .credits
        .then(|| view! { <p>{td_string!(locale, savings.letter_credit)}</p> });
    let rows = agreed
        .bills
        .iter()
        .map(|bill| {
            view! {
                <tr>
                    <th scope="row">{format.date(bill.on)}</th>
                    <td class="amount">{format.money(bill.computed.totals.amount_due)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Letter account=agreed.account.clone() title=td_string!(locale, savings.letter_title).to_string() heading>
            <p>{on}</p>
            <p><strong>{from}</strong></p>
            <p>{price}</p>
            {discounts_line(locale, format, &agreed)}
            {binding_line(locale, format, &agreed.contract, agreed.on)}
            {saving}
            {credits}
            <p>{td_string!(locale, savings.letter_bills)}</p>
            <table class="simple-table letter-bills"><tbody>{rows}</tbody></table>
        </Letter>
    }
}

fn discounts_line(
    locale: Locale,
    format: Format,
    agreed: &Agreed,
) -> Option<impl IntoView + use<>> {
    let discounts = super::choose::discounts_text(locale, format, &agreed.discounts);
    let text = if agreed.keeps_discounts {
        td_string!(locale, savings.discount_kept, discounts = discounts).to_string()
    } else {
        td_string!(locale, savings.discount_lost, discounts = discounts).to_string()
    };
    (!agreed.discounts.is_empty()).then(|| view! { <p>{text}</p> })
}

fn binding_line(
    locale: Locale,
    format: Format,
    contract: &Contract,
    on: NaiveDate,
) -> impl IntoView + use<> {
    let text = binding_text(locale, format, contract, on);
    view! { <p>{text}</p> }
}

/// What notice and minimum term a contract keeps through a change of plan on `on`.
pub fn binding_text(locale: Locale, format: Format, contract: &Contract, on: NaiveDate) -> String {
    let notice = notice_in(locale, contract.notice);
    match contract.minimum_term.filter(|term| on <= *term) {
        Some(term) => {
            let day = format.date(term);
            td_string!(locale, savings.term_through, notice = notice, day = day).to_string()
        }
        None if contract.notice == Notice::None => td_string!(locale, savings.term_free).to_owned(),
        None => td_string!(locale, savings.term_stays, notice = notice).to_string(),
    }
}

/// The language a customer reads, and how amounts and days are written in it.
pub fn language_of(account: &Account) -> (Locale, Format) {
    let locale = match account.language {
        Language::En => Locale::en,
        Language::Fi => Locale::fi,
    };
    (locale, Format::new(locale))
}

/// A short letter from the seller to a customer.
#[component]
pub fn Letter(
    /// To whom.
    account: Account,
    /// What it is.
    title: String,
    /// What it is about.
    heading: String,
    children: Children,
) -> impl IntoView {
    let workspace = use_workspace();
    let (locale, _) = language_of(&account);
    let tag = match account.language {
        Language::En => "en",
        Language::Fi => "fi",
    };
    let seller = workspace.with_untracked(|book| book.seller.clone());
    let contact = [seller.phone.clone(), seller.email.clone()]
        .into_iter()
        .filter(|each| !each.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let contact = (!contact.is_empty()).then(|| {
        view! {
            <p>{td_string!(locale, savings.letter_questions, contact = contact).to_string()}</p>
        }
    });
    let label = title.clone();
    view! {
        <Paper label=move || label.clone() lang=tag>
            <div class="letter">
                <header class="paper-head">
                    <div><strong>{seller.name.clone()}</strong>{lines(&seller.address)}</div>
                    <h3 class="paper-title">{title}</h3>
                </header>
                <div class="paper-parties">
                    <div><strong>{account.name.clone()}</strong>{lines(&account.address)}</div>
                    <div>{heading}</div>
                </div>
                <div class="letter-text">{children()}</div>
                {contact.map(|contact| view! { <footer class="paper-foot">{contact}</footer> })}
            </div>
        </Paper>
    }
}

fn lines(address: &Address) -> impl IntoView + use<> {
    let city = format!("{} {}", address.postal_code, address.city)
        .trim()
        .to_owned();
    address
        .lines
        .iter()
        .cloned()
        .chain([city])
        .filter(|line| !line.is_empty())
        .map(|line| view! { <div>{line}</div> })
        .collect_view()
}
