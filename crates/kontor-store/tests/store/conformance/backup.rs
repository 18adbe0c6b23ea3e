//! Backup and restore, in all four directions between the engines, while others write.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::outbox::Topic;
use kontor_store::archive::{self, Head};
use kontor_store::backup::{self, Summary, TABLES};
use kontor_store::idempotency::{self, Record, Wish};
use kontor_store::import::{self, Import, ImportState, Refusal};
use kontor_store::outbox::{self, NewJob};
use kontor_store::token::{self, NewToken, TokenKind};
use kontor_store::{Engine, Error, Result, Row, Store, Tx};

use crate::cast::{self, Cast, DAWN};
use crate::conformance::check::differences;
use crate::conformance::conversations::question;
use crate::deeds::{Question, ask, say};
use crate::ground::{Ground, Site};

on_both_engines!(
    a_backup_restores_into_either_engine_with_nothing_changed,
    waiting_mail_is_laid_aside_and_everything_is_put_up_for_indexing,
    a_restored_store_goes_on_where_the_backup_ended,
    a_backup_taken_while_others_write_is_one_consistent_moment,
    a_backup_never_overwrites_a_file,
    a_store_that_is_not_empty_is_not_restored_into,
    what_is_no_backup_is_refused,
    a_restore_only_reads_the_backup,
);

/// Takes a backup in the way that fits the engine.
pub async fn take(ground: &Ground, target: &Path) -> Result<Summary> {
    match ground.site.engine {
        Engine::Sqlite => {
            let (source, target) = (ground.site.file(), target.to_owned());
            let copy = move || backup::sqlite_file(&source, &target);
            tokio::task::spawn_blocking(copy).await.unwrap()
        }
        Engine::Postgres => backup::postgres_store(&ground.store, target).await,
    }
}

/// An empty store of each engine that there is.
async fn targets() -> Vec<Ground> {
    let mut all = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if let Some(site) = Site::new(engine, "restored").await {
            all.push(Ground::open(&site).await);
        }
    }
    all
}

async fn leave(ground: Ground) {
    let Ground { store, site } = ground;
    store.close().await;
    drop(store);
    site.clear().await;
}

/// Every row of a table, sorted, so that engines with different orders compare.
async fn rows(store: &Store, table: &str) -> Vec<Row> {
    let sql: &'static str = format!("SELECT * FROM {table}").leak();
    let mut all = look!(store, sql, |tx, sql| tx.many(sql, &[]));
    all.sort();
    all
}

async fn heads(store: &Store) -> Vec<Head> {
    let start = (MarketplaceKey(0), ConversationId(String::new()));
    look!(store, start, |tx, start| archive::heads(tx, start, 10_000))
}

/// Asserts that chains and derived rows are whole.
async fn assert_whole(store: &Store) {
    for head in heads(store).await {
        let input = (head.marketplace, head.conversation);
        let fault = look!(store, input, |tx, (key, id)| archive::verify(tx, *key, id));
        assert_eq!(fault, None);
    }
    assert_eq!(differences(store).await, vec![]);
    assert_eq!(look!(store, (), |tx, ()| archive::orphans(tx, 10)), vec![]);
}

/// Something in every table.
async fn furnish(ground: &Ground) -> Cast {
    let cast = cast::gather(&ground.store).await;
    let nasty = "NULL 'quotes' \\ \u{1f469} \t\n ä";
    let (taken, _) = ask(&ground.store, question(&cast, nasty)).await.unwrap();
    say(
        &ground.store,
        &cast.eyes(&cast.seller),
        &taken.id,
        "Moi",
        DAWN,
    )
    .await
    .unwrap();
    let abroad = Question {
        marketplace: cast.there,
        ..question(&cast, "abroad")
    };
    ask(&ground.store, abroad).await.unwrap();
    commit!(ground.store, cast.clone(), |tx, cast| small_things(
        tx, cast
    ))
    .unwrap();
    cast
}

async fn small_things(tx: &mut Tx, cast: &Cast) -> Result<()> {
    tx.exec(
        "INSERT INTO installation (name, content) VALUES ('name', 'content')",
        &[],
    )
    .await?;
    let token = NewToken {
        marketplace: cast.here,
        secret_hash: [255; 32],
        id: kontor_core::id::TokenId::new(DAWN, [1; 10]),
        kind: TokenKind::Api,
        principal: cast.buyer.clone(),
        label: String::new(),
        created_at: DAWN,
        expires_at: DAWN.plus(1),
    };
    token::put(tx, &token).await?;
    let run = Import {
        id: kontor_core::id::ImportId::new(DAWN, [1; 10]),
        feed: "feed".into(),
        fingerprint: String::new(),
        state: ImportState::Failed,
        rows_done: 1,
        created: 0,
        updated: 0,
        unchanged: 0,
        refused: 1,
        retired: 0,
        started_at: DAWN,
        finished_at: None,
    };
    import::put(tx, cast.here, &run).await?;
    let refusal = Refusal {
        row: 1,
        field: String::new(),
        code: "invalid".into(),
    };
    import::refuse(tx, cast.here, &run.id, &[refusal]).await?;
    let wish = Wish {
        principal: cast.buyer.clone(),
        key: "k".into(),
        fingerprint: [0; 32],
    };
    let record = Record {
        status: 201,
        subject: "s".into(),
        seq: 1,
    };
    idempotency::keep(tx, cast.here, &wish, &record, DAWN).await?;
    for (topic, dedupe_key) in [
        (Topic::Notice, "notice"),
        (Topic::Index, "stale"),
        (Topic::Notice, "dead"),
    ] {
        let job = NewJob {
            topic,
            order_key: dedupe_key,
            dedupe_key,
            due: DAWN,
            payload: "p",
        };
        outbox::put(tx, cast.here, &job).await?;
    }
    let mut jobs = outbox::take(tx, cast.here, Topic::Notice, DAWN, 10).await?;
    let dead = jobs.pop().expect("two were put");
    outbox::bury(tx, Topic::Notice, &dead, "550", DAWN).await
}

async fn a_backup_restores_into_either_engine_with_nothing_changed(ground: Ground) {
    furnish(&ground).await;
    for table in TABLES {
        assert_ne!(
            rows(&ground.store, table).await,
            vec![],
            "{table} has something to lose"
        );
    }
    let file = ground.site.directory.join("backup.db");
    let taken = take(&ground, &file).await.unwrap();
    assert_eq!(taken.bytes, std::fs::metadata(&file).unwrap().len());
    for target in targets().await {
        let restored = backup::restore(&target.store, &file).await.unwrap();
        assert_eq!(restored.bytes, taken.bytes);
        let mut count = 0;
        for table in TABLES {
            let is = rows(&ground.store, table).await;
            count += is.len() as u64;
            if !["outbox", "dead_letter"].contains(table) {
                assert_eq!(rows(&target.store, table).await, is, "{table}");
            }
        }
        assert_eq!(restored.rows, count);
        assert_eq!(heads(&target.store).await, heads(&ground.store).await);
        assert_whole(&target.store).await;
        leave(target).await;
    }
}

async fn waiting_mail_is_laid_aside_and_everything_is_put_up_for_indexing(ground: Ground) {
    let cast = furnish(&ground).await;
    let file = ground.site.directory.join("backup.db");
    take(&ground, &file).await.unwrap();
    for target in targets().await {
        backup::restore(&target.store, &file).await.unwrap();
        let later = DAWN.plus(kontor_core::time::DAY);
        let input = (cast.here, later);
        let mail = commit!(target.store, input, |tx, (key, now)| {
            outbox::take(tx, *key, Topic::Notice, *now, 10)
        });
        assert_eq!(mail.unwrap(), vec![], "nothing is sent twice");
        let dead = look!(target.store, cast.here, |tx, key| outbox::dead_letters(
            tx,
            *key,
            i64::MAX,
            9
        ));
        let dead: Vec<_> = dead
            .iter()
            .map(|letter| letter.dedupe_key.as_str())
            .collect();
        assert_eq!(dead, ["notice", "dead"]);
        for (key, wanted) in [(cast.here, 3), (cast.there, 3)] {
            let index = commit!(target.store, key, |tx, key| {
                outbox::take(tx, *key, Topic::Index, DAWN, 10)
            });
            let index = index.unwrap();
            assert_eq!(index.len(), wanted, "two listings and a conversation");
            assert!(
                index
                    .iter()
                    .all(|job| job.attempts == 1 && job.dedupe_key.starts_with("index:"))
            );
        }
        leave(target).await;
    }
}

async fn a_restored_store_goes_on_where_the_backup_ended(ground: Ground) {
    let cast = furnish(&ground).await;
    let file = ground.site.directory.join("backup.db");
    take(&ground, &file).await.unwrap();
    for target in targets().await {
        backup::restore(&target.store, &file).await.unwrap();
        let (taken, written) = ask(&target.store, question(&cast, "more")).await.unwrap();
        assert_eq!((taken.fresh, written.seq), (false, 3));
        commit!(target.store, cast.here, |tx, key| async move {
            let job = NewJob {
                topic: Topic::Notice,
                order_key: "o",
                dedupe_key: "d",
                due: DAWN,
                payload: "",
            };
            outbox::put(tx, *key, &job).await?;
            let job = outbox::take(tx, *key, Topic::Notice, DAWN, 1)
                .await?
                .remove(0);
            outbox::bury(tx, Topic::Notice, &job, "no number is given twice", DAWN).await
        })
        .unwrap();
        assert_whole(&target.store).await;
        let target = target.reopened().await;
        assert_eq!(heads(&target.store).await.len(), 2);
        leave(target).await;
    }
}

async fn a_backup_taken_while_others_write_is_one_consistent_moment(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    ask(&ground.store, question(&cast, "before")).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = [&cast.buyer, &cast.rival, &cast.clerk]
        .into_iter()
        .map(|buyer| {
            let about = Question {
                buyer: buyer.clone(),
                ..question(&cast, "meanwhile")
            };
            let (store, stop) = (ground.store.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    ask(&store, about.clone()).await.unwrap();
                }
            })
        })
        .collect();
    let mut files: Vec<PathBuf> = Vec::new();
    for number in 0..4 {
        files.push(ground.site.directory.join(format!("backup-{number}.db")));
        take(&ground, &files[number]).await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    let mut last = 0;
    for file in files {
        let site = Site::new(Engine::Sqlite, "restored").await.unwrap();
        let target = Ground::open(&site).await;
        backup::restore(&target.store, &file).await.unwrap();
        assert_whole(&target.store).await;
        let entries = rows(&target.store, "entry").await.len();
        assert!(entries >= last.max(1), "a later backup holds no less");
        last = entries;
        leave(target).await;
    }
    assert_whole(&ground.store).await;
}

async fn a_backup_never_overwrites_a_file(ground: Ground) {
    cast::gather(&ground.store).await;
    let file = ground.site.directory.join("precious");
    std::fs::write(&file, "precious").unwrap();
    let outcome = take(&ground, &file).await;
    assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "precious");
}

async fn a_store_that_is_not_empty_is_not_restored_into(ground: Ground) {
    furnish(&ground).await;
    let file = ground.site.directory.join("backup.db");
    take(&ground, &file).await.unwrap();
    let before = rows(&ground.store, "entry").await;
    let outcome = backup::restore(&ground.store, &file).await;
    assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
    assert_eq!(rows(&ground.store, "entry").await, before);
}

async fn what_is_no_backup_is_refused(ground: Ground) {
    let path = |name: &str| ground.site.directory.join(name);
    std::fs::write(path("empty"), "").unwrap();
    std::fs::write(path("text"), "no database at all ".repeat(1_000)).unwrap();
    let foreign = rusqlite::Connection::open(path("foreign")).unwrap();
    foreign
        .execute_batch("CREATE TABLE diary (day TEXT)")
        .unwrap();
    drop(foreign);
    for name in ["empty", "text", "foreign"] {
        let outcome = backup::restore(&ground.store, &path(name)).await;
        assert!(
            matches!(outcome, Err(Error::Refused(_))),
            "{name}: {outcome:?}"
        );
    }
    let outcome = backup::restore(&ground.store, &path("missing")).await;
    assert!(matches!(outcome, Err(Error::File { .. })), "{outcome:?}");
    assert_eq!(rows(&ground.store, "marketplace").await, vec![]);
}

async fn a_restore_only_reads_the_backup(ground: Ground) {
    furnish(&ground).await;
    let directory = ground.site.directory.join("backups");
    std::fs::create_dir(&directory).unwrap();
    let file = directory.join("backup.db");
    take(&ground, &file).await.unwrap();
    let before = std::fs::read(&file).unwrap();
    for target in targets().await {
        backup::restore(&target.store, &file).await.unwrap();
        leave(target).await;
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(
        std::fs::read_dir(&directory).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}
