//! The store as its users see it: open, write, read, close.

use std::fs::{File, OpenOptions};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deadpool_postgres::Pool;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use crate::change::{Change, Observer};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::migrate;
use crate::postgres::{self, End};
use crate::sqlite::Readers;
use crate::writer::{Attempt, Counters, Ran, Writer, guarded};

/// A unit of work: a function of its input, so that PostgreSQL can run it again.
///
/// It must not wait for anything but its transaction.
pub type Unit<I, T, E> = for<'t> fn(&'t mut Tx, &'t I) -> BoxFuture<'t, Result<T, E>>;

/// How to open a store.
pub struct Options {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Hears changes after their commit.
    pub observer: Observer,
    /// Called once when nothing more may be acknowledged; does not return in the server.
    pub fatal: Arc<dyn Fn(&str) + Send + Sync>,
}

impl Options {
    /// Options for a program that listens to nothing.
    #[must_use]
    pub fn quiet(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            observer: Box::new(|_| {}),
            fatal: Arc::new(|_| {}),
        }
    }
}

/// Which database is beneath.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file beside the server.
    Sqlite,
    /// A server of its own.
    Postgres,
}

enum Backend {
    Sqlite {
        writer: Writer,
        readers: Arc<Readers>,
        path: PathBuf,
    },
    /// A file that another process may be writing.
    SqliteToRead {
        readers: Arc<Readers>,
        path: PathBuf,
    },
    Postgres {
        pool: Pool,
        observer: Arc<Observer>,
    },
}

/// The database, opened.
#[derive(Clone)]
pub struct Store(Arc<Backend>);

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Refused`] where another process uses the data directory, or the database is newer
    /// than this program; otherwise the engine's.
    pub async fn open(options: Options) -> Result<Self> {
        match options.url.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Self::open_sqlite(path.into(), options),
            Some(("postgres" | "postgresql", _)) => {
                let pool = postgres::connect(&options.url).await?;
                migrate::postgres(&pool).await?;
                let observer = Arc::new(options.observer);
                Ok(Self(Arc::new(Backend::Postgres { pool, observer })))
            }
            _ => Err(Error::Refused(format!(
                "database = {:?}: expected sqlite:PATH or postgres://…",
                options.url.split('@').next_back().unwrap_or_default()
            ))),
        }
    }

    /// Opens the database only to read, also while a server writes it. Every write is refused.
    ///
    /// # Errors
    /// [`Error::Refused`] where there is none, or its schema is not this program's.
    pub async fn open_to_read(url: &str) -> Result<Self> {
        let Some(path) = url.strip_prefix("sqlite:") else {
            return Self::open(Options::quiet(url)).await;
        };
        let path = PathBuf::from(path);
        if !path.exists() {
            return Err(Error::Refused(format!("{} does not exist", path.display())));
        }
        migrate::is_current(&path)?;
        let readers = Arc::new(Readers::new(&path));
        Ok(Self(Arc::new(Backend::SqliteToRead { readers, path })))
    }

    fn open_sqlite(path: PathBuf, options: Options) -> Result<Self> {
        let lock = lock(&path)?;
        let fresh = !path.exists();
        migrate::sqlite(&path)?;
        if fresh {
            sync_directory(&path)?;
        }
        let writer = Writer::start(&path, lock, options.observer, options.fatal)?;
        let readers = Arc::new(Readers::new(&path));
        Ok(Self(Arc::new(Backend::Sqlite {
            writer,
            readers,
            path,
        })))
    }

    /// Which database is beneath.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match &*self.0 {
            Backend::Sqlite { .. } | Backend::SqliteToRead { .. } => Engine::Sqlite,
            Backend::Postgres { .. } => Engine::Postgres,
        }
    }

    /// The database file, on SQLite.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &*self.0 {
            Backend::Sqlite { path, .. } | Backend::SqliteToRead { path, .. } => Some(path),
            Backend::Postgres { .. } => None,
        }
    }

    /// What the writer of SQLite has counted.
    #[must_use]
    pub fn counters(&self) -> Option<&Counters> {
        match &*self.0 {
            Backend::Sqlite { writer, .. } => Some(&writer.counters),
            Backend::SqliteToRead { .. } | Backend::Postgres { .. } => None,
        }
    }

    /// Runs a unit of work and returns once it is durable.
    ///
    /// A caller that goes away does not undo a unit that was handed in.
    ///
    /// # Errors
    /// The unit's own error (then nothing is kept), or the store's.
    pub async fn write<I, T, E>(&self, input: I, unit: Unit<I, T, E>) -> Result<T, E>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &*self.0 {
            Backend::Sqlite { writer, .. } => {
                let (answer, answered) = oneshot::channel();
                writer.submit(Box::new(move |tx| run_in_group(tx, &input, unit, answer)))?;
                answered.await.map_err(|_| Error::Closed)?
            }
            Backend::SqliteToRead { .. } => {
                Err(Error::Refused("the database was opened to read".to_owned()).into())
            }
            Backend::Postgres { pool, observer } => {
                let (pool, observer) = (pool.clone(), Arc::clone(observer));
                let task =
                    tokio::spawn(async move { run_alone(&pool, &observer, &input, unit).await });
                task.await.map_err(|_| Error::Unit("it panicked"))?
            }
        }
    }

    /// Runs a unit of work that only reads, on one consistent snapshot.
    ///
    /// # Errors
    /// The unit's own error, or the store's.
    pub async fn read<I, T, E>(&self, input: I, unit: Unit<I, T, E>) -> Result<T, E>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &*self.0 {
            Backend::Sqlite { readers, .. } | Backend::SqliteToRead { readers, .. } => {
                readers
                    .run(move |tx| read_snapshot(tx, &input, unit))
                    .await?
            }
            Backend::Postgres { pool, .. } => {
                let sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                let mut tx = postgres::begin(pool, sql).await?;
                let outcome = AssertUnwindSafe(unit(&mut tx, &input)).catch_unwind().await;
                let outcome = outcome.map_err(|_| Error::Unit("it panicked"))?;
                postgres::rollback(tx).await;
                outcome
            }
        }
    }

    /// Finishes what was handed in and closes the database.
    pub async fn close(&self) {
        match &*self.0 {
            Backend::Sqlite { .. } => {
                let store = self.clone();
                let closing = tokio::task::spawn_blocking(move || {
                    if let Backend::Sqlite { writer, .. } = &*store.0 {
                        writer.close();
                    }
                });
                if closing.await.is_err() {
                    tracing::error!("closing the database panicked");
                }
            }
            Backend::SqliteToRead { .. } => {}
            Backend::Postgres { pool, .. } => pool.close(),
        }
    }
}

/// Takes the data directory for this process, as long as the file stays open: until the writer's
/// threads have ended.
fn lock(path: &Path) -> Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let problem = |source| Error::File {
        path: name.display().to_string(),
        source,
    };
    if let Some(directory) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        std::fs::create_dir_all(directory).map_err(problem)?;
    }
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(problem)?;
    file.try_lock().map_err(|_| {
        Error::Refused(format!(
            "another process uses {}: stop it first, or talk to it over HTTP",
            path.display()
        ))
    })?;
    Ok(file)
}

/// Makes the new file's name durable, not only its content.
pub(crate) fn sync_directory(path: &Path) -> Result<()> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(directory)
        .and_then(|opened| opened.sync_all())
        .map_err(|source| Error::File {
            path: directory.display().to_string(),
            source,
        })
}

struct Waiting<T, E> {
    outcome: Result<T, E>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T: Send, E: From<Error> + Send> Ran for Waiting<T, E> {
    fn answer(self: Box<Self>, failure: Option<String>, disk_full: bool) {
        let outcome = match failure {
            None => self.outcome,
            Some(_) if disk_full => Err(Error::DiskFull.into()),
            Some(reason) => Err(Error::Fatal(reason).into()),
        };
        // Nobody listens any more where the caller went away; the unit is kept all the same.
        drop(self.answer.send(outcome));
    }
}

fn run_in_group<I, T, E>(
    tx: &mut Tx,
    input: &I,
    unit: Unit<I, T, E>,
    answer: oneshot::Sender<Result<T, E>>,
) -> Attempt
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let outcome = match guarded(|| unit(tx, input).now_or_never()) {
        Ok(outcome) => outcome,
        Err(error) => Err(error.into()),
    };
    let keep = outcome.is_ok();
    Attempt {
        ran: Box::new(Waiting { outcome, answer }),
        keep,
    }
}

fn read_snapshot<I, T, E: From<Error>>(
    tx: &mut Tx,
    input: &I,
    unit: Unit<I, T, E>,
) -> Result<T, E> {
    begin_read(tx)?;
    let outcome = guarded(|| unit(tx, input).now_or_never());
    end_read(tx)?;
    outcome?
}

fn begin_read(tx: &Tx) -> Result<()> {
    match &tx.link {
        crate::db::Link::Sqlite(lite) => Ok(lite.connection.execute_batch("BEGIN")?),
        crate::db::Link::Postgres(_) => Err(Error::Unit("wrong engine")),
    }
}

fn end_read(tx: &Tx) -> Result<()> {
    match &tx.link {
        crate::db::Link::Sqlite(lite) if !lite.connection.is_autocommit() => {
            Ok(lite.connection.execute_batch("COMMIT")?)
        }
        _ => Ok(()),
    }
}

async fn run_alone<I, T, E: From<Error>>(
    pool: &Pool,
    observer: &Observer,
    input: &I,
    unit: Unit<I, T, E>,
) -> Result<T, E> {
    for run in 1.. {
        let mut tx = postgres::begin(pool, "BEGIN").await?;
        let outcome = unit(&mut tx, input).await;
        let again = run < postgres::RUNS_MAX;
        match outcome {
            Ok(value) => match postgres::commit(&mut tx).await {
                End::Kept => {
                    let changes: Vec<Change> = std::mem::take(&mut tx.changes);
                    if !changes.is_empty() {
                        observer(changes);
                    }
                    return Ok(value);
                }
                End::TryAgain if again => {}
                End::TryAgain => return Err(Error::OutcomeUnknown.into()),
                End::OutcomeUnknown => return Err(Error::OutcomeUnknown.into()),
                End::Failed(error) => return Err(error.into()),
            },
            Err(error) => {
                let transient = tx.try_again;
                postgres::rollback(tx).await;
                if !(transient && again) {
                    return Err(error);
                }
            }
        }
        tokio::time::sleep(postgres::pause(run)).await;
    }
    Err(Error::OutcomeUnknown.into())
}
