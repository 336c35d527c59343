//! Countries by their two-letter code. Their names are text of the screens, not of the engine.

use super::{IdentifierError, read_and_written_as_text};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A country or territory of ISO 3166-1, by its alpha-2 code in upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct CountryCode(&'static str);

impl CountryCode {
    /// Finland.
    pub const FI: CountryCode = CountryCode("FI");
    /// Sweden.
    pub const SE: CountryCode = CountryCode("SE");
    /// Estonia.
    pub const EE: CountryCode = CountryCode("EE");
    /// Germany.
    pub const DE: CountryCode = CountryCode("DE");
    /// Greece, whose VAT ids begin with EL all the same.
    pub const GR: CountryCode = CountryCode("GR");
    /// The United Kingdom; VAT ids of Northern Ireland begin with XI.
    pub const GB: CountryCode = CountryCode("GB");

    /// Reads a code in either case, white space around it ignored.
    pub fn parse(text: &str) -> Result<CountryCode, IdentifierError> {
        let code = text.trim().to_ascii_uppercase();
        if code.is_empty() {
            return Err(IdentifierError::Empty);
        }
        match ALL.binary_search(&code.as_str()) {
            Ok(index) => Ok(CountryCode(ALL[index])),
            Err(_) => Err(IdentifierError::UnknownCountry { code }),
        }
    }

    /// The two letters.
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// Every country, in the order of the codes.
    pub fn all() -> impl ExactSizeIterator<Item = CountryCode> {
        ALL.iter().map(|code| CountryCode(code))
    }

    /// The member states of the European Union as they are since 2020-02-01.
    ///
    /// Åland (AX) is Finnish but outside the VAT territory, and has a code of its own; it is not in this list.
    pub fn is_eu(self) -> bool {
        EUROPEAN_UNION.binary_search(&self.0).is_ok()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

// Written out, because the derived one would borrow the text for as long as the program runs.
impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CountryCode, D::Error> {
        let code = String::deserialize(deserializer)?;
        CountryCode::parse(&code).map_err(D::Error::custom)
    }
}

read_and_written_as_text!(CountryCode);

/// Sorted, because it is searched by halves.
#[rustfmt::skip]
const EUROPEAN_UNION: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// ISO 3166-1 alpha-2, officially assigned codes. Sorted, because it is searched by halves.
#[rustfmt::skip]
const ALL: [&str; 249] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ",
    "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS",
    "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN",
    "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE",
    "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF",
    "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM",
    "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM",
    "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC",
    "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK",
    "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA",
    "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG",
    "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW",
    "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS",
    "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO",
    "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI",
    "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
];
