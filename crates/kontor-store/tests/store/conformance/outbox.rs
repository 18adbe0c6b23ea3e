//! The outbox: order, dedupe, leases, retries, dead letters.

use kontor_core::id::MarketplaceKey;
use kontor_core::outbox::{Topic, backoff};
use kontor_core::time::{DAY, Micros, SECOND};
use kontor_store::outbox::{self, Job, NewJob};
use kontor_store::{Engine, Store};

use crate::cast::{self, DAWN};
use crate::ground::Ground;

on_both_engines!(
    work_with_one_order_key_is_done_in_its_order,
    work_is_taken_by_topic_and_marketplace_when_it_is_due,
    work_put_twice_is_one_piece_and_runs_again_when_put_while_running,
    a_lease_ends_and_another_worker_takes_the_work,
    a_worker_that_lost_its_lease_takes_nothing_away,
    taking_takes_no_more_than_asked,
    work_that_did_a_part_goes_on_at_once,
);

pub async fn put(
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

pub async fn take(store: &Store, key: MarketplaceKey, now: Micros, limit: i64) -> Vec<Job> {
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

pub async fn fail(store: &Store, job: &Job, now: Micros) -> bool {
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

pub fn keys(jobs: &[Job]) -> Vec<&str> {
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

async fn work_that_did_a_part_goes_on_at_once(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (store, key) = (&ground.store, cast.here);
    put(store, key, "x", "big", DAWN).await;
    let waits = |key, topic, now| {
        let input = (key, topic, now);
        async move {
            look!(store, input, |tx, (key, topic, now)| outbox::waits(
                tx, *key, *topic, *now
            ))
        }
    };
    assert!(waits(key, Topic::Notice, DAWN).await);
    assert!(!waits(key, Topic::Notice, DAWN.plus(-1)).await);
    assert!(!waits(key, Topic::Index, DAWN).await);
    assert!(!waits(cast.there, Topic::Notice, DAWN).await);
    let first = take(store, key, DAWN, 1).await.remove(0);
    assert!(!waits(key, Topic::Notice, DAWN).await, "it is taken");
    commit!(store, first, |tx, job| outbox::again(tx, job, DAWN)).unwrap();
    let second = take(store, key, DAWN, 1).await.remove(0);
    assert_eq!((second.attempts, second.dedupe_key.as_str()), (1, "big"));
}

/// PostgreSQL may choose a plan that runs the choice of work again for each row of the table.
#[test]
fn taking_takes_no_more_than_asked_whatever_the_plan() {
    crate::ground::run(Engine::Postgres, "plan", |ground| async move {
        let key = cast::gather(&ground.store).await.here;
        for name in ["a", "b", "c", "d"] {
            put(&ground.store, key, name, name, DAWN).await;
        }
        let rescan = "ANALYZE outbox; DO $$ BEGIN
             EXECUTE 'ALTER DATABASE ' || current_database() || ' SET enable_material = off';
             EXECUTE 'ALTER DATABASE ' || current_database() || ' SET enable_hashjoin = off';
             EXECUTE 'ALTER DATABASE ' || current_database() || ' SET enable_hashagg = off'; END $$";
        ground.site.tamper(rescan).await;
        let ground = ground.reopened().await;
        for left in (0..4).rev() {
            assert_eq!(
                take(&ground.store, key, DAWN, 1).await.len(),
                1,
                "{left} are left"
            );
        }
    });
}
