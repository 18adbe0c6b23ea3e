//! TSV headers, sound and hostile.

use kontor_feed::Format;
use kontor_feed::limits::{COLUMNS_MAX, ROW_BYTES_MAX};

use crate::reading::{brief, check, check_lines};

#[test]
fn columns_are_found_or_told() {
    let table = r"
        header only                 => id;title;seller                  =>
        no id                       => title;seller/1;a                 => ! missing_column id
        no title                    => id;seller                        => ! missing_column title
        no seller                   => id;title/x;y                     => ! missing_column seller
        id twice                    => id;title;seller;ID               => ! duplicate_column id
        id twice, once with prefix  => id;title;seller;g:id             => ! duplicate_column id
        an unknown column twice     => id;x;title;x;seller/1;;a;;b      => 1|a|b
        seller by Google's name     => id;title;external_seller_id/1;a;b => 1|a|b
        seller by both names        => id;external_seller_id;seller;title/1;x;b;a => 1|a|b
        quoted names                => ''id'';''title'';seller/1;a;b    => 1|a|b
        blanks and capitals         => ID ; Title;SELLER/1;a;b          => 1|a|b
        blank lines before          => //id;title;seller/1;a;b          => 1|a|b
        a quote that never closes   => id;''title;seller/1;a;b          => ! bad_header
    ";
    check_lines(Format::Tsv, table, |text| {
        let text = text.replace("''", "\"");
        text.replace(';', "\t").replace('/', "\n")
    });
}

#[test]
fn what_is_too_large_is_refused() {
    let many = |count: usize| format!("id\ttitle\tseller{}\n", "\tx".repeat(count - 3));
    let endless = "x".repeat(ROW_BYTES_MAX + 1);
    let table: [(&str, String, &[&str]); 5] = [
        ("most columns", many(COLUMNS_MAX), &[]),
        ("one more", many(COLUMNS_MAX + 1), &["! too_many_columns"]),
        ("far more", many(10_000), &["! too_many_columns"]),
        ("a header without end", endless, &["! bad_header"]),
        (
            "a header line without text",
            "\t".repeat(9),
            &["! missing_column id"],
        ),
    ];
    check(Format::Tsv, &table);
}

#[test]
fn what_is_no_text_is_refused() {
    let table: [(&[u8], &[&str]); 10] = [
        (b"", &["! empty"]),
        (b"\xef\xbb\xbf", &["! empty"]),
        (b"\r\n\n", &["! empty"]),
        (b"\xff\xfei\0d\0", &["! not_utf8"]),
        (b"\xfe\xff\0i\0d", &["! not_utf8"]),
        (b"i\0d\0\t\0", &["! not_utf8"]),
        (b"\x1f\x8b\x08", &["! compressed"]),
        (b"PK\x03\x04", &["! compressed"]),
        (b"id\ttitle\tseller\t\xe4\n", &["! bad_header"]),
        (b"\xef\xbb\xbfid\ttitle\tseller\n1\ta\tb", &["1|a|b"]),
    ];
    for (feed, wanted) in table {
        assert_eq!(brief(Format::Tsv, feed), wanted, "{feed:?}");
    }
}
