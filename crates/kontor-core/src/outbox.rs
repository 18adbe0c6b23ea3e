//! The outbox: what must happen after a write, and when to try again.
//!
//! Work is written in the same transaction as its cause and taken by workers with a lease. Here are
//! its topics and the times; the rows are the store's, the work is the server's.

use crate::time::{HOUR, MINUTE, Micros, SECOND};

/// Tries before work is laid aside as a dead letter: with [`backoff`] about five days.
pub const ATTEMPTS_MAX: i64 = 24;

/// How long a message waits to be indexed, in microseconds: what else comes in the same conversation
/// meanwhile is indexed with it. Search may lag by a second.
pub const INDEX_DELAY: i64 = SECOND / 2;

/// What the outbox carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Send a message whole to a shop.
    Delivery,
    /// Tell a participant by e-mail that something new is there.
    Notice,
    /// Bring the search index up to a conversation's or listing's present.
    Index,
    /// Send somebody who forgot the password a link to choose another.
    PasswordReset,
    /// Send a code to an e-mail address that somebody wants to prove.
    ProofMail,
    /// Send a code to a number that somebody wants to prove.
    ProofSms,
    /// Send somebody without an account a link that proves the address.
    GuestLink,
    /// Send somebody a link into a shop's team.
    Invitation,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 8] = [
        Self::Delivery,
        Self::Notice,
        Self::Index,
        Self::PasswordReset,
        Self::ProofMail,
        Self::ProofSms,
        Self::GuestLink,
        Self::Invitation,
    ];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Delivery => "delivery",
            Self::Notice => "notice",
            Self::Index => "index",
            Self::PasswordReset => "password_reset",
            Self::ProofMail => "proof_mail",
            Self::ProofSms => "proof_sms",
            Self::GuestLink => "guest_link",
            Self::Invitation => "invitation",
        }
    }

    /// How long a worker may hold such work, in microseconds; then another may take it.
    ///
    /// For mail longer than the ten minutes that SMTP may take after the final dot, so that a slow
    /// server does not make us send twice. Source: RFC 5321 §4.5.3.2.6.
    #[must_use]
    pub fn lease(self) -> i64 {
        match self {
            Self::Delivery
            | Self::Notice
            | Self::PasswordReset
            | Self::ProofMail
            | Self::GuestLink
            | Self::Invitation => 15 * MINUTE,
            // A batch of ten, each with the ten seconds that a gateway may take.
            Self::ProofSms => 5 * MINUTE,
            Self::Index => MINUTE,
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }
}

/// How long to wait after the nth failed attempt (from 1), in microseconds: doubles from ten
/// seconds to six hours.
#[must_use]
pub fn backoff(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 32) - 1).unwrap_or(0);
    (10 * SECOND)
        .saturating_mul(1_i64.checked_shl(doublings).unwrap_or(i64::MAX))
        .min(6 * HOUR)
}

/// When to try again, or `None` where the work becomes a dead letter.
#[must_use]
pub fn next_try(now: Micros, attempts: i64) -> Option<Micros> {
    (attempts < ATTEMPTS_MAX).then(|| now.plus(backoff(attempts)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn tries_back_off_and_end_after_days() {
        assert_eq!(backoff(1), 10 * SECOND);
        assert_eq!(backoff(2), 20 * SECOND);
        assert_eq!(backoff(40), 6 * HOUR);
        let total: i64 = (1..ATTEMPTS_MAX).map(backoff).sum();
        assert!(total > 2 * DAY && total < 6 * DAY, "{}", total / HOUR);
        assert_eq!(next_try(Micros(0), ATTEMPTS_MAX), None);
    }
}
