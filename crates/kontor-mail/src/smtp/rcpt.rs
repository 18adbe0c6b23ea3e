//! RCPT: who receives.
//!
//! Only the form is checked; whether the recipient exists is not known here.
//! Source: RFC 5321 §4.1.1.3.

use super::path;
use super::reply::{self, Reply};

/// Reads what follows `TO:`.
///
/// # Errors
/// The reply that names what is wrong.
pub(super) fn read(argument: &str) -> Result<String, Reply> {
    let (recipient, parameters) = path::split(argument)?;
    if path::parameters(parameters).next().is_some() {
        return Err(reply::UNKNOWN_PARAMETER);
    }
    // The one recipient without a domain. Source: RFC 5321 §4.5.1.
    if recipient.eq_ignore_ascii_case("postmaster") {
        return Ok("postmaster".to_owned());
    }
    path::mailbox(recipient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients() {
        let cases = [
            ("<a@b.fi>", Ok("a@b.fi".to_owned())),
            ("<Postmaster>", Ok("postmaster".to_owned())),
            ("<>", Err(reply::BAD_ADDRESS)),
            ("<a@b.fi> NOTIFY=NEVER", Err(reply::UNKNOWN_PARAMETER)),
            ("<a@b.fi><c@d.fi>", Err(reply::BAD_ARGUMENT)),
            ("<|cat@b.fi", Err(reply::BAD_ARGUMENT)),
        ];
        for (argument, wanted) in cases {
            assert_eq!(read(argument), wanted, "{argument}");
        }
    }
}
