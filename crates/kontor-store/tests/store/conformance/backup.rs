//! Backup and restore, in all four directions between the engines, while others write.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kontor_core::conversation::Via;
use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::outbox::Topic;
use kontor_store::archive::{self, Head};
use kontor_store::backup::{self, Summary, TABLES};
use kontor_store::guest;
use kontor_store::idempotency::{self, Record, Wish};
use kontor_store::import::{self, Import, ImportState, Refusal};
use kontor_store::invitation::{self, Invitation};
use kontor_store::outbox::{self, NewJob};
use kontor_store::token::{self, NewToken, TokenKind};
use kontor_store::{Engine, Error, Result, Row, Store, Tx};

use crate::cast::{self, Cast, DAWN, shop_id};
use crate::conformance::check::differences;
use crate::conformance::conversations::question;
use crate::conformance::furnished;
use crate::deeds::{Question, ask, say};
use crate::ground::{Ground, Site};

on_both_engines!(
    a_backup_restores_into_either_engine_with_nothing_changed,
    a_backup_taken_while_others_write_is_one_consistent_moment,
    a_backup_never_overwrites_a_file,
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
pub async fn targets() -> Vec<Ground> {
    let mut all = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if let Some(site) = Site::new(engine, "restored").await {
            all.push(Ground::open(&site).await);
        }
    }
    all
}

pub async fn leave(ground: Ground) {
    let Ground { store, site } = ground;
    store.close().await;
    drop(store);
    site.clear().await;
}

/// Every row of a table, sorted, so that engines with different orders compare.
pub async fn rows(store: &Store, table: &str) -> Vec<Row> {
    let sql: &'static str = format!("SELECT * FROM {table}").leak();
    let mut all = look!(store, sql, |tx, sql| tx.many(sql, &[]));
    all.sort();
    all
}

pub async fn heads(store: &Store) -> Vec<Head> {
    let start = (MarketplaceKey(0), ConversationId(String::new()));
    look!(store, start, |tx, start| archive::heads(tx, start, 10_000))
}

/// Asserts that chains and derived rows are whole.
pub async fn assert_whole(store: &Store) {
    for head in heads(store).await {
        let input = (head.marketplace, head.conversation);
        let fault = look!(store, input, |tx, (key, id)| archive::verify(tx, *key, id));
        assert_eq!(fault, None);
    }
    assert_eq!(differences(store).await, vec![]);
    assert_eq!(look!(store, (), |tx, ()| archive::orphans(tx, 10)), vec![]);
}

/// Something in every table.
pub async fn furnish(ground: &Ground) -> Cast {
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

/// A link that was asked for, and what waits for it.
async fn guests(tx: &mut Tx, cast: &Cast) -> Result<()> {
    let link = guest::Link {
        id: kontor_core::id::TokenId("tok_link".into()),
        email: "sanni@posti.example".into(),
        name: "Sanni".into(),
        locale: "fi".into(),
        network: "192.0.2.1".into(),
        browser: None,
        created_at: DAWN,
        mailed_at: None,
    };
    let waiting = guest::Pending {
        listing: Some("lamp".into()),
        seller: None,
        via: Via::Form,
        subject: Some("The shade".into()),
        body: "Is it whole?".into(),
        consent_at: DAWN,
    };
    guest::put_link(tx, cast.here, &link, Some(&waiting)).await
}

fn invited(cast: &Cast) -> Invitation {
    Invitation {
        id: kontor_core::id::InvitationId::new(DAWN, [1; 10]),
        shop: shop_id(5),
        email: "b@posti.fi".into(),
        administrator: true,
        invited_by: cast.clerk.clone(),
        created_at: DAWN,
        expires_at: DAWN.plus(1),
    }
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
    invitation::put(tx, cast.here, &invited(cast)).await?;
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
    furnished::fill(tx, cast).await?;
    let refusal = Refusal {
        row: 1,
        field: String::new(),
        code: "invalid".into(),
    };
    import::refuse(tx, cast.here, &run.id, &[refusal]).await?;
    guests(tx, cast).await?;
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
