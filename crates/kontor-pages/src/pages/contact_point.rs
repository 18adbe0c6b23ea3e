//! What search engines may know of how a seller is reached, as schema.org has it. No number and no
//! address is among it: those are handed out one by one.

use askama::filters::Safe;
use serde_json::{Value, json};

use crate::markup;

/// Hours that several days have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenHours {
    /// The days as schema.org names them, such as `Monday` or `PublicHolidays`.
    pub days: Vec<&'static str>,
    /// From when, such as `09:00`.
    pub opens: String,
    /// Until when; the same as `opens` means closed.
    pub closes: String,
}

/// A seller and its card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactPoint {
    /// The seller's name.
    pub name: String,
    /// Whether it is a business.
    pub business: bool,
    /// The seller's page.
    pub seller_url: String,
    /// The page with the card.
    pub card_url: String,
    /// Whether anybody can be reached.
    pub reachable: bool,
    /// The languages of the marketplace, BCP 47.
    pub languages: Vec<String>,
    /// The hours of the phone, where everybody may know them.
    pub hours: Vec<OpenHours>,
}

impl ContactPoint {
    /// The text of a `<script type="application/ld+json">`.
    pub(crate) fn json_ld(&self) -> Safe<String> {
        let hours: Vec<Value> = self
            .hours
            .iter()
            .map(|hours| {
                let days = hours.days.iter();
                let days: Vec<_> = days
                    .map(|day| format!("https://schema.org/{day}"))
                    .collect();
                json!({
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": days,
                    "opens": hours.opens,
                    "closes": hours.closes,
                })
            })
            .collect();
        let mut point = json!({
            "@type": "ContactPoint",
            "contactType": "sales",
            "url": self.card_url,
            "availableLanguage": self.languages,
        });
        if !hours.is_empty()
            && let Some(map) = point.as_object_mut()
        {
            map.insert("hoursAvailable".into(), hours.into());
        }
        let mut whole = json!({
            "@context": "https://schema.org",
            "@type": if self.business { "Organization" } else { "Person" },
            "name": self.name,
            "url": self.seller_url,
        });
        if self.reachable
            && let Some(map) = whole.as_object_mut()
        {
            map.insert("contactPoint".into(), point);
        }
        markup::json(&whole.to_string())
    }

    /// A shop that is open on weekdays.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            name: "Kalustehuone Oy".into(),
            business: true,
            seller_url: "https://halli.example/sellers/halli-7".into(),
            card_url: "https://halli.example/sellers/halli-7#contact".into(),
            reachable: true,
            languages: vec!["fi".into(), "en".into()],
            hours: vec![OpenHours {
                days: vec!["Monday", "Tuesday"],
                opens: "09:00".into(),
                closes: "17:00".into(),
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_no_script_and_is_read_back_as_it_was() {
        let name = "</script><script>alert(1)</script><!-- & \u{2028}\"\\";
        let point = ContactPoint {
            name: name.into(),
            ..ContactPoint::sample()
        };
        let text = point.json_ld().0;
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], name);
        assert_eq!(read["contactPoint"]["hoursAvailable"][0]["opens"], "09:00");
        let none = ContactPoint {
            reachable: false,
            ..point
        };
        assert!(!none.json_ld().0.contains("ContactPoint"));
    }
}
