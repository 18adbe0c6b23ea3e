//! A marketplace: one platform served by this installation.
//!
//! Its number is in [`crate::id::MarketplaceKey`]; how one is found by host name is the server's job.

use serde::{Deserialize, Serialize};

use crate::id::MarketplaceKey;

/// What sellers may offer and what may be said, chosen once per marketplace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Contact data may be given.
    Classifieds,
    /// Everything stays on the platform.
    Closed,
}

impl Preset {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Classifieds => "classifieds",
            Self::Closed => "closed",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Classifieds, Self::Closed]
            .into_iter()
            .find(|preset| preset.code() == code)
    }
}

/// A marketplace as configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Marketplace {
    /// Its number inside this installation.
    pub key: MarketplaceKey,
    /// The short name used in configuration and the `Kontor-Marketplace` header.
    pub slug: String,
    /// The name that people read.
    pub name: String,
    /// Where its pages are, without a trailing slash. Every link in a mail starts with it.
    pub base_url: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IANA time zone.
    pub time_zone: String,
    /// BCP 47 languages, the first is the default.
    pub locales: Vec<String>,
    /// What may be offered and said.
    pub preset: Preset,
    /// The sender address of notices.
    pub mail_from: String,
    /// Origins of pages that may embed contact cards, as `https://www.example.org`; `*` for any.
    pub embed_origins: Vec<String>,
    /// Where the marketplace helps people: a web address or `mailto:`.
    pub support_url: Option<String>,
}

/// A slug is 1–32 lower-case letters, digits and hyphens, so that two slugs never collide by folding.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_read_back_and_slugs_are_narrow() {
        assert_eq!(Preset::parse(Preset::Closed.code()), Some(Preset::Closed));
        assert_eq!(Preset::parse("open"), None);
        assert!(is_slug("tori-fi"));
        for text in ["", "Tori", "to_ri", "töri", &"a".repeat(33)] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
