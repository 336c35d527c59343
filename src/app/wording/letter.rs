//! The words of letters, in the customer's language: what a reminder and a decision say, and what a letter says whose kind says
//! it all.

use crate::app::{
    components::document_paper::paper_locale,
    format::Format,
    locale::{I18n, Locale, td_string},
};
use crate::billing::account::{Account, AccountKind, Language};
use crate::billing::dispute::{Dispute, Outcome};
use crate::billing::dunning::{DueReminder, HeldBy};
use crate::billing::identifier::{CountryCode, PaymentReference};
use crate::billing::letter::{Letter, LetterKind};
use crate::billing::receivable::Receivable;
use crate::billing::seller::Seller;
use crate::money::Money;
use chrono::{Days, NaiveDate};

/// Days in which what a reminder asks for is to be paid.
const DAYS_TO_PAY: u64 = 14;

/// Subject and paragraphs of a letter: its own, or what follows from its kind.
pub fn letter_words(letter: &Letter) -> (String, Vec<String>) {
    if !letter.paragraphs.is_empty() {
        return (letter.subject.clone(), letter.paragraphs.clone());
    }
    let locale = paper_locale(letter.language);
    let (subject, text) = match letter.kind {
        LetterKind::Reminder => (
            td_string!(locale, dunning.kind.reminder),
            td_string!(locale, dunning.kind.reminder_text),
        ),
        LetterKind::DisputeDecision => (
            td_string!(locale, dunning.kind.decision),
            td_string!(locale, dunning.kind.decision_text),
        ),
        LetterKind::ContactChange => (
            td_string!(locale, dunning.kind.contact),
            td_string!(locale, dunning.kind.contact_text),
        ),
        LetterKind::PhraseChange => (
            td_string!(locale, dunning.kind.phrase),
            td_string!(locale, dunning.kind.phrase_text),
        ),
        LetterKind::Explanation => (
            td_string!(locale, dunning.kind.explanation),
            td_string!(locale, dunning.kind.explanation_text),
        ),
        LetterKind::Discount => (
            td_string!(locale, dunning.kind.discount),
            td_string!(locale, dunning.kind.discount_text),
        ),
        LetterKind::ContractChange => (
            td_string!(locale, dunning.kind.contract),
            td_string!(locale, dunning.kind.contract_text),
        ),
        LetterKind::ContractEnd => (
            td_string!(locale, dunning.kind.end),
            td_string!(locale, dunning.kind.end_text),
        ),
    };
    let subject = match letter.subject.as_str() {
        "" => subject.to_owned(),
        own => own.to_owned(),
    };
    (subject, vec![text.to_owned()])
}

/// What a reminder says.
pub fn reminder_words(
    seller: &Seller,
    language: Language,
    receivable: &Receivable,
    reference: Option<PaymentReference>,
    due: &DueReminder,
    today: NaiveDate,
) -> (String, Vec<String>) {
    let locale = paper_locale(language);
    let format = Format::new(locale);
    let number = || receivable.number.clone();
    let open = || format.money(due.open);
    let subject = td_string!(
        locale,
        dunning.letter.subject,
        level = due.level,
        number = number()
    );
    let mut paragraphs = vec![
        td_string!(
            locale,
            dunning.letter.overdue,
            number = number(),
            issued = format.date(receivable.issue_date),
            due = format.date(receivable.due_date),
            amount = open()
        )
        .to_string(),
    ];
    if due.disputed.is_positive() {
        let amount = format.money(due.disputed);
        paragraphs.push(td_string!(locale, dunning.letter.disputed, amount = amount).to_string());
    }
    let until = today
        .checked_add_days(Days::new(DAYS_TO_PAY))
        .unwrap_or(today);
    let until = format.date(until);
    paragraphs
        .push(td_string!(locale, dunning.letter.pay, amount = open(), until = until).to_string());
    if let Some(iban) = &seller.iban {
        // Without one of ours the number tells the payment.
        let reference = reference.map_or_else(number, |reference| reference.printed());
        paragraphs.push(
            td_string!(
                locale,
                dunning.letter.account,
                iban = iban.grouped(),
                reference = reference
            )
            .to_string(),
        );
    }
    if let Some(fee) = due.fee {
        let amount = format.money(fee);
        paragraphs.push(td_string!(locale, dunning.letter.fee, amount = amount).to_string());
    }
    paragraphs.push(td_string!(locale, dunning.letter.tell_us).to_string());
    (subject.to_string(), paragraphs)
}

/// What the bill calls a reminder's fee, and why it bears no tax.
pub fn fee_words(language: Language, number: &str) -> (String, String) {
    let locale = paper_locale(language);
    (
        td_string!(locale, dunning.letter.fee_line, number = number.to_owned()).to_string(),
        td_string!(locale, dunning.letter.fee_tax).to_owned(),
    )
}

/// What the decision of a dispute says.
pub fn decision_words(
    seller: &Seller,
    account: &Account,
    receivable: &Receivable,
    dispute: &Dispute,
    granted: Money,
    note: &str,
) -> (String, Vec<String>) {
    let locale = paper_locale(account.language);
    let format = Format::new(locale);
    let number = receivable.number.clone();
    let subject = td_string!(locale, dunning.decision.subject, number = number.clone());
    let asked = td_string!(
        locale,
        dunning.decision.asked,
        date = format.date(dispute.opened_on),
        amount = format.money(dispute.amount),
        number = number,
        reason = dispute.reason.clone()
    );
    let given = format.money(granted);
    let answer = match Outcome::of(dispute.amount, granted) {
        Outcome::Upheld => td_string!(locale, dunning.decision.upheld, amount = given).to_string(),
        Outcome::Partly => td_string!(locale, dunning.decision.partly, amount = given).to_string(),
        Outcome::Rejected => td_string!(locale, dunning.decision.rejected).to_owned(),
    };
    let mut paragraphs = vec![asked.to_string(), answer];
    if !note.is_empty() {
        paragraphs.push(note.to_owned());
    }
    let is_consumer_at_home =
        account.kind == AccountKind::Person && seller.address.country == CountryCode::FI;
    if granted < dispute.amount && is_consumer_at_home {
        paragraphs.push(td_string!(locale, dunning.decision.board).to_owned());
    }
    paragraphs.push(td_string!(locale, dunning.letter.tell_us).to_owned());
    (subject.to_string(), paragraphs)
}

/// Why an overdue invoice is left in peace.
pub fn held_text(i18n: I18n, why: &HeldBy) -> String {
    let locale: Locale = i18n.get_locale();
    let format = Format::new(locale);
    match why {
        HeldBy::Dispute => td_string!(locale, dunning.held.dispute).to_owned(),
        HeldBy::Collection => td_string!(locale, dunning.held.collection).to_owned(),
        HeldBy::Hold(hold) => td_string!(
            locale,
            dunning.held.hold,
            date = format.date(hold.until),
            reason = hold.reason.clone()
        )
        .to_string(),
        HeldBy::Credit => td_string!(locale, dunning.held.credit).to_owned(),
        HeldBy::NotBefore(day) => {
            td_string!(locale, dunning.held.not_before, date = format.date(*day)).to_string()
        }
        HeldBy::AllSent => td_string!(locale, dunning.held.all_sent).to_owned(),
    }
}

/// For whom a dispute was decided, as the end of a sentence.
pub fn decided_for(i18n: I18n, outcome: Outcome) -> String {
    let locale = i18n.get_locale();
    match outcome {
        Outcome::Upheld => td_string!(locale, dunning.ended.upheld),
        Outcome::Partly => td_string!(locale, dunning.ended.partly),
        Outcome::Rejected => td_string!(locale, dunning.ended.rejected),
    }
    .to_owned()
}

/// Who was right.
pub fn decided_name(i18n: I18n, outcome: Outcome) -> String {
    let locale = i18n.get_locale();
    match outcome {
        Outcome::Upheld => td_string!(locale, dunning.outcome.upheld),
        Outcome::Partly => td_string!(locale, dunning.outcome.partly),
        Outcome::Rejected => td_string!(locale, dunning.outcome.rejected),
    }
    .to_owned()
}
