//! What the customer of an account is recognised by, and the attempts to be recognised.
//!
//! What was said is never here: only that something was said, when, to whom, and whether it was right.

use crate::billing::id::{AccountId, CaseId, PersonId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// The most attempts that are remembered one by one; older ones are only counted.
pub const REMEMBERED: usize = 200;

/// Failures after which a secret is of no use any more (NIST SP 800-63B, at most 100 in a row; here over its whole life).
pub const WORN_OUT: u32 = 100;

/// What a guess costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Cost {
    /// 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
    fn default() -> Self {
        Cost {
            memory: 19_456,
            passes: 2,
            lanes: 1,
        }
    }
}

/// Bytes, written as lower-case hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hex(pub Vec<u8>);

impl fmt::Display for Hex {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl From<Hex> for String {
    fn from(bytes: Hex) -> String {
        bytes.to_string()
    }
}

impl TryFrom<String> for Hex {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_hex = text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hex || !text.len().is_multiple_of(2) || text.len() > 256 {
            return Err("not bytes in lower-case hexadecimal".to_owned());
        }
        let bytes = (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16))
            .collect::<Result<_, _>>();
        bytes.map(Hex).map_err(|error| error.to_string())
    }
}

/// What a phrase or PIN is kept as: Argon2id (RFC 9106) of the normalised phrase, or of its HMAC under a key of the device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Secret {
    /// What a guess costs.
    pub cost: Cost,
    /// 16 bytes, by chance.
    pub salt: Hex,
    /// 32 bytes.
    pub hash: Hex,
    /// The device's key that the phrase went through first; without it nothing can be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pepper: Option<Uuid>,
    /// Since when.
    pub set_at: DateTime<Utc>,
}

/// How a customer's phrase came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enrolment {
    /// The app made it.
    Made,
    /// The customer chose it.
    Chosen,
}

/// How somebody was recognised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Number, total and due date of one invoice of theirs.
    OwnPaper,
    /// The phrase or PIN.
    Phrase,
    /// They were called at the number on file.
    CallBack,
    /// They came and showed who they are.
    Visit,
    /// Facts of their account, together hard enough to guess.
    Facts,
}

/// How surely it is known who is calling.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Not at all.
    #[default]
    L0,
    /// They hold one invoice in their hands.
    L1,
    /// Verified.
    L2,
    /// Verified strongly.
    L3,
}

/// What came of an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// It was right.
    Right,
    /// It was wrong.
    Wrong,
    /// It was not heard: too early, or locked.
    Unheard,
    /// The lock was opened: by a call to the number on file, or a visit.
    Unlocked,
}

/// One attempt to be recognised. Never what was said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attempt {
    /// When.
    pub at: DateTime<Utc>,
    /// Who listened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// In which case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// How.
    pub method: Method,
    /// What came of it.
    pub heard: Heard,
}

/// What the customer of an account is recognised by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Caller {
    /// Whose.
    pub account: AccountId,
    /// Their phrase or PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret>,
    /// How it came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolment: Option<Enrolment>,
    /// Attempts, in order; the oldest give way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
    /// Failures since the phrase was set.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub failures: u32,
}

impl Caller {
    /// Nobody tried yet.
    pub fn new(account: AccountId) -> Self {
        Caller {
            account,
            secret: None,
            enrolment: None,
            attempts: Vec::new(),
            failures: 0,
        }
    }

    /// Whether the phrase was guessed at so often that it counts no more.
    pub fn is_worn_out(&self) -> bool {
        self.failures >= WORN_OUT
    }
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}
