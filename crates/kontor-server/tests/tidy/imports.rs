//! What each crate promises not to name. Source: ARCHITECTURE.md, the table of crates.

use crate::tree::{File, files, nothing_is_wrong};

/// Names, and the only crates whose sources may hold them.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["kontor-store", "kontor-load"]),
    ("tokio_postgres", &["kontor-store", "kontor-load"]),
    ("deadpool_postgres", &["kontor-store"]),
    ("axum", &["kontor-server"]),
    ("askama", &["kontor-pages"]),
    ("fluent", &["kontor-pages"]),
    ("fluent_bundle", &["kontor-pages"]),
    ("lettre", &["kontor-server"]),
    ("mail_parser", &["kontor-mail"]),
    ("mail_builder", &["kontor-mail"]),
    ("quick_xml", &["kontor-feed"]),
    ("chrono", &["kontor-calendar"]),
    ("opening_hours", &["kontor-calendar"]),
    ("opening_hours_syntax", &["kontor-calendar"]),
];

/// What the sources of a crate must not hold.
const NEVER_IN: &[(&str, &[&str])] = &[
    (
        "kontor-core",
        &[
            "std::fs", "std::net", "std::env", "tokio", "rand", "async fn", ".await",
        ],
    ),
    (
        "kontor-calendar",
        &[
            "std::fs", "std::net", "std::env", "tokio", "rand", "async fn", ".await",
        ],
    ),
    (
        "kontor-text",
        &["std::fs", "std::net", "tokio", "rand", "async fn", ".await"],
    ),
    (
        "kontor-feed",
        &["std::fs", "std::net", "tokio", "async fn", ".await"],
    ),
    (
        "kontor-mail",
        &[
            "std::fs",
            "std::net",
            "tokio",
            "async fn",
            ".await",
            "kontor_core",
            "kontor_text",
        ],
    ),
    (
        "kontor-pages",
        &[
            "std::fs",
            "std::net",
            "tokio",
            "async fn",
            ".await",
            "kontor_store",
        ],
    ),
    (
        "kontor-store",
        &["kontor_text", "kontor_pages", "kontor_mail", "argon2"],
    ),
];

/// The crate of a source file; tests, examples and benches may use what their crate must not.
fn crate_of(file: &File) -> Option<&str> {
    let rest = file.path.strip_prefix("crates/")?;
    let (name, inside) = rest.split_once('/')?;
    (inside.starts_with("src/") && !inside.ends_with("_tests.rs")).then_some(name)
}

/// The lines that are code, with their numbers; unit tests at the end are left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    let lines = text[..end]
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// True where a line names a path or word, not a longer one.
fn names(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + name.len()..].chars().next();
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
        let quoted = before == Some('"') || before == Some('/');
        !part(before) && !part(after) && !quoted
    })
}

#[test]
fn a_crate_is_named_only_where_it_belongs() {
    let mut wrong = Vec::new();
    for file in &files(&[".rs"]) {
        let Some(own) = crate_of(file) else { continue };
        for (number, line) in code(&file.text) {
            for (name, allowed) in ONLY_IN {
                let used = names(line, &format!("{name}::")) || names(line, &format!("use {name}"));
                if used && !allowed.contains(&own) {
                    wrong.push(format!("{}:{number}: names {name}", file.path));
                }
            }
        }
    }
    nothing_is_wrong(&wrong);
}

#[test]
fn a_crate_keeps_what_it_promises() {
    let mut wrong = Vec::new();
    for file in &files(&[".rs"]) {
        let Some(own) = crate_of(file) else { continue };
        let Some((_, never)) = NEVER_IN.iter().find(|(name, _)| *name == own) else {
            continue;
        };
        for (number, line) in code(&file.text) {
            for word in *never {
                let found = if word.starts_with('.') {
                    line.contains(word)
                } else {
                    names(line, word)
                };
                if found {
                    wrong.push(format!("{}:{number}: names {word}", file.path));
                }
            }
        }
    }
    nothing_is_wrong(&wrong);
}

#[test]
fn only_the_clock_reads_the_clock() {
    let mut wrong = Vec::new();
    for file in &files(&[".rs"]) {
        let is_clock = file.path.ends_with("/clock.rs");
        let Some(own) = crate_of(file).filter(|_| !is_clock) else {
            continue;
        };
        if own == "kontor-load" {
            continue;
        }
        for (number, line) in code(&file.text) {
            if ["SystemTime::now", "Timestamp::now", "Zoned::now"]
                .iter()
                .any(|name| line.contains(name))
            {
                wrong.push(format!("{}:{number}: reads the clock", file.path));
            }
        }
    }
    nothing_is_wrong(&wrong);
}

/// What opens a connection to elsewhere or asks for an address, and the only files that may do it.
const OUTGOING: &[(&str, &[&str])] = &[
    ("hyper::client", &["egress/exchange.rs"]),
    ("hyper_util::client", &[]),
    ("reqwest", &[]),
    ("TcpStream::connect", &["egress.rs"]),
    ("TcpSocket", &[]),
    ("UdpSocket", &[]),
    ("lookup_host", &["egress.rs"]),
    ("ToSocketAddrs", &[]),
    ("to_socket_addrs", &[]),
    ("TlsConnector", &["egress.rs"]),
    ("lettre", &["smtp/relay.rs"]),
];

#[test]
fn there_is_one_way_out() {
    let mut wrong = Vec::new();
    for file in &files(&[".rs"]) {
        let Some(rest) = file.path.strip_prefix("crates/kontor-server/src/") else {
            continue;
        };
        if rest.ends_with("tests.rs") {
            continue;
        }
        for (number, line) in code(&file.text) {
            for (name, allowed) in OUTGOING {
                if line.contains(name) && !allowed.contains(&rest) {
                    wrong.push(format!("{}:{number}: names {name}", file.path));
                }
            }
        }
    }
    nothing_is_wrong(&wrong);
}
