//! Many writers at once: nothing lost, nothing doubled, no gap, and no conflict that surfaces.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_store::{Change, Options, Store, account, archive, membership};

use crate::cast::{self, Cast, DAWN, account_id, plain_account};
use crate::conformance::check::differences;
use crate::deeds::{Question, ask, read_up_to};
use crate::ground::Ground;

on_both_engines!(
    sixty_four_writers_lose_nothing_and_leave_no_gap,
    a_stream_that_is_followed_while_others_write_misses_nothing,
);

/// Principals in a ring: each asks every other, so that any two meet in both roles.
const PEOPLE: u8 = 8;
const WRITERS: u8 = 64;
const WRITES_EACH: u8 = 8;

fn person(number: u8) -> PrincipalId {
    account_id(100 + number % PEOPLE).into()
}

async fn ring(store: &Store) -> Cast {
    let cast = cast::gather(store).await;
    commit!(store, cast.here, |tx, key| async move {
        for number in 0..PEOPLE {
            let name = format!("p{number}");
            let one = plain_account(100 + number, kontor_core::account::Role::Buyer, &name);
            account::put(tx, *key, &one, DAWN).await?;
        }
        Ok(())
    })
    .unwrap();
    cast
}

fn crossing(key: MarketplaceKey, writer: u8, round: u8) -> Question {
    let other = writer + 1 + (writer / PEOPLE + round) % (PEOPLE - 1);
    Question {
        marketplace: key,
        buyer: person(writer),
        seller: person(other),
        listing: None,
        text: format!("{writer}/{round}"),
        now: DAWN.plus(i64::from(round) - i64::from(writer)),
    }
}

/// Asserts that all chains and derived rows are whole, and gives each conversation's length.
pub async fn lengths(store: &Store) -> BTreeMap<ConversationId, i64> {
    let start = (MarketplaceKey(0), ConversationId(String::new()));
    let heads = look!(store, start, |tx, start| archive::heads(tx, start, 10_000));
    for head in &heads {
        let input = (head.marketplace, head.conversation.clone());
        let fault = look!(store, input, |tx, (key, id)| archive::verify(tx, *key, id));
        assert_eq!(fault, None, "{head:?}");
    }
    assert_eq!(differences(store).await, vec![]);
    heads
        .into_iter()
        .map(|head| (head.conversation, head.seq))
        .collect()
}

/// Opens the site again with a listener that keeps every change.
async fn listening(ground: Ground) -> (Ground, Arc<Mutex<Vec<Change>>>) {
    let Ground { store, site } = ground;
    store.close().await;
    drop(store);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let mut options = Options::quiet(&site.url);
    options.observer = Box::new(move |changes| ears.lock().unwrap().extend(changes));
    (Ground::open_with(&site, options).await, heard)
}

async fn sixty_four_writers_lose_nothing_and_leave_no_gap(ground: Ground) {
    let (ground, heard) = listening(ground).await;
    let cast = ring(&ground.store).await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (store, cast) = (ground.store.clone(), cast.clone());
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for round in 0..WRITES_EACH {
                    let about = crossing(cast.here, writer, round);
                    let eyes = cast.eyes(&about.seller);
                    let (taken, written) = ask(&store, about).await.expect("no conflict surfaces");
                    acknowledged.push((taken.id.clone(), written.seq));
                    read_up_to(&store, &eyes, &taken.id, written.seq)
                        .await
                        .expect("nor here");
                }
                acknowledged
            })
        })
        .collect();
    let mut acknowledged = BTreeSet::new();
    for writer in writers {
        for write in writer.await.unwrap() {
            assert!(acknowledged.insert(write), "one number was given twice");
        }
    }
    assert_eq!(
        acknowledged.len(),
        usize::from(WRITERS) * usize::from(WRITES_EACH)
    );
    let kept: BTreeSet<_> = lengths(&ground.store)
        .await
        .into_iter()
        .flat_map(|(id, length)| (1..=length).map(move |seq| (id.clone(), seq)))
        .collect();
    assert_eq!(kept, acknowledged);
    let mut counters: BTreeMap<PrincipalId, Vec<i64>> = BTreeMap::new();
    for change in heard.lock().unwrap().iter() {
        if let Change::Conversation {
            principal, changed, ..
        } = change
        {
            counters
                .entry(principal.clone())
                .or_default()
                .push(*changed);
        }
    }
    assert_eq!(counters.len(), usize::from(PEOPLE));
    for (principal, mut numbers) in counters {
        numbers.sort_unstable();
        let all: Vec<i64> = (1..=i64::try_from(numbers.len()).unwrap()).collect();
        assert_eq!(numbers, all, "{principal} has a gap");
    }
}

/// The follower asks again and again "what since N?". Whatever is written must come by, although
/// transactions commit in any order.
async fn a_stream_that_is_followed_while_others_write_misses_nothing(ground: Ground) {
    let cast = ring(&ground.store).await;
    let done = Arc::new(AtomicBool::new(false));
    let followers: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let (store, cast, done) = (ground.store.clone(), cast.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                let (who, eyes) = (person(number), cast.eyes(&person(number)));
                let (mut seen, mut last) = (BTreeMap::new(), 0);
                loop {
                    let finished = done.load(Ordering::SeqCst);
                    let input = (eyes.clone(), who.clone(), last);
                    let steps = look!(store, input, |tx, (eyes, who, last)| membership::since(
                        tx, eyes, who, *last, 3
                    ));
                    if finished && steps.is_empty() {
                        return (who, seen);
                    }
                    for step in steps {
                        assert!(step.changed > last);
                        last = step.changed;
                        seen.insert(step.conversation, step.seq);
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let writers: Vec<_> = (0..16)
        .map(|writer| {
            let (store, key) = (ground.store.clone(), cast.here);
            tokio::spawn(async move {
                for round in 0..WRITES_EACH {
                    ask(&store, crossing(key, writer, round)).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    done.store(true, Ordering::SeqCst);
    let lengths = lengths(&ground.store).await;
    let mut memberships = 0;
    for follower in followers {
        let (who, seen) = follower.await.unwrap();
        memberships += seen.len();
        for (id, seq) in seen {
            assert_eq!(lengths[&id], seq, "{who} missed the end of {id}");
        }
    }
    assert_eq!(memberships, 2 * lengths.len());
}
