//! Who is calling: how surely that is known, what it allows, and the ways to find out. Parts for the pages of a case, of an
//! account and of what belongs to an account; no page of its own.

mod call_back;
mod enrolment;
mod facts;
mod gate;
mod own_paper;
mod phrase;
pub mod spoken_field;
mod standing;
mod visit;
mod way;

pub use enrolment::Enrolment;
pub use gate::{ListGate, SightGate};

use crate::app::{
    components::{Notice as NoticeBox, Tone},
    locale::{t, t_string, use_i18n},
    pages::desk::use_ticking,
    wording::{duration_text, failure_text},
    workspace::{Failure, Workspace, use_workspace},
};
use crate::billing::change::Change;
use crate::billing::desk::case::{Case, Channel};
use crate::billing::id::{AccountId, CaseId};
use crate::care::caller::answer;
use crate::care::case::{Phase, recognition};
use crate::care::lockout::Lockout;
use call_back::CallBackWay;
use chrono::{DateTime, Utc};
use facts::FactsWay;
use leptos::prelude::*;
use own_paper::OwnPaperWay;
use phrase::PhraseWay;
use standing::StandingCard;
use visit::VisitWay;

/// What the last attempt came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
enum Answer {
    /// Nothing was tried yet.
    #[default]
    None,
    /// It is being compared.
    Comparing,
    /// It was right.
    Yes,
    /// It was wrong.
    No,
    /// It was not heard, and why.
    Refused(String),
}

/// The case on show and its clock; what the parts of the panel share.
#[derive(Clone, Copy)]
struct Line {
    case: CaseId,
    found: Memo<Option<Case>>,
    now: RwSignal<DateTime<Utc>>,
    answer: RwSignal<Answer>,
}

impl Line {
    fn account(self) -> Option<AccountId> {
        self.found
            .with(|case| case.as_ref().and_then(|case| case.account))
    }

    fn is_on_call(self) -> bool {
        self.found.with(|case| {
            let phase = case.as_ref().map(Phase::of);
            matches!(phase, Some(Phase::Talking { .. }))
        })
    }

    /// What an attempt came to: one word, and never which part of what was said was wrong.
    fn tell(
        self,
        i18n: crate::app::locale::I18n,
        outcome: Result<Vec<Change>, Failure>,
    ) -> Option<bool> {
        let (shown, heard) = match outcome {
            Ok(changes) => match answer(&changes) {
                Some(true) => (Answer::Yes, Some(true)),
                Some(false) => (Answer::No, Some(false)),
                None => (Answer::None, None),
            },
            Err(failure) => (Answer::Refused(failure_text(i18n, &failure)), None),
        };
        self.answer.set(shown);
        self.now.set(Utc::now());
        heard
    }
}

/// Who is on the line in a case, and the ways to find out.
#[component]
pub fn CallerPanel(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let found = Memo::new(move |_| workspace.with(|book| book.cases.get(&case).cloned()));
    let line = Line {
        case,
        found,
        now: use_ticking(workspace),
        answer: RwSignal::new(Answer::None),
    };
    let known = Memo::new(move |_| {
        let now = line.now.get();
        let identity = workspace.with(|book| book.policy().identity);
        found.with(|case| {
            case.as_ref()
                .map(|case| recognition(case, &identity, now))
                .unwrap_or_default()
        })
    });
    // Ways are made anew for another customer, another call and another kind of case only: not for every tick.
    let place = Memo::new(move |_| {
        let channel = found.with(|case| case.as_ref().map(|case| case.channel));
        (line.account(), line.is_on_call(), channel)
    });
    view! {
        <section class="caller-panel" aria-label=move || t_string!(i18n, caller.title)>
            <StandingCard line known/>
            <AnswerLine answer=line.answer/>
            <LockLine line/>
            {move || match place.get() {
                (_, _, None) => ().into_any(),
                (account, _, Some(Channel::Visit)) => view! { <VisitWay line account/> }.into_any(),
                (account, true, _) => view! { <Ways line account/> }.into_any(),
                (Some(account), false, _) => view! { <CallBackWay line account/> }.into_any(),
                (None, false, _) => view! { <p class="field-hint">{t!(i18n, caller.nobody_on_line)}</p> }.into_any(),
            }}
        </section>
    }
}

/// The ways during a call, the best for this customer first.
#[component]
fn Ways(line: Line, account: Option<AccountId>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let Some(account) = account else {
        return view! {
            <p class="field-hint">{t!(i18n, caller.nobody_named)}</p>
            <OwnPaperWay line is_open=true/>
        }
        .into_any();
    };
    let has_phrase = Memo::new(move |_| {
        workspace.with(|book| {
            let caller = book.callers.get(&account);
            caller.is_some_and(|caller| caller.secret.is_some() && !caller.is_worn_out())
        })
    });
    let ways = move || {
        let has_phrase = has_phrase.get();
        let phrase = if has_phrase {
            view! { <PhraseWay line account/> }.into_any()
        } else {
            view! { <p class="field-hint">{t!(i18n, caller.no_phrase)}</p> }.into_any()
        };
        view! {
            <div class="ways">
                {phrase}
                <CallBackWay line account is_open=!has_phrase/>
                <OwnPaperWay line/>
                <FactsWay line account/>
            </div>
        }
    };
    ways.into_any()
}

/// One word: yes or no.
#[component]
fn AnswerLine(answer: RwSignal<Answer>) -> impl IntoView {
    let i18n = use_i18n();
    let line = move || match answer.get() {
        Answer::None => ().into_any(),
        Answer::Comparing => view! { <p class="quiet">{t!(i18n, caller.comparing)}</p> }.into_any(),
        Answer::Yes => view! {
            <p class="caller-answer tone-good">{t!(i18n, caller.yes)}</p>
        }
        .into_any(),
        Answer::No => view! {
            <p class="caller-answer tone-bad">{t!(i18n, caller.no)}</p>
        }
        .into_any(),
        Answer::Refused(text) => view! { <NoticeBox tone=Tone::Bad>{text}</NoticeBox> }.into_any(),
    };
    view! { <div role="status" class="caller-answer-line">{line}</div> }
}

/// How the lockout of the case's customer stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Hearing {
    #[default]
    Open,
    Waits(u32),
    Locked,
}

fn locked(workspace: Workspace, account: AccountId, now: DateTime<Utc>) -> Hearing {
    workspace.with(|book| {
        let Some(caller) = book.callers.get(&account) else {
            return Hearing::Open;
        };
        let lockout = Lockout::replay(&book.policy().identity.ladder, &caller.attempts);
        if lockout.is_locked() {
            Hearing::Locked
        } else {
            lockout.wait(now).map_or(Hearing::Open, Hearing::Waits)
        }
    })
}

/// Says that nothing is heard now, and until when.
#[component]
fn LockLine(line: Line) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let stands = Memo::new(move |_| {
        let now = line.now.get();
        line.account()
            .map(|account| locked(workspace, account, now))
            .unwrap_or_default()
    });
    move || match stands.get() {
        Hearing::Open => ().into_any(),
        Hearing::Waits(left) => {
            let time = duration_text(i18n.get_locale(), i64::from(left));
            view! {
                <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, caller.waits_title)>
                    {t!(i18n, caller.waits_text, time = time)}
                </NoticeBox>
            }
            .into_any()
        }
        Hearing::Locked => view! {
            <NoticeBox tone=Tone::Bad title=move || t_string!(i18n, caller.locked_title)>
                {t!(i18n, caller.locked_text)}
            </NoticeBox>
        }
        .into_any(),
    }
}
