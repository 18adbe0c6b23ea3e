//! Postal addresses, and the check of one line that people read.

use serde::{Deserialize, Serialize};

/// The longest line of a postal address, in characters. Source: UPU S42 leaves it open; 100 fits
/// every address of the Finnish and Portuguese registers.
pub const ADDRESS_LINE_CHARS_MAX: usize = 100;

/// A postal address, as written on an envelope.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostAddress {
    /// The person or firm.
    pub name: String,
    /// Street and number, or a box.
    pub street: String,
    /// The postal code.
    pub postal_code: String,
    /// The town.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// Tells `flag` every defect of an address.
pub(crate) fn check(address: &PostAddress, flag: &mut impl FnMut(&'static str, &'static str)) {
    for (field, text) in [
        ("address.name", &address.name),
        ("address.street", &address.street),
        ("address.postal_code", &address.postal_code),
        ("address.city", &address.city),
    ] {
        if let Err(code) = line(text, ADDRESS_LINE_CHARS_MAX) {
            flag(field, code);
        }
    }
    let country = address.country.as_bytes();
    if country.len() != 2 || !country.iter().all(u8::is_ascii_uppercase) {
        flag("address.country", "invalid");
    }
}

/// Whether a text is one line of something that people read; else what is wrong with it.
pub(crate) fn line(text: &str, chars_max: usize) -> Result<(), &'static str> {
    let unseen =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.trim().is_empty() {
        Err("missing")
    } else if text.chars().count() > chars_max {
        Err("too_long")
    } else if text.chars().any(unseen) {
        Err("invalid")
    } else {
        Ok(())
    }
}
