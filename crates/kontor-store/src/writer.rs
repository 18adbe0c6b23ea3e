//! The writer of SQLite: one thread, groups of waiting writes, one fsync for each group.
//!
//! Waiting units of work (at most [`GROUP_MAX`]) run in one transaction, each in a savepoint of its
//! own; nobody is answered before the commit is on disk. Checkpoints run on a thread of their own;
//! beyond [`WAL_BYTES_MAX`] the writer stops for one, so that the log stays bounded.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::change::Observer;
use crate::db::{Link, Tx};
use crate::error::{Error, Result};
use crate::sqlite::{Purpose, connect};

/// Units of work in one transaction: enough that one fsync is shared by all who wait.
pub const GROUP_MAX: usize = 256;
/// Units of work that may wait; beyond it callers wait for a place.
const QUEUE_MAX: usize = 4_096;
/// The log's size at which the writer stops for a checkpoint, in bytes.
pub const WAL_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The log's growth at which the checkpoint thread is woken, in bytes.
const CHECKPOINT_BYTES: u64 = 8 * 1024 * 1024;

/// A unit of work that has run and waits for the commit.
pub(crate) trait Ran: Send {
    /// Answers the caller; `failure` is why the group was not committed.
    fn answer(self: Box<Self>, failure: Option<String>, disk_full: bool);
}

/// A unit of work that waits for its turn.
pub(crate) type Job = Box<dyn FnOnce(&mut Tx) -> Attempt + Send>;

/// How a unit of work ended, before the commit.
pub(crate) struct Attempt {
    pub(crate) ran: Box<dyn Ran>,
    pub(crate) keep: bool,
}

/// What is counted for the metrics.
#[derive(Debug, Default)]
pub struct Counters {
    /// Transactions committed.
    pub groups: AtomicU64,
    /// Units of work committed.
    pub units: AtomicU64,
    /// Times that the writer stopped for a checkpoint.
    pub pauses: AtomicU64,
}

/// The writer's thread and the way to it.
pub(crate) struct Writer {
    jobs: Mutex<Option<SyncSender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    pub(crate) counters: Arc<Counters>,
}

struct Bench {
    tx: Tx,
    wal: PathBuf,
    checkpointer: Arc<Mutex<rusqlite::Connection>>,
    wake: Sender<()>,
    since_checkpoint: u64,
    observer: Observer,
    fatal: Arc<dyn Fn(&str) + Send + Sync>,
    counters: Arc<Counters>,
}

impl Writer {
    pub(crate) fn start(
        path: &Path,
        lock: File,
        observer: Observer,
        fatal: Arc<dyn Fn(&str) + Send + Sync>,
    ) -> Result<Self> {
        let tx = Tx::sqlite(connect(path, Purpose::Write)?);
        let checkpointer = Arc::new(Mutex::new(connect(path, Purpose::Checkpoint)?));
        let counters = Arc::new(Counters::default());
        let (jobs, waiting) = sync_channel(QUEUE_MAX);
        let (wake, woken) = channel();
        let checkpoint_fatal = Arc::clone(&fatal);
        let bench = Bench {
            tx,
            wal: wal_of(path),
            checkpointer: Arc::clone(&checkpointer),
            wake,
            since_checkpoint: 0,
            observer,
            fatal,
            counters: Arc::clone(&counters),
        };
        // Each thread holds the file's lock to its own end: a store that is dropped and not closed
        // still finishes what was handed in, and nobody else may write before.
        let lock = Arc::new(lock);
        let same_lock = Arc::clone(&lock);
        let threads = vec![
            spawn("kontor-writer", move || {
                bench.work(&waiting);
                drop(lock);
            })?,
            spawn("kontor-checkpoint", move || {
                checkpoints(&checkpointer, &woken, &*checkpoint_fatal);
                drop(same_lock);
            })?,
        ];
        Ok(Self {
            jobs: Mutex::new(Some(jobs)),
            threads: Mutex::new(threads),
            counters,
        })
    }

    /// Hands a unit of work to the writer; blocks only while [`QUEUE_MAX`] others wait.
    pub(crate) fn submit(&self, job: Job) -> Result<()> {
        let jobs = self
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        jobs.and_then(|jobs| jobs.send(job).ok())
            .ok_or(Error::Closed)
    }

    /// Finishes what was handed in, empties the log and ends both threads.
    pub(crate) fn close(&self) {
        self.jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the writer panicked");
            }
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|source| Error::File {
            path: name.to_owned(),
            source,
        })
}

fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

impl Bench {
    fn work(mut self, waiting: &Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            let mut group = vec![first];
            while group.len() < GROUP_MAX {
                let Ok(job) = waiting.try_recv() else { break };
                group.push(job);
            }
            self.commit(group);
            self.bound_log();
        }
    }

    /// Runs a group. Where SQLite ends its transaction early, those that had not run yet get one of
    /// their own; where none can even begin, they are not answered and their callers hear so.
    fn commit(&mut self, group: Vec<Job>) {
        let mut waiting = group.into_iter();
        loop {
            let before = waiting.len();
            self.commit_some(&mut waiting);
            if waiting.len() == 0 || waiting.len() == before {
                break;
            }
        }
    }

    fn commit_some(&mut self, waiting: &mut std::vec::IntoIter<Job>) {
        let mut kept = 0;
        let mut ran = Vec::with_capacity(waiting.len());
        let begun = self.batch("BEGIN IMMEDIATE");
        let outcome = begun.and_then(|()| {
            for job in waiting {
                let attempt = self.attempt(job);
                kept += u64::from(attempt.keep);
                ran.push(attempt.ran);
                if let Some(reason) = self.tx.fatal.take() {
                    return Err(Error::Fatal(reason));
                }
                // Some errors make SQLite roll the whole transaction back by itself.
                if self.connection().is_autocommit() {
                    return Err(Error::Sqlite(rollback_error()));
                }
            }
            self.batch("COMMIT")
        });
        match outcome {
            Ok(()) => {
                self.counters.groups.fetch_add(1, Ordering::Relaxed);
                self.counters.units.fetch_add(kept, Ordering::Relaxed);
                let changes = std::mem::take(&mut self.tx.changes);
                ran.into_iter().for_each(|unit| unit.answer(None, false));
                if !changes.is_empty() {
                    (self.observer)(changes);
                }
            }
            Err(error) => self.give_up(&error, ran),
        }
    }

    fn give_up(&mut self, error: &Error, ran: Vec<Box<dyn Ran>>) {
        self.tx.changes.clear();
        let reason = error.to_string();
        let fatal = error.is_fatal();
        let full = error.is_disk_full();
        tracing::error!(units = ran.len(), %reason, fatal, "a group of writes was not committed");
        if fatal {
            // Nobody is answered: the process must end before anything more is acknowledged.
            (self.fatal)(&reason);
        }
        if !self.connection().is_autocommit()
            && let Err(error) = self.batch("ROLLBACK")
        {
            tracing::error!(%error, "rollback failed");
        }
        for unit in ran {
            unit.answer(Some(reason.clone()), full);
        }
    }

    fn attempt(&mut self, job: Job) -> Attempt {
        let changes = self.tx.changes.len();
        let begun = self.step("SAVEPOINT unit");
        let attempt = job(&mut self.tx);
        let ended = begun.and_then(|()| match attempt.keep {
            _ if self.connection().is_autocommit() => Ok(()),
            true => self.step("RELEASE unit"),
            false => self.batch("ROLLBACK TO unit; RELEASE unit"),
        });
        if let Err(error) = ended {
            // A failed unit's writes would be kept with the group's.
            self.tx.fatal = Some(error.to_string());
        }
        if !attempt.keep {
            self.tx.changes.truncate(changes);
        }
        attempt
    }

    fn connection(&self) -> &rusqlite::Connection {
        match &self.tx.link {
            Link::Sqlite(lite) => &lite.connection,
            Link::Postgres(_) => unreachable!("the writer of SQLite holds a SQLite connection"),
        }
    }

    /// One statement that stays prepared.
    fn step(&self, sql: &str) -> Result<()> {
        self.connection().prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    fn batch(&self, sql: &str) -> Result<()> {
        Ok(self.connection().execute_batch(sql)?)
    }

    /// Wakes the checkpoint thread as the log grows; beyond the bound the writer waits for it.
    fn bound_log(&mut self) {
        let bytes = std::fs::metadata(&self.wal).map_or(0, |found| found.len());
        if bytes < CHECKPOINT_BYTES {
            return;
        }
        self.since_checkpoint += 1;
        if self.since_checkpoint < 16 {
            return;
        }
        self.since_checkpoint = 0;
        let log = self.log_bytes();
        if log > WAL_BYTES_MAX {
            self.counters.pauses.fetch_add(1, Ordering::Relaxed);
            let checkpointer = self
                .checkpointer
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            checkpoint(
                &checkpointer,
                "PRAGMA wal_checkpoint(PASSIVE)",
                &*self.fatal,
            );
        } else if log > CHECKPOINT_BYTES && self.wake.send(()).is_err() {
            tracing::error!("the checkpoint thread is gone");
        }
    }

    /// The part of the log that is in use, in bytes; its file keeps its largest size.
    fn log_bytes(&self) -> u64 {
        let pages: rusqlite::Result<i64> =
            self.connection()
                .query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(1));
        u64::try_from(pages.unwrap_or(0)).unwrap_or(0) * 4_096
    }
}

fn rollback_error() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL),
        Some("the transaction was rolled back by SQLite".to_owned()),
    )
}

fn checkpoints(
    connection: &Mutex<rusqlite::Connection>,
    woken: &Receiver<()>,
    fatal: &(dyn Fn(&str) + Send + Sync),
) {
    loop {
        match woken.recv_timeout(Duration::from_secs(60)) {
            Ok(()) => while woken.try_recv().is_ok() {},
            // Once a minute the log is emptied even where little is written.
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        checkpoint(&connection, "PRAGMA wal_checkpoint(PASSIVE)", fatal);
    }
    let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
    checkpoint(&connection, "PRAGMA wal_checkpoint(TRUNCATE)", fatal);
}

/// Copies the log into the database file. One that is busy or finds no room is tried again; one
/// whose write or fsync failed ends the process: SQLite would count pages as copied that never
/// reached the disk, overwrite the log, and lose what was acknowledged.
fn checkpoint(
    connection: &rusqlite::Connection,
    pragma: &str,
    fatal: &(dyn Fn(&str) + Send + Sync),
) {
    let done: rusqlite::Result<i64> = connection.query_row(pragma, [], |row| row.get(0));
    if let Err(error) = done {
        let error = Error::Sqlite(error);
        if error.is_fatal() {
            fatal(&format!("checkpoint: {error}"));
        }
        tracing::warn!(%error, "a checkpoint failed; it is tried again");
    }
}

/// Runs `unit` so that a panic ends only itself.
pub(crate) fn guarded<T>(unit: impl FnOnce() -> Option<T>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(unit)) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(Error::Unit(
            "it waited for something other than its transaction",
        )),
        Err(_) => Err(Error::Unit("it panicked")),
    }
}
