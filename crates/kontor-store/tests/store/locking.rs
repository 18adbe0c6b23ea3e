//! Opening: one process per SQLite file, no newer database, no changed migration, and a migration
//! that was killed runs again.

use std::sync::Arc;

use kontor_store::{Engine, Error, MIGRATIONS, Options, Store, marketplace};

use crate::cast::DAWN;
use crate::ground::{self, Ground, Site};

on_both_engines!(
    a_newer_database_is_refused,
    a_changed_migration_is_refused,
    opening_an_up_to_date_database_changes_nothing,
);

/// The error of an opening that must not succeed.
async fn refusal(site: &Site) -> String {
    match Store::open(Options::quiet(&site.url)).await {
        Ok(_) => panic!("it was opened"),
        Err(Error::Refused(reason)) => reason,
        Err(error) => panic!("not a refusal: {error}"),
    }
}

async fn close(ground: Ground) -> Arc<Site> {
    ground.store.close().await;
    ground.site
}

async fn a_newer_database_is_refused(ground: Ground) {
    let site = close(ground).await;
    let number = MIGRATIONS.len() + 1;
    site.tamper(&format!(
        "INSERT INTO migration VALUES ({number}, 'future', 'f')"
    ))
    .await;
    assert!(refusal(&site).await.contains("newer"));
    site.tamper(&format!("DELETE FROM migration WHERE number = {number}"))
        .await;
    assert!(Store::open(Options::quiet(&site.url)).await.is_ok());
}

async fn a_changed_migration_is_refused(ground: Ground) {
    let site = close(ground).await;
    site.tamper("UPDATE migration SET checksum = '0000000000000000' WHERE number = 1")
        .await;
    assert!(refusal(&site).await.contains("migration 1"));
}

async fn opening_an_up_to_date_database_changes_nothing(ground: Ground) {
    let before = look!(ground.store, (), |tx, ()| tx
        .many("SELECT * FROM migration", &[]));
    let ground = ground.reopened().await;
    let after = look!(ground.store, (), |tx, ()| tx
        .many("SELECT * FROM migration", &[]));
    assert_eq!((before.len(), before), (MIGRATIONS.len(), after));
}

#[test]
fn a_second_opening_of_one_file_is_refused_until_the_first_ends() {
    ground::run(Engine::Sqlite, "second_opening", |ground| async move {
        let other = Options::quiet(&ground.site.url);
        let Err(error) = Store::open(other).await else {
            panic!("two writers on one file")
        };
        assert!(error.to_string().contains("another process"), "{error}");
        commit!(ground.store, (), |tx, ()| marketplace::put(
            tx, "a", "A", DAWN
        ))
        .unwrap();
        let ground = ground.reopened().await;
        assert_eq!(
            look!(ground.store, (), |tx, ()| marketplace::all(tx)).len(),
            1
        );
    });
}

#[test]
fn a_closed_store_frees_the_file_although_copies_live() {
    ground::run(Engine::Sqlite, "copies", |ground| async move {
        let copy = ground.store.clone();
        let site = close(ground).await;
        let next = Store::open(Options::quiet(&site.url))
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let late = commit!(copy, (), |tx, ()| marketplace::put(tx, "a", "A", DAWN));
        assert!(matches!(late, Err(Error::Closed)), "{late:?}");
        next.close().await;
    });
}

#[test]
fn a_dropped_store_keeps_the_file_until_what_was_handed_in_is_written() {
    ground::run_on_site(Engine::Sqlite, "dropped", |site| async move {
        let Ground { store, .. } = Ground::open(&site).await;
        let caller = tokio::spawn(async move {
            commit!(store, (), |tx, ()| async move {
                std::thread::sleep(std::time::Duration::from_millis(400));
                marketplace::put(tx, "late", "Late", DAWN).await
            })
        });
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        caller.abort();
        assert!(
            caller.await.is_err(),
            "the caller went away, and the store with it"
        );
        assert!(
            refusal(&site).await.contains("another process"),
            "the unit still runs"
        );
        let opened = opened_in_time(&site).await;
        assert_eq!(
            look!(opened, (), |tx, ()| marketplace::all(tx)).len(),
            1,
            "it was kept"
        );
    });
}

/// The store, as soon as it opens.
async fn opened_in_time(site: &Site) -> Store {
    for _ in 0..500 {
        if let Ok(store) = Store::open(Options::quiet(&site.url)).await {
            return store;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it never opened");
}

/// The other process of the test below; by itself it does nothing.
#[test]
fn holds_the_database_that_it_is_told() {
    let Ok(url) = std::env::var("KONTOR_TEST_HOLD") else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let _store = runtime
        .block_on(Store::open(Options::quiet(&url)))
        .unwrap_or_else(|e| panic!("{e}"));
    std::fs::write(std::env::var("KONTOR_TEST_HELD").unwrap(), "held").unwrap();
    // Longer than any test; its parent kills it.
    std::thread::sleep(std::time::Duration::from_secs(60));
}

#[test]
fn another_process_holds_the_file_until_it_is_killed() {
    ground::run_on_site(Engine::Sqlite, "killed", |site| async move {
        let sign = site.directory.join("held");
        let mut other = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "locking::holds_the_database_that_it_is_told"])
            .env("KONTOR_TEST_HOLD", &site.url)
            .env("KONTOR_TEST_HELD", &sign)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..1_000 {
            if sign.exists() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let refused = refusal(&site).await;
        other.kill().unwrap();
        other.wait().unwrap();
        assert!(refused.contains("another process"), "{refused}");
        let opened = Store::open(Options::quiet(&site.url)).await;
        assert!(opened.is_ok(), "a lock of a killed process is no lock");
    });
}

/// The files as they are when the machine stops after each statement of the migration.
#[test]
fn a_migration_killed_at_any_statement_runs_again_on_sqlite() {
    ground::run_on_site(Engine::Sqlite, "killed_migration", |site| async move {
        let statements: Vec<_> = MIGRATIONS[0].sqlite.split_inclusive(';').collect();
        for count in (0..statements.len()).step_by(3) {
            let begun = site.directory.join(format!("begun-{count}.db"));
            let connection = rusqlite::Connection::open(&begun).unwrap();
            // A cache of one page writes unfinished pages to the log.
            connection
                .execute_batch(
                    "PRAGMA journal_mode = wal; PRAGMA cache_size = 1; BEGIN IMMEDIATE;
                     CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL PRIMARY KEY,
                         name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT; COMMIT;
                     BEGIN IMMEDIATE",
                )
                .unwrap();
            connection
                .execute_batch(&statements[..count].concat())
                .unwrap();
            let killed = site.directory.join(format!("killed-{count}.db"));
            for suffix in ["", "-wal"] {
                let of = |path: &std::path::Path| format!("{}{suffix}", path.display());
                std::fs::copy(of(&begun), of(&killed)).unwrap();
            }
            drop(connection);
            let url = format!("sqlite:{}", killed.display());
            let store = Store::open(Options::quiet(&url))
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            commit!(store, (), |tx, ()| marketplace::put(tx, "a", "A", DAWN)).unwrap();
            store.close().await;
        }
    });
}

#[test]
fn a_migration_killed_at_any_statement_runs_again_on_postgres() {
    ground::run_on_site(Engine::Postgres, "killed_migration", |site| async move {
        let statements: Vec<_> = MIGRATIONS[0].postgres.split_inclusive(';').collect();
        for count in (0..statements.len()).step_by(10) {
            let client = ground::client(&site.url).await;
            client.batch_execute("BEGIN").await.unwrap();
            client
                .batch_execute(&statements[..count].concat())
                .await
                .unwrap();
            // The connection ends with its transaction open, as when the process is killed.
            drop(client);
        }
        let store = Store::open(Options::quiet(&site.url))
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        commit!(store, (), |tx, ()| marketplace::put(tx, "a", "A", DAWN)).unwrap();
    });
}

#[test]
fn nodes_that_start_together_migrate_once_on_postgres() {
    ground::run_on_site(Engine::Postgres, "together", |site| async move {
        let starts: Vec<_> = (0..6)
            .map(|_| {
                let url = site.url.clone();
                tokio::spawn(async move { Store::open(Options::quiet(&url)).await.map(drop) })
            })
            .collect();
        for start in starts {
            start.await.unwrap().expect("every node starts");
        }
        let ground = Ground::open(&site).await;
        let ran = look!(ground.store, (), |tx, ()| tx
            .many("SELECT * FROM migration", &[]));
        assert_eq!(ran.len(), MIGRATIONS.len());
    });
}
