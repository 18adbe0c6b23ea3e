//! Functions are short enough to be seen at once.
//!
//! They are found by their indentation, which rustfmt keeps: a function ends at the line that holds
//! a `}` in the column where its `fn` stands. A table of cases is data and counts as one line.

use crate::tree::{files, nothing_is_wrong};

/// Lines of a function at most, signature and braces included. Source: TigerBeetle's style.
const LINES_MAX: usize = 70;

#[test]
fn no_function_is_too_long() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files(&[".rs"]) {
        for (name, line, lines) in functions(&file.text) {
            seen += 1;
            if lines > LINES_MAX {
                wrong.push(format!(
                    "{}:{line}: {name} has {lines} lines, at most {LINES_MAX}",
                    file.path
                ));
            }
        }
    }
    assert!(seen > 1_000, "only {seen} functions were found");
    nothing_is_wrong(&wrong);
}

/// Every function's name, first line and number of lines.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let ends = |line: &&str| {
            let own = line.len() - line.trim_start().len() == indent;
            own && (line.trim_start().starts_with('}') || line.trim_end().ends_with(';'))
        };
        let is_short = line.trim_end().ends_with(['}', ';']);
        let inside = if is_short {
            0
        } else {
            let rest = &lines[start + 1..];
            let end = rest.iter().position(ends).unwrap_or(rest.len() - 1);
            without_tables(&rest[..=end])
        };
        found.push((name, start + 1, inside + 1));
    }
    found
}

/// The number of lines, a table from `[` to `]` in the same column being one.
fn without_tables(lines: &[&str]) -> usize {
    let (mut count, mut table) = (0, None);
    for line in lines {
        let indent = line.len() - line.trim_start().len();
        match table {
            Some(column) if column == indent && line.trim_start().starts_with(']') => table = None,
            Some(_) => {}
            None => {
                count += 1;
                let opens = line.trim_start().starts_with("let ") && line.trim_end().ends_with('[');
                table = opens.then_some(indent);
            }
        }
    }
    count
}

/// The name of the function that begins on a line.
fn function(line: &str) -> Option<String> {
    let words = line.trim_start();
    if words.starts_with("//") {
        return None;
    }
    let at = words.find("fn ")?;
    let before = words[..at].trim();
    let is_head = before.split_whitespace().all(|word| {
        word.starts_with("pub") || ["async", "const", "unsafe", "extern"].contains(&word)
    });
    let name: String = words[at + 3..]
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (is_head && !name.is_empty()).then_some(name)
}

#[test]
fn functions_are_found_and_measured() {
    let text = "//! x\nfn one() {}\n\npub async fn two(\n    a: u8,\n) -> u8 {\n    let b = || {\n        a\n    };\n    b()\n}\nimpl X {\n    pub(crate) const fn three() {\n        let a = [\n            1,\n        ];\n    }\n}\n";
    let wanted = [("one", 2, 1), ("two", 4, 8), ("three", 13, 3)];
    let found = functions(text);
    let found: Vec<_> = found
        .iter()
        .map(|(name, line, lines)| (name.as_str(), *line, *lines))
        .collect();
    assert_eq!(found, wanted);
}
