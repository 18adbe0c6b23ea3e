//! A command line: its verb and what follows.
//!
//! Only the shape is read here; the arguments of MAIL and RCPT are read in the files of that name.
//! Whether a command may stand where it stands is the session's. Source: RFC 5321 §4.1.1.

use super::reply::{self, Reply};

/// A command with its argument, as far as it has one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command<'a> {
    /// The peer greets and speaks extensions.
    Ehlo,
    /// The peer greets.
    Helo,
    /// Begins a message; holds what follows `FROM:`.
    Mail(&'a str),
    /// Names a recipient; holds what follows `TO:`.
    Rcpt(&'a str),
    /// The message itself follows.
    Data,
    /// Forgets the message begun.
    Rset,
    /// Nothing.
    Noop,
    /// Asks whether somebody exists.
    Vrfy,
    /// Ends the conversation.
    Quit,
}

/// Reads a line without its CRLF.
///
/// # Errors
/// The reply that names what is wrong.
pub(super) fn read(line: &[u8]) -> Result<Command<'_>, Reply> {
    // Without SMTPUTF8 a command is ASCII. Source: RFC 5321 §2.4, RFC 6531 §3.4.
    let text = std::str::from_utf8(line).map_err(|_| reply::BAD_ARGUMENT)?;
    if !text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Err(reply::BAD_ARGUMENT);
    }
    // Trailing white space is tolerated. Source: RFC 5321 §4.1.1.
    let text = text.trim_end_matches(' ');
    let (verb, argument) = text.split_once(' ').unwrap_or((text, ""));
    let argument = argument.trim_start_matches(' ');
    let bare = |command| match argument {
        "" => Ok(command),
        _ => Err(reply::BAD_ARGUMENT),
    };
    match verb.to_ascii_uppercase().as_str() {
        "EHLO" => greeting(argument, Command::Ehlo),
        "HELO" => greeting(argument, Command::Helo),
        "MAIL" => after(argument, "FROM:").map(Command::Mail),
        "RCPT" => after(argument, "TO:").map(Command::Rcpt),
        "DATA" => bare(Command::Data),
        "RSET" => bare(Command::Rset),
        "QUIT" => bare(Command::Quit),
        // NOOP's argument means nothing. Source: RFC 5321 §4.1.1.9.
        "NOOP" => Ok(Command::Noop),
        "VRFY" if argument.is_empty() => Err(reply::BAD_ARGUMENT),
        "VRFY" => Ok(Command::Vrfy),
        _ => Err(reply::UNKNOWN),
    }
}

/// A greeting needs a name, which is believed nothing and kept nowhere. Source: RFC 5321 §4.1.4.
fn greeting<'a>(argument: &str, command: Command<'a>) -> Result<Command<'a>, Reply> {
    if argument.is_empty() || argument.contains(' ') {
        return Err(reply::BAD_ARGUMENT);
    }
    Ok(command)
}

/// What follows the keyword. Spaces before the path are tolerated although RFC 5321 §3.3 forbids
/// them, since senders write them and nothing hangs on it.
fn after<'a>(argument: &'a str, keyword: &str) -> Result<&'a str, Reply> {
    argument
        .split_at_checked(keyword.len())
        .filter(|(found, _)| found.eq_ignore_ascii_case(keyword))
        .map(|(_, rest)| rest.trim_start_matches(' '))
        .ok_or(reply::BAD_ARGUMENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_read_in_any_case() {
        let cases = [
            ("EHLO client.example", Ok(Command::Ehlo)),
            ("helo [192.0.2.1]", Ok(Command::Helo)),
            ("mAiL fRoM:<a@b.fi>", Ok(Command::Mail("<a@b.fi>"))),
            ("MAIL FROM: <a@b.fi>", Ok(Command::Mail("<a@b.fi>"))),
            ("RCPT TO:<a@b.fi> X=1", Ok(Command::Rcpt("<a@b.fi> X=1"))),
            ("DATA ", Ok(Command::Data)),
            ("RSET", Ok(Command::Rset)),
            ("NOOP what ever", Ok(Command::Noop)),
            ("VRFY someone", Ok(Command::Vrfy)),
            ("quit", Ok(Command::Quit)),
            ("", Err(reply::UNKNOWN)),
            ("EHLO", Err(reply::BAD_ARGUMENT)),
            ("EHLO a b", Err(reply::BAD_ARGUMENT)),
            ("MAIL", Err(reply::BAD_ARGUMENT)),
            ("MAIL TO:<a@b.fi>", Err(reply::BAD_ARGUMENT)),
            ("DATA now", Err(reply::BAD_ARGUMENT)),
            ("VRFY", Err(reply::BAD_ARGUMENT)),
            ("EHLO caf\u{e9}", Err(reply::BAD_ARGUMENT)),
            ("EHLO a\tb", Err(reply::BAD_ARGUMENT)),
            ("STARTTLS", Err(reply::UNKNOWN)),
            ("AUTH PLAIN AAAA", Err(reply::UNKNOWN)),
            ("BDAT 5 LAST", Err(reply::UNKNOWN)),
            ("GET / HTTP/1.1", Err(reply::UNKNOWN)),
        ];
        for (line, wanted) in cases {
            assert_eq!(read(line.as_bytes()), wanted, "{line}");
        }
        assert_eq!(read(b"EHLO \xff"), Err(reply::BAD_ARGUMENT));
    }
}
