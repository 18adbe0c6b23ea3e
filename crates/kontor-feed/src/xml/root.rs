//! The root of an XML feed: what its rows are called, and which prefixes are Google's.
//!
//! Namespaces are not resolved any further: below the root a name is its prefix and local name.

use quick_xml::events::BytesStart;

use crate::limits::XML_ATTRIBUTES_MAX;
use crate::refusal::FeedError;

use super::markup::{Kind, Mark};

/// Source: Google Merchant product data, RSS 2.0 and Atom 1.0 specifications.
const GOOGLE_NAMESPACE: &str = "http://base.google.com/ns/1.0";
/// The prefix that every example has, and some feeds use without declaring it.
const GOOGLE_PREFIX: &str = "g";

/// What a declaration may call UTF-8, or a part of it.
const UTF8_NAMES: [&str; 3] = ["utf-8", "utf8", "us-ascii"];

/// The root element.
pub(super) struct Root {
    name: Vec<u8>,
    row: &'static [u8],
    google: Vec<String>,
}

impl Root {
    /// Reads the root's start tag.
    pub(super) fn read(mark: &Mark, tag: &[u8]) -> Result<Self, FeedError> {
        let row: &[u8] = match local_name(&mark.name) {
            b"rss" | b"RDF" => b"item",
            b"feed" => b"entry",
            _ => return Err(FeedError::NotAFeed),
        };
        if mark.broken {
            return Err(FeedError::BadRoot);
        }
        let content = tag
            .strip_prefix(b"<")
            .and_then(|tag| tag.strip_suffix(b">"))
            .and_then(|tag| str::from_utf8(tag).ok())
            .ok_or(FeedError::BadRoot)?;
        let content = content.strip_suffix('/').unwrap_or(content);
        let mut google = vec![GOOGLE_PREFIX.to_owned()];
        for (count, attribute) in BytesStart::from_content(content, mark.name.len())
            .attributes()
            .with_checks(false)
            .enumerate()
        {
            let attribute = attribute.map_err(|_| FeedError::BadRoot)?;
            if count >= XML_ATTRIBUTES_MAX {
                return Err(FeedError::BadRoot);
            }
            let prefix = attribute.key.0.strip_prefix("xmlns:");
            if let Some(prefix) = prefix.filter(|_| attribute.value.trim() == GOOGLE_NAMESPACE) {
                google.push(prefix.to_owned());
            }
        }
        Ok(Self {
            name: mark.name.clone(),
            row,
            google,
        })
    }

    /// Whether an element of this name is a row.
    pub(super) fn is_row(&self, name: &[u8]) -> bool {
        local_name(name) == self.row
    }

    /// Whether the mark starts a row.
    pub(super) fn starts_row(&self, mark: &Mark) -> bool {
        matches!(mark.kind, Kind::Start | Kind::Empty) && self.is_row(&mark.name)
    }

    /// Whether the mark ends the root.
    pub(super) fn is_ended_by(&self, mark: &Mark) -> bool {
        mark.kind == Kind::End && mark.name == self.name
    }

    /// Whether a prefix is Google's.
    pub(super) fn is_google(&self, prefix: &str) -> bool {
        self.google.iter().any(|known| known == prefix)
    }
}

/// Refuses an XML declaration that names another encoding than UTF-8.
pub(super) fn check_declaration(instruction: &[u8]) -> Result<(), FeedError> {
    let Some(declaration) = instruction
        .strip_prefix(b"<?xml")
        .filter(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))
    else {
        return Ok(());
    };
    let text = str::from_utf8(declaration).map_err(|_| FeedError::UnsupportedEncoding)?;
    let text = text.strip_suffix("?>").unwrap_or(text);
    for attribute in BytesStart::from_content(text, 0)
        .attributes()
        .with_checks(false)
    {
        let attribute = attribute.map_err(|_| FeedError::UnsupportedEncoding)?;
        let encoding = attribute.value.to_ascii_lowercase();
        if attribute.key.0 == "encoding" && !UTF8_NAMES.contains(&encoding.as_str()) {
            return Err(FeedError::UnsupportedEncoding);
        }
    }
    Ok(())
}

fn local_name(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
}
