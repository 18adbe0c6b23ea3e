//! What stands around every page: who calls, in which marketplace, language and time zone.
//!
//! The server makes one shell per request; each page takes it beside its own values. Nothing here
//! decides what a caller may see.

use askama::filters::Safe;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kontor_core::account::is_email;
use kontor_core::listing::{Price, is_web_url};
use kontor_core::time::{Day, Micros};

use crate::assets;
use crate::format;
use crate::locale::Locale;
use crate::markup;
use crate::texts::{Sentence, Texts};

/// Somebody known: an account or a guest with a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The name that others see.
    pub name: String,
    /// Conversations with something unread.
    pub unread: i64,
    /// Whether there is any order of theirs.
    pub orders: bool,
    /// Whether the operator's pages are theirs.
    pub operates: bool,
    /// Whether they belong to a shop's team.
    pub sells_in_team: bool,
    /// Whether the pages of sellers are theirs.
    pub sells: bool,
}

/// A short word about what was just done, shown once on the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flash {
    /// A message was sent.
    Sent,
    /// A conversation was closed.
    Closed,
    /// A conversation was opened again.
    Reopened,
    /// Signed in.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// The password was changed.
    PasswordChanged,
    /// A session or token was ended.
    SessionEnded,
    /// What was chosen is kept.
    Saved,
    /// The public holidays were changed.
    HolidaysChanged,
    /// A code was asked for.
    CodeSent,
    /// An address or number was proven.
    Proven,
    /// A proof was withdrawn.
    Withdrawn,
    /// An address was proven, but the message could not be sent.
    NotSent,
    /// Somebody was invited into a team.
    Invited,
    /// A team is not as it was.
    TeamChanged,
    /// The reader left a team.
    TeamLeft,
    /// The reader joined a team.
    TeamJoined,
    /// Contact settings were saved.
    ContactSaved,
    /// A request to be called back is done with.
    CallbackDone,
}

impl Flash {
    /// Every flash.
    pub const ALL: [Self; 19] = [
        Self::Sent,
        Self::Closed,
        Self::Reopened,
        Self::SignedIn,
        Self::SignedOut,
        Self::PasswordChanged,
        Self::SessionEnded,
        Self::HolidaysChanged,
        Self::CodeSent,
        Self::Proven,
        Self::Withdrawn,
        Self::NotSent,
        Self::Invited,
        Self::TeamChanged,
        Self::TeamLeft,
        Self::TeamJoined,
        Self::ContactSaved,
        Self::CallbackDone,
        Self::Saved,
    ];

    /// The stable name, short enough for a query or a cookie.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::PasswordChanged => "password_changed",
            Self::SessionEnded => "session_ended",
            Self::Saved => "saved",
            Self::HolidaysChanged => "holidays_changed",
            Self::CodeSent => "code_sent",
            Self::Proven => "proven",
            Self::Withdrawn => "withdrawn",
            Self::NotSent => "not_sent",
            Self::Invited => "invited",
            Self::TeamChanged => "team_changed",
            Self::TeamLeft => "team_left",
            Self::TeamJoined => "team_joined",
            Self::ContactSaved => "contact_saved",
            Self::CallbackDone => "callback_done",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flash| flash.code() == code)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Sent => "layout-flash-sent",
            Self::Closed => "layout-flash-closed",
            Self::Reopened => "layout-flash-reopened",
            Self::SignedIn => "layout-flash-signed-in",
            Self::SignedOut => "layout-flash-signed-out",
            Self::PasswordChanged => "layout-flash-password-changed",
            Self::SessionEnded => "layout-flash-session-ended",
            Self::Saved => "layout-flash-saved",
            Self::HolidaysChanged => "layout-flash-holidays-changed",
            Self::CodeSent => "layout-flash-code-sent",
            Self::Proven => "layout-flash-proven",
            Self::Withdrawn => "layout-flash-withdrawn",
            Self::NotSent => "layout-flash-not-sent",
            Self::Invited => "layout-flash-invited",
            Self::TeamChanged => "layout-flash-team-changed",
            Self::TeamLeft => "layout-flash-team-left",
            Self::TeamJoined => "layout-flash-team-joined",
            Self::ContactSaved => "layout-flash-contact-saved",
            Self::CallbackDone => "layout-flash-callback-done",
        }
    }
}

/// What stands around a page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The reader's language.
    pub locale: Locale,
    /// The languages that the marketplace offers, for the switch.
    pub locales: Vec<Locale>,
    /// The time zone in which times are shown.
    pub zone: TimeZone,
    /// The present, to shorten times of today.
    pub now: Micros,
    /// The marketplace's name; on an unknown host the installation's.
    pub marketplace: String,
    /// Where the marketplace helps: a web address or `mailto:`.
    pub support_url: Option<String>,
    /// Path and query of a page that GET answers, for the language switch and for signing in.
    pub path: String,
    /// Who calls, where anybody does.
    pub caller: Option<Known>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// Whether this is the demo, which links to its own pages.
    pub demo: bool,
}

impl Shell {
    /// A shell as in the demo: a buyer in Finland.
    #[must_use]
    pub fn sample(locale: Locale) -> Self {
        Self {
            locale,
            locales: Locale::ALL.to_vec(),
            zone: TimeZone::fixed(jiff::tz::offset(2)),
            now: Micros(1_795_262_700_000_000),
            marketplace: "Halli".into(),
            support_url: Some("https://halli.example/tuki".into()),
            path: "/conversations?state=open".into(),
            caller: Some(Known {
                name: "Aino Virtanen".into(),
                unread: 2,
                orders: true,
                operates: false,
                sells_in_team: false,
                sells: false,
            }),
            flash: None,
            demo: true,
        }
    }

    /// The texts in the reader's language.
    #[must_use]
    pub fn texts(&self) -> Texts {
        Texts::new(self.locale)
    }

    pub(crate) fn flash_text(&self) -> Option<Sentence<'static>> {
        self.flash.map(|flash| self.texts().text(flash.key()))
    }

    /// The languages other than the present one: tag, own name and this page in it.
    pub(crate) fn other_languages(&self) -> Vec<(&'static str, String, String)> {
        let others = self.locales.iter().filter(|other| **other != self.locale);
        others
            .map(|other| {
                let name = Texts::new(*other).text("layout-language-name").to_string();
                (other.tag(), name, self.path_in(*other))
            })
            .collect()
    }

    fn path_in(&self, locale: Locale) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        // A path that begins with two slashes would name another host.
        let own = path.starts_with('/') && !path.starts_with("//");
        let path = if own { path } else { "/" };
        let kept = query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let chosen = format!("lang={}", locale.code());
        let pairs: Vec<&str> = kept.chain([chosen.as_str()]).collect();
        format!("{path}?{}", pairs.join("&"))
    }

    /// Whether the page is at `start` or below, for `aria-current`.
    pub(crate) fn is_at(&self, start: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or("");
        path.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    pub(crate) fn asset(&self, path: &str) -> String {
        assets::url(path)
    }

    /// Where the marketplace helps, if that is an address that can be followed.
    pub(crate) fn support(&self) -> Option<&str> {
        let mail = |url: &str| url.strip_prefix("mailto:").is_some_and(is_email);
        let url = self.support_url.as_deref();
        url.filter(|url| is_web_url(url) || mail(url))
    }

    pub(crate) fn moment(&self, at: &Micros) -> String {
        format::moment(self.locale, &self.zone, *at)
    }

    pub(crate) fn short(&self, at: &Micros) -> String {
        format::short(self.locale, &self.zone, *at, self.now)
    }

    pub(crate) fn date(&self, date: &Date) -> String {
        format::date(self.locale, *date)
    }

    pub(crate) fn day(&self, day: &Day) -> String {
        format::day(self.locale, *day)
    }

    pub(crate) fn price(&self, price: &Price) -> String {
        format::price(self.locale, price)
    }

    pub(crate) fn number(&self, number: &i64) -> String {
        format::count(self.locale, *number)
    }

    pub(crate) fn linked(&self, text: &str) -> Safe<String> {
        markup::linked(text)
    }

    pub(crate) fn lines(&self, text: &str) -> Safe<String> {
        markup::lines(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_switch_keeps_the_rest_of_the_query() {
        let mut shell = Shell::sample(Locale::En);
        shell.path = "/listings?q=a%26b&lang=fi".into();
        assert_eq!(shell.path_in(Locale::Sk), "/listings?q=a%26b&lang=sk");
        shell.path = "/".into();
        assert_eq!(shell.path_in(Locale::Et), "/?lang=et");
        shell.path = "//elsewhere.example/".into();
        assert_eq!(shell.path_in(Locale::Et), "/?lang=et");
    }

    #[test]
    fn flashes_read_back() {
        for flash in Flash::ALL {
            assert_eq!(Flash::parse(flash.code()), Some(flash));
        }
        assert_eq!(Flash::parse("<b>"), None);
    }
}
