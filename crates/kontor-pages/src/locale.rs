//! The five languages, and which of them one reader gets.
//!
//! What is said in them is in `locales/`, how dates look is in [`crate::format`].

/// A language that every page and mail speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// English.
    En,
    /// Finnish.
    Fi,
    /// Slovak.
    Sk,
    /// Estonian.
    Et,
    /// European Portuguese.
    Pt,
}

impl Locale {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::En, Self::Fi, Self::Sk, Self::Et, Self::Pt];

    /// The stable name, as in `?lang=`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fi => "fi",
            Self::Sk => "sk",
            Self::Et => "et",
            Self::Pt => "pt",
        }
    }

    /// The BCP 47 tag for `lang` attributes and plural rules.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Pt => "pt-PT",
            other => other.code(),
        }
    }

    /// Reads a BCP 47 tag by its language alone: `fi-FI` is Finnish, `pt-BR` Portuguese.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|locale| locale.code().eq_ignore_ascii_case(language))
    }

    /// The best of `offered` for an `Accept-Language` header; `None` where none fits.
    ///
    /// Source: RFC 9110 §12.5.4. Only the first 20 ranges are looked at.
    #[must_use]
    pub fn accepted(header: &str, offered: &[Self]) -> Option<Self> {
        let mut best: Option<(Self, u16)> = None;
        for range in header.split(',').take(20) {
            let mut parts = range.split(';');
            let locale = parts.next().and_then(Self::parse);
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(Some(1000), thousandths);
            let (Some(locale), Some(weight)) = (locale, weight) else {
                continue;
            };
            if weight > 0 && offered.contains(&locale) && best.is_none_or(|(_, w)| weight > w) {
                best = Some((locale, weight));
            }
        }
        best.map(|(locale, _)| locale)
    }
}

/// A quality value of at most three decimals, in thousandths. Source: RFC 9110 §12.4.2.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_language() {
        for (tag, wanted) in [
            ("fi", Some(Locale::Fi)),
            ("FI-fi", Some(Locale::Fi)),
            ("pt_BR", Some(Locale::Pt)),
            ("sk-SK", Some(Locale::Sk)),
            ("fil", None),
            ("", None),
            ("de", None),
        ] {
            assert_eq!(Locale::parse(tag), wanted, "{tag}");
        }
    }

    #[test]
    fn the_browsers_wish_is_weighed() {
        let all = Locale::ALL;
        for (header, wanted) in [
            ("fi-FI,fi;q=0.9,en;q=0.8", Some(Locale::Fi)),
            ("de, et;q=0.5, sk;q=0.7", Some(Locale::Sk)),
            ("en;q=0, pt;q=0.1", Some(Locale::Pt)),
            ("et;q=x, en;q=0.2", Some(Locale::En)),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(Locale::accepted(header, &all), wanted, "{header}");
        }
        assert_eq!(Locale::accepted("fi, et", &[Locale::Et]), Some(Locale::Et));
    }
}
