//! Restore: what comes back, what is laid aside, and what is refused.

use kontor_core::outbox::Topic;
use kontor_store::outbox::{self, NewJob};
use kontor_store::{Error, backup};

use crate::cast::DAWN;
use crate::conformance::backup::{assert_whole, furnish, heads, leave, rows, take, targets};
use crate::conformance::conversations::question;
use crate::deeds::ask;
use crate::ground::Ground;

on_both_engines!(
    waiting_mail_is_laid_aside_and_everything_is_put_up_for_indexing,
    a_restored_store_goes_on_where_the_backup_ended,
    a_store_that_is_not_empty_is_not_restored_into,
    what_is_no_backup_is_refused,
    a_restore_only_reads_the_backup,
);

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
