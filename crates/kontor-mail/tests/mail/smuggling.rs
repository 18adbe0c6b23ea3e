//! Only CRLF.CRLF ends a message: every other pair of line ends around a dot is refused.
//!
//! CVE-2023-51764, -51765, -51766: peers that disagree about the end of DATA let one message carry
//! another past every check. Source: RFC 5321 §2.3.8, §4.1.1.4.

use super::peer::{BEGIN, converse};
use kontor_mail::smtp::Limits;

const ENDS: [(&str, &str); 5] = [
    ("CRLF", "\r\n"),
    ("LF", "\n"),
    ("CR", "\r"),
    ("LFCR", "\n\r"),
    ("NUL", "\0"),
];

const SMUGGLED: &str = "MAIL FROM:<admin@victim.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n\
                        Subject: smuggled\r\n\r\nevil\r\n.\r\n";

#[test]
fn a_second_message_is_never_smuggled() {
    for (left_name, left) in ENDS {
        for (right_name, right) in ENDS {
            let name = format!("{left_name}.{right_name}");
            let input =
                format!("{BEGIN}Subject: first\r\n\r\nbody{left}.{right}{SMUGGLED}QUIT\r\n");
            let input = input.as_bytes();
            let heard = converse(Limits::default(), [input]);
            assert!(heard.closed, "{name}");
            if (left, right) == ("\r\n", "\r\n") {
                // Two honest messages in one packet.
                assert_eq!(heard.mails.len(), 2, "{name}");
                assert_eq!(heard.codes().last(), Some(&"221"), "{name}");
            } else {
                assert_eq!(heard.mails, [], "{name}");
                assert_eq!(heard.codes(), ["250", "250", "250", "354", "521"], "{name}");
            }
            for cut in 1..input.len() {
                let (head, tail) = input.split_at(cut);
                assert_eq!(
                    converse(Limits::default(), [head, tail]),
                    heard,
                    "{name} cut at {cut}"
                );
            }
            assert_eq!(
                converse(Limits::default(), input.chunks(1)),
                heard,
                "{name} byte by byte"
            );
        }
    }
}

#[test]
fn stray_line_ends_in_commands_close() {
    for (name, stray) in ENDS.iter().skip(1) {
        for command in ["MAIL FROM:<a@b.fi>", "RCPT TO:<a", "DATA", "EHLO c"] {
            let input = format!("EHLO c\r\n{command}{stray}Bcc: x@y.example\r\n");
            let heard = converse(Limits::default(), [input.as_bytes()]);
            assert_eq!(heard.codes(), ["250", "521"], "{name} after {command}");
            assert!(heard.closed);
        }
    }
}
