//! What happened in each conversation, and in which order all of it happened.
//!
//! Everyone's counter moves with every entry that concerns them, so the order of all entries decides
//! what the inbox looks like: most conversations are answered soon, some long after.

use kontor_core::conversation::{ConversationState, Side};
use kontor_core::membership::{Standing, Step, after};
use kontor_core::timeline::EntryKind;

use crate::dice::Dice;

/// The instant of the first entry, in microseconds: 2025-01-01T00:00:00Z.
const FIRST_AT: i64 = 1_735_689_600_000_000;
/// Between two new conversations, in microseconds: a million take a good year.
const EVERY: i64 = 30_000_000;
/// The longest usual wait for an answer, in conversations opened meanwhile.
const SOON: u64 = 3_000;
/// Conversations of one buyer.
pub const EACH: usize = 10;

/// One entry.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// Which conversation.
    pub conversation: u32,
    /// Its number there.
    pub seq: i64,
    /// When, in microseconds.
    pub at: i64,
}

/// One conversation's end state, for each side: standing and counter.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// The buyer's standing.
    pub buyer: Standing,
    /// The seller's.
    pub seller: Standing,
    /// The buyer's counter at the last entry.
    pub buyer_changed: i64,
    /// The shop's counter at the last entry.
    pub shop_changed: i64,
}

/// All conversations.
#[derive(Debug)]
pub struct Stories {
    /// Instants of each conversation's entries.
    at: Vec<[i64; 3]>,
    /// The number of entries of each.
    length: Vec<u8>,
    ended: Vec<Ended>,
    /// Each buyer's counter.
    pub buyers: Vec<i64>,
    /// The shop's counter.
    pub shop: i64,
}

const FRESH: Standing = Standing {
    state: ConversationState::Open,
    unread: 0,
    read_seq: 0,
};

impl Stories {
    /// So many conversations.
    #[must_use]
    pub fn new(count: usize) -> Self {
        let mut dice = Dice::new(count as u64, 3);
        let mut stories = Self {
            at: Vec::with_capacity(count),
            length: Vec::with_capacity(count),
            ended: vec![
                Ended {
                    buyer: FRESH,
                    seller: FRESH,
                    buyer_changed: 0,
                    shop_changed: 0,
                };
                count
            ],
            buyers: vec![0; count.div_ceil(EACH)],
            shop: 0,
        };
        let mut events = Vec::with_capacity(count * 2);
        for number in 0..count {
            let opened = FIRST_AT + i64::try_from(number).unwrap_or(0) * EVERY;
            // One in twenty is answered whenever; so old conversations come up again.
            let wait = if dice.permille(50) {
                count as u64
            } else {
                SOON
            };
            let wait = |dice: &mut Dice| i64::try_from(dice.below(wait)).unwrap_or(0) * EVERY + 7;
            let answered = opened + wait(&mut dice);
            let closed = answered + wait(&mut dice);
            // A fifth waits for an answer, a fifth is closed.
            let length = match dice.below(5) {
                0 => 1,
                1 => 3,
                _ => 2,
            };
            let at = [opened, answered, closed];
            for (seq, at) in (1..=i64::from(length)).zip(at) {
                events.push(Event {
                    conversation: u32::try_from(number).unwrap_or(0),
                    seq,
                    at,
                });
            }
            stories.at.push(at);
            stories.length.push(length);
        }
        events.sort_by_key(|event| (event.at, event.conversation, event.seq));
        for event in events {
            stories.happen(event);
        }
        stories
    }

    /// The buyer of a conversation: neighbours belong to different ones.
    #[must_use]
    pub fn buyer(&self, conversation: usize) -> usize {
        conversation % self.buyers.len().max(1)
    }

    /// The entries of a conversation: kind, side, instant.
    pub fn entries(
        &self,
        conversation: usize,
    ) -> impl Iterator<Item = (EntryKind, Side, i64)> + '_ {
        let length = self.length.get(conversation).copied().unwrap_or(0);
        let at = self.at.get(conversation).copied().unwrap_or_default();
        let kinds = [
            (EntryKind::Message, Side::Buyer),
            (EntryKind::Message, Side::Seller),
            (EntryKind::Closed, Side::Seller),
        ];
        kinds
            .into_iter()
            .zip(at)
            .take(usize::from(length))
            .map(|((kind, side), at)| (kind, side, at))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ended.len()
    }

    /// How a conversation stands in the end.
    #[must_use]
    pub fn ended(&self, conversation: usize) -> Option<&Ended> {
        self.ended.get(conversation)
    }

    fn happen(&mut self, event: Event) {
        let place = event.conversation as usize;
        let entry = usize::try_from(event.seq - 1).ok();
        let entry = entry.and_then(|skip| self.entries(place).nth(skip));
        let buyer = self.buyer(place);
        let (Some((kind, side, _)), Some(ended), Some(counter)) =
            (entry, self.ended.get_mut(place), self.buyers.get_mut(buyer))
        else {
            return;
        };
        let seq = event.seq;
        let step = Step { seq, kind, side };
        self.shop += 1;
        *counter += 1;
        ended.buyer = after(ended.buyer, Side::Buyer, step);
        ended.seller = after(ended.seller, Side::Seller, step);
        ended.shop_changed = self.shop;
        ended.buyer_changed = *counter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_each_given_once() {
        let stories = Stories::new(1_000);
        let mut seen: Vec<i64> = (0..1_000)
            .map(|n| stories.ended(n).unwrap().shop_changed)
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 1_000);
        assert!(seen.last() <= Some(&stories.shop));
        let unread = (0..1_000).filter(|n| stories.ended(*n).unwrap().seller.unread > 0);
        assert!((150..250).contains(&unread.count()));
    }
}
