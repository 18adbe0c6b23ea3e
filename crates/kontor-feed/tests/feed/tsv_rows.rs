//! TSV rows, sound and hostile.

use kontor_core::listing;
use kontor_feed::Format;
use kontor_feed::limits::{FIELD_BYTES_MAX, ROW_BYTES_MAX};

use crate::reading::{brief, check, read};

const HEADER: &str = "id\ttitle\tseller\n";

fn with_header(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn a_row_becomes_a_draft_with_every_field() {
    let feed = "Title\tID\tLink\tImage Link\tprice\tdescription\tseller\tcontact_email\tcontent language\n\
                Old lamp\ta1\thttps://m.example/a1\tx\t12.50 EUR\t\"Two\nlines, a \"\"tab\"\"\t!\"\tmika\tlamp@example.fi\tfi\n";
    let (rows, error) = read(Format::Tsv, feed.as_bytes());
    assert_eq!(error, None);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].number, 1);
    let draft = rows[0].outcome.clone().unwrap();
    assert_eq!(draft.description, "Two\nlines, a \"tab\"\t!");
    let offer = listing::check(draft).unwrap();
    assert_eq!(offer.external_id, "a1");
    assert_eq!(offer.url.as_deref(), Some("https://m.example/a1"));
    assert_eq!(offer.price.unwrap().minor, 1250);
    assert_eq!(offer.contact_email.as_deref(), Some("lamp@example.fi"));
    assert_eq!(offer.language.as_deref(), Some("fi"));
}

#[test]
fn line_ends_and_columns() {
    check(
        Format::Tsv,
        &[
            ("LF", with_header("1\ta\tb\n2\tc\td\n"), &["1|a|b", "2|c|d"]),
            (
                "CR LF",
                "id\ttitle\tseller\r\n1\ta\tb\r\n2\tc\td\r\n".into(),
                &["1|a|b", "2|c|d"],
            ),
            (
                "CR",
                "id\ttitle\tseller\r1\ta\tb\r2\tc\td\r".into(),
                &["1|a|b", "2|c|d"],
            ),
            (
                "blank lines do not count",
                with_header("\n1\ta\tb\n\n\n2\tc\td"),
                &["1|a|b", "2|c|d"],
            ),
            (
                "too few",
                with_header("1\ta\n2\tc\td"),
                &["too_few_columns row", "2|c|d"],
            ),
            (
                "too many",
                with_header("1\ta\tb\tx\n2\tc\td"),
                &["too_many_columns row", "2|c|d"],
            ),
            (
                "far too many",
                with_header(&format!("1{}\n2\tc\td", "\tx".repeat(100_000))),
                &["too_many_columns row", "2|c|d"],
            ),
            (
                "empty cells are for the check",
                with_header("\t\t\n"),
                &["||"],
            ),
            (
                "a mark of byte order later on",
                with_header("\u{feff}1\ta\tb\n"),
                &["\u{feff}1|a|b"],
            ),
        ],
    );
}

#[test]
fn quotation_marks() {
    check(
        Format::Tsv,
        &[
            ("quoted", with_header("1\t\"a\tb\"\tc"), &["1|a\tb|c"]),
            (
                "doubled",
                with_header("1\t\"a \"\"b\"\"\"\tc"),
                &["1|a \"b\"|c"],
            ),
            (
                "over lines",
                with_header("1\t\"a\r\nb\"\tc\n2\tc\td"),
                &["1|a\r\nb|c", "2|c|d"],
            ),
            (
                "inside a field",
                with_header("1\t19\" rack\tc\n2\tc\td"),
                &["1|19\" rack|c", "2|c|d"],
            ),
            (
                "text behind",
                with_header("1\t\"Best\" lamp\tc\n2\tc\td"),
                &["1|Best lamp|c", "2|c|d"],
            ),
            (
                "one that never closes harms its own row only",
                with_header("1\t\"a\tb\n2\tc\td\n3\te\tf\n"),
                &["unbalanced_quote row", "2|c|d", "3|e|f"],
            ),
            (
                "one that another row's mark closes harms its own row only",
                with_header("1\t\"a\tb\n2\tc\td\n3\t\"e\"\tf\n4\tg\th\n"),
                &["unbalanced_quote row", "2|c|d", "3|e|f", "4|g|h"],
            ),
            (
                "a record that holds what looks like a row gives no row",
                with_header("1\t\"a\tb\n9\tforged\"\tc\n2\tc\td\n"),
                &["unbalanced_quote row", "2|c|d"],
            ),
            (
                "on the last line",
                with_header("1\ta\t\"b"),
                &["unbalanced_quote row"],
            ),
        ],
    );
}

#[test]
fn sizes() {
    let fill = |bytes: usize| "x".repeat(bytes);
    let header = "id\ttitle\tseller\tother\n";
    let row = |bytes: usize| format!("{header}1\ta\tb\t{}\n2\tc\td\te\n", fill(bytes - 6));
    let lines = "line without a mark\n".repeat(ROW_BYTES_MAX / 20 + 1);
    let stray = with_header(&format!("1\t\"a\tb\n{lines}2\tc\td\n"));
    let got = brief(Format::Tsv, stray.as_bytes());
    assert_eq!(got.first().unwrap(), "unbalanced_quote row");
    assert_eq!(got.last().unwrap(), "2|c|d");
    assert_eq!(got.len(), ROW_BYTES_MAX / 20 + 3);
    check(
        Format::Tsv,
        &[
            ("longest row", row(ROW_BYTES_MAX), &["1|a|b", "2|c|d"]),
            (
                "a byte too long",
                row(ROW_BYTES_MAX + 1),
                &["row_too_large row", "2|c|d"],
            ),
            ("a megabyte", row(1 << 20), &["row_too_large row", "2|c|d"]),
            (
                "no line end",
                row(1 << 20)
                    .replace('\n', " ")
                    .replacen("other ", "other\n", 1),
                &["row_too_large row"],
            ),
            (
                "longest field",
                with_header(&format!("1\ta\t{}\n", fill(FIELD_BYTES_MAX))),
                &[&format!("1|a|{}", fill(FIELD_BYTES_MAX))],
            ),
            (
                "a field too long",
                with_header(&format!("1\ta\t{}\n2\tc\td\n", fill(FIELD_BYTES_MAX + 1))),
                &["field_too_large seller", "2|c|d"],
            ),
        ],
    );
}

#[test]
fn bad_bytes_harm_their_own_row() {
    let table: [(&str, &[u8], &[&str]); 4] = [
        (
            "not UTF-8",
            b"1\t\xe4\tb\n2\tc\td\n",
            &["bad_utf8 title", "2|c|d"],
        ),
        // Joined, the two halves would be a letter.
        (
            "half a letter in each of two cells",
            b"1\t\xc3\t\xa4\n",
            &["bad_utf8 title"],
        ),
        (
            "zero byte",
            b"1\ta\0\tb\n2\tc\td\n",
            &["nul_byte title", "2|c|d"],
        ),
        ("surrogate", b"1\ta\t\xed\xa0\x80\n", &["bad_utf8 seller"]),
    ];
    for (name, rows, wanted) in table {
        let feed = [HEADER.as_bytes(), rows].concat();
        assert_eq!(brief(Format::Tsv, &feed), wanted, "{name}");
    }
}
