//! One message as the store writes it, with plain rusqlite.
//!
//! Hashes and standings come from `kontor-core`, so that the file verifies afterwards: the proof
//! that the same was written, not only as much.

use kontor_core::conversation::{About, ConversationKind, ConversationState, Side, inquiry_key};
use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::membership::{Standing, Step, after};
use kontor_core::outbox::INDEX_DELAY;
use kontor_core::time::Micros;
use kontor_core::timeline::{EntryKind, Hash, Sealed, commitment, seal};
use rusqlite::{Row, params};

use crate::Result;
use crate::bench::bare::statements::Statements;
use crate::dice::Dice;

struct Member {
    principal: String,
    side: Side,
    standing: Standing,
}

/// Seller, the seller's name, state and title of a listing.
type Asked = (String, String, String, Option<String>);

/// A conversation in the hands of this message.
struct Taken {
    id: ConversationId,
    seq: i64,
    head: Hash,
    last_at: i64,
    state: ConversationState,
    members: Vec<Member>,
}

/// What is told of one message.
pub struct Message<'a> {
    /// The text.
    pub body: &'a str,
    /// The Idempotency-Key.
    pub key: &'a str,
    /// The instant, in microseconds.
    pub now: i64,
}

/// Writes messages in the transaction that is open.
pub struct Writer<'c> {
    /// The prepared statements.
    pub statements: Statements<'c>,
    /// The marketplace.
    pub market: MarketplaceKey,
    /// Random bytes.
    pub dice: Dice,
}

impl Writer<'_> {
    /// Answers in a conversation, on the side that is asked for.
    ///
    /// # Errors
    /// The engine's.
    pub fn answer(&mut self, id: &str, side: Side, message: &Message<'_>) -> Result<()> {
        self.statements.savepoint.execute([])?;
        let market = self.market.0;
        let mut taken = returned(&mut self.statements.take, params![market, id])?;
        taken.members = self.members(id)?;
        let member = taken.members.iter().find(|member| member.side == side);
        let person = member.ok_or("nobody on that side")?.principal.clone();
        // The server looks the key up first; the writer is known here only now.
        self.find_wish(&person, message.key)?;
        self.follow_up(&taken, &person, message, 201)?;
        self.append(&taken, &person, side, message)?;
        self.statements.release.execute([])?;
        Ok(())
    }

    /// Opens a conversation about a listing.
    ///
    /// # Errors
    /// The engine's.
    pub fn start(&mut self, buyer: &str, listing: &str, message: &Message<'_>) -> Result<()> {
        self.statements.savepoint.execute([])?;
        self.find_wish(buyer, message.key)?;
        let market = self.market.0;
        let asked: Asked = self
            .statements
            .asked
            .query_row(params![market, listing], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let (buyer, seller) = (PrincipalId(buyer.to_owned()), PrincipalId(asked.0));
        let id = ConversationId::new(Micros(message.now), self.bytes());
        let key = inquiry_key(&buyer, &seller, &About::Listing(listing.to_owned()));
        let zero: Hash = [0; 32];
        let kind = ConversationKind::Inquiry.code();
        let order: Option<&str> = None;
        let row = params![
            market,
            id.as_str(),
            kind,
            key,
            listing,
            order,
            zero,
            message.now
        ];
        let mut taken = returned(&mut self.statements.open, row)?;
        for (principal, side) in [(&buyer, Side::Buyer), (&seller, Side::Seller)] {
            let row = params![market, id.as_str(), principal.as_str(), side.code()];
            self.statements.join.execute(row)?;
            taken.members.push(Member {
                principal: principal.as_str().to_owned(),
                side,
                standing: Standing {
                    state: ConversationState::Open,
                    unread: 0,
                    read_seq: 0,
                },
            });
        }
        self.follow_up(&taken, buyer.as_str(), message, 201)?;
        self.append(&taken, buyer.as_str(), Side::Buyer, message)?;
        self.statements.release.execute([])?;
        Ok(())
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        for chunk in out.chunks_mut(8) {
            let bits = self.dice.bits().to_le_bytes();
            let (head, _) = bits.split_at(chunk.len());
            chunk.copy_from_slice(head);
        }
        out
    }

    fn find_wish(&mut self, person: &str, key: &str) -> Result<()> {
        let mut rows = self
            .statements
            .find_wish
            .query(params![self.market.0, person, key])?;
        if rows.next()?.is_some() {
            return Err("a key was used twice".into());
        }
        Ok(())
    }

    fn members(&mut self, id: &str) -> Result<Vec<Member>> {
        let mut rows = self.statements.members.query(params![self.market.0, id])?;
        let mut members = Vec::with_capacity(2);
        while let Some(row) = rows.next()? {
            let (side, state): (String, String) = (row.get(1)?, row.get(2)?);
            members.push(Member {
                principal: row.get(0)?,
                side: Side::parse(&side).ok_or("side")?,
                standing: Standing {
                    state: ConversationState::parse(&state).ok_or("state")?,
                    unread: row.get(3)?,
                    read_seq: row.get(4)?,
                },
            });
        }
        Ok(members)
    }

    fn author(&mut self, id: &str, person: &str) -> Result<[u8; 16]> {
        let market = self.market.0;
        let fresh = self.bytes();
        let mut rows = self
            .statements
            .find_author
            .query(params![market, id, person])?;
        if let Some(row) = rows.next()? {
            return Ok(row.get(0)?);
        }
        drop(rows);
        self.statements
            .put_author
            .execute(params![market, id, fresh, person])?;
        Ok(fresh)
    }

    fn append(
        &mut self,
        taken: &Taken,
        person: &str,
        side: Side,
        message: &Message<'_>,
    ) -> Result<()> {
        let at = message.now.max(taken.last_at);
        let (id, seq, market) = (taken.id.as_str(), taken.seq, self.market.0);
        let author = self.author(id, person)?;
        let salt: [u8; 32] = self.bytes();
        let commitments = commitment(&salt, message.body.as_bytes());
        let kind = EntryKind::Message;
        let hash = seal(&Sealed {
            marketplace: self.market,
            conversation: &taken.id,
            seq,
            previous: &taken.head,
            at: Micros(at),
            kind: kind.code(),
            side: side.code(),
            author: &author,
            commitments: &commitments,
        });
        let row = params![
            market,
            id,
            seq,
            at,
            kind.code(),
            side.code(),
            author,
            commitments,
            hash
        ];
        self.statements.entry.execute(row)?;
        self.statements
            .part
            .execute(params![market, id, seq, 0, salt, message.body])?;
        let state = self.move_members(taken, Step { seq, kind, side })?;
        let row = params![market, id, hash, at, state.code()];
        self.statements.advance.execute(row)?;
        Ok(())
    }

    fn move_members(&mut self, taken: &Taken, step: Step) -> Result<ConversationState> {
        let mut members: Vec<&Member> = taken.members.iter().collect();
        members.sort_by(|a, b| a.principal.cmp(&b.principal));
        let (market, id) = (self.market.0, taken.id.as_str());
        let mut state = taken.state;
        for member in members {
            let next = after(member.standing, member.side, step);
            state = next.state;
            let unread = i64::from(next.unread > 0) - i64::from(member.standing.unread > 0);
            let changed: i64 = self
                .statements
                .touch
                .query_row(params![market, member.principal, unread], |row| row.get(0))?;
            let (code, read) = (next.state.code(), next.read_seq);
            let row = params![
                market,
                id,
                member.principal,
                code,
                next.unread,
                read,
                changed
            ];
            self.statements.step.execute(row)?;
        }
        Ok(state)
    }

    /// What follows from the message that is about to be written: search, the idempotency record.
    fn follow_up(
        &mut self,
        taken: &Taken,
        person: &str,
        message: &Message<'_>,
        status: i64,
    ) -> Result<()> {
        let (market, id, now) = (self.market.0, taken.id.as_str(), message.now);
        let dedupe = format!("index:{id}");
        let due = now + INDEX_DELAY;
        let row = params![market, "index", id, dedupe, due, "conversation"];
        self.statements.queue.execute(row)?;
        let fingerprint: [u8; 32] = self.bytes();
        let row = params![
            market,
            person,
            message.key,
            fingerprint,
            status,
            id,
            taken.seq,
            now
        ];
        self.statements.keep_wish.execute(row)?;
        Ok(())
    }
}

fn returned(
    statement: &mut rusqlite::Statement<'_>,
    row: &[&dyn rusqlite::ToSql],
) -> Result<Taken> {
    let mut rows = statement.query(row)?;
    let taken = rows.next()?.map(taken).ok_or("no such conversation")??;
    // A statement with RETURNING has done its work only when it was run to the end.
    while rows.next()?.is_some() {}
    Ok(taken)
}

fn taken(row: &Row<'_>) -> Result<Taken> {
    let state: String = row.get(4)?;
    Ok(Taken {
        id: ConversationId(row.get(0)?),
        seq: row.get(1)?,
        head: row.get(2)?,
        last_at: row.get(3)?,
        state: ConversationState::parse(&state).ok_or("state")?,
        members: Vec::with_capacity(2),
    })
}
