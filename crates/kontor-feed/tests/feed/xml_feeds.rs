//! Whole RSS and Atom feeds, sound and hostile: roots, declarations, ends.

use kontor_core::listing::{self, Draft};
use kontor_feed::Format;
use kontor_feed::limits::XML_ATTRIBUTES_MAX;

use crate::reading::{check, check_lines, read};

const ROW: &str = "<item><id>9</id><title>z</title><seller>m</seller></item>";

fn only(feed: &str) -> Option<Draft> {
    let (rows, error) = read(Format::Xml, feed.as_bytes());
    assert_eq!(error, None);
    assert_eq!(rows.len(), 1);
    rows.into_iter().next()?.outcome.ok()
}

#[test]
fn an_rss_item_becomes_an_offer() {
    let feed = r#"<?xml version="1.0" encoding="UTF-8"?>
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
        </item></channel></rss>"#;
    let draft = only(feed).unwrap();
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
    let feed = r#"<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:m="http://base.google.com/ns/1.0">
        <a:title>Shop</a:title><a:link href="https://m.example/"/>
        <a:entry><a:id>tag:m.example,2026:1</a:id><m:id>a1</m:id><a:title>Lamp</a:title>
        <a:link rel="enclosure" href="https://m.example/a.png"/>
        <a:link rel='alternate' href='https://m.example/a1?x=1&amp;y=2'/>
        <a:summary>Short</a:summary><a:content type="xhtml"><p>Long</p></a:content>
        <x:seller xmlns:x="urn:x">other</x:seller><m:external_seller_id>s1</m:external_seller_id>
        </a:entry></a:feed>"#;
    let draft = only(feed).unwrap();
    assert_eq!(draft.external_id, "a1");
    assert_eq!(draft.title, "Lamp");
    assert_eq!(draft.url, "https://m.example/a1?x=1&y=2");
    assert_eq!(draft.description, "Short");
    assert_eq!(draft.seller, "s1");
}

#[test]
fn feeds_are_read_or_told() {
    let table = r#"
        text                      => id title                              => ! not_a_feed
        another root              => <html><item/></html>                  => ! not_a_feed
        an end first              => </rss>                                => ! not_a_feed
        a torn root               => <rss a='ROW</rss>                     => ! bad_root
        an empty root             => <rss/>                                =>
        no rows                   => <rss><channel></channel></rss>        =>
        RSS 1.0                   => <r:RDF><channel/>ROW</r:RDF>          => 9|z|m
        rows of the other kind    => <rss><entry><id>1</id></entry></rss>  =>
        another feed behind       => <rss>ROW</rss><rss>ROW</rss>          => 9|z|m, ! trailing_content
        a comment behind          => <rss>ROW</rss> <!-- x --><?x?>        => 9|z|m
        cut outside a row         => <rss>ROW                              => 9|z|m, ! truncated
        cut in a row              => <rss>ROW<item><id>1                   => 9|z|m, ! truncated
        cut in a tag              => <rss>ROW</rs                          => 9|z|m, ! truncated
        cut in a comment          => <rss>ROW<!-- </rss>                   => 9|z|m, ! truncated
        Latin 1                   => <?xml encoding='ISO-8859-1'?><rss>ROW</rss> => ! unsupported_encoding
        UTF-8 by another case     => <?xml encoding="Utf-8"?><rss>ROW</rss>  => 9|z|m
        an encoding of a sheet    => <?xml-x encoding="x"?><rss>ROW</rss>  => 9|z|m
    "#;
    check_lines(Format::Xml, table, |text| text.replace("ROW", ROW));
    let marked = format!("\u{feff}<rss>{ROW}</rss>");
    let table: [(&str, String, &[&str]); 2] = [
        ("nothing", String::new(), &["! empty"]),
        ("byte order mark", marked, &["9|z|m"]),
    ];
    check(Format::Xml, &table);
}

#[test]
fn declarations_are_forbidden_everywhere() {
    let table = r#"
        document type   => <!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss>ROW</rss> => ! doctype_forbidden
        entity bomb     => <!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss>ROW</rss> => ! doctype_forbidden
        behind a row    => <rss>ROW<!DOCTYPE x></rss>             => 9|z|m, ! doctype_forbidden
        in a row        => <rss>ROW<item><!ENTITY x "y"></item></rss> => 9|z|m, ! doctype_forbidden
        by small letters => <!doctype rss><rss>ROW</rss>          => ! doctype_forbidden
        in a comment    => <!--<!DOCTYPE x>--><rss>ROW</rss>      => 9|z|m
    "#;
    check_lines(Format::Xml, table, |text| text.replace("ROW", ROW));
}

#[test]
fn large_things_outside_rows_cost_no_memory() {
    let root = |count: usize| format!("<rss {}>{ROW}</rss>", "a='' ".repeat(count));
    let with = |text: String| format!("<rss>{text}{ROW}</rss>");
    let comment = format!("<!--{}-->", "<item>-".repeat(200_000));
    let tag = format!("<x {}/>", "a='' ".repeat(200_000));
    let name = format!("<{}/>", "x".repeat(1_000_000));
    let table: [(&str, String, &[&str]); 6] = [
        ("most attributes", root(XML_ATTRIBUTES_MAX), &["9|z|m"]),
        ("one more", root(XML_ATTRIBUTES_MAX + 1), &["! bad_root"]),
        ("far more", root(100_000), &["! bad_root"]),
        ("a long comment", with(comment), &["9|z|m"]),
        ("a large tag", with(tag), &["9|z|m"]),
        ("a long name", with(name), &["9|z|m"]),
    ];
    check(Format::Xml, &table);
}
