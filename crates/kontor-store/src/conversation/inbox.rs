//! The page of an inbox: which conversations stand where, and where the next page begins.

use std::collections::{HashMap, VecDeque};

use kontor_core::conversation::ConversationState;
use kontor_core::id::PrincipalId;
use kontor_core::time::Micros;

use super::{Conversation, view};
use crate::args;
use crate::db::Tx;
use crate::error::Result;
use crate::scope::Scope;

/// A range of one index: a principal's memberships in one state, below a counter.
pub type Place = (PrincipalId, ConversationState, i64);

/// Where an inbox page goes on: for each principal and state, the counter of the last row shown.
pub type Cursor = Vec<Place>;

/// Which conversations of an inbox are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<ConversationState>,
    /// Only those of this principal.
    pub principal: Option<PrincipalId>,
    /// After this place.
    pub cursor: Cursor,
    /// At most so many.
    pub limit: usize,
}

/// What no counter reaches: the place before the newest row.
const COUNTER_MAX: i64 = i64::MAX;

/// What decides a conversation's place in the list: the instant of its last entry, its counter.
type Head = (Micros, i64);

/// A page of the inbox, newest first, and where the next page begins.
///
/// Each principal and state is a range of one index; the ranges are merged by their instants. Only
/// what the page shows is then read in full.
///
/// # Errors
/// The engine's.
pub async fn inbox(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
) -> Result<(Vec<Conversation>, Option<Cursor>)> {
    let mut queues = Vec::new();
    for place in places(scope, filter) {
        let limit = i64::try_from(filter.limit).unwrap_or(0) + 1;
        let heads = heads(tx, scope, &place, limit).await?;
        queues.push((place, VecDeque::from(heads)));
    }
    pin(&mut queues);
    let from: Vec<Place> = queues.iter().map(|(place, _)| place.clone()).collect();
    let (order, next) = merge(queues, filter.limit);
    let mut rows = Vec::with_capacity(from.len());
    for (index, place) in from.iter().enumerate() {
        let shown = order.iter().filter(|from| **from == index).count();
        rows.push(match i64::try_from(shown) {
            Ok(limit @ 1..) => VecDeque::from(range(tx, scope, place, limit).await?),
            _ => VecDeque::new(),
        });
    }
    let mut found = Vec::with_capacity(order.len());
    for index in order {
        found.extend(rows.get_mut(index).and_then(VecDeque::pop_front));
    }
    Ok((found, next))
}

/// The ranges that a filter looks at, each from where the page before ended.
fn places(scope: &Scope, filter: &Filter) -> Vec<Place> {
    let is_wanted = |principal: &&PrincipalId| {
        filter
            .principal
            .as_ref()
            .is_none_or(|one| one == *principal)
    };
    let mut places = Vec::new();
    for principal in scope.principals().iter().filter(is_wanted) {
        for state in ConversationState::ALL {
            if filter.state.is_some_and(|wanted| wanted != state) {
                continue;
            }
            let ended = filter.cursor.iter();
            let mut ended = ended.filter(|(p, s, _)| p == principal && *s == state);
            let before = ended.next().map_or(COUNTER_MAX, |(_, _, changed)| *changed);
            places.push((principal.clone(), state, before));
        }
    }
    places
}

/// Ends ranges that have not begun yet at their principal's newest row, so that a conversation shown
/// on this page does not show again on the next one because it moved into such a range meanwhile.
fn pin(queues: &mut [(Place, VecDeque<Head>)]) {
    let mut newest: HashMap<PrincipalId, i64> = HashMap::new();
    for ((principal, _, _), heads) in queues.iter() {
        let front = heads.front().map_or(0, |(_, changed)| *changed);
        let known = newest.entry(principal.clone()).or_default();
        *known = front.max(*known);
    }
    for ((principal, _, before), _) in queues {
        if *before == COUNTER_MAX {
            *before = newest.get(principal).map_or(1, |changed| changed + 1);
        }
    }
}

/// Takes the newest head of all ranges again and again; gives which range each came from. Within a
/// range the order is that of its counter, whatever the clocks said, so that a cursor never skips.
fn merge(mut queues: Vec<(Place, VecDeque<Head>)>, limit: usize) -> (Vec<usize>, Option<Cursor>) {
    let mut order = Vec::with_capacity(limit);
    while order.len() < limit {
        let newest = queues
            .iter_mut()
            .enumerate()
            .max_by_key(|(_, (_, heads))| heads.front().copied());
        let Some((index, (place, heads))) = newest else {
            break;
        };
        let Some((_, changed)) = heads.pop_front() else {
            break;
        };
        place.2 = changed;
        order.push(index);
    }
    let more = queues.iter().any(|(_, heads)| !heads.is_empty());
    (
        order,
        more.then(|| queues.into_iter().map(|(place, _)| place).collect()),
    )
}

async fn heads(tx: &mut Tx, scope: &Scope, place: &Place, limit: i64) -> Result<Vec<Head>> {
    let (principal, state, before) = place;
    let rows = tx
        .many(
            "SELECT c.last_at, m.changed
             FROM membership m
             JOIN conversation c ON c.marketplace = m.marketplace
                  AND c.conversation = m.conversation
             WHERE m.marketplace = $1 AND m.principal = $2 AND m.state = $3 AND m.changed < $4
             ORDER BY m.changed DESC LIMIT $5",
            args![scope.marketplace(), principal, state.code(), *before, limit],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((Micros(row.int(0)?), row.int(1)?)))
        .collect()
}

async fn range(tx: &mut Tx, scope: &Scope, place: &Place, limit: i64) -> Result<Vec<Conversation>> {
    let (principal, state, before) = place;
    let rows = tx
        .many(
            "SELECT c.conversation, c.kind, m.state, c.seq, c.created_at, c.last_at, c.listing,
                    l.title, m.principal, m.side, m.unread, m.read_seq, m.changed,
                    o.principal, p.name, substr(t.content, 1, 160), e.side,
                    c.order_number
             FROM membership m
             JOIN conversation c ON c.marketplace = m.marketplace
                  AND c.conversation = m.conversation
             JOIN membership o ON o.marketplace = m.marketplace
                  AND o.conversation = m.conversation AND o.principal <> m.principal
             JOIN principal p ON p.marketplace = o.marketplace AND p.principal = o.principal
             LEFT JOIN listing l ON l.marketplace = c.marketplace AND l.external_id = c.listing
             JOIN entry e ON e.marketplace = c.marketplace
                  AND e.conversation = c.conversation AND e.seq = COALESCE(
                      (SELECT MAX(w.seq) FROM entry_part w WHERE w.marketplace = c.marketplace
                            AND w.conversation = c.conversation), c.seq)
             LEFT JOIN entry_part t ON t.marketplace = c.marketplace
                  AND t.conversation = c.conversation AND t.seq = e.seq AND t.part = 0
             WHERE m.marketplace = $1 AND m.principal = $2 AND m.state = $3 AND m.changed < $4
             ORDER BY m.changed DESC LIMIT $5",
            args![scope.marketplace(), principal, state.code(), *before, limit],
        )
        .await?;
    rows.iter()
        .map(|row| view(scope.marketplace(), row))
        .collect()
}
