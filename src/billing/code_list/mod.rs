//! Dated code lists that an e-invoice is written in: address schemes, reasons why no VAT is charged, units, currencies.
//!
//! The lists are data, in the JSON files beside this one, and each says where it comes from: they change twice a year, and a
//! code that is not on them is refused by whoever receives the invoice. Currencies are those that can be billed in
//! ([`Currency`]); here stands only which list that is.

use crate::money::Currency;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Which list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Schemes of electronic addresses (EAS; BT-34-1, BT-49-1).
    ElectronicAddressSchemes,
    /// Reasons why no VAT is charged (VATEX; BT-121).
    ExemptionReasons,
    /// Units of measure (UN/ECE Recommendation 20, with the packages of Recommendation 21 behind an X; BT-130).
    Units,
    /// Currencies (ISO 4217; BT-5).
    Currencies,
}

impl List {
    /// Every list, in the order of [`all`].
    pub const ALL: [List; 4] = [
        List::ElectronicAddressSchemes,
        List::ExemptionReasons,
        List::Units,
        List::Currencies,
    ];

    fn file(self) -> &'static str {
        match self {
            List::ElectronicAddressSchemes => include_str!("eas.json"),
            List::ExemptionReasons => include_str!("vatex.json"),
            List::Units => include_str!("units.json"),
            List::Currencies => include_str!("currencies.json"),
        }
    }
}

/// A list as of some version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeList {
    /// Which.
    pub list: List,
    /// Its version, or that of what it was taken from.
    pub version: String,
    /// The day on which that version was published, where it is known.
    pub published: Option<NaiveDate>,
    /// Where it comes from, in English.
    pub source: String,
    /// Sorted by code.
    codes: Vec<(String, Option<String>)>,
}

impl CodeList {
    /// The codes, sorted.
    pub fn codes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.codes.iter().map(|(code, _)| code.as_str())
    }

    /// Whether a code is on the list. Capital and small letters differ.
    pub fn contains(&self, code: &str) -> bool {
        self.find(code).is_some()
    }

    /// What a code means, in English; none where the list has no words for it.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.find(code)?.1.as_deref()
    }

    fn find(&self, code: &str) -> Option<&(String, Option<String>)> {
        let at = self
            .codes
            .binary_search_by(|(other, _)| other.as_str().cmp(code));
        self.codes.get(at.ok()?)
    }
}

/// Every list, in the order of [`List::ALL`].
pub fn all() -> &'static [CodeList] {
    static ALL: OnceLock<Vec<CodeList>> = OnceLock::new();
    ALL.get_or_init(|| List::ALL.into_iter().map(read).collect())
}

/// One list.
pub fn of(list: List) -> &'static CodeList {
    // `all` has them in the order in which they are declared.
    &all()[list as usize]
}

/// Whether a code is on a list.
pub fn is_known(list: List, code: &str) -> bool {
    of(list).contains(code)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    list: List,
    version: String,
    published: Option<NaiveDate>,
    source: String,
    /// Codes with their words.
    named: BTreeMap<String, String>,
    /// Codes without words, some to a line.
    unnamed: Vec<String>,
}

fn read(list: List) -> CodeList {
    // The files are part of the program, so a fault in them is ours; the first test that asks for a code finds it.
    let file: ListFile = serde_json::from_str(list.file()).expect("the code lists are well formed");
    debug_assert_eq!(file.list, list, "a file is that of another list");
    let named = file
        .named
        .into_iter()
        .map(|(code, name)| (code, Some(name)));
    let unnamed = file
        .unnamed
        .iter()
        .flat_map(|line| line.split_whitespace())
        .map(|code| (code.to_owned(), None));
    let mut codes: Vec<_> = named.chain(unnamed).collect();
    if list == List::Currencies {
        codes.extend(Currency::all().map(|currency| (currency.code().to_owned(), None)));
    }
    codes.sort_unstable();
    CodeList {
        list,
        version: file.version,
        published: file.published,
        source: file.source,
        codes,
    }
}
