//! The demo's marketplaces as issuers of sign-in tokens, with keys made at start and never kept.
//!
//! What a real marketplace does on its own side stands here in forty lines: say who somebody is, sign
//! it, lead the browser to `/sign-in/with`.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kontor_core::time::{Micros, SECOND};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::config::{Config, KeyText, MarketplaceConfig, SignInConfig};
use crate::demo::personas::{Persona, SHOPS, email};
use crate::random;

/// Seconds that the demo's tokens are valid.
const LIFE_S: i64 = 60;
/// What stands before the 32 bytes of an Ed25519 key. Source: RFC 8410 §4.
const SPKI_ED25519: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// One marketplace and its key.
struct Issuer {
    slug: String,
    name: String,
    audience: String,
    key: Ed25519KeyPair,
}

/// The demo's marketplaces, each with a key of its own.
pub struct Issuers(Vec<Issuer>);

impl Issuers {
    /// Gives every marketplace that has no issuer yet one with a fresh key.
    #[must_use]
    pub fn set_up(config: &mut Config) -> Self {
        let bare = config.marketplaces.iter_mut();
        Self(
            bare.filter(|market| market.sign_in.is_empty())
                .filter_map(Issuer::set_up)
                .collect(),
        )
    }

    /// What a marketplace of the demo says about a persona, signed; `None` where it signs nothing.
    #[must_use]
    pub fn token(&self, slug: &str, persona: &Persona, now: Micros) -> Option<String> {
        let issuer = self.0.iter().find(|issuer| issuer.slug == slug)?;
        Some(issuer.sign(&issuer.claims(persona, now)?))
    }
}

impl Issuer {
    fn set_up(market: &mut MarketplaceConfig) -> Option<Self> {
        let key = Ed25519KeyPair::from_seed_unchecked(&random::bytes::<32>()).ok()?;
        let public = [&SPKI_ED25519[..], key.public_key().as_ref()].concat();
        let public = STANDARD.encode(public);
        let name = format!("https://{}.example", market.slug);
        market.sign_in.push(SignInConfig {
            issuer: name.clone(),
            audience: None,
            algorithm: "EdDSA".to_owned(),
            key: Some(KeyText(format!(
                "-----BEGIN PUBLIC KEY-----\n{public}\n-----END PUBLIC KEY-----\n"
            ))),
            key_file: None,
            key_id: None,
            roles: kontor_core::account::Role::ALL
                .map(|role| role.code().to_owned())
                .to_vec(),
        });
        Some(Self {
            slug: market.slug.clone(),
            name,
            audience: market.base_url.clone(),
            key,
        })
    }

    fn claims(&self, persona: &Persona, now: Micros) -> Option<Value> {
        let iat = now.0.div_euclid(SECOND);
        let shop = persona.shop.map(|(id, administrator)| {
            let name = SHOPS.iter().find(|(known, _)| *known == id);
            json!({ "id": id, "name": name.map(|(_, name)| name), "administrator": administrator })
        });
        Some(json!({
            "iss": self.name, "aud": self.audience, "sub": persona.external_id,
            "iat": iat, "exp": iat + LIFE_S,
            "jti": kontor_store::archive::hex(&random::bytes::<16>()),
            "name": persona.name, "email": email(persona.external_id), "email_verified": true,
            "role": persona.role?.code(), "locale": persona.locale, "shop": shop,
        }))
    }

    fn sign(&self, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({ "alg": "EdDSA", "typ": "JWT" });
        let signed = format!("{}.{}", part(&header), part(claims));
        let mark = URL_SAFE_NO_PAD.encode(self.key.sign(signed.as_bytes()));
        format!("{signed}.{mark}")
    }
}
