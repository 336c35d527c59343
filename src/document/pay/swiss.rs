//! The payload of a Swiss QR-bill (Swiss Payments Code, SIX implementation guidelines 2.2 and later).
//!
//! Lines of text: header, account, creditor, ultimate creditor (for later use, always empty), amount, debtor, reference,
//! message, trailer. Addresses are structured ones (type S); combined ones are refused by banks since 2025-11-21.
//! The version line stays `0200`, which the guidelines keep for all of 2.x.

use super::{cut, one_line, payable};
use crate::billing::account::Address;
use crate::billing::identifier::{CountryCode, Iban, PaymentReference};
use crate::billing::invoice::Invoice;
use crate::money::Money;
use std::fmt;

/// The most characters of a payload.
pub const MOST_CHARACTERS: usize = 997;

/// The largest amount, in cents or Rappen: 999 999 999.99.
pub const MOST_MINOR: i64 = 99_999_999_999;

const MOST_OF_NAME: usize = 70;
const MOST_OF_STREET: usize = 70;
const MOST_OF_POSTAL_CODE: usize = 16;
const MOST_OF_CITY: usize = 35;
const MOST_OF_MESSAGE: usize = 140;

/// The rule of the Swiss QR-bill that the invoice breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SwissError {
    /// The creditor's field is mandatory, and the seller has it not.
    Missing(Part),
    /// The creditor's field is longer than the code holds. Names and streets are cut; a post code or a town is not.
    TooLong(Part),
    /// A character that no Swiss payment may carry.
    Character {
        /// Where it stands.
        part: Part,
        /// The character.
        found: char,
    },
    /// The amount is above 999 999 999.99.
    AmountTooLarge {
        /// What is due.
        amount: Money,
    },
    /// A QR-IBAN is paid with a QR reference only, and none can be made from the invoice's reference.
    QrReferenceMissing,
    /// The payload is longer than 997 characters.
    TooManyCharacters {
        /// How many it has.
        characters: usize,
    },
}

/// A field of the payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The creditor's name.
    Name,
    /// The creditor's street.
    Street,
    /// The creditor's post code.
    PostalCode,
    /// The creditor's town.
    City,
    /// The message to the creditor.
    Message,
}

impl Part {
    /// The most characters it may have.
    pub fn most(self) -> usize {
        match self {
            Part::Name => MOST_OF_NAME,
            Part::Street => MOST_OF_STREET,
            Part::PostalCode => MOST_OF_POSTAL_CODE,
            Part::City => MOST_OF_CITY,
            Part::Message => MOST_OF_MESSAGE,
        }
    }
}

/// What a Swiss QR-bill says, in its code and in words beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bill {
    /// The account to pay to.
    pub iban: Iban,
    /// Who is paid.
    pub creditor: Party,
    /// What is due, in CHF or EUR.
    pub amount: Money,
    /// Who pays; none where the buyer's address can't be said.
    pub debtor: Option<Party>,
    /// How the payment is recognised.
    pub reference: Reference,
    /// The message to the creditor; may be empty.
    pub message: String,
}

/// A creditor or debtor with a structured address (type S).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Party {
    /// At most 70 characters.
    pub name: String,
    /// Street and building number, at most 70 characters; may be empty.
    pub street: String,
    /// Post code, at most 16 characters.
    pub postal_code: String,
    /// Town, at most 35 characters.
    pub city: String,
    /// Country.
    pub country: CountryCode,
}

/// A reference of a Swiss payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reference {
    /// QRR: 27 digits, the last a check digit.
    Qr(String),
    /// SCOR: an RF reference (ISO 11649).
    Creditor(String),
    /// NON: none.
    None,
}

/// The payload for an invoice, or the rule it breaks; none where [`bill`] gives none.
pub fn of(invoice: &Invoice) -> Option<Result<String, SwissError>> {
    bill(invoice).map(|bill| bill.map(|bill| bill.payload()))
}

/// The QR-bill of an invoice, or the rule it breaks.
///
/// None for a credit note, where nothing is due, where the seller or its account is neither in Switzerland nor in
/// Liechtenstein, and where the currency is neither CHF nor EUR.
///
/// The reference is of type QRR where the account has a QR-IBAN: the invoice's own one if it has 27 digits and the right
/// check digit, else the digits of its reference filled with zeros and checked. With another IBAN it is SCOR for an RF
/// reference and NON without. The message is the invoice's number, or a reference that only text can tell. A buyer whose
/// address is incomplete or not writable in Swiss payments is left out, as the guidelines allow.
pub fn bill(invoice: &Invoice) -> Option<Result<Bill, SwissError>> {
    let amount = payable(invoice)?;
    let iban = invoice.seller.iban?;
    let is_swiss = is_swiss(invoice.seller.address.country) && iban.country().is_some_and(is_swiss);
    let is_currency = matches!(amount.currency().code(), "CHF" | "EUR");
    (is_swiss && is_currency).then(|| made(invoice, iban, amount))
}

impl Bill {
    /// The lines of the code.
    pub fn payload(&self) -> String {
        let (kind, reference) = match &self.reference {
            Reference::Qr(reference) => ("QRR", reference.as_str()),
            Reference::Creditor(reference) => ("SCOR", reference.as_str()),
            Reference::None => ("NON", ""),
        };
        let nobody = || <[String; 7]>::default();
        let debtor = self.debtor.as_ref().map_or_else(nobody, Party::lines);
        let amount = self.amount.to_decimal().to_string();
        let head = ["SPC", "0200", "1", self.iban.as_str()].map(str::to_owned);
        let sum = [amount, self.amount.currency().code().to_owned()];
        let end = [kind, reference, &self.message, "EPD"].map(str::to_owned);
        let lines: [&[String]; 6] = [
            &head,
            &self.creditor.lines(),
            &nobody(),
            &sum,
            &debtor,
            &end,
        ];
        lines.concat().join("\n")
    }

    /// The account in words: groups of four.
    pub fn account_in_groups(&self) -> String {
        self.iban.grouped()
    }

    /// The reference in words: a QR reference as two and five times five digits, an RF reference in groups of four; empty
    /// where there is none.
    pub fn reference_in_groups(&self) -> String {
        match &self.reference {
            Reference::Qr(reference) => {
                let (first, rest) = reference.split_at(reference.len().min(2));
                format!("{first} {}", grouped(rest, 5))
            }
            Reference::Creditor(reference) => grouped(reference, 4),
            Reference::None => String::new(),
        }
    }

    /// The amount in words: a blank between thousands, a full stop before the two decimals.
    pub fn amount_in_groups(&self) -> String {
        let text = self.amount.to_decimal().to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
        let short = whole.len() % 3;
        let (first, rest) = whole.split_at(short);
        let parts = [first.to_owned(), grouped(rest, 3)];
        let whole = parts.into_iter().filter(|part| !part.is_empty());
        format!("{}.{decimals}", whole.collect::<Vec<_>>().join(" "))
    }
}

impl Party {
    /// The seven lines of the code. The line of the building number stays empty: the guidelines want it apart from the
    /// street only where the biller keeps them apart.
    fn lines(&self) -> [String; 7] {
        [
            "S".to_owned(),
            self.name.clone(),
            self.street.clone(),
            String::new(),
            self.postal_code.clone(),
            self.city.clone(),
            self.country.code().to_owned(),
        ]
    }

    /// Name, street, and post code with town, as they stand on the payment part; the country's code before a post code
    /// abroad.
    pub fn in_words(&self) -> Vec<String> {
        let town = format!("{} {}", self.postal_code, self.city);
        let town = match is_swiss(self.country) {
            true => town,
            false => format!("{}-{town}", self.country.code()),
        };
        [self.name.clone(), self.street.clone(), town]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect()
    }
}

/// Digits or letters in groups from the left.
fn grouped(text: &str, size: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let groups = characters.chunks(size).map(String::from_iter);
    groups.collect::<Vec<_>>().join(" ")
}

fn made(invoice: &Invoice, iban: Iban, amount: Money) -> Result<Bill, SwissError> {
    if amount.minor() > MOST_MINOR {
        return Err(SwissError::AmountTooLarge { amount });
    }
    let (reference, message) = remittance(invoice, &iban)?;
    writable(&message, Part::Message)?;
    let bill = Bill {
        iban,
        creditor: party(&invoice.seller.name, &invoice.seller.address)?,
        amount,
        debtor: party(&invoice.buyer.name, &invoice.buyer.address).ok(),
        reference,
        message,
    };
    match bill.payload().chars().count() {
        characters if characters > MOST_CHARACTERS => {
            Err(SwissError::TooManyCharacters { characters })
        }
        _ => Ok(bill),
    }
}

/// Reference and message.
fn remittance(invoice: &Invoice, iban: &Iban) -> Result<(Reference, String), SwissError> {
    let number = cut(&one_line(&invoice.number), MOST_OF_MESSAGE);
    if iban.is_qr() {
        let reference = invoice
            .reference
            .as_ref()
            .and_then(PaymentReference::as_qr)
            .ok_or(SwissError::QrReferenceMissing)?;
        return Ok((Reference::Qr(reference.as_str().to_owned()), number));
    }
    match &invoice.reference {
        Some(PaymentReference::Rf(reference)) => {
            Ok((Reference::Creditor(reference.as_str().to_owned()), number))
        }
        Some(PaymentReference::Finnish(reference)) => {
            Ok((Reference::None, reference.as_str().to_owned()))
        }
        // Another account than a QR-IBAN takes it as words only.
        Some(PaymentReference::Qr(reference)) => {
            Ok((Reference::None, reference.as_str().to_owned()))
        }
        Some(PaymentReference::Text(text)) => {
            let message = one_line(text);
            if message.chars().count() > MOST_OF_MESSAGE {
                return Err(SwissError::TooLong(Part::Message));
            }
            Ok((Reference::None, message))
        }
        None => Ok((Reference::None, number)),
    }
}

/// A creditor or debtor. Further lines of the address follow the street after a comma.
fn party(name: &str, address: &Address) -> Result<Party, SwissError> {
    let name = mandatory(name, MOST_OF_NAME, Part::Name)?;
    let postal_code = exact(&address.postal_code, MOST_OF_POSTAL_CODE, Part::PostalCode)?;
    let city = exact(&address.city, MOST_OF_CITY, Part::City)?;
    let lines: Vec<String> = address
        .lines
        .iter()
        .map(|line| one_line(line))
        .filter(|line| !line.is_empty())
        .collect();
    let street = cut(&lines.join(", "), MOST_OF_STREET);
    writable(&street, Part::Street)?;
    Ok(Party {
        name,
        street,
        postal_code,
        city,
        country: address.country,
    })
}

/// A text that must be there, cut at its length.
fn mandatory(text: &str, most: usize, part: Part) -> Result<String, SwissError> {
    let text = cut(&one_line(text), most);
    if text.is_empty() {
        return Err(SwissError::Missing(part));
    }
    writable(&text, part)?;
    Ok(text)
}

/// A text that must be there, whole.
fn exact(text: &str, most: usize, part: Part) -> Result<String, SwissError> {
    let whole = mandatory(text, usize::MAX, part)?;
    if whole.chars().count() > most {
        Err(SwissError::TooLong(part))
    } else {
        Ok(whole)
    }
}

/// Refuses what the character set of Swiss payments lacks: it is Latin up to Extended-A, the Romanian letters with a comma
/// below, and the euro sign (SIX guidelines 2.3, extended character set).
fn writable(text: &str, part: Part) -> Result<(), SwissError> {
    let is_allowed = |c: char| matches!(c, '\u{20}'..='\u{7E}' | '\u{A0}'..='\u{17F}' | '\u{218}'..='\u{21B}' | '€');
    match text.chars().find(|c| !is_allowed(*c)) {
        Some(found) => Err(SwissError::Character { part, found }),
        None => Ok(()),
    }
}

fn is_swiss(country: CountryCode) -> bool {
    matches!(country.code(), "CH" | "LI")
}

impl fmt::Display for SwissError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(part) => write!(f, "the creditor's {part:?} is missing"),
            Self::TooLong(part) => write!(f, "{part:?} is too long"),
            Self::Character { part, found } => write!(f, "{part:?} cannot hold {found:?}"),
            Self::AmountTooLarge { amount } => write!(f, "{amount} is above 999999999.99"),
            Self::QrReferenceMissing => write!(f, "a QR-IBAN needs a QR reference"),
            Self::TooManyCharacters { characters } => {
                write!(f, "{characters} characters, {MOST_CHARACTERS} fit")
            }
        }
    }
}

impl std::error::Error for SwissError {}
