//! A code that proves an e-mail address or a number, as a mail and as a short message.
//!
//! Who asked is not told and no name is greeted: nobody knows yet whose address it is, so it holds no
//! word that a stranger wrote.

use super::{Letter, Mail};
use crate::locale::Locale;
use crate::markup::one_line;
use crate::texts::Texts;

/// Characters of the marketplace's name in a short message.
const NAME_CHARS_MAX: usize = 20;
/// Characters of a short message in the alphabet of telephones. Source: 3GPP TS 23.038 §6.2.1.
const GSM_CHARS_MAX: usize = 160;
/// Units of any other. Source: 3GPP TS 23.038 §6.2.3.
const UCS2_UNITS_MAX: usize = 70;
/// The alphabet of telephones, without the characters that take two places.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// A code to be typed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofCode {
    /// The reader's language.
    pub locale: Locale,
    /// The marketplace's name.
    pub marketplace: String,
    /// The code.
    pub code: String,
    /// Minutes that it can be used.
    pub minutes: i64,
}

impl ProofCode {
    /// The mail.
    #[must_use]
    pub fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        let marketplace = one_line(&self.marketplace);
        let minutes = self.minutes.to_string();
        Letter {
            locale: self.locale,
            marketplace: &self.marketplace,
            recipient: None,
            subject: t
                .text("mail-proof-subject")
                .with("code", &self.code)
                .with("marketplace", &marketplace),
            why: t.text("mail-proof-why").with("marketplace", &marketplace),
            quoted: None,
            code: Some(&self.code),
            link: None,
            small: vec![t.text("mail-proof-until").with("minutes", minutes)],
        }
        .render()
    }

    /// The short message: as much of the marketplace's name as leaves it one message; none of a name in
    /// another alphabet that would leave no room for the sentence.
    #[must_use]
    pub fn sms(&self) -> String {
        let name = one_line(&self.marketplace);
        let with = |chars: usize| {
            let name: String = name.chars().take(chars).collect();
            Texts::new(self.locale)
                .text("mail-proof-sms")
                .with("marketplace", name.trim_end())
                .with("code", &self.code)
                .with("minutes", self.minutes.to_string())
                .to_string()
        };
        let fitting = (1..=NAME_CHARS_MAX).rev().map(with);
        fitting
            .into_iter()
            .find(|text| is_one_message(text))
            .unwrap_or_else(|| with(0).trim_start_matches([':', ' ']).to_owned())
    }

    /// A code, in English.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            locale: Locale::En,
            marketplace: "Halli".into(),
            code: "042917".into(),
            minutes: 15,
        }
    }
}

/// True where a text goes out as one short message.
fn is_one_message(text: &str) -> bool {
    if text.chars().all(|c| GSM.contains(c)) {
        text.chars().count() <= GSM_CHARS_MAX
    } else {
        text.encode_utf16().count() <= UCS2_UNITS_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_short_message_in_every_language() {
        for locale in Locale::ALL {
            for marketplace in [
                "Halli",
                "Õ",
                "Kirpputori & Käsityöt Pohjois-Karjala",
                "Ľubozvučné trhovisko Žilina",
                "\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}",
                "Evil\r\n+358401234567",
            ] {
                let code = ProofCode {
                    locale,
                    marketplace: marketplace.into(),
                    ..ProofCode::sample()
                };
                let text = code.sms();
                assert!(is_one_message(&text), "{text}");
                assert!(text.contains("042917") && text.contains("15"), "{text}");
                assert!(!text.contains(['\n', '\r']), "{text}");
                assert!(!text.starts_with([':', ' ']), "{text}");
            }
        }
        let text = ProofCode::sample().sms();
        assert!(text.starts_with("Halli"), "{text}");
    }

    #[test]
    fn the_limits_are_those_of_telephones() {
        assert!(is_one_message(&"a".repeat(160)) && !is_one_message(&"a".repeat(161)));
        assert!(is_one_message(&"õ".repeat(70)) && !is_one_message(&"õ".repeat(71)));
    }
}
