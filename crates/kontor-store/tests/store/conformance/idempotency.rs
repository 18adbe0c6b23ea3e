//! Idempotency keys: the same wish again gives the same record.

use kontor_core::id::PrincipalId;
use kontor_core::time::{Micros, SECOND};
use kontor_store::Store;
use kontor_store::idempotency::{self, KEPT, Known, Record, Wish};

use crate::cast::{self, Cast, DAWN};
use crate::ground::Ground;

on_both_engines!(
    the_same_wish_is_done_once_and_answered_again,
    a_key_of_another_principal_or_marketplace_is_another_key,
    a_key_used_for_another_request_is_named,
    a_wish_is_forgotten_after_a_day,
    the_sweep_removes_the_oldest_first_up_to_its_limit,
    keeping_a_key_twice_fails,
);

fn wish(principal: &PrincipalId, key: &str, print: u8) -> Wish {
    Wish {
        principal: principal.clone(),
        key: key.to_owned(),
        fingerprint: [print; 32],
    }
}

fn record(seq: i64) -> Record {
    Record {
        status: 201,
        subject: "cnv_x".into(),
        seq,
    }
}

async fn find(store: &Store, cast: &Cast, wish: Wish, now: Micros) -> Known {
    let input = (cast.here, wish, now);
    commit!(store, input, |tx, (key, wish, now)| idempotency::find(
        tx, *key, wish, *now
    ))
    .unwrap()
}

async fn keep(store: &Store, cast: &Cast, wish: Wish, now: Micros) -> kontor_store::Result<()> {
    let input = (cast.here, wish, now);
    commit!(store, input, |tx, (key, wish, now)| async move {
        idempotency::keep(tx, *key, wish, &record(now.0 - DAWN.0), *now).await
    })
}

async fn the_same_wish_is_done_once_and_answered_again(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let one = wish(&cast.buyer, "k", 1);
    assert_eq!(
        find(&ground.store, &cast, one.clone(), DAWN).await,
        Known::Nothing
    );
    keep(&ground.store, &cast, one.clone(), DAWN.plus(7))
        .await
        .unwrap();
    let ground = ground.reopened().await;
    let again = find(&ground.store, &cast, one, DAWN.plus(8)).await;
    assert_eq!(again, Known::Done(record(7)));
}

async fn a_key_of_another_principal_or_marketplace_is_another_key(ground: Ground) {
    let mut cast = cast::gather(&ground.store).await;
    keep(&ground.store, &cast, wish(&cast.buyer, "k", 1), DAWN)
        .await
        .unwrap();
    for other in [
        wish(&cast.rival, "k", 1),
        wish(&cast.buyer, "K", 1),
        wish(&cast.buyer, "k ", 1),
    ] {
        assert_eq!(
            find(&ground.store, &cast, other, DAWN).await,
            Known::Nothing
        );
    }
    cast.here = cast.there;
    assert_eq!(
        find(&ground.store, &cast, wish(&cast.buyer, "k", 1), DAWN).await,
        Known::Nothing
    );
}

async fn a_key_used_for_another_request_is_named(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    keep(&ground.store, &cast, wish(&cast.buyer, "k", 1), DAWN)
        .await
        .unwrap();
    let other = find(&ground.store, &cast, wish(&cast.buyer, "k", 2), DAWN).await;
    assert_eq!(other, Known::Otherwise);
}

async fn a_wish_is_forgotten_after_a_day(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let one = wish(&cast.buyer, "k", 1);
    keep(&ground.store, &cast, one.clone(), DAWN).await.unwrap();
    let last = find(&ground.store, &cast, one.clone(), DAWN.plus(KEPT - 1)).await;
    assert_eq!(last, Known::Done(record(0)));
    let next_day = DAWN.plus(KEPT);
    assert_eq!(
        find(&ground.store, &cast, one.clone(), next_day).await,
        Known::Nothing
    );
    keep(&ground.store, &cast, one.clone(), next_day)
        .await
        .unwrap();
    assert_eq!(
        find(&ground.store, &cast, one, next_day).await,
        Known::Done(record(KEPT))
    );
}

async fn the_sweep_removes_the_oldest_first_up_to_its_limit(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    for number in 0..5 {
        let at = DAWN.plus(number * SECOND);
        keep(
            &ground.store,
            &cast,
            wish(&cast.buyer, &number.to_string(), 1),
            at,
        )
        .await
        .unwrap();
    }
    let now = DAWN.plus(KEPT + 3 * SECOND);
    for swept in [3, 1, 0] {
        let gone = commit!(ground.store, now, |tx, now| idempotency::sweep(tx, *now, 3)).unwrap();
        assert_eq!(gone, swept);
    }
    let last = find(&ground.store, &cast, wish(&cast.buyer, "4", 1), now).await;
    assert_eq!(last, Known::Done(record(4 * SECOND)));
}

async fn keeping_a_key_twice_fails(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    keep(&ground.store, &cast, wish(&cast.buyer, "k", 1), DAWN)
        .await
        .unwrap();
    let twice = keep(
        &ground.store,
        &cast,
        wish(&cast.buyer, "k", 1),
        DAWN.plus(1),
    )
    .await;
    assert!(twice.is_err());
    let first = find(&ground.store, &cast, wish(&cast.buyer, "k", 1), DAWN).await;
    assert_eq!(first, Known::Done(record(0)));
}
