//! Proof of an e-mail address or a number by a code: what can be proven, how long a code lives, how
//! many are sent and tried. Random bytes and the time are passed in; the rows are the store's.

use sha2::{Digest, Sha256};

use crate::account::is_email;
use crate::contact_card::Provable;
use crate::phone::PhoneNumber;
use crate::time::{DAY, HOUR, MINUTE, Micros};

/// Digits of a code.
pub const CODE_DIGITS: usize = 6;
/// How long a code can be used after it was sent, in microseconds.
pub const CODE_LIFE: i64 = 15 * MINUTE;
/// Tries that a code stands; it dies with the last, right or wrong. Source: security case T091.
pub const TRIES_MAX: i64 = 5;
/// How long it is tried to send a code, in microseconds; nobody waits longer for one.
pub const SEND_WITHIN: i64 = HOUR;
/// How soon after one code another can be asked for, in microseconds: until then asking again does
/// nothing, so that a request that is repeated does not end the code that is on its way.
pub const AGAIN_AFTER: i64 = MINUTE;
/// What one owner can have proven at once.
pub const PROOFS_MAX: usize = 100;

/// Something that somebody wants to prove control of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// An e-mail address, in lower case.
    Email(String),
    /// A telephone number.
    Phone(PhoneNumber),
}

impl Claim {
    /// An address to be proven; `None` where it is none.
    #[must_use]
    pub fn email(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        is_email(&text).then_some(Self::Email(text))
    }

    /// Reads kind and value as they are kept.
    #[must_use]
    pub fn parse(kind: &str, value: &str) -> Option<Self> {
        match kind {
            "email" => Self::email(value),
            "phone" => PhoneNumber::parse(value).map(Self::Phone),
            _ => None,
        }
    }

    /// The stable name of the kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Email(_) => "email",
            Self::Phone(_) => "phone",
        }
    }

    /// The value as it is kept.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::Email(address) => address,
            Self::Phone(number) => number.as_str(),
        }
    }

    /// The same as something that can be proven.
    #[must_use]
    pub fn provable(&self) -> Provable<'_> {
        match self {
            Self::Email(address) => Provable::Email(address),
            Self::Phone(number) => Provable::Phone(number),
        }
    }

    /// Under which name its codes are counted: a digest, since it may be a stranger's. Addresses that
    /// differ only after a plus sign are one mailbox.
    #[must_use]
    pub fn counted_as(&self) -> String {
        let value = match self {
            Self::Email(address) => match address.split_once('@') {
                Some((local, domain)) => {
                    let name = local.split('+').next().unwrap_or_default();
                    format!("{name}@{domain}")
                }
                None => address.clone(),
            },
            Self::Phone(number) => number.to_string(),
        };
        let mut hash = Sha256::new();
        hash.update(self.kind());
        hash.update([0]);
        hash.update(value);
        hash.finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// A code of random bits.
#[must_use]
pub fn code(random: [u8; 8]) -> String {
    // 64 bits to a million: no digit is likelier than another by more than one in 10^13.
    format!("{:06}", u64::from_be_bytes(random) % 1_000_000)
}

/// What is kept of a code.
#[must_use]
pub fn code_hash(salt: &[u8], code: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"kontor.code.v1");
    hash.update((salt.len() as u64).to_be_bytes());
    hash.update(salt);
    hash.update(code.as_bytes());
    hash.finalize().into()
}

/// The digits of a code as a person types it: spaces and hyphens are left out.
#[must_use]
pub fn typed(text: &str) -> String {
    let skipped = |c: &char| !c.is_whitespace() && *c != '-';
    text.chars().filter(skipped).take(2 * CODE_DIGITS).collect()
}

/// What is counted, and kept across restarts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Budget {
    /// Codes sent to one address or number, whoever asks. Source: security cases T136, T141.
    Value,
    /// Codes that one account asks for.
    Account,
    /// Codes that one account tries. Source: security case T091.
    Tries,
}

impl Budget {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Account => "account",
            Self::Tries => "tries",
        }
    }

    /// How often within how many microseconds; the longest window comes last.
    #[must_use]
    pub fn limits(self) -> &'static [(usize, i64)] {
        match self {
            Self::Value => &[(3, HOUR), (10, DAY)],
            Self::Account => &[(10, DAY)],
            Self::Tries => &[(10, 15 * MINUTE)],
        }
    }

    /// Takes one more, and gives what there was within the longest window with it.
    ///
    /// # Errors
    /// The instant from which there is room again.
    pub fn take(self, times: &[Micros], now: Micros) -> Result<Vec<Micros>, Micros> {
        let longest = self.limits().last().map_or(0, |(_, window)| *window);
        let within = |window: i64| {
            let kept = times.iter().copied();
            kept.filter(move |at| *at > now.plus(-window))
        };
        for (most, window) in self.limits() {
            let taken: Vec<_> = within(*window).collect();
            if taken.len() >= *most {
                let leaves = taken.get(taken.len() - most).copied().unwrap_or(now);
                return Err(leaves.plus(*window));
            }
        }
        Ok(within(longest).chain([now]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SECOND;

    #[test]
    fn claims_read_back_as_they_are_kept() {
        let email = Claim::email(" Myynti@Posti.Example ").unwrap();
        assert_eq!(email, Claim::Email("myynti@posti.example".into()));
        let phone = Claim::parse("phone", "+358401234567").unwrap();
        for claim in [email, phone] {
            let again = Claim::parse(claim.kind(), claim.value());
            assert_eq!(again, Some(claim));
        }
        for (kind, value) in [("email", "a"), ("phone", "040"), ("fax", "+358401234567")] {
            assert_eq!(Claim::parse(kind, value), None);
        }
    }

    #[test]
    fn one_mailbox_is_counted_once() {
        let counted = |text| Claim::email(text).unwrap().counted_as();
        assert_eq!(counted("a+1@posti.example"), counted("A+2@posti.example"));
        assert_ne!(counted("a@posti.example"), counted("b@posti.example"));
        assert_eq!(counted("a@posti.example").len(), 64);
    }

    #[test]
    fn codes_have_six_digits_and_match_only_themselves() {
        assert_eq!(code([0; 8]), "000000");
        assert_eq!(code([255; 8]), "551615");
        let kept = code_hash(b"salt", "012345");
        assert_eq!(kept, code_hash(b"salt", &typed(" 012 3-45 ")));
        assert_ne!(kept, code_hash(b"salt", "012346"));
        assert_ne!(kept, code_hash(b"other", "012345"));
        assert_eq!(typed(&"1".repeat(99)).len(), 12);
    }

    #[test]
    fn budgets_slide_and_say_when_there_is_room() {
        let mut times = Vec::new();
        let at = |minutes: i64| Micros(minutes * MINUTE);
        for minutes in [100, 101, 102] {
            times = Budget::Value.take(&times, at(minutes)).unwrap();
        }
        assert_eq!(Budget::Value.take(&times, at(103)), Err(at(160)));
        assert_eq!(
            Budget::Value.take(&times, at(160).plus(-SECOND)),
            Err(at(160))
        );
        times = Budget::Value.take(&times, at(160)).unwrap();
        assert_eq!(Budget::Value.take(&times, at(160)), Err(at(161)));
        let mut now = at(160).plus(HOUR);
        let mut taken = times.len();
        while let Ok(next) = Budget::Value.take(&times, now) {
            (times, taken) = (next, taken + 1);
            now = now.plus(HOUR);
        }
        assert_eq!(taken, 10, "a day's");
        assert_eq!(Budget::Value.take(&times, now), Err(at(100 + 24 * 60)));
        let later = Budget::Value.take(&times, now.plus(2 * DAY)).unwrap();
        assert_eq!(later.len(), 1, "what is old is let go");
    }
}
