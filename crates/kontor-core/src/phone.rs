//! Telephone numbers as values: E.164, nothing else.
//!
//! Whether a number exists by its country's number plan, and how people write it, is
//! `kontor-text`'s business; here stands only the form in which a number is kept.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;

/// The most digits of a number with its country code. Source: ITU-T E.164 §6.
pub const DIGITS_MAX: usize = 15;
/// The fewest digits that are taken for a number with its country code.
pub const DIGITS_MIN: usize = 7;

/// A telephone number in E.164: a plus sign, country code and number without spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads E.164; `None` for any other spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let fits = (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        fits.then(|| Self(text.to_owned()))
    }

    /// The number as text, such as `+358401234567`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not a number in E.164"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_e164_is_a_number() {
        for good in ["+358401234567", "+3725123456", "+421901234567"] {
            assert_eq!(PhoneNumber::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "+",
            "0401234567",
            "+358 40 1234567",
            "+0401234567",
            "+12345678901234567",
            "+3584o1234567",
            "+123456",
        ] {
            assert_eq!(PhoneNumber::parse(bad), None, "{bad}");
        }
    }
}
