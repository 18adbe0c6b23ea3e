//! A shop's team: who belongs to it, who is invited, and the step before somebody is removed.

use askama::Template;
use kontor_core::time::{HOUR, Micros};

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::{Sentence, Texts};

/// Somebody of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamMember {
    /// The account's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The login address, for who administers the shop.
    pub email: Option<String>,
    /// Whether the shop is theirs to administer.
    pub administrator: bool,
    /// Whether the account may not sign in.
    pub disabled: bool,
    /// Whether it is the reader.
    pub own: bool,
}

/// An invitation that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamInvitation {
    /// The id.
    pub id: String,
    /// For whom.
    pub email: String,
    /// Whether to administer the shop.
    pub administrator: bool,
    /// Until when.
    pub until: Micros,
}

/// The form to invite somebody, as it stands after a first or a failed try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InviteForm {
    /// The key that makes sending idempotent.
    pub key: String,
    /// The address that was typed before.
    pub email: String,
    /// Whether the box was ticked.
    pub administrator: bool,
    /// Why it was not sent: a stable code.
    pub error: Option<String>,
}

/// One shop of the reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TeamShop {
    /// The shop's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the reader administers it.
    pub manages: bool,
    /// Who belongs to it.
    pub members: Vec<TeamMember>,
    /// Who is invited.
    pub invitations: Vec<TeamInvitation>,
    /// The form.
    pub form: InviteForm,
    /// Why a change to its members was not made: a stable code.
    pub error: Option<String>,
}

/// `/team`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TeamPage {
    /// The reader's shops.
    pub shops: Vec<TeamShop>,
}

/// The question before somebody is removed, or leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalPage {
    /// The shop's id.
    pub shop_id: String,
    /// Its name.
    pub shop: String,
    /// The account's id.
    pub member: String,
    /// Its name.
    pub name: String,
    /// Whether it is the reader, who leaves.
    pub leaves: bool,
}

#[derive(Template)]
#[template(path = "pages/team.html")]
struct TeamTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a TeamPage,
    error: Option<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "pages/team_removal.html")]
struct RemovalTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a RemovalPage,
}

impl RemovalTemplate<'_> {
    fn heading(&self) -> Sentence<'_> {
        let shop = self.page.shop.as_str();
        if self.page.leaves {
            return self.t.text("team-leave-heading").with("shop", shop);
        }
        let heading = self.t.text("team-remove-heading").with("shop", shop);
        heading.with("name", self.page.name.as_str())
    }
}

impl TeamPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&TeamTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: self.error(),
        })
    }

    /// Where on the page something is wrong, and what.
    fn error(&self) -> Option<(String, &'static str)> {
        let mut shops = (1..).zip(&self.shops);
        shops.find_map(|(n, shop)| match (&shop.form.error, &shop.error) {
            (Some(code), _) => Some((format!("email-{n}"), wording::team(code))),
            (None, Some(code)) => Some((format!("members-{n}"), wording::team(code))),
            (None, None) => None,
        })
    }

    /// Two shops: one that the reader administers, one where not.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let member = |n: u8, name: &str, administrator, own| TeamMember {
            id: format!("acc_06a2m1d2v4q{n:015}"),
            name: name.into(),
            email: Some(format!("person-{n}@halli.example")),
            administrator,
            disabled: n == 3,
            own,
        };
        let quiet = |member: TeamMember| TeamMember {
            email: None,
            ..member
        };
        let invitation = TeamInvitation {
            id: "inv_06a2m1d2v4q000000000000000".into(),
            email: "somebody.with.a.long.name@a-shop-with-a-long-name.example".into(),
            administrator: true,
            until: now.plus(20 * HOUR),
        };
        Self {
            shops: vec![
                TeamShop {
                    id: "shp_06a2m1d2v4q000000000000001".into(),
                    name: "Lamppu & Tuoli".into(),
                    manages: true,
                    members: vec![
                        member(1, "Aino Virtanen", true, true),
                        member(2, "Maximiliana Johannson-Kowalczyk", false, false),
                        member(3, "Otto Salo", false, false),
                    ],
                    invitations: vec![invitation],
                    form: InviteForm {
                        key: "0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a03".into(),
                        ..InviteForm::default()
                    },
                    error: None,
                },
                TeamShop {
                    id: "shp_06a2m1d2v4q000000000000002".into(),
                    name: "Staré knihy".into(),
                    members: vec![
                        quiet(member(4, "Zuzana Horváthová", true, false)),
                        quiet(member(1, "Aino Virtanen", false, true)),
                    ],
                    ..TeamShop::default()
                },
            ],
        }
    }
}

impl RemovalPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&RemovalTemplate {
            shell,
            t: shell.texts(),
            page: self,
        })
    }

    /// Somebody else is to be removed.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            shop_id: "shp_06a2m1d2v4q000000000000001".into(),
            shop: "Lamppu & Tuoli".into(),
            member: "acc_06a2m1d2v4q000000000000002".into(),
            name: "Otto Salo".into(),
            leaves: false,
        }
    }
}
