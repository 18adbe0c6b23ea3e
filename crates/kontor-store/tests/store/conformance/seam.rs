//! The seam: what a unit of work and its values may rely on, whichever engine is beneath.

use kontor_core::time::Micros;
use kontor_store::idempotency::{self, Known, Record, Wish};
use kontor_store::{Engine, Error, Options, Row, Store, Tx, Value, args, marketplace};

use crate::cast::{self, DAWN};
use crate::ground::Ground;

on_both_engines!(
    values_come_back_as_they_went,
    a_text_with_nul_is_refused,
    parameters_may_repeat_and_come_in_any_order,
    a_read_cannot_write,
    a_read_sees_one_snapshot,
    a_unit_that_fails_keeps_nothing,
    a_unit_that_goes_on_after_a_failed_statement_is_not_acknowledged_in_vain,
    a_store_knows_its_engine,
    a_taken_key_is_told_from_other_failures,
    an_unknown_database_is_refused,
);

async fn names(store: &Store) -> Vec<String> {
    let all = look!(store, (), |tx, ()| marketplace::all(tx));
    all.into_iter().map(|(_, slug)| slug).collect()
}

async fn put(tx: &mut Tx, slug: &str) -> Result<(), Error> {
    marketplace::put(tx, slug, slug, DAWN).await.map(drop)
}

async fn values_come_back_as_they_went(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    for (subject, seq) in [
        ("", i64::MIN),
        (" \t\n\r padded ", -1),
        ("' \" \\ $1 ?1 -- ; \u{1}", i64::MAX),
        (
            "Ä\u{308} \u{1f469}\u{200d}\u{1f692} \u{10ffff} \u{feff}",
            1 << 53,
        ),
    ] {
        let wish = Wish {
            principal: cast.buyer.clone(),
            key: subject.to_owned(),
            fingerprint: std::array::from_fn(|at| u8::try_from(at * 8).unwrap()),
        };
        let record = Record {
            status: 599,
            subject: subject.to_owned(),
            seq,
        };
        let input = (cast.clone(), wish, record.clone());
        let known = commit!(ground.store, input, |tx, (cast, wish, record)| async move {
            idempotency::keep(tx, cast.here, wish, record, DAWN).await?;
            idempotency::find(tx, cast.here, wish, DAWN).await
        });
        assert_eq!(known.unwrap(), Known::Done(record), "{subject:?}");
    }
    let rows = look!(ground.store, cast.here, |tx, key| async move {
        let sql = "SELECT idempotency_key FROM idempotency WHERE marketplace = $1
                   ORDER BY idempotency_key";
        tx.many(sql, args![*key]).await
    });
    let first = Row(vec![Value::Text(String::new())]);
    assert_eq!((rows.len(), &rows[0]), (4, &first));
}

async fn a_text_with_nul_is_refused(ground: Ground) {
    let outcome = commit!(ground.store, (), |tx, ()| put(tx, "nul\0nul"));
    assert!(outcome.is_err(), "{outcome:?}");
    assert_eq!(names(&ground.store).await, Vec::<String>::new());
    let cleaned = kontor_core::conversation::body("nul\0nul").unwrap();
    commit!(ground.store, cleaned, |tx, cleaned| put(tx, cleaned)).unwrap();
    assert_eq!(names(&ground.store).await, ["nulnul"]);
}

async fn parameters_may_repeat_and_come_in_any_order(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let row = look!(ground.store, cast, |tx, cast| async move {
        let sql = "SELECT name, marketplace FROM marketplace
                   WHERE slug = $2 AND marketplace = $1 AND (slug = $2 OR name = $3)";
        tx.one(sql, args![cast.there, "okidoki", "nobody"]).await
    });
    let wanted = vec![Value::Text("Okidoki".into()), Value::Int(2)];
    assert_eq!(row, Some(Row(wanted)));
}

async fn a_read_cannot_write(ground: Ground) {
    let outcome = ground
        .store
        .read((), |tx, ()| {
            Box::pin(async move { put(tx, "sneaky").await })
        })
        .await;
    assert!(outcome.is_err());
    assert_eq!(names(&ground.store).await, Vec::<String>::new());
    commit!(ground.store, (), |tx, ()| put(tx, "honest")).unwrap();
    assert_eq!(names(&ground.store).await, ["honest"]);
}

async fn a_read_sees_one_snapshot(ground: Ground) {
    commit!(ground.store, (), |tx, ()| put(tx, "before")).unwrap();
    let runtime = tokio::runtime::Handle::current();
    let counts = look!(ground.store, (ground.store.clone(), runtime), |tx,
                                                                       (
        store,
        runtime,
    )| async move {
        let before = marketplace::all(tx).await?.len();
        // Another caller's write, in the middle of this read, on a thread of its own.
        let (store, runtime) = (store.clone(), runtime.clone());
        let other = std::thread::spawn(move || {
            runtime.block_on(async { commit!(store, (), |tx, ()| put(tx, "meanwhile")) })
        });
        other.join().unwrap()?;
        Ok((before, marketplace::all(tx).await?.len()))
    });
    assert_eq!(counts, (1, 1));
    assert_eq!(names(&ground.store).await, ["before", "meanwhile"]);
}

async fn a_unit_that_fails_keeps_nothing(ground: Ground) {
    let outcome: Result<(), Error> = commit!(ground.store, (), |tx, ()| async move {
        put(tx, "one").await?;
        put(tx, "two").await?;
        Err(Error::Refused("changed its mind".into()))
    });
    assert!(matches!(outcome, Err(Error::Refused(_))));
    assert_eq!(names(&ground.store).await, Vec::<String>::new());
}

async fn a_unit_that_goes_on_after_a_failed_statement_is_not_acknowledged_in_vain(ground: Ground) {
    let outcome = commit!(ground.store, (), |tx, ()| async move {
        put(tx, "before").await?;
        let missing = tx.exec("UPDATE no_such_table SET a = 1", &[]).await;
        assert!(missing.is_err());
        // What follows fails on one engine and not on the other; the unit hears of neither.
        let _ = put(tx, "after").await;
        Ok(())
    });
    let kept = names(&ground.store).await;
    match outcome {
        Ok(()) => assert_eq!(
            kept,
            ["before", "after"],
            "acknowledged, so it must be there"
        ),
        Err(_) => assert_eq!(
            kept,
            Vec::<String>::new(),
            "not acknowledged, so nothing is kept"
        ),
    }
}

async fn a_store_knows_its_engine(ground: Ground) {
    let is_sqlite = look!(ground.store, (), |tx, ()| async move { Ok(tx.is_sqlite()) });
    assert_eq!(is_sqlite, ground.site.engine == Engine::Sqlite);
    assert_eq!(ground.store.engine(), ground.site.engine);
    let file = is_sqlite.then(|| ground.site.file());
    assert_eq!(ground.store.path().map(std::path::Path::to_owned), file);
    assert_eq!(ground.store.counters().is_some(), is_sqlite);
    assert_eq!(Micros::default(), Micros(0));
}

async fn an_unknown_database_is_refused(_ground: Ground) {
    for url in ["", "sqlite:", "mysql://a:secret@b/c", "kontor.db"] {
        let Err(error) = Store::open(Options::quiet(url)).await else {
            panic!("{url:?} was opened");
        };
        assert!(matches!(error, Error::Refused(_)), "{error:?}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

async fn a_taken_key_is_told_from_other_failures(ground: Ground) {
    commit!(ground.store, (), |tx, ()| put(tx, "one")).unwrap();
    for (sql, taken) in [
        ("INSERT INTO marketplace VALUES (1, 'two', 'n', 0)", true),
        ("INSERT INTO marketplace VALUES (2, 'one', 'n', 0)", true),
        (
            "INSERT INTO marketplace (marketplace, slug, created_at) VALUES (2, 'two', 0)",
            false,
        ),
        (
            "INSERT INTO principal VALUES (9, 'p', NULL, 'n', 0, 0)",
            false,
        ),
        ("INSERT INTO no_such_table VALUES (1)", false),
    ] {
        let error = commit!(ground.store, sql, |tx, sql| tx.exec(sql, &[])).expect_err(sql);
        assert_eq!(error.is_taken(), taken, "{sql}: {error}");
        assert!(!error.is_disk_full() && !error.is_disconnected(), "{error}");
    }
}
