//! Files are short, begin with what they are for, and leave nothing for later.

use crate::tree::{files, nothing_is_wrong};

/// Lines of a file at most; a split is looked for from 300 on.
const LINES_MAX: usize = 500;

#[test]
fn no_file_is_too_long() {
    let wrong: Vec<String> = files(&[".rs", ".js", ".mjs", ".css", ".html", ".sql"])
        .iter()
        .filter(|file| !file.path.starts_with("testdata/"))
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(file, lines)| format!("{}: {lines} lines, at most {LINES_MAX}", file.path))
        .collect();
    nothing_is_wrong(&wrong);
}

#[test]
fn every_source_file_says_what_it_is_for() {
    let mut wrong = Vec::new();
    for file in files(&[".rs"]) {
        let head = file.text.lines().next().unwrap_or_default();
        if head.trim_start_matches("//!").trim().is_empty() || !head.starts_with("//! ") {
            wrong.push(format!(
                "{}: begins with {head:?}, not with `//!`",
                file.path
            ));
        }
    }
    nothing_is_wrong(&wrong);
}

#[test]
fn nothing_is_left_for_later() {
    // Written in two parts, so that this file does not name itself.
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["todo", "!("].concat(),
        ["unimplemented", "!("].concat(),
        ["dbg", "!("].concat(),
    ];
    let mut wrong = Vec::new();
    for file in files(&[
        ".rs", ".js", ".mjs", ".css", ".html", ".ftl", ".sql", ".toml", ".md",
    ]) {
        for (number, line) in file.text.lines().enumerate() {
            let is_word = |mark: &str| {
                line.match_indices(mark).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    let after = line[at + mark.len()..].chars().next();
                    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                    !part(before) && (mark.ends_with('(') || !part(after))
                })
            };
            if let Some(mark) = marks.iter().find(|mark| is_word(mark)) {
                wrong.push(format!("{}:{}: {mark}", file.path, number + 1));
            }
        }
    }
    nothing_is_wrong(&wrong);
}
