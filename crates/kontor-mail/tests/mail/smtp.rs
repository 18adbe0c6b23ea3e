//! Conversations: order of commands, limits, and what comes ahead of an outcome.

use super::peer::{BEGIN, Heard, converse};
use kontor_mail::smtp::{Envelope, Limits, Session, Step, Undelivered};

fn whole(input: &str) -> Heard {
    converse(Limits::default(), [input.as_bytes()])
}

#[test]
fn a_message_is_taken_with_dots_unstuffed() {
    let heard = whole(&format!(
        "{BEGIN}Subject: x\r\n\r\n..dot\r\n...\r\nend\r\n.\r\nQUIT\r\n"
    ));
    assert_eq!(heard.codes(), ["250", "250", "250", "354", "250", "221"]);
    assert_eq!(
        heard.mails,
        [Envelope {
            from: Some("a@b.example".into()),
            to: vec!["c@d.example".into()],
            data: b"Subject: x\r\n\r\n.dot\r\n..\r\nend\r\n".to_vec(),
        }]
    );
    assert!(heard.closed);
}

#[test]
fn the_offer_holds_only_what_is_spoken() {
    let heard = whole("EHLO c.example\r\n");
    assert_eq!(
        heard.replies,
        "250-mx.example\r\n250-PIPELINING\r\n250-SIZE 26214400\r\n250 8BITMIME\r\n"
    );
    assert_eq!(
        Session::new(Limits::default(), "a\r\nb").banner(),
        b"220 localhost ESMTP\r\n"
    );
}

#[test]
fn commands_have_an_order() {
    let cases = [
        ("MAIL before EHLO", "MAIL FROM:<>\r\n", "503"),
        (
            "RCPT before MAIL",
            "EHLO c\r\nRCPT TO:<a@b.fi>\r\n",
            "250 503",
        ),
        ("DATA before MAIL", "EHLO c\r\nDATA\r\n", "250 503"),
        (
            "DATA before RCPT",
            "EHLO c\r\nMAIL FROM:<>\r\nDATA\r\n",
            "250 250 554",
        ),
        (
            "MAIL twice",
            "HELO c\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\n",
            "250 250 503",
        ),
        (
            "refused MAIL begins nothing",
            "EHLO c\r\nMAIL FROM:<a>\r\nRCPT TO:<a@b.fi>\r\n",
            "250 553 503",
        ),
        (
            "RSET forgets",
            "EHLO c\r\nMAIL FROM:<>\r\nRSET\r\nRCPT TO:<a@b.fi>\r\n",
            "250 250 250 503",
        ),
        (
            "EHLO forgets",
            "EHLO c\r\nMAIL FROM:<>\r\nEHLO c\r\nDATA\r\n",
            "250 250 250 503",
        ),
        (
            "any time",
            "NOOP\r\nVRFY root\r\nRSET\r\nEXPN x\r\n",
            "250 252 250 500",
        ),
        (
            "not spoken",
            "EHLO c\r\nSTARTTLS\r\nAUTH LOGIN\r\nBDAT 3\r\n",
            "250 500 500 500",
        ),
        (
            "one sender a message",
            &format!("{BEGIN}x\r\n.\r\nDATA\r\n"),
            "250 250 250 354 250 503",
        ),
    ];
    for (name, input, wanted) in cases {
        assert_eq!(whole(input).codes().join(" "), wanted, "{name}");
    }
}

#[test]
fn limits_hold() {
    let small = Limits {
        message_bytes_max: 1_000,
        header_bytes_max: 100,
        header_fields_max: 3,
        recipients_max: 2,
        errors_max: 4,
    };
    let x = |n: usize| "x".repeat(n);
    let body = |lines: &str| format!("{BEGIN}\r\n{lines}.\r\nNOOP\r\n");
    let line = |n: usize| body(&format!("{}\r\n", x(n)));
    let kind = Limits {
        message_bytes_max: 5_000,
        ..small
    };
    let cases = [
        (
            "command of 512",
            small,
            format!("NOOP {}\r\n", x(505)),
            "250",
            false,
        ),
        (
            "command of 513",
            small,
            format!("NOOP {}\r\n", x(506)),
            "500",
            true,
        ),
        ("endless command", small, x(100_000), "500", true),
        (
            "line of 1000",
            kind,
            line(998),
            "250 250 250 354 250 250",
            false,
        ),
        (
            "line of 1001",
            kind,
            line(999),
            "250 250 250 354 554 250",
            false,
        ),
        (
            "stuffed line of 1001",
            kind,
            line(998).replace("\nxx", "\n.x"),
            "250 250 250 354 250 250",
            false,
        ),
        (
            "message of 1000",
            small,
            body(&format!("{}\r\n{}\r\n", x(498), x(496))),
            "250 250 250 354 250 250",
            false,
        ),
        (
            "message of 1001",
            small,
            body(&format!("{}\r\n{}\r\n", x(498), x(497))),
            "250 250 250 354 552 250",
            false,
        ),
        (
            "endless message",
            small,
            format!("{BEGIN}{}", "x\r\n".repeat(5_000)),
            "250 250 250 354 552",
            true,
        ),
        (
            "endless line",
            small,
            format!("{BEGIN}{}", x(5_000)),
            "250 250 250 354 552",
            true,
        ),
        (
            "large header",
            small,
            format!("{BEGIN}A: {}\r\n\r\n.\r\n", x(100)),
            "250 250 250 354 554",
            false,
        ),
        (
            "header of 3",
            small,
            format!("{BEGIN}A: \r\nB:\r\n b\r\nC:\r\n\r\nd\r\n.\r\n"),
            "250 250 250 354 250",
            false,
        ),
        (
            "header of 4",
            small,
            format!("{BEGIN}A: \r\nB:\r\nC:\r\nD:\r\n.\r\n"),
            "250 250 250 354 554",
            false,
        ),
        (
            "errors",
            small,
            "A\r\n".repeat(9),
            "500 500 500 500 421",
            true,
        ),
        ("NUL in a command", small, "NO\0OP\r\n".into(), "521", true),
    ];
    for (name, limits, input, wanted, closed) in cases {
        let heard = converse(limits, [input.as_bytes()]);
        assert_eq!(heard.codes().join(" "), wanted, "{name}");
        assert_eq!(heard.closed, closed, "{name}");
        let bytewise = converse(limits, input.as_bytes().chunks(1));
        assert_eq!(bytewise, heard, "{name}, byte by byte");
    }
}

#[test]
fn too_many_recipients_keep_those_that_were_taken() {
    let mut input = "EHLO c\r\nMAIL FROM:<>\r\n".to_owned();
    for number in 0..130 {
        input.push_str(&format!("RCPT TO:<u{number}@d.example>\r\n"));
    }
    input.push_str("RCPT TO:<u0@d.example>\r\nDATA\r\nx\r\n.\r\n");
    let heard = whole(&input);
    assert_eq!(
        heard.codes().iter().filter(|code| **code == "452").count(),
        30
    );
    assert_eq!(heard.mails[0].to.len(), 100);
    assert_eq!(heard.mails[0].from, None);
}

#[test]
fn what_comes_ahead_waits_for_the_outcome() {
    let mut session = Session::new(Limits::default(), "mx.example");
    let mut steps = Vec::new();
    session.receive(format!("{BEGIN}x\r\n.\r\nNOOP\r\n").as_bytes(), &mut steps);
    assert!(
        matches!(steps.last(), Some(Step::Deliver(_))),
        "no answer before the outcome"
    );
    steps.clear();
    session.receive(b"QUIT\r\n", &mut steps);
    assert_eq!(steps, []);
    session.delivered(Err(Undelivered::ForNow), &mut steps);
    let codes: Vec<_> = steps
        .iter()
        .map(|step| match step {
            Step::Reply(bytes) => String::from_utf8_lossy(&bytes[..3]).into_owned(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(codes, ["451", "250", "221", "Close"]);
    session.delivered(Ok(()), &mut steps);
    assert_eq!(steps.len(), 4, "an outcome without a delivery says nothing");
}

#[test]
fn too_much_ahead_closes() {
    let mut session = Session::new(Limits::default(), "mx.example");
    let mut steps = Vec::new();
    session.receive(format!("{BEGIN}x\r\n.\r\n").as_bytes(), &mut steps);
    steps.clear();
    session.receive(&[b'x'; 64 * 1024], &mut steps);
    assert_eq!(steps, []);
    session.receive(b"x", &mut steps);
    assert_eq!(steps.last(), Some(&Step::Close));
}
