//! What the API of conversations takes and gives. Field names are part of the contract.

use kontor_core::conversation::{ConversationState, Via};
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::time::Micros;
use kontor_store::conversation::Conversation;
use kontor_store::timeline::EntryView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A conversation as the caller sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConversationBody {
    /// The id.
    pub id: String,
    /// `inquiry`.
    pub kind: String,
    /// `open` or `closed`.
    pub state: String,
    /// The number of its last entry.
    pub seq: i64,
    /// When it was opened.
    #[schemars(with = "String")]
    pub created_at: Micros,
    /// When its last entry was written.
    #[schemars(with = "String")]
    pub last_at: Micros,
    /// The listing it is about.
    pub listing: Option<ListingRef>,
    /// The number of the order it is about.
    pub order: Option<String>,
    /// With whose eyes it is seen: the caller's own principal or a shop.
    pub principal: String,
    /// On which side that is: `buyer` or `seller`.
    pub side: String,
    /// The other participant.
    pub other: Party,
    /// Messages of the other side not read.
    pub unread: i64,
    /// The last entry read.
    pub read_seq: i64,
    /// The start of the last message.
    pub preview: Option<String>,
}

/// A listing by id and title.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListingRef {
    /// The marketplace's own id.
    pub external_id: String,
    /// One line.
    pub title: Option<String>,
}

/// A participant.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Party {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// An entry of a conversation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryBody {
    /// The conversation.
    pub conversation: String,
    /// Its number there, from 1 without gaps.
    pub seq: i64,
    /// When.
    #[schemars(with = "String")]
    pub at: Micros,
    /// `message`, `closed` or `reopened`.
    pub kind: String,
    /// Whose side: `buyer` or `seller`.
    pub side: String,
    /// The name of the person, where still known.
    pub author: Option<String>,
    /// True where the caller wrote it.
    pub own: bool,
    /// The text of a message.
    pub body: Option<String>,
    /// The subject of a contact form.
    pub subject: Option<String>,
}

/// A page of conversations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConversationPage {
    /// Newest first.
    pub conversations: Vec<ConversationBody>,
    /// Give it as `cursor` for the next page; null at the end.
    pub next: Option<String>,
}

/// A page of entries.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryPage {
    /// Oldest first.
    pub entries: Vec<EntryBody>,
    /// Give it as `after` for the next page; null at the end.
    pub next: Option<i64>,
}

/// What is asked of the inbox.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Only `open` or only `closed`.
    #[schemars(with = "Option<StateName>")]
    pub state: Option<ConversationState>,
    /// Only those of one of the caller's principals.
    pub principal: Option<String>,
    /// Words that an entry holds.
    pub q: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

/// A state of a conversation.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code, reason = "describes the values of a parameter")]
pub enum StateName {
    /// Goes on.
    Open,
    /// Done.
    Closed,
}

/// A first or further message.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartBody {
    /// The external id of the listing it is about.
    pub listing: Option<String>,
    /// The seller, by id or external id, where it is about no listing.
    pub seller: Option<String>,
    /// The number of the order it is about; goes with neither listing nor seller. Whoever bought
    /// writes to who sold, and the other way round.
    pub order: Option<String>,
    /// `inquiry`.
    pub kind: KindName,
    /// By which of the seller's channels; `message` where it is not told.
    pub via: Option<ViaName>,
    /// One line, up to 120 characters; only with `via` `form`.
    #[schemars(length(max = 120))]
    pub subject: Option<String>,
    /// The text, up to 10,000 characters.
    #[schemars(length(min = 1, max = 10_000))]
    pub body: String,
}

/// A kind of conversation that can be started.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KindName {
    /// A question before the sale.
    Inquiry,
}

/// A channel by which one writes.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViaName {
    /// A message on the platform.
    Message,
    /// The contact form.
    Form,
}

impl From<ViaName> for Via {
    fn from(name: ViaName) -> Self {
        match name {
            ViaName::Message => Self::Message,
            ViaName::Form => Self::Form,
        }
    }
}

/// An answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageBody {
    /// The text, up to 10,000 characters.
    #[schemars(length(min = 1, max = 10_000))]
    pub body: String,
}

/// How far the caller has read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadBody {
    /// The number of the last entry read.
    #[schemars(range(min = 0))]
    pub seq: i64,
}

/// Which entries are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntriesQuery {
    /// Entries after this number.
    #[schemars(range(min = 0))]
    pub after: Option<i64>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

impl From<Conversation> for ConversationBody {
    fn from(row: Conversation) -> Self {
        let title = row.listing_title;
        Self {
            id: row.id.0,
            kind: row.kind.code().into(),
            state: row.state.code().into(),
            seq: row.seq,
            created_at: row.created_at,
            last_at: row.last_at,
            listing: row
                .listing
                .map(|external_id| ListingRef { external_id, title }),
            order: row.order,
            principal: row.own.0,
            side: row.side.code().into(),
            other: Party {
                id: row.other.0,
                name: row.other_name,
            },
            unread: row.unread,
            read_seq: row.read_seq,
            preview: row.preview,
        }
    }
}

/// An entry as this caller sees it.
#[must_use]
pub fn entry(conversation: &ConversationId, own: &PrincipalId, row: EntryView) -> EntryBody {
    EntryBody {
        conversation: conversation.as_str().to_owned(),
        seq: row.seq,
        at: row.at,
        kind: row.kind.code().into(),
        side: row.side.code().into(),
        author: row.author,
        own: row.person.as_ref() == Some(own),
        body: row.body,
        subject: row.subject,
    }
}
