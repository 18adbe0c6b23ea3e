//! Backup and restore: one SQLite file holds everything, whichever engine it came from.
//!
//! A backup is taken while the server runs, from one snapshot. On SQLite it is `VACUUM INTO`; on
//! PostgreSQL every table is copied into a fresh SQLite file of the same schema. It is restored
//! into an empty database of either engine. Never copy a live database's files.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::migrate;
use crate::sqlite::{Purpose, connect};
use crate::store::{Store, sync_directory};
use crate::value::{Arg, Row, Value};

/// Tables in the order in which rows can be put without breaking a reference.
pub const TABLES: &[&str] = &[
    "installation",
    "marketplace",
    "principal",
    "account",
    "guest",
    "guest_link",
    "pending_message",
    "shop_member",
    "shop_invitation",
    "contact_proof",
    "holiday_change",
    "code_budget",
    "delivery_choice",
    "token",
    "identity",
    "sign_in_token",
    "listing",
    "import",
    "import_refusal",
    "contact_settings",
    "contact_override",
    "trader",
    "contact",
    "callback",
    "contact_demand",
    "orders",
    "conversation",
    "author",
    "entry",
    "entry_part",
    "membership",
    "idempotency",
    "outbox",
    "dead_letter",
];

/// What a backup or restore did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Summary {
    /// Rows copied; 0 where the file was copied as a whole.
    pub rows: u64,
    /// Bytes of the backup file.
    pub bytes: u64,
}

/// Copies a SQLite database that a server may be using right now into `target`.
///
/// # Errors
/// The engine's; [`Error::Refused`] where `target` exists.
pub fn sqlite_file(source: &Path, target: &Path) -> Result<Summary> {
    refuse_existing(target)?;
    let connection = connect(source, Purpose::Read)?;
    // A query-only connection may not even write another file.
    connection.pragma_update(None, "query_only", 0)?;
    let name = target
        .to_str()
        .ok_or_else(|| Error::Refused("file name is not UTF-8".into()))?;
    connection.execute("VACUUM INTO ?1", [name])?;
    finish(target, 0)
}

/// Copies every table of a PostgreSQL store into a fresh SQLite file, from one snapshot.
///
/// # Errors
/// The engines'; [`Error::Refused`] where `target` exists.
pub async fn postgres_store(store: &Store, target: &Path) -> Result<Summary> {
    refuse_existing(target)?;
    let path = target.to_owned();
    let rows = store
        .read(path, |tx, path| {
            Box::pin(async move {
                migrate::sqlite(path)?;
                let mut copy = connect(path, Purpose::Write)?;
                copy.execute_batch("PRAGMA foreign_keys = off; BEGIN IMMEDIATE")?;
                let mut rows = 0;
                for table in TABLES {
                    rows += export(tx, &mut copy, table).await?;
                }
                copy.execute_batch(
                    "COMMIT; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = delete",
                )?;
                Ok::<_, Error>(rows)
            })
        })
        .await?;
    finish(target, rows)
}

/// Puts a backup into an empty store. Search is indexed again; waiting mail is laid aside, so that
/// a restore to yesterday sends nothing twice.
///
/// # Errors
/// [`Error::Refused`] where the store holds a marketplace already, or the file is no backup.
pub async fn restore(store: &Store, source: &Path) -> Result<Summary> {
    let bytes = std::fs::metadata(source)
        .map_err(|error| file_error(source, error))?
        .len();
    let scratch = Scratch::copy_of(source)?;
    refuse_foreign(source, &scratch.path)?;
    migrate::sqlite(&scratch.path)?;
    let input = scratch.path.clone();
    let rows = store
        .write(input, |tx, path| {
            Box::pin(async move {
                if tx
                    .one("SELECT marketplace FROM marketplace LIMIT 1", &[])
                    .await?
                    .is_some()
                {
                    return Err(Error::Refused("the database is not empty".into()));
                }
                let mut rows = 0;
                for table in TABLES {
                    rows += import(tx, path, table).await?;
                }
                settle(tx).await?;
                Ok::<_, Error>(rows)
            })
        })
        .await?;
    Ok(Summary { rows, bytes })
}

/// A private copy, so that the backup itself is only ever read.
struct Scratch {
    path: std::path::PathBuf,
}

impl Scratch {
    fn copy_of(source: &Path) -> Result<Self> {
        let mut name = source.as_os_str().to_owned();
        name.push(format!(".restore-{}", std::process::id()));
        let path = std::path::PathBuf::from(name);
        std::fs::copy(source, &path).map_err(|error| file_error(source, error))?;
        Ok(Self { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = self.path.as_os_str().to_owned();
            name.push(suffix);
            // Nothing depends on the copy any more; a leftover is only untidy.
            drop(std::fs::remove_file(name));
        }
    }
}

fn file_error(path: &Path, source: std::io::Error) -> Error {
    Error::File {
        path: path.display().to_string(),
        source,
    }
}

fn refuse_existing(target: &Path) -> Result<()> {
    if target.exists() {
        return Err(Error::Refused(format!(
            "{} exists already",
            target.display()
        )));
    }
    Ok(())
}

/// Migrating would make a store of any SQLite file, even of an empty one.
fn refuse_foreign(source: &Path, copy: &Path) -> Result<()> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let connection = rusqlite::Connection::open_with_flags(copy, flags)?;
    let sql = "SELECT COUNT(*) FROM migration";
    let ran: rusqlite::Result<i64> = connection.query_row(sql, [], |row| row.get(0));
    if ran.is_ok_and(|count| count > 0) {
        return Ok(());
    }
    Err(Error::Refused(format!(
        "{} is no backup of Kontor",
        source.display()
    )))
}

fn finish(target: &Path, rows: u64) -> Result<Summary> {
    let file = std::fs::File::open(target).map_err(|error| file_error(target, error))?;
    file.sync_all().map_err(|error| file_error(target, error))?;
    sync_directory(target)?;
    let bytes = file
        .metadata()
        .map_err(|error| file_error(target, error))?
        .len();
    Ok(Summary { rows, bytes })
}

fn columns(copy: &rusqlite::Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = copy.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// `INSERT INTO table (a, b) VALUES ($1, $2)`; names come from the schema, never from outside.
fn insert(table: &str, columns: &[String]) -> String {
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        columns.join(", "),
        places.join(", ")
    )
}

/// Rows that pass at once: bounds memory, whatever the table's size.
const ROWS_AT_ONCE: usize = 1_000;

async fn export(tx: &mut Tx, copy: &mut rusqlite::Connection, table: &str) -> Result<u64> {
    let columns = columns(copy, table)?;
    let put = insert(table, &columns).replace('$', "?");
    let name = format!("copy_{table}");
    tx.declare(
        &name,
        &format!("SELECT {} FROM {table}", columns.join(", ")),
    )
    .await?;
    let mut count = 0;
    loop {
        let rows = tx.fetch(&name).await?;
        if rows.is_empty() {
            return Ok(count);
        }
        count += rows.len() as u64;
        put_rows(copy, &put, &rows)?;
    }
}

fn put_rows(copy: &rusqlite::Connection, put: &str, rows: &[Row]) -> Result<()> {
    let mut statement = copy.prepare_cached(put)?;
    for row in rows {
        let values: Vec<Arg<'_>> = row.0.iter().map(Value::as_arg).collect();
        statement.execute(rusqlite::params_from_iter(values))?;
    }
    Ok(())
}

async fn import(tx: &mut Tx, path: &Path, table: &'static str) -> Result<u64> {
    let columns = columns(&connect(path, Purpose::Read)?, table)?;
    let put = insert(table, &columns);
    let mut count = 0;
    let chunks = read_rows(path.to_owned(), table, columns);
    while let Ok(chunk) = chunks.recv() {
        for row in &chunk? {
            let values: Vec<Arg<'_>> = row.0.iter().map(Value::as_arg).collect();
            tx.exec_built(&put, &values).await?;
            count += 1;
        }
    }
    Ok(count)
}

/// Reads a table on a thread of its own, since a statement of SQLite cannot be held while waiting.
fn read_rows(
    path: std::path::PathBuf,
    table: &'static str,
    columns: Vec<String>,
) -> Receiver<Result<Vec<Row>>> {
    let (chunks, received) = sync_channel(2);
    std::thread::spawn(move || {
        let outcome = (|| {
            let copy = connect(&path, Purpose::Read)?;
            let sql = format!("SELECT {} FROM {table}", columns.join(", "));
            let mut statement = copy.prepare(&sql)?;
            let mut rows = statement.query([])?;
            let mut chunk = Vec::with_capacity(ROWS_AT_ONCE);
            while let Some(row) = rows.next()? {
                chunk.push(crate::db::sqlite_row(row, columns.len())?);
                if chunk.len() == ROWS_AT_ONCE
                    && chunks.send(Ok(std::mem::take(&mut chunk))).is_err()
                {
                    break;
                }
            }
            // The receiver is gone where the restore failed; it has told why.
            drop(chunks.send(Ok(chunk)));
            Ok::<_, Error>(())
        })();
        if let Err(error) = outcome {
            drop(chunks.send(Err(error)));
        }
    });
    received
}

/// After a restore: mail that waited is laid aside for a person to release, everything is put up
/// for indexing, and PostgreSQL's counters go on after the highest number.
async fn settle(tx: &mut Tx) -> Result<()> {
    tx.exec(
        "INSERT INTO dead_letter (marketplace, topic, order_key, dedupe_key, attempts, payload,
                                  reason, died_at)
         SELECT marketplace, topic, order_key, dedupe_key, attempts, payload,
                'waited when the backup was restored', due
         FROM outbox WHERE topic <> 'index'",
        &[],
    )
    .await?;
    tx.exec("DELETE FROM outbox", &[]).await?;
    for (kind, sql) in [
        (
            "conversation",
            "INSERT INTO outbox (marketplace, topic, order_key, dedupe_key, due, attempts,
                                 lease_until, version, payload)
             SELECT marketplace, 'index', conversation, 'index:' || conversation, 0, 0, 0, 1,
                    'conversation' FROM conversation",
        ),
        (
            "listing",
            "INSERT INTO outbox (marketplace, topic, order_key, dedupe_key, due, attempts,
                                 lease_until, version, payload)
             SELECT marketplace, 'index', external_id, 'index:listing:' || external_id, 0, 0, 0,
                    1, 'listing' FROM listing",
        ),
    ] {
        let queued = tx.exec(sql, &[]).await?;
        tracing::info!(kind, queued, "put up for indexing");
    }
    if !tx.is_sqlite() {
        for sql in [
            "SELECT setval(pg_get_serial_sequence('outbox', 'position'),
                           (SELECT COALESCE(MAX(position), 1) FROM outbox))",
            "SELECT setval(pg_get_serial_sequence('dead_letter', 'letter'),
                           (SELECT COALESCE(MAX(letter), 1) FROM dead_letter))",
        ] {
            tx.exec(sql, &[]).await?;
        }
    }
    Ok(())
}
