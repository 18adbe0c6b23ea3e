//! The repository's files, as far as they are its own.

use std::path::{Path, PathBuf};

/// Directories that hold what others made, or what is made.
const FOREIGN: &[&str] = &["target", "node_modules", ".git", "kontor-data"];

/// A file with its text.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
}

/// The repository's root.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().unwrap()
}

/// Every file of the repository with one of these endings.
pub fn files(endings: &[&str]) -> Vec<File> {
    let root = root();
    let (mut found, mut waiting) = (Vec::new(), vec![root.clone()]);
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !FOREIGN.contains(&name.as_str()) {
                    waiting.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending))
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                let path = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                found.push(File { path, text });
            }
        }
    }
    assert!(!found.is_empty(), "{endings:?}");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Fails with every line that is wrong.
#[track_caller]
pub fn nothing_is_wrong(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
