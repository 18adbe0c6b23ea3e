//! The trader block: what identifies a business seller, apart from the channels that it offers.

use serde::{Deserialize, Serialize};

use crate::account::is_email;
use crate::listing::Defect;
use crate::phone::PhoneNumber;
use crate::post_address::{self, ADDRESS_LINE_CHARS_MAX, PostAddress, line};

/// The identification of a trader that consumer law and the DSA ask to be always available.
///
/// Source: Regulation (EU) 2022/2065 art. 30(7), Directive 2011/83/EU art. 6(1)(c).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraderBlock {
    /// Name and postal address.
    pub address: PostAddress,
    /// The e-mail address.
    pub email: String,
    /// The number.
    pub phone: Option<PhoneNumber>,
    /// The trade register, where one is kept.
    #[serde(default)]
    pub register: Option<String>,
    /// The number in that register.
    #[serde(default)]
    pub register_number: Option<String>,
    /// The VAT number.
    #[serde(default)]
    pub vat_number: Option<String>,
}

/// Checks a trader's identification, and gives every defect.
#[must_use]
pub fn check(trader: &TraderBlock) -> Vec<Defect> {
    let mut defects = Vec::new();
    let mut flag = |field, code| defects.push(Defect { field, code });
    post_address::check(&trader.address, &mut flag);
    if !is_email(&trader.email) {
        flag("email", "invalid");
    }
    if trader.phone.is_none() {
        flag("phone", "missing");
    }
    for (field, text) in [
        ("register", &trader.register),
        ("register_number", &trader.register_number),
        ("vat_number", &trader.vat_number),
    ] {
        if let Some(text) = text
            && let Err(code) = line(text, ADDRESS_LINE_CHARS_MAX)
        {
            flag(field, code);
        }
    }
    defects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trader_names_address_mail_and_phone() {
        let trader = TraderBlock {
            address: PostAddress {
                name: "Lamppu & Tuoli Oy".into(),
                street: "Hämeenkatu 1".into(),
                postal_code: "33100".into(),
                city: "Tampere".into(),
                country: "FI".into(),
            },
            email: "posti@lamppu.example".into(),
            phone: PhoneNumber::parse("+358401234567"),
            ..TraderBlock::default()
        };
        assert!(check(&trader).is_empty());
        assert_eq!(check(&TraderBlock::default()).len(), 7);
    }
}
