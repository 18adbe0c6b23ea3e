//! The inbox: the caller's conversations, newest first, with filter and search.

use askama::Template;
use kontor_core::conversation::ConversationState;
use kontor_core::time::{DAY, HOUR, MINUTE, Micros};

use crate::pages::finish;
use crate::shell::Shell;
use crate::texts::Texts;

/// A conversation in the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// The conversation's id.
    pub id: String,
    /// The other side's name.
    pub other: String,
    /// The title of the listing, where there is one.
    pub listing: Option<String>,
    /// The number of the order, where it is about one.
    pub order: Option<String>,
    /// The beginning of the last message; the page shows one line of it.
    pub preview: String,
    /// Whether the caller's side wrote it.
    pub preview_own: bool,
    /// When something last happened.
    pub at: Micros,
    /// Messages that the caller has not read.
    pub unread: i64,
    /// Open or closed.
    pub state: ConversationState,
}

/// `/conversations`: the caller's inbox.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inbox {
    /// Only those in this state; `None` for all. In the query: `state=open`, `state=closed`.
    pub state: Option<ConversationState>,
    /// What was searched for; empty for all.
    pub q: String,
    /// The conversations, newest first.
    pub rows: Vec<InboxRow>,
    /// Where the list goes on with older ones: the value of `cursor`.
    pub older: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/inbox.html")]
struct InboxTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a Inbox,
    state: &'static str,
}

impl Inbox {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&InboxTemplate {
            shell,
            t: shell.texts(),
            page: self,
            state: self.state.map_or("", ConversationState::code),
        })
    }

    /// An inbox with every variant of a row.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let row = |n: i64, other: &str, listing: Option<&str>, preview: &str| InboxRow {
            id: format!("cnv_06a2m1d2v4q{n:015}"),
            other: other.into(),
            listing: listing.map(Into::into),
            order: None,
            preview: preview.into(),
            preview_own: false,
            at: now.plus(-n * n * 7 * HOUR - 12 * MINUTE),
            unread: 0,
            state: ConversationState::Open,
        };
        let jopo = Some("Jopo-polkupyörä, punainen, 3 vaihdetta");
        Self {
            state: None,
            q: String::new(),
            rows: vec![
                InboxRow {
                    unread: 2,
                    ..row(
                        0,
                        "Matti Korhonen",
                        jopo,
                        "Kyllä, pyörä on vielä myynnissä. Sopisiko nouto huomenna viiden jälkeen?",
                    )
                },
                InboxRow {
                    unread: 14,
                    ..row(
                        1,
                        "Kalustehuone Oy",
                        Some("Artek 60 -jakkara, koivu"),
                        "Jakkaroita on varastossa neljä.",
                    )
                },
                InboxRow {
                    preview_own: true,
                    ..row(
                        2,
                        "Stolárstvo Hruška",
                        Some("Drevená knižnica z masívu, 180 cm"),
                        "Dobrý deň, dá sa knižnica rozobrať?",
                    )
                },
                InboxRow {
                    state: ConversationState::Closed,
                    order: Some("H-20261118-0042".into()),
                    ..row(6, "Ella Smith", None, "Thank you, that answers it.")
                },
                InboxRow {
                    state: ConversationState::Closed,
                    at: now.plus(-500 * DAY),
                    ..row(
                        7,
                        "Casa do Relógio",
                        Some("Máquina de escrever Hermes Baby, a funcionar"),
                        "Sim, enviamos para todo o país.",
                    )
                },
            ],
            older: Some("1795262700000000".into()),
        }
    }
}
