//! Conversations: opening, taking for a write, fetching. The page of an inbox is in `inbox.rs`.

mod inbox;

use kontor_core::conversation::{About, ConversationKind, ConversationState, Side, inquiry_key};
use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::time::Micros;
use kontor_core::timeline::Hash;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::listing::Asked;
use crate::membership::{self, Member};
use crate::scope::Scope;
use crate::timeline::Written;
use crate::value::Row;

pub use inbox::{Cursor, Filter, Place, inbox};

/// A conversation whose row this transaction holds, with the number of its next entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The id.
    pub id: ConversationId,
    /// The number of the next entry, or of the last where none is added.
    pub seq: i64,
    /// The hash of the last entry.
    pub head: Hash,
    /// The instant of the last entry.
    pub last_at: Micros,
    /// When it was opened.
    pub created_at: Micros,
    /// Open or closed.
    pub state: ConversationState,
    /// Who takes part.
    pub members: Vec<Member>,
    /// True where this transaction opened it.
    pub fresh: bool,
}

impl Taken {
    /// The member on whose behalf the scope acts.
    #[must_use]
    pub fn mine(&self, scope: &Scope) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| scope.holds(&member.principal))
    }
}

/// An inquiry to be opened or continued.
#[derive(Debug, Clone)]
pub struct NewInquiry {
    /// The id, should it be new.
    pub id: ConversationId,
    /// Who buys.
    pub buyer: PrincipalId,
    /// Who sells.
    pub seller: PrincipalId,
    /// About what.
    pub about: About,
    /// On whose side the writer is.
    pub side: Side,
    /// Now.
    pub now: Micros,
}

impl NewInquiry {
    /// The participant who writes.
    #[must_use]
    pub fn writer(&self) -> &PrincipalId {
        match self.side {
            Side::Buyer => &self.buyer,
            Side::Seller => &self.seller,
        }
    }

    /// The participant who is written to.
    #[must_use]
    pub fn reader(&self) -> &PrincipalId {
        match self.side {
            Side::Buyer => &self.seller,
            Side::Seller => &self.buyer,
        }
    }
}

/// Opens an inquiry, or takes the one that this buyer and seller have about the same already.
///
/// The caller appends an entry in the same transaction.
///
/// # Errors
/// The engine's.
pub async fn open_inquiry(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    new: &NewInquiry,
) -> Result<Taken> {
    let key = inquiry_key(&new.buyer, &new.seller, &new.about);
    let zero: Hash = [0; 32];
    let row = tx
        .one(
            "INSERT INTO conversation (marketplace, conversation, kind, inquiry_key, listing,
                                       order_number, state, seq, head, created_at, last_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'open', 1, $7, $8, $8)
             ON CONFLICT (marketplace, inquiry_key) DO UPDATE SET seq = conversation.seq + 1
             RETURNING conversation, seq, head, last_at, state, created_at",
            args![
                marketplace,
                &new.id,
                ConversationKind::Inquiry.code(),
                &key,
                new.about.listing(),
                new.about.order(),
                &zero,
                new.now,
            ],
        )
        .await?
        .ok_or(Error::Row("conversation"))?;
    let mut taken = taken(&row)?;
    taken.fresh = taken.seq == 1;
    taken.members = if taken.fresh {
        let sides = [(&new.buyer, Side::Buyer), (&new.seller, Side::Seller)];
        membership::add(tx, marketplace, &taken.id, &sides).await?
    } else {
        membership::of(tx, marketplace, &taken.id).await?
    };
    Ok(taken)
}

fn taken(row: &Row) -> Result<Taken> {
    Ok(Taken {
        id: ConversationId(row.text(0)?),
        seq: row.int(1)?,
        head: row.bytes(2)?,
        last_at: Micros(row.int(3)?),
        state: ConversationState::parse(&row.text(4)?).ok_or(Error::Row("state"))?,
        created_at: Micros(row.int(5)?),
        members: Vec::new(),
        fresh: false,
    })
}

/// Takes a conversation to add one entry; `None` where the scope may not see it.
///
/// The number has then risen: a unit that adds no entry after all must end in an error.
///
/// # Errors
/// The engine's.
pub async fn take(tx: &mut Tx, scope: &Scope, id: &ConversationId) -> Result<Option<Taken>> {
    let row = tx
        .one(
            "UPDATE conversation SET seq = seq + 1 WHERE marketplace = $1 AND conversation = $2
             RETURNING conversation, seq, head, last_at, state, created_at",
            args![scope.marketplace(), id],
        )
        .await?;
    with_members(tx, scope, row).await
}

/// Takes a conversation without adding an entry, to change only a membership.
///
/// # Errors
/// The engine's.
pub async fn hold(tx: &mut Tx, scope: &Scope, id: &ConversationId) -> Result<Option<Taken>> {
    let row = tx
        .one(
            "UPDATE conversation SET seq = seq WHERE marketplace = $1 AND conversation = $2
             RETURNING conversation, seq, head, last_at, state, created_at",
            args![scope.marketplace(), id],
        )
        .await?;
    with_members(tx, scope, row).await
}

async fn with_members(tx: &mut Tx, scope: &Scope, row: Option<Row>) -> Result<Option<Taken>> {
    let Some(row) = row else { return Ok(None) };
    let mut taken = taken(&row)?;
    taken.members = membership::of(tx, scope.marketplace(), &taken.id).await?;
    Ok(taken.mine(scope).is_some().then_some(taken))
}

/// A conversation as one participant sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The marketplace.
    pub marketplace: MarketplaceKey,
    /// The id.
    pub id: ConversationId,
    /// What it is about in the life of a sale.
    pub kind: ConversationKind,
    /// Open or closed.
    pub state: ConversationState,
    /// The last entry.
    pub seq: i64,
    /// When it was opened.
    pub created_at: Micros,
    /// When the last entry was written.
    pub last_at: Micros,
    /// The external id of the listing, where it is about one.
    pub listing: Option<String>,
    /// The listing's title.
    pub listing_title: Option<String>,
    /// The number of the order, where it is about one.
    pub order: Option<String>,
    /// The principal with whose eyes this was fetched.
    pub own: PrincipalId,
    /// That principal's side.
    pub side: Side,
    /// Messages of others that it has not read.
    pub unread: i64,
    /// How far it has read.
    pub read_seq: i64,
    /// Its counter at the last write here.
    pub changed: i64,
    /// The other participant.
    pub other: PrincipalId,
    /// The other participant's name.
    pub other_name: String,
    /// The start of the last message.
    pub preview: Option<String>,
    /// Whose side wrote it.
    pub last_side: Side,
}

/// Characters of a text that an inbox shows.
const PREVIEW_CHARS: usize = 160;

/// What the writer sees right after writing, without reading it again.
#[must_use]
pub fn just_asked(
    marketplace: MarketplaceKey,
    new: &NewInquiry,
    asked: &Asked,
    (taken, written): (&Taken, &Written),
    body: &str,
) -> Conversation {
    Conversation {
        marketplace,
        id: taken.id.clone(),
        kind: ConversationKind::Inquiry,
        state: ConversationState::Open,
        seq: written.seq,
        created_at: taken.created_at,
        last_at: written.at,
        listing: new.about.listing().map(str::to_owned),
        listing_title: asked.title.clone(),
        order: new.about.order().map(str::to_owned),
        own: new.writer().clone(),
        side: new.side,
        unread: 0,
        read_seq: written.seq,
        changed: written.changed,
        other: new.reader().clone(),
        other_name: asked.name.clone(),
        preview: Some(body.chars().take(PREVIEW_CHARS).collect()),
        last_side: written.side,
    }
}

/// One conversation with the eyes of the scope; `None` where it may not be seen.
///
/// # Errors
/// The engine's.
pub async fn fetch(
    tx: &mut Tx,
    scope: &Scope,
    id: &ConversationId,
) -> Result<Option<Conversation>> {
    for principal in scope.principals() {
        let row = tx
            .one(
                "SELECT c.conversation, c.kind, m.state, c.seq, c.created_at, c.last_at,
                        c.listing, l.title, m.principal, m.side, m.unread, m.read_seq, m.changed,
                        o.principal, p.name, substr(t.content, 1, 160), e.side,
                        c.order_number
                 FROM membership m
                 JOIN conversation c ON c.marketplace = m.marketplace
                      AND c.conversation = m.conversation
                 JOIN membership o ON o.marketplace = m.marketplace
                      AND o.conversation = m.conversation AND o.principal <> m.principal
                 JOIN principal p ON p.marketplace = o.marketplace AND p.principal = o.principal
                 LEFT JOIN listing l ON l.marketplace = c.marketplace
                      AND l.external_id = c.listing
                 JOIN entry e ON e.marketplace = c.marketplace
                      AND e.conversation = c.conversation AND e.seq = COALESCE(
                      (SELECT MAX(w.seq) FROM entry_part w WHERE w.marketplace = c.marketplace
                            AND w.conversation = c.conversation), c.seq)
                 LEFT JOIN entry_part t ON t.marketplace = c.marketplace
                      AND t.conversation = c.conversation AND t.seq = e.seq AND t.part = 0
                 WHERE m.marketplace = $1 AND m.conversation = $2 AND m.principal = $3",
                args![scope.marketplace(), id, principal],
            )
            .await?;
        if let Some(row) = row {
            return view(scope.marketplace(), &row).map(Some);
        }
    }
    Ok(None)
}

fn view(marketplace: MarketplaceKey, row: &Row) -> Result<Conversation> {
    Ok(Conversation {
        marketplace,
        id: ConversationId(row.text(0)?),
        kind: ConversationKind::parse(&row.text(1)?).ok_or(Error::Row("conversation kind"))?,
        state: ConversationState::parse(&row.text(2)?).ok_or(Error::Row("state"))?,
        seq: row.int(3)?,
        created_at: Micros(row.int(4)?),
        last_at: Micros(row.int(5)?),
        listing: row.opt_text(6)?,
        listing_title: row.opt_text(7)?,
        own: PrincipalId(row.text(8)?),
        side: Side::parse(&row.text(9)?).ok_or(Error::Row("side"))?,
        unread: row.int(10)?,
        read_seq: row.int(11)?,
        changed: row.int(12)?,
        other: PrincipalId(row.text(13)?),
        other_name: row.text(14)?,
        preview: row.opt_text(15)?,
        last_side: Side::parse(&row.text(16)?).ok_or(Error::Row("side"))?,
        order: row.opt_text(17)?,
    })
}

/// The inquiry that one of the scope's principals has with a seller about something already.
///
/// # Errors
/// The engine's.
pub async fn inquiry_about(
    tx: &mut Tx,
    scope: &Scope,
    seller: &PrincipalId,
    about: &About,
) -> Result<Option<ConversationId>> {
    for buyer in scope.principals() {
        let key = inquiry_key(buyer, seller, about);
        let row = tx
            .one(
                "SELECT conversation FROM conversation
                 WHERE marketplace = $1 AND inquiry_key = $2",
                args![scope.marketplace(), &key],
            )
            .await?;
        if let Some(row) = row {
            return row.text(0).map(|id| Some(ConversationId(id)));
        }
    }
    Ok(None)
}

/// The conversation that two participants have about something; `None` where there is none or the
/// scope may not see it.
///
/// # Errors
/// The engine's.
pub async fn between(
    tx: &mut Tx,
    scope: &Scope,
    (buyer, seller): (&PrincipalId, &PrincipalId),
    about: &About,
) -> Result<Option<Conversation>> {
    let key = inquiry_key(buyer, seller, about);
    let row = tx
        .one(
            "SELECT conversation FROM conversation WHERE marketplace = $1 AND inquiry_key = $2",
            args![scope.marketplace(), &key],
        )
        .await?;
    match row {
        Some(row) => fetch(tx, scope, &ConversationId(row.text(0)?)).await,
        None => Ok(None),
    }
}
