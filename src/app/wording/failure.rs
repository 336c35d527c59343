//! Why something was not done: refusals of the engine, failures of the store.

use super::{format_of, locale_of};
use crate::app::locale::{I18n, Locale, td_string};
use crate::app::workspace::Failure;
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::stationery::{Picture, PictureFault};
use crate::billing::taken_over::StatedSum;
use crate::billing::tax::Tax;
use crate::store::StoreError;

/// Why a command was not carried out, and what to do.
pub fn failure_text(i18n: I18n, failure: &Failure) -> String {
    let locale = locale_of(i18n);
    match failure {
        Failure::Refused(refusal) => refusal_text(i18n, refusal),
        Failure::Care(refused) => super::desk::refused_text(i18n, refused),
        Failure::Store(error) => store_error_text(i18n, error),
        Failure::ReadOnly => td_string!(locale, errors.failure.read_only).to_string(),
        Failure::RunElsewhere => td_string!(locale, errors.failure.run_elsewhere).to_string(),
    }
}

/// A refusal with the place it is about, for a list of errors or a message.
pub fn refusal_text(i18n: I18n, refusal: &Refusal) -> String {
    let locale = locale_of(i18n);
    let text = refusal_reason(i18n, refusal);
    match &refusal.at {
        Location::Whole => text,
        Location::Field(field) => {
            let field = field_name(i18n, *field);
            td_string!(locale, errors.at_field, field = field, text = text).to_string()
        }
        Location::Line(index) => {
            td_string!(locale, errors.at_line, line = index + 1, text = text).to_string()
        }
        Location::Adjustment(index) => {
            td_string!(locale, errors.at_adjustment, line = index + 1, text = text).to_string()
        }
        Location::Row(row) => {
            td_string!(locale, errors.at_row, row = *row, text = text).to_string()
        }
        Location::Account(account) => {
            let account = account.clone();
            td_string!(locale, errors.at_account, account = account, text = text).to_string()
        }
    }
}

/// A refusal without its place, for the field itself.
pub fn refusal_reason(i18n: I18n, refusal: &Refusal) -> String {
    let locale = locale_of(i18n);
    let format = format_of(locale);
    match &refusal.kind {
        RefusalKind::Empty if refusal.at == Location::Field(Field::Lines) => {
            td_string!(locale, errors.refusal.empty_lines).to_string()
        }
        RefusalKind::Empty => td_string!(locale, errors.refusal.empty).to_string(),
        RefusalKind::Unknown => td_string!(locale, errors.refusal.unknown).to_string(),
        RefusalKind::NotFetched => td_string!(locale, errors.refusal.not_fetched).to_string(),
        RefusalKind::Taken { what } => {
            td_string!(locale, errors.refusal.taken, what = what.clone()).to_string()
        }
        RefusalKind::NotAPhone => td_string!(locale, errors.refusal.not_a_phone).to_string(),
        RefusalKind::HoursOverlap => td_string!(locale, errors.refusal.hours_overlap).to_string(),
        RefusalKind::AboveHigherRole => {
            td_string!(locale, errors.refusal.above_higher_role).to_string()
        }
        RefusalKind::NoHoldout => td_string!(locale, errors.refusal.no_holdout).to_string(),
        RefusalKind::WeightsNotWhole => {
            td_string!(locale, errors.refusal.weights_not_whole).to_string()
        }
        RefusalKind::Picture(fault) => match fault {
            PictureFault::Kind => td_string!(locale, errors.refusal.picture_kind).to_string(),
            PictureFault::TooLarge { bytes } => td_string!(
                locale,
                errors.refusal.picture_too_large,
                found = format.number(bytes.div_ceil(1024)),
                limit = format.number(Picture::LARGEST / 1024)
            )
            .to_string(),
            PictureFault::Broken => td_string!(locale, errors.refusal.picture_broken).to_string(),
        },
        RefusalKind::AmountTooLarge => {
            td_string!(locale, errors.refusal.amount_too_large).to_string()
        }
        RefusalKind::NotPositive => td_string!(locale, errors.refusal.not_positive).to_string(),
        RefusalKind::CurrencyMismatch { expected, found } => td_string!(
            locale,
            errors.refusal.currency_mismatch,
            expected = expected.to_string(),
            found = found.to_string()
        )
        .to_string(),
        RefusalKind::AdjustmentOnNegative => {
            td_string!(locale, errors.refusal.adjustment_on_negative).to_string()
        }
        RefusalKind::DiscountAboveWhole => {
            td_string!(locale, errors.refusal.discount_above_whole).to_string()
        }
        RefusalKind::AllowanceAboveSum { sum, asked } => td_string!(
            locale,
            errors.refusal.allowance_above_sum,
            sum = format.money(*sum),
            asked = format.money(*asked)
        )
        .to_string(),
        RefusalKind::TooEarly { earliest } => td_string!(
            locale,
            errors.refusal.too_early,
            date = format.date(*earliest)
        )
        .to_string(),
        RefusalKind::TooLate { latest } => {
            td_string!(locale, errors.refusal.too_late, date = format.date(*latest)).to_string()
        }
        RefusalKind::DateOutOfRange => {
            td_string!(locale, errors.refusal.date_out_of_range).to_string()
        }
        RefusalKind::SellerIncomplete => {
            td_string!(locale, errors.refusal.seller_incomplete).to_string()
        }
        RefusalKind::AccountClosed => td_string!(locale, errors.refusal.account_closed).to_string(),
        RefusalKind::AccountInUse => td_string!(locale, errors.refusal.account_in_use).to_string(),
        RefusalKind::BuyerVatIdMissing => {
            td_string!(locale, errors.refusal.buyer_vat_id_missing).to_string()
        }
        RefusalKind::NoTaxRate { on } => {
            td_string!(locale, errors.refusal.no_tax_rate, date = format.date(*on)).to_string()
        }
        RefusalKind::NoPrice { currency, on } => td_string!(
            locale,
            errors.refusal.no_price,
            currency = currency.to_string(),
            date = format.date(*on)
        )
        .to_string(),
        RefusalKind::NegativeTotal { total } => td_string!(
            locale,
            errors.refusal.negative_total,
            total = format.money(*total)
        )
        .to_string(),
        RefusalKind::NothingToBill => {
            td_string!(locale, errors.refusal.nothing_to_bill).to_string()
        }
        RefusalKind::PreviewOutdated { expected, found } => td_string!(
            locale,
            errors.refusal.preview_outdated,
            expected = format.money(*expected),
            found = format.money(*found)
        )
        .to_string(),
        RefusalKind::CreditExceedsInvoice { creditable, asked } => td_string!(
            locale,
            errors.refusal.credit_exceeds_invoice,
            creditable = format.money(*creditable),
            asked = format.money(*asked)
        )
        .to_string(),
        RefusalKind::NotAnInvoice => td_string!(locale, errors.refusal.not_an_invoice).to_string(),
        RefusalKind::MoreThanOpen { open, asked } => td_string!(
            locale,
            errors.refusal.more_than_open,
            open = format.money(*open),
            asked = format.money(*asked)
        )
        .to_string(),
        RefusalKind::MoreThanLeft { left, asked } => td_string!(
            locale,
            errors.refusal.more_than_left,
            left = format.money(*left),
            asked = format.money(*asked)
        )
        .to_string(),
        RefusalKind::OtherAccount => td_string!(locale, errors.refusal.other_account).to_string(),
        RefusalKind::ContractEnded => td_string!(locale, errors.refusal.contract_ended).to_string(),
        RefusalKind::ServiceEnded { on } => td_string!(
            locale,
            errors.refusal.service_ended,
            date = format.date(*on)
        )
        .to_string(),
        RefusalKind::PauseOverlap => td_string!(locale, errors.refusal.pause_overlap).to_string(),
        RefusalKind::NotSold => td_string!(locale, errors.refusal.not_sold).to_string(),
        RefusalKind::NoAlternative => td_string!(locale, errors.refusal.no_alternative).to_string(),
        RefusalKind::Bound { until } if refusal.at == Location::Field(Field::Effective) => {
            let date = format.date(*until);
            td_string!(locale, errors.refusal.bound_plan, date = date).to_string()
        }
        RefusalKind::Bound { until } => {
            td_string!(locale, errors.refusal.bound, date = format.date(*until)).to_string()
        }
        RefusalKind::PatternInvalid => {
            td_string!(locale, errors.refusal.pattern_invalid).to_string()
        }
        RefusalKind::SharedReferences { series } => td_string!(
            locale,
            errors.refusal.shared_references,
            series = series.clone()
        )
        .to_string(),
        RefusalKind::NumberTooLow { lowest } => {
            td_string!(locale, errors.refusal.number_too_low, lowest = *lowest).to_string()
        }
        RefusalKind::ImportUsed { count } => {
            td_string!(locale, errors.refusal.import_used, count = *count).to_string()
        }
        RefusalKind::NotWrittenOff => {
            td_string!(locale, errors.refusal.not_written_off).to_string()
        }
        RefusalKind::AlreadyReversed => {
            td_string!(locale, errors.refusal.already_reversed).to_string()
        }
        RefusalKind::Disputed => td_string!(locale, errors.refusal.disputed).to_string(),
        RefusalKind::AlreadyDecided => {
            td_string!(locale, errors.refusal.already_decided).to_string()
        }
        RefusalKind::InCollection => td_string!(locale, errors.refusal.in_collection).to_string(),
        RefusalKind::RemindersHeld { until } => {
            let date = format.date(*until);
            td_string!(locale, errors.refusal.reminders_held, date = date).to_string()
        }
        RefusalKind::CoveredByCredit => {
            td_string!(locale, errors.refusal.covered_by_credit).to_string()
        }
        RefusalKind::AllReminded => td_string!(locale, errors.refusal.all_reminded).to_string(),
        RefusalKind::SumDiffers {
            sum,
            stated,
            derived,
        } => td_string!(
            locale,
            errors.refusal.sum_differs,
            sum = stated_sum(locale, *sum),
            stated = format.money(*stated),
            derived = format.money(*derived),
            difference = format.money((*stated - *derived).abs())
        )
        .to_string(),
        RefusalKind::NotTakenOver { number } => td_string!(
            locale,
            errors.refusal.not_taken_over,
            number = number.clone()
        )
        .to_string(),
        RefusalKind::NoSeries => td_string!(locale, errors.refusal.no_series).to_string(),
        RefusalKind::Recovering => td_string!(locale, errors.refusal.recovering).to_string(),
    }
}

/// What a sum of another program's document is called.
fn stated_sum(locale: Locale, sum: StatedSum) -> String {
    let rate = |tax: Tax| format_of(locale).percent(tax.rate);
    match sum {
        StatedSum::LineNet => td_string!(locale, errors.stated.line_net).to_string(),
        StatedSum::LinesTotal => td_string!(locale, errors.stated.lines_total).to_string(),
        StatedSum::Allowances => td_string!(locale, errors.stated.allowances).to_string(),
        StatedSum::Charges => td_string!(locale, errors.stated.charges).to_string(),
        StatedSum::Taxable(tax) => {
            td_string!(locale, errors.stated.taxable, rate = rate(tax)).to_string()
        }
        StatedSum::TaxAmount(tax) => {
            td_string!(locale, errors.stated.tax_amount, rate = rate(tax)).to_string()
        }
        StatedSum::TaxExclusive => td_string!(locale, errors.stated.tax_exclusive).to_string(),
        StatedSum::TaxTotal => td_string!(locale, errors.stated.tax_total).to_string(),
        StatedSum::TaxInclusive => td_string!(locale, errors.stated.tax_inclusive).to_string(),
        StatedSum::Prepaid => td_string!(locale, errors.stated.prepaid).to_string(),
        StatedSum::Rounding => td_string!(locale, errors.stated.rounding).to_string(),
        StatedSum::AmountDue => td_string!(locale, errors.stated.amount_due).to_string(),
    }
}

/// Why the records were not kept, and what to do.
pub fn store_error_text(i18n: I18n, error: &StoreError) -> String {
    let locale = locale_of(i18n);
    match error {
        StoreError::Quota => td_string!(locale, errors.store.quota).to_string(),
        StoreError::Blocked => td_string!(locale, errors.store.blocked).to_string(),
        StoreError::NewerVersion { found: _, known: _ } => {
            td_string!(locale, errors.store.newer_version).to_string()
        }
        StoreError::Stale => td_string!(locale, errors.store.stale).to_string(),
        StoreError::ConnectionLost => td_string!(locale, errors.store.connection_lost).to_string(),
        StoreError::Damaged { place, fault } => td_string!(
            locale,
            errors.store.damaged,
            place = place.clone(),
            fault = fault.clone()
        )
        .to_string(),
        StoreError::Unavailable { reason } => {
            td_string!(locale, errors.store.unavailable, reason = reason.clone()).to_string()
        }
        StoreError::Other(words) => {
            td_string!(locale, errors.store.other, words = words.clone()).to_string()
        }
    }
}

/// What a field is called.
pub fn field_name(i18n: I18n, field: Field) -> String {
    name_in(locale_of(i18n), field).to_owned()
}

fn name_in(locale: Locale, field: Field) -> &'static str {
    match field {
        Field::Name => td_string!(locale, errors.field.name),
        Field::Number => td_string!(locale, errors.field.number),
        Field::Code => td_string!(locale, errors.field.code),
        Field::Description => td_string!(locale, errors.field.description),
        Field::Address => td_string!(locale, errors.field.address),
        Field::Email => td_string!(locale, errors.field.email),
        Field::BusinessId => td_string!(locale, errors.field.business_id),
        Field::VatId => td_string!(locale, errors.field.vat_id),
        Field::Iban => td_string!(locale, errors.field.iban),
        Field::Currency => td_string!(locale, errors.field.currency),
        Field::Terms => td_string!(locale, errors.field.terms),
        Field::Quantity => td_string!(locale, errors.field.quantity),
        Field::Price => td_string!(locale, errors.field.price),
        Field::PriceFrom => td_string!(locale, errors.field.price_from),
        Field::Reduction => td_string!(locale, errors.field.reduction),
        Field::Tax => td_string!(locale, errors.field.tax),
        Field::Cycle => td_string!(locale, errors.field.cycle),
        Field::Anchor => td_string!(locale, errors.field.anchor),
        Field::Starts => td_string!(locale, errors.field.starts),
        Field::LastDay => td_string!(locale, errors.field.last_day),
        Field::Effective => td_string!(locale, errors.field.effective),
        Field::Resumes => td_string!(locale, errors.field.resumes),
        Field::Amount => td_string!(locale, errors.field.amount),
        Field::Date => td_string!(locale, errors.field.date),
        Field::DueDate => td_string!(locale, errors.field.due_date),
        Field::Reason => td_string!(locale, errors.field.reason),
        Field::Reference => td_string!(locale, errors.field.reference),
        Field::Pattern => td_string!(locale, errors.field.pattern),
        Field::Next => td_string!(locale, errors.field.next),
        Field::Account => td_string!(locale, errors.field.account),
        Field::Product => td_string!(locale, errors.field.product),
        Field::Family => td_string!(locale, errors.field.family),
        Field::Lines => td_string!(locale, errors.field.lines),
        Field::Invoice => td_string!(locale, errors.field.invoice),
        Field::Phone => td_string!(locale, errors.field.phone),
        Field::Text => td_string!(locale, errors.field.text),
        Field::Hours => td_string!(locale, errors.field.hours),
        Field::Limit => td_string!(locale, errors.field.limit),
        Field::Logo => td_string!(locale, errors.field.logo),
    }
}
