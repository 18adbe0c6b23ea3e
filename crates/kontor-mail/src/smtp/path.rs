//! A path in angle brackets and the parameters behind it.
//!
//! Which addresses are plain is in [`crate::address`]; which parameters are known is in the file of
//! each verb. Source: RFC 5321 §4.1.2.

use super::reply::{self, Reply};
use crate::address;

/// The longest path with its brackets, in bytes. Source: RFC 5321 §4.5.3.1.3.
const PATH_BYTES_MAX: usize = 256;

/// Splits `<path> parameters`; the path comes without brackets and without a source route.
///
/// # Errors
/// The reply that names what is wrong.
pub(super) fn split(argument: &str) -> Result<(&str, &str), Reply> {
    let (path, parameters) = argument
        .strip_prefix('<')
        .and_then(|rest| rest.split_once('>'))
        .ok_or(reply::BAD_ARGUMENT)?;
    if path.len() + 2 > PATH_BYTES_MAX || !(parameters.is_empty() || parameters.starts_with(' ')) {
        return Err(reply::BAD_ARGUMENT);
    }
    Ok((without_route(path), parameters))
}

/// A source route is taken and ignored. Source: RFC 5321 §4.1.1.3 and appendix C.
fn without_route(path: &str) -> &str {
    match path.split_once(':') {
        Some((route, mailbox)) if route.starts_with('@') => mailbox,
        _ => path,
    }
}

/// The address of a path that must have one.
///
/// # Errors
/// The reply that names what is wrong.
pub(super) fn mailbox(path: &str) -> Result<String, Reply> {
    if address::is_plain(path) {
        Ok(path.to_owned())
    } else {
        Err(reply::BAD_ADDRESS)
    }
}

/// The parameters as keyword and value. Source: RFC 5321 §4.1.1.11.
pub(super) fn parameters(text: &str) -> impl Iterator<Item = (String, &str)> {
    text.split(' ').filter(|one| !one.is_empty()).map(|one| {
        let (keyword, value) = one.split_once('=').unwrap_or((one, ""));
        (keyword.to_ascii_uppercase(), value)
    })
}
