//! What holds for any bytes: no panic, bounded memory, and chunks that do not matter.
//!
//! `read_chunked` checks the bound on memory after every call.

use kontor_feed::Format;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::reading::{read, read_chunked};

/// Pieces that mean something to a reader, so that random feeds get past the header.
const PIECES: [&[u8]; 40] = [
    b"id\ttitle\tseller\n",
    b"\t",
    b"\n",
    b"\r\n",
    b"\r",
    b"\"",
    b"\"\"",
    b"1\ta\tb\n",
    b"\0",
    b"2\t\"a\n\tb\"\tc\n",
    b"\xef\xbb\xbf",
    b"\xe4",
    b"\xc3\xa4",
    b"x",
    b" ",
    b"<rss>",
    b"</rss>",
    b"<feed>",
    b"</feed>",
    b"<item>",
    b"</item>",
    b"<entry>",
    b"</entry>",
    b"<item/>",
    b"<g:id>1",
    b"</g:id>",
    b"<title>",
    b"</title>",
    b"<link href='",
    b"'/>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?xml ",
    b"?>",
    b"&amp;",
    b"&#x41;",
    b"&nbsp;",
    b"<",
];

fn feed() -> impl Strategy<Value = Vec<u8>> {
    let opening = select(vec![&b"id\ttitle\tseller\n"[..], b"<rss>", b"<feed>", b""]);
    let long = (1usize..400_000).prop_map(|bytes| vec![b'y'; bytes]);
    let piece = prop_oneof![
        40 => select(PIECES.to_vec()).prop_map(<[u8]>::to_vec),
        1 => long,
    ];
    (opening, vec(piece, 0..60)).prop_map(|(opening, pieces)| [opening, &pieces.concat()].concat())
}

fn format() -> impl Strategy<Value = Format> {
    select(vec![Format::Tsv, Format::Xml])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_do_not_matter(
        format in format(),
        feed in feed(),
        sizes in vec(prop_oneof![1usize..20, 1usize..200_000], 1..5),
    ) {
        prop_assert!(read(format, &feed) == read_chunked(format, &feed, &sizes));
    }

    #[test]
    fn any_bytes_are_read_or_refused(format in format(), feed in vec(any::<u8>(), 0..5_000)) {
        read(format, &feed);
    }

    #[test]
    fn skipping_gives_the_same_rows(format in format(), feed in feed(), first in 0u64..20) {
        let (all, error) = read(format, &feed);
        let mut reader = kontor_feed::FeedReader::new(format);
        reader.skip_to(first);
        let mut chunk = &feed[..];
        let mut rows = Vec::new();
        let ended = loop {
            let next = match reader.next_row(&mut chunk) {
                Ok(None) => reader.finish(),
                next => next,
            };
            match next {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        let wanted: Vec<_> = all.into_iter().filter(|row| row.number >= first).collect();
        prop_assert!(rows == wanted);
        prop_assert_eq!(ended, error);
    }

    #[test]
    fn quoted_cells_come_back(cells in vec("[^\0\u{feff}]{0,40}", 3)) {
        let quoted: Vec<_> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        let feed = format!("id\ttitle\tseller\n{}\n", quoted.join("\t"));
        let (rows, error) = read(Format::Tsv, feed.as_bytes());
        prop_assert_eq!(error, None);
        prop_assert_eq!(rows.len(), 1);
        if let Ok(draft) = &rows[0].outcome {
            prop_assert_eq!(vec![&draft.external_id, &draft.title, &draft.seller], cells.iter().collect::<Vec<_>>());
        } else {
            // As many tabs as two more rows would have, for each line end.
            prop_assert!(cells.iter().any(|cell| cell.contains(['\n', '\r']) && cell.contains('\t')));
        }
    }

    #[test]
    fn escaped_texts_come_back(title in "[^\0\r]{1,80}") {
        let escaped = title.replace('&', "&amp;").replace('<', "&lt;");
        let feed = format!("<rss><item><title>{escaped}</title></item></rss>");
        let (rows, _) = read(Format::Xml, feed.as_bytes());
        let got = &rows[0].outcome.as_ref().unwrap().title;
        if title.trim().is_empty() {
            prop_assert!(got.is_empty());
        } else {
            prop_assert_eq!(got, &title);
        }
    }
}
