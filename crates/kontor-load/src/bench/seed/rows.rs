//! The rows of one conversation: its own, its memberships, authors, entries and texts.

use kontor_core::conversation::{About, ConversationKind, Side, inquiry_key};
use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::membership::Standing;
use kontor_core::time::Micros;
use kontor_core::timeline::{EntryKind, Hash, Sealed, commitment, seal};
use rusqlite::{Connection, Statement, params};

use crate::Result;
use crate::bench::messages::scene::texts;
use crate::bench::seed::people::{People, random};
use crate::bench::seed::story::{EACH, Stories};

/// Bytes of a text.
const TEXT_BYTES: usize = 290;

/// The statements.
pub struct Rows<'c> {
    market: i64,
    texts: Vec<String>,
    conversation: Statement<'c>,
    membership: Statement<'c>,
    author: Statement<'c>,
    entry: Statement<'c>,
    part: Statement<'c>,
}

impl<'c> Rows<'c> {
    /// Prepares them.
    ///
    /// # Errors
    /// The schema is another.
    pub fn prepare(connection: &'c Connection, market: i64) -> Result<Self> {
        Ok(Self {
            market,
            texts: texts(TEXT_BYTES),
            conversation: connection.prepare(
                "INSERT INTO conversation (marketplace, conversation, kind, inquiry_key, listing,
                                           state, seq, head, created_at, last_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            membership: connection.prepare(
                "INSERT INTO membership (marketplace, conversation, principal, side, state, unread,
                                         read_seq, changed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?,
            author: connection.prepare(
                "INSERT INTO author (marketplace, conversation, pseudonym, person)
                 VALUES (?1, ?2, ?3, ?4)",
            )?,
            entry: connection.prepare(
                "INSERT INTO entry (marketplace, conversation, seq, at, kind, side, author,
                                    commitments, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?,
            part: connection.prepare(
                "INSERT INTO entry_part (marketplace, conversation, seq, part, salt, content)
                 VALUES (?1, ?2, ?3, 0, ?4, ?5)",
            )?,
        })
    }

    /// Writes the conversation of this number.
    ///
    /// # Errors
    /// The engine's.
    pub fn write(&mut self, number: usize, stories: &Stories, people: &People) -> Result<()> {
        let opened = stories.entries(number).next().map_or(0, |(_, _, at)| at);
        let id = ConversationId::new(Micros(opened), random(4, number));
        let place = stories.buyer(number);
        let buyer = people.buyers.get(place).ok_or("no such buyer")?;
        // Different for each of a buyer's conversations: one inquiry for a buyer and a listing.
        let about = place * 7 + number / people.buyers.len().max(1);
        let listing = people.listings.get(about % people.listings.len().max(EACH));
        let listing = listing.ok_or("no such listing")?;
        let (seq, head, last_at) = self.entries(number, &id, stories, people, buyer.as_str())?;
        let ended = stories.ended(number).ok_or("no such story")?;
        let key = inquiry_key(buyer, &people.shop, &About::Listing(listing.to_owned()));
        let (kind, state) = (ConversationKind::Inquiry.code(), ended.seller.state.code());
        self.conversation.execute(params![
            self.market,
            id.as_str(),
            kind,
            key,
            listing,
            state,
            seq,
            head,
            opened,
            last_at
        ])?;
        let (shop, buyer) = (people.shop.as_str(), buyer.as_str());
        self.member(&id, buyer, Side::Buyer, ended.buyer, ended.buyer_changed)?;
        self.member(&id, shop, Side::Seller, ended.seller, ended.shop_changed)
    }

    fn member(
        &mut self,
        id: &ConversationId,
        principal: &str,
        side: Side,
        is: Standing,
        changed: i64,
    ) -> Result<()> {
        let (side, state) = (side.code(), is.state.code());
        self.membership.execute(params![
            self.market,
            id.as_str(),
            principal,
            side,
            state,
            is.unread,
            is.read_seq,
            changed
        ])?;
        Ok(())
    }

    /// Writes the entries; gives the number, hash and instant of the last.
    fn entries(
        &mut self,
        number: usize,
        id: &ConversationId,
        stories: &Stories,
        people: &People,
        buyer: &str,
    ) -> Result<(i64, Hash, i64)> {
        let (mut seq, mut head, mut last_at) = (0, [0; 32], 0);
        for (kind, side, at) in stories.entries(number) {
            seq += 1;
            last_at = at;
            let (person, author) = match side {
                Side::Buyer => (buyer, pseudonym(5, number)),
                Side::Seller => (people.member.as_str(), pseudonym(6, number)),
            };
            if seq <= 2 {
                self.author
                    .execute(params![self.market, id.as_str(), author, person])?;
            }
            let text = self
                .texts
                .get((number + 31 * seq as usize) % self.texts.len().max(1));
            let text = text.filter(|_| kind == EntryKind::Message);
            let salt = salt(number, seq);
            let commitments =
                text.map_or_else(Vec::new, |text| commitment(&salt, text.as_bytes()).to_vec());
            head = seal(&Sealed {
                marketplace: MarketplaceKey(self.market),
                conversation: id,
                seq,
                previous: &head,
                at: Micros(at),
                kind: kind.code(),
                side: side.code(),
                author: &author,
                commitments: &commitments,
            });
            let (kind, side) = (kind.code(), side.code());
            self.entry.execute(params![
                self.market,
                id.as_str(),
                seq,
                at,
                kind,
                side,
                author,
                commitments,
                head
            ])?;
            if let Some(text) = text {
                self.part
                    .execute(params![self.market, id.as_str(), seq, salt, text])?;
            }
        }
        Ok((seq, head, last_at))
    }
}

fn pseudonym(kind: u8, number: usize) -> [u8; 16] {
    let mut out = [kind; 16];
    let (head, _) = out.split_at_mut(10);
    head.copy_from_slice(&random(kind, number));
    out
}

fn salt(number: usize, seq: i64) -> [u8; 32] {
    let mut out = [u8::try_from(seq).unwrap_or(0); 32];
    let (head, _) = out.split_at_mut(10);
    head.copy_from_slice(&random(7, number));
    out
}
