//! Signing in with an account of Kontor's own.

use askama::Template;

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// `/sign-in`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInPage {
    /// The address that was typed before.
    pub email: String,
    /// The path to go to afterwards; empty for the start.
    pub next: String,
    /// Whether a link can be sent to somebody without an account: where mail goes out.
    pub guests_enter: bool,
    /// Why it failed: `wrong_credentials` or `too_many_requests`.
    pub error: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a SignInPage,
    error: Option<&'static str>,
}

impl SignInPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&SignInTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: self.error.as_deref().map(wording::sign_in),
        })
    }

    /// After a wrong password.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            email: "aino@halli.example".into(),
            next: "/listings/halli-1001".into(),
            guests_enter: true,
            error: Some("wrong_credentials".into()),
        }
    }
}
