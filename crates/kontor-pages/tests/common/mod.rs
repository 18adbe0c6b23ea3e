//! A small reader of our own pages for the tests: tags and attributes, no tree.
//!
//! It reads what the templates write: lower-case names, quoted attributes. Anything else is a fault, and fails the test.

#![allow(clippy::expect_used)]

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The name, with a slash before it for an end tag.
    pub name: String,
    /// Names and values.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Every tag of a page.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = tag(after);
        rest = after;
        found.push(tag);
    }
    found
}

fn tag(text: &str) -> (Tag, &str) {
    let end = text.find([' ', '\n', '>']).expect("a tag ends");
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>").or(rest.strip_prefix('>')) {
            let name = name.trim_end_matches('/').to_owned();
            return (Tag { name, attributes }, after);
        }
        let end = rest.find(['=', ' ', '\n', '>']).expect("an attribute ends");
        let (name, after) = rest.split_at(end);
        assert!(
            name.bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_uppercase()),
            "strange attribute {name:?}"
        );
        match after.strip_prefix("=\"") {
            Some(after) => {
                let (value, after) = after.split_once('"').expect("a value ends");
                attributes.push((name.to_owned(), value.to_owned()));
                rest = after;
            }
            None => {
                assert!(!after.starts_with('='), "unquoted value of {name}");
                attributes.push((name.to_owned(), String::new()));
                rest = after;
            }
        }
    }
}
