//! Customers to talk to, with the reasons in words.

use crate::app::pages::insight::retention::customer_name;
use crate::app::{
    components::{FigureCell, FigureColumn, FigureRow, FigureTable, Figures, Section, Stat, Stats},
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::billing::{book::Book, desk::case::CaseKind, id::AccountId};
use crate::insight::revenue::Revenue;
use crate::insight::risk::{AtRisk, Reason, at_risk};
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Rows drawn of the list; the file has all of them.
const DRAWN: usize = 100;

/// What a reason is about, by which customers are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rule {
    End,
    Term,
    Case,
    Disputed,
    Overdue,
    Rise,
    Discount,
    Contacts,
}

impl Rule {
    const ALL: [Rule; 8] = [
        Rule::End,
        Rule::Term,
        Rule::Case,
        Rule::Disputed,
        Rule::Overdue,
        Rule::Rise,
        Rule::Discount,
        Rule::Contacts,
    ];

    fn of(reason: &Reason) -> Rule {
        match reason {
            Reason::EndAsked { .. } => Rule::End,
            Reason::TermEnds { .. } => Rule::Term,
            Reason::OpenCase { .. } => Rule::Case,
            Reason::DisputedInvoice { .. } => Rule::Disputed,
            Reason::Overdue { .. } => Rule::Overdue,
            Reason::PriceRose { .. } => Rule::Rise,
            Reason::DiscountEnds { .. } => Rule::Discount,
            Reason::Contacts { .. } => Rule::Contacts,
        }
    }

    fn name(self, i18n: I18n) -> &'static str {
        match self {
            Rule::End => t_string!(i18n, revenue.rule_end),
            Rule::Term => t_string!(i18n, revenue.rule_term),
            Rule::Case => t_string!(i18n, revenue.rule_case),
            Rule::Disputed => t_string!(i18n, revenue.rule_disputed),
            Rule::Overdue => t_string!(i18n, revenue.rule_overdue),
            Rule::Rise => t_string!(i18n, revenue.rule_rise),
            Rule::Discount => t_string!(i18n, revenue.rule_discount),
            Rule::Contacts => t_string!(i18n, revenue.rule_contacts),
        }
    }
}

/// The section.
#[component]
pub fn Risk(currency: RwSignal<Currency>, found: Memo<Revenue>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let name_of = customer_name(workspace);
    let risks = Memo::new(move |_| {
        let (currency, today) = (currency.get(), workspace.today());
        workspace.with(|book| {
            let running = running(book, currency, today);
            (at_risk(book, currency, today), running)
        })
    });
    let shown = move || {
        let (format, today, currency) = (format.get(), workspace.today(), currency.get());
        risks.with(|(risks, running)| {
            if risks.is_empty() {
                return view! { <p class="quiet">{t!(i18n, revenue.risk_none)}</p> }.into_any();
            }
            let sum = Money::sum(currency, risks.iter().map(|each| each.monthly));
            let sum = sum.unwrap_or(Money::zero(currency));
            let all = found.with(|found| found.months.last().map(|month| month.total));
            let share = all
                .filter(|all| all.is_positive() && all.currency() == currency)
                .map(|all| super::units(sum) / super::units(all));
            let by_rule = by_rule(i18n, format, risks, currency, today);
            let list = workspace.with(|book| list(i18n, format, book, risks, currency, today));
            let (count, running) = (format.number(risks.len()), format.number(*running));
            let count_note = t_string!(i18n, revenue.risk_count_note, total = running).to_string();
            let share = share.map_or_else(|| "–".to_owned(), |share| format.share(share, 0));
            let sum_note = t_string!(i18n, revenue.risk_sum_note, share = share).to_string();
            view! {
                <Stats>
                    <Stat label=move || t_string!(i18n, revenue.risk_count) note=move || count_note.clone()>
                        {count}
                    </Stat>
                    <Stat label=move || t_string!(i18n, revenue.risk_sum) note=move || sum_note.clone()>
                        {format.money(sum)}
                    </Stat>
                </Stats>
                <FigureTable figures=by_rule name_of/>
                <FigureTable figures=list name_of most=DRAWN/>
            }
            .into_any()
        })
    };
    view! {
        <Section title=move || t_string!(i18n, revenue.risk) note=move || t_string!(i18n, revenue.risk_note)>
            {shown}
        </Section>
    }
}

/// How many customers have a running contract in the currency.
fn running(book: &Book, currency: Currency, today: NaiveDate) -> usize {
    let contracts = book
        .contracts
        .values()
        .filter(|contract| contract.currency == currency && contract.is_in_force(today));
    let owners = contracts.filter_map(|contract| book.current_account(contract.account));
    owners.map(|owner| owner.id).collect::<BTreeSet<_>>().len()
}

fn by_rule(
    i18n: I18n,
    format: Format,
    risks: &[AtRisk],
    currency: Currency,
    today: NaiveDate,
) -> Figures {
    let row = |rule: Rule| {
        let has = |each: &&AtRisk| each.reasons.iter().any(|reason| Rule::of(reason) == rule);
        let of_rule: Vec<&AtRisk> = risks.iter().filter(has).collect();
        let sum = Money::sum(currency, of_rule.iter().map(|each| each.monthly));
        let customers: Vec<AccountId> = of_rule.iter().map(|each| each.account).collect();
        FigureRow::new(vec![
            FigureCell::text(rule.name(i18n)),
            FigureCell::money(format, sum.unwrap_or(Money::zero(currency))),
        ])
        .of(customers)
    };
    let code = currency.code().to_owned();
    Figures {
        title: t_string!(i18n, revenue.risk_by_title, currency = code).to_string(),
        definition: t_string!(i18n, revenue.risk_by_definition).to_owned(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, revenue.risk_reason)),
            FigureColumn::amount(t_string!(i18n, revenue.risk_monthly)),
        ],
        rows: Rule::ALL.into_iter().map(row).collect(),
        on: today,
        file: t_string!(i18n, revenue.file_risk_by).to_owned(),
    }
}

fn list(
    i18n: I18n,
    format: Format,
    book: &Book,
    risks: &[AtRisk],
    currency: Currency,
    today: NaiveDate,
) -> Figures {
    let row = |each: &AtRisk| {
        let account = book.accounts.get(&each.account);
        let name = account.map(|account| account.name.clone());
        let reasons: Vec<String> = each
            .reasons
            .iter()
            .map(|reason| reason_text(i18n, format, reason, currency))
            .collect();
        FigureRow::new(vec![
            FigureCell::text(name.unwrap_or_default()).link(each.account),
            FigureCell::money(format, each.monthly),
            FigureCell::text(reasons.join("; ")),
        ])
    };
    let code = currency.code().to_owned();
    Figures {
        title: t_string!(i18n, revenue.risk_list_title, currency = code).to_string(),
        definition: t_string!(i18n, revenue.risk_definition).to_owned(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, revenue.risk_customer)),
            FigureColumn::amount(t_string!(i18n, revenue.risk_monthly)),
            FigureColumn::words(t_string!(i18n, revenue.risk_reasons)),
        ],
        rows: risks.iter().map(row).collect(),
        on: today,
        file: t_string!(i18n, revenue.file_risk).to_owned(),
    }
}

fn reason_text(i18n: I18n, format: Format, reason: &Reason, currency: Currency) -> String {
    match reason {
        Reason::EndAsked { last_day: None } => t_string!(i18n, revenue.why_end_asked).to_owned(),
        Reason::EndAsked {
            last_day: Some(day),
        } => t_string!(i18n, revenue.why_end, day = format.date(*day)).to_string(),
        Reason::TermEnds { on } => {
            t_string!(i18n, revenue.why_term, day = format.date(*on)).to_string()
        }
        Reason::OpenCase { number, kind, .. } => {
            let number = number.to_string();
            match kind {
                CaseKind::Complaint => {
                    t_string!(i18n, revenue.why_complaint, number = number).to_string()
                }
                CaseKind::Dispute => {
                    t_string!(i18n, revenue.why_dispute, number = number).to_string()
                }
                CaseKind::Cancel => {
                    t_string!(i18n, revenue.why_cancel, number = number).to_string()
                }
                CaseKind::Question | CaseKind::Change => {
                    t_string!(i18n, revenue.why_case, number = number).to_string()
                }
            }
        }
        Reason::DisputedInvoice { number } => {
            t_string!(i18n, revenue.why_disputed, number = number.clone()).to_string()
        }
        Reason::Overdue { days, open } => {
            let days = format.number(usize::try_from(*days).unwrap_or(0));
            let amount = format.money(*open);
            t_string!(i18n, revenue.why_overdue, amount = amount, days = days).to_string()
        }
        Reason::PriceRose { on, from, to } => {
            let price = |price| format.unit_price(price, currency);
            let (day, from, to) = (format.date(*on), price(*from), price(*to));
            t_string!(i18n, revenue.why_rise, day = day, from = from, to = to).to_string()
        }
        Reason::DiscountEnds { on } => {
            t_string!(i18n, revenue.why_discount, day = format.date(*on)).to_string()
        }
        Reason::Contacts { count } => {
            let count = format.number(usize::try_from(*count).unwrap_or(0));
            t_string!(i18n, revenue.why_contacts, count = count).to_string()
        }
    }
}
