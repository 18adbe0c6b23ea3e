//! A peer that talks to a session and notes what it hears.

use kontor_mail::smtp::{Envelope, Limits, Session, Step};

pub const BEGIN: &str =
    "EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";

/// What a conversation led to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heard {
    pub replies: String,
    pub mails: Vec<Envelope>,
    pub closed: bool,
}

impl Heard {
    /// The first three digits of each reply, continued lines once.
    pub fn codes(&self) -> Vec<&str> {
        self.replies
            .lines()
            .filter(|line| line.as_bytes()[3] == b' ')
            .map(|line| &line[..3])
            .collect()
    }
}

/// Feeds the chunks as a caller does: each delivery is reported before more is read.
pub fn converse<'a>(limits: Limits, chunks: impl IntoIterator<Item = &'a [u8]>) -> Heard {
    let mut session = Session::new(limits, "mx.example");
    let mut heard = Heard::default();
    for chunk in chunks {
        let mut steps = Vec::new();
        session.receive(chunk, &mut steps);
        let mut at = 0;
        while at < steps.len() {
            match steps[at].clone() {
                Step::Reply(bytes) => heard.replies.push_str(&well_formed(bytes)),
                Step::Deliver(envelope) => {
                    heard.mails.push(envelope);
                    session.delivered(Ok(()), &mut steps);
                }
                Step::Close => {
                    assert_eq!(at + 1, steps.len(), "something after the end");
                    heard.closed = true;
                    return heard;
                }
            }
            at += 1;
        }
    }
    heard
}

/// One reply: the same code on each line, printable ASCII, at most 512 bytes a line.
/// Source: RFC 5321 §4.2.1, §4.5.3.1.5.
fn well_formed(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.strip_suffix("\r\n").unwrap().split("\r\n").collect();
    for (at, line) in lines.iter().enumerate() {
        let (code, rest) = line.split_at(3);
        assert!(
            code.bytes().all(|b| b.is_ascii_digit()) && code == &text[..3],
            "{line}"
        );
        assert_eq!(rest.starts_with(' '), at + 1 == lines.len(), "{line}");
        assert!(rest.bytes().all(|b| (b' '..=b'~').contains(&b)), "{line}");
        assert!(line.len() <= 510);
    }
    text
}
