//! Signing in by the marketplace's token: what its claims must say.
//!
//! Pure: the instant is passed in. Bytes, keys and signatures are read in `kontor-server/src/sign_in/`;
//! what follows from a token that holds is in `kontor-server/src/actions/sign_in.rs`.
//! Sources: RFC 7519 §4.1 (claims), RFC 8725 §3 (best practice); security cases T080–T085.

use serde::Deserialize;

use crate::account::Role;
use crate::id::PrincipalId;
use crate::listing::is_external_id;
use crate::time::{Micros, SECOND};

/// Seconds between `iat` and `exp` at most: a token that leaks is soon worth nothing. Source: T083.
pub const LIFE_S_MAX: i64 = 120;
/// Seconds by which the marketplace's clock may differ from ours. Source: T081.
pub const SKEW_S_MAX: i64 = 60;
/// The longest `jti`, in bytes: several times a UUID.
pub const TOKEN_ID_BYTES_MAX: usize = 200;

/// Why a token was refused. Only the log tells which: whoever sent it learns nothing from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefusal {
    /// The marketplace takes no tokens.
    NotConfigured,
    /// Longer than anything that is taken.
    TooLong,
    /// Not three parts in unpadded base64url.
    Shape,
    /// Header or claims are no JSON object, or name a member twice.
    Json,
    /// The header holds something but `alg`, `typ` and `kid`, or another type.
    Header,
    /// No entry of the configuration has this issuer.
    Issuer,
    /// No entry of this issuer has this key id.
    KeyId,
    /// Not the algorithm that is configured.
    Algorithm,
    /// The signature is not the key's.
    Signature,
    /// A claim is missing or not as it must be.
    Claim,
    /// For somebody else.
    Audience,
    /// Too old.
    Expired,
    /// Not valid yet, or from the future.
    NotYet,
    /// Valid for too long.
    Life,
    /// Used before.
    Replayed,
    /// A role that this issuer may not give, or somebody who has one.
    Role,
    /// A new account without name, address or role, or one of them is not as it must be.
    Profile,
    /// A shop that is none, or that this issuer may not name.
    Shop,
    /// An account that may not sign in.
    Disabled,
    /// The id is a shop's or a guest's, or an account that belongs to another issuer.
    Identity,
}

impl TokenRefusal {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotConfigured => "not_configured",
            Self::TooLong => "too_long",
            Self::Shape => "shape",
            Self::Json => "json",
            Self::Header => "header",
            Self::Issuer => "issuer",
            Self::KeyId => "key_id",
            Self::Algorithm => "algorithm",
            Self::Signature => "signature",
            Self::Claim => "claim",
            Self::Audience => "audience",
            Self::Expired => "expired",
            Self::NotYet => "not_yet",
            Self::Life => "life",
            Self::Replayed => "replayed",
            Self::Role => "role",
            Self::Profile => "profile",
            Self::Shop => "shop",
            Self::Disabled => "disabled",
            Self::Identity => "identity",
        }
    }
}

/// For whom a token is: one name, alone or as a list of one. Source: RFC 7519 §4.1.3; a token that
/// signs in here is for nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One name.
    One(String),
    /// A list, of which only one entry is taken.
    Many(Vec<String>),
}

/// The shop in whose team somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ShopClaim {
    /// The shop's external id.
    pub id: String,
    /// Its name; may be left out where the shop is known.
    pub name: Option<String>,
    /// Whether the person administers the shop.
    #[serde(default)]
    pub administrator: bool,
}

/// What a token says. Claims that are not named here are left alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// Who signed it.
    pub iss: String,
    /// For whom.
    pub aud: Audience,
    /// Whom it is about: the issuer's own id.
    pub sub: String,
    /// Until when, in seconds since 1970.
    pub exp: i64,
    /// Since when, in seconds since 1970.
    pub iat: i64,
    /// Names this one token.
    pub jti: String,
    /// Not before, in seconds since 1970.
    pub nbf: Option<i64>,
    /// The name that others see.
    pub name: Option<String>,
    /// The login address.
    pub email: Option<String>,
    /// Whether the issuer vouches for the address.
    #[serde(default)]
    pub email_verified: bool,
    /// The role's stable name.
    pub role: Option<String>,
    /// A BCP 47 language.
    pub locale: Option<String>,
    /// The shop whose team the person belongs to; none says that there is none.
    pub shop: Option<ShopClaim>,
}

impl Claims {
    /// Whether the claims hold for this audience at this instant.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check(&self, audience: &str, now: Micros) -> Result<(), TokenRefusal> {
        let meant = match &self.aud {
            Audience::One(one) => one == audience,
            Audience::Many(all) => matches!(all.as_slice(), [one] if one == audience),
        };
        if !meant {
            return Err(TokenRefusal::Audience);
        }
        let is_id = |text: &str| is_external_id(text) && PrincipalId::parse(text).is_none();
        let is_token_id = (1..=TOKEN_ID_BYTES_MAX).contains(&self.jti.len())
            && self.jti.bytes().all(|b| b.is_ascii_graphic());
        if !is_id(&self.sub) || !is_token_id || self.shop.as_ref().is_some_and(|s| !is_id(&s.id)) {
            return Err(TokenRefusal::Claim);
        }
        let life = self.exp.saturating_sub(self.iat);
        if !(1..=LIFE_S_MAX).contains(&life) {
            return Err(TokenRefusal::Life);
        }
        let now = now.0.div_euclid(SECOND);
        let begins = self.iat.max(self.nbf.unwrap_or(self.iat));
        if begins > now.saturating_add(SKEW_S_MAX) {
            return Err(TokenRefusal::NotYet);
        }
        if self.exp <= now.saturating_sub(SKEW_S_MAX) {
            return Err(TokenRefusal::Expired);
        }
        Ok(())
    }

    /// The role that the token gives, if it gives one.
    ///
    /// # Errors
    /// [`TokenRefusal::Role`] where it is none of ours.
    pub fn role(&self) -> Result<Option<Role>, TokenRefusal> {
        let read = |code: &String| Role::parse(code).ok_or(TokenRefusal::Role);
        self.role.as_ref().map(read).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Micros = Micros(1_795_255_200 * SECOND);
    const AT: i64 = 1_795_255_200;

    fn claims() -> Claims {
        Claims {
            iss: "market".into(),
            aud: Audience::One("https://tori.test".into()),
            sub: "42".into(),
            exp: AT + 100,
            iat: AT,
            jti: "a".into(),
            nbf: None,
            name: None,
            email: None,
            email_verified: false,
            role: None,
            locale: None,
            shop: None,
        }
    }

    #[test]
    fn each_claim_alone_refuses_a_token() {
        use TokenRefusal::{Audience as ForOthers, Claim, Expired, Life, NotYet};
        type Change = fn(&mut Claims);
        let cases: &[(&str, Change, Result<(), TokenRefusal>)] = &[
            ("as it is", |_| {}, Ok(())),
            (
                "list of one",
                |c| c.aud = Audience::Many(vec!["https://tori.test".into()]),
                Ok(()),
            ),
            (
                "list of two",
                |c| c.aud = Audience::Many(vec!["https://tori.test".into(), "x".into()]),
                Err(ForOthers),
            ),
            (
                "no list",
                |c| c.aud = Audience::Many(vec![]),
                Err(ForOthers),
            ),
            (
                "another audience",
                |c| c.aud = Audience::One("https://tori.test/".into()),
                Err(ForOthers),
            ),
            ("empty subject", |c| c.sub.clear(), Err(Claim)),
            ("a NUL", |c| c.sub = "4\u{0}2".into(), Err(Claim)),
            (
                "an id of ours",
                |c| c.sub = crate::id::AccountId::new(NOW, [1; 10]).0,
                Err(Claim),
            ),
            ("no token id", |c| c.jti.clear(), Err(Claim)),
            ("a long token id", |c| c.jti = "x".repeat(201), Err(Claim)),
            (
                "a shop with a space",
                |c| {
                    c.shop = Some(ShopClaim {
                        id: "a b".into(),
                        name: None,
                        administrator: false,
                    });
                },
                Err(Claim),
            ),
            ("two minutes", |c| c.exp = c.iat + 120, Ok(())),
            ("longer", |c| c.exp = c.iat + 121, Err(Life)),
            ("no time at all", |c| c.exp = c.iat, Err(Life)),
            (
                "wide apart",
                |c| (c.iat, c.exp) = (i64::MIN, i64::MAX),
                Err(Life),
            ),
            (
                "just not expired",
                |c| (c.iat, c.exp) = (AT - 100, AT - 59),
                Ok(()),
            ),
            (
                "expired",
                |c| (c.iat, c.exp) = (AT - 100, AT - 60),
                Err(Expired),
            ),
            (
                "a clock ahead",
                |c| (c.iat, c.exp) = (AT + 60, AT + 70),
                Ok(()),
            ),
            (
                "from the future",
                |c| (c.iat, c.exp) = (AT + 61, AT + 70),
                Err(NotYet),
            ),
            ("not before soon", |c| c.nbf = Some(AT + 60), Ok(())),
            ("not before", |c| c.nbf = Some(AT + 61), Err(NotYet)),
        ];
        for (name, change, wanted) in cases {
            let mut claims = claims();
            change(&mut claims);
            assert_eq!(claims.check("https://tori.test", NOW), *wanted, "{name}");
        }
    }

    #[test]
    fn only_roles_of_ours_are_given() {
        let with = |role: Option<&str>| {
            let role = role.map(str::to_owned);
            Claims { role, ..claims() }.role()
        };
        assert_eq!(with(None), Ok(None));
        assert_eq!(with(Some("buyer")), Ok(Some(Role::Buyer)));
        assert_eq!(with(Some("admin")), Err(TokenRefusal::Role));
    }
}
