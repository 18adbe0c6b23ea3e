//! What a real store shows, in the model's words.

use kontor_core::conversation::ConversationState;
use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_store::archive::{self, Head};
use kontor_store::conversation::{Conversation, Filter};
use kontor_store::{Scope, Store, membership, principal};

use super::step::Place;
use super::view::{Seen, line};
use crate::deeds;

/// Every head of a marketplace, after its chain was walked and its derived rows compared.
pub async fn heads(store: &Store, key: MarketplaceKey) -> Result<Vec<Head>, String> {
    let start = (key, ConversationId(String::new()));
    let mut heads = look!(store, start, |tx, start| archive::heads(tx, start, 1_000));
    heads.retain(|head| head.marketplace == key);
    for head in &heads {
        let input = (key, head.conversation.clone());
        let fault = look!(store, input, |tx, (key, id)| archive::verify(tx, *key, id));
        if let Some(fault) = fault {
            return Err(format!("{head:?}: {fault:?}"));
        }
    }
    match crate::conformance::check::differences(store).await {
        differences if differences.is_empty() => Ok(heads),
        differences => Err(format!("{differences:?}")),
    }
}

/// What a scope sees.
pub async fn seen(store: &Store, scope: &Scope, place: &Place) -> Seen {
    let filter = Filter {
        limit: 1_000,
        ..Filter::default()
    };
    let (rows, _) = deeds::inbox(store, scope, filter.clone()).await;
    let state = Some(ConversationState::Closed);
    let (closed, _) = deeds::inbox(store, scope, Filter { state, ..filter }).await;
    let mut entries = Vec::new();
    for row in &rows {
        // By another way than the inbox; both must show the same.
        let fetched = deeds::fetch(store, scope, &row.id).await;
        assert!(
            fetched.as_ref() == Some(row),
            "fetched {fetched:?}\n but listed {row:?}"
        );
        entries.push(told(store, scope, &row.id).await);
    }
    let mut streams = Vec::new();
    for who in scope.principals() {
        streams.push(stream(store, scope, who, place).await);
    }
    Seen {
        inbox: rows.iter().map(row).collect(),
        pages: pages(store, scope, place.limit).await,
        closed: closed.into_iter().map(|row| row.id).collect(),
        streams,
        entries,
    }
}

async fn pages(store: &Store, scope: &Scope, limit: usize) -> Vec<ConversationId> {
    let (mut ids, mut cursor) = (Vec::new(), Some(Vec::new()));
    while let Some(place) = cursor.take() {
        let filter = Filter {
            cursor: place,
            limit,
            ..Filter::default()
        };
        let (rows, next) = deeds::inbox(store, scope, filter).await;
        ids.extend(rows.into_iter().map(|row| row.id));
        cursor = next;
    }
    ids
}

fn row(row: &Conversation) -> String {
    line(&[
        &row.id,
        &row.state.code(),
        &row.seq,
        &row.created_at,
        &row.last_at,
        &format!("{:?} {:?}", row.listing, row.listing_title),
        &row.own,
        &row.side.code(),
        &row.unread,
        &row.read_seq,
        &row.changed,
        &row.other,
        &row.other_name,
        &format!("{:?}", row.preview),
        &row.last_side.code(),
    ])
}

async fn stream(store: &Store, scope: &Scope, who: &PrincipalId, place: &Place) -> String {
    let input = (scope.clone(), who.clone(), *place);
    let (steps, counters) = look!(store, input, |tx, (scope, who, place)| async move {
        let limit = i64::try_from(place.limit).unwrap_or(0);
        let steps = membership::since(tx, scope, who, place.after, limit).await?;
        Ok((steps, principal::counters(tx, scope, who).await?))
    });
    let counters = counters.expect("the scope's own");
    let steps = steps
        .iter()
        .map(|step| line(&[&step.changed, &step.conversation, &step.seq]));
    line(&[
        who,
        &counters.changed,
        &counters.unread,
        &steps.collect::<Vec<_>>().join(", "),
    ])
}

async fn told(store: &Store, scope: &Scope, id: &ConversationId) -> String {
    let entries = deeds::entries(store, scope, id).await;
    let entries = entries.iter().map(|entry| {
        line(&[
            &entry.seq,
            &entry.at,
            &entry.kind.code(),
            &entry.side.code(),
            &entry.author.clone().unwrap_or_default(),
            entry.person.as_ref().expect("nobody is forgotten"),
            &format!("{:?}", entry.body),
        ])
    });
    entries.collect::<Vec<_>>().join("; ")
}
