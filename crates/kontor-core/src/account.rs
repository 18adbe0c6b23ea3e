//! Who is who: roles of accounts and the caller of a request.
//!
//! Passwords and tokens are checked by the server; here stands only what follows from them.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, GuestId, MarketplaceKey, PrincipalId, ShopId, TokenId};

/// The longest display name, in characters.
pub const NAME_CHARS_MAX: usize = 80;
/// The longest e-mail address, in bytes. Source: RFC 5321 §4.5.3.1.3 (path of 256 less the brackets).
pub const EMAIL_BYTES_MAX: usize = 254;

/// The role of an account in its marketplace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Buys.
    Buyer,
    /// Sells as a person.
    PrivateSeller,
    /// Belongs to a shop.
    BusinessSeller,
    /// Works for the marketplace in departments.
    Agent,
    /// Runs the marketplace.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Buyer,
        Self::PrivateSeller,
        Self::BusinessSeller,
        Self::Agent,
        Self::Operator,
    ];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::PrivateSeller => "private_seller",
            Self::BusinessSeller => "business_seller",
            Self::Agent => "agent",
            Self::Operator => "operator",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// The person behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// Somebody with an account.
    Account {
        /// Whose.
        id: AccountId,
        /// What for.
        role: Role,
        /// The shops whose team this account belongs to; the flag marks the administrator.
        shops: Vec<(ShopId, bool)>,
    },
    /// Somebody without an account.
    Guest {
        /// Who.
        id: GuestId,
    },
}

/// Who calls: a person with a live token in one marketplace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// In which marketplace the token is valid.
    pub marketplace: MarketplaceKey,
    /// Which token, so that its end closes what it opened.
    pub token: TokenId,
    /// Who.
    pub person: Person,
    /// The name that others see.
    pub name: String,
    /// The language of the account, where one was chosen.
    pub locale: Option<String>,
    /// Whether the person proved control of the e-mail address.
    pub email_verified: bool,
}

impl Caller {
    /// The principal of the person, not of a shop.
    #[must_use]
    pub fn own(&self) -> PrincipalId {
        match &self.person {
            Person::Account { id, .. } => id.into(),
            Person::Guest { id } => id.into(),
        }
    }

    /// Every principal on whose behalf this caller reads and writes, in a stable order.
    #[must_use]
    pub fn principals(&self) -> Vec<PrincipalId> {
        let mut all = vec![self.own()];
        if let Person::Account { shops, .. } = &self.person {
            all.extend(shops.iter().map(|(shop, _)| PrincipalId::from(shop)));
        }
        all.sort();
        all
    }

    /// True for somebody who belongs to a shop's team.
    #[must_use]
    pub fn has_shops(&self) -> bool {
        matches!(&self.person, Person::Account { shops, .. } if !shops.is_empty())
    }

    /// The role, where the caller has an account.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match &self.person {
            Person::Account { role, .. } => Some(*role),
            Person::Guest { .. } => None,
        }
    }
}

/// A plain check of an e-mail address: one `@`, no white space or control, a dot in the domain.
///
/// Deliberately narrower than RFC 5321: quoted local parts, address literals and encoded words are
/// refused, since parsers disagree about them.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let clean = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && part
                .bytes()
                .all(|b| b.is_ascii_graphic() && !br#"()<>[]:;@\,""#.contains(&b))
    };
    text.len() <= EMAIL_BYTES_MAX
        && local.len() <= 64
        && clean(local)
        && !local.contains("=?")
        && clean(domain)
        && domain.contains('.')
        && domain.split('.').all(is_domain_label)
}

fn is_domain_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
        assert_eq!(Role::parse("admin"), None);
    }

    #[test]
    fn addresses_that_parsers_disagree_about_are_refused() {
        for good in ["a@b.fi", "first.last+tag@shop.example.ee"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.fi",
            "a@b",
            "a b@c.fi",
            "a@b@c.fi",
            "a@b..fi",
            ".a@b.fi",
            "a.@b.fi",
            "\"a\"@b.fi",
            "a@[127.0.0.1]",
            "=?utf-8?q?a=40b?=c@host.fi",
            "a@-b.fi",
            "a\r\n@b.fi",
            "mı\u{131}ke@b.fi",
            "a,b@c.fi",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_callers_principals_are_own_and_shops() {
        let caller = Caller {
            marketplace: MarketplaceKey(1),
            token: TokenId("tok_x".into()),
            person: Person::Account {
                id: AccountId("acc_b".into()),
                role: Role::BusinessSeller,
                shops: vec![(ShopId("shp_a".into()), true)],
            },
            name: "B".into(),
            locale: None,
            email_verified: false,
        };
        assert_eq!(caller.principals().len(), 2);
        assert_eq!(caller.own(), PrincipalId("acc_b".into()));
    }
}
