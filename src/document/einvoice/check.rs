//! What the rules of a profile say of a document, before it leaves the device.

use super::Profile;
use super::model::{CannotSay, model};
use crate::billing::invoice::Invoice;
use en16931::profiles::{self, Declaration};
use en16931::validation::Severity as Weight;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Whoever gets the document will refuse it.
    Fatal,
}

/// A rule that the document breaks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule's own id, such as `BR-DE-15` or `PEPPOL-EN16931-R003`.
    pub rule: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The business term it is about, such as `BT-10`.
    pub place: String,
    /// The rule in the words of its authors, in English.
    pub text: String,
}

/// Everything that the profile's rules find, the fatal ones first. Empty means that they find nothing.
///
/// # Errors
/// If the standard has no words for something in the document.
pub fn check(invoice: &Invoice, profile: Profile) -> Result<Vec<Finding>, CannotSay> {
    Ok(found(profile.rules(), &model(invoice, profile)?))
}

/// The same of somebody else's e-invoice, by the rules that it says it follows (BT-24); where they are not known here, by
/// those of EN 16931 itself.
pub fn check_read(invoice: &en16931::Invoice) -> Vec<Finding> {
    let rules = match profiles::classify(invoice.specification_id.as_deref()) {
        Declaration::Known(rules) => rules,
        // Somebody else's enum, which may come to say more.
        _ => &profiles::EN16931,
    };
    found(rules, invoice)
}

fn found(rules: &en16931::Profile, invoice: &en16931::Invoice) -> Vec<Finding> {
    let report = rules.validate(invoice);
    let mut found: Vec<Finding> = report
        .findings()
        .iter()
        .filter_map(|finding| {
            Some(Finding {
                rule: finding.rule.clone(),
                severity: severity(finding.severity)?,
                place: finding.path.to_string(),
                text: finding.message.clone(),
            })
        })
        .collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}

fn severity(weight: Weight) -> Option<Severity> {
    match weight {
        Weight::Fatal => Some(Severity::Fatal),
        Weight::Warning => Some(Severity::Warning),
        _ => None,
    }
}
