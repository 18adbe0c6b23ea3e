//! The counters of server, client and database, read before and after a window.

use std::path::Path;

use rusqlite::OpenFlags;

use crate::Result;
use crate::bench::host::{Host, sum_of};
use crate::bench::proc;

/// Everything counted, at one instant.
#[derive(Debug, Clone, Copy)]
pub struct Counters {
    server_cpu: f64,
    client_cpu: f64,
    database_cpu: f64,
    bytes_written: u64,
    file_bytes: u64,
    groups: f64,
    units: f64,
    pauses: f64,
    documents: i64,
    /// Work of the outbox that waits.
    pub waiting: f64,
}

impl Counters {
    /// Reads them. `pid` is the server's.
    ///
    /// # Errors
    /// The server has ended.
    pub async fn read(host: &Host, pid: u32) -> Result<Self> {
        let metrics = host.metrics().await?;
        let file = host.file();
        let of = |name: &str| sum_of(&metrics, name);
        Ok(Self {
            server_cpu: proc::cpu_seconds(pid)?,
            client_cpu: proc::cpu_seconds(std::process::id())?,
            database_cpu: match file {
                Some(_) => 0.0,
                None => proc::cpu_seconds_of_all("postgres"),
            },
            bytes_written: proc::bytes_written(pid),
            file_bytes: file.as_deref().map_or(0, file_bytes),
            groups: of("kontor_write_groups_total"),
            units: of("kontor_write_units_total"),
            pauses: of("kontor_checkpoint_pauses_total"),
            documents: file.as_deref().map_or(Ok(0), documents)?,
            waiting: of("kontor_outbox_waiting"),
        })
    }

    /// What happened from `self` to `later`, in which so many messages were accepted.
    #[must_use]
    pub fn until(&self, later: &Self, messages: usize) -> Window {
        let messages = (messages as f64).max(1.0);
        let groups = later.groups - self.groups;
        let per = |from: f64, to: f64| (to - from) / messages;
        Window {
            server_ms: 1e3 * per(self.server_cpu, later.server_cpu),
            client_ms: 1e3 * per(self.client_cpu, later.client_cpu),
            database_ms: 1e3 * per(self.database_cpu, later.database_cpu),
            written_kb: per(self.bytes_written as f64, later.bytes_written as f64) / 1e3,
            file_kb: per(self.file_bytes as f64, later.file_bytes as f64) / 1e3,
            group: (later.units - self.units) / groups.max(1.0),
            messages_in_group: messages / groups.max(1.0),
            pauses: later.pauses - self.pauses,
            documents: per(self.documents as f64, later.documents as f64),
        }
    }
}

/// What one accepted message cost, on the average of a window.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// CPU of the server, in milliseconds.
    pub server_ms: f64,
    /// CPU of this program, in milliseconds.
    pub client_ms: f64,
    /// CPU of PostgreSQL, in milliseconds.
    pub database_ms: f64,
    /// Handed to the disk by the server, log and checkpoints together, in kB.
    pub written_kb: f64,
    /// Growth of the database file and its log, in kB.
    pub file_kb: f64,
    /// Units of work in one transaction of the writer; others than messages are among them.
    pub group: f64,
    /// Messages in one transaction of the writer.
    pub messages_in_group: f64,
    /// Times the writer stopped for a checkpoint.
    pub pauses: f64,
    /// Documents put into the search index.
    pub documents: f64,
}

/// Bytes of a SQLite file and of its log.
#[must_use]
pub fn file_bytes(file: &Path) -> u64 {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |found| found.len());
    size(file) + size(Path::new(&log))
}

/// Documents in the search index: the largest number, which is found without counting.
///
/// # Errors
/// The file is no such database.
pub fn documents(file: &Path) -> Result<i64> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(file, flags)?;
    connection.pragma_update(None, "query_only", 1)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    // Closing the last connection would empty the log; the server's are open all the time.
    Ok(connection.query_row(
        "SELECT COALESCE(MAX(document), 0) FROM search_document",
        [],
        |row| row.get(0),
    )?)
}
