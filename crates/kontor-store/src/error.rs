//! The store's one error. An absent row is an `Option`, never an error.

/// What can go wrong between the server and its database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite said no.
    #[error("sqlite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("postgres: {0}")]
    Postgres(#[from] tokio_postgres::Error),
    /// No connection to PostgreSQL could be had.
    #[error("postgres pool: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The disk is full; nothing was kept, and a later try may succeed.
    #[error("the disk is full")]
    DiskFull,
    /// The write may or may not have been kept: the connection broke while it was confirmed.
    #[error("the outcome of the write is unknown")]
    OutcomeUnknown,
    /// The database failed in a way after which nothing more may be acknowledged.
    #[error("the database failed: {0}")]
    Fatal(String),
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// Configuration or the state of the database forbids opening it.
    #[error("{0}")]
    Refused(String),
    /// A row did not have the shape that the code expects.
    #[error("unexpected row: {0}")]
    Row(&'static str),
    /// A unit of work panicked or waited for something other than its transaction.
    #[error("broken unit of work: {0}")]
    Unit(&'static str),
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// True where the disk is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::DiskFull => true,
            Self::Sqlite(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::Postgres(error) => {
                error.code() == Some(&tokio_postgres::error::SqlState::DISK_FULL)
            }
            _ => false,
        }
    }

    /// True where a unique key belongs to another row.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        match self {
            Self::Sqlite(error) => matches!(
                error.sqlite_error().map(|error| error.extended_code),
                Some(
                    rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                        | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                        | rusqlite::ffi::SQLITE_CONSTRAINT_ROWID
                )
            ),
            Self::Postgres(error) => {
                error.code() == Some(&tokio_postgres::error::SqlState::UNIQUE_VIOLATION)
            }
            _ => false,
        }
    }

    /// True where PostgreSQL cannot be reached now.
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        match self {
            Self::Pool(_) => true,
            Self::Postgres(error) => error.as_db_error().is_none(),
            _ => false,
        }
    }

    /// True where SQLite could not read or write its files: nothing may be acknowledged any more.
    ///
    /// Source: PostgreSQL's "fsyncgate" of 2018: after a failed fsync a later one proves nothing.
    #[must_use]
    pub(crate) fn is_fatal(&self) -> bool {
        match self {
            Self::Fatal(_) => true,
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    rusqlite::ErrorCode::SystemIoFailure
                        | rusqlite::ErrorCode::DatabaseCorrupt
                        | rusqlite::ErrorCode::NotADatabase
                )
            ),
            _ => false,
        }
    }
}
