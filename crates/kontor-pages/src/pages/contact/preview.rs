//! The card as another viewer sees it, now or at another time.

use askama::Template;
use kontor_core::contact_card::Viewer;

use super::Seller;
use crate::pages::card::Card;
use crate::pages::finish;
use crate::shell::Shell;
use crate::texts::Texts;

/// `/contact/preview`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewPage {
    /// Whose.
    pub seller: Seller,
    /// The listing whose card it is.
    pub listing: Option<String>,
    /// With whose eyes.
    pub viewer: Viewer,
    /// When, for a field of date and time.
    pub at: String,
    /// The zone in which that is.
    pub zone: String,
    /// Whether the time that was asked for could not be read.
    pub wrong: bool,
    /// When, in the middle of a sentence.
    pub when: String,
    /// The card.
    pub card: Card,
}

#[derive(Template)]
#[template(path = "pages/contact_preview.html")]
struct PreviewTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a PreviewPage,
    seller: &'a Seller,
    card: &'a Card,
    at: &'static str,
}

impl PreviewTemplate<'_> {
    fn viewers(&self) -> [(&'static str, String, bool); 3] {
        Viewer::ALL.map(|one| {
            let words = self.t.text(viewer_key(one)).to_string();
            (one.code(), words, one == self.page.viewer)
        })
    }

    fn viewer(&self) -> String {
        self.t.text(viewer_key(self.page.viewer)).to_string()
    }
}

fn viewer_key(viewer: Viewer) -> &'static str {
    match viewer {
        Viewer::Guest => "contact-settings-as-guest",
        Viewer::Registered => "contact-settings-as-registered",
        Viewer::Verified => "contact-settings-as-verified",
    }
}

impl PreviewPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&PreviewTemplate {
            shell,
            t: shell.texts(),
            page: self,
            seller: &self.seller,
            card: &self.card,
            at: "preview",
        })
    }

    /// A preview with a guest's eyes.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            seller: Seller::sample(),
            listing: Some("halli-1001".into()),
            viewer: Viewer::Guest,
            at: "2026-11-23T09:00".into(),
            zone: "Europe/Helsinki".into(),
            wrong: false,
            when: "Monday 23 November at 9:00".into(),
            card: Card {
                inert: true,
                ..Card::sample()
            },
        }
    }
}
