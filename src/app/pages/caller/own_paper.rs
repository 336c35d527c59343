//! The caller's own invoice: its number, total and due date, unaided. It opens that one invoice and nothing else.

use super::{
    Answer, Line,
    spoken_field::{SpokenField, spoken},
    way::Way,
};
use crate::app::{
    components::{Button, ButtonKind, DateField, MoneyField},
    locale::{t, t_string, use_format, use_i18n},
    workspace::{Failure, use_workspace},
};
use crate::billing::id::InvoiceId;
use crate::care::command::Command;
use crate::money::{Currency, Money};
use crate::store::summary::{Summaries, SummaryKind};
use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};

/// The invoice of that number and the currency it is in.
fn find(summaries: &Summaries, number: &str) -> Option<(InvoiceId, Currency)> {
    let number = number.trim();
    let found = summaries.documents.search(number).into_iter();
    let mut rows = found.filter_map(|at| summaries.documents.row(at));
    let row = rows.find(|row| {
        row.kind == SummaryKind::Invoice && row.number.trim().eq_ignore_ascii_case(number)
    })?;
    Some((row.document()?, row.total.currency()))
}

/// The way.
#[component]
pub fn OwnPaperWay(line: Line, #[prop(optional)] is_open: bool) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let number = RwSignal::new(String::new());
    let total = RwSignal::new(String::new());
    let due = RwSignal::new(None::<NaiveDate>);
    let usual = workspace.with_untracked(|book| book.seller.currency);
    let show = move || {
        let style = format.get_untracked().decimal_style();
        let amount = total.get_untracked();
        let is_amount = Money::parse(&amount, style, usual).is_ok();
        let (Some(told), true, Some(day)) = (spoken(number), is_amount, due.get_untracked()) else {
            let text = t_string!(i18n, caller.paper_incomplete).to_owned();
            line.answer.set(Answer::Refused(text));
            return;
        };
        number.set(String::new());
        total.set(String::new());
        due.set(None);
        line.answer.set(Answer::Comparing);
        spawn_local(async move {
            let outcome = match workspace.summaries().await {
                Ok(summaries) => {
                    let found = find(&summaries, &told);
                    // Said in the currency of the paper, which nobody knows before it is found.
                    let currency = found.map_or(usual, |(_, currency)| currency);
                    let total = Money::parse(&amount, style, currency);
                    let command = Command::ShowPaper {
                        case: line.case,
                        invoice: found.map(|(id, _)| id),
                        number: told,
                        // With more decimals than the currency has it is no total of such a paper.
                        total: total.unwrap_or(Money::zero(currency)),
                        due: day,
                    };
                    workspace.dispatch(command).await
                }
                Err(error) => Err(Failure::Store(error)),
            };
            line.tell(i18n, outcome);
        });
    };
    let currency = Signal::derive(move || usual);
    let is_comparing = Signal::derive(move || *line.answer.read() == Answer::Comparing);
    view! {
        <Way name=move || t_string!(i18n, caller.paper) note=move || t_string!(i18n, caller.paper_note) is_open>
            <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); show(); }>
                <p class="field-hint">{t!(i18n, caller.paper_hint)}</p>
                <SpokenField id="caller-number" label=move || t_string!(i18n, caller.paper_number) value=number/>
                <MoneyField id="caller-total" label=move || t_string!(i18n, caller.paper_total) value=total currency/>
                <DateField id="caller-due" label=move || t_string!(i18n, caller.paper_due) value=due/>
                <div class="actions"><Button submit=true kind=ButtonKind::Primary disabled=is_comparing>{t!(i18n, caller.compare)}</Button></div>
            </form>
        </Way>
    }
}
