//! Proving addresses and numbers: what is proven, what waits for its code, what listings name; and the
//! page on which one proves the own login address.

use askama::Template;
use kontor_core::time::{DAY, MINUTE, Micros};

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// Whose proofs one can see: the own, and those of shops that one administers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owner {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// Something proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenRow {
    /// `email` or `phone`.
    pub kind: &'static str,
    /// The value as it is kept.
    pub value: String,
    /// The value as people write it.
    pub shown: String,
    /// Since when.
    pub since: Micros,
    /// Whether the marketplace vouches for it.
    pub by_marketplace: bool,
    /// Whether it is the address with which one signs in.
    pub login: bool,
}

/// Something that waits for its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRow {
    /// `email` or `phone`.
    pub kind: &'static str,
    /// The value as it is kept.
    pub value: String,
    /// The value as people write it.
    pub shown: String,
    /// Until when the code works.
    pub until: Micros,
}

/// Why something was not done, and where on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProofError {
    /// A stable code.
    pub code: String,
    /// The kind that was given.
    pub kind: String,
    /// What was typed.
    pub value: String,
}

impl ProofError {
    fn is_about_a_code(&self) -> bool {
        self.code.starts_with("code_")
    }
}

/// `/contact/proofs`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProofsPage {
    /// Whose.
    pub owner: Owner,
    /// Everybody whose proofs one can see.
    pub owners: Vec<Owner>,
    /// What is proven.
    pub proven: Vec<ProvenRow>,
    /// What waits.
    pub waiting: Vec<WaitingRow>,
    /// Addresses of listings that nobody proved, with the number of listings.
    pub feed_addresses: Vec<(String, i64)>,
    /// What went wrong.
    pub error: Option<ProofError>,
}

#[derive(Template)]
#[template(path = "pages/proofs.html")]
struct ProofsTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ProofsPage,
    error: Option<&'static str>,
}

impl ProofsTemplate<'_> {
    /// Where the error is: a code that waits, or the field for a new value.
    fn anchor(&self) -> String {
        let row = self.page.waiting.iter().position(|row| self.is_about(row));
        match (row, &self.page.error) {
            (Some(at), _) => format!("code-{}", at + 1),
            (None, Some(error)) if error.kind == "phone" => "phone".to_owned(),
            (None, _) => "email".to_owned(),
        }
    }

    fn is_about(&self, row: &WaitingRow) -> bool {
        let error = self.page.error.as_ref();
        error.is_some_and(|error| error.value == row.value && error.is_about_a_code())
    }

    fn is_wrong(&self, kind: &str) -> bool {
        let error = self.page.error.as_ref();
        error.is_some_and(|error| error.kind == kind && !error.is_about_a_code())
    }

    /// What was typed into the field for a new value, where it was not taken.
    fn typed(&self, kind: &str) -> &str {
        match &self.page.error {
            Some(error) if self.is_wrong(kind) => &error.value,
            _ => "",
        }
    }
}

impl ProofsPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let error = self.error.as_ref();
        finish(&ProofsTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: error.map(|error| wording::proof(&error.kind, &error.code)),
        })
    }

    /// A shop with something of each.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let row = |kind, value: &str, shown: &str, days: i64| ProvenRow {
            kind,
            value: value.into(),
            shown: shown.into(),
            since: now.plus(-days * DAY),
            by_marketplace: days > 50,
            login: days == 1,
        };
        let owner = |id: &str, name: &str| Owner {
            id: id.into(),
            name: name.into(),
        };
        let shop = owner("shp_06a2m1d2v4q000000000000000", "Kalustehuone Oy");
        let address = "myynti@kalustehuone.example";
        Self {
            owners: vec![
                shop.clone(),
                owner("acc_06a2m1d2v4q000000000000000", "Sanna Laakso"),
            ],
            owner: shop,
            proven: vec![
                row("email", address, address, 1),
                row("phone", "+358131234567", "+358 13 1234567", 80),
            ],
            waiting: vec![WaitingRow {
                kind: "phone",
                value: "+358401234567".into(),
                shown: "+358 40 1234567".into(),
                until: now.plus(12 * MINUTE),
            }],
            feed_addresses: vec![
                ("turku@kalustehuone.example".into(), 214),
                (
                    "a-very-long-address-of-an-office@kalustehuone.example".into(),
                    1,
                ),
            ],
            error: None,
        }
    }
}

/// `/account/email`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EmailProofPage {
    /// The login address.
    pub email: String,
    /// Whether it is proven.
    pub proven: bool,
    /// Until when the code works, where one was asked for.
    pub until: Option<Micros>,
    /// Why not: `code_wrong`, `code_expired` or `too_many_requests`.
    pub error: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/email_proof.html")]
struct EmailProofTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a EmailProofPage,
    error: Option<&'static str>,
}

impl EmailProofPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let error = self.error.as_deref();
        finish(&EmailProofTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: error.map(|code| wording::proof("email", code)),
        })
    }

    /// With a code on its way.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            email: "matti@halli.example".into(),
            proven: false,
            until: Some(Shell::sample(crate::Locale::En).now.plus(14 * MINUTE)),
            error: None,
        }
    }
}
