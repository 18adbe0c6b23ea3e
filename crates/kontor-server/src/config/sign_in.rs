//! `[[marketplace.sign_in]]`: who may sign people in, as it stands in the configuration.
//!
//! Keys are read into `crate::sign_in`; a secret is never written out again, whoever asks.

use std::fmt;
use std::path::PathBuf;

use kontor_core::account::Role;
use serde::{Deserialize, Serialize, Serializer};

use crate::sign_in::Issuer;
use crate::sign_in::key::{Algorithm, Key};

/// The longest issuer, key id or audience, in bytes: URLs are shorter.
const NAME_BYTES_MAX: usize = 200;

/// One issuer with one key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInConfig {
    /// What `iss` says.
    pub issuer: String,
    /// What `aud` says; the marketplace's `base_url` where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// `EdDSA`, `ES256`, `RS256` or `HS256`.
    pub algorithm: String,
    /// The public key in PEM, or for HS256 the secret in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyText>,
    /// A file that holds the key instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    /// What `kid` says; needed where an issuer has several keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The roles that its tokens may give.
    #[serde(default = "usual_roles")]
    pub roles: Vec<String>,
}

fn usual_roles() -> Vec<String> {
    [Role::Buyer, Role::PrivateSeller, Role::BusinessSeller]
        .map(|role| role.code().to_owned())
        .to_vec()
}

/// A key as it was written. Only a public one is ever shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct KeyText(pub String);

impl KeyText {
    fn shown(&self) -> &str {
        if self.0.trim().starts_with("-----BEGIN PUBLIC KEY-----") {
            &self.0
        } else {
            "…"
        }
    }
}

impl fmt::Debug for KeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl Serialize for KeyText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.shown())
    }
}

impl SignInConfig {
    /// The issuer of this entry.
    ///
    /// # Errors
    /// A line for each thing that is wrong.
    pub fn read(&self, base_url: &str) -> Result<Issuer, Vec<String>> {
        let mut problems = Vec::new();
        let audience = self.audience.as_deref().unwrap_or(base_url);
        for (name, text) in [
            ("issuer", Some(self.issuer.as_str())),
            ("audience", Some(audience)),
            ("key_id", self.key_id.as_deref()),
        ] {
            let fits = |text: &str| {
                (1..=NAME_BYTES_MAX).contains(&text.len()) && !text.contains(char::is_control)
            };
            if !text.is_none_or(fits) {
                problems.push(format!("{name}: 1 to {NAME_BYTES_MAX} bytes"));
            }
        }
        let mut roles = Vec::new();
        for code in &self.roles {
            match Role::parse(code) {
                Some(role) => roles.push(role),
                None => problems.push(format!(
                    "roles: {code:?} is none of {}",
                    Role::ALL.map(Role::code).join(", ")
                )),
            }
        }
        match self.key() {
            Ok(key) if problems.is_empty() => Ok(Issuer {
                name: self.issuer.clone(),
                audience: audience.to_owned(),
                key_id: self.key_id.clone(),
                key,
                roles,
            }),
            Ok(_) => Err(problems),
            Err(problem) => {
                problems.push(problem);
                Err(problems)
            }
        }
    }

    fn key(&self) -> Result<Key, String> {
        let algorithm = Algorithm::parse(&self.algorithm).ok_or_else(|| {
            let known = Algorithm::ALL.map(Algorithm::code).join(", ");
            format!("algorithm: {:?} is none of {known}", self.algorithm)
        })?;
        match (&self.key, &self.key_file) {
            (Some(key), None) => Key::read(algorithm, &key.0).map_err(|why| format!("key: {why}")),
            (None, Some(path)) => {
                let at = |why: String| format!("key_file {}: {why}", path.display());
                let text = std::fs::read_to_string(path).map_err(|error| at(error.to_string()))?;
                Key::read(algorithm, &text).map_err(at)
            }
            _ => Err("one of key and key_file is needed".to_owned()),
        }
    }
}
