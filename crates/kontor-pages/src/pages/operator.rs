//! The operator's pages: how the marketplace stands, and what a feed import did.

use askama::Template;
use kontor_core::time::{HOUR, Micros, SECOND};

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// A run of a feed import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its id.
    pub id: String,
    /// The name of the feed.
    pub feed: String,
    /// `running`, `done` or `failed`.
    pub state: String,
    /// Rows read so far, refused ones included.
    pub rows_done: i64,
    /// Listings made.
    pub created: i64,
    /// Listings changed.
    pub updated: i64,
    /// Listings that were the same already.
    pub unchanged: i64,
    /// Rows refused.
    pub refused: i64,
    /// Listings retired because the feed no longer names them.
    pub retired: i64,
    /// When it began.
    pub started_at: Micros,
    /// When it ended.
    pub finished_at: Option<Micros>,
}

impl ImportRow {
    fn state_key(&self) -> &'static str {
        wording::import_state(&self.state)
    }

    /// A run that refused some rows.
    #[must_use]
    pub fn sample() -> Self {
        let started_at = Shell::sample(crate::Locale::En).now.plus(-26 * HOUR);
        Self {
            id: "imp_06a2m1d2v4q000000000000000".into(),
            feed: "halli-listings".into(),
            state: "done".into(),
            rows_done: 6_000,
            created: 5_400,
            updated: 310,
            unchanged: 287,
            refused: 3,
            retired: 12,
            started_at,
            finished_at: Some(started_at.plus(SECOND / 2)),
        }
    }
}

/// `/operator`: how the marketplace stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OperatorPage {
    /// All conversations.
    pub conversations: i64,
    /// Those that are open.
    pub conversations_open: i64,
    /// Listings on offer.
    pub listings: i64,
    /// Work that waits in the outbox.
    pub outbox_waiting: i64,
    /// Work that was laid aside after its last try.
    pub outbox_dead: i64,
    /// The last imports, newest first.
    pub imports: Vec<ImportRow>,
}

#[derive(Template)]
#[template(path = "pages/operator.html")]
struct OperatorTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a OperatorPage,
}

impl OperatorPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&OperatorTemplate {
            shell,
            t: shell.texts(),
            page: self,
        })
    }

    /// A marketplace with two dead letters and an import in each state.
    #[must_use]
    pub fn sample() -> Self {
        let import = |state: &str, feed: &str, refused| ImportRow {
            state: state.into(),
            feed: feed.into(),
            refused,
            finished_at: None,
            ..ImportRow::sample()
        };
        Self {
            conversations: 12_480,
            conversations_open: 318,
            listings: 6_000,
            outbox_waiting: 4,
            outbox_dead: 2,
            imports: vec![
                import("running", "halli-listings", 0),
                ImportRow::sample(),
                import("failed", "kalustehuone.xml", 1_204),
            ],
        }
    }
}

/// A row of a feed that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The number of the row in the feed, from 1.
    pub row: i64,
    /// Which field; empty for the row as a whole.
    pub field: String,
    /// The stable code of what is wrong.
    pub code: String,
}

impl RefusedRow {
    fn reason_key(&self) -> &'static str {
        wording::row_refusal(&self.code)
    }
}

/// `/operator/imports/{id}`: what one import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPage {
    /// The run.
    pub import: ImportRow,
    /// The refused rows, in order of the feed.
    pub refused: Vec<RefusedRow>,
    /// Where the rows go on: the value of `cursor`.
    pub next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/import.html")]
struct ImportTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ImportPage,
    import: &'a ImportRow,
}

impl ImportPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&ImportTemplate {
            shell,
            t: shell.texts(),
            page: self,
            import: &self.import,
        })
    }

    /// A run with three refused rows.
    #[must_use]
    pub fn sample() -> Self {
        let refused = |row, field: &str, code: &str| RefusedRow {
            row,
            field: field.into(),
            code: code.into(),
        };
        Self {
            import: ImportRow::sample(),
            refused: vec![
                refused(17, "price", "invalid"),
                refused(1_204, "title", "missing"),
                refused(5_998, "", "unbalanced_quote"),
            ],
            next: Some("5998".into()),
        }
    }
}
