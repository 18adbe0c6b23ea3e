//! RSS and Atom feeds, sound and hostile, as tables of named cases.
//!
//! Every case is read whole and in small chunks. Arbitrary bytes are in `properties.rs`.

mod common;

use common::{brief, read};
use kontor_core::listing::{self, Draft};
use kontor_feed::limits::{FIELD_BYTES_MAX, ROW_BYTES_MAX, XML_ATTRIBUTES_MAX, XML_DEPTH_MAX};
use kontor_feed::{FeedReader, Format};

const LAST: &str = "<item><id>9</id><title>z</title><seller>m</seller></item>";

fn rss(rows: &str) -> String {
    format!("<rss><channel><title>Shop</title>{rows}</channel></rss>")
}

/// A row with the children, and a sound row behind it, to see that reading goes on.
fn item(children: &str) -> String {
    rss(&format!("<item>{children}</item>{LAST}"))
}

fn check(table: &[(&str, String, &[&str])]) {
    for (name, feed, wanted) in table {
        assert_eq!(brief(Format::Xml, feed.as_bytes()), *wanted, "{name}");
    }
}

fn only(feed: &str) -> Draft {
    let (rows, error) = read(Format::Xml, feed.as_bytes());
    assert_eq!(error, None);
    assert_eq!(rows.len(), 1);
    rows[0].outcome.clone().unwrap()
}

#[test]
fn an_rss_item_becomes_an_offer() {
    let draft = only(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <?xml-stylesheet href="x.css"?>
        <!-- <item> in a comment --><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
        <channel><title>Shop</title><link>https://m.example</link>
        <item>
          <g:id>a1</g:id><title>Tom &amp; J&#xe4;rri</title>
          <description><![CDATA[<b>]]>&lt;p&gt;Works &#8364;5&lt;/p&gt;</description>
          <link>https://m.example/a1</link><g:price>12.50 EUR</g:price>
          <g:shipping><g:country>FI</g:country><g:price>5 EUR</g:price></g:shipping>
          <media:title xmlns:media="http://search.yahoo.com/mrss/">Not this</media:title>
          <seller>mika</seller><contact_email>lamp@example.fi</contact_email>
          <g:content_language>fi</g:content_language>
        </item></channel></rss>"#,
    );
    assert_eq!(draft.description, "<b><p>Works €5</p>");
    assert_eq!(draft.price, "12.50 EUR");
    let offer = listing::check(draft).unwrap();
    assert_eq!(offer.external_id, "a1");
    assert_eq!(offer.title, "Tom & Järri");
    assert_eq!(offer.seller, "mika");
    assert_eq!(offer.contact_email.as_deref(), Some("lamp@example.fi"));
    assert_eq!(offer.language.as_deref(), Some("fi"));
}

#[test]
fn an_atom_entry_becomes_a_draft() {
    let draft = only(
        r#"<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:m="http://base.google.com/ns/1.0">
        <a:title>Shop</a:title><a:link href="https://m.example/"/>
        <a:entry><a:id>tag:m.example,2026:1</a:id><m:id>a1</m:id><a:title>Lamp</a:title>
        <a:link rel="enclosure" href="https://m.example/a.png"/>
        <a:link rel='alternate' href='https://m.example/a1?x=1&amp;y=2'/>
        <a:summary>Short</a:summary><a:content type="xhtml"><p>Long</p></a:content>
        <x:seller xmlns:x="urn:x">other</x:seller><m:external_seller_id>s1</m:external_seller_id>
        </a:entry></a:feed>"#,
    );
    assert_eq!(draft.external_id, "a1");
    assert_eq!(draft.title, "Lamp");
    assert_eq!(draft.url, "https://m.example/a1?x=1&y=2");
    assert_eq!(draft.description, "Short");
    assert_eq!(draft.seller, "s1");
}

#[test]
fn feeds() {
    let root = |attributes: &str| format!("<rss {attributes}>{LAST}</rss>");
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>";
    let outside = "<!DOCTYPE rss SYSTEM \"file:///etc/passwd\">";
    check(&[
        ("nothing", String::new(), &["! empty"]),
        ("text", "id\ttitle".into(), &["! not_a_feed"]),
        (
            "another root",
            "<html><item/></html>".into(),
            &["! not_a_feed"],
        ),
        ("an empty root", "<rss/>".into(), &[]),
        ("no rows", rss(""), &[]),
        (
            "byte order mark",
            format!("\u{feff}{}", rss(LAST)),
            &["9|z|m"],
        ),
        ("RSS 1.0", format!("<r:RDF>{LAST}</r:RDF>"), &["9|z|m"]),
        (
            "rows of the other kind",
            rss("<entry><id>1</id></entry>"),
            &[],
        ),
        (
            "document type",
            format!("{outside}{}", rss(LAST)),
            &["! doctype_forbidden"],
        ),
        (
            "entity bomb",
            format!("{bomb}{}", rss(LAST)),
            &["! doctype_forbidden"],
        ),
        (
            "entity in a row",
            item("<!ENTITY x 'y'>"),
            &["! doctype_forbidden"],
        ),
        (
            "document type behind rows",
            format!("<rss>{LAST}{outside}"),
            &["9|z|m", "! doctype_forbidden"],
        ),
        (
            "Latin 1",
            format!("<?xml version='1.0' encoding='ISO-8859-1'?>{}", rss(LAST)),
            &["! unsupported_encoding"],
        ),
        (
            "UTF-8 by another case",
            format!("<?xml version='1.0' encoding='Utf-8'?>{}", rss(LAST)),
            &["9|z|m"],
        ),
        (
            "cut outside a row",
            format!("<rss>{LAST}"),
            &["9|z|m", "! truncated"],
        ),
        (
            "cut in a row",
            format!("<rss>{LAST}<item><id>1"),
            &["9|z|m", "! truncated"],
        ),
        (
            "cut in a tag",
            format!("<rss>{LAST}</rs"),
            &["9|z|m", "! truncated"],
        ),
        (
            "cut in a comment",
            format!("<rss>{LAST}<!-- </rss>"),
            &["9|z|m", "! truncated"],
        ),
        (
            "a comment behind",
            format!("{}<!-- x --><?x?>\n", rss(LAST)),
            &["9|z|m"],
        ),
        (
            "another feed behind",
            rss(LAST).repeat(2),
            &["9|z|m", "! trailing_content"],
        ),
        (
            "attributes that fit",
            root(&"a='' ".repeat(XML_ATTRIBUTES_MAX)),
            &["9|z|m"],
        ),
        (
            "attributes at the root",
            root(&"a='' ".repeat(100_000)),
            &["! bad_root"],
        ),
        (
            "attributes that do not fit",
            root(&"a='' ".repeat(XML_ATTRIBUTES_MAX + 1)),
            &["! bad_root"],
        ),
        (
            "a torn root",
            format!("<rss a='{LAST}</rss>"),
            &["! bad_root"],
        ),
        (
            "a long comment",
            rss(&format!("<!--{}-->{LAST}", "<item>-".repeat(200_000))),
            &["9|z|m"],
        ),
        (
            "a large tag",
            rss(&format!("<x {}/>{LAST}", "a='' ".repeat(200_000))),
            &["9|z|m"],
        ),
        (
            "a long name",
            rss(&format!("<{}/>{LAST}", "x".repeat(1_000_000))),
            &["9|z|m"],
        ),
    ]);
}

#[test]
fn rows() {
    let deep = |depth: usize| {
        let (open, close) = ("<x>".repeat(depth - 1), "</x>".repeat(depth - 1));
        item(&format!("<id>1</id>{open}{close}"))
    };
    let attributes = |count| item(&format!("<link {}/>", "a='' ".repeat(count)));
    check(&[
        ("an empty row", rss("<item/>"), &["||"]),
        (
            "comments and instructions",
            item("<!--<id>2</id>--><id>1<?x </id> ?></id>"),
            &["1||", "9|z|m"],
        ),
        (
            "a row in CDATA",
            item("<id>1</id><x><![CDATA[</item><item><id>2</id>]]></x>"),
            &["1||", "9|z|m"],
        ),
        (
            "`>` in a value",
            item("<x y=\"</item>\"/><id>1</id>"),
            &["bad_xml row", "9|z|m"],
        ),
        (
            "a value with `>`",
            item("<x y='/>'/><id>1</id>"),
            &["1||", "9|z|m"],
        ),
        (
            "a value that never ends",
            item("<x y='><id>1</id>"),
            &["bad_xml row", "9|z|m"],
        ),
        (
            "an ampersand",
            item("<title>Tom & Jerry</title>"),
            &["bad_xml title", "9|z|m"],
        ),
        (
            "a stray `<`",
            item("<title>1 < 2</title>"),
            &["mismatched_tags title", "9|z|m"],
        ),
        (
            "an HTML entity",
            item("<title>a&nbsp;b</title>"),
            &["unknown_entity title", "9|z|m"],
        ),
        (
            "an HTML entity in a link",
            item("<link href='a&nbsp;b'/>"),
            &["unknown_entity link", "9|z|m"],
        ),
        (
            "an entity elsewhere",
            item("<x>&nbsp;</x>"),
            &["unknown_entity row", "9|z|m"],
        ),
        (
            "character zero",
            item("<title>&#0;</title>"),
            &["bad_xml title", "9|z|m"],
        ),
        (
            "no character",
            item("<title>&#xd800;</title>"),
            &["bad_xml title", "9|z|m"],
        ),
        (
            "zero byte",
            item("<title>\0</title>"),
            &["nul_byte title", "9|z|m"],
        ),
        (
            "crossed tags",
            item("<title><b>x</title></b>"),
            &["mismatched_tags title", "9|z|m"],
        ),
        (
            "an open element",
            item("<title>x"),
            &["mismatched_tags title", "9|z|m"],
        ),
        (
            "an end too many",
            item("</title>"),
            &["mismatched_tags row", "9|z|m"],
        ),
        (
            "a row that is not closed",
            rss(&format!("<item><id>1</id>{LAST}")),
            &["mismatched_tags row", "9|z|m"],
        ),
        (
            "the last row is not closed",
            rss("<item><id>1</id>"),
            &["mismatched_tags row"],
        ),
        (
            "an open row before an empty one",
            rss("<item><id>1</id><item/>"),
            &["mismatched_tags row", "||"],
        ),
        (
            "a stray end of row",
            rss(&format!("</item>{LAST}")),
            &["9|z|m"],
        ),
        (
            "open CDATA runs over a row",
            item("<title><![CDATA[x</title></item><item><title><![CDATA[y]]></title>"),
            &["bad_xml title", "9|z|m"],
        ),
        (
            "a torn start of row",
            rss(&format!("<item <id>1</id></item>{LAST}")),
            &["bad_xml row", "9|z|m"],
        ),
        ("deepest", deep(XML_DEPTH_MAX), &["1||", "9|z|m"]),
        (
            "too deep",
            deep(XML_DEPTH_MAX + 1),
            &["too_deep row", "9|z|m"],
        ),
        ("far too deep", deep(30_000), &["too_deep row", "9|z|m"]),
        (
            "attributes that fit",
            attributes(XML_ATTRIBUTES_MAX),
            &["||", "9|z|m"],
        ),
        (
            "attributes that do not fit",
            attributes(XML_ATTRIBUTES_MAX + 1),
            &["too_many_attributes link", "9|z|m"],
        ),
        (
            "elements in a text",
            item("<title>a<b>c</b>d</title><id>1</id>"),
            &["1|acd|", "9|z|m"],
        ),
        (
            "the first of two",
            item("<id/><id>1</id><id>2</id>"),
            &["1||", "9|z|m"],
        ),
        (
            "Google's before the plain one",
            item("<id>1</id><g:id>2</g:id>"),
            &["2||", "9|z|m"],
        ),
    ]);
}

#[test]
fn sizes() {
    let sized = |bytes: usize| item(&format!("<x>{}</x>", "y".repeat(bytes - 20)));
    let field = |bytes: usize| item(&format!("<seller>{}</seller>", "y".repeat(bytes)));
    let entities = format!("<seller>{}</seller>", "&lt;".repeat(FIELD_BYTES_MAX / 2));
    let tag = |name: &str| rss(&format!("<{name} {}>{LAST}", "a='' ".repeat(100_000)));
    let forged = format!("<x><![CDATA[{}{LAST}]]></x>", "y".repeat(ROW_BYTES_MAX));
    check(&[
        ("longest row", sized(ROW_BYTES_MAX), &["||", "9|z|m"]),
        (
            "a byte too long",
            sized(ROW_BYTES_MAX + 1),
            &["row_too_large row", "9|z|m"],
        ),
        (
            "a megabyte",
            sized(1 << 20),
            &["row_too_large row", "9|z|m"],
        ),
        (
            "longest field",
            field(FIELD_BYTES_MAX),
            &[&format!("||{}", "y".repeat(FIELD_BYTES_MAX)), "9|z|m"],
        ),
        (
            "a field too long",
            field(FIELD_BYTES_MAX + 1),
            &["field_too_large seller", "9|z|m"],
        ),
        (
            "entities count as what they mean",
            item(&entities),
            &[&format!("||{}", "<".repeat(FIELD_BYTES_MAX / 2)), "9|z|m"],
        ),
        (
            "attributes at a row",
            tag("item"),
            &["row_too_large row", "9|z|m"],
        ),
        (
            "an empty row too large",
            tag("item").replacen('>', "/>", 3).replacen("/>", ">", 2),
            &["||", "9|z|m"],
        ),
        (
            "a row in the text of a row too large",
            item(&forged),
            &["row_too_large row", "9|z|m"],
        ),
        (
            "a row too large that is not closed",
            rss(&format!("<item>{}{LAST}", "y".repeat(1 << 20))),
            &["row_too_large row", "9|z|m"],
        ),
    ]);
}

#[test]
fn bad_bytes_harm_their_own_row() {
    let feed = [
        b"<rss><item><title>\xe4</title></item>",
        LAST.as_bytes(),
        b"</rss>",
    ]
    .concat();
    assert_eq!(brief(Format::Xml, &feed), ["bad_utf8 row", "9|z|m"]);
    assert_eq!(brief(Format::Xml, b"\xff\xfe<\0r\0"), ["! not_utf8"]);
    assert_eq!(brief(Format::Xml, b"<\0r\0s\0s\0>\0"), ["! not_utf8"]);
}

#[test]
fn skipping_keeps_the_numbers() {
    let feed = rss(&LAST.repeat(20));
    let mut reader = FeedReader::new(Format::Xml);
    reader.skip_to(20);
    let mut chunk = feed.as_bytes();
    let row = reader.next_row(&mut chunk).unwrap().unwrap();
    assert_eq!(row.number, 20);
    assert_eq!(row.outcome.unwrap().external_id, "9");
    assert_eq!(reader.next_row(&mut chunk), Ok(None));
    assert_eq!(reader.finish(), Ok(None));
}
