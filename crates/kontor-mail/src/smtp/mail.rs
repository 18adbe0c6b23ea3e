//! MAIL: who sends, and how large it will be.
//!
//! Source: RFC 5321 §4.1.1.2; SIZE: RFC 1870 §5; BODY: RFC 6152 §2.

use super::path;
use super::reply::{self, Reply};

/// The most digits of a SIZE. Source: RFC 1870 §5.
const SIZE_DIGITS_MAX: usize = 20;

/// Reads what follows `FROM:`; `None` is the empty path of bounces and automatic mail.
///
/// # Errors
/// The reply that names what is wrong.
pub(super) fn read(argument: &str, message_bytes_max: usize) -> Result<Option<String>, Reply> {
    let (sender, parameters) = path::split(argument)?;
    let mut seen = Vec::new();
    for (keyword, value) in path::parameters(parameters) {
        match keyword.as_str() {
            "SIZE" => check_size(value, message_bytes_max)?,
            "BODY" => check_body(value)?,
            _ => return Err(reply::UNKNOWN_PARAMETER),
        }
        if seen.contains(&keyword) {
            return Err(reply::BAD_ARGUMENT);
        }
        seen.push(keyword);
    }
    match sender {
        "" => Ok(None),
        sender => path::mailbox(sender).map(Some),
    }
}

fn check_size(value: &str, message_bytes_max: usize) -> Result<(), Reply> {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    if value.is_empty() || value.len() > SIZE_DIGITS_MAX || !digits {
        return Err(reply::BAD_ARGUMENT);
    }
    // Twenty digits can overflow; what overflows is too large.
    match value.parse::<usize>() {
        Ok(bytes) if bytes <= message_bytes_max => Ok(()),
        _ => Err(reply::TOO_LARGE),
    }
}

fn check_body(value: &str) -> Result<(), Reply> {
    let known = ["7BIT", "8BITMIME"]
        .iter()
        .any(|body| value.eq_ignore_ascii_case(body));
    if known {
        Ok(())
    } else {
        Err(reply::BAD_ARGUMENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders_and_parameters() {
        let from = |address: &str| Ok(Some(address.to_owned()));
        let cases = [
            ("<a@b.fi>", from("a@b.fi")),
            ("<>", Ok(None)),
            ("<@relay.fi,@other.fi:a@b.fi>", from("a@b.fi")),
            ("<a@b.fi> SIZE=1000 BODY=8BITMIME", from("a@b.fi")),
            ("<a@b.fi> size=0 body=7bit", from("a@b.fi")),
            ("<a@b.fi> SIZE=1001", Err(reply::TOO_LARGE)),
            ("<a@b.fi> SIZE=99999999999999999999", Err(reply::TOO_LARGE)),
            ("<a@b.fi> SIZE=", Err(reply::BAD_ARGUMENT)),
            ("<a@b.fi> SIZE=1 SIZE=2", Err(reply::BAD_ARGUMENT)),
            ("<a@b.fi> BODY=BINARYMIME", Err(reply::BAD_ARGUMENT)),
            ("<a@b.fi> SMTPUTF8", Err(reply::UNKNOWN_PARAMETER)),
            ("<a@b.fi>SIZE=1", Err(reply::BAD_ARGUMENT)),
            ("a@b.fi", Err(reply::BAD_ARGUMENT)),
            ("<a@b.fi", Err(reply::BAD_ARGUMENT)),
            ("<\"a b\"@b.fi>", Err(reply::BAD_ADDRESS)),
            ("<a@[192.0.2.1]>", Err(reply::BAD_ADDRESS)),
            ("<a>", Err(reply::BAD_ADDRESS)),
        ];
        for (argument, wanted) in cases {
            assert_eq!(read(argument, 1000), wanted, "{argument}");
        }
    }
}
