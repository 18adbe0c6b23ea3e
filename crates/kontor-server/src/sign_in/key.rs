//! The keys with which tokens are checked: reading them from the configuration, and signatures.
//!
//! The algorithm belongs to the key and is never taken from a token. Signatures are `ring`'s; why not
//! a library for tokens stands in `docs/decisions/0011-sign-in-tokens.md`.
//! Sources: RFC 7518 §3 (algorithms), RFC 8037 §3.1 (EdDSA), RFC 5280 §4.1 (public keys); T080, T082.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::{hmac, signature};

/// Bytes of a secret for HS256 at least. Source: RFC 7518 §3.2; T082 asks for 256 bits.
const SECRET_BYTES_MIN: usize = 32;
/// Different bytes that a secret holds at least; 32 random ones hold about 30.
const SECRET_DIFFERENT_MIN: usize = 16;
/// Bits of an RSA key at least. Source: RFC 7518 §3.3.
const RSA_BITS_MIN: usize = 2_048;
/// Bits of an RSA key at most; more costs time and gains nothing.
const RSA_BITS_MAX: usize = 8_192;

/// Words of which secrets are made that come with examples. Source: T082.
const WEAK_WORDS: &[&str] = &[
    "password", "changeme", "change", "default", "example", "private", "secret", "string", "token",
    "kontor", "least", "super", "please", "admin", "local", "long", "your", "bits", "demo", "test",
    "with", "very", "this", "that", "bit", "key", "jwt", "must", "the", "for", "me", "my", "at",
    "is", "in", "to", "be", "it",
];

/// How tokens are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519.
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSA PKCS#1 1.5 with SHA-256.
    Rs256,
    /// HMAC with SHA-256: the issuer's secret is ours too.
    Hs256,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 4] = [Self::EdDsa, Self::Es256, Self::Rs256, Self::Hs256];

    /// The name in configuration and tokens.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::Hs256 => "HS256",
        }
    }

    /// Reads the name, to the letter.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    fn kind(self) -> &'static str {
        match self {
            Self::EdDsa => "Ed25519",
            Self::Es256 => "P-256",
            Self::Rs256 => "RSA",
            Self::Hs256 => "a secret",
        }
    }
}

/// A key with its algorithm.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    algorithm: Algorithm,
    bytes: Vec<u8>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.algorithm.code())
    }
}

impl Key {
    /// Reads a key as it stands in the configuration.
    ///
    /// # Errors
    /// What is wrong with it, for an operator.
    pub fn read(algorithm: Algorithm, text: &str) -> Result<Self, String> {
        let bytes = match algorithm {
            Algorithm::Hs256 => secret(text)?,
            _ => public(algorithm, text)?,
        };
        Ok(Self { algorithm, bytes })
    }

    /// The algorithm that goes with it.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// True where this key made the signature.
    #[must_use]
    pub fn signed(&self, message: &[u8], mark: &[u8]) -> bool {
        let by = |algorithm: &'static dyn signature::VerificationAlgorithm| {
            let key = signature::UnparsedPublicKey::new(algorithm, &self.bytes);
            key.verify(message, mark).is_ok()
        };
        match self.algorithm {
            Algorithm::EdDsa => by(&signature::ED25519),
            Algorithm::Es256 => by(&signature::ECDSA_P256_SHA256_FIXED),
            Algorithm::Rs256 => by(&signature::RSA_PKCS1_2048_8192_SHA256),
            Algorithm::Hs256 => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, &self.bytes);
                hmac::verify(&key, message, mark).is_ok()
            }
        }
    }
}

fn secret(text: &str) -> Result<Vec<u8>, String> {
    let text = text.trim();
    if text.contains("-----BEGIN") {
        return Err("HS256 takes a secret in base64, this is a PEM key".to_owned());
    }
    let bytes = STANDARD
        .decode(text)
        .or_else(|_| URL_SAFE_NO_PAD.decode(text))
        .map_err(|_| "not base64: make one with openssl rand -base64 32".to_owned())?;
    if bytes.len() < SECRET_BYTES_MIN {
        let bits = bytes.len() * 8;
        return Err(format!(
            "a secret of {bits} bits is too short: 256 at least, as openssl rand -base64 32 makes"
        ));
    }
    if is_guessable(text.as_bytes()) || is_guessable(&bytes) {
        return Err("a secret that others know: make one with openssl rand -base64 32".to_owned());
    }
    Ok(bytes)
}

/// True for secrets made of a few bytes over and over, or of nothing but words of examples.
fn is_guessable(bytes: &[u8]) -> bool {
    let mut different = [false; 256];
    for byte in bytes {
        if let Some(seen) = different.get_mut(usize::from(*byte)) {
            *seen = true;
        }
    }
    let is_hex = bytes.iter().all(u8::is_ascii_hexdigit);
    let wanted = if is_hex { 10 } else { SECRET_DIFFERENT_MIN };
    let different = different.iter().filter(|seen| **seen).count();
    let repeats = (1..=bytes.len() / 2)
        .any(|by| bytes.iter().zip(bytes.iter().skip(by)).all(|(a, b)| a == b));
    let mut text: String = bytes
        .iter()
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    for word in WEAK_WORDS {
        text = text.replace(word, "");
    }
    let left = text
        .chars()
        .filter(|c| !(c.is_ascii_digit() || c.is_ascii_punctuation() || *c == ' '));
    different < wanted || repeats || left.count() < 8
}

/// The key inside a PEM block, in the form in which `ring` takes it.
fn public(algorithm: Algorithm, text: &str) -> Result<Vec<u8>, String> {
    let wrong = |what: &str| {
        let (name, kind) = (algorithm.code(), algorithm.kind());
        format!("{what}; {name} takes an {kind} public key in PEM (-----BEGIN PUBLIC KEY-----)")
    };
    if text.contains("PRIVATE KEY-----") {
        return Err(wrong(
            "this is a private key, which belongs to the issuer alone",
        ));
    }
    let der = pem(text).ok_or_else(|| wrong("not readable as PEM"))?;
    let (found, bytes) = subject_public_key(&der).ok_or_else(|| wrong("not a public key"))?;
    if found != algorithm.kind() {
        return Err(wrong(&format!("the key is {found}")));
    }
    let fits = match algorithm {
        Algorithm::EdDsa => bytes.len() == 32,
        Algorithm::Es256 => bytes.len() == 65 && bytes.first() == Some(&4),
        _ => rsa_bits(&bytes).is_some_and(|bits| (RSA_BITS_MIN..=RSA_BITS_MAX).contains(&bits)),
    };
    if !fits {
        return Err(wrong(match algorithm {
            Algorithm::Rs256 => "an RSA key has 2048 to 8192 bits",
            Algorithm::Es256 => "the point must be uncompressed",
            _ => "the key is cut off",
        }));
    }
    Ok(bytes)
}

/// The bytes of the one block of a PEM text. Source: RFC 7468 §2.
fn pem(text: &str) -> Option<Vec<u8>> {
    let inside = text.trim().strip_prefix("-----BEGIN PUBLIC KEY-----")?;
    let inside = inside.strip_suffix("-----END PUBLIC KEY-----")?;
    let joined: String = inside.split_ascii_whitespace().collect();
    STANDARD.decode(joined).ok()
}

/// One DER element with this tag: its content, and what follows it.
fn element(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = input.split_first()?;
    if *found != tag {
        return None;
    }
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81 | 0x82 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x0f))?;
            (
                bytes
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
                rest,
            )
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// Kind and bits of a SubjectPublicKeyInfo. Source: RFC 5280 §4.1, RFC 8410 §4, RFC 5480 §2.1.
fn subject_public_key(der: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
    const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
    const P256: &[u8] = &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
    const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    let (whole, rest) = element(der, 0x30)?;
    let (algorithm, bits) = element(whole, 0x30)?;
    let (bits, end) = element(bits, 0x03)?;
    let (name, parameters) = element(algorithm, 0x06)?;
    let (unused, bytes) = bits.split_first()?;
    if !rest.is_empty() || !end.is_empty() || *unused != 0 {
        return None;
    }
    let kind = match (name, parameters) {
        (ED25519, []) => "Ed25519",
        (EC, P256) => "P-256",
        (RSA, _) => "RSA",
        _ => "of another kind",
    };
    Some((kind, bytes.to_vec()))
}

/// Bits of an RSA key's modulus. Source: RFC 8017 §A.1.1.
fn rsa_bits(bytes: &[u8]) -> Option<usize> {
    let (numbers, _) = element(bytes, 0x30)?;
    let (modulus, _) = element(numbers, 0x02)?;
    let start = modulus.iter().position(|byte| *byte != 0)?;
    let first = modulus.get(start)?;
    let length = modulus.len() - start;
    Some(length * 8 - usize::try_from(first.leading_zeros()).ok()?)
}
