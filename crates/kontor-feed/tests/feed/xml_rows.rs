//! Rows of RSS and Atom, sound and hostile. A sound row stands behind each, to see reading go on.

use kontor_feed::Format;
use kontor_feed::limits::{FIELD_BYTES_MAX, ROW_BYTES_MAX, XML_ATTRIBUTES_MAX, XML_DEPTH_MAX};

use crate::reading::{brief, check, check_lines};

const LAST: &str = "<item><id>9</id><title>z</title><seller>m</seller></item>";

fn rss(rows: &str) -> String {
    format!("<rss><channel><title>Shop</title>{rows}</channel></rss>")
}

fn item(children: &str) -> String {
    rss(&format!("<item>{children}</item>{LAST}"))
}

#[test]
fn texts() {
    let table = r#"
        comments and instructions => <!--<id>2</id>--><id>1<?x </id> ?></id>       => 1||, 9|z|m
        a row in CDATA      => <id>1</id><x><![CDATA[</item><item><id>2</id>]]></x> => 1||, 9|z|m
        an ampersand        => <title>Tom & Jerry</title>        => bad_xml title, 9|z|m
        a stray `<`         => <title>1 < 2</title>              => mismatched_tags title, 9|z|m
        an HTML entity      => <title>a&nbsp;b</title>           => unknown_entity title, 9|z|m
        one in a link       => <link href='a&nbsp;b'/>           => unknown_entity link, 9|z|m
        one elsewhere       => <x>&nbsp;</x>                     => unknown_entity row, 9|z|m
        character zero      => <title>&#0;</title>               => bad_xml title, 9|z|m
        half a character    => <title>&#xd800;</title>           => bad_xml title, 9|z|m
        elements in a text  => <title>a<b>c</b>d</title><id>1</id> => 1|acd|, 9|z|m
        the first of two    => <id/><id>1</id><id>2</id>         => 1||, 9|z|m
        Google's first      => <id>1</id><g:id>2</g:id>          => 2||, 9|z|m
        a value with `>`    => <x y='/>'/><id>1</id>             => 1||, 9|z|m
    "#;
    check_lines(Format::Xml, table, item);
    let zero = item("<title>\0</title>");
    let table: [(&str, String, &[&str]); 1] = [("zero byte", zero, &["nul_byte title", "9|z|m"])];
    check(Format::Xml, &table);
}

#[test]
fn broken_markup_harms_its_own_row() {
    let table = r#"
        crossed tags        => <item><title><b>x</title></b></item>LAST  => mismatched_tags title, 9|z|m
        an open element     => <item><title>x</item>LAST                 => mismatched_tags title, 9|z|m
        an end too many     => <item></title></item>LAST                 => mismatched_tags row, 9|z|m
        an open row         => <item><id>1</id>LAST                      => mismatched_tags row, 9|z|m
        an open last row    => LAST<item><id>1</id>                      => 9|z|m, mismatched_tags row
        open, then empty    => <item><id>1</id><item/>LAST               => mismatched_tags row, ||, 9|z|m
        an empty row        => <item/>LAST                               => ||, 9|z|m
        a stray end         => </item>LAST                               => 9|z|m
        a torn row tag      => <item <id>1</id></item>LAST               => bad_xml row, 9|z|m
        `<` in a value      => <item><x y="</item>"/><id>1</id></item>LAST => bad_xml row, 9|z|m
        an open value       => <item><x y='><id>1</id></item>LAST        => bad_xml row, 9|z|m
        open CDATA over two => <item><title><![CDATA[x</title></item><item><title><![CDATA[y]]></title></item>LAST => bad_xml title, 9|z|m
    "#;
    check_lines(Format::Xml, table, |text| rss(&text.replace("LAST", LAST)));
    let feed = [
        &b"<rss><item><title>\xe4</title></item>"[..],
        LAST.as_bytes(),
        b"</rss>",
    ]
    .concat();
    assert_eq!(brief(Format::Xml, &feed), ["bad_utf8 row", "9|z|m"]);
    assert_eq!(brief(Format::Xml, b"\xff\xfe<\0r\0"), ["! not_utf8"]);
    assert_eq!(brief(Format::Xml, b"<\0r\0s\0s\0>\0"), ["! not_utf8"]);
}

#[test]
fn depth_and_attributes() {
    let deep = |depth: usize| {
        let (open, close) = ("<x>".repeat(depth - 1), "</x>".repeat(depth - 1));
        item(&format!("<id>1</id>{open}{close}"))
    };
    let attributes = |count| item(&format!("<link {}/>", "a='' ".repeat(count)));
    let too_many = attributes(XML_ATTRIBUTES_MAX + 1);
    let table: [(&str, String, &[&str]); 5] = [
        ("deepest", deep(XML_DEPTH_MAX), &["1||", "9|z|m"]),
        (
            "one deeper",
            deep(XML_DEPTH_MAX + 1),
            &["too_deep row", "9|z|m"],
        ),
        ("far deeper", deep(30_000), &["too_deep row", "9|z|m"]),
        (
            "most attributes",
            attributes(XML_ATTRIBUTES_MAX),
            &["||", "9|z|m"],
        ),
        ("one more", too_many, &["too_many_attributes link", "9|z|m"]),
    ];
    check(Format::Xml, &table);
}

#[test]
fn sizes_of_rows() {
    let sized = |bytes: usize| item(&format!("<x>{}</x>", "y".repeat(bytes - 20)));
    let tag = |end: &str| rss(&format!("<item {}{end}{LAST}", "a='' ".repeat(100_000)));
    let forged = format!("<x><![CDATA[{}{LAST}]]></x>", "y".repeat(ROW_BYTES_MAX));
    let open = rss(&format!("<item>{}{LAST}", "y".repeat(1 << 20)));
    let refused: &[&str] = &["row_too_large row", "9|z|m"];
    let table: [(&str, String, &[&str]); 7] = [
        ("longest", sized(ROW_BYTES_MAX), &["||", "9|z|m"]),
        ("a byte too long", sized(ROW_BYTES_MAX + 1), refused),
        ("a megabyte", sized(1 << 20), refused),
        ("a large start tag", tag(">"), refused),
        ("a large empty tag", tag("/>"), refused),
        ("a row in the text of a large row", item(&forged), refused),
        ("a large row that is open", open, refused),
    ];
    check(Format::Xml, &table);
}

#[test]
fn sizes_of_fields() {
    let field = |bytes: usize| item(&format!("<seller>{}</seller>", "y".repeat(bytes)));
    let entities = format!("<seller>{}</seller>", "&lt;".repeat(FIELD_BYTES_MAX / 2));
    let longest = format!("||{}", "y".repeat(FIELD_BYTES_MAX));
    let meaning = format!("||{}", "<".repeat(FIELD_BYTES_MAX / 2));
    let too_long = field(FIELD_BYTES_MAX + 1);
    let table: [(&str, String, &[&str]); 3] = [
        ("longest", field(FIELD_BYTES_MAX), &[&longest, "9|z|m"]),
        (
            "a byte too long",
            too_long,
            &["field_too_large seller", "9|z|m"],
        ),
        (
            "by what entities mean",
            item(&entities),
            &[&meaning, "9|z|m"],
        ),
    ];
    check(Format::Xml, &table);
}
