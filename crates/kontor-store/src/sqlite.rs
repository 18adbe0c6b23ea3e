//! SQLite: how a connection is opened, and the readers.
//!
//! The writer and the checkpoint thread are in `writer.rs`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use tokio::sync::Semaphore;

use crate::db::Tx;
use crate::error::{Error, Result};

/// Reading connections: two cores gain nothing from more, and each keeps a page cache.
const READERS: usize = 4;
/// Page cache of a reading connection, in KiB.
const READER_CACHE_KIB: i64 = 4 * 1024;
/// Page cache of the writing connection, in KiB.
const WRITER_CACHE_KIB: i64 = 24 * 1024;
/// The first SQLite without the WAL-reset race. Source: SQLite release notes 3.51.3.
const SQLITE_VERSION_MIN: i32 = 3_051_003;
/// How long a connection waits for another's lock, in milliseconds.
const BUSY_TIMEOUT_MS: u64 = 10_000;

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Write,
    Checkpoint,
    Read,
}

/// Opens a connection with the settings that durability rests on, and proves that they hold.
pub(crate) fn connect(path: &Path, purpose: Purpose) -> Result<rusqlite::Connection> {
    use rusqlite::OpenFlags;
    if rusqlite::version_number() < SQLITE_VERSION_MIN {
        return Err(Error::Refused(format!(
            "SQLite {} is too old",
            rusqlite::version()
        )));
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if purpose == Purpose::Write {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = rusqlite::Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_millis(BUSY_TIMEOUT_MS))?;
    let cache = if purpose == Purpose::Write {
        WRITER_CACHE_KIB
    } else {
        READER_CACHE_KIB
    };
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", synchronous())?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "foreign_keys", 1)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "cache_size", -cache)?;
    // Plans do not depend on the values bound to a statement. Otherwise SQLite makes the plan of a
    // kept statement anew at each use, once a LIMIT or a joined key is a parameter.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Checkpoints are the checkpoint thread's work, never a side effect of somebody's commit.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    if purpose == Purpose::Read {
        connection.pragma_update(None, "query_only", 1)?;
    }
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let level: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    if mode != "wal" || level != if cfg!(feature = "sabotage") { 0 } else { 2 } {
        return Err(Error::Refused(format!(
            "SQLite did not accept journal_mode=wal and synchronous=full: {mode}, {level}"
        )));
    }
    Ok(connection)
}

/// `FULL`, save in the build that exists to show that the power-cut test catches its absence.
fn synchronous() -> &'static str {
    if cfg!(feature = "sabotage") {
        "off"
    } else {
        "full"
    }
}

/// The reading connections.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Tx>>,
    free: Arc<Semaphore>,
}

impl Readers {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
            free: Arc::new(Semaphore::new(READERS)),
        }
    }

    /// Runs `work` on a reading connection, on a thread where blocking is allowed.
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Tx) -> T + Send + 'static,
    ) -> Result<T> {
        let permit = Arc::clone(&self.free)
            .acquire_owned()
            .await
            .map_err(|_| Error::Closed)?;
        let readers = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            let mut tx = readers.take()?;
            let outcome = work(&mut tx);
            readers
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(tx);
            drop(permit);
            Ok(outcome)
        });
        // A panic drops the connection with its transaction; the next reader opens a new one.
        task.await.map_err(|_| Error::Unit("a read panicked"))?
    }

    fn take(&self) -> Result<Tx> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        match idle {
            Some(tx) => Ok(tx),
            None => Ok(Tx::sqlite(connect(&self.path, Purpose::Read)?)),
        }
    }
}
