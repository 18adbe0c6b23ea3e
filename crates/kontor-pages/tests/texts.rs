//! Every sentence exists in every language with the same arguments, and is used.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use kontor_pages::{Locale, Texts};

type Arguments = BTreeSet<String>;

/// Keys and the arguments that each names.
fn messages(locale: Locale) -> BTreeMap<String, Arguments> {
    let mut all = BTreeMap::new();
    for (noun, source) in Texts::new(locale).sources() {
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                assert!(
                    key.starts_with(&noun.replace('_', "-")),
                    "{key} in {noun}.ftl"
                );
                current = key.to_owned();
                let twice = all.insert(current.clone(), Arguments::new());
                assert!(twice.is_none(), "{} {key} stands twice", locale.code());
            }
            let named = line.split('$').skip(1).map(|rest| {
                let end = rest
                    .find(|c: char| !c.is_ascii_lowercase())
                    .unwrap_or(rest.len());
                rest[..end].to_owned()
            });
            let named: Vec<String> = named.collect();
            if let Some(arguments) = all.get_mut(&current) {
                arguments.extend(named);
            }
        }
    }
    all
}

fn files(dir: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == extension) {
                let text = fs::read_to_string(&path).unwrap();
                all.push((path, text));
            }
        }
    }
    all
}

/// Every quoted string in `text`.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// Keys named in the templates and, where codes are turned into keys, in the sources.
fn used(known: &BTreeMap<String, Arguments>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for extension in ["html", "txt"] {
        for (path, text) in files("templates", extension) {
            for rest in text.split("t.text(\"").skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(known.contains_key(key), "{}: no text {key}", path.display());
                keys.insert(key.to_owned());
            }
        }
    }
    for (path, text) in files("src", "rs") {
        if path.ends_with("samples.rs") {
            continue;
        }
        let lines = text
            .lines()
            .filter(|line| line.matches('"').count() % 2 == 0);
        for line in lines {
            keys.extend(
                quoted(line)
                    .filter(|word| known.contains_key(*word))
                    .map(str::to_owned),
            );
        }
        for rest in text.split(".text(\"").skip(1) {
            let key = rest.split('"').next().unwrap();
            assert!(known.contains_key(key), "{}: no text {key}", path.display());
        }
    }
    keys
}

#[test]
fn every_file_is_well_formed() {
    for locale in Locale::ALL {
        for (noun, source) in Texts::new(locale).sources() {
            let parsed = FluentResource::try_new((*source).to_owned());
            assert!(
                parsed.is_ok(),
                "{} {noun}: {:?}",
                locale.code(),
                parsed.err()
            );
            assert!(
                source.starts_with("### "),
                "{} {noun}: no word to translators",
                locale.code()
            );
        }
    }
}

#[test]
fn every_language_has_the_same_keys_and_arguments() {
    let english = messages(Locale::En);
    assert!(english.len() > 150);
    for locale in Locale::ALL {
        let own = messages(locale);
        let missing: Vec<_> = english
            .keys()
            .filter(|key| !own.contains_key(*key))
            .collect();
        let surplus: Vec<_> = own
            .keys()
            .filter(|key| !english.contains_key(*key))
            .collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "{locale:?}: {missing:?} {surplus:?}"
        );
        for (key, arguments) in &own {
            assert_eq!(arguments, &english[key], "{locale:?} {key}");
        }
    }
}

#[test]
fn every_key_is_used() {
    let known = messages(Locale::En);
    let used = used(&known);
    let unused: Vec<_> = known.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn templates_give_each_sentence_its_arguments() {
    let known = messages(Locale::En);
    for (path, text) in files("templates", "html") {
        for rest in text.split("t.text(\"").skip(1) {
            let key = rest.split('"').next().unwrap();
            let call = rest.split(" }}").next().unwrap();
            let call = call.split(" %}").next().unwrap();
            let given: Arguments = [".with(\"", ".count(\""]
                .iter()
                .flat_map(|start| call.split(start).skip(1))
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect();
            assert_eq!(given, known[key], "{}: {key}", path.display());
        }
    }
}

#[test]
fn templates_hold_no_words_of_their_own() {
    // What stands between tags and is no expression: punctuation, a command, an HTTP header, a class.
    const ALLOWED: [&str; 7] = [
        "narrow",
        "slim",
        "kontor import listings FILE",
        "Authorization: Bearer TOKEN",
        "Idempotency-Key",
        "application/problem+json",
        "0",
    ];
    for (path, text) in files("templates", "html") {
        let mut bare = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find(['<', '{']) {
            bare.push_str(&rest[..at]);
            bare.push('\n');
            let end = match &rest[at..] {
                tag if tag.starts_with('<') => tag_end(tag),
                expression if expression.starts_with("{{") => expression.find("}}").unwrap() + 2,
                statement => statement.find("%}").unwrap() + 2,
            };
            rest = &rest[at + end..];
        }
        bare.push_str(rest);
        for word in bare
            .lines()
            .map(str::trim)
            .filter(|line| !ALLOWED.contains(line))
        {
            assert!(
                !word.chars().any(char::is_alphanumeric),
                "{}: {word:?}",
                path.display()
            );
        }
    }
}

/// Where a tag ends, although statements within it may hold `>`.
fn tag_end(tag: &str) -> usize {
    let mut depth = 0;
    for (at, c) in tag.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '>' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    panic!("a tag does not end");
}

#[test]
fn plural_forms_follow_the_language() {
    let listings = |locale, count: i64| {
        Texts::new(locale)
            .text("demo-listings")
            .count("count", count)
            .to_string()
    };
    for (locale, count, wanted) in [
        (Locale::En, 1, "1 listing"),
        (Locale::En, 0, "0 listings"),
        (Locale::Fi, 1, "1 ilmoitus"),
        (Locale::Fi, 2, "2 ilmoitusta"),
        (Locale::Sk, 1, "1 ponuka"),
        (Locale::Sk, 3, "3 ponuky"),
        (Locale::Sk, 5, "5 ponúk"),
        (Locale::Sk, 12_000, "12\u{a0}000 ponúk"),
        (Locale::Et, 1, "1 kuulutus"),
        (Locale::Et, 2, "2 kuulutust"),
        (Locale::Pt, 0, "0 anúncios"),
        (Locale::Pt, 1, "1 anúncio"),
        (Locale::Pt, 2_000_000, "2\u{a0}000\u{a0}000 anúncios"),
    ] {
        assert_eq!(listings(locale, count), wanted);
    }
}

#[test]
fn nobody_is_shouted_at() {
    for locale in Locale::ALL {
        for (noun, source) in Texts::new(locale).sources() {
            let mut lines = source.lines().filter(|line| !line.starts_with('#'));
            assert!(
                !lines.any(|line| line.contains('!')),
                "{} {noun}",
                locale.code()
            );
        }
    }
}

/// A button or link of the navigation must fit a phone. Source: 390 px less the margins.
#[test]
fn short_texts_are_short() {
    for locale in Locale::ALL {
        let t = Texts::new(locale);
        let length = |key| t.text(key).to_string().chars().count();
        for last in ["layout-operator", "layout-contact"] {
            let navigation = ["layout-listings", "layout-conversations", last];
            let sum: usize = navigation.map(length).iter().sum();
            assert!(sum <= 32, "{}: {sum}", locale.code());
        }
        for key in [
            "conversation-close",
            "conversation-reopen",
            "layout-sign-in",
            "layout-sign-out",
        ] {
            assert!(length(key) <= 20, "{} {key}", locale.code());
        }
    }
}
