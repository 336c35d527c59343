//! What the desk says: why something was not done there, and the names of its things.

use super::{format_of, locale_of};
use crate::app::locale::{I18n, Locale, td_string};
use crate::billing::desk::caller::{Level, Method};
use crate::billing::desk::case::{CaseKind, Channel, Outcome};
use crate::billing::desk::grant::GrantKind;
use crate::billing::desk::role::Role;
use crate::billing::letter::{LetterKind, Way};
use crate::care::authority::Reason;
use crate::care::caller::PhraseFault;
use crate::care::refusal::Refused;
use crate::money::Percent;

/// Why a wish at the desk was not fulfilled, and what to do.
pub fn refused_text(i18n: I18n, refused: &Refused) -> String {
    let locale = locale_of(i18n);
    let format = format_of(locale);
    match refused {
        Refused::Billing(refusal) => super::refusal_text(i18n, refusal),
        Refused::NotPermitted { needs } => {
            let role = role_name(i18n, *needs);
            td_string!(locale, desk.refused.not_permitted, role = role).to_string()
        }
        Refused::NotVerified { case, needs } => {
            let level = level_name(i18n, *needs);
            td_string!(
                locale,
                desk.refused.not_verified,
                case = *case,
                level = level
            )
            .to_string()
        }
        Refused::OnCall { case } => {
            td_string!(locale, desk.refused.on_call, case = *case).to_string()
        }
        Refused::ExperimentBegan => td_string!(locale, trials.refused_began).to_owned(),
        Refused::ExperimentNotRunning => td_string!(locale, trials.refused_not_running).to_owned(),
        Refused::NotInExperiment => td_string!(locale, trials.refused_not_in).to_owned(),
        Refused::NoLot => td_string!(locale, trials.refused_no_lot).to_owned(),
        Refused::AskedAlready => td_string!(locale, desk.refused.asked_already).to_owned(),
        Refused::OfferedAlready { case } => {
            td_string!(locale, desk.refused.offered_already, case = *case).to_string()
        }
        Refused::NotOnCall => td_string!(locale, desk.refused.not_on_call).to_string(),
        Refused::SomebodyElses => td_string!(locale, desk.refused.somebody_elses).to_string(),
        Refused::NotRinging => td_string!(locale, desk.refused.not_ringing).to_string(),
        Refused::CaseResolved => td_string!(locale, desk.refused.case_resolved).to_string(),
        Refused::TooLongAgo { until } => {
            let day = format.date(*until);
            td_string!(locale, desk.refused.too_long_ago, day = day).to_string()
        }
        Refused::NobodyNamed => td_string!(locale, desk.refused.nobody_named).to_string(),
        Refused::CaseTooLong => td_string!(locale, desk.refused.case_too_long).to_string(),
        Refused::TooEarly { left } => {
            let time = duration_text(locale, i64::from(*left));
            td_string!(locale, desk.refused.too_early, time = time).to_string()
        }
        Refused::LockedOut => td_string!(locale, desk.refused.locked_out).to_string(),
        Refused::NoPhrase => td_string!(locale, desk.refused.no_phrase).to_string(),
        Refused::PhraseWornOut => td_string!(locale, desk.refused.phrase_worn_out).to_string(),
        Refused::PhraseElsewhere => td_string!(locale, desk.refused.phrase_elsewhere).to_string(),
        Refused::NotOnFile => td_string!(locale, desk.refused.not_on_file).to_string(),
        Refused::NumberTooNew { from } => {
            let day = format.date(*from);
            td_string!(locale, desk.refused.number_too_new, day = day).to_string()
        }
        Refused::FactsTooEasy { bits, needed } => {
            let bits = bits.round_dp(1).to_string();
            td_string!(
                locale,
                desk.refused.facts_too_easy,
                bits = bits,
                needed = *needed
            )
            .to_string()
        }
        Refused::FactsRefused => td_string!(locale, desk.refused.facts_refused).to_string(),
        Refused::WrongPin => td_string!(locale, desk.refused.wrong_pin).to_string(),
        Refused::PinNeeded => td_string!(locale, desk.refused.pin_needed).to_string(),
        Refused::WrongRecovery => td_string!(locale, desk.refused.wrong_recovery).to_string(),
        Refused::LastOwner => td_string!(locale, desk.refused.last_owner).to_string(),
        Refused::NotFetched => td_string!(locale, errors.refusal.not_fetched).to_string(),
        Refused::Discount { why, nearest } => {
            let why: Vec<String> = why.iter().map(|reason| reason_text(i18n, reason)).collect();
            let why = why.join(" ");
            match nearest {
                Some((percent, months)) => {
                    let percent = format.percent(*percent);
                    let months = *months;
                    let offer = td_string!(
                        locale,
                        desk.refused.nearest,
                        percent = percent,
                        count = months
                    );
                    format!("{why} {offer}")
                }
                None => why,
            }
        }
        Refused::NotWaiting => td_string!(locale, desk.refused.not_waiting).to_string(),
        Refused::OwnRequest => td_string!(locale, desk.refused.own_request).to_string(),
        Refused::Outdated => td_string!(locale, desk.refused.outdated).to_string(),
        Refused::Expired { on } => {
            let day = format.date(*on);
            td_string!(locale, desk.refused.expired, day = day).to_string()
        }
    }
}

/// Why a discount is not somebody's to give.
pub fn reason_text(i18n: I18n, reason: &Reason) -> String {
    let locale = locale_of(i18n);
    let format = format_of(locale);
    match reason {
        Reason::Correction => td_string!(locale, desk.reason.correction).to_string(),
        Reason::Contractual => td_string!(locale, desk.reason.contractual).to_string(),
        Reason::InCollection => td_string!(locale, desk.reason.in_collection).to_string(),
        Reason::CorrectFirst => td_string!(locale, desk.reason.correct_first).to_string(),
        Reason::NoExpiry => td_string!(locale, desk.reason.no_expiry).to_string(),
        Reason::NoReasonCode => td_string!(locale, desk.reason.no_reason_code).to_string(),
        Reason::NoDiscount => td_string!(locale, desk.reason.no_discount).to_string(),
        Reason::Percent { effective, limit } => {
            let effective = effective.round_dp(2).normalize();
            let effective = Percent::new(effective).map_or_else(
                |_| effective.to_string(),
                |effective| format.percent(effective),
            );
            let limit = format.percent(*limit);
            td_string!(
                locale,
                desk.reason.percent,
                effective = effective,
                limit = limit
            )
            .to_string()
        }
        Reason::Months { months, limit } => {
            td_string!(locale, desk.reason.months, months = *months, limit = *limit).to_string()
        }
        Reason::Total { total, limit } => {
            let (total, limit) = (format.money(*total), format.money(*limit));
            td_string!(locale, desk.reason.total, total = total, limit = limit).to_string()
        }
        Reason::Grants { grants, limit } => {
            td_string!(locale, desk.reason.grants, grants = *grants, limit = *limit).to_string()
        }
        Reason::Margin { floor, .. } => {
            let floor = format.percent(*floor);
            td_string!(locale, desk.reason.margin, floor = floor).to_string()
        }
        Reason::Budget => td_string!(locale, desk.reason.budget).to_string(),
    }
}

/// Why a phrase can't be chosen.
pub fn phrase_fault_text(i18n: I18n, fault: PhraseFault) -> String {
    let locale = locale_of(i18n);
    match fault {
        PhraseFault::Empty => td_string!(locale, desk.phrase.empty),
        PhraseFault::IdentityCode => td_string!(locale, desk.phrase.identity_code),
        PhraseFault::TooShort => td_string!(locale, desk.phrase.too_short),
        PhraseFault::Guessable => td_string!(locale, desk.phrase.guessable),
    }
    .to_owned()
}

/// A role.
pub fn role_name(i18n: I18n, role: Role) -> String {
    let locale = locale_of(i18n);
    match role {
        Role::Representative => td_string!(locale, desk.role.representative),
        Role::Lead => td_string!(locale, desk.role.lead),
        Role::Manager => td_string!(locale, desk.role.manager),
        Role::Owner => td_string!(locale, desk.role.owner),
    }
    .to_owned()
}

/// How surely a caller is known.
pub fn level_name(i18n: I18n, level: Level) -> String {
    let locale = locale_of(i18n);
    match level {
        Level::L0 => td_string!(locale, desk.level.l0),
        Level::L1 => td_string!(locale, desk.level.l1),
        Level::L2 => td_string!(locale, desk.level.l2),
        Level::L3 => td_string!(locale, desk.level.l3),
    }
    .to_owned()
}

/// How a caller was recognised.
pub fn recognition_name(i18n: I18n, method: Method) -> String {
    let locale = locale_of(i18n);
    match method {
        Method::OwnPaper => td_string!(locale, desk.method.own_paper),
        Method::Phrase => td_string!(locale, desk.method.phrase),
        Method::CallBack => td_string!(locale, desk.method.call_back),
        Method::Visit => td_string!(locale, desk.method.visit),
        Method::Facts => td_string!(locale, desk.method.facts),
    }
    .to_owned()
}

/// How a customer came.
pub fn channel_name(i18n: I18n, channel: Channel) -> String {
    let locale = locale_of(i18n);
    match channel {
        Channel::Phone => td_string!(locale, desk.channel.phone),
        Channel::Visit => td_string!(locale, desk.channel.visit),
        Channel::Mail => td_string!(locale, desk.channel.mail),
        Channel::Letter => td_string!(locale, desk.channel.letter),
    }
    .to_owned()
}

/// What a case is about.
pub fn case_kind_name(i18n: I18n, kind: CaseKind) -> String {
    let locale = locale_of(i18n);
    match kind {
        CaseKind::Question => td_string!(locale, desk.kind.question),
        CaseKind::Dispute => td_string!(locale, desk.kind.dispute),
        CaseKind::Change => td_string!(locale, desk.kind.change),
        CaseKind::Cancel => td_string!(locale, desk.kind.cancel),
        CaseKind::Complaint => td_string!(locale, desk.kind.complaint),
    }
    .to_owned()
}

/// How a case ended.
pub fn outcome_name(i18n: I18n, outcome: Outcome) -> String {
    let locale = locale_of(i18n);
    match outcome {
        Outcome::Explained => td_string!(locale, desk.outcome.explained),
        Outcome::Corrected => td_string!(locale, desk.outcome.corrected),
        Outcome::Changed => td_string!(locale, desk.outcome.changed),
        Outcome::Discounted => td_string!(locale, desk.outcome.discounted),
        Outcome::Ended => td_string!(locale, desk.outcome.ended),
        Outcome::Rejected => td_string!(locale, desk.outcome.rejected),
        Outcome::Withdrawn => td_string!(locale, desk.outcome.withdrawn),
        Outcome::Other => td_string!(locale, desk.outcome.other),
    }
    .to_owned()
}

/// Why a discount is given.
pub fn grant_kind_name(i18n: I18n, kind: GrantKind) -> String {
    let locale = locale_of(i18n);
    match kind {
        GrantKind::Goodwill => td_string!(locale, desk.grant.goodwill),
        GrantKind::Retention => td_string!(locale, desk.grant.retention),
    }
    .to_owned()
}

/// What a letter is for.
pub fn letter_kind_name(i18n: I18n, kind: LetterKind) -> String {
    let locale = locale_of(i18n);
    match kind {
        LetterKind::Reminder => td_string!(locale, desk.letter.reminder),
        LetterKind::DisputeDecision => td_string!(locale, desk.letter.dispute_decision),
        LetterKind::ContactChange => td_string!(locale, desk.letter.contact_change),
        LetterKind::PhraseChange => td_string!(locale, desk.letter.phrase_change),
        LetterKind::Explanation => td_string!(locale, desk.letter.explanation),
        LetterKind::Discount => td_string!(locale, desk.letter.discount),
        LetterKind::ContractChange => td_string!(locale, desk.letter.contract_change),
        LetterKind::ContractEnd => td_string!(locale, desk.letter.contract_end),
    }
    .to_owned()
}

/// How something left the house.
pub fn way_name(i18n: I18n, way: Way) -> String {
    let locale = locale_of(i18n);
    match way {
        Way::Post => td_string!(locale, desk.way.post),
        Way::Email => td_string!(locale, desk.way.email),
        Way::Shared => td_string!(locale, desk.way.shared),
        Way::EInvoice => td_string!(locale, desk.way.e_invoice),
        Way::Read => td_string!(locale, desk.way.read),
    }
    .to_owned()
}

/// A stretch of time as a person says it: seconds, then minutes, then hours and minutes, then days.
pub fn duration_text(locale: Locale, seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    if seconds < 60 {
        td_string!(locale, desk.time.seconds, count = seconds).to_string()
    } else if minutes < 60 {
        td_string!(locale, desk.time.minutes, count = minutes).to_string()
    } else if hours < 48 {
        let rest = minutes % 60;
        td_string!(locale, desk.time.hours, hours = hours, minutes = rest).to_string()
    } else {
        td_string!(locale, desk.time.days, count = days).to_string()
    }
}
