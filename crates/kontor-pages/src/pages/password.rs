//! For who forgot the password: asking for a link, and choosing another by it.

use askama::Template;

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// `/password/forgotten`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ForgottenPage {
    /// The address that was typed before.
    pub email: String,
    /// Whether it was asked for; the page does not tell whether the address is known.
    pub sent: bool,
    /// Why not: `field_invalid` or `too_many_requests`.
    pub error: Option<String>,
}

/// `/password/new`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewPasswordPage {
    /// What the link carries.
    pub token: String,
    /// Why the password was not taken: `field_invalid`, `link_expired` or `too_many_requests`.
    pub error: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/password_forgotten.html")]
struct ForgottenTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ForgottenPage,
    error: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/password_new.html")]
struct NewTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a NewPasswordPage,
    error: Option<&'static str>,
}

impl NewTemplate<'_> {
    fn is_expired(&self) -> bool {
        self.page.error.as_deref() == Some("link_expired")
    }
}

impl ForgottenPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&ForgottenTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: self.error.as_deref().map(wording::forgotten),
        })
    }

    /// After asking.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            email: "aino@halli.example".into(),
            sent: true,
            error: None,
        }
    }
}

impl NewPasswordPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&NewTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: self.error.as_deref().map(wording::new_password),
        })
    }

    /// With a link that is too old.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            token: "kt_0".into(),
            error: Some("link_expired".into()),
        }
    }
}
