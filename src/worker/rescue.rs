//! A copy of whatever can still be read of a damaged store. It may not open again as a whole, but nothing in it is lost.

use super::copy_out::{Copied, CopyError};
use crate::billing::account::Language;
use crate::billing::identifier::CountryCode;
use crate::billing::seller::Seller;
use crate::exchange::backup::{Header, Mark, Section, Writer};
use crate::store::record::Kind;
use crate::store::{Rescue, Store};
use chrono::{DateTime, Utc};
use std::io::Write;

/// Writes what can be read, and says how many places can't.
pub async fn rescue_out<S: Store, W: Write>(
    store: &S,
    exported_at: DateTime<Utc>,
    out: W,
) -> Result<(W, Copied), CopyError> {
    let rescue = store.rescue().await?;
    let mark = Mark::default();
    let seller = seller(&rescue);
    let header = Header {
        mark: &mark,
        exported_at,
        seller: &seller,
    };
    let mut writer = Writer::begin(out, &header)?;
    let mut copied = Copied {
        mark: mark.clone(),
        documents: 0,
        payments: 0,
        damaged: rescue.damaged.len() as u64,
    };
    for section in Section::ALL {
        let of_section = rescue
            .records
            .iter()
            .filter(|(kind, _)| section_of(*kind) == Some(section));
        for (kind, record) in of_section {
            writer.raw(section, record)?;
            copied.documents += u64::from(*kind == Kind::Document);
            copied.payments += u64::from(*kind == Kind::Payment);
        }
    }
    Ok((writer.finish()?, copied))
}

fn seller(rescue: &Rescue) -> Seller {
    rescue
        .records
        .iter()
        .filter(|(kind, _)| *kind == Kind::Seller)
        .find_map(|(_, record)| serde_json::from_slice(record).ok())
        .unwrap_or_else(|| Seller::unnamed(CountryCode::FI, Language::En))
}

fn section_of(kind: Kind) -> Option<Section> {
    match kind {
        // It stands before the sections.
        Kind::Seller => None,
        Kind::Person => Some(Section::People),
        Kind::Series => Some(Section::Series),
        Kind::Account => Some(Section::Accounts),
        Kind::Product => Some(Section::Products),
        Kind::Contract => Some(Section::Contracts),
        Kind::Charge => Some(Section::Charges),
        Kind::Draft => Some(Section::Drafts),
        Kind::Import => Some(Section::Imports),
        Kind::Policy => Some(Section::Policies),
        Kind::Stationery => Some(Section::Stationery),
        Kind::Case => Some(Section::Cases),
        Kind::Caller => Some(Section::Callers),
        Kind::Grant => Some(Section::Grants),
        Kind::Letter => Some(Section::Letters),
        Kind::Experiment => Some(Section::Experiments),
        Kind::Document => Some(Section::Invoices),
        Kind::Payment => Some(Section::Payments),
        Kind::Receivable => Some(Section::Receivables),
        Kind::Credit => Some(Section::Credits),
        Kind::Journal => Some(Section::Journal),
    }
}
