//! What the engine's enums are called on the screen.

use super::{format_of, locale_of};
use crate::app::locale::{I18n, Locale, td_string};
use crate::app::workspace::Persistence;
use crate::billing::account::{AccountKind, Grouping, Language, Likeness};
use crate::billing::contract::{BillingMode, EndCause, Notice};
use crate::billing::invoice::CreditReason;
use crate::billing::payment::PaymentMethod;
use crate::billing::receivable::{Bucket, Standing};
use crate::billing::run::SkipReason;
use crate::billing::statement::MovementKind;
use crate::billing::tax::{TaxCategory, TaxTreatment};
use crate::billing::tax_rate::RateClass;
use crate::billing::totals::AdjustmentKind;
use crate::calendar::{BillingCycle, CycleUnit, PaymentTerms};
use crate::store::summary::SummaryKind;

/// A VAT category.
pub fn tax_category_name(i18n: I18n, category: TaxCategory) -> String {
    let locale = locale_of(i18n);
    match category {
        TaxCategory::Standard => td_string!(locale, domain.tax_category.standard),
        TaxCategory::Zero => td_string!(locale, domain.tax_category.zero),
        TaxCategory::Exempt => td_string!(locale, domain.tax_category.exempt),
        TaxCategory::ReverseCharge => td_string!(locale, domain.tax_category.reverse_charge),
        TaxCategory::IntraCommunity => td_string!(locale, domain.tax_category.intra_community),
        TaxCategory::Export => td_string!(locale, domain.tax_category.export),
        TaxCategory::OutsideScope => td_string!(locale, domain.tax_category.outside_scope),
    }
    .to_owned()
}

/// How a customer's standing changes the tax.
pub fn tax_treatment_name(i18n: I18n, treatment: TaxTreatment) -> String {
    let locale = locale_of(i18n);
    match treatment {
        TaxTreatment::Domestic => td_string!(locale, domain.tax_treatment.domestic),
        TaxTreatment::ReverseCharge => td_string!(locale, domain.tax_treatment.reverse_charge),
        TaxTreatment::IntraCommunity => td_string!(locale, domain.tax_treatment.intra_community),
        TaxTreatment::Export => td_string!(locale, domain.tax_treatment.export),
        TaxTreatment::Exempt => td_string!(locale, domain.tax_treatment.exempt),
        TaxTreatment::OutsideScope => td_string!(locale, domain.tax_treatment.outside_scope),
    }
    .to_owned()
}

/// Why a contract ends.
pub fn end_cause_name(i18n: I18n, cause: EndCause) -> String {
    let locale = locale_of(i18n);
    match cause {
        EndCause::Price => td_string!(locale, savings.cause_price),
        EndCause::OtherSeller => td_string!(locale, savings.cause_other_seller),
        EndCause::NotNeeded => td_string!(locale, savings.cause_not_needed),
        EndCause::Moves => td_string!(locale, savings.cause_moves),
        EndCause::Dissatisfied => td_string!(locale, savings.cause_dissatisfied),
        EndCause::Ceased => td_string!(locale, savings.cause_ceased),
        EndCause::Unpaid => td_string!(locale, savings.cause_unpaid),
        EndCause::Other => td_string!(locale, savings.cause_other),
    }
    .to_owned()
}

/// A class of VAT rates.
pub fn rate_class_name(i18n: I18n, class: RateClass) -> String {
    let locale = locale_of(i18n);
    match class {
        RateClass::Standard => td_string!(locale, domain.rate_class.standard),
        RateClass::Reduced => td_string!(locale, domain.rate_class.reduced),
        RateClass::SecondReduced => td_string!(locale, domain.rate_class.second_reduced),
        RateClass::SuperReduced => td_string!(locale, domain.rate_class.super_reduced),
        RateClass::Zero => td_string!(locale, domain.rate_class.zero),
    }
    .to_owned()
}

/// How an invoice stands; one that is open after its due date is overdue.
pub fn standing_name(i18n: I18n, standing: Standing, is_overdue: bool) -> String {
    let locale = locale_of(i18n);
    match standing {
        Standing::Open | Standing::PartlySettled if is_overdue => {
            td_string!(locale, domain.standing.overdue)
        }
        Standing::Open => td_string!(locale, domain.standing.open),
        Standing::PartlySettled => td_string!(locale, domain.standing.partly_paid),
        Standing::Settled => td_string!(locale, domain.standing.settled),
        Standing::Credited => td_string!(locale, domain.standing.credited),
        Standing::WrittenOff => td_string!(locale, domain.standing.written_off),
    }
    .to_owned()
}

/// Before or after the period.
pub fn mode_name(i18n: I18n, mode: BillingMode) -> String {
    let locale = locale_of(i18n);
    match mode {
        BillingMode::InAdvance => td_string!(locale, domain.mode.in_advance),
        BillingMode::InArrears => td_string!(locale, domain.mode.in_arrears),
    }
    .to_owned()
}

/// A unit after a number field: "3 [months]".
pub fn unit_name(i18n: I18n, unit: CycleUnit) -> String {
    let locale = locale_of(i18n);
    match unit {
        CycleUnit::Day => td_string!(locale, domain.unit.day),
        CycleUnit::Week => td_string!(locale, domain.unit.week),
        CycleUnit::Month => td_string!(locale, domain.unit.month),
        CycleUnit::Year => td_string!(locale, domain.unit.year),
    }
    .to_owned()
}

/// How often: "Every 3 months".
pub fn cycle_text(i18n: I18n, cycle: &BillingCycle) -> String {
    let locale = locale_of(i18n);
    let count = cycle.every;
    match cycle.unit {
        CycleUnit::Day => td_string!(locale, domain.cycle.day, count = count).to_string(),
        CycleUnit::Week => td_string!(locale, domain.cycle.week, count = count).to_string(),
        CycleUnit::Month => td_string!(locale, domain.cycle.month, count = count).to_string(),
        CycleUnit::Year => td_string!(locale, domain.cycle.year, count = count).to_string(),
    }
}

/// Notice before the end.
pub fn notice_text(i18n: I18n, notice: Notice) -> String {
    notice_in(locale_of(i18n), notice)
}

/// The same in a language.
pub fn notice_in(locale: Locale, notice: Notice) -> String {
    match notice {
        Notice::None => td_string!(locale, domain.notice.none).to_string(),
        Notice::Days(count) => td_string!(locale, domain.notice.days, count = count).to_string(),
        Notice::Months(count) => {
            td_string!(locale, domain.notice.months, count = count).to_string()
        }
    }
}

/// Terms of payment.
pub fn terms_text(i18n: I18n, terms: PaymentTerms) -> String {
    let locale = locale_of(i18n);
    match terms {
        PaymentTerms::NetDays(0) => td_string!(locale, domain.terms.at_once).to_string(),
        PaymentTerms::NetDays(days) => {
            td_string!(locale, domain.terms.net, count = days).to_string()
        }
        PaymentTerms::EndOfMonth { plus_days: 0 } => {
            td_string!(locale, domain.terms.end_of_month).to_string()
        }
        PaymentTerms::EndOfMonth { plus_days } => {
            td_string!(locale, domain.terms.end_of_month_plus, count = plus_days).to_string()
        }
    }
}

/// How money moved.
pub fn method_name(i18n: I18n, method: PaymentMethod) -> String {
    let locale = locale_of(i18n);
    match method {
        PaymentMethod::BankTransfer => td_string!(locale, domain.method.bank_transfer),
        PaymentMethod::Card => td_string!(locale, domain.method.card),
        PaymentMethod::Cash => td_string!(locale, domain.method.cash),
        PaymentMethod::MobilePayment => td_string!(locale, domain.method.mobile_payment),
        PaymentMethod::DirectDebit => td_string!(locale, domain.method.direct_debit),
        PaymentMethod::Other => td_string!(locale, domain.method.other),
    }
    .to_owned()
}

/// Why an invoice is credited.
pub fn credit_reason_name(i18n: I18n, reason: CreditReason) -> String {
    let locale = locale_of(i18n);
    match reason {
        CreditReason::BillingError => td_string!(locale, domain.credit_reason.billing_error),
        CreditReason::DuplicatedCharge => {
            td_string!(locale, domain.credit_reason.duplicated_charge)
        }
        CreditReason::ContractChange => td_string!(locale, domain.credit_reason.contract_change),
        CreditReason::NotDelivered => td_string!(locale, domain.credit_reason.not_delivered),
        CreditReason::Complaint => td_string!(locale, domain.credit_reason.complaint),
        CreditReason::Goodwill => td_string!(locale, domain.credit_reason.goodwill),
    }
    .to_owned()
}

/// Person or company.
pub fn account_kind_name(i18n: I18n, kind: AccountKind) -> String {
    let locale = locale_of(i18n);
    match kind {
        AccountKind::Person => td_string!(locale, domain.account_kind.person),
        AccountKind::Company => td_string!(locale, domain.account_kind.company),
    }
    .to_owned()
}

/// The language of a document.
pub fn language_name(i18n: I18n, language: Language) -> String {
    let locale = locale_of(i18n);
    match language {
        Language::En => td_string!(locale, domain.language.en),
        Language::Fi => td_string!(locale, domain.language.fi),
    }
    .to_owned()
}

/// Whether contracts share an invoice.
pub fn grouping_name(i18n: I18n, grouping: Grouping) -> String {
    let locale = locale_of(i18n);
    match grouping {
        Grouping::Together => td_string!(locale, domain.grouping.together),
        Grouping::PerContract => td_string!(locale, domain.grouping.per_contract),
    }
    .to_owned()
}

/// What two accounts have in common, for use after their names.
pub fn likeness_text(i18n: I18n, likeness: Likeness) -> String {
    let locale = locale_of(i18n);
    match likeness {
        Likeness::VatId => td_string!(locale, domain.likeness.vat_id),
        Likeness::BusinessId => td_string!(locale, domain.likeness.business_id),
        Likeness::Email => td_string!(locale, domain.likeness.email),
        Likeness::Phone => td_string!(locale, domain.likeness.phone),
        Likeness::Name => td_string!(locale, domain.likeness.name),
    }
    .to_owned()
}

/// A discount or a fee.
pub fn adjustment_name(i18n: I18n, kind: AdjustmentKind) -> String {
    let locale = locale_of(i18n);
    match kind {
        AdjustmentKind::Allowance => td_string!(locale, domain.adjustment.allowance),
        AdjustmentKind::Charge => td_string!(locale, domain.adjustment.charge),
    }
    .to_owned()
}

/// A group of open items by days overdue.
pub fn bucket_name(i18n: I18n, bucket: Bucket) -> String {
    let locale = locale_of(i18n);
    match bucket {
        Bucket::Current => td_string!(locale, domain.bucket.current),
        Bucket::To30 => td_string!(locale, domain.bucket.to_30),
        Bucket::To60 => td_string!(locale, domain.bucket.to_60),
        Bucket::To90 => td_string!(locale, domain.bucket.to_90),
        Bucket::Over90 => td_string!(locale, domain.bucket.over_90),
    }
    .to_owned()
}

/// A movement on a statement of account, in the language of the statement.
pub fn movement_name(locale: Locale, kind: MovementKind) -> String {
    match kind {
        MovementKind::Invoice(_) => td_string!(locale, domain.movement.invoice),
        MovementKind::CreditNote(_) => td_string!(locale, domain.movement.credit_note),
        MovementKind::Payment(_) => td_string!(locale, domain.movement.payment),
        MovementKind::Refund => td_string!(locale, domain.movement.refund),
        MovementKind::Reversal(_) => td_string!(locale, domain.movement.reversal),
        MovementKind::WriteOff(_) => td_string!(locale, domain.movement.write_off),
        MovementKind::WriteOffReversal(_) => {
            td_string!(locale, domain.movement.write_off_reversal)
        }
    }
    .to_owned()
}

/// An invoice, a credit note or a payment.
pub fn summary_kind_name(i18n: I18n, kind: SummaryKind) -> String {
    let locale = locale_of(i18n);
    match kind {
        SummaryKind::Invoice => td_string!(locale, domain.movement.invoice),
        SummaryKind::CreditNote => td_string!(locale, domain.movement.credit_note),
        SummaryKind::Payment => td_string!(locale, domain.movement.payment),
    }
    .to_owned()
}

/// Whether the browser keeps the records, and what to do if not.
pub fn persistence_text(i18n: I18n, persistence: Persistence) -> String {
    let locale = locale_of(i18n);
    match persistence {
        Persistence::Unasked => td_string!(locale, domain.persistence.unasked),
        Persistence::Granted => td_string!(locale, domain.persistence.granted),
        Persistence::Refused => td_string!(locale, domain.persistence.refused),
        Persistence::Unknown => td_string!(locale, domain.persistence.unknown),
    }
    .to_owned()
}

/// Why a billing run passes something over.
pub fn skip_text(i18n: I18n, reason: &SkipReason) -> String {
    let locale = locale_of(i18n);
    let format = format_of(locale);
    match reason {
        SkipReason::NotStarted { starts } => {
            td_string!(locale, domain.skip.not_started, date = format.date(*starts)).to_string()
        }
        SkipReason::Ended { on } => {
            td_string!(locale, domain.skip.ended, date = format.date(*on)).to_string()
        }
        SkipReason::Paused { resumes: None } => td_string!(locale, domain.skip.paused).to_string(),
        SkipReason::Paused {
            resumes: Some(resumes),
        } => td_string!(
            locale,
            domain.skip.paused_until,
            date = format.date(*resumes)
        )
        .to_string(),
        SkipReason::NothingDue { next: None } => {
            td_string!(locale, domain.skip.nothing_due).to_string()
        }
        SkipReason::NothingDue { next: Some(next) } => td_string!(
            locale,
            domain.skip.nothing_due_until,
            date = format.date(*next)
        )
        .to_string(),
        SkipReason::AccountClosed => td_string!(locale, domain.skip.account_closed).to_string(),
        SkipReason::NoContract => td_string!(locale, domain.skip.no_contract).to_string(),
        SkipReason::CreditCarried { amount } => td_string!(
            locale,
            domain.skip.credit_carried,
            amount = format.money(*amount)
        )
        .to_string(),
        SkipReason::Refused(refusal) => super::refusal_text(i18n, refusal),
    }
}
