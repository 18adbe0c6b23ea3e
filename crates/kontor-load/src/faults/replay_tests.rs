//! The model of `replay.rs`, one statement a test, on logs made by hand.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::log::Log;
use super::log::tests::encoded;
use super::replay::{Forget, Replay};

/// Enough that every fate of two changes comes up.
const SEEDS: u64 = 150;

const CREATE: u16 = 1;
const WRITE: u16 = 3;
const TRUNCATE: u16 = 4;
const SYNC: u16 = 5;
const SYNC_DIRECTORY: u16 = 6;
const UNLINK: u16 = 8;
const UNMODELLED: u16 = 10;

fn log(records: &[Vec<u8>]) -> Log {
    Log::parse(records.concat()).unwrap()
}

fn directory(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("kontor-replay-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// The contents that file `a` had over many seeds; `None` where it was not there.
fn outcomes(log: &Log, forget: Forget, cut: u64, name: &str) -> BTreeSet<Option<Vec<u8>>> {
    some_outcomes(log, forget, cut, name, SEEDS)
}

fn some_outcomes(
    log: &Log,
    forget: Forget,
    cut: u64,
    name: &str,
    seeds: u64,
) -> BTreeSet<Option<Vec<u8>>> {
    let mut replay = Replay::new(log, forget);
    replay.advance(cut).unwrap();
    let found = (0..seeds).map(|seed| {
        let place = directory(name);
        replay.write(cut, seed, &place).unwrap();
        let content = std::fs::read(place.join("a")).ok();
        std::fs::remove_dir_all(place).unwrap();
        content
    });
    found.collect()
}

fn synced() -> Vec<Vec<u8>> {
    vec![
        encoded(CREATE, 1, 2, (7, 0), "a", b""),
        encoded(SYNC_DIRECTORY, 3, 4, (1, 0), "", b""),
        encoded(WRITE, 5, 6, (7, 0), "", b"old"),
        encoded(SYNC, 7, 10, (7, 0), "", b""),
    ]
}

#[test]
fn what_was_synced_is_there_and_later_writes_may_be() {
    let mut records = synced();
    records.push(encoded(WRITE, 11, 12, (7, 0), "", b"new"));
    let found = outcomes(&log(&records), Forget::Nothing, 20, "later");
    let expected = [b"old", b"new"].map(|content| Some(content.to_vec()));
    assert_eq!(found, BTreeSet::from(expected));
}

#[test]
fn a_sync_that_ends_after_the_cut_proves_nothing() {
    let found = outcomes(&log(&synced()), Forget::Nothing, 9, "early");
    assert!(
        found.contains(&Some(Vec::new())),
        "the write may be dropped"
    );
    assert!(found.contains(&Some(b"old".to_vec())), "or kept");
}

#[test]
fn a_write_during_a_sync_is_not_covered_by_it() {
    let mut records = synced();
    records.push(encoded(WRITE, 7, 8, (7, 3), "", b"!"));
    let found = outcomes(&log(&records), Forget::Nothing, 20, "during");
    assert!(found.contains(&Some(b"old".to_vec())));
    assert!(found.contains(&Some(b"old!".to_vec())));
    assert!(
        found
            .iter()
            .all(|content| content.as_ref().unwrap().starts_with(b"old"))
    );
}

#[test]
fn a_write_in_flight_may_have_arrived() {
    let mut records = synced();
    records.push(encoded(WRITE, 11, 15, (7, 0), "", b"new"));
    assert_eq!(
        outcomes(&log(&records), Forget::Nothing, 13, "flying").len(),
        2
    );
    assert_eq!(
        outcomes(&log(&records), Forget::Nothing, 11, "grounded").len(),
        1
    );
}

#[test]
fn a_later_write_may_arrive_without_an_earlier_one() {
    let mut records = synced();
    records.push(encoded(WRITE, 11, 12, (7, 0), "", b"X"));
    records.push(encoded(WRITE, 13, 14, (7, 2), "", b"Z"));
    let found = outcomes(&log(&records), Forget::Nothing, 20, "order");
    let expected = [b"old", b"Xld", b"olZ", b"XlZ"].map(|content| Some(content.to_vec()));
    assert_eq!(found, BTreeSet::from(expected));
}

#[test]
fn a_truncate_needs_a_sync_too() {
    let mut records = synced();
    records.push(encoded(TRUNCATE, 11, 12, (7, 1), "", b""));
    let found = outcomes(&log(&records), Forget::Nothing, 20, "short");
    assert_eq!(
        found,
        BTreeSet::from([Some(b"o".to_vec()), Some(b"old".to_vec())])
    );
}

#[test]
fn a_name_that_was_never_made_certain_may_vanish() {
    let mut records = synced();
    records.remove(1);
    let found = outcomes(&log(&records), Forget::Nothing, 20, "name");
    assert_eq!(found, BTreeSet::from([None, Some(b"old".to_vec())]));
    let found = outcomes(&log(&synced()), Forget::Directories, 20, "forgotten");
    assert!(found.contains(&None));
}

#[test]
fn a_removed_file_may_come_back_until_its_directory_is_synced() {
    let mut records = synced();
    records.push(encoded(UNLINK, 11, 12, (0, 0), "a", b""));
    assert_eq!(
        outcomes(&log(&records), Forget::Nothing, 20, "back").len(),
        2
    );
    records.push(encoded(SYNC_DIRECTORY, 13, 14, (1, 0), "", b""));
    let found = outcomes(&log(&records), Forget::Nothing, 20, "gone");
    assert_eq!(found, BTreeSet::from([None]));
}

#[test]
fn a_later_sync_does_not_bring_back_what_a_failed_one_lost() {
    let mut lost = 0;
    for end in 20..60 {
        let mut records = synced();
        records.push(encoded(WRITE, 11, 12, (7, 0), "", b"new"));
        let mut failed = encoded(SYNC, 13, end, (7, 0), "", b"");
        // `failed` in the head. Source: `struct record` in `faults/record.h`.
        failed[6] = 1;
        records.push(failed);
        records.push(encoded(SYNC, 70, 71, (7, 0), "", b""));
        let found = some_outcomes(&log(&records), Forget::Nothing, 80, "failed", 5);
        assert_eq!(found.len(), 1, "it is one or the other for good");
        lost += u32::from(found.contains(&Some(b"old".to_vec())));
    }
    assert!((5..35).contains(&lost), "lost {lost} of 40");
}

#[test]
fn what_cannot_be_replayed_is_refused() {
    let strange = log(&[encoded(UNMODELLED, 1, 2, (0, 0), "a mapping", b"")]);
    assert!(Replay::new(&strange, Forget::Nothing).advance(5).is_err());
    let unknown = log(&[encoded(2, 1, 2, (9, 0), "old.db", b"")]);
    assert!(Replay::new(&unknown, Forget::Nothing).advance(5).is_err());
}
