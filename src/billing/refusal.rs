//! Why a wish was not fulfilled, and where. A refusal is data about the user's wish; the screen words it.

use crate::billing::stationery::PictureFault;
use crate::billing::taken_over::StatedSum;
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A wish that was not fulfilled. Nothing changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// Why.
    pub kind: RefusalKind,
    /// Where in what was asked.
    pub at: Location,
}

/// A place in what was asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// The whole of it.
    Whole,
    /// A field of the form.
    Field(Field),
    /// A line, counted from 0; screens count from 1.
    Line(usize),
    /// A document discount or fee, counted from 0.
    Adjustment(usize),
    /// A row of an imported file, counted from 1 with the heading.
    Row(usize),
    /// The customer of this name.
    Account(String),
}

/// A field that can be refused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Field {
    Name,
    Number,
    Code,
    Description,
    Address,
    Email,
    BusinessId,
    VatId,
    Iban,
    Currency,
    Terms,
    Quantity,
    Price,
    PriceFrom,
    Reduction,
    Tax,
    Cycle,
    Anchor,
    Starts,
    LastDay,
    Effective,
    Resumes,
    Amount,
    Date,
    DueDate,
    Reason,
    Reference,
    Pattern,
    Next,
    Account,
    Product,
    Family,
    Lines,
    Invoice,
    Phone,
    Text,
    Hours,
    Limit,
    Logo,
}

/// Why a wish was not fulfilled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// Must not be empty.
    Empty,
    /// The record named is not in the book.
    Unknown,
    /// The record was not fetched before deciding: a fault of ours, never of the user.
    NotFetched,
    /// Something of this name, number or code exists.
    Taken {
        /// What exists.
        what: String,
    },
    /// No phone number begins like this.
    NotAPhone,
    /// Two stretches of one day's opening hours overlap.
    HoursOverlap,
    /// A role would be allowed more than the one above it.
    AboveHigherRole,
    /// An experiment's first arm is offered something.
    NoHoldout,
    /// The weights of an experiment's arms are not all of the customers together.
    WeightsNotWhole,
    /// A picture that can't be a logo.
    Picture(PictureFault),
    /// More digits than money can hold.
    AmountTooLarge,
    /// Must be more than zero.
    NotPositive,
    /// Two currencies where one is needed.
    CurrencyMismatch {
        /// The currency of the record.
        expected: Currency,
        /// The currency given.
        found: Currency,
    },
    /// A discount on the whole document that also holds negative lines has no base.
    AdjustmentOnNegative,
    /// A discount is more than a hundred per cent.
    DiscountAboveWhole,
    /// A discount above what it is taken from.
    AllowanceAboveSum {
        /// What it is taken from.
        sum: Money,
        /// The discount.
        asked: Money,
    },
    /// A date before the earliest allowed.
    TooEarly {
        /// The earliest allowed.
        earliest: NaiveDate,
    },
    /// A date after the latest allowed.
    TooLate {
        /// The latest allowed.
        latest: NaiveDate,
    },
    /// A date that no calendar of ours reaches.
    DateOutOfRange,
    /// The seller's details lack what the law asks of an invoice (Directive 2006/112/EC, Article 226).
    SellerIncomplete,
    /// The account is closed or merged into another.
    AccountClosed,
    /// The account has open items, running contracts or drafts.
    AccountInUse,
    /// Reverse charge and intra-community supply need the buyer's VAT id (BR-AE-03, BR-IC-02).
    BuyerVatIdMissing,
    /// The rate is not in the table for that day.
    NoTaxRate {
        /// The day of supply.
        on: NaiveDate,
    },
    /// The catalogue has no price in that currency on that day.
    NoPrice {
        /// The currency.
        currency: Currency,
        /// The day.
        on: NaiveDate,
    },
    /// The total of an invoice must not be negative; a credit note takes money back.
    NegativeTotal {
        /// The total.
        total: Money,
    },
    /// Nothing to bill.
    NothingToBill,
    /// The preview no longer holds: it has to be looked at again.
    PreviewOutdated {
        /// What was confirmed.
        expected: Money,
        /// What it would be now.
        found: Money,
    },
    /// A credit note above what can still be credited.
    CreditExceedsInvoice {
        /// What can be credited.
        creditable: Money,
        /// What was asked.
        asked: Money,
    },
    /// A credit note cannot itself be credited.
    NotAnInvoice,
    /// More than the invoice has open.
    MoreThanOpen {
        /// What is open.
        open: Money,
        /// What was asked.
        asked: Money,
    },
    /// More than is left of the payment or credit.
    MoreThanLeft {
        /// What is left.
        left: Money,
        /// What was asked.
        asked: Money,
    },
    /// The item belongs to another customer.
    OtherAccount,
    /// The contract has ended.
    ContractEnded,
    /// The service ends before, perhaps because another took its place.
    ServiceEnded {
        /// Its last day.
        on: NaiveDate,
    },
    /// The contract is paused on that day, or not paused when it should be.
    PauseOverlap,
    /// The contract runs until that day by its minimum term and notice.
    Bound {
        /// The last day.
        until: NaiveDate,
    },
    /// The product isn't sold any more on that day.
    NotSold,
    /// The product is of another family or unit: it can't take the other's place.
    NoAlternative,
    /// The pattern lacks a place for the number, or would give the same number twice.
    PatternInvalid,
    /// Invoices would have the payment references of those of another series: letters don't count in them.
    SharedReferences {
        /// The other series.
        series: String,
    },
    /// A number that was given, or was passed over for good.
    NumberTooLow {
        /// The lowest possible.
        lowest: u64,
    },
    /// Records of the import were used since.
    ImportUsed {
        /// How many.
        count: usize,
    },
    /// Nothing of the write-off is left: it was taken back, or what was given up was credited since.
    NotWrittenOff,
    /// The payment was taken back already.
    AlreadyReversed,
    /// All that is open is disputed, or part of it where none may be.
    Disputed,
    /// The dispute was decided already.
    AlreadyDecided,
    /// A collection agency has the invoice.
    InCollection,
    /// The customer is left in peace.
    RemindersHeld {
        /// The last day.
        until: NaiveDate,
    },
    /// What is left of the customer's payments and credit notes covers the invoice.
    CoveredByCredit,
    /// Every reminder of the invoice was sent.
    AllReminded,
    /// A document of another program states a sum that its lines don't come to.
    SumDiffers {
        /// Which sum.
        sum: StatedSum,
        /// What it states.
        stated: Money,
        /// What the lines come to.
        derived: Money,
    },
    /// The invoice that a credit note of another program corrects was not taken over.
    NotTakenOver {
        /// Its number.
        number: String,
    },
    /// No number series for such documents.
    NoSeries,
    /// Numbers are not given while the records on this device are in doubt.
    Recovering,
}

impl Refusal {
    /// A refusal of the whole wish.
    pub fn whole(kind: RefusalKind) -> Self {
        Refusal {
            kind,
            at: Location::Whole,
        }
    }

    /// A refusal of a field.
    pub fn field(field: Field, kind: RefusalKind) -> Self {
        Refusal {
            kind,
            at: Location::Field(field),
        }
    }

    pub(crate) fn unknown(field: Field) -> Self {
        Refusal::field(field, RefusalKind::Unknown)
    }

    pub(crate) fn amount_too_large(at: Location) -> Self {
        Refusal {
            kind: RefusalKind::AmountTooLarge,
            at,
        }
    }

    pub(crate) fn currency_mismatch(expected: Currency, found: Currency, at: Location) -> Self {
        Refusal {
            kind: RefusalKind::CurrencyMismatch { expected, found },
            at,
        }
    }

    pub(crate) fn adjustment_on_negative(at: Location) -> Self {
        Refusal {
            kind: RefusalKind::AdjustmentOnNegative,
            at,
        }
    }

    pub(crate) fn allowance_above_sum(sum: Money, asked: Money, at: Location) -> Self {
        Refusal {
            kind: RefusalKind::AllowanceAboveSum { sum, asked },
            at,
        }
    }
}

/// Refuses an empty text.
pub(crate) fn required(text: &str, field: Field) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::field(field, RefusalKind::Empty));
    }
    Ok(())
}
