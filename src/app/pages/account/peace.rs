//! What is left in peace: disputes that wait, and reminders that rest; and the letters the customer got.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, DateField, DateView, Dialog, ErrorSummary, FieldError,
        Notice as NoticeBox, Section, TextField, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    wording::{failure_text, letter_kind_name},
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::dunning::ReminderHold;
use crate::billing::id::AccountId;
use crate::billing::letter::Letter;
use leptos::{prelude::*, task::spawn_local};

const UNTIL: &str = "hold-until";
const REASON: &str = "hold-reason";

/// Letters on show; older ones are found at their invoice.
const MOST_LETTERS: usize = 50;

/// Open disputes and a hold, above what is owed.
#[component]
pub fn Peace(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let disputed = Memo::new(move |_| {
        workspace.with(|book| {
            book.receivables_of(id)
                .filter(|item| item.is_disputed())
                .map(|item| (item.invoice, item.number.clone(), item.contested()))
                .collect::<Vec<_>>()
        })
    });
    let hold = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            let hold = book.accounts.get(&id)?.reminders_held.clone();
            hold.filter(|hold| hold.until >= today)
        })
    });
    let end = move |()| {
        spawn_local(async move {
            let command = Command::HoldReminders {
                account: id,
                hold: None,
            };
            if let Err(failure) = workspace.dispatch(command).await {
                workspace.report(&failure);
            }
        });
    };
    let notes = move || {
        disputed
            .get()
            .into_iter()
            .map(|(invoice, number, amount)| {
                view! {
                    <p>
                        <a href=Route::Invoice(invoice).href()>{number}</a> ": "
                        {move || t_string!(i18n, dunning.disputed_note, amount = format.get().money(amount)).to_string()}
                    </p>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !disputed.read().is_empty()>
            <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, dunning.disputes)>{notes}</NoticeBox>
        </Show>
        {move || hold.get().map(|hold| view! {
            <NoticeBox tone=Tone::Info title=move || t_string!(i18n, dunning.hold_done)>
                <p>{move || t_string!(i18n, dunning.held_until, date = format.get().date(hold.until), reason = hold.reason.clone()).to_string()}</p>
                <Button on_press=end>{t!(i18n, dunning.hold_end)}</Button>
            </NoticeBox>
        })}
    }
}

/// Leaves a customer in peace until a day; it stands in a dialog.
#[component]
pub fn HoldDialog(
    /// Whom.
    id: AccountId,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, dunning.hold_title) open><HoldForm id open/></Dialog>
    }
}

#[component]
fn HoldForm(id: AccountId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let until = RwSignal::new(None);
    let reason = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let error_at = move |field: &'static str| {
        Signal::derive(move || {
            errors.with(|errors| {
                let error = errors.iter().find(|error| error.field == field);
                error.map(|error| error.text.clone())
            })
        })
    };
    let save = move || {
        let missing = t_string!(i18n, words.fault_empty);
        let reason = reason.get_untracked().trim().to_owned();
        let mut wrong = Vec::new();
        if until.get_untracked().is_none() {
            wrong.push(FieldError::new(UNTIL, missing));
        }
        if reason.is_empty() {
            wrong.push(FieldError::new(REASON, missing));
        }
        let (Some(until), true) = (until.get_untracked(), wrong.is_empty()) else {
            errors.set(wrong);
            return;
        };
        let hold = Some(ReminderHold { until, reason });
        spawn_local(async move {
            match workspace
                .dispatch(Command::HoldReminders { account: id, hold })
                .await
            {
                Ok(_) => {
                    open.set(false);
                    workspace.notify(Notice::Done(t_string!(i18n, dunning.hold_done).to_string()));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(UNTIL, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <p class="dialog-text">{t!(i18n, dunning.hold_text)}</p>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <DateField label=move || t_string!(i18n, dunning.hold_until) value=until error=error_at(UNTIL) id=UNTIL/>
            <TextField label=move || t_string!(i18n, payments.reason) value=reason error=error_at(REASON) id=REASON required=true/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, dunning.hold_do)}</Button>
            </Actions>
        </form>
    }
}

/// The letters the customer got, newest first.
#[component]
pub fn Letters(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let letters = Memo::new(move |_| {
        let mut letters: Vec<Letter> = workspace.with(|book| {
            let own = book.letters.values().filter(|letter| letter.account == id);
            own.cloned().collect()
        });
        letters.sort_by_key(|letter| std::cmp::Reverse((letter.on, letter.id)));
        letters.truncate(MOST_LETTERS);
        letters
    });
    let rows = move || {
        letters
            .get()
            .into_iter()
            .map(|letter| {
                let (kind, is_unsent) = (letter.kind, letter.sent.is_empty());
                view! {
                    <li class="timeline-event">
                        <span class="timeline-day"><DateView day=letter.on/></span>
                        <span class="timeline-text">
                            <a href=Route::Letter(letter.id).href()>{move || letter_kind_name(i18n, kind)}</a>
                            " " {letter.subject} " "
                            {is_unsent.then(|| view! { <span class="quiet">{t!(i18n, dunning.unsent)}</span> })}
                        </span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !letters.read().is_empty()>
            <Section title=move || t_string!(i18n, dunning.letters)><ol class="timeline">{rows}</ol></Section>
        </Show>
    }
}
