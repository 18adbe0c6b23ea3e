//! Rules that hold for every page, in every state and language.

mod common;

use std::collections::HashSet;

use common::tags;
use kontor_pages::{Locale, assets, samples};

fn each_page(check: impl Fn(&str, &str)) {
    for locale in Locale::ALL {
        for (name, html) in samples::pages(locale) {
            check(&format!("{} {name}", locale.code()), &html);
        }
    }
}

#[test]
fn every_page_renders_whole_in_every_language() {
    for locale in Locale::ALL {
        for (name, html) in samples::pages(locale) {
            let start = format!("<!doctype html>\n<html lang=\"{}\">", locale.tag());
            assert!(html.starts_with(&start), "{name}");
            assert!(html.trim_end().ends_with("</html>"), "{name}");
            assert_eq!(html.matches("<h1").count(), 1, "{name}");
            assert!(!html.contains(['\u{2068}', '\u{2069}']), "{name}");
        }
    }
}

#[test]
fn no_page_needs_an_inline_style_or_script() {
    each_page(|name, html| {
        for tag in tags(html) {
            assert_ne!(tag.name, "style", "{name}");
            for (attribute, value) in &tag.attributes {
                assert_ne!(attribute, "style", "{name}");
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
                assert!(!value.trim_start().starts_with("javascript:"), "{name}");
            }
            if tag.name == "script" {
                let src = tag.get("src").unwrap_or_default();
                // What holds data is never run.
                let data = tag.get("type") == Some("application/ld+json");
                assert!(data || src.starts_with("/static/"), "{name}: inline script");
            }
        }
    });
}

#[test]
fn every_file_that_a_page_names_exists_with_its_digest() {
    each_page(|name, html| {
        for tag in tags(html) {
            let Some(file) = tag.get("src").or(tag.get("href")) else {
                continue;
            };
            if let Some((path, digest)) = file.split_once("?v=") {
                let asset = assets::find(path).unwrap_or_else(|| panic!("{name}: {path}"));
                assert_eq!(format!("{:016x}", asset.digest), digest, "{name}: {path}");
            } else {
                assert!(!file.starts_with("/static/"), "{name}: {file}");
            }
        }
    });
}

#[test]
fn every_label_and_description_names_something_on_the_page() {
    each_page(|name, html| {
        let tags = tags(html);
        let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        let unique: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: an id stands twice");
        for tag in &tags {
            for attribute in ["for", "aria-labelledby", "aria-describedby"] {
                if let Some(id) = tag.get(attribute) {
                    assert!(unique.contains(id), "{name}: {attribute} names {id}");
                }
            }
            if let Some(id) = tag.get("href").and_then(|href| href.strip_prefix('#')) {
                assert!(unique.contains(id), "{name}: a link to #{id}");
            }
            let typed = matches!(tag.name.as_str(), "input" | "textarea");
            if typed && tag.get("type") != Some("hidden") {
                let id = tag.get("id").unwrap_or_default();
                let labelled = tags.iter().any(|label| label.get("for") == Some(id));
                assert!(labelled, "{name}: {id} has no label");
            }
        }
    });
}

#[test]
fn tags_are_closed_in_order() {
    const VOID: [&str; 6] = ["!doctype", "br", "input", "link", "meta", "path"];
    each_page(|name, html| {
        let mut open = Vec::new();
        for tag in tags(html) {
            if let Some(closed) = tag.name.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(closed), "{name}");
            } else if !VOID.contains(&tag.name.as_str()) {
                open.push(tag.name);
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    });
}

/// Source: product.md says 60 KB compressed. Here the plain bytes of a page and the files that it
/// names: text shrinks to less than a third, and the server's test measures what is sent.
#[test]
fn a_page_with_all_its_files_stays_light() {
    each_page(|name, html| {
        let named = assets::ALL.iter().filter(|asset| html.contains(asset.path));
        let files: usize = named.map(|asset| asset.bytes.len()).sum();
        let all = html.len() + files;
        assert!(all < 100_000, "{name}: {all} bytes");
    });
}

#[test]
fn forms_that_write_carry_a_key_or_are_safe_to_repeat() {
    const REPEATABLE: &[&str] = &[
        "/operator/holidays",
        "/guest/",
        "/sign-in",
        "/sign-out",
        "/account/",
        "/password/",
        "/members/",
        "/withdrawal",
        "/team/join",
        "/closure",
        "/reopening",
        "/demo/as/",
        "/demo/marketplace/",
        // Settings are put whole, with the revision that they replace.
        "action=\"/contact",
        "/trader\"",
        "/completion",
    ];
    each_page(|name, html| {
        for form in html.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            if !form.contains("method=\"post\"") {
                continue;
            }
            let keyed = form.contains("name=\"key\" value=\"0197f4c2");
            let repeatable = REPEATABLE.iter().any(|path| form.contains(path));
            assert!(keyed || repeatable, "{name}: {form}");
        }
    });
}

#[test]
fn static_files_name_nothing_outside() {
    for asset in &assets::ALL {
        let text = std::str::from_utf8(asset.bytes).expect("text");
        let text = text.replace("http://www.w3.org/2000/svg", "");
        for outside in ["http:", "https:", "@import", "url(", "eval(", "innerHTML ="] {
            assert!(!text.contains(outside), "{}: {outside}", asset.path);
        }
        assert_eq!(assets::find(asset.path), Some(asset));
    }
    assert_eq!(assets::find("/static/../src/lib.rs"), None);
}
