//! The page that says what went wrong and what to do next.

use askama::Template;

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// What went wrong. A thing that one may not see is not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// 404.
    NotFound,
    /// 401: signing in comes first.
    SignInFirst,
    /// 429.
    TooManyRequests,
    /// 413.
    TooLarge,
    /// 409: it changed meanwhile.
    Conflict,
    /// 422: the reason is in [`ErrorPage::reason`].
    Unprocessable,
    /// 400: the form was broken or came from another site.
    BadRequest,
    /// 500.
    ServerTrouble,
    /// 503: too busy or about to stop.
    Unavailable,
    /// 421: no marketplace has this host name.
    UnknownHost,
    /// 401: the token that the marketplace sent along is not taken.
    TokenRefused,
    /// 409: the address that the marketplace told is another account's.
    EmailTaken,
}

impl Trouble {
    /// Every trouble.
    pub const ALL: [Self; 12] = [
        Self::NotFound,
        Self::SignInFirst,
        Self::TooManyRequests,
        Self::TooLarge,
        Self::Conflict,
        Self::Unprocessable,
        Self::BadRequest,
        Self::ServerTrouble,
        Self::Unavailable,
        Self::UnknownHost,
        Self::TokenRefused,
        Self::EmailTaken,
    ];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::SignInFirst => "sign_in_first",
            Self::TooManyRequests => "too_many_requests",
            Self::TooLarge => "too_large",
            Self::Conflict => "conflict",
            Self::Unprocessable => "unprocessable",
            Self::BadRequest => "bad_request",
            Self::ServerTrouble => "server_trouble",
            Self::Unavailable => "unavailable",
            Self::UnknownHost => "unknown_host",
            Self::TokenRefused => "token_refused",
            Self::EmailTaken => "email_taken",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }

    /// Keys of the heading and of what to do next.
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("error-not-found", "error-not-found-next"),
            Self::SignInFirst => ("error-sign-in-first", "error-sign-in-first-next"),
            Self::TooManyRequests => ("error-too-many-requests", "error-too-many-requests-next"),
            Self::TooLarge => ("error-too-large", "error-too-large-next"),
            Self::Conflict => ("error-conflict", "error-conflict-next"),
            Self::Unprocessable => ("error-unprocessable", "error-unprocessable-next"),
            Self::BadRequest => ("error-bad-request", "error-bad-request-next"),
            Self::ServerTrouble => ("error-server-trouble", "error-server-trouble-next"),
            Self::Unavailable => ("error-unavailable", "error-unavailable-next"),
            Self::UnknownHost => ("error-unknown-host", "error-unknown-host-next"),
            Self::TokenRefused => ("error-token-refused", "error-token-refused-next"),
            Self::EmailTaken => ("error-email-taken", "error-email-taken-next"),
        }
    }
}

/// The answer to a request that cannot be fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorPage {
    /// What went wrong.
    pub trouble: Trouble,
    /// The HTTP status.
    pub status: u16,
    /// The request's id, to be named when asking for help.
    pub request: String,
    /// When to try again, in seconds.
    pub retry_seconds: Option<i64>,
    /// Why exactly: a stable code, as of `kontor_core::conversation::Refusal`.
    pub reason: Option<String>,
    /// The path to go on with after signing in.
    pub next: String,
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ErrorPage,
    heading: &'static str,
    advice: &'static str,
    reason: Option<&'static str>,
}

impl ErrorPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let (heading, advice) = self.trouble.keys();
        finish(&ErrorTemplate {
            shell,
            t: shell.texts(),
            page: self,
            heading,
            advice,
            reason: self.reason.as_deref().map(wording::refusal),
        })
    }

    fn sign_in_first(&self) -> bool {
        self.trouble == Trouble::SignInFirst
    }

    /// Whether the marketplace's own pages are a way on.
    fn has_way_back(&self) -> bool {
        self.trouble != Trouble::UnknownHost
    }

    /// One of each kind.
    #[must_use]
    pub fn sample(trouble: Trouble) -> Self {
        let statuses = [404, 401, 429, 413, 409, 422, 400, 500, 503, 421, 401, 409];
        let place = Trouble::ALL.iter().position(|one| *one == trouble);
        let status = place.and_then(|at| statuses.get(at)).copied();
        Self {
            trouble,
            status: status.unwrap_or(500),
            request: "req_06a2m1d2v4q7k3".into(),
            retry_seconds: (trouble == Trouble::TooManyRequests).then_some(42),
            reason: (trouble == Trouble::Unprocessable).then(|| "listing_retired".into()),
            next: "/conversations".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn troubles_read_back() {
        for trouble in Trouble::ALL {
            assert_eq!(Trouble::parse(trouble.code()), Some(trouble));
        }
        assert_eq!(Trouble::parse("forbidden"), None);
    }
}
