//! The writer of SQLite: groups in one transaction, units that hang, a full disk, a damaged file.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kontor_store::{Engine, Error, Options, Store, args};

use crate::ground::{self, Ground};
use crate::writer::{names, put};

#[test]
fn a_unit_that_waits_for_something_else_ends_alone() {
    ground::run(Engine::Sqlite, "pending", |ground| async move {
        let tasks: Vec<_> = (0..40)
            .map(|number| {
                let store = ground.store.clone();
                tokio::spawn(async move {
                    commit!(store, number, |tx, number| async move {
                        put(tx, &format!("n{number:02}")).await?;
                        if number % 2 == 1 {
                            std::future::pending::<()>().await;
                        }
                        Ok(())
                    })
                })
            })
            .collect();
        for (number, task) in tasks.into_iter().enumerate() {
            let outcome = task.await.unwrap();
            match number % 2 {
                0 => outcome.unwrap(),
                _ => assert!(matches!(outcome, Err(Error::Unit(_))), "{outcome:?}"),
            }
        }
        let wanted: Vec<_> = (0..40)
            .step_by(2)
            .map(|number| format!("n{number:02}"))
            .collect();
        assert_eq!(names(&ground.store).await, wanted);
    });
}

#[test]
fn units_that_wait_together_share_a_transaction() {
    ground::run(Engine::Sqlite, "groups", |ground| async move {
        let gate = Arc::new(AtomicBool::new(false));
        let slow = (ground.store.clone(), Arc::clone(&gate));
        let first = tokio::spawn(async move {
            let (store, gate) = slow;
            commit!(store, gate, |tx, gate| async move {
                while !gate.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                put(tx, "first").await
            })
        });
        let tasks: Vec<_> = (0..100)
            .map(|number| {
                let store = ground.store.clone();
                let slug = format!("n{number}");
                tokio::spawn(async move { commit!(store, slug, |tx, slug| put(tx, slug)) })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
        gate.store(true, Ordering::SeqCst);
        first.await.unwrap().unwrap();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let counters = ground.store.counters().unwrap();
        let (groups, units) = (
            counters.groups.load(Ordering::SeqCst),
            counters.units.load(Ordering::SeqCst),
        );
        assert_eq!(units, 101);
        assert!(groups <= 10, "{groups} transactions for {units} units");
    });
}

/// The page limit stands in for the disk: what does not fit is told as such, and room helps.
#[test]
fn a_full_disk_is_told_as_such_and_room_helps() {
    ground::run(Engine::Sqlite, "full", |ground| async move {
        commit!(ground.store, (), |tx, ()| put(tx, "before")).unwrap();
        let limit = |store: Store, sql: &'static str| async move {
            commit!(store, sql, |tx, sql| tx.many(sql, &[])).unwrap()
        };
        let pages = limit(ground.store.clone(), "PRAGMA page_count").await[0]
            .int(0)
            .unwrap();
        let sql: &'static str = format!("PRAGMA max_page_count = {}", pages + 2).leak();
        limit(ground.store.clone(), sql).await;
        let fill = |store: Store| {
            tokio::spawn(async move {
                commit!(store, "x".repeat(100_000), |tx, big| async move {
                    tx.exec("INSERT INTO installation VALUES ('big', $1)", args![big])
                        .await
                })
            })
        };
        let full: Vec<_> = (0..20).map(|_| fill(ground.store.clone())).collect();
        for task in full {
            let error = task.await.unwrap().expect_err("there is no room");
            assert!(error.is_disk_full(), "{error:?}");
        }
        limit(ground.store.clone(), "PRAGMA max_page_count = 1000000").await;
        fill(ground.store.clone()).await.unwrap().unwrap();
        assert_eq!(names(&ground.store).await, ["before"]);
    });
}

/// A page that cannot be read: the process must end, and until then nothing more is acknowledged
/// from that group.
#[test]
fn a_damaged_file_stops_the_writer() {
    ground::run_on_site(Engine::Sqlite, "damaged", |site| async move {
        let ground = Ground::open(&site).await;
        commit!(ground.store, (), |tx, ()| put(tx, "before")).unwrap();
        let pages = commit!(ground.store, (), |tx, ()| async move {
            tx.exec("INSERT INTO installation VALUES ('a', 'a')", &[])
                .await?;
            let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'installation'";
            tx.one(sql, &[]).await
        });
        let root = pages.unwrap().unwrap().int(0).unwrap();
        ground.store.close().await;
        drop(ground);
        let mut bytes = std::fs::read(site.file()).unwrap();
        let start = usize::try_from(root - 1).unwrap() * 4_096;
        bytes[start..start + 4_096].fill(0xee);
        std::fs::write(site.file(), bytes).unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&told);
        let mut options = Options::quiet(&site.url);
        options.fatal = Arc::new(move |reason| ears.lock().unwrap().push(reason.to_owned()));
        let ground = Ground::open_with(&site, options).await;
        let outcome = commit!(ground.store, (), |tx, ()| async move {
            put(tx, "unlucky").await?;
            // The unit itself thinks nothing of it.
            let _ = tx.exec("UPDATE installation SET content = 'b'", &[]).await;
            Ok(())
        });
        assert!(matches!(outcome, Err(Error::Fatal(_))), "{outcome:?}");
        assert_eq!(told.lock().unwrap().len(), 1, "the server ends here");
        assert_eq!(names(&ground.store).await, ["before"]);
    });
}
