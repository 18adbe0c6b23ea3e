//! Reading a whole feed in chunks of given sizes, and tables of named cases.

use kontor_core::listing::Draft;
use kontor_feed::limits::BUFFERED_BYTES_MAX;
use kontor_feed::{FeedError, FeedReader, Format, Row};

/// What a feed gave: its rows, and what ended it early.
pub type Reading = (Vec<Row>, Option<FeedError>);

/// Reads a feed in chunks whose sizes repeat, and checks the bound on memory after every row.
pub fn read_chunked(format: Format, feed: &[u8], sizes: &[usize]) -> Reading {
    let mut reader = FeedReader::new(format);
    let (mut rows, mut rest) = (Vec::new(), feed);
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (mut chunk, behind) = rest.split_at((*size).clamp(1, rest.len()));
        rest = behind;
        loop {
            let next = reader.next_row(&mut chunk);
            assert!(reader.buffered() <= BUFFERED_BYTES_MAX);
            match next {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => break,
                Err(error) => return (rows, Some(error)),
            }
        }
    }
    loop {
        match reader.finish() {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => return (rows, None),
            Err(error) => return (rows, Some(error)),
        }
    }
}

/// Reads a feed that comes in one piece.
pub fn read(format: Format, feed: &[u8]) -> Reading {
    read_chunked(format, feed, &[feed.len().max(1)])
}

/// Each row in short: `id|title|seller`, or the code and field of its refusal; an early end last.
pub fn brief(format: Format, feed: &[u8]) -> Vec<String> {
    let whole = read(format, feed);
    for sizes in [&[1][..], &[7], &[64, 1, 4096]] {
        assert!(read_chunked(format, feed, sizes) == whole, "chunks matter");
    }
    let mut lines: Vec<_> = whole.0.iter().map(|row| line(&row.outcome)).collect();
    lines.extend(whole.1.map(|error| match error.column() {
        Some(column) => format!("! {} {column}", error.code()),
        None => format!("! {}", error.code()),
    }));
    lines
}

fn line(outcome: &Result<Draft, kontor_feed::RowRefusal>) -> String {
    match outcome {
        Ok(draft) => format!("{}|{}|{}", draft.external_id, draft.title, draft.seller),
        Err(refusal) => format!("{} {}", refusal.code(), refusal.field.unwrap_or("row")),
    }
}

/// Checks named cases: the feed, and what it gives in short.
pub fn check(format: Format, table: &[(&str, String, &[&str])]) {
    for (name, feed, wanted) in table {
        assert_eq!(brief(format, feed.as_bytes()), *wanted, "{name}");
    }
}

/// Checks named cases that stand one a line, as `name => feed => what it gives, in short`. The feed
/// is made of its text by the function.
pub fn check_lines(format: Format, table: &str, feed: impl Fn(&str) -> String) {
    for case in table.lines().map(str::trim).filter(|case| !case.is_empty()) {
        let parts: Vec<_> = case.split("=>").map(str::trim).collect();
        let [name, text, wanted] = parts[..] else {
            panic!("not a case: {case}");
        };
        let got = brief(format, feed(text).as_bytes()).join(", ");
        assert_eq!(got, wanted, "{name}");
    }
}
