//! One thread: its entries, the form to write, and the fragment with what is new.

use askama::Template;
use kontor_core::conversation::ConversationState;
use kontor_core::time::{HOUR, MINUTE, Micros};
use kontor_core::timeline::EntryKind;

use crate::pages::{Composer, finish};
use crate::shell::Shell;
use crate::texts::Texts;

/// One entry of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the conversation.
    pub seq: i64,
    /// When it happened.
    pub at: Micros,
    /// What it records.
    pub kind: EntryKind,
    /// Whether the caller's side did it.
    pub own: bool,
    /// Who did it.
    pub author: String,
    /// The text of a message; empty for other kinds.
    pub body: String,
    /// The subject of a contact form.
    pub subject: Option<String>,
}

impl Entry {
    /// The sentence for an entry that is not a message.
    fn change_key(&self) -> &'static str {
        match self.kind {
            EntryKind::Closed => "conversation-entry-closed",
            EntryKind::Message | EntryKind::Reopened => "conversation-entry-reopened",
        }
    }

    fn is_message(&self) -> bool {
        self.kind == EntryKind::Message
    }

    /// The state of the conversation after this entry.
    fn state(&self) -> &'static str {
        match self.kind {
            EntryKind::Closed => ConversationState::Closed.code(),
            EntryKind::Message | EntryKind::Reopened => ConversationState::Open.code(),
        }
    }
}

/// The listing that a thread is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadListing {
    /// The marketplace's own id.
    pub external_id: String,
    /// One line.
    pub title: String,
}

/// `/conversations/{id}`: one thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadPage {
    /// The conversation's id.
    pub id: String,
    /// The number of the last entry shown.
    pub seq: i64,
    /// Open or closed.
    pub state: ConversationState,
    /// The other side's name.
    pub other: String,
    /// What it is about.
    pub listing: Option<ThreadListing>,
    /// The number of the order, where it is about one.
    pub order: Option<String>,
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
    /// Where earlier entries are: the value of `before`.
    pub earlier: Option<i64>,
    /// The form.
    pub composer: Composer,
}

#[derive(Template)]
#[template(path = "pages/thread.html")]
struct ThreadTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ThreadPage,
    entries: &'a [Entry],
    composer: &'a Composer,
}

impl ThreadPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&ThreadTemplate {
            shell,
            t: shell.texts(),
            page: self,
            entries: &self.entries,
            composer: &self.composer,
        })
    }

    fn closed(&self) -> bool {
        self.state == ConversationState::Closed
    }

    /// A thread with every kind of entry.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let entry = |seq: i64, own: bool, kind, body: &str| Entry {
            seq,
            at: now.plus(-20 * HOUR + seq * seq * 11 * MINUTE),
            kind,
            own,
            author: if own {
                "Aino Virtanen"
            } else {
                "Matti Korhonen"
            }
            .into(),
            body: body.into(),
            subject: (seq == 2).then(|| "Rungon kunto".into()),
        };
        Self {
            id: "cnv_06a2m1d2v4q000000000000000".into(),
            seq: 7,
            state: ConversationState::Open,
            other: "Matti Korhonen".into(),
            listing: Some(ThreadListing {
                external_id: "halli-1001".into(),
                title: "Jopo-polkupyörä, punainen, 3 vaihdetta".into(),
            }),
            order: None,
            entries: vec![
                entry(
                    1,
                    true,
                    EntryKind::Message,
                    "Hei! Onko pyörä vielä myynnissä?",
                ),
                entry(
                    2,
                    true,
                    EntryKind::Message,
                    "Ja onko runko suora?\nKuvassa se näyttää hieman vinolta.",
                ),
                entry(
                    3,
                    false,
                    EntryKind::Message,
                    "Hei Aino,\n\non kyllä. Runko on suora, kuva on vain otettu vinosti. Lisätietoja: https://halli.example/ilmoitus/1001?kuvat=kaikki&koko=suurin",
                ),
                entry(4, false, EntryKind::Closed, ""),
                entry(5, false, EntryKind::Reopened, ""),
                entry(6, true, EntryKind::Message, "Kiitos."),
                entry(
                    7,
                    false,
                    EntryKind::Message,
                    "Sopisiko nouto huomenna viiden jälkeen?",
                ),
            ],
            earlier: Some(1),
            composer: Composer::new("0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a02"),
        }
    }
}

/// `/conversations/{id}/entries?after=N`: the entries after N alone, to be added to an open thread.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewEntries {
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "parts/entries.html")]
struct EntriesTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    entries: &'a [Entry],
}

impl NewEntries {
    /// The list items as HTML, without a page around them.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&EntriesTemplate {
            shell,
            t: shell.texts(),
            entries: &self.entries,
        })
    }

    /// The last entries of the sample thread.
    #[must_use]
    pub fn sample() -> Self {
        let mut entries = ThreadPage::sample().entries;
        Self {
            entries: entries.split_off(3),
        }
    }
}
