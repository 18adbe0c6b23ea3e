//! Identifiers: a prefix that names the kind and 128 bits that sort by time.
//!
//! An id is `prefix_` + 26 characters of lower-case Crockford base32: 48 bits of Unix milliseconds,
//! then 80 random bits. Ids are opaque to programs; they are no secret and grant nothing.
//! Secrets (tokens, later mail aliases and file links) are made elsewhere, from randomness alone.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::time::Micros;

/// Crockford's alphabet, lower case: no i, l, o, u. Source: Crockford, "Base 32".
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters after the underscore: 130 bits hold the 128.
const ENCODED_LEN: usize = 26;

/// The longest id accepted from outside, in bytes: prefix, underscore, 26 characters, some room.
pub const ID_LEN_MAX: usize = 40;

/// Encodes 48 bits of milliseconds and 80 random bits after `prefix_`.
#[must_use]
pub fn encode(prefix: &str, at: Micros, random: [u8; 10]) -> String {
    let millis = u128::from(at.0.max(0).unsigned_abs() / 1_000) & 0xffff_ffff_ffff;
    let low = random
        .iter()
        .fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let bits = (millis << 80) | low;
    let mut out = String::with_capacity(prefix.len() + 1 + ENCODED_LEN);
    out.push_str(prefix);
    out.push('_');
    for place in (0..ENCODED_LEN).rev() {
        let digit = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
        out.push(char::from(*ALPHABET.get(digit).unwrap_or(&b'0')));
    }
    out
}

/// True where `text` has the shape of an id with this prefix.
#[must_use]
pub fn is_shaped(prefix: &str, text: &str) -> bool {
    text.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .is_some_and(|rest| {
            rest.len() == ENCODED_LEN && rest.bytes().all(|b| ALPHABET.contains(&b))
        })
}

/// The first bytes of a hash: as good as the whole against chance, not against somebody who looks for
/// two things with the same.
#[must_use]
pub fn short<const N: usize>(hash: &[u8; 32]) -> [u8; N] {
    core::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The prefix before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A new id for this instant and these random bytes.
            #[must_use]
            pub fn new(at: Micros, random: [u8; 10]) -> Self {
                Self(encode($prefix, at, random))
            }

            /// Reads an id from outside; `None` where the shape is wrong.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                is_shaped($prefix, text).then(|| Self(text.to_owned()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A conversation.
    ConversationId = "cnv";
    /// A person who signed up or was made known by the marketplace.
    AccountId = "acc";
    /// A person without an account.
    GuestId = "gst";
    /// A business seller.
    ShopId = "shp";
    /// A run of a feed import.
    ImportId = "imp";
    /// An invitation into a shop's team.
    InvitationId = "inv";
    /// A bearer token or session, as shown in lists; not the secret.
    TokenId = "tok";
    /// A counted act of reaching a seller.
    ContactId = "ctc";
    /// A request to be called back.
    CallbackId = "cbk";
    /// A code on its way to an address or number; not the code.
    CodeId = "cod";
}

/// Whoever can take part in a conversation: an account, a guest, a shop or a department.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PrincipalId(pub String);

impl PrincipalId {
    /// Reads a principal's id from outside; `None` where the shape is wrong.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [AccountId::PREFIX, GuestId::PREFIX, ShopId::PREFIX]
            .iter()
            .any(|prefix| is_shaped(prefix, text))
            .then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for a guest's principal.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        is_shaped(GuestId::PREFIX, &self.0)
    }
}

impl fmt::Display for PrincipalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! principals {
    ($($name:ident),*) => {$(
        impl From<$name> for PrincipalId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
        impl From<&$name> for PrincipalId {
            fn from(id: &$name) -> Self {
                Self(id.0.clone())
            }
        }
    )*};
}
principals!(AccountId, GuestId, ShopId);

/// The number of a marketplace inside one installation; first in every key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MarketplaceKey(pub i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_read_back() {
        let early = ConversationId::new(Micros(1_000_000), [255; 10]);
        let late = ConversationId::new(Micros(1_001_000), [0; 10]);
        assert!(early < late);
        assert_eq!(ConversationId::parse(early.as_str()), Some(early));
    }

    #[test]
    fn a_wrong_prefix_or_alphabet_is_no_id() {
        let id = AccountId::new(Micros(5), [7; 10]);
        assert_eq!(ConversationId::parse(id.as_str()), None);
        assert_eq!(AccountId::parse("acc_0000000000000000000000000l"), None);
        assert_eq!(AccountId::parse("acc_"), None);
        assert!(PrincipalId::parse(id.as_str()).is_some());
    }

    #[test]
    fn the_random_bits_are_all_kept() {
        let a = TokenId::new(Micros(0), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        let b = TokenId::new(Micros(0), [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!(a.as_str().ends_with('1'));
        assert_ne!(a, b);
    }
}
