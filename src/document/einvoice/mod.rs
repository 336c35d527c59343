//! E-invoices by EN 16931: one issued document in UBL 2.1 or CII, by the rules of the profile its receiver asks for.
//!
//! The model, its rules and the two syntaxes are the crates `en16931` and `en16931-formats`; here an issued [`Invoice`] becomes that
//! model. Amounts are taken over as issued and never computed again. What the standard can't say is an error and is never rounded away.
//!
//! [`Invoice`]: crate::billing::invoice::Invoice

mod check;
mod line;
mod model;
mod party;
mod read;
mod write;

pub use check::{Finding, Severity, check, check_read};
pub use model::{CannotSay, model};
pub use read::{CannotRead, read};
pub use write::{CannotWrite, write, write_into_pdf};

use en16931::profiles;

/// The rules an e-invoice follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// EN 16931 itself, and inside a PDF what Factur-X and ZUGFeRD call their profile EN 16931.
    En16931,
    /// Peppol BIS Billing 3.0.
    Peppol,
    /// XRechnung 3.0, which German authorities ask for.
    XRechnung,
}

impl Profile {
    /// Every profile, in the order in which a form offers them.
    pub const ALL: [Profile; 3] = [Profile::Peppol, Profile::XRechnung, Profile::En16931];

    fn rules(self) -> &'static en16931::Profile {
        match self {
            Profile::En16931 => &profiles::EN16931,
            Profile::Peppol => &profiles::PEPPOL_BIS_3,
            Profile::XRechnung => &profiles::XRECHNUNG,
        }
    }
}

/// The syntax an e-invoice is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    /// OASIS UBL 2.1.
    Ubl,
    /// UN/CEFACT Cross Industry Invoice D16B.
    Cii,
}

impl Syntax {
    /// Both.
    pub const ALL: [Syntax; 2] = [Syntax::Ubl, Syntax::Cii];
}
