//! How often a caller may be wrong about their secret.
//!
//! At most five failures in a row (Commission Delegated Regulation (EU) 2018/389, art. 4(3)(b)), with waits between them as
//! NIST SP 800-63B recommends. The waits themselves are settings.

use crate::billing::desk::caller::{Attempt, Heard};
pub use crate::billing::desk::policy::Ladder;
use chrono::{DateTime, TimeDelta, Utc};

/// Seconds to wait after so many wrong PINs in a row of somebody who works here: none after two, 30 seconds after the third, twice
/// as long after each further one, an hour at most (NIST SP 800-63B-4, 3.2.2). Never for good: then nobody could work any more.
pub fn wait_for_pin(failures: u32) -> u32 {
    const LONGEST: u32 = 3_600;
    match failures {
        0..=2 => 0,
        _ => 30_u32
            .checked_shl(failures - 3)
            .filter(|_| failures < 10)
            .map_or(LONGEST, |wait| wait.min(LONGEST)),
    }
}

/// What came of an attempt. Never which part of what was said was wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was right.
    Verified,
    /// It was wrong, so often in a row; another is heard after the wait.
    Failed {
        /// Failures in a row.
        failures: u32,
        /// Seconds.
        wait: u32,
    },
    /// It was wrong, and no other will be heard.
    LockedNow,
    /// It was not heard, nor counted: the wait is not over.
    TooEarly {
        /// Seconds left, rounded up.
        left: u32,
    },
    /// It was not heard: only a call-back to the number on file, or a visit, unlocks.
    Locked,
}

/// Where one customer stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lockout {
    failures: u32,
    is_locked: bool,
    /// No attempt is heard before.
    waits_until: Option<DateTime<Utc>>,
    /// The latest instant that was seen.
    seen: Option<DateTime<Utc>>,
}

impl Lockout {
    /// Hears an attempt. A clock that was set back is taken to stand still: it shortens no wait.
    pub fn attempt(&mut self, ladder: &Ladder, at: DateTime<Utc>, is_right: bool) -> Outcome {
        let now = self.seen.map_or(at, |seen| seen.max(at));
        self.seen = Some(now);
        if self.is_locked {
            return Outcome::Locked;
        }
        if let Some(until) = self.waits_until.filter(|until| now < *until) {
            let milliseconds = (until - now).num_milliseconds().max(0).unsigned_abs();
            let left = u32::try_from(milliseconds.div_ceil(1_000)).unwrap_or(u32::MAX);
            return Outcome::TooEarly { left };
        }
        if is_right {
            self.failures = 0;
            self.waits_until = None;
            return Outcome::Verified;
        }
        self.failures = self.failures.saturating_add(1);
        if self.failures >= ladder.locks_at {
            self.is_locked = true;
            return Outcome::LockedNow;
        }
        let step = usize::try_from(self.failures - 1).unwrap_or(usize::MAX);
        let wait = ladder.waits.get(step).copied().unwrap_or(0);
        self.waits_until = now.checked_add_signed(TimeDelta::seconds(i64::from(wait)));
        Outcome::Failed {
            failures: self.failures,
            wait,
        }
    }

    /// Where a customer stands after the attempts that were recorded of them, in order.
    pub fn replay(ladder: &Ladder, attempts: &[Attempt]) -> Self {
        let mut lockout = Lockout::default();
        for attempt in attempts {
            match attempt.heard {
                Heard::Right => drop(lockout.attempt(ladder, attempt.at, true)),
                Heard::Wrong => drop(lockout.attempt(ladder, attempt.at, false)),
                Heard::Unheard => {}
                Heard::Unlocked => lockout.unlock(attempt.at),
            }
        }
        lockout
    }

    /// Seconds until another attempt is heard, rounded up; none where one is heard now.
    pub fn wait(&self, at: DateTime<Utc>) -> Option<u32> {
        let mut probe = *self;
        match probe.attempt(&Ladder::default(), at, true) {
            Outcome::TooEarly { left } => Some(left),
            Outcome::Verified | Outcome::Failed { .. } | Outcome::LockedNow | Outcome::Locked => {
                None
            }
        }
    }

    /// Somebody was recognised by a call to the number on file, or in person.
    pub fn unlock(&mut self, at: DateTime<Utc>) {
        *self = Lockout {
            seen: Some(self.seen.map_or(at, |seen| seen.max(at))),
            ..Lockout::default()
        };
    }

    /// Whether no attempt is heard any more.
    pub fn is_locked(&self) -> bool {
        self.is_locked
    }
}
