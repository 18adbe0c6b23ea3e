//! The search index: documents by their tokens. Tokens are made in Rust, so both engines agree.
//!
//! The outbox keeps the index up to date within a second; the index is derived and can be rebuilt.
//! The twins in `search/` are the two statements where the engines truly differ.

mod postgres;
mod sqlite;

use std::fmt;
use std::sync::Arc;

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::listing::ListingState;

use crate::args;
use crate::conversation::Conversation;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::listing::Listing;
use crate::scope::Scope;
use crate::{conversation, listing};

/// Hits looked at for one question: the newest, then checked one by one against permission.
const HITS_MAX: i64 = 200;

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// A listing: title, description, seller.
    Listing,
    /// One entry of a conversation.
    Entry,
}

impl DocumentKind {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Entry => "entry",
        }
    }
}

/// A document to be indexed.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is about.
    pub kind: DocumentKind,
    /// The listing's external id or the conversation's id.
    pub subject: String,
    /// The entry, 0 for a listing.
    pub seq: i64,
    /// Its tokens, separated by spaces; empty removes it.
    pub tokens: String,
}

/// Puts or replaces a document.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, marketplace: MarketplaceKey, document: &Document) -> Result<()> {
    let row = tx
        .one(
            "INSERT INTO search_document (marketplace, kind, subject, seq)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (marketplace, kind, subject, seq) DO UPDATE SET seq = excluded.seq
             RETURNING document",
            args![
                marketplace,
                document.kind.code(),
                &document.subject,
                document.seq
            ],
        )
        .await?;
    let number = row.ok_or(Error::Row("search document"))?.int(0)?;
    let tagged = if document.tokens.is_empty() {
        String::new()
    } else {
        format!("{} {}", tag(marketplace, document.kind), document.tokens)
    };
    if tx.is_sqlite() {
        sqlite::put(tx, number, &tagged).await
    } else {
        postgres::put(tx, number, &tagged).await
    }
}

/// What is looked for, as tokens.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Tokens that must all be there.
    pub all_of: Vec<String>,
    /// The start of one more token.
    pub prefix: Option<String>,
    /// The last word on what the index proposes.
    pub verify: Verify,
}

/// True where these texts hold what was asked.
type Holds = dyn Fn(&[&str]) -> bool + Send + Sync;

/// Compares a document's texts with what was asked, since a token may stand for several words.
#[derive(Clone, Default)]
pub struct Verify(pub Option<Arc<Holds>>);

impl Verify {
    fn holds_in(&self, texts: &[&str]) -> bool {
        self.0.as_ref().is_none_or(|holds| holds(texts))
    }
}

impl fmt::Debug for Verify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verify")
    }
}

/// The token that every document of a marketplace and kind carries.
fn tag(marketplace: MarketplaceKey, kind: DocumentKind) -> String {
    format!("k{}{}", kind.code(), marketplace.0)
}

/// The subjects of the newest documents that hold all tokens: (subject, seq).
async fn hits(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    kind: DocumentKind,
    question: &Question,
) -> Result<Vec<(String, i64)>> {
    let is_safe = |token: &&String| !token.is_empty() && token.chars().all(char::is_alphanumeric);
    let mut all = vec![tag(marketplace, kind)];
    all.extend(question.all_of.iter().filter(is_safe).cloned());
    let prefix = question.prefix.as_ref().filter(is_safe).map(String::as_str);
    let rows = if tx.is_sqlite() {
        sqlite::hits(tx, &all, prefix, HITS_MAX).await?
    } else {
        postgres::hits(tx, &all, prefix, HITS_MAX).await?
    };
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.int(1)?)))
        .collect()
}

/// Offered listings that hold all tokens, newest in the index first.
///
/// # Errors
/// The engine's.
pub async fn listings(
    tx: &mut Tx,
    scope: &Scope,
    question: &Question,
    limit: usize,
) -> Result<Vec<Listing>> {
    let mut found = Vec::new();
    for (subject, _) in hits(tx, scope.marketplace(), DocumentKind::Listing, question).await? {
        if found.len() >= limit {
            break;
        }
        let Some(listing) = listing::find(tx, scope, &subject).await? else {
            continue;
        };
        let (title, description) = (listing.title.as_str(), listing.description.as_str());
        let texts = [
            title,
            description,
            &listing.seller_name,
            &listing.external_id,
        ];
        if listing.state == ListingState::Offered && question.verify.holds_in(&texts) {
            found.push(listing);
        }
    }
    Ok(found)
}

/// Conversations of the scope with an entry that holds all tokens, newest first.
///
/// The principals' tokens only narrow the search; [`conversation::fetch`] decides what may be seen.
///
/// # Errors
/// The engine's.
pub async fn conversations(
    tx: &mut Tx,
    scope: &Scope,
    question: &Question,
    principal_tokens: &[String],
    limit: usize,
) -> Result<Vec<Conversation>> {
    let mut found: Vec<Conversation> = Vec::new();
    for principal in principal_tokens {
        let mut wanted = question.clone();
        wanted.all_of.push(principal.clone());
        for (subject, seq) in hits(tx, scope.marketplace(), DocumentKind::Entry, &wanted).await? {
            let id = ConversationId(subject);
            if found.iter().any(|seen| seen.id == id) {
                continue;
            }
            let texts = texts(tx, scope.marketplace(), &id, seq).await?;
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            if texts.is_empty() || !question.verify.holds_in(&texts) {
                continue;
            }
            if let Some(conversation) = conversation::fetch(tx, scope, &id).await? {
                found.push(conversation);
            }
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse(row.last_at));
    found.truncate(limit);
    Ok(found)
}

/// The text and subject of an entry; nothing where it is erased.
async fn texts(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
    seq: i64,
) -> Result<Vec<String>> {
    let rows = tx
        .many(
            "SELECT content FROM entry_part
             WHERE marketplace = $1 AND conversation = $2 AND seq = $3 ORDER BY part",
            args![marketplace, conversation, seq],
        )
        .await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// The last entry of a conversation that is in the index, 0 where none is.
///
/// # Errors
/// The engine's.
pub async fn indexed_up_to(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
) -> Result<i64> {
    let row = tx
        .one(
            "SELECT COALESCE(MAX(seq), 0) FROM search_document
             WHERE marketplace = $1 AND kind = 'entry' AND subject = $2",
            args![marketplace, conversation],
        )
        .await?;
    row.ok_or(Error::Row("search document"))?.int(0)
}

/// What an entry's document is made from.
#[derive(Debug, Clone)]
pub struct EntrySource {
    /// The entry.
    pub seq: i64,
    /// When it was written.
    pub at: kontor_core::time::Micros,
    /// Its text.
    pub body: String,
    /// The subject of a contact form; empty where there is none.
    pub subject: String,
}

/// Entries with text after `after`, the conversation's members and its listing's title.
///
/// # Errors
/// The engine's.
pub async fn entry_sources(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
    after: i64,
    limit: i64,
) -> Result<(Vec<EntrySource>, Vec<String>)> {
    let rows = tx
        .many(
            "SELECT e.seq, e.at, t.content, COALESCE(s.content, '') FROM entry e
             JOIN entry_part t ON t.marketplace = e.marketplace
                  AND t.conversation = e.conversation AND t.seq = e.seq AND t.part = 0
             LEFT JOIN entry_part s ON s.marketplace = e.marketplace
                  AND s.conversation = e.conversation AND s.seq = e.seq AND s.part = 1
             WHERE e.marketplace = $1 AND e.conversation = $2 AND e.seq > $3
             ORDER BY e.seq LIMIT $4",
            args![marketplace, conversation, after, limit],
        )
        .await?;
    let entries = rows
        .iter()
        .map(|row| {
            Ok(EntrySource {
                seq: row.int(0)?,
                at: kontor_core::time::Micros(row.int(1)?),
                body: row.text(2)?,
                subject: row.text(3)?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let rows = tx
        .many(
            "SELECT principal FROM membership
             WHERE marketplace = $1 AND conversation = $2 ORDER BY principal",
            args![marketplace, conversation],
        )
        .await?;
    let members = rows
        .iter()
        .map(|row| row.text(0))
        .collect::<Result<Vec<_>>>()?;
    Ok((entries, members))
}
