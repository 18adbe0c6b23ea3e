//! Tokens with which the marketplace signs people in: which issuers there are, and whether a token
//! is one of theirs and holds now.
//!
//! Pure but for the key files read at start: the time is passed in, nothing is looked up. What
//! follows from a token (who it is, what it changes) is in `actions/sign_in.rs`; the rules for claims
//! are in `kontor_core::sign_in`. Source: security cases T080–T085.

mod json;
pub mod jws;
pub mod key;

use kontor_core::account::Role;
use kontor_core::sign_in::{Claims, TokenRefusal};
use kontor_core::time::Micros;
use serde::Deserialize as _;

use crate::config::MarketplaceConfig;
use key::{Algorithm, Key};

/// Who may sign tokens for a marketplace, with one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Its name, as in `iss`.
    pub name: String,
    /// For whom its tokens are, as in `aud`.
    pub audience: String,
    /// Names the key, as in `kid`; none where tokens name none.
    pub key_id: Option<String>,
    /// The key with its algorithm.
    pub key: Key,
    /// The roles that it may give.
    pub roles: Vec<Role>,
}

/// How people come from one marketplace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignIn {
    /// Every issuer and key, the marketplace's own first.
    issuers: Vec<Issuer>,
    /// Origins whose pages may post a token.
    origins: Vec<String>,
}

/// A token that holds: whose it is and what it says.
#[derive(Debug, Clone)]
pub struct Held {
    /// Who signed it.
    pub issuer: Issuer,
    /// True for the marketplace's own issuer, whose ids are the marketplace's.
    pub own: bool,
    /// What it says.
    pub claims: Claims,
}

impl SignIn {
    /// The issuers of a marketplace, read from its configuration.
    ///
    /// # Errors
    /// A line for each thing that is wrong, which names the entry.
    pub fn read(market: &MarketplaceConfig) -> Result<Self, Vec<String>> {
        let mut problems: Vec<String> = market
            .sign_in_origins
            .iter()
            .filter(|origin| !is_origin(origin))
            .map(|origin| {
                format!("sign_in_origins: {origin:?} is no origin such as https://market.example")
            })
            .collect();
        let mut issuers: Vec<Issuer> = Vec::new();
        for (at, entry) in market.sign_in.iter().enumerate() {
            let place = format!("sign_in {} (issuer {:?})", at + 1, entry.issuer);
            match entry.read(&market.base_url) {
                Ok(issuer) => {
                    let same = issuers
                        .iter()
                        .filter(|one| one.name == issuer.name)
                        .any(|one| {
                            one.key_id == issuer.key_id
                                || issuer.key_id.is_none()
                                || one.key_id.is_none()
                        });
                    if same {
                        problems.push(format!("{place}: key_id: entries with the same issuer need one each, and no two the same"));
                    }
                    issuers.push(issuer);
                }
                Err(found) => problems.extend(found.iter().map(|one| format!("{place}: {one}"))),
            }
        }
        if problems.is_empty() {
            let origins = market.sign_in_origins.clone();
            Ok(Self { issuers, origins })
        } else {
            Err(problems)
        }
    }

    /// True where a page of this origin may post a token.
    #[must_use]
    pub fn lets_in(&self, origin: &str) -> bool {
        self.origins.iter().any(|one| one == origin)
    }

    /// True where the two share a key: then either could sign for the other (T084).
    #[must_use]
    pub fn shares_key(&self, other: &Self) -> bool {
        let mut keys = other.issuers.iter().map(|one| &one.key);
        keys.any(|key| self.issuers.iter().any(|one| one.key == *key))
    }

    /// Whether a token is one of ours and holds now. Whether it was used before, the store knows.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn verify(&self, token: &str, now: Micros) -> Result<Held, TokenRefusal> {
        let first = self.issuers.first().ok_or(TokenRefusal::NotConfigured)?;
        let parts = jws::parse(token)?;
        // Which key to try is read from what is not believed yet; what is found there must still fit.
        let name = parts.claims.get("iss").and_then(|iss| iss.as_str());
        let name = name.ok_or(TokenRefusal::Claim)?;
        let mut entries = self
            .issuers
            .iter()
            .filter(|one| one.name == name)
            .peekable();
        if entries.peek().is_none() {
            return Err(TokenRefusal::Issuer);
        }
        let issuer = entries
            .find(|one| one.key_id == parts.key_id)
            .ok_or(TokenRefusal::KeyId)?;
        if Algorithm::parse(&parts.algorithm) != Some(issuer.key.algorithm()) {
            return Err(TokenRefusal::Algorithm);
        }
        if !issuer.key.signed(parts.signed, &parts.signature) {
            return Err(TokenRefusal::Signature);
        }
        let claims = Claims::deserialize(serde_json::Value::Object(parts.claims));
        let claims = claims.map_err(|_| TokenRefusal::Claim)?;
        claims.check(&issuer.audience, now)?;
        Ok(Held {
            own: issuer.name == first.name,
            issuer: issuer.clone(),
            claims,
        })
    }
}

/// Scheme, host and port as browsers write them. Source: RFC 6454 §6.2.
fn is_origin(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.:[]".contains(&b))
    })
}
