//! Dead letters: work that failed too often is laid aside, blocks nothing, and can be revived.

use kontor_core::outbox::{ATTEMPTS_MAX, Topic, backoff};
use kontor_core::time::SECOND;
use kontor_store::outbox;

use crate::cast::{self, DAWN};
use crate::conformance::outbox::{fail, keys, put, take};
use crate::ground::Ground;

on_both_engines!(
    a_failed_try_waits_longer_each_time_and_dies_in_the_end,
    a_buried_letter_can_be_revived_once,
    the_backlog_counts_what_waits_and_what_died,
);

async fn a_failed_try_waits_longer_each_time_and_dies_in_the_end(ground: Ground) {
    let (store, key) = (&ground.store, cast::gather(&ground.store).await.here);
    put(store, key, "x", "one", DAWN).await;
    put(store, key, "x", "two", DAWN).await;
    let mut now = DAWN;
    for attempt in 1..=ATTEMPTS_MAX {
        let job = take(store, key, now, 10).await.remove(0);
        assert_eq!((job.dedupe_key.as_str(), job.attempts), ("one", attempt));
        assert_eq!(fail(store, &job, now).await, attempt == ATTEMPTS_MAX);
        if attempt < ATTEMPTS_MAX {
            now = now.plus(backoff(attempt));
            assert_eq!(
                take(store, key, now.plus(-1), 10).await,
                vec![],
                "attempt {attempt}"
            );
        }
    }
    assert_eq!(
        keys(&take(store, key, now, 10).await),
        ["two"],
        "the dead one blocks nothing"
    );
    let dead = look!(store, key, |tx, key| outbox::dead_letters(
        tx,
        *key,
        i64::MAX,
        10
    ));
    assert_eq!(dead.len(), 1);
    assert_eq!(
        (dead[0].topic.as_str(), dead[0].dedupe_key.as_str()),
        ("notice", "one")
    );
    assert_eq!(
        (dead[0].attempts, dead[0].reason.as_str()),
        (ATTEMPTS_MAX, "451")
    );
    assert_eq!(dead[0].died_at, now);
}

async fn a_buried_letter_can_be_revived_once(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (store, key) = (&ground.store, cast.here);
    for dedupe in ["one", "two"] {
        put(store, key, dedupe, dedupe, DAWN).await;
    }
    for job in take(store, key, DAWN, 10).await {
        commit!(store, job, |tx, job| outbox::bury(
            tx,
            Topic::Notice,
            job,
            "550",
            DAWN
        ))
        .unwrap();
    }
    let dead = look!(store, key, |tx, key| outbox::dead_letters(
        tx,
        *key,
        i64::MAX,
        1
    ));
    assert_eq!(dead[0].dedupe_key, "two", "the newest first");
    let input = (key, dead[0].letter);
    let older = look!(store, input, |tx, (key, before)| outbox::dead_letters(
        tx, *key, *before, 9
    ));
    assert_eq!((older.len(), older[0].dedupe_key.as_str()), (1, "one"));
    for (at, done) in [(cast.there, false), (key, true), (key, false)] {
        let input = (at, dead[0].letter);
        let revived = commit!(store, input, |tx, (key, letter)| outbox::revive(
            tx,
            *key,
            *letter,
            DAWN.plus(SECOND)
        ));
        assert_eq!(revived.unwrap(), done);
    }
    assert_eq!(take(store, key, DAWN, 10).await, vec![]);
    let back = take(store, key, DAWN.plus(SECOND), 10).await;
    assert_eq!(
        (keys(&back), back[0].attempts, back[0].payload.as_str()),
        (vec!["two"], 1, "two two")
    );
}

async fn the_backlog_counts_what_waits_and_what_died(ground: Ground) {
    let (store, key) = (&ground.store, cast::gather(&ground.store).await.here);
    let empty = look!(store, (), |tx, ()| outbox::backlog(tx, DAWN));
    assert_eq!(empty, (0, None, 0));
    put(store, key, "a", "a", DAWN.plus(-5)).await;
    put(store, key, "b", "b", DAWN.plus(-9)).await;
    put(store, key, "c", "c", DAWN.plus(SECOND)).await;
    let waiting = look!(store, (), |tx, ()| outbox::backlog(tx, DAWN));
    assert_eq!(waiting, (3, Some(DAWN.plus(-9)), 0));
    let job = take(store, key, DAWN, 1).await.remove(0);
    commit!(store, job, |tx, job| outbox::bury(
        tx,
        Topic::Notice,
        job,
        "no",
        DAWN
    ))
    .unwrap();
    let one_dead = look!(store, (), |tx, ()| outbox::backlog(tx, DAWN));
    assert_eq!(one_dead, (2, Some(DAWN.plus(-5)), 1));
}
