//! Nothing that is given can inject into a mail or pass for something else.

use super::compose::{assert_wire_form, header, letter};
use kontor_mail::compose::{Outgoing, Unwritable, compose};
use kontor_mail::read::read;

#[test]
fn what_could_inject_is_refused() {
    let hostile = [
        ("CR LF", "x\r\nBcc: victim@v.example"),
        ("LF", "x\nBcc: victim@v.example"),
        ("CR", "x\rBcc: victim@v.example"),
        ("NUL", "x\0"),
        ("escape", "x\u{1b}[2J"),
        ("tab", "x\ty"),
        ("C1 next line", "x\u{85}y"),
        ("line separator", "x\u{2028}y"),
    ];
    type Set = fn(&mut Outgoing, &str);
    let fields: [(&str, Set, Unwritable); 8] = [
        ("from", |o, v| o.from.address = v.into(), Unwritable::From),
        ("to", |o, v| o.to.address = v.into(), Unwritable::To),
        ("from name", |o, v| o.from.name = v.into(), Unwritable::Name),
        ("to name", |o, v| o.to.name = v.into(), Unwritable::Name),
        ("subject", |o, v| o.subject = v.into(), Unwritable::Subject),
        (
            "id",
            |o, v| o.message_id = format!("{v}@m.fi"),
            Unwritable::MessageId,
        ),
        (
            "field",
            |o, v| o.headers = vec![(v.into(), "y".into())],
            Unwritable::HeaderName,
        ),
        (
            "value",
            |o, v| o.headers = vec![("X-Y".into(), v.into())],
            Unwritable::HeaderValue,
        ),
    ];
    for (field, set, wanted) in fields {
        for (name, value) in hostile {
            let mut letter = letter();
            set(&mut letter, value);
            assert_eq!(compose(&letter), Err(wanted), "{field}: {name}");
        }
    }
}

#[test]
fn letters_that_truncate_to_line_ends_never_reach_the_wire_raw() {
    // Low bytes 0x0A and 0x0D: a program that keeps only those would see a line end.
    for letters in [
        "x\u{10a}Bcc: v@v.example",
        "x\u{d0d}\u{a0a}Bcc: v@v.example",
    ] {
        let mut in_address = letter();
        in_address.to.address = format!("{letters}@b.example");
        assert_eq!(compose(&in_address), Err(Unwritable::To));
        let mut in_text = letter();
        in_text.subject = letters.into();
        in_text.to.name = letters.into();
        in_text.headers = vec![("X-Note".into(), letters.into())];
        let bytes = compose(&in_text).unwrap();
        assert_wire_form(&bytes);
        assert!(!header(&bytes).contains("\r\nBcc"), "{letters:?}");
        let back = read(&bytes);
        assert_eq!(back.subject.as_deref(), Some(letters));
        assert_eq!(back.to[0].name, letters);
    }
}

#[test]
fn names_of_fields_that_are_not_the_callers_are_refused() {
    for name in ["Bcc", "FROM", "content-type", "Date", "X Y", "X:", "", "Ä"] {
        let mut letter = letter();
        letter.headers = vec![(name.into(), "x".into())];
        assert_eq!(compose(&letter), Err(Unwritable::HeaderName), "{name}");
    }
}

#[test]
fn text_that_looks_encoded_is_shown_as_typed() {
    for typed in [
        "=?utf-8?q?=0D=0ABcc:_v@v.example?=",
        "ä =?utf-8?b?eA==?= õ",
        "=?",
        "a=?b =?utf-8?q?x?= =?utf-8?q?y?=",
    ] {
        let mut letter = letter();
        letter.subject = typed.into();
        letter.to.name = typed.into();
        let bytes = compose(&letter).unwrap();
        assert_wire_form(&bytes);
        let back = read(&bytes);
        assert_eq!(back.subject.as_deref(), Some(typed));
        assert_eq!(back.to, vec![letter.to], "{typed}");
    }
}
