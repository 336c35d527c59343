//! The Finnish bank barcode (pankkiviivakoodi 5.3): what a payer scans instead of typing account, amount, reference and due date.
//!
//! 54 digits in Code 128, character set C. Version 4 carries a viitenumero: `4`, the 16 digits of the IBAN after `FI`, six
//! of euros, two of cents, `000`, the reference filled with zeros to 20, the due date as YYMMDD. Version 5 carries an RF
//! reference of digits: `5`, the same up to the cents, the two check digits, what follows them filled with zeros to 21,
//! the due date.

use super::payable;
use crate::billing::identifier::{CountryCode, Iban, PaymentReference};
use crate::billing::invoice::Invoice;
use crate::money::{Currency, Money};
use barcoders::sym::code128::Code128;
use chrono::{Datelike, NaiveDate};

/// The largest amount, in cents: 999 999.99. The guide has no field for more, so nothing is printed.
pub const MOST_CENTS: i64 = 99_999_999;

/// How many digits a code has.
pub const DIGITS: usize = 54;

/// How many modules a code is wide, the quiet zones (ten modules on each side) not counted: a start, 27 pairs of digits
/// and a check symbol of 11 modules each, and a stop of 13.
pub const MODULES: usize = 332;

/// A bank barcode: its digits and its bars.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Barcode {
    digits: String,
    modules: Vec<bool>,
}

impl Barcode {
    /// The barcode of an invoice.
    ///
    /// None for a credit note, where nothing is due or more than 999 999.99, where the currency isn't the euro or the IBAN
    /// not Finnish, and where the reference is neither a viitenumero nor an RF reference of digits.
    pub fn of(invoice: &Invoice) -> Option<Barcode> {
        let amount = payable(invoice)?;
        let iban = invoice.seller.iban?;
        Barcode::new(
            &iban,
            amount,
            invoice.reference.as_ref()?,
            Some(invoice.due_date),
        )
    }

    /// The barcode of a payment. An amount of zero leaves the amount to the payer, no due date leaves out the day; both are
    /// written as zeros. None for an amount below zero, and as [`Barcode::of`] says.
    pub fn new(
        iban: &Iban,
        amount: Money,
        reference: &PaymentReference,
        due: Option<NaiveDate>,
    ) -> Option<Barcode> {
        let digits = digits(iban, amount, reference, due)?;
        let modules = bars(&digits)?;
        Some(Barcode { digits, modules })
    }

    /// The 54 digits, as they also stand in an e-invoice.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The bars from the left, one value a module of equal width: `true` is black. Start, check symbol and stop are in it.
    pub fn modules(&self) -> &[bool] {
        &self.modules
    }
}

/// Whether nothing but its amount keeps an invoice from having a barcode.
pub fn is_too_large(invoice: &Invoice) -> bool {
    let is_above = payable(invoice).is_some_and(|amount| amount.minor() > MOST_CENTS);
    let (Some(iban), Some(reference)) = (&invoice.seller.iban, &invoice.reference) else {
        return false;
    };
    let any = Money::zero(invoice.currency);
    is_above && digits(iban, any, reference, None).is_some()
}

fn digits(
    iban: &Iban,
    amount: Money,
    reference: &PaymentReference,
    due: Option<NaiveDate>,
) -> Option<String> {
    let account = iban.as_str().strip_prefix(CountryCode::FI.code())?;
    let fits = amount.currency() == Currency::EUR && (0..=MOST_CENTS).contains(&amount.minor());
    if !fits {
        return None;
    }
    let cents = amount.minor();
    let day = match due {
        Some(day) => format!(
            "{:02}{:02}{:02}",
            day.year().rem_euclid(100),
            day.month(),
            day.day()
        ),
        None => "000000".to_owned(),
    };
    let digits = match reference {
        PaymentReference::Finnish(reference) => {
            format!("4{account}{cents:08}000{:0>20}{day}", reference.as_str())
        }
        PaymentReference::Rf(reference) => {
            let (check, base) = (reference.check_digits(), reference.base());
            format!("5{account}{cents:08}{check}{base:0>21}{day}")
        }
        PaymentReference::Qr(_) | PaymentReference::Text(_) => return None,
    };
    // An RF reference may have letters, for which set C has no symbols.
    let is_whole = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_whole.then_some(digits)
}

fn bars(digits: &str) -> Option<Vec<bool>> {
    // The letter begins character set C in the words of the library.
    let code = Code128::new(format!("\u{0106}{digits}")).ok()?;
    Some(
        code.encode()
            .into_iter()
            .map(|module| module == 1)
            .collect(),
    )
}
