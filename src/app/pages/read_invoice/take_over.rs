//! Taking an own invoice of another program over as history: whose it is, and how much of it is still open.

use crate::app::{
    components::{
        Button, ButtonKind, MoneyField, Notice as NoticeBox, Section, Tone,
        amount_field::amount_error, combobox::Combobox,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::{
        accounts::open_accounts,
        role_note::{RoleNote, falls_short},
    },
    route::{Route, use_go},
    wording::failure_text,
    workspace::{Notice, use_workspace},
};
use crate::billing::{
    command::Command,
    desk::role::Role,
    id::{AccountId, InvoiceId},
};
use crate::money::{Currency, Money};
use crate::worker::{
    reading::Reading,
    take_over::{NotTakeable, taken_over},
};
use leptos::{prelude::*, task::spawn_local};

/// The form. `customer` is who the file seems to be about.
#[component]
pub(super) fn TakeOver(reading: Reading, customer: Option<AccountId>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let account = RwSignal::new(customer);
    let open = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let falls_short = falls_short(workspace, Role::Manager);
    let currency = Currency::parse(&reading.currency)
        .unwrap_or(workspace.with_untracked(|book| book.seller.currency));
    let id: InvoiceId = workspace.fresh_id();
    let reading = StoredValue::new(reading);
    let find = move |text: String| open_accounts(workspace, &text);
    let name_of = move |id: AccountId| {
        workspace
            .with(|book| book.accounts.get(&id).map(|account| account.name.clone()))
            .unwrap_or_default()
    };
    let take = move |()| {
        failure.set(None);
        let Some(account) = account
            .get_untracked()
            .and_then(|id| workspace.with_untracked(|book| book.accounts.get(&id).cloned()))
        else {
            return failure.set(Some(t_string!(i18n, reading.whose_missing).to_owned()));
        };
        let typed = open.get_untracked();
        let style = format.get_untracked().decimal_style();
        let open = match typed.trim() {
            "" => Ok(Money::zero(currency)),
            typed => Money::parse(typed, style, currency),
        };
        let open = match open {
            Ok(open) => open,
            Err(error) => {
                let locale = i18n.get_locale_untracked();
                return failure.set(Some(amount_error(locale, &error)));
            }
        };
        let wish = match reading.with_value(|reading| taken_over(reading, id, &account, open)) {
            Ok(wish) => wish,
            Err(why) => return failure.set(Some(not_takeable(i18n, format.get_untracked(), &why))),
        };
        let number = wish.number.clone();
        let go = go.clone();
        is_busy.set(true);
        spawn_local(async move {
            match workspace.dispatch(Command::TakeOverInvoice(wish)).await {
                Ok(_) => {
                    let text = t_string!(i18n, reading.taken_over, number = number).to_string();
                    workspace.notify(Notice::Done(text));
                    go(Route::Invoice(id));
                }
                Err(why) => {
                    failure.try_set(Some(failure_text(i18n, &why)));
                }
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <Section title=move || t_string!(i18n, reading.take_over) note=move || t_string!(i18n, reading.take_over_note)>
            <RoleNote needs=Role::Manager/>
            <Combobox
                label=move || t_string!(i18n, reading.customer)
                value=account
                find
                name_of
                error=Signal::stored(None::<String>)
                hint=move || t_string!(i18n, reading.customer_hint)
                id="take-over-account"
            />
            <MoneyField
                label=move || t_string!(i18n, reading.still_open)
                value=open
                currency=Signal::stored(currency)
                hint=move || t_string!(i18n, reading.still_open_hint)
                id="take-over-open"
            />
            <div role="alert">{move || failure.get().map(|why| view! { <NoticeBox tone=Tone::Bad>{why}</NoticeBox> })}</div>
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(move || is_busy.get() || falls_short.get())
                    on_press=take
                >
                    {t!(i18n, reading.take_over_do)}
                </Button>
            </div>
        </Section>
    }
}

fn not_takeable(i18n: I18n, format: Format, why: &NotTakeable) -> String {
    match why {
        NotTakeable::Currency { code } => {
            t_string!(i18n, reading.not_currency, code = code.clone()).to_string()
        }
        NotTakeable::NoDate => t_string!(i18n, reading.no_date).to_owned(),
        NotTakeable::NoLines => t_string!(i18n, reading.no_lines).to_owned(),
        NotTakeable::NoAmount { line } => {
            t_string!(i18n, reading.no_amount, line = *line).to_string()
        }
        NotTakeable::Tax { category, rate } => t_string!(
            i18n,
            reading.not_tax,
            category = category.clone(),
            rate = rate.map(|rate| format.figure(rate)).unwrap_or_default()
        )
        .to_string(),
        NotTakeable::Adjustment { name } => {
            t_string!(i18n, reading.not_adjustment, name = name.clone()).to_string()
        }
        NotTakeable::Figure { figure } => {
            t_string!(i18n, reading.not_figure, figure = format.figure(*figure)).to_string()
        }
    }
}
