//! Coming from the marketplace with a token.

use askama::Template;

use super::finish;
use crate::shell::Shell;
use crate::texts::Texts;

/// `/sign-in/with`: a script takes the token out of the address; without one the page says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignInWithPage;

/// Asked of somebody who is signed in and comes as somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SwitchPage {
    /// The name of who is signed in.
    pub now: String,
    /// The name that the token says.
    pub name: String,
    /// The token.
    pub token: String,
    /// The path to go to afterwards.
    pub next: String,
}

#[derive(Template)]
#[template(path = "pages/sign_in_with.html")]
struct WithTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
}

#[derive(Template)]
#[template(path = "pages/sign_in_switch.html")]
struct SwitchTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a SwitchPage,
}

impl SignInWithPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let t = shell.texts();
        finish(&WithTemplate { shell, t })
    }
}

impl SwitchPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&SwitchTemplate {
            shell,
            t: shell.texts(),
            page: self,
        })
    }

    /// A buyer who comes as a seller.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            now: "Aino Virtanen".into(),
            name: "Matti Korhonen".into(),
            token: "e30.e30.AA".into(),
            next: "/conversations".into(),
        }
    }
}
