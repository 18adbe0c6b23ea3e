//! Listings: something offered. Limits and checks of what a marketplace tells about one.
//!
//! Feed formats are read in `kontor-feed`; the shape that both the API and feeds end in is here.

use serde::{Deserialize, Serialize};

use crate::account::is_email;

/// The longest external id, in bytes. Source: Google Merchant product data, `id`: 50 characters.
pub const EXTERNAL_ID_BYTES_MAX: usize = 200;
/// The longest title, in characters. Source: Google Merchant product data, `title`.
pub const TITLE_CHARS_MAX: usize = 150;
/// The longest description, in characters. Source: Google Merchant product data, `description`.
pub const DESCRIPTION_CHARS_MAX: usize = 5_000;
/// The longest URL, in bytes. Source: Google Merchant product data, `link`: 2,000 characters.
pub const URL_BYTES_MAX: usize = 2_000;

/// Whether a listing can be written about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingState {
    /// On offer.
    Offered,
    /// No longer offered; its conversations stay.
    Retired,
}

impl ListingState {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Retired => "retired",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Offered, Self::Retired]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// An amount in the smallest unit of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Cents, for a currency with cents.
    pub minor: i64,
    /// ISO 4217, three upper-case letters.
    pub currency: String,
}

impl Price {
    /// Reads `12.50 EUR`, `EUR 12.50`, `12,50 EUR` or `12 EUR`; `None` where it is none.
    ///
    /// Source: Google Merchant product data, `price`. Currencies are taken to have two decimals,
    /// save those that ISO 4217 gives none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (first, second) = text.trim().split_once([' ', '\u{a0}'])?;
        let (amount, currency) = if is_currency(second.trim()) {
            (first, second.trim())
        } else {
            (second.trim(), first)
        };
        if !is_currency(currency) {
            return None;
        }
        let decimals = if matches!(currency, "JPY" | "KRW" | "ISK" | "HUF") {
            0
        } else {
            2
        };
        Some(Self {
            minor: minor_units(amount, decimals)?,
            currency: currency.to_owned(),
        })
    }

    /// The amount with a point, as `12.50`.
    #[must_use]
    pub fn amount(&self) -> String {
        if matches!(self.currency.as_str(), "JPY" | "KRW" | "ISK" | "HUF") {
            return self.minor.to_string();
        }
        format!("{}.{:02}", self.minor / 100, self.minor % 100)
    }
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn minor_units(amount: &str, decimals: usize) -> Option<i64> {
    let (whole, fraction) = amount.split_once(['.', ',']).unwrap_or((amount, ""));
    if whole.is_empty() || whole.len() > 12 || fraction.len() > 2 {
        return None;
    }
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    if decimals == 0 {
        return fraction
            .bytes()
            .all(|b| b == b'0')
            .then(|| whole.parse().ok())?;
    }
    format!("{whole}{fraction:0<2}").parse().ok()
}

/// What a marketplace tells about a listing, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The marketplace's own id.
    pub external_id: String,
    /// The seller: an external id or a Kontor id.
    pub seller: String,
    /// One line.
    pub title: String,
    /// Plain text, may be empty.
    pub description: String,
    /// Where the listing is on the marketplace; may be empty.
    pub url: String,
    /// A price as text, may be empty.
    pub price: String,
    /// A contact address of its own; may be empty.
    pub contact_email: String,
    /// BCP 47 language of the text; may be empty.
    pub language: String,
}

/// A checked listing, ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// See [`Draft::external_id`].
    pub external_id: String,
    /// See [`Draft::seller`].
    pub seller: String,
    /// See [`Draft::title`].
    pub title: String,
    /// See [`Draft::description`].
    pub description: String,
    /// See [`Draft::url`].
    pub url: Option<String>,
    /// See [`Draft::price`].
    pub price: Option<Price>,
    /// See [`Draft::contact_email`].
    pub contact_email: Option<String>,
    /// See [`Draft::language`].
    pub language: Option<String>,
}

/// What is wrong with a field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defect {
    /// The field.
    pub field: &'static str,
    /// The stable code of what is wrong: `missing`, `too_long`, `invalid`.
    pub code: &'static str,
}

/// Checks a draft and gives every defect, or the offer.
///
/// # Errors
/// All defects found, in the order of the fields.
pub fn check(draft: Draft) -> Result<Offer, Vec<Defect>> {
    let mut defects = Vec::new();
    let mut flag = |field, code| defects.push(Defect { field, code });
    let external_id = draft.external_id.trim().to_owned();
    match external_id.as_str() {
        "" => flag("id", "missing"),
        id if id.len() > EXTERNAL_ID_BYTES_MAX => flag("id", "too_long"),
        id if !is_external_id(id) => flag("id", "invalid"),
        _ => {}
    }
    let seller = draft.seller.trim().to_owned();
    match seller.as_str() {
        "" => flag("seller", "missing"),
        id if id.len() > EXTERNAL_ID_BYTES_MAX => flag("seller", "too_long"),
        id if !is_external_id(id) => flag("seller", "invalid"),
        _ => {}
    }
    let title = one_line(&draft.title);
    if title.is_empty() {
        flag("title", "missing");
    } else if title.chars().count() > TITLE_CHARS_MAX {
        flag("title", "too_long");
    }
    let description = plain(&draft.description);
    if description.chars().count() > DESCRIPTION_CHARS_MAX {
        flag("description", "too_long");
    }
    let url = some(draft.url);
    match &url {
        Some(url) if url.len() > URL_BYTES_MAX => flag("link", "too_long"),
        Some(url) if !is_web_url(url) => flag("link", "invalid"),
        _ => {}
    }
    let price_text = some(draft.price);
    let price = price_text.as_deref().and_then(Price::parse);
    if price_text.is_some() && price.is_none() {
        flag("price", "invalid");
    }
    let contact_email = some(draft.contact_email);
    if contact_email
        .as_deref()
        .is_some_and(|email| !is_email(email))
    {
        flag("contact_email", "invalid");
    }
    let language = some(draft.language);
    if language.as_deref().is_some_and(|tag| !is_language(tag)) {
        flag("language", "invalid");
    }
    if defects.is_empty() {
        Ok(Offer {
            external_id,
            seller,
            title,
            description,
            url,
            price,
            contact_email,
            language,
        })
    } else {
        Err(defects)
    }
}

/// An external id is visible text without white space, control or bidirectional override.
#[must_use]
pub fn is_external_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= EXTERNAL_ID_BYTES_MAX
        && !text.chars().any(|c| {
            c.is_control() || c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        })
}

/// Only `http` and `https` with a host; no user information; nothing that ends an attribute.
#[must_use]
pub fn is_web_url(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    !host.is_empty()
        && !host.contains('@')
        && !text
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || "\"'<>`\\".contains(c))
}

fn is_language(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn some(text: String) -> Option<String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        None
    } else if trimmed.len() == text.len() {
        Some(text)
    } else {
        Some(trimmed.to_owned())
    }
}

pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            external_id: "a1".into(),
            seller: "shop-1".into(),
            title: " Old \n lamp ".into(),
            description: "Works.\0".into(),
            url: "https://m.example/a1".into(),
            price: "12.50 EUR".into(),
            contact_email: "lamp@example.fi".into(),
            language: "fi".into(),
        }
    }

    #[test]
    fn a_good_draft_becomes_an_offer() {
        let offer = check(draft()).unwrap();
        assert_eq!(offer.title, "Old lamp");
        assert_eq!(offer.description, "Works.");
        assert_eq!(
            offer.price,
            Some(Price {
                minor: 1250,
                currency: "EUR".into()
            })
        );
    }

    #[test]
    fn every_defect_is_told_at_once() {
        let bad = Draft {
            external_id: "a b".into(),
            seller: String::new(),
            title: "x".repeat(151),
            description: "x".repeat(5_001),
            url: "javascript:alert(1)".into(),
            price: "cheap".into(),
            contact_email: "nobody".into(),
            language: "?".into(),
        };
        let defects: Vec<_> = check(bad)
            .unwrap_err()
            .iter()
            .map(|d| (d.field, d.code))
            .collect();
        assert_eq!(
            defects,
            [
                ("id", "invalid"),
                ("seller", "missing"),
                ("title", "too_long"),
                ("description", "too_long"),
                ("link", "invalid"),
                ("price", "invalid"),
                ("contact_email", "invalid"),
                ("language", "invalid"),
            ]
        );
    }

    #[test]
    fn prices_are_minor_units() {
        let table = [
            ("12 EUR", Some((1200, "EUR"))),
            ("EUR 12.5", Some((1250, "EUR"))),
            ("12,50 EUR", Some((1250, "EUR"))),
            ("0.00 EUR", Some((0, "EUR"))),
            ("100 JPY", Some((100, "JPY"))),
            ("-1 EUR", None),
            ("1.234 EUR", None),
            ("12 eur", None),
            ("1e9 EUR", None),
            ("9999999999999 EUR", None),
            ("EUR", None),
        ];
        for (text, wanted) in table {
            let got = Price::parse(text);
            let got = got.as_ref().map(|p| (p.minor, p.currency.as_str()));
            assert_eq!(got, wanted, "{text}");
        }
        assert_eq!(Price::parse("7.05 EUR").unwrap().amount(), "7.05");
    }

    #[test]
    fn only_web_urls_pass() {
        for bad in [
            "ftp://x",
            "https://",
            "https://a@b/",
            "https://x/\"onload",
            "//x",
            "https:x",
            "https://x/ y",
        ] {
            assert!(!is_web_url(bad), "{bad}");
        }
        assert!(is_web_url("http://localhost:8080/x?y#z"));
    }
}
