//! Phrases and PINs on their way to what is kept of them: text, then its HMAC under this device's key, then Argon2id in the worker.
//!
//! The text goes no further than this file. A customer's phrase passes through the key first, so that records that were stolen
//! without this device can't be guessed at; a PIN of the people who work here does not, because an owner must be able to open
//! a backup on another device.

use super::{Workspace, pepper};
use crate::app::long_work::{Ended, LongWork};
use crate::billing::desk::caller::{Cost, Hex, Secret};
use crate::care::secret::as_compared;
use crate::worker::protocol::{Failed, Reply, Request};
use uuid::Uuid;
use wasm_bindgen::JsValue;

/// Bytes of a salt.
const SALT: usize = 16;

/// Figures of a PIN that the app makes: one of a million, heard five times.
const PIN_FIGURES: usize = 6;

/// Letters and figures that are not taken for one another when they are read aloud or written by hand; 32 of them.
const CODE_SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Signs of a recovery code: 16 of 32 are 80 bits.
const CODE_LENGTH: usize = 16;

/// What was heard, as it is compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heard {
    /// What it comes to.
    pub hash: Hex,
    /// The key it went through.
    pub pepper: Option<Uuid>,
}

/// The browser's tables of compatibility forms: as large as a screen, and here already.
pub fn nfkc(text: &str) -> String {
    let form = js_sys::JsString::from(text).normalize("NFKC");
    form.into()
}

/// Why nothing could be made of a phrase; the browser's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecretFault(pub String);

impl From<JsValue> for SecretFault {
    fn from(error: JsValue) -> Self {
        let words = match wasm_bindgen::JsCast::dyn_ref::<js_sys::Error>(&error) {
            Some(error) => String::from(error.message()),
            None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
        };
        SecretFault(words)
    }
}

impl Workspace {
    /// What a phrase or PIN that was heard comes to, to be compared with a kept one.
    pub async fn hash_heard(&self, text: String, kept: &Secret) -> Result<Heard, SecretFault> {
        let text = as_compared(nfkc, &text).into_bytes();
        let (tag, pepper) = match kept.pepper {
            None => (text, None),
            Some(_) => {
                let key = pepper::of_device().await?;
                (key.tag(&text).await?, Some(key.id))
            }
        };
        // Through another key it comes to something else: the engine says so, and nobody waits for it.
        let hash = if pepper == kept.pepper {
            argon2id(tag, kept.salt.clone(), kept.cost).await?
        } else {
            Hex(Vec::new())
        };
        Ok(Heard { hash, pepper })
    }

    /// What is kept of a customer's phrase; only this device can compare it.
    pub async fn seal_phrase(&self, text: String) -> Result<Secret, SecretFault> {
        let key = pepper::of_device().await?;
        let tag = key.tag(as_compared(nfkc, &text).as_bytes()).await?;
        self.seal(tag, Some(key.id)).await
    }

    /// What is kept of the PIN of somebody who works here, or of their recovery code; any device can compare it.
    pub async fn seal_pin(&self, text: String) -> Result<Secret, SecretFault> {
        self.seal(as_compared(nfkc, &text).into_bytes(), None).await
    }

    async fn seal(&self, tag: Vec<u8>, pepper: Option<Uuid>) -> Result<Secret, SecretFault> {
        let (salt, cost) = (Hex(pepper::by_chance(SALT)?), Cost::default());
        let hash = argon2id(tag, salt.clone(), cost).await?;
        Ok(Secret {
            cost,
            salt,
            hash,
            pepper,
            set_at: self.now(),
        })
    }
}

/// A PIN by chance, every one as likely as any other.
pub fn make_pin() -> Result<String, SecretFault> {
    let mut pin = String::new();
    while pin.len() < PIN_FIGURES {
        // 250 of the 256 bytes are ten times 25: the others would make small figures likelier.
        let figures = pepper::by_chance(PIN_FIGURES)?;
        let figures = figures.into_iter().filter(|byte| *byte < 250);
        pin.extend(figures.map(|byte| char::from(b'0' + byte % 10)));
    }
    pin.truncate(PIN_FIGURES);
    Ok(pin)
}

/// A recovery code by chance: `ABCD-EFGH-…`.
pub fn make_recovery_code() -> Result<String, SecretFault> {
    let signs: Vec<char> = pepper::by_chance(CODE_LENGTH)?
        .into_iter()
        .map(|byte| char::from(CODE_SIGNS[usize::from(byte) % CODE_SIGNS.len()]))
        .collect();
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    Ok(groups.join("-"))
}

async fn argon2id(secret: Vec<u8>, salt: Hex, cost: Cost) -> Result<Hex, SecretFault> {
    let request = Request::Hash {
        secret: Hex(secret),
        salt,
        cost,
    };
    match LongWork::new().run(&request, None, |_, _| {}).await {
        Ended::Answered(reply, _) => match *reply {
            Reply::Hashed(hash) => Ok(hash),
            Reply::Failed(Failed::Hash(words)) => Err(SecretFault(words)),
            other => Err(SecretFault(format!("{other:?}"))),
        },
        Ended::Stopped => Err(SecretFault("stopped".to_owned())),
        Ended::Broken(words) => Err(SecretFault(words)),
    }
}
