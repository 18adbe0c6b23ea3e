//! Units of work that misbehave: each loses only itself, and nobody hears of what was not kept.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kontor_core::id::{MarketplaceKey, TokenId};
use kontor_store::{Change, Error, Options, Store, Tx, marketplace};

use crate::cast::DAWN;
use crate::ground::Ground;

on_both_engines!(
    of_many_units_only_those_that_fail_are_lost,
    a_unit_that_panics_leaves_a_connection_that_others_can_use,
    a_read_that_panics_or_is_given_up_leaves_a_connection_that_others_can_use,
    listeners_hear_only_what_was_kept,
    a_write_is_kept_although_its_caller_went_away,
    a_closed_store_refuses_writes,
    what_was_handed_in_before_closing_is_kept,
);

pub async fn put(tx: &mut Tx, slug: &str) -> Result<(), Error> {
    marketplace::put(tx, slug, slug, DAWN).await?;
    let ended = TokenId(slug.to_owned());
    tx.announce(Change::TokenEnded {
        marketplace: MarketplaceKey(1),
        token: ended,
    });
    Ok(())
}

pub async fn names(store: &Store) -> Vec<String> {
    let all = look!(store, (), |tx, ()| marketplace::all(tx));
    let mut names: Vec<_> = all.into_iter().map(|(_, slug)| slug).collect();
    names.sort();
    names
}

/// Every fourth unit does well; the others write and then fail in three ways.
async fn sometimes(tx: &mut Tx, number: &u32) -> Result<(), Error> {
    put(tx, &format!("u{number:03}")).await?;
    match number % 4 {
        0 => Ok(()),
        1 => Err(Error::Refused("by the rules".into())),
        2 => panic!("unit {number} panics, as it shall"),
        _ => tx
            .exec("INSERT INTO principal VALUES ('nonsense')", &[])
            .await
            .map(drop),
    }
}

fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if !text.contains("as it shall") {
            eprintln!("{text}");
        }
    }));
}

async fn of_many_units_only_those_that_fail_are_lost(ground: Ground) {
    quiet_panics();
    let tasks: Vec<_> = (0..80)
        .map(|number| {
            let store = ground.store.clone();
            tokio::spawn(async move {
                let unit = store.write(number, |tx, number| Box::pin(sometimes(tx, number)));
                (number, unit.await)
            })
        })
        .collect();
    let mut wanted = Vec::new();
    for task in tasks {
        let (number, outcome) = task.await.unwrap();
        match number % 4 {
            0 => {
                outcome.unwrap();
                wanted.push(format!("u{number:03}"));
            }
            1 => assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}"),
            2 => assert!(matches!(outcome, Err(Error::Unit(_))), "{outcome:?}"),
            _ => assert!(outcome.is_err()),
        }
    }
    assert_eq!(names(&ground.store).await, wanted);
}

async fn a_unit_that_panics_leaves_a_connection_that_others_can_use(ground: Ground) {
    quiet_panics();
    for round in 0..30 {
        let bad = ground
            .store
            .write(2, |tx, number| Box::pin(sometimes(tx, number)))
            .await;
        assert!(matches!(bad, Err(Error::Unit(_))), "{bad:?}");
        let slug = format!("good-{round}");
        commit!(ground.store, slug, |tx, slug| put(tx, slug)).unwrap();
    }
    assert_eq!(names(&ground.store).await.len(), 30);
}

async fn a_read_that_panics_or_is_given_up_leaves_a_connection_that_others_can_use(ground: Ground) {
    quiet_panics();
    for round in 0..30 {
        let read = ground.store.read(round, |tx, round| {
            Box::pin(async move {
                marketplace::all(tx).await?;
                assert!(round % 2 == 0, "as it shall");
                // Only PostgreSQL waits here; then the caller goes away.
                std::future::pending::<Result<(), Error>>().await
            })
        });
        let outcome = tokio::time::timeout(Duration::from_millis(20), read).await;
        assert!(
            matches!(outcome, Err(_) | Ok(Err(Error::Unit(_)))),
            "{outcome:?}"
        );
        let slug = format!("good-{round}");
        commit!(ground.store, slug, |tx, slug| put(tx, slug)).unwrap();
    }
    assert_eq!(names(&ground.store).await.len(), 30);
}

async fn listeners_hear_only_what_was_kept(ground: Ground) {
    quiet_panics();
    let Ground { store, site } = ground;
    store.close().await;
    drop(store);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let mut options = Options::quiet(&site.url);
    options.observer = Box::new(move |changes| ears.lock().unwrap().extend(changes));
    let ground = Ground::open_with(&site, options).await;
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let store = ground.store.clone();
            tokio::spawn(async move {
                let _ = store
                    .write(number, |tx, number| Box::pin(sometimes(tx, number)))
                    .await;
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    // On SQLite listeners are told just after the answers; the end of the writer waits for them.
    ground.store.close().await;
    let mut told: Vec<_> = heard
        .lock()
        .unwrap()
        .iter()
        .map(|change| match change {
            Change::TokenEnded { token, .. } => token.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    told.sort();
    let wanted: Vec<_> = (0..40)
        .step_by(4)
        .map(|number| format!("u{number:03}"))
        .collect();
    assert_eq!(told, wanted);
}

async fn a_write_is_kept_although_its_caller_went_away(ground: Ground) {
    for round in 0..20 {
        let store = ground.store.clone();
        let caller = tokio::spawn(async move {
            let slug = format!("orphan-{round}");
            commit!(store, slug, |tx, slug| put(tx, slug))
        });
        // Let it hand its unit in, then take it away.
        tokio::time::sleep(Duration::from_micros(200 * round)).await;
        caller.abort();
        let _ = caller.await;
        let slug = format!("after-{round}");
        commit!(ground.store, slug, |tx, slug| put(tx, slug)).unwrap();
    }
    let all = names(&ground.store).await;
    assert_eq!(
        all.iter().filter(|name| name.starts_with("after")).count(),
        20
    );
    // Whether an orphan was handed in is a matter of luck; that it is whole is not.
    assert!(all.len() <= 40);
}

async fn a_closed_store_refuses_writes(ground: Ground) {
    ground.store.close().await;
    let outcome = commit!(ground.store, (), |tx, ()| put(tx, "late"));
    assert!(
        matches!(outcome, Err(Error::Closed | Error::Pool(_))),
        "{outcome:?}"
    );
    ground.store.close().await;
}

async fn what_was_handed_in_before_closing_is_kept(ground: Ground) {
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let store = ground.store.clone();
            tokio::spawn(async move {
                let slug = format!("n{number:02}");
                commit!(store, slug.clone(), |tx, slug| put(tx, slug)).map(|()| slug)
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(5)).await;
    ground.store.close().await;
    let mut kept = Vec::new();
    for task in tasks {
        kept.extend(task.await.unwrap().ok());
    }
    kept.sort();
    let ground = ground.reopened().await;
    let all = names(&ground.store).await;
    assert!(
        kept.iter().all(|name| all.contains(name)),
        "an acknowledged write is gone"
    );
}
