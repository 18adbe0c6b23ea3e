//! The words of the web component `<kontor-contact>`, which shows a contact card on pages of others.

use crate::locale::Locale;
use crate::texts::Texts;

/// Places in the component and the keys of their sentences.
const PLACES: &[(&str, &str)] = &[
    ("message", "embed-message"),
    ("message_open", "embed-message-open"),
    ("form", "embed-form"),
    ("form_open", "embed-form-open"),
    ("phone", "embed-phone"),
    ("phone_open", "embed-phone-open"),
    ("sms", "embed-sms"),
    ("email", "embed-email"),
    ("email_open", "embed-email-open"),
    ("post", "embed-post"),
    ("post_open", "embed-post-open"),
    ("sellers", "embed-sellers"),
    ("sellers_open", "embed-sellers-open"),
    ("trader", "embed-trader"),
    ("trader_open", "embed-trader-open"),
    ("again", "embed-again"),
    ("closed", "embed-closed"),
    ("callback", "embed-callback"),
    ("sign_in", "embed-sign-in"),
    ("verify_email", "embed-verify-email"),
    ("none", "embed-none"),
    ("scam", "embed-scam"),
    ("out_of_hours", "embed-out-of-hours"),
    ("handouts_used_up", "embed-handouts-used-up"),
    ("channel_not_offered", "embed-channel-not-offered"),
    ("trouble", "embed-trouble"),
];

/// The words by place. The component puts an instant in place of `{when}`.
#[must_use]
pub fn texts(locale: Locale, marketplace: &str) -> Vec<(&'static str, String)> {
    let t = Texts::new(locale);
    let say = |key: &'static str| {
        let words = t.text(key).with("when", "{when}");
        words.with("marketplace", marketplace).to_string()
    };
    PLACES
        .iter()
        .map(|(place, key)| (*place, say(key)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_words_and_when_is_left_to_the_component() {
        for locale in Locale::ALL {
            let words = texts(locale, "Halli");
            assert!(
                words
                    .iter()
                    .all(|(_, text)| !text.is_empty() && !text.contains("embed-"))
            );
            let again = words.iter().find(|(place, _)| *place == "again").unwrap();
            assert!(again.1.contains("{when}"), "{}", again.1);
            let scam = words.iter().find(|(place, _)| *place == "scam").unwrap();
            assert!(scam.1.contains("Halli"), "{}", scam.1);
        }
    }
}
