//! Broken and hostile mails: what can be read is read, the rest is a defect, in bounded time.

use std::time::{Duration, Instant};

use kontor_mail::read::{ADDRESSES_MAX, Defect, Received, TEXT_BYTES_MAX, read};
use proptest::prelude::*;

const HEAD: &str = "From: a@b.example\r\nDate: Sat, 21 Nov 2026 21:26:40 +0000\r\n";

/// No bound is passed, whatever the input.
pub fn assert_bounded(received: &Received) {
    let longest = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    assert!(longest(&received.text) <= TEXT_BYTES_MAX + 1);
    assert!(longest(&received.html) <= TEXT_BYTES_MAX + 1);
    assert!(received.attachments.len() <= 200);
    assert!(received.from.len() <= ADDRESSES_MAX && received.to.len() <= ADDRESSES_MAX);
    let text = received.text.as_deref().unwrap_or("");
    assert!(!text.contains(['\0', '\r', '\u{1b}']));
}

#[test]
fn what_is_broken_is_told() {
    let cases: [(&str, String, &str, &[Defect]); 9] = [
        ("plain", format!("{HEAD}\r\nhi"), "hi", &[]),
        (
            "LF line ends",
            format!("{HEAD}\r\nhi").replace('\r', ""),
            "hi",
            &[],
        ),
        (
            "nothing",
            String::new(),
            "",
            &[Defect::NoHeader, Defect::NoSender, Defect::NoDate],
        ),
        (
            "only text",
            "\r\nhi".into(),
            "hi",
            &[Defect::NoHeader, Defect::NoSender, Defect::NoDate],
        ),
        (
            "no date",
            "From: a@b.example\r\n\r\nhi".into(),
            "hi",
            &[Defect::NoDate],
        ),
        (
            "impossible date",
            "From: a@b.fi\r\nDate: Sat, 99 Nov 99999 99:99 +9999\r\n\r\nhi".into(),
            "hi",
            &[Defect::NoDate],
        ),
        (
            "no boundary",
            format!("{HEAD}Content-Type: multipart/mixed\r\n\r\nhi"),
            "hi",
            &[Defect::NoBoundary],
        ),
        (
            "boundary that never comes",
            format!("{HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\nhi"),
            "hi",
            &[Defect::NoBoundary],
        ),
        (
            "NUL and escape",
            format!("{HEAD}\r\na\0b\u{1b}[2Jc\rd"),
            "a\u{fffd}b\u{fffd}[2Jc\nd",
            &[],
        ),
    ];
    for (name, raw, text, defects) in cases {
        let received = read(raw.as_bytes());
        assert_eq!(received.text.as_deref().unwrap_or(""), text, "{name}");
        assert_eq!(received.defects, defects, "{name}");
        assert_bounded(&received);
    }
}

#[test]
fn parts_are_told_apart() {
    let raw = format!(
        "{HEAD}To: \"X\" <x@y.example>, z@y.example\r\nSubject: =?iso-8859-1?q?p=E4iv=E4?=\r\n\
         Content-Type: multipart/mixed; boundary=\"out\"\r\n\r\npreamble\r\n--out\r\n\
         Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n\
         Content-Type: text/plain; charset=iso-8859-15\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         p=E4iv=E4=\r\n\r\n--in\r\nContent-Type: text/html\r\n\r\n<b>day</b>\r\n--in--\r\n--out\r\n\
         Content-Type: image/png; name=\"../x\r\n y.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--out\r\n\
         Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nsecret\r\n--out--\r\nepilogue\r\n"
    );
    let received = read(raw.as_bytes());
    assert_eq!(received.subject.as_deref(), Some("päivä"));
    assert_eq!(received.to.len(), 2);
    assert_eq!(received.text.as_deref(), Some("päivä"));
    assert_eq!(received.html.as_deref(), Some("<b>day</b>"));
    let attachments: Vec<_> = received
        .attachments
        .iter()
        .map(|a| (a.name.as_deref(), a.media_type.as_str(), a.size_bytes))
        .collect();
    assert_eq!(attachments[0].1, "image/png");
    assert_eq!(attachments[0].2, 3);
    assert_eq!(attachments[1], (None, "message/rfc822", 24));
    assert_eq!(received.defects, []);
}

/// Shapes that have killed parsers: each must end soon, with what was cut told.
#[test]
fn hostile_shapes_are_read_in_bounded_time() {
    let nested = |n: usize| -> String {
        (0..n)
            .map(|i| format!("Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"))
            .collect()
    };
    let wide = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\n{}",
        "--x\r\n\r\nhi\r\n".repeat(100_000)
    );
    let shapes = [
        (
            "10k levels",
            format!("{HEAD}{}", nested(10_000)),
            Some(Defect::TooDeep),
        ),
        ("100k siblings", wide, Some(Defect::TooManyParts)),
        (
            "messages in messages",
            "Content-Type: message/rfc822\r\n\r\n".repeat(100_000),
            None,
        ),
        (
            "messages in messages, each encoded",
            "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                .repeat(50_000),
            None,
        ),
        (
            "1 MB header",
            format!("{HEAD}Subject: {}\r\n\r\n", "x".repeat(1 << 20)),
            Some(Defect::HeaderTooLarge),
        ),
        (
            "100k recipients",
            format!("{HEAD}{}\r\n", "To: a@b.fi\r\n".repeat(100_000)),
            Some(Defect::HeaderTooLarge),
        ),
        (
            "nested comments in a date",
            format!("From: a@b.fi\r\nDate: {}\r\n\r\n", "(".repeat(1 << 18)),
            Some(Defect::NoDate),
        ),
        (
            "brackets in an address",
            format!("From: {}\r\n\r\n", "<".repeat(1 << 18)),
            None,
        ),
        (
            "quotes in an address",
            format!("From: {}\r\n\r\n", "\"".repeat(1 << 18)),
            None,
        ),
        (
            "groups in an address",
            format!("From: {}\r\n\r\n", "a:".repeat(1 << 17)),
            None,
        ),
        (
            "encoded words",
            format!("{HEAD}Subject: {}\r\n\r\n", "=?utf-8?q?".repeat(20_000)),
            None,
        ),
        (
            "parameters",
            format!(
                "{HEAD}Content-Type: text/plain{}\r\n\r\nhi",
                ";a*0=b".repeat(30_000)
            ),
            None,
        ),
        (
            "unended base64",
            format!(
                "{HEAD}Content-Transfer-Encoding: base64\r\n\r\n{}",
                "A".repeat(1 << 21)
            ),
            Some(Defect::TextTooLong),
        ),
    ];
    for (name, raw, defect) in shapes {
        let begun = Instant::now();
        let received = read(raw.as_bytes());
        let took = begun.elapsed();
        assert_bounded(&received);
        if let Some(defect) = defect {
            assert!(
                received.defects.contains(&defect),
                "{name}: {:?}",
                received.defects
            );
        }
        // Generous: a debug build on a busy machine. A quadratic shape takes minutes.
        assert!(took < Duration::from_secs(5), "{name} took {took:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        assert_bounded(&read(&bytes));
    }

    #[test]
    fn any_fields_are_survived(
        fields in proptest::collection::vec(
            ("(From|To|Date|Subject|Message-ID|Content-Type|Content-Transfer-Encoding)", "[ -~\r\n\t\u{e4}]{0,60}"), 0..8),
        body in "(?s).{0,200}",
    ) {
        let header: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        assert_bounded(&read(format!("{header}\r\n{body}").as_bytes()));
    }
}
