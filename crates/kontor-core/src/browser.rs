//! What a browser is called in the list of sessions: "Firefox on Linux" instead of its user agent.
//!
//! Only for people to recognise their own browser by; nothing is decided by it.

/// What is kept of a user agent that names nothing known, in characters.
pub const NAME_CHARS_MAX: usize = 40;

/// Browsers by what their user agents hold. The first that fits wins, since most claim to be Chrome
/// and Safari too.
const BROWSERS: &[(&str, &str)] = &[
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems in the same way: Android claims to be Linux, an iPhone to be like a Mac.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
    ("X11", "Linux"),
];

fn first(table: &[(&str, &'static str)], user_agent: &str) -> Option<&'static str> {
    let found = table.iter().find(|(mark, _)| user_agent.contains(mark));
    found.map(|(_, name)| *name)
}

/// A short name for a user agent, in English, on one line.
#[must_use]
pub fn name(user_agent: &str) -> String {
    match (first(BROWSERS, user_agent), first(SYSTEMS, user_agent)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        _ => {
            let plain = user_agent.chars().filter(|c| !c.is_control());
            let short: String = plain.take(NAME_CHARS_MAX).collect();
            short.trim().to_owned()
        }
    }
}

/// Browser and system of a name that [`name`] gave, so that it can be said in any language.
#[must_use]
pub fn parts(name: &str) -> Option<(&str, &str)> {
    let (browser, system) = name.split_once(" on ")?;
    let known = |table: &[(&str, &str)], word: &str| table.iter().any(|(_, name)| *name == word);
    (known(BROWSERS, browser) && known(SYSTEMS, system)).then_some((browser, system))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_by_names_that_people_know() {
        let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        for (user_agent, wanted) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
                "Firefox on Windows",
            ),
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0".to_owned(),
                "Firefox on Android",
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 10; K) {chrome} Mobile Safari/537.36"),
                "Chrome on Android",
            ),
            (
                format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {chrome} Safari/537.36"),
                "Chrome on ChromeOS",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142.0 Safari/537.36".to_owned(),
                "Chrome on Linux",
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {chrome} Safari/537.36 Edg/142.0"),
                "Edge on Windows",
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {chrome} Safari/537.36 OPR/125.0"),
                "Opera on Windows",
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 15; SM-S921B) SamsungBrowser/28.0 {chrome} Mobile Safari/537.36"),
                "Samsung Internet on Android",
            ),
            (
                format!("{phone} Version/18.6 Mobile/15E148 Safari/604.1"),
                "Safari on iPhone",
            ),
            (
                format!("{phone} CriOS/142.0 Mobile/15E148 Safari/604.1"),
                "Chrome on iPhone",
            ),
            (
                format!("{phone} FxiOS/145.0 Mobile/15E148 Safari/604.1"),
                "Firefox on iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15".to_owned(),
                "Safari on macOS",
            ),
            ("curl/8.5.0".to_owned(), "curl/8.5.0"),
            (String::new(), ""),
            (" \r\nA browser\u{0}".to_owned(), "A browser"),
            ("ä".repeat(99), "ääääääääääääääääääääääääääääääääääääääää"),
        ] {
            assert_eq!(name(&user_agent), wanted, "{user_agent}");
            assert_eq!(name(wanted), wanted, "a name is its own name");
        }
    }

    #[test]
    fn only_given_names_come_apart() {
        assert_eq!(parts("Chrome on Android"), Some(("Chrome", "Android")));
        assert_eq!(
            parts("Samsung Internet on Android"),
            Some(("Samsung Internet", "Android"))
        );
        for other in ["", "Chrome", "Chrome on the moon", "Order import on Linux"] {
            assert_eq!(parts(other), None, "{other}");
        }
    }
}
