//! A token's bytes to its parts, as strictly as they can be read. Nothing here is believed yet.
//!
//! Only the compact form, only what a sign-in token needs: a header that names keys, links or
//! extensions is refused whole. Sources: RFC 7515 §3.1, §4.1; RFC 8725 §3.1, §3.5; T080.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kontor_core::sign_in::TokenRefusal;
use serde_json::{Map, Value};

use crate::sign_in::json;

/// The longest token, in bytes: several times what the claims need.
pub const TOKEN_BYTES_MAX: usize = 4_096;

/// A token taken apart.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The algorithm that it claims.
    pub algorithm: String,
    /// The key that it claims.
    pub key_id: Option<String>,
    /// What it says.
    pub claims: Map<String, Value>,
    /// What was signed.
    pub signed: &'a [u8],
    /// The signature.
    pub signature: Vec<u8>,
}

/// Takes a token apart.
///
/// # Errors
/// `TooLong`, `Shape`, `Json`, `Header`.
pub fn parse(token: &str) -> Result<Parts<'_>, TokenRefusal> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err(TokenRefusal::TooLong);
    }
    let mut parts = token.split('.');
    let (Some(header), Some(claims), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(TokenRefusal::Shape);
    };
    // The engine refuses padding, white space, other alphabets and stray bits.
    let bytes = |text: &str| match URL_SAFE_NO_PAD.decode(text) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(TokenRefusal::Shape),
    };
    let (header_bytes, claims_bytes, signature_bytes) =
        (bytes(header)?, bytes(claims)?, bytes(signature)?);
    let (algorithm, key_id) = read_header(&header_bytes)?;
    let claims_at = header.len() + 1 + claims.len();
    let signed = token.as_bytes().get(..claims_at);
    Ok(Parts {
        algorithm,
        key_id,
        claims: json::object(&claims_bytes).ok_or(TokenRefusal::Json)?,
        signed: signed.ok_or(TokenRefusal::Shape)?,
        signature: signature_bytes,
    })
}

/// Algorithm and key id of a header that holds nothing else but a type.
fn read_header(bytes: &[u8]) -> Result<(String, Option<String>), TokenRefusal> {
    let header = json::object(bytes).ok_or(TokenRefusal::Json)?;
    let (mut algorithm, mut key_id) = (None, None);
    for (name, value) in header {
        let Value::String(text) = value else {
            return Err(TokenRefusal::Header);
        };
        match name.as_str() {
            "alg" => algorithm = Some(text),
            "kid" => key_id = Some(text),
            "typ" if text.eq_ignore_ascii_case("JWT") => {}
            _ => return Err(TokenRefusal::Header),
        }
    }
    Ok((algorithm.ok_or(TokenRefusal::Header)?, key_id))
}
