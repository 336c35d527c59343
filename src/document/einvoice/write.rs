//! A document written as a file that other people's software accepts.

use super::check::{Finding, Severity, check};
use super::model::{CannotSay, model};
use super::{Profile, Syntax};
use crate::billing::invoice::Invoice;
use en16931::profiles::{En16931, PeppolBis3, XRechnung};
use en16931::validation::profile::{ProfileMarker, Validated};
use en16931_formats::zugferd::{EmbedOptions, embed};
use std::time::{Duration, SystemTime};

/// Why nothing was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CannotWrite {
    /// The standard has no words for something in the document.
    Said(CannotSay),
    /// The profile's rules refuse it.
    Broken(Vec<Finding>),
    /// The PDF can't take the invoice in; the library's words.
    Pdf(String),
}

impl From<CannotSay> for CannotWrite {
    fn from(error: CannotSay) -> Self {
        CannotWrite::Said(error)
    }
}

/// The e-invoice as XML in UTF-8. Warnings don't keep it from being written.
///
/// # Errors
/// If the standard can't say it or a rule refuses it; the error tells all of them.
pub fn write(invoice: &Invoice, profile: Profile, syntax: Syntax) -> Result<String, CannotWrite> {
    match profile {
        Profile::En16931 => written::<En16931>(invoice, profile, syntax),
        Profile::Peppol => written::<PeppolBis3>(invoice, profile, syntax),
        Profile::XRechnung => written::<XRechnung>(invoice, profile, syntax),
    }
}

fn written<P: ProfileMarker>(
    invoice: &Invoice,
    profile: Profile,
    syntax: Syntax,
) -> Result<String, CannotWrite> {
    let proof = proof::<P>(invoice, profile)?;
    let syntax = match syntax {
        Syntax::Ubl => en16931_formats::Syntax::Ubl,
        Syntax::Cii => en16931_formats::Syntax::Cii,
    };
    Ok(en16931_formats::write(&proof, syntax).xml)
}

fn proof<P: ProfileMarker>(
    invoice: &Invoice,
    profile: Profile,
) -> Result<Validated<P>, CannotWrite> {
    match Validated::<P>::new(model(invoice, profile)?) {
        Ok(proof) => Ok(proof),
        Err(_) => Err(CannotWrite::Broken(fatal(invoice, profile)?)),
    }
}

fn fatal(invoice: &Invoice, profile: Profile) -> Result<Vec<Finding>, CannotSay> {
    let mut found = check(invoice, profile)?;
    found.retain(|finding| finding.severity == Severity::Fatal);
    Ok(found)
}

/// A PDF/A-3 of the same document with the e-invoice in it (Factur-X and ZUGFeRD, profile EN 16931): people read the one,
/// programs the other.
///
/// # Errors
/// As [`write`], and if the PDF isn't PDF/A-3.
pub fn write_into_pdf(invoice: &Invoice, pdf: &[u8]) -> Result<Vec<u8>, CannotWrite> {
    let proof = proof::<En16931>(invoice, Profile::En16931)?;
    let noon = invoice.issue_date.and_hms_opt(12, 0, 0);
    let seconds = noon.map_or(0, |noon| noon.and_utc().timestamp());
    let options = EmbedOptions {
        // The day of issue, not the moment of the call: the same document gives the same file.
        modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs())),
        ..EmbedOptions::default()
    };
    embed(pdf, &proof, &options).map_err(|error| CannotWrite::Pdf(error.to_string()))
}
