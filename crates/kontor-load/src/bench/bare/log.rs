//! The bare program's database: the server's settings, and its way of keeping the log bounded.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::Result;

/// The log's growth at which the checkpoint thread is woken, in bytes.
const CHECKPOINT_BYTES: u64 = 8 * 1024 * 1024;
/// The log's size at which the writer stops for a checkpoint, in bytes.
const WAL_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Groups between two looks at the log.
const GROUPS_BETWEEN: u64 = 16;
/// Page caches of the writer and of other connections, in KiB.
const CACHES_KIB: (i64, i64) = (24 * 1024, 4 * 1024);

/// Opens a connection with the server's settings: WAL, `synchronous=FULL`, foreign keys, no mmap.
///
/// # Errors
/// The engine's.
pub fn connect(path: &Path, writes: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "foreign_keys", 1)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    let cache = if writes { CACHES_KIB.0 } else { CACHES_KIB.1 };
    connection.pragma_update(None, "cache_size", -cache)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    Ok(connection)
}

/// Keeps the log bounded beside the writer.
pub struct Log {
    wal: PathBuf,
    checkpointer: Arc<Mutex<Connection>>,
    wake: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    groups: u64,
}

impl Log {
    /// Starts the checkpoint thread.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn start(path: &Path) -> Result<Self> {
        let checkpointer = Arc::new(Mutex::new(connect(path, false)?));
        let (wake, woken) = channel();
        let theirs = Arc::clone(&checkpointer);
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        Ok(Self {
            wal: PathBuf::from(wal),
            checkpointer,
            wake: Some(wake),
            thread: Some(std::thread::spawn(move || work(&theirs, &woken))),
            groups: 0,
        })
    }

    /// Called after each group: wakes the thread, or stops for a checkpoint.
    pub fn bound(&mut self, writer: &Connection) {
        let bytes = std::fs::metadata(&self.wal).map_or(0, |found| found.len());
        if bytes < CHECKPOINT_BYTES {
            return;
        }
        self.groups += 1;
        if self.groups < GROUPS_BETWEEN {
            return;
        }
        self.groups = 0;
        let pages: rusqlite::Result<i64> =
            writer.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(1));
        let log = u64::try_from(pages.unwrap_or(0)).unwrap_or(0) * 4_096;
        if log > WAL_BYTES_MAX {
            checkpoint(&self.checkpointer);
        } else if log > CHECKPOINT_BYTES
            && let Some(wake) = &self.wake
        {
            // The thread lives as long as this value.
            let _ = wake.send(());
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.wake.take();
        if let Some(thread) = self.thread.take() {
            // A panic there has told itself.
            let _ = thread.join();
        }
    }
}

fn work(connection: &Mutex<Connection>, woken: &Receiver<()>) {
    loop {
        match woken.recv_timeout(Duration::from_secs(60)) {
            Ok(()) => while woken.try_recv().is_ok() {},
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        checkpoint(connection);
    }
}

fn checkpoint(connection: &Mutex<Connection>) {
    let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
    // One that fails is tried again at the next call.
    let _: rusqlite::Result<i64> =
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(0));
}
