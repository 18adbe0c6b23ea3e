//! The model: what must be visible, derived from the bare list of entries each time anew.
//!
//! Deliberately slow and simple: nothing here is kept up to date that can be counted.

use std::collections::BTreeMap;

use kontor_core::conversation::{ConversationState, Side};
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::time::{DAY, Micros};
use kontor_core::timeline::EntryKind;
use kontor_store::Scope;

use super::step::{Asking, Deed};
use crate::cast::Cast;

/// What came of a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Written {
        conversation: ConversationId,
        seq: i64,
        at: Micros,
        fresh: bool,
    },
    Replayed {
        conversation: String,
        seq: i64,
    },
    Otherwise,
    Hidden,
    Refused(&'static str),
    Read(bool),
    Failed,
    Done,
    Broken(String),
}

#[derive(Debug)]
pub struct Entry {
    pub at: Micros,
    pub kind: EntryKind,
    pub member: PrincipalId,
    pub person: PrincipalId,
    pub body: Option<String>,
}

#[derive(Debug)]
pub struct Talk {
    pub id: ConversationId,
    pub buyer: PrincipalId,
    pub seller: PrincipalId,
    pub listing: Option<&'static str>,
    pub entries: Vec<Entry>,
    /// How far each side has read without writing.
    pub read: BTreeMap<PrincipalId, i64>,
    /// Each side's counter at the last entry.
    pub changed: BTreeMap<PrincipalId, i64>,
}

/// Everything, as told.
#[derive(Debug)]
pub struct Model {
    pub talks: Vec<Talk>,
    pub names: BTreeMap<PrincipalId, String>,
    pub titles: BTreeMap<&'static str, String>,
    pub wishes: BTreeMap<(PrincipalId, String), (u8, Micros, ConversationId, i64)>,
}

impl Talk {
    pub fn length(&self) -> i64 {
        i64::try_from(self.entries.len()).unwrap()
    }

    pub fn holds(&self, who: &PrincipalId) -> bool {
        self.buyer == *who || self.seller == *who
    }

    pub fn state(&self) -> ConversationState {
        match self.entries.last().unwrap().kind {
            EntryKind::Closed => ConversationState::Closed,
            _ => ConversationState::Open,
        }
    }

    pub fn side(&self, who: &PrincipalId) -> Side {
        if self.buyer == *who {
            Side::Buyer
        } else {
            Side::Seller
        }
    }

    pub fn read_seq(&self, who: &PrincipalId) -> i64 {
        let own = self.entries.iter().rposition(|entry| entry.member == *who);
        let own = own.map_or(0, |at| i64::try_from(at).unwrap() + 1);
        own.max(self.read.get(who).copied().unwrap_or(0))
    }

    pub fn unread(&self, who: &PrincipalId) -> usize {
        let read = usize::try_from(self.read_seq(who)).unwrap();
        let others = self.entries.iter().skip(read);
        others
            .filter(|entry| entry.kind == EntryKind::Message && entry.member != *who)
            .count()
    }
}

impl Model {
    /// Nothing has happened yet.
    pub fn new(cast: &Cast) -> Self {
        let names = [
            (&cast.buyer, "Aino"),
            (&cast.rival, "Bela"),
            (&cast.seller, "Celia"),
            (&cast.clerk, "Dora"),
            (&cast.shop, "Erä Oy"),
            (&cast.guest, "Fanni"),
        ];
        Self {
            talks: Vec::new(),
            names: names
                .map(|(who, name)| (who.clone(), name.to_owned()))
                .into(),
            titles: [("lamp", "lamp".to_owned()), ("sofa", "sofa".to_owned())].into(),
            wishes: BTreeMap::new(),
        }
    }

    /// Every conversation, in order of their beginning.
    pub fn conversations(&self) -> Vec<ConversationId> {
        self.talks.iter().map(|talk| talk.id.clone()).collect()
    }

    /// The number of a conversation's last entry.
    pub fn length(&self, id: &ConversationId) -> i64 {
        self.talks
            .iter()
            .find(|talk| talk.id == *id)
            .map_or(0, Talk::length)
    }

    /// Does a deed.
    pub fn apply(&mut self, deed: &Deed) -> Outcome {
        match deed {
            Deed::Ask(asking) => self.ask(asking),
            Deed::AskAndFail(_) => Outcome::Failed,
            Deed::Wish { key, print, asking } => self.wish(key, *print, asking),
            Deed::Turn {
                scope,
                conversation,
                kind,
                body,
                now,
                ..
            } => self.turn(scope, conversation, *kind, body.as_ref(), *now),
            Deed::Read {
                scope,
                conversation,
                seq,
            } => self.read(scope, conversation, *seq),
            Deed::Title { listing, title, .. } => {
                self.titles.insert(listing, title.clone());
                Outcome::Done
            }
            Deed::Rename { who, name, .. } => {
                self.names.insert(who.clone(), name.clone());
                Outcome::Done
            }
        }
    }

    fn ask(&mut self, asking: &Asking) -> Outcome {
        let Asking {
            buyer,
            seller,
            listing,
            ..
        } = asking;
        let known = self.talks.iter().position(|talk| {
            talk.buyer == *buyer && talk.seller == *seller && talk.listing == *listing
        });
        let at = known.unwrap_or_else(|| {
            self.talks.push(Talk {
                id: asking.fresh.clone(),
                buyer: buyer.clone(),
                seller: seller.clone(),
                listing: *listing,
                entries: Vec::new(),
                read: BTreeMap::new(),
                changed: BTreeMap::new(),
            });
            self.talks.len() - 1
        });
        let entry = Entry {
            at: asking.now,
            kind: EntryKind::Message,
            member: buyer.clone(),
            person: buyer.clone(),
            body: Some(asking.body.clone()),
        };
        self.append(at, entry, known.is_none())
    }

    fn wish(&mut self, key: &str, print: u8, asking: &Asking) -> Outcome {
        let place = (asking.buyer.clone(), key.to_owned());
        match self.wishes.get(&place) {
            Some((_, at, ..)) if asking.now.0 - at.0 >= DAY => {}
            Some((known, ..)) if *known != print => return Outcome::Otherwise,
            Some((_, _, id, seq)) => {
                return Outcome::Replayed {
                    conversation: id.to_string(),
                    seq: *seq,
                };
            }
            None => {}
        }
        let outcome = self.ask(asking);
        if let Outcome::Written {
            conversation, seq, ..
        } = &outcome
        {
            self.wishes
                .insert(place, (print, asking.now, conversation.clone(), *seq));
        }
        outcome
    }

    fn turn(
        &mut self,
        scope: &Scope,
        id: &ConversationId,
        kind: EntryKind,
        body: Option<&String>,
        now: Micros,
    ) -> Outcome {
        let Some((at, member)) = self.seat(scope, id) else {
            return Outcome::Hidden;
        };
        match (kind, self.talks[at].state()) {
            (EntryKind::Closed, ConversationState::Closed) => {
                return Outcome::Refused("already_closed");
            }
            (EntryKind::Reopened, ConversationState::Open) => {
                return Outcome::Refused("already_open");
            }
            _ => {}
        }
        let person = scope.principals()[0].clone();
        self.append(
            at,
            Entry {
                at: now,
                kind,
                member,
                person,
                body: body.cloned(),
            },
            false,
        )
    }

    fn read(&mut self, scope: &Scope, id: &ConversationId, seq: i64) -> Outcome {
        let Some((at, member)) = self.seat(scope, id) else {
            return Outcome::Hidden;
        };
        let talk = &mut self.talks[at];
        let seq = seq.min(talk.length());
        if seq <= talk.read_seq(&member) {
            return Outcome::Read(false);
        }
        talk.read.insert(member, seq);
        Outcome::Read(true)
    }

    fn seat(&self, scope: &Scope, id: &ConversationId) -> Option<(usize, PrincipalId)> {
        let at = self.talks.iter().position(|talk| talk.id == *id)?;
        let member = scope
            .principals()
            .iter()
            .find(|who| self.talks[at].holds(who))?;
        Some((at, member.clone()))
    }

    fn append(&mut self, at: usize, mut entry: Entry, fresh: bool) -> Outcome {
        let members = [self.talks[at].buyer.clone(), self.talks[at].seller.clone()];
        for who in members {
            let next = self.counter(&who) + 1;
            self.talks[at].changed.insert(who, next);
        }
        let talk = &mut self.talks[at];
        if let Some(last) = talk.entries.last() {
            entry.at = entry.at.max(last.at);
        }
        let instant = entry.at;
        talk.entries.push(entry);
        Outcome::Written {
            conversation: talk.id.clone(),
            seq: talk.length(),
            at: instant,
            fresh,
        }
    }

    /// A principal's counter: one for each entry in each of its conversations.
    pub fn counter(&self, who: &PrincipalId) -> i64 {
        self.talks
            .iter()
            .filter(|talk| talk.holds(who))
            .map(Talk::length)
            .sum()
    }
}
