//! Feed imports: where a run stands, and the rows that it refused.

use kontor_core::id::ImportId;
use kontor_core::time::HOUR;
use kontor_store::import::{self, Import, ImportState, Refusal};

use crate::cast::{self, DAWN};
use crate::ground::Ground;

on_both_engines!(
    a_run_reads_back_and_moves_on,
    an_unfinished_run_is_found_only_for_the_same_bytes,
    refusals_are_paged_by_row_and_kept_once,
);

fn run(number: u8) -> Import {
    Import {
        id: ImportId::new(DAWN, [number; 10]),
        feed: "feed".into(),
        fingerprint: "abc".into(),
        state: ImportState::Running,
        rows_done: 10,
        created: 1,
        updated: 2,
        unchanged: 3,
        refused: 4,
        retired: 0,
        started_at: DAWN.plus(i64::from(number)),
        finished_at: None,
    }
}

async fn a_run_reads_back_and_moves_on(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let begun = run(1);
    let done = Import {
        state: ImportState::Done,
        rows_done: 20,
        created: 11,
        updated: 12,
        unchanged: 13,
        refused: 14,
        retired: 15,
        finished_at: Some(DAWN.plus(HOUR)),
        ..begun.clone()
    };
    for wanted in [begun, done] {
        let input = (cast.here, cast.there, wanted.clone());
        let (here, there) = commit!(ground.store, input, |tx, (here, there, run)| async move {
            import::put(tx, *here, run).await?;
            Ok((
                import::find(tx, *here, &run.id).await?,
                import::find(tx, *there, &run.id).await?,
            ))
        })
        .unwrap();
        assert_eq!((here, there), (Some(wanted), None));
    }
}

async fn an_unfinished_run_is_found_only_for_the_same_bytes(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (old, new) = (run(1), run(2));
    let failed = Import {
        state: ImportState::Failed,
        ..run(3)
    };
    for one in [&old, &new, &failed] {
        let input = (cast.here, one.clone());
        commit!(ground.store, input, |tx, (key, run)| import::put(
            tx, *key, run
        ))
        .unwrap();
    }
    for (key, feed, print, found) in [
        (cast.here, "feed", "abc", Some(new.id.clone())),
        (cast.here, "feed", "abd", None),
        (cast.here, "other", "abc", None),
        (cast.there, "feed", "abc", None),
    ] {
        let is = look!(
            ground.store,
            (key, feed, print),
            |tx, (key, feed, print)| { import::unfinished(tx, *key, feed, print) }
        );
        assert_eq!(is.map(|run| run.id), found);
    }
    for (key, limit, count) in [(cast.here, 10, 3), (cast.here, 2, 2), (cast.there, 10, 0)] {
        let runs = look!(ground.store, (key, limit), |tx, (key, limit)| {
            import::newest(tx, *key, *limit)
        });
        assert_eq!(runs.len(), count);
        assert!(runs.is_sorted_by(|a, b| a.id > b.id), "the newest first");
    }
}

async fn refusals_are_paged_by_row_and_kept_once(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let refusal = |row, field: &str| Refusal {
        row,
        field: field.into(),
        code: "missing".into(),
    };
    let all = vec![
        refusal(2, "id"),
        refusal(2, "title"),
        refusal(7, ""),
        refusal(10, "id"),
    ];
    let id = run(1).id;
    let input = (cast.here, run(1), all.clone());
    commit!(ground.store, input, |tx, (key, run, all)| async move {
        import::put(tx, *key, run).await?;
        import::refuse(tx, *key, &run.id, all).await?;
        import::refuse(tx, *key, &run.id, all).await
    })
    .unwrap();
    for (key, after, limit, wanted) in [
        (cast.here, 0, 100, &all[..]),
        (cast.here, 0, 2, &all[..2]),
        (cast.here, 2, 100, &all[2..]),
        (cast.here, 10, 100, &[]),
        (cast.there, 0, 100, &[]),
    ] {
        let input = (key, id.clone(), after, limit);
        let found = look!(ground.store, input, |tx, (key, id, after, limit)| {
            import::refusals(tx, *key, id, *after, *limit)
        });
        assert_eq!(found, wanted);
    }
}
