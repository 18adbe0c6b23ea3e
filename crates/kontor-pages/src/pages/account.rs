//! One's own account: where one is signed in, and the password.

use askama::Template;
use kontor_core::browser;
use kontor_core::time::{DAY, HOUR, Micros};

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// A session of a browser, or a token of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The id.
    pub id: String,
    /// Whether it is a program's token.
    pub program: bool,
    /// What the browser calls itself, or what the owner called the token.
    pub label: String,
    /// From when.
    pub since: Micros,
    /// Whether this page was asked for with it.
    pub current: bool,
}

/// `/account`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountPage {
    /// The name that others see.
    pub name: String,
    /// The login address of an account that has a password here; no form without.
    pub email: Option<String>,
    /// Whether the login address of an account is proven; `None` for who has no account.
    pub email_proven: Option<bool>,
    /// The address that a guest proved.
    pub proven: Option<String>,
    /// Why the password was not changed: `current`, `new` or `too_many_requests`.
    pub error: Option<String>,
    /// Where the caller is signed in, newest first.
    pub sessions: Vec<SessionRow>,
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a AccountPage,
    error: Option<&'static str>,
}

impl SessionRow {
    /// Browser and system, where the label names them.
    fn browser(&self) -> Option<(&str, &str)> {
        browser::parts(&self.label).filter(|_| !self.program)
    }
}

impl AccountTemplate<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        self.page.error.as_deref() == Some(field)
    }
}

impl AccountPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&AccountTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: self.error.as_deref().map(wording::password),
        })
    }

    /// An account with three browsers and a program.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let row = |n: i64, program, label: &str| SessionRow {
            id: format!("tok_06a2m1d2v4q{n:015}"),
            program,
            label: label.into(),
            since: now.plus(-n * 9 * DAY - HOUR),
            current: n == 0,
        };
        Self {
            name: "Matti Korhonen".into(),
            email: Some("matti@halli.example".into()),
            email_proven: Some(false),
            proven: None,
            error: None,
            sessions: vec![
                row(0, false, "Firefox on Linux"),
                row(3, false, "Safari on iPhone"),
                row(1, false, ""),
                row(2, true, "Order import"),
            ],
        }
    }
}
