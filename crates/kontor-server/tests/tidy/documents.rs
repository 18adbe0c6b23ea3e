//! What documents say is there, is there.

use kontor_server::config::example;

use crate::tree::{files, nothing_is_wrong, root};

/// Documents whose paths are checked.
const DOCUMENTS: &[&str] = &[
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "STYLE.md",
];

/// First parts of a path that stands in the repository.
const PLACES: &[&str] = &[
    "crates",
    "docs",
    "migrations",
    "scripts",
    "testdata",
    "browser",
    ".ci",
];

#[test]
fn paths_that_documents_name_exist() {
    let (root, mut wrong, mut seen) = (root(), Vec::new(), 0);
    for name in DOCUMENTS {
        let Ok(text) = std::fs::read_to_string(root.join(name)) else {
            wrong.push(format!("{name} is missing"));
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            for word in line.split('`').skip(1).step_by(2).filter_map(path) {
                seen += 1;
                let exists = alternatives(word).iter().all(|path| found(&root, path));
                if !exists {
                    wrong.push(format!("{name}:{}: {word} does not exist", number + 1));
                }
            }
        }
    }
    assert!(seen > 20, "only {seen} paths were found");
    nothing_is_wrong(&wrong);
}

/// The path that a word in backticks is, without a line number or an ending sign.
fn path(word: &str) -> Option<&str> {
    let word = word
        .split_whitespace()
        .next()?
        .trim_end_matches([',', '.', ':']);
    let first = word.split('/').next()?;
    let is_path = word.contains('/') && PLACES.contains(&first);
    (is_path && !word.contains(['<', '*', '…'])).then_some(word)
}

/// `a/{b,c}.rs` stands for `a/b.rs` and `a/c.rs`.
fn alternatives(word: &str) -> Vec<String> {
    let Some((head, rest)) = word.split_once('{') else {
        return vec![word.to_owned()];
    };
    let Some((inner, tail)) = rest.split_once('}') else {
        return vec![word.to_owned()];
    };
    inner
        .split(',')
        .map(|one| format!("{head}{one}{tail}"))
        .collect()
}

fn found(root: &std::path::Path, path: &str) -> bool {
    // `NNNN_what` stands for the number and name of any migration.
    path.contains("NNNN") || root.join(path.trim_end_matches('/')).exists()
}

#[test]
fn links_between_documents_lead_somewhere() {
    let (root, mut wrong) = (root(), Vec::new());
    for file in files(&[".md"]) {
        let directory = root.join(&file.path).parent().unwrap().to_owned();
        for part in file.text.split("](").skip(1) {
            let target = part.split([')', '#', ' ']).next().unwrap_or_default();
            let is_local =
                !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:");
            if is_local && !directory.join(target).exists() {
                wrong.push(format!("{}: {target} does not exist", file.path));
            }
        }
    }
    nothing_is_wrong(&wrong);
}

#[test]
fn the_example_configuration_is_the_rendered_one() {
    let kept = std::fs::read_to_string(root().join("kontor.example.toml")).unwrap();
    assert_eq!(kept, example(), "run the tests with UPDATE_SNAPSHOTS=1");
}
