//! The mail corpus, where it is at hand: every file is read without a panic and within bounds, and
//! agrees with the MIME parser's own walk about well-formed mails.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::read::assert_bounded;
use kontor_mail::read::read;
use mail_parser::MessageParser;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/2_mime");
    if !folder.is_dir() {
        // Past the capture of the test harness, which would swallow it.
        let told = writeln!(
            std::io::stderr(),
            "SKIPPED: the mail corpus {} is absent",
            folder.display()
        );
        assert!(told.is_ok());
        return Vec::new();
    }
    let mut found = Vec::new();
    files(&folder, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).unwrap();
            (path, bytes)
        })
        .collect()
}

#[test]
fn every_file_is_read_within_bounds() {
    for (path, bytes) in corpus() {
        let received = std::panic::catch_unwind(|| read(&bytes))
            .unwrap_or_else(|_| panic!("{} panics", path.display()));
        assert_bounded(&received);
    }
}

#[test]
fn flipped_bytes_are_survived() {
    // Splitmix64 from a fixed seed: the same flips in every run.
    let mut state = 0x6b6f_6e74_6f72_u64;
    let mut next = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        usize::try_from((mixed ^ (mixed >> 27)) >> 16).unwrap()
    };
    for (path, bytes) in corpus() {
        if bytes.is_empty() || bytes.len() > 64 * 1024 {
            continue;
        }
        for _ in 0..8 {
            let mut flipped = bytes.clone();
            for _ in 0..4 {
                let at = next() % flipped.len();
                flipped[at] ^= 1 << (next() % 8);
            }
            let received = std::panic::catch_unwind(|| read(&flipped))
                .unwrap_or_else(|_| panic!("{} panics with flipped bytes", path.display()));
            assert_bounded(&received);
        }
    }
}

#[test]
fn text_and_subject_agree_with_the_parsers_own_walk() {
    // Control characters are shown as signs here and kept there.
    let words = |text: &str| -> Vec<String> {
        let plain = text.replace(|c: char| c.is_control() || c == '\u{fffd}', " ");
        plain.split_whitespace().map(str::to_owned).collect()
    };
    let (mut asked, mut differ) = (0, Vec::new());
    for (path, bytes) in corpus() {
        if path.extension().is_none_or(|e| e != "eml")
            || path.to_string_lossy().contains("malformed")
        {
            continue;
        }
        let Some(theirs) = MessageParser::default().parse(&bytes) else {
            continue;
        };
        let Some(part) = theirs
            .text_part(0)
            .filter(|part| part.is_text() && !part.is_text_html())
        else {
            continue;
        };
        asked += 1;
        let ours = read(&bytes);
        let text = words(ours.text.as_deref().unwrap_or(""));
        let begins = words(part.text_contents().unwrap_or(""));
        let subject = words(theirs.subject().unwrap_or(""));
        if !text.starts_with(&begins) || words(ours.subject.as_deref().unwrap_or("")) != subject {
            differ.push(path.display().to_string());
        }
    }
    // Known to differ: a subject longer than is kept, a tree whose nested message never ends, and
    // texts under a file name, which are attachments here.
    assert!(
        differ.len() * 50 <= asked,
        "{} of {asked} differ: {differ:#?}",
        differ.len()
    );
}
