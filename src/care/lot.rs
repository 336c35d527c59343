//! The lot: which arm of an experiment a customer is in.
//!
//! Nothing remembers it: every device works the same arm out of the same key, offline, so two tabs or two representatives can't
//! disagree.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Buckets that customers fall into; weights of arms are counted in them.
pub const BUCKETS: u32 = 10_000;

/// What stands between the experiment and the customer in what is hashed: a byte that neither name holds by accident.
pub const SEPARATOR: u8 = 0x1F;

/// The first eight bytes of HMAC-SHA-256(key, experiment 0x1F customer), as a big-endian number.
///
/// The customer is bytes, because the lot depends on every one of them: "ä" may be one character (NFC, two bytes) or an "a" with a
/// mark (NFD, three bytes), which look the same and fall into different arms. Give the identifier that the app itself made and
/// never changes.
pub fn digest(key: &[u8], experiment: &[u8], customer: &[u8]) -> u64 {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(experiment);
    mac.update(&[SEPARATOR]);
    mac.update(customer);
    let bytes = mac.finalize().into_bytes();
    let first = bytes.iter().take(8);
    first.fold(0, |digest, byte| digest << 8 | u64::from(*byte))
}

/// Which of the buckets a digest is: they are of one size but for less than one part in 10^15.
pub fn bucket(digest: u64) -> u32 {
    ((u128::from(digest) * u128::from(BUCKETS)) >> 64) as u32
}

/// The arm that a bucket belongs to, counted from 0: the first whose weight, with those before it, reaches above the bucket. None
/// where the weights don't reach so far.
pub fn arm_of(bucket: u32, weights: &[u32]) -> Option<usize> {
    let mut end = 0_u64;
    weights.iter().position(|weight| {
        end += u64::from(*weight);
        u64::from(bucket) < end
    })
}
