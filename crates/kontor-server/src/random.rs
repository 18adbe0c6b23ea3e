//! The one place that makes random bytes. Secrets are 256 bits from the operating system.

use kontor_core::time::Micros;
use rand::RngExt;
use sha2::{Digest, Sha256};

/// Random bytes of any fixed length.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    rand::rng().fill(&mut out);
    out
}

/// A secret that grants something: 256 random bits as 64 hexadecimal digits after `kt_`.
#[must_use]
pub fn secret() -> String {
    format!("kt_{}", kontor_store::archive::hex(&bytes::<32>()))
}

/// What is kept of a secret.
#[must_use]
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A new id of any kind: `fresh(ConversationId::new, now)`.
pub fn fresh<T>(make: fn(Micros, [u8; 10]) -> T, now: Micros) -> T {
    make(now, bytes())
}
