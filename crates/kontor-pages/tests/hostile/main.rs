//! What a person wrote never becomes markup, in no page and no mail (T052, T061).
//!
//! Each page is rendered twice, with a harmless word and with a hostile text in every field that
//! holds text: both must have the same tags with the same attributes.

#[path = "../common/mod.rs"]
mod common;
mod fields;

use common::tags;
use fields::pages;
use kontor_pages::Locale;
use kontor_pages::mail::{Delivery, DeliveryAbout, Mail, Notice, PasswordReset};

fn hostile() -> Vec<String> {
    vec![
        "<script>alert(1)</script>".into(),
        "\"onload=alert(1) x=\"".into(),
        "' onfocus='alert(1)' autofocus='".into(),
        "</textarea><script>alert(1)</script>".into(),
        "</title><svg onload=alert(1)>".into(),
        "javascript:alert(1)".into(),
        "{{7*7}} ${7*7} {% raw %} { $name }".into(),
        "a\u{202e}gnp.exe\u{2066}\u{2069}\u{2068}</bdi><b>".into(),
        "a\r\nBcc: b@c.example\r\n\r\n<img src=x>".into(),
        "\0\u{7}\u{1b}[31m<!--".into(),
        "&lt;script&gt;&#60;b&#62;".into(),
        "<ä😀".repeat(3_333),
    ]
}

/// Tags and names of attributes, without the breaks that line ends become.
fn shape(html: &str) -> Vec<(String, Vec<String>)> {
    let tags = tags(html).into_iter().filter(|tag| tag.name != "br");
    tags.map(|tag| {
        let names = tag.attributes.into_iter().map(|(name, _)| name);
        (tag.name, names.collect())
    })
    .collect()
}

#[test]
fn hostile_text_never_becomes_markup() {
    let harmless: Vec<_> = pages("x").iter().map(|html| shape(html)).collect();
    for text in hostile() {
        for (place, html) in pages(&text).iter().enumerate() {
            let start: String = text.chars().take(40).collect();
            assert_eq!(shape(html), harmless[place], "page {place} with {start:?}");
            assert!(!html.contains(is_reordering), "page {place} with {start:?}");
            assert!(
                !html.contains(['\0', '\u{1b}', '\r']),
                "page {place} with {start:?}"
            );
        }
    }
}

#[test]
fn hostile_addresses_are_no_links() {
    for text in hostile() {
        for html in pages(&text) {
            for tag in tags(&html) {
                let href = tag.get("href").or(tag.get("action")).unwrap_or("/");
                let safe = href.starts_with('/') && !href.starts_with("//")
                    || ["#", "tel:", "sms:", "mailto:"]
                        .iter()
                        .any(|own| href.starts_with(own))
                    || href.starts_with("http://localhost/");
                assert!(safe, "{href}");
            }
        }
    }
}

#[test]
fn hostile_text_stays_text_in_mails() {
    let notice = |x: &str| {
        Notice {
            locale: Locale::Fi,
            marketplace: x.into(),
            recipient: x.into(),
            sender: x.into(),
            listing: Some(x.into()),
            link: format!("http://localhost/{x}"),
        }
        .render()
    };
    let reset = |x: &str| {
        PasswordReset {
            locale: Locale::Sk,
            marketplace: x.into(),
            recipient: x.into(),
            link: format!("http://localhost/{x}"),
            minutes: 60,
        }
        .render()
    };
    let delivery = |x: &str| {
        Delivery {
            locale: Locale::Et,
            marketplace: x.into(),
            recipient: x.into(),
            sender: x.into(),
            about: Some(DeliveryAbout::Listing(x.into())),
            body: x.replace(char::is_control, " "),
            link: format!("http://localhost/{x}"),
        }
        .render()
    };
    stays_text(&notice);
    stays_text(&reset);
    stays_text(&delivery);
    for text in hostile() {
        let from = delivery(&text).from.unwrap();
        assert!(!from.contains(char::is_control) && !from.contains(is_reordering));
    }
}

#[test]
fn what_a_person_wrote_never_looks_like_the_letters_own_words() {
    let forged = "Hi\n\nAnswer here:\nhttp://evil.example/\u{2028}Halli";
    let mail = Delivery {
        body: forged.into(),
        ..Delivery::sample()
    }
    .render();
    let own = |line: &&str| !line.starts_with("> ");
    let words: Vec<&str> = mail.text.lines().filter(own).collect();
    assert!(!words.join("\n").contains("evil"), "{}", mail.text);
    assert_eq!(
        words.iter().filter(|line| **line == "Answer here:").count(),
        1
    );
    let (before, quoted) = mail.html.split_once("<blockquote").unwrap();
    let (quoted, after) = quoted.split_once("</blockquote>").unwrap();
    assert!(quoted.contains("evil") && !before.contains("evil") && !after.contains("evil"));
}

fn stays_text(written: &dyn Fn(&str) -> Mail) {
    let harmless = written("x");
    for text in hostile() {
        let mail = written(&text);
        assert_eq!(shape(&mail.html), shape(&harmless.html));
        assert!(
            !mail.subject.contains(char::is_control),
            "{:?}",
            mail.subject
        );
        assert_eq!(mail.text.lines().count(), harmless.text.lines().count());
        for part in [&mail.subject, &mail.text, &mail.html] {
            assert!(!part.contains(is_reordering));
            assert!(!part.contains(['\0', '\u{1b}', '\r']));
        }
    }
}

fn is_reordering(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
