//! The schema: equal on both engines, and equal to the snapshot that reviewers read.
//!
//! `UPDATE_SNAPSHOTS=1` writes `migrations/schema.txt` again.

use std::path::Path;

use kontor_store::{MIGRATIONS, schema};

use crate::ground::Ground;

on_both_engines!(
    the_schema_is_the_committed_snapshot,
    every_table_but_derived_ones_is_backed_up
);

async fn the_schema_is_the_committed_snapshot(ground: Ground) {
    let is = look!(ground.store, (), |tx, ()| schema::describe(tx));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/schema.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &is).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).expect("run once with UPDATE_SNAPSHOTS=1");
    assert_eq!(
        is, wanted,
        "both engines must give this; UPDATE_SNAPSHOTS=1 writes it again"
    );
}

async fn every_table_but_derived_ones_is_backed_up(ground: Ground) {
    let described = look!(ground.store, (), |tx, ()| schema::describe(tx));
    let mut tables: Vec<_> = described
        .lines()
        .filter(|line| !line.starts_with(' '))
        .collect();
    // Keys and budgets of a day and codes of minutes must not outlive them in a backup.
    let left_out = [
        "migration",
        "search_document",
        "viewer_key",
        "handout",
        "contact_code",
    ];
    tables.retain(|table| !left_out.contains(table));
    let mut backed_up = kontor_store::backup::TABLES.to_vec();
    backed_up.sort_unstable();
    assert_eq!(tables, backed_up);
}

#[test]
fn migrations_are_numbered_without_gaps_and_have_their_files() {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    for (number, migration) in (1..).zip(MIGRATIONS) {
        assert_eq!(migration.number, number);
        for (engine, text) in [
            ("sqlite", migration.sqlite),
            ("postgres", migration.postgres),
        ] {
            let name = format!("{number:04}_{}.sql", migration.name);
            let file = migrations.join(engine).join(name);
            assert_eq!(
                std::fs::read_to_string(&file).unwrap(),
                text,
                "{}",
                file.display()
            );
        }
    }
    for engine in ["sqlite", "postgres"] {
        let count = std::fs::read_dir(migrations.join(engine)).unwrap().count();
        assert_eq!(count, MIGRATIONS.len(), "a file that no program runs");
    }
}
