//! What is written can be read again and has the form of the wire.

use kontor_mail::compose::{Mailbox, NAME_CHARS_MAX, Outgoing, Unwritable, compose};
use kontor_mail::read::read;
use proptest::prelude::*;

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox {
        name: name.into(),
        address: address.into(),
    }
}

pub fn letter() -> Outgoing {
    Outgoing {
        from: mailbox("Kontor", "kontor@m.example"),
        to: mailbox("Aino", "aino@b.example"),
        subject: "Hello".into(),
        text: "One.\nTwo.".into(),
        html: None,
        message_id: "msg.1@m.example".into(),
        date: 1_795_300_000,
        headers: vec![("Reply-To".into(), "reply@m.example".into())],
    }
}

/// Only CRLF, ASCII header, no line over 998 bytes: RFC 5321 §2.3.8, RFC 5322 §2.1.1.
pub fn assert_wire_form(bytes: &[u8]) {
    let mut previous = 0;
    for (at, byte) in bytes.iter().enumerate() {
        assert!(*byte != b'\n' || previous == b'\r', "bare LF at {at}");
        assert!(previous != b'\r' || *byte == b'\n', "bare CR at {at}");
        assert!(*byte != 0 && byte.is_ascii(), "byte {byte} at {at}");
        previous = *byte;
    }
    assert!(bytes.ends_with(b"\r\n"));
    assert!(bytes.split(|b| *b == b'\n').all(|line| line.len() <= 998));
}

pub fn header(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.split("\r\n\r\n").next().unwrap().to_owned()
}

#[test]
fn the_header_is_what_was_given_and_no_more() {
    let bytes = compose(&letter()).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "From: \"Kontor\" <kontor@m.example>\r\n\
         To: \"Aino\" <aino@b.example>\r\n\
         Subject: Hello\r\n\
         Date: Sat, 21 Nov 2026 22:26:40 +0000\r\n\
         Message-ID: <msg.1@m.example>\r\n\
         Auto-Submitted: auto-generated\r\n\
         X-Auto-Response-Suppress: All\r\n\
         Reply-To: reply@m.example\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=\"utf-8\"\r\n\
         Content-Transfer-Encoding: 7bit\r\n\
         \r\n\
         One.\r\nTwo.\r\n"
    );
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let mut letter = letter();
    letter.html = Some("<p>Hei ääkköset</p>".into());
    assert_eq!(compose(&letter), compose(&letter));
}

#[test]
fn five_languages_read_back() {
    let cases = [
        (
            "fi",
            "Yötä Öljynen",
            "Uusi viesti: sähkölamppu",
            "Hyvää päivää, onko lamppu yhä myynnissä?",
        ),
        (
            "sk",
            "Ľubomír Šťastný",
            "Nová správa: kuchynský stôl",
            "Dobrý deň, ešte je stôl voľný? Ďakujem.",
        ),
        (
            "et",
            "Õie Käär",
            "Uus sõnum: köögilaud",
            "Tere, kas laud on veel müügis? Täna sõidan mööda.",
        ),
        (
            "pt",
            "João Conceição",
            "Nova mensagem: candeeiro",
            "Bom dia, o candeeiro ainda está à venda? Até amanhã.",
        ),
        (
            "en",
            "O'Neil, \"Jim\" (shop)",
            "Re: lamp =?utf-8?q?x?=",
            "Is it still there?",
        ),
    ];
    for (language, name, subject, text) in cases {
        let mut letter = letter();
        letter.from.name = name.into();
        letter.to.name = name.into();
        letter.subject = format!("{subject} {subject} {subject}");
        letter.text = format!("{text}\n\n.\n{}", text.repeat(40));
        letter.html = Some(format!("<p>{text}</p>"));
        let bytes = compose(&letter).unwrap();
        assert_wire_form(&bytes);
        let back = read(&bytes);
        assert_eq!(back.from, vec![letter.from.clone()], "{language}");
        assert_eq!(back.to, vec![letter.to.clone()], "{language}");
        assert_eq!(
            back.subject.as_deref(),
            Some(letter.subject.as_str()),
            "{language}"
        );
        assert_eq!(
            back.text.as_deref(),
            Some(format!("{}\n", letter.text).as_str()),
            "{language}"
        );
        assert_eq!(
            back.html.map(|html| html.trim().to_owned()),
            letter.html,
            "{language}"
        );
        assert_eq!(back.message_id.as_deref(), Some("msg.1@m.example"));
        assert_eq!(back.date, Some(letter.date));
        assert_eq!(back.defects, [], "{language}");
        assert_eq!(back.attachments, [], "{language}");
    }
}

#[test]
fn a_long_name_is_cut() {
    let mut letter = letter();
    letter.to.name = "ä".repeat(500);
    let back = read(&compose(&letter).unwrap());
    assert_eq!(back.to[0].name, "ä".repeat(NAME_CHARS_MAX));
}

#[test]
fn limits_are_told() {
    type Set = fn(&mut Outgoing);
    let cases: [(Set, Unwritable); 5] = [
        (|o| o.date = -1, Unwritable::Date),
        (|o| o.date = i64::MAX, Unwritable::Date),
        (|o| o.text = "x".repeat(1024 * 1024 + 1), Unwritable::Body),
        (
            |o| o.headers = vec![("X-Y".into(), "x".repeat(901))],
            Unwritable::HeaderValue,
        ),
        (
            |o| o.headers = vec![("X-Y".into(), "x".into()); 33],
            Unwritable::HeaderName,
        ),
    ];
    for (set, wanted) in cases {
        let mut letter = letter();
        set(&mut letter);
        assert_eq!(compose(&letter), Err(wanted), "{}", wanted.code());
    }
}

#[test]
fn a_text_that_holds_the_boundary_gets_another() {
    let mut letter = letter();
    letter.html = Some("<p>x</p>".into());
    let first = String::from_utf8(compose(&letter).unwrap()).unwrap();
    let boundary = first
        .split("boundary=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    letter.text = format!("before\n--{boundary}--\nafter");
    let back = read(&compose(&letter).unwrap());
    assert!(back.text.unwrap().contains("after"));
    assert_eq!(back.html.as_deref().map(str::trim), Some("<p>x</p>"));
}

#[test]
fn every_line_end_of_a_body_becomes_crlf() {
    let mut letter = letter();
    letter.text = "a\r\n.\r\nb\n.\nc\rd\n\re\0\u{b}f\r\r\n".into();
    let bytes = compose(&letter).unwrap();
    assert_wire_form(&bytes);
    assert_eq!(read(&bytes).text.unwrap(), "a\n.\nb\n.\nc\nd\n\nef\n\n");
}

proptest! {
    #[test]
    fn whatever_is_written_has_the_wire_form(
        name in ".*", subject in ".*", text in "(?s).{0,400}", html in proptest::option::of("(?s).{0,200}"),
    ) {
        let mut letter = letter();
        letter.to.name = name;
        letter.subject = subject;
        letter.text = text;
        letter.html = html;
        match compose(&letter) {
            Ok(bytes) => {
                assert_wire_form(&bytes);
                prop_assert_eq!(header(&bytes).matches("\r\nTo: ").count(), 1);
            }
            Err(reason) => prop_assert!(matches!(reason, Unwritable::Name | Unwritable::Subject)),
        }
    }
}
