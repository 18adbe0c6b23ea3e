//! The outbox: order, dedupe, leases, retries, dead letters.

use kontor_core::id::MarketplaceKey;
use kontor_core::outbox::{ATTEMPTS_MAX, Topic, backoff};
use kontor_core::time::{DAY, Micros, SECOND};
use kontor_store::Store;
use kontor_store::outbox::{self, Job, NewJob};

use crate::cast::{self, DAWN};
use crate::ground::Ground;

on_both_engines!(
    work_with_one_order_key_is_done_in_its_order,
    work_is_taken_by_topic_and_marketplace_when_it_is_due,
    work_put_twice_is_one_piece_and_runs_again_when_put_while_running,
    a_lease_ends_and_another_worker_takes_the_work,
    a_worker_that_lost_its_lease_takes_nothing_away,
    a_failed_try_waits_longer_each_time_and_dies_in_the_end,
    a_buried_letter_can_be_revived_once,
    taking_takes_no_more_than_asked,
    the_backlog_counts_what_waits_and_what_died,
);

async fn put(
    store: &Store,
    key: MarketplaceKey,
    order: &'static str,
    dedupe: &'static str,
    due: Micros,
) {
    commit!(store, (key, order, dedupe, due), |tx,
                                               (
        key,
        order,
        dedupe,
        due,
    )| async move {
        let payload = format!("{order} {dedupe}");
        let (order_key, dedupe_key) = (*order, *dedupe);
        let job = NewJob {
            topic: Topic::Notice,
            order_key,
            dedupe_key,
            due: *due,
            payload: &payload,
        };
        outbox::put(tx, *key, &job).await
    })
    .unwrap();
}

async fn take(store: &Store, key: MarketplaceKey, now: Micros, limit: i64) -> Vec<Job> {
    let input = (key, now, limit);
    commit!(store, input, |tx, (key, now, limit)| {
        outbox::take(tx, *key, Topic::Notice, *now, *limit)
    })
    .unwrap()
}

async fn finish(store: &Store, job: &Job, now: Micros) {
    let input = (job.clone(), now);
    commit!(store, input, |tx, (job, now)| outbox::finish(tx, job, *now)).unwrap();
}

async fn fail(store: &Store, job: &Job, now: Micros) -> bool {
    let input = (job.clone(), now);
    commit!(store, input, |tx, (job, now)| outbox::fail(
        tx,
        Topic::Notice,
        job,
        "451",
        *now
    ))
    .unwrap()
}

fn keys(jobs: &[Job]) -> Vec<&str> {
    jobs.iter().map(|job| job.dedupe_key.as_str()).collect()
}

async fn work_with_one_order_key_is_done_in_its_order(ground: Ground) {
    let (store, key) = (&ground.store, cast::gather(&ground.store).await.here);
    for (order, dedupe) in [("x", "x1"), ("x", "x2"), ("y", "y1"), ("x", "x3")] {
        put(store, key, order, dedupe, DAWN).await;
    }
    let first = take(store, key, DAWN, 10).await;
    assert_eq!(keys(&first), ["x1", "y1"]);
    assert_eq!((first[0].attempts, first[0].version), (1, 1));
    assert_eq!(first[0].payload, "x x1");
    assert_eq!(keys(&take(store, key, DAWN, 10).await), Vec::<&str>::new());
    assert!(!fail(store, &first[0], DAWN).await);
    assert_eq!(
        keys(&take(store, key, DAWN, 10).await),
        Vec::<&str>::new(),
        "x2 does not overtake"
    );
    let again = take(store, key, DAWN.plus(backoff(1)), 10).await;
    assert_eq!(keys(&again), ["x1"]);
    finish(store, &again[0], DAWN).await;
    let second = take(store, key, DAWN, 10).await;
    assert_eq!(keys(&second), ["x2"]);
    finish(store, &second[0], DAWN).await;
    assert_eq!(keys(&take(store, key, DAWN, 10).await), ["x3"]);
}

async fn work_is_taken_by_topic_and_marketplace_when_it_is_due(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (store, key) = (&ground.store, cast.here);
    put(store, key, "a", "later", DAWN.plus(SECOND)).await;
    put(store, key, "b", "now", DAWN).await;
    put(store, cast.there, "b", "now", DAWN).await;
    let index = commit!(store, key, |tx, key| outbox::take(
        tx,
        *key,
        Topic::Index,
        DAWN,
        10
    ))
    .unwrap();
    assert_eq!(index, vec![]);
    assert_eq!(
        keys(&take(store, key, DAWN.plus(-1), 10).await),
        Vec::<&str>::new()
    );
    assert_eq!(keys(&take(store, key, DAWN, 10).await), ["now"]);
    assert_eq!(
        keys(&take(store, key, DAWN.plus(SECOND), 10).await),
        ["later"]
    );
    let abroad = take(store, cast.there, DAWN, 10).await;
    assert_eq!(
        (keys(&abroad), abroad[0].marketplace),
        (vec!["now"], cast.there)
    );
}

async fn work_put_twice_is_one_piece_and_runs_again_when_put_while_running(ground: Ground) {
    let (store, key) = (&ground.store, cast::gather(&ground.store).await.here);
    put(store, key, "x", "same", DAWN).await;
    put(store, key, "x", "same", DAWN).await;
    let job = take(store, key, DAWN, 10).await;
    assert_eq!((job.len(), job[0].version), (1, 2));
    put(store, key, "x", "same", DAWN).await;
    assert_eq!(take(store, key, DAWN, 10).await, vec![], "it runs");
    finish(store, &job[0], DAWN).await;
    let again = take(store, key, DAWN, 10).await;
    assert_eq!(
        (again.len(), again[0].version, again[0].attempts),
        (1, 3, 1)
    );
    finish(store, &again[0], DAWN).await;
    assert_eq!(take(store, key, DAWN.plus(DAY), 10).await, vec![]);
}

async fn a_lease_ends_and_another_worker_takes_the_work(ground: Ground) {
    let (store, key) = (&ground.store, cast::gather(&ground.store).await.here);
    put(store, key, "x", "one", DAWN).await;
    take(store, key, DAWN, 10).await;
    let end = DAWN.plus(Topic::Notice.lease());
    assert_eq!(take(store, key, end.plus(-1), 10).await, vec![]);
    let again = take(store, key, end, 10).await;
    assert_eq!((keys(&again), again[0].attempts), (vec!["one"], 2));
}

/// The slow worker comes back after its lease ended, another did the work, and new work came in.
async fn a_worker_that_lost_its_lease_takes_nothing_away(ground: Ground) {
    let (store, key) = (&ground.store, cast::gather(&ground.store).await.here);
    put(store, key, "x", "one", DAWN).await;
    let slow = take(store, key, DAWN, 10).await.remove(0);
    let end = DAWN.plus(Topic::Notice.lease());
    let quick = take(store, key, end, 10).await.remove(0);
    finish(store, &slow, end).await;
    assert!(!fail(store, &slow, end).await);
    assert_eq!(
        take(store, key, end.plus(SECOND), 10).await,
        vec![],
        "the quick one still holds it"
    );
    finish(store, &quick, end).await;
    put(store, key, "x", "one", end).await;
    finish(store, &slow, end).await;
    finish(store, &quick, end).await;
    assert!(!fail(store, &slow, end).await);
    assert_eq!(
        keys(&take(store, key, end, 10).await),
        ["one"],
        "the new work is there and due"
    );
}

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

async fn taking_takes_no_more_than_asked(ground: Ground) {
    let (store, key) = (&ground.store, cast::gather(&ground.store).await.here);
    commit!(store, key, |tx, key| async move {
        for number in 0..60 {
            let name = format!("{number:02}");
            let due = DAWN.plus(-i64::from(number % 7));
            let (order_key, dedupe_key, payload) = (name.as_str(), name.as_str(), "");
            let job = NewJob {
                topic: Topic::Notice,
                order_key,
                dedupe_key,
                due,
                payload,
            };
            outbox::put(tx, *key, &job).await?;
        }
        Ok(())
    })
    .unwrap();
    let mut all = Vec::new();
    // One by one at first: few rows without statistics tempt a planner to run the choice again.
    for limit in [1, 1, 2, 3, 5, 8, 40] {
        let jobs = take(store, key, DAWN, limit).await;
        assert_eq!(jobs.len(), usize::try_from(limit).unwrap());
        assert!(jobs.is_sorted_by_key(|job| job.position));
        all.extend(jobs.into_iter().map(|job| job.dedupe_key));
    }
    assert_eq!(take(store, key, DAWN, 10).await, vec![]);
    assert_eq!(all[..2], ["06", "13"], "the longest due first");
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 60);
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
