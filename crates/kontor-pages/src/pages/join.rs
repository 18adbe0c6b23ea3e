//! `/team/join`: where the link of an invitation into a shop's team leads.

use askama::Template;

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::{Sentence, Texts};

/// How the reader can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JoinWay {
    /// Not at all: the link is used, withdrawn or too old.
    #[default]
    Ended,
    /// By making an account.
    New,
    /// By one click.
    Accept,
    /// By signing in first.
    SignIn,
    /// Not with the present account.
    Other,
}

impl JoinWay {
    /// Every way.
    pub const ALL: [Self; 5] = [
        Self::Ended,
        Self::New,
        Self::Accept,
        Self::SignIn,
        Self::Other,
    ];
}

/// `/team/join`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JoinPage {
    /// What the link carries.
    pub token: String,
    /// The shop's name.
    pub shop: String,
    /// The invited address; shown only to somebody who is not signed in, who has it from there.
    pub email: String,
    /// Whether to administer the shop.
    pub administrator: bool,
    /// How to go on.
    pub way: JoinWay,
    /// The name that was typed before.
    pub name: String,
    /// Why it was not accepted: `name`, `password`, or a stable code.
    pub error: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/team_join.html")]
struct JoinTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a JoinPage,
    /// The field, and what is wrong with it.
    error: Option<(&'static str, &'static str)>,
}

impl JoinTemplate<'_> {
    fn heading(&self) -> Sentence<'_> {
        match self.page.way {
            JoinWay::Ended => self.t.text("team-join-ended"),
            _ => {
                let heading = self.t.text("team-join-heading");
                heading.with("shop", self.page.shop.as_str())
            }
        }
    }

    fn here(&self) -> String {
        format!("/team/join?token={}", self.page.token)
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.error.is_some_and(|(wrong, _)| wrong == field)
    }
}

impl JoinPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let error = self.error.as_deref().map(|code| match code {
            "name" => ("name", "team-error-name"),
            "password" => ("password", "account-password-length"),
            "too_many_requests" => ("", "sign-in-error-too-many"),
            _ => ("", wording::team(code)),
        });
        finish(&JoinTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error,
        })
    }

    /// For somebody without an account.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            token: "kt_0".into(),
            shop: "Lamppu & Tuoli".into(),
            email: "otto@halli.example".into(),
            administrator: true,
            way: JoinWay::New,
            name: String::new(),
            error: None,
        }
    }
}
