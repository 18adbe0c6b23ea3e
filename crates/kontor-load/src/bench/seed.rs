//! A SQLite file with very many conversations, written directly: by the API it would take hours.
//!
//! One busy shop has them all; the buyers are many and have about ten each. The schema comes from
//! `kontor migrate`, hashes and standings from `kontor-core`, so that `kontor check` and
//! `kontor archive verify` find nothing to say. The same count gives the same bytes, so a file is
//! kept under the directory of the measurements and used again. Not in it: the search index.

mod people;
mod rows;
mod story;

use std::path::{Path, PathBuf};
use std::time::Instant;

use rusqlite::Connection;

use crate::Result;
use crate::bench::host::{Host, Target};
use crate::bench::seed::people::People;
use crate::bench::seed::rows::Rows;
use crate::bench::seed::story::Stories;

/// A change of what is written gets another number, so that older files are not used again.
const VERSION: u32 = 1;
/// The secret of the busy shop's only member, good as a bearer token and as a cookie.
pub const SHOP_SECRET: &str = "kt_load_shop";
/// The secret of a buyer with about ten conversations.
pub const BUYER_SECRET: &str = "kt_load_buyer";
/// The largest file that is checked and verified after it was written, in conversations.
const CHECKED_MAX: usize = 100_000;
/// Conversations in one transaction.
const TRANSACTION: usize = 50_000;

/// A prepared file with so many conversations; made where it is not there yet.
///
/// # Errors
/// The file cannot be written, or the program under test finds fault with it.
#[allow(
    clippy::print_stderr,
    reason = "it takes minutes; a person wants to know"
)]
pub fn file(target: &Target, conversations: usize) -> Result<PathBuf> {
    std::fs::create_dir_all(&target.dir)?;
    let path = target
        .dir
        .join(format!("seed-{VERSION}-{conversations}.db"));
    if path.exists() {
        return Ok(path);
    }
    let begun = Instant::now();
    let host = Host::new(
        &Target {
            database: None,
            ..target.clone()
        },
        "seed",
    )?;
    // Makes the schema and the marketplace's row.
    host.operator()?;
    let file = host.file().ok_or("no file")?;
    write(&file, conversations)?;
    let written = begun.elapsed();
    // Larger ones are written by the same code; to check them takes ten times as long as to write.
    if conversations <= CHECKED_MAX {
        host.run(&["check"])?;
        host.run(&["archive", "verify"])?;
    }
    eprintln!(
        "seed: {conversations} conversations written in {:.0} s, checked in {:.0} s",
        written.as_secs_f64(),
        (begun.elapsed() - written).as_secs_f64()
    );
    std::fs::rename(&file, &path)?;
    host.remove()?;
    Ok(path)
}

fn write(file: &Path, conversations: usize) -> Result<()> {
    let connection = Connection::open(file)?;
    // Nothing is lost where this is cut off: the file gets its name only when it is complete.
    connection.pragma_update(None, "journal_mode", "delete")?;
    connection.pragma_update(None, "journal_mode", "off")?;
    connection.pragma_update(None, "synchronous", "off")?;
    connection.pragma_update(None, "cache_size", -1_000_000)?;
    connection.pragma_update(None, "foreign_keys", 0)?;
    let market = connection.query_row("SELECT MIN(marketplace) FROM marketplace", [], |row| {
        row.get(0)
    })?;
    let stories = Stories::new(conversations);
    connection.execute_batch("BEGIN")?;
    let people = People::write(&connection, market, &stories)?;
    let mut rows = Rows::prepare(&connection, market)?;
    for number in 0..conversations {
        rows.write(number, &stories, &people)?;
        if number % TRANSACTION == TRANSACTION - 1 {
            connection.execute_batch("COMMIT; BEGIN")?;
        }
    }
    people.write_counters(&connection, market, &stories)?;
    connection.execute_batch("COMMIT")?;
    drop(rows);
    connection.pragma_update(None, "journal_mode", "wal")?;
    Ok(())
}
