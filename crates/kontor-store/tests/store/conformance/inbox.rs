//! The inbox: its order, its filters, and pages that neither skip nor repeat.

use std::collections::BTreeSet;

use kontor_core::conversation::ConversationState;
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::time::SECOND;
use kontor_core::timeline::EntryKind;
use kontor_store::conversation::{Cursor, Filter};
use kontor_store::{Scope, Store, account, principal};

use crate::cast::{self, Cast, DAWN, account_id, plain_account};
use crate::deeds::{Question, ask, inbox, say, set_state};
use crate::ground::Ground;

on_both_engines!(
    the_newest_conversation_comes_first_whatever_its_principal_and_state,
    filters_narrow_to_a_state_and_a_principal,
    pages_neither_skip_nor_repeat,
    what_moves_between_pages_is_not_shown_twice,
    a_conversation_that_begins_between_pages_repeats_nothing,
    a_foreign_principal_in_the_filter_shows_nothing,
    a_page_of_no_rows_is_empty,
);

/// `count` conversations of different buyers with one seller, oldest first, a second apart.
async fn many(
    store: &Store,
    cast: &Cast,
    seller: &PrincipalId,
    from: u8,
    count: u8,
) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for number in from..from + count {
        let buyer = account_id(number);
        let one = plain_account(
            number,
            kontor_core::account::Role::Buyer,
            &format!("b{number}"),
        );
        let input = (cast.here, one);
        commit!(store, input, |tx, (key, one)| account::put(
            tx, *key, one, DAWN
        ))
        .unwrap();
        let question = Question {
            marketplace: cast.here,
            buyer: buyer.into(),
            seller: seller.clone(),
            listing: None,
            text: number.to_string(),
            now: DAWN.plus(i64::from(number) * SECOND),
        };
        ids.push(ask(store, question).await.unwrap().0.id);
    }
    ids
}

async fn page(
    store: &Store,
    scope: &Scope,
    cursor: Cursor,
    limit: usize,
) -> (Vec<ConversationId>, Option<Cursor>) {
    let (rows, next) = inbox(
        store,
        scope,
        Filter {
            cursor,
            limit,
            ..Filter::default()
        },
    )
    .await;
    (rows.into_iter().map(|row| row.id).collect(), next)
}

async fn all_pages(store: &Store, scope: &Scope, limit: usize) -> Vec<ConversationId> {
    let (mut all, mut cursor) = (Vec::new(), Vec::new());
    loop {
        let (ids, next) = page(store, scope, cursor, limit).await;
        all.extend(ids);
        let Some(next) = next else { return all };
        cursor = next;
    }
}

async fn the_newest_conversation_comes_first_whatever_its_principal_and_state(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let own = many(&ground.store, &cast, &cast.clerk, 100, 2).await;
    let shop = many(&ground.store, &cast, &cast.shop, 102, 2).await;
    let counter = cast.counter();
    let late = DAWN.plus(200 * SECOND);
    set_state(&ground.store, &counter, &own[0], EntryKind::Closed, late)
        .await
        .unwrap();
    let wanted = vec![
        own[0].clone(),
        shop[1].clone(),
        shop[0].clone(),
        own[1].clone(),
    ];
    assert_eq!(all_pages(&ground.store, &counter, 10).await, wanted);
    say(&ground.store, &counter, &shop[0], "me first", late.plus(1))
        .await
        .unwrap();
    assert_eq!(all_pages(&ground.store, &counter, 1).await[0], shop[0]);
}

async fn filters_narrow_to_a_state_and_a_principal(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let own = many(&ground.store, &cast, &cast.clerk, 100, 2).await;
    let shop = many(&ground.store, &cast, &cast.shop, 102, 2).await;
    let counter = cast.counter();
    let late = DAWN.plus(200 * SECOND);
    set_state(&ground.store, &counter, &shop[0], EntryKind::Closed, late)
        .await
        .unwrap();
    let (open, closed) = (
        Some(ConversationState::Open),
        Some(ConversationState::Closed),
    );
    for (state, principal, wanted) in [
        (open, None, vec![&shop[1], &own[1], &own[0]]),
        (closed, None, vec![&shop[0]]),
        (None, Some(&cast.shop), vec![&shop[0], &shop[1]]),
        (open, Some(&cast.shop), vec![&shop[1]]),
        (closed, Some(&cast.clerk), vec![]),
    ] {
        let principal = principal.cloned();
        let filter = Filter {
            state,
            principal,
            cursor: vec![],
            limit: 10,
        };
        let (rows, next) = inbox(&ground.store, &counter, filter).await;
        assert_eq!(rows.iter().map(|row| &row.id).collect::<Vec<_>>(), wanted);
        assert_eq!(next, None);
    }
}

async fn pages_neither_skip_nor_repeat(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let counter = cast.counter();
    let mut ids = many(&ground.store, &cast, &cast.clerk, 100, 6).await;
    ids.extend(many(&ground.store, &cast, &cast.shop, 106, 7).await);
    for (step, id) in ids.iter().enumerate().filter(|(step, _)| step % 3 == 0) {
        let late = DAWN.plus(300 * SECOND + i64::try_from(step).unwrap());
        set_state(&ground.store, &counter, id, EntryKind::Closed, late)
            .await
            .unwrap();
    }
    let whole = all_pages(&ground.store, &counter, 100).await;
    assert_eq!(BTreeSet::from_iter(&whole), BTreeSet::from_iter(&ids));
    for limit in [1, 2, 3, 5, 12, 13, 14] {
        assert_eq!(
            all_pages(&ground.store, &counter, limit).await,
            whole,
            "limit {limit}"
        );
    }
}

/// Between pages, conversations move to the top: by a message, by closing, by reopening. Those that
/// stand still are each shown once; those that moved at most once.
async fn what_moves_between_pages_is_not_shown_twice(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let counter = cast.counter();
    let mut ids = many(&ground.store, &cast, &cast.clerk, 100, 6).await;
    ids.extend(many(&ground.store, &cast, &cast.shop, 106, 6).await);
    let mut late = DAWN.plus(300 * SECOND);
    set_state(&ground.store, &counter, &ids[0], EntryKind::Closed, late)
        .await
        .unwrap();
    set_state(&ground.store, &counter, &ids[6], EntryKind::Closed, late)
        .await
        .unwrap();
    let moves: [(usize, Option<EntryKind>); 5] = [
        (11, Some(EntryKind::Closed)),
        (10, None),
        (0, Some(EntryKind::Reopened)),
        (5, Some(EntryKind::Closed)),
        (7, None),
    ];
    let (mut seen, mut cursor, mut moves) = (Vec::new(), Some(Vec::new()), moves.iter());
    while let Some(place) = cursor.take() {
        let (rows, next) = page(&ground.store, &counter, place, 2).await;
        seen.extend(rows);
        cursor = next;
        late = late.plus(SECOND);
        match moves.next() {
            Some((at, Some(kind))) => {
                set_state(&ground.store, &counter, &ids[*at], *kind, late)
                    .await
                    .unwrap();
            }
            Some((at, None)) => {
                say(&ground.store, &counter, &ids[*at], "up", late)
                    .await
                    .unwrap();
            }
            None => {}
        }
    }
    let once: BTreeSet<_> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "a conversation was shown twice");
    for still in [1, 2, 3, 4, 6, 8, 9] {
        assert!(
            once.contains(&ids[still]),
            "conversation {still} was skipped"
        );
    }
}

async fn a_conversation_that_begins_between_pages_repeats_nothing(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let ids = many(&ground.store, &cast, &cast.clerk, 100, 3).await;
    let counter = cast.counter();
    let (first, next) = page(&ground.store, &counter, vec![], 2).await;
    assert_eq!(first, [ids[2].clone(), ids[1].clone()]);
    many(&ground.store, &cast, &cast.shop, 110, 1).await;
    many(&ground.store, &cast, &cast.clerk, 111, 1).await;
    let (second, next) = page(&ground.store, &counter, next.unwrap(), 2).await;
    assert_eq!((second, next), (vec![ids[0].clone()], None));
}

async fn a_foreign_principal_in_the_filter_shows_nothing(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    many(&ground.store, &cast, &cast.seller, 100, 2).await;
    let own = cast.eyes(&cast.buyer);
    for principal in [&cast.seller, &cast.shop] {
        let cursor = vec![(principal.clone(), ConversationState::Open, i64::MAX)];
        let principal = Some(principal.clone());
        let filter = Filter {
            principal,
            cursor,
            state: None,
            limit: 10,
        };
        assert_eq!(inbox(&ground.store, &own, filter).await, (vec![], None));
    }
    let input = (own, cast.seller.clone());
    let counters = look!(ground.store, input, |tx, (own, who)| principal::counters(
        tx, own, who
    ));
    assert_eq!(counters, None);
}

async fn a_page_of_no_rows_is_empty(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    many(&ground.store, &cast, &cast.seller, 100, 1).await;
    let (rows, _) = page(&ground.store, &cast.eyes(&cast.seller), vec![], 0).await;
    assert_eq!(rows, vec![]);
    let (rows, next) = page(&ground.store, &cast.eyes(&cast.rival), vec![], 10).await;
    assert_eq!((rows, next), (vec![], None));
}
