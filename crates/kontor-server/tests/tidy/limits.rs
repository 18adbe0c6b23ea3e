//! `docs/limits.md`: every limit of the code with its value and reason, kept equal by a test.

use crate::tree::{files, nothing_is_wrong, root};

/// A constant that bounds something.
struct Limit {
    crate_name: String,
    name: String,
    value: String,
    reason: String,
}

/// Parts of a name by which a limit is known.
const MARKS: &[&str] = &[
    "_MAX", "_MIN", "_BYTES", "_CHARS", "_DEFAULT", "_DAYS", "_S", "_MS",
];

fn is_limit(name: &str) -> bool {
    MARKS
        .iter()
        .any(|mark| name.ends_with(mark) || name.contains(&format!("{mark}_")))
}

/// The limits of all crates but the one that only measures.
fn limits() -> Vec<Limit> {
    let mut found = Vec::new();
    for file in files(&[".rs"]) {
        let Some((name, inside)) = file
            .path
            .strip_prefix("crates/")
            .and_then(|rest| rest.split_once('/'))
        else {
            continue;
        };
        if name == "kontor-load" || !inside.starts_with("src/") {
            continue;
        }
        found.extend(of_file(name, &file.text));
    }
    found.sort_by(|a, b| (&a.crate_name, &a.name).cmp(&(&b.crate_name, &b.name)));
    found
}

fn of_file(crate_name: &str, text: &str) -> Vec<Limit> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let declared = ["pub const ", "pub(crate) const ", "const "];
        let rest = declared.iter().find_map(|start| line.strip_prefix(start));
        let Some((name, rest)) = rest.and_then(|rest| rest.split_once(':')) else {
            continue;
        };
        if !is_limit(name) {
            continue;
        }
        // A long value goes on in the next lines.
        let whole: Vec<&str> = std::iter::once(rest)
            .chain(lines[at + 1..].iter().copied())
            .scan(false, |ended, line| {
                let before = *ended;
                *ended |= line.trim_end().ends_with(';');
                (!before).then_some(line.trim())
            })
            .collect();
        let whole = whole.join(" ");
        let value = whole.split_once('=').map_or("", |(_, value)| value).trim();
        let docs = lines[..at]
            .iter()
            .rev()
            .take_while(|line| line.starts_with("///"));
        let mut docs: Vec<&str> = docs
            .map(|line| line.trim_start_matches("///").trim())
            .collect();
        docs.reverse();
        found.push(Limit {
            crate_name: crate_name.to_owned(),
            name: name.to_owned(),
            value: value.trim_end_matches(';').to_owned(),
            reason: docs.join(" "),
        });
    }
    found
}

/// The table as it must stand in the file.
fn rendered() -> String {
    let mut text = String::from(
        "# Limits\n\n\
         Everything that comes from outside has a bound. These are the bounds that are built in; those\n\
         that an operator can set are in `kontor.example.toml`. Made from the code by the tests\n\
         (`UPDATE_SNAPSHOTS=1 cargo test -p kontor-server --test tidy`).\n",
    );
    let mut crate_name = String::new();
    for limit in limits() {
        if limit.crate_name != crate_name {
            text.push_str(&format!(
                "\n## {}\n\n| limit | value | what and why |\n|---|---|---|\n",
                limit.crate_name
            ));
            limit.crate_name.clone_into(&mut crate_name);
        }
        let reason = limit.reason.replace('|', "\\|");
        text.push_str(&format!(
            "| `{}` | `{}` | {reason} |\n",
            limit.name, limit.value
        ));
    }
    text
}

#[test]
fn every_limit_is_documented() {
    let wrong: Vec<String> = limits()
        .iter()
        .filter(|limit| limit.reason.is_empty())
        .map(|limit| {
            format!(
                "{}: {} says not what it is for",
                limit.crate_name, limit.name
            )
        })
        .collect();
    nothing_is_wrong(&wrong);
    let path = root().join("docs/limits.md");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, rendered()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == rendered(),
        "docs/limits.md is out of date: run with UPDATE_SNAPSHOTS=1"
    );
}
