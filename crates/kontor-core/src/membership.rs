//! What a new entry does to each participant's membership: unread count, state, principal totals.
//!
//! A membership is derived from the timeline and one fact of its own, `read_seq`: how far the
//! participant has read. [`rebuild`] says what it must be; `kontor check` compares.

use crate::conversation::{ConversationState, Side};
use crate::timeline::EntryKind;

/// The part of a membership that follows from the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The state of the conversation.
    pub state: ConversationState,
    /// Messages of others after `read_seq`.
    pub unread: i64,
    /// The last entry that the participant has read.
    pub read_seq: i64,
}

/// One entry as far as memberships are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The number of the entry.
    pub seq: i64,
    /// What it records.
    pub kind: EntryKind,
    /// Whose side wrote it.
    pub side: Side,
}

/// The standing after one more entry.
///
/// Who writes has read everything up to the own entry.
#[must_use]
pub fn after(standing: Standing, own: Side, step: Step) -> Standing {
    let state = match step.kind {
        EntryKind::Message | EntryKind::Reopened => ConversationState::Open,
        EntryKind::Closed => ConversationState::Closed,
    };
    if step.side == own {
        Standing {
            state,
            unread: 0,
            read_seq: step.seq,
        }
    } else {
        let counts = i64::from(step.kind == EntryKind::Message);
        Standing {
            state,
            unread: standing.unread + counts,
            ..standing
        }
    }
}

/// The standing after an entry of the other side that reaches this participant whole by another way,
/// such as mail: it counts as read. Where earlier messages wait unread they stay so, and it with them,
/// since how far one has read is one number.
#[must_use]
pub fn after_elsewhere(standing: Standing, own: Side, step: Step) -> Standing {
    let next = after(standing, own, step);
    if standing.unread > 0 {
        return next;
    }
    Standing {
        unread: 0,
        read_seq: step.seq,
        ..next
    }
}

/// The standing that the whole timeline gives, for a participant who has read to `read_seq`.
#[must_use]
pub fn rebuild(own: Side, read_seq: i64, steps: impl IntoIterator<Item = Step>) -> Standing {
    let mut standing = Standing {
        state: ConversationState::Open,
        unread: 0,
        read_seq: 0,
    };
    for step in steps {
        standing = after(standing, own, step);
        if step.seq <= read_seq {
            standing = Standing {
                unread: 0,
                read_seq: step.seq,
                ..standing
            };
        }
    }
    standing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(seq: i64, kind: EntryKind, side: Side) -> Step {
        Step { seq, kind, side }
    }

    #[test]
    fn others_messages_are_unread_until_one_writes() {
        let steps = [
            step(1, EntryKind::Message, Side::Buyer),
            step(2, EntryKind::Message, Side::Buyer),
            step(3, EntryKind::Closed, Side::Buyer),
        ];
        let seller = rebuild(Side::Seller, 0, steps);
        assert_eq!(
            (seller.unread, seller.state),
            (2, ConversationState::Closed)
        );
        let buyer = rebuild(Side::Buyer, 0, steps);
        assert_eq!((buyer.unread, buyer.read_seq), (0, 3));
        let answered = after(
            seller,
            Side::Seller,
            step(4, EntryKind::Message, Side::Seller),
        );
        assert_eq!(
            answered,
            Standing {
                state: ConversationState::Open,
                unread: 0,
                read_seq: 4
            }
        );
    }

    #[test]
    fn reading_part_of_it_leaves_the_rest_unread() {
        let steps = (1..=4).map(|seq| step(seq, EntryKind::Message, Side::Buyer));
        assert_eq!(rebuild(Side::Seller, 3, steps).unread, 1);
    }

    #[test]
    fn what_came_by_another_way_is_read_unless_something_waits() {
        let first = step(1, EntryKind::Message, Side::Buyer);
        let read = after_elsewhere(rebuild(Side::Seller, 0, []), Side::Seller, first);
        assert_eq!((read.unread, read.read_seq), (0, 1));
        assert_eq!(rebuild(Side::Seller, 1, [first]), read, "as it is rebuilt");
        let waits = after(rebuild(Side::Seller, 0, []), Side::Seller, first);
        let second = step(2, EntryKind::Message, Side::Buyer);
        let both = after_elsewhere(waits, Side::Seller, second);
        assert_eq!((both.unread, both.read_seq), (2, 0));
    }
}
