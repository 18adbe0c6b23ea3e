//! Going on after an interruption, and after an error.

use kontor_feed::{FeedReader, Format};

use crate::reading::read;

/// A feed of 49 rows, of which the first is refused and makes reading go back.
fn feed(format: Format) -> String {
    let ids = 2..50;
    match format {
        Format::Tsv => {
            let rows: String = ids.map(|id| format!("{id}\ttitle\tmika\n")).collect();
            format!("id\ttitle\tseller\n1\t\"a\tb\n{rows}")
        }
        Format::Xml => {
            let rows: String = ids
                .map(|id| format!("<item><id>{id}</id></item>"))
                .collect();
            format!("<rss><item><id>1{rows}</rss>")
        }
    }
}

#[test]
fn skipping_keeps_the_numbers() {
    for format in [Format::Tsv, Format::Xml] {
        let feed = feed(format);
        let (all, _) = read(format, feed.as_bytes());
        let mut reader = FeedReader::new(format);
        reader.skip_to(40);
        let (mut chunk, mut rows) = (feed.as_bytes(), Vec::new());
        while let Some(row) = reader.next_row(&mut chunk).unwrap() {
            rows.push(row);
        }
        while let Some(row) = reader.finish().unwrap() {
            rows.push(row);
        }
        assert_eq!(rows[0].number, 40);
        assert_eq!(rows, all[39..]);
        assert_eq!(reader.rows(), 49);
        assert_eq!(reader.bytes_read(), feed.len() as u64);
    }
}

#[test]
fn an_error_is_told_again() {
    let mut reader = FeedReader::new(Format::Tsv);
    let first = reader.next_row(&mut &b"id\ttitle\nx"[..]).unwrap_err();
    assert_eq!(reader.next_row(&mut &b"y"[..]), Err(first));
    assert_eq!(reader.finish(), Err(first));
}
