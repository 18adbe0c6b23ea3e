//! Tokens of a marketplace, good ones and forged ones, signed with real keys made for each test.
//!
//! Only the RSA key is kept in `keys/`, since `ring` cannot make one; it opens nothing.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kontor_core::time::SECOND;
use kontor_server::config::{Config, KeyText, SignInConfig};
use kontor_server::random;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use ring::{hmac, signature};
use serde_json::{Value, json};

use crate::testapp::DAWN;

/// The marketplace's own issuer; another marketplace has one of the same name.
pub const OWN: &str = "https://market.test";
/// Another issuer of this marketplace.
pub const PARTNER: &str = "https://partner.test";
/// What the tokens of most tests are for.
pub const AUDIENCE: &str = "https://tori.test";

pub const RSA_PUBLIC: &str = include_str!("keys/rsa.pub.pem");

/// The keys of every issuer.
pub struct Forge {
    ed: Ed25519KeyPair,
    es: EcdsaKeyPair,
    rs: RsaKeyPair,
    hs: [u8; 32],
    partner: Ed25519KeyPair,
    there: Ed25519KeyPair,
    random: SystemRandom,
}

/// Seconds since 1970 when every story begins.
pub fn dawn() -> i64 {
    DAWN.0 / SECOND
}

pub fn part(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn pem(prefix: &[u8], key: &[u8]) -> String {
    let body = STANDARD.encode([prefix, key].concat());
    format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
}

/// The PEM of an Ed25519 key. Source: RFC 8410 §4.
pub fn ed_pem(key: &Ed25519KeyPair) -> String {
    let prefix = [
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 3, 0x21, 0,
    ];
    pem(&prefix, key.public_key().as_ref())
}

/// The PEM of a P-256 key. Source: RFC 5480 §2.
pub fn es_pem(key: &EcdsaKeyPair) -> String {
    let prefix = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08,
        0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];
    pem(&prefix, key.public_key().as_ref())
}

pub fn entry(issuer: &str, algorithm: &str, key: String, key_id: Option<&str>) -> SignInConfig {
    SignInConfig {
        issuer: issuer.to_owned(),
        audience: None,
        algorithm: algorithm.to_owned(),
        key: Some(KeyText(key)),
        key_file: None,
        key_id: key_id.map(str::to_owned),
        roles: ["buyer", "private_seller", "business_seller"]
            .map(str::to_owned)
            .to_vec(),
    }
}

impl Forge {
    pub fn new() -> Self {
        let random = SystemRandom::new();
        let ed = || Ed25519KeyPair::from_seed_unchecked(&random::bytes::<32>()).unwrap();
        let kind = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let es = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let rsa: String = include_str!("keys/rsa.pem")
            .lines()
            .filter(|line| !line.starts_with("-----"))
            .collect();
        Self {
            ed: ed(),
            es: EcdsaKeyPair::from_pkcs8(kind, es.as_ref(), &random).unwrap(),
            rs: RsaKeyPair::from_pkcs8(&STANDARD.decode(rsa).unwrap()).unwrap(),
            hs: random::bytes(),
            partner: ed(),
            there: ed(),
            random,
        }
    }

    /// Own issuer with a key of each algorithm and a partner here; own issuer with another key there.
    pub fn configure(&self, config: &mut Config) {
        let [here, there] = config.marketplaces.as_mut_slice() else {
            panic!("two marketplaces");
        };
        let mut partner = entry(PARTNER, "EdDSA", ed_pem(&self.partner), None);
        partner.roles = vec!["buyer".to_owned(), "business_seller".to_owned()];
        here.sign_in = vec![
            entry(OWN, "EdDSA", ed_pem(&self.ed), Some("ed")),
            entry(OWN, "ES256", es_pem(&self.es), Some("es")),
            entry(OWN, "RS256", RSA_PUBLIC.to_owned(), Some("rs")),
            entry(OWN, "HS256", STANDARD.encode(self.hs), Some("hs")),
            partner,
        ];
        there.sign_in = vec![entry(OWN, "EdDSA", ed_pem(&self.there), Some("ed"))];
    }

    pub fn ed_public(&self) -> &[u8] {
        self.ed.public_key().as_ref()
    }

    pub fn ed_pem(&self) -> String {
        ed_pem(&self.ed)
    }

    pub fn es_public(&self) -> &[u8] {
        self.es.public_key().as_ref()
    }

    /// The signature of a key: `ed`, `es`, `rs`, `hs`, `partner` or `there`.
    pub fn mark(&self, key: &str, signed: &str) -> Vec<u8> {
        let message = signed.as_bytes();
        match key {
            "ed" => self.ed.sign(message).as_ref().to_vec(),
            "es" => self
                .es
                .sign(&self.random, message)
                .unwrap()
                .as_ref()
                .to_vec(),
            "rs" => {
                let mut mark = vec![0; self.rs.public().modulus_len()];
                let padding: &dyn signature::RsaEncoding = &RSA_PKCS1_SHA256;
                self.rs
                    .sign(padding, &self.random, message, &mut mark)
                    .unwrap();
                mark
            }
            "hs" => hmac_of(&self.hs, signed),
            "partner" => self.partner.sign(message).as_ref().to_vec(),
            "there" => self.there.sign(message).as_ref().to_vec(),
            _ => panic!("{key}"),
        }
    }

    /// A token of these texts, signed with this key.
    pub fn raw(&self, key: &str, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", part(header), part(claims));
        let mark = part(self.mark(key, &signed));
        format!("{signed}.{mark}")
    }

    /// A token of the own issuer with these changes to what is usual; `null` leaves a claim out.
    pub fn token(&self, change: Value) -> String {
        self.raw("ed", ED, &claims(change).to_string())
    }

    /// The same, of the partner.
    pub fn partner_token(&self, change: Value) -> String {
        let mut all = claims(change);
        all["iss"] = PARTNER.into();
        self.raw(
            "partner",
            r#"{"alg":"EdDSA","typ":"JWT"}"#,
            &all.to_string(),
        )
    }
}

/// The header of the own issuer's usual key.
pub const ED: &str = r#"{"alg":"EdDSA","typ":"JWT","kid":"ed"}"#;

pub fn hmac_of(key: &[u8], signed: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
}

/// What is usually said, with changes; `null` leaves a claim out.
pub fn claims(change: Value) -> Value {
    let mut all = json!({
        "iss": OWN, "aud": AUDIENCE, "sub": "m-42", "iat": dawn(), "exp": dawn() + 100,
        "jti": kontor_store::archive::hex(&random::bytes::<8>()),
        "name": "Noora", "email": "noora@posti.example", "role": "buyer",
    });
    let members = all.as_object_mut().unwrap();
    let Value::Object(changes) = change else {
        panic!("{change}");
    };
    for (name, value) in changes {
        if value.is_null() {
            members.remove(&name);
        } else {
            members.insert(name, value);
        }
    }
    all
}
