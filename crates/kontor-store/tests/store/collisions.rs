//! Collisions: many callers want the same thing at once, and it is done once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use kontor_core::outbox::Topic;
use kontor_core::time::{DAY, Micros};
use kontor_store::idempotency::{self, Known, Record, Wish};
use kontor_store::outbox::{self, NewJob};
use kontor_store::{Error, Tx};

use crate::cast::{self, Cast, DAWN};
use crate::concurrency::lengths;
use crate::conformance::conversations::question;
use crate::deeds::{ask, ask_in};
use crate::ground::Ground;

on_both_engines!(
    a_hundred_wishes_with_one_key_write_one_message,
    first_questions_at_once_open_one_conversation,
    many_workers_do_each_piece_of_work_once,
);

/// What the server does with an idempotency key.
async fn wished(tx: &mut Tx, input: &(Cast, Wish, Micros)) -> Result<(Record, bool), Error> {
    let (cast, wish, now) = input;
    match idempotency::find(tx, cast.here, wish, *now).await? {
        Known::Done(record) => Ok((record, false)),
        Known::Otherwise => Err(Error::Refused("another request".into())),
        Known::Nothing => {
            let (taken, written) = ask_in(tx, &question(cast, "once")).await?;
            let record = Record {
                status: 201,
                subject: taken.id.to_string(),
                seq: written.seq,
            };
            idempotency::keep(tx, cast.here, wish, &record, *now).await?;
            Ok((record, true))
        }
    }
}

async fn a_hundred_wishes_with_one_key_write_one_message(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    // On the second day the first day's record has expired: again one message, not none, not many.
    for (day, length) in [(0, 1), (1, 2)] {
        let tasks: Vec<_> = (0..100)
            .map(|_| {
                let key = "the same".to_owned();
                let wish = Wish {
                    principal: cast.buyer.clone(),
                    key,
                    fingerprint: [1; 32],
                };
                let input = (cast.clone(), wish, DAWN.plus(day * DAY));
                let store = ground.store.clone();
                tokio::spawn(async move {
                    store
                        .write(input, |tx, input| Box::pin(wished(tx, input)))
                        .await
                })
            })
            .collect();
        let (mut records, mut done) = (BTreeSet::new(), 0);
        for task in tasks {
            let (record, did) = task.await.unwrap().expect("no collision surfaces");
            records.insert((record.subject, record.seq));
            done += usize::from(did);
        }
        assert_eq!((records.len(), done), (1, 1));
        assert_eq!(
            lengths(&ground.store)
                .await
                .into_values()
                .collect::<Vec<_>>(),
            [length]
        );
    }
}

async fn first_questions_at_once_open_one_conversation(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let (store, about) = (ground.store.clone(), question(&cast, "hello"));
            tokio::spawn(async move { ask(&store, about).await.unwrap() })
        })
        .collect();
    let mut fresh = 0;
    for task in tasks {
        fresh += usize::from(task.await.unwrap().0.fresh);
    }
    assert_eq!(fresh, 1);
    assert_eq!(
        lengths(&ground.store)
            .await
            .into_values()
            .collect::<Vec<_>>(),
        [40]
    );
}

async fn many_workers_do_each_piece_of_work_once(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    commit!(ground.store, cast.here, |tx, key| async move {
        for number in 0..120 {
            let (order, dedupe) = (format!("o{}", number % 30), format!("{number:03}"));
            let (order_key, dedupe_key) = (order.as_str(), dedupe.as_str());
            let job = NewJob {
                topic: Topic::Notice,
                order_key,
                dedupe_key,
                due: DAWN,
                payload: "",
            };
            outbox::put(tx, *key, &job).await?;
        }
        Ok(())
    })
    .unwrap();
    let log = Arc::new(Mutex::new(Vec::new()));
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let (store, key, log) = (ground.store.clone(), cast.here, Arc::clone(&log));
            tokio::spawn(async move {
                while log.lock().unwrap().len() < 120 {
                    let jobs = commit!(store, key, |tx, key| {
                        outbox::take(tx, *key, Topic::Notice, DAWN, 3)
                    });
                    for job in jobs.unwrap() {
                        log.lock()
                            .unwrap()
                            .push((job.order_key.clone(), job.dedupe_key.clone()));
                        commit!(store, job, |tx, job| outbox::finish(tx, job, DAWN)).unwrap();
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let log = log.lock().unwrap();
    let once: BTreeSet<_> = log.iter().map(|(_, dedupe)| dedupe).collect();
    assert_eq!((log.len(), once.len()), (120, 120));
    let mut last: BTreeMap<&String, &String> = BTreeMap::new();
    for (order, dedupe) in log.iter() {
        let before = last.insert(order, dedupe);
        assert!(
            before.is_none_or(|before| before < dedupe),
            "{order} out of order"
        );
    }
}
