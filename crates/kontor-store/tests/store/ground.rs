//! Where a test runs: a fresh database of one engine, cleared away afterwards.
//!
//! [`on_both_engines`] makes two tests of one function. What the tests put into the database is in
//! `cast.rs`, what they do with it in `deeds.rs`.

use std::future::Future;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Once};

use kontor_store::{Engine, Options, Store};

/// The variable that holds a superuser's URL.
const POSTGRES: &str = "KONTOR_TEST_POSTGRES";

/// One test per engine for each function named.
macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {$(
            #[test]
            fn $name() {
                crate::ground::run(kontor_store::Engine::Sqlite, stringify!($name), super::$name);
            }
        )*}
        mod on_postgres {$(
            #[test]
            fn $name() {
                crate::ground::run(kontor_store::Engine::Postgres, stringify!($name), super::$name);
            }
        )*}
    };
}

/// Writes through a store: `commit!(store, input, |tx, input| call(tx, input))`.
macro_rules! commit {
    ($store:expr, $input:expr, |$tx:ident, $given:pat_param| $call:expr) => {
        $store
            .write($input, |$tx, $given| {
                Box::pin(async move {
                    let outcome: kontor_store::Result<_> = $call.await;
                    outcome
                })
            })
            .await
    };
}

/// Reads through a store, as [`commit!`].
macro_rules! look {
    ($store:expr, $input:expr, |$tx:ident, $given:pat_param| $call:expr) => {
        $store
            .read($input, |$tx, $given| {
                Box::pin(async move {
                    let outcome: kontor_store::Result<_> = $call.await;
                    outcome
                })
            })
            .await
            .expect("a read")
    };
}

/// A database of its own, and a directory for files beside it.
pub struct Site {
    pub engine: Engine,
    pub directory: PathBuf,
    pub url: String,
    database: String,
}

/// A site with its store opened.
pub struct Ground {
    pub store: Store,
    pub site: Arc<Site>,
}

impl Site {
    /// A fresh site; `None` where the engine is PostgreSQL and none was told.
    pub async fn new(engine: Engine, name: &str) -> Option<Arc<Self>> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let database = format!("kontor_test_{}_{number}", std::process::id());
        let url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres_url(&database)?),
        };
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{database}_{name}"));
        std::fs::create_dir_all(&directory).unwrap();
        let url = match url {
            Some(url) => {
                administer(&format!("CREATE DATABASE {database} TEMPLATE template0")).await;
                url
            }
            None => format!("sqlite:{}", directory.join("kontor.db").display()),
        };
        Some(Arc::new(Self {
            engine,
            directory,
            url,
            database,
        }))
    }

    /// The database file, on SQLite.
    pub fn file(&self) -> PathBuf {
        self.directory.join("kontor.db")
    }

    /// Runs statements past the store, with no reference checked: what an intruder could do.
    pub async fn tamper(&self, sql: &str) {
        match self.engine {
            Engine::Sqlite => {
                let connection = rusqlite::Connection::open(self.file()).unwrap();
                connection
                    .busy_timeout(std::time::Duration::from_secs(10))
                    .unwrap();
                let off = "PRAGMA foreign_keys = off; BEGIN IMMEDIATE";
                connection.execute_batch(off).unwrap();
                connection.execute_batch(sql).unwrap();
                connection.execute_batch("COMMIT").unwrap();
            }
            Engine::Postgres => {
                let client = client(&self.url).await;
                let off = "SET session_replication_role = replica";
                client.batch_execute(off).await.unwrap();
                client.batch_execute(sql).await.unwrap();
            }
        }
    }

    /// Takes the database and the files away.
    pub async fn clear(&self) {
        if self.engine == Engine::Postgres {
            administer(&format!("DROP DATABASE {} WITH (FORCE)", self.database)).await;
        }
        std::fs::remove_dir_all(&self.directory).unwrap();
    }
}

impl Ground {
    /// Opens the site's database.
    pub async fn open(site: &Arc<Site>) -> Self {
        Self::open_with(site, Options::quiet(&site.url)).await
    }

    /// Opens the site's database with listeners.
    pub async fn open_with(site: &Arc<Site>, options: Options) -> Self {
        let store = Store::open(options).await.expect("the store opens");
        Self {
            store,
            site: Arc::clone(site),
        }
    }

    /// Closes the store and opens it again.
    pub async fn reopened(self) -> Self {
        self.store.close().await;
        let Self { store, site } = self;
        drop(store);
        Self::open(&site).await
    }
}

/// Runs a test on a fresh database, and clears it away whatever the outcome.
pub fn run<F, T>(engine: Engine, name: &str, test: T)
where
    T: FnOnce(Ground) -> F + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    run_on_site(engine, name, |site| async move {
        let ground = Ground::open(&site).await;
        test(ground).await;
    });
}

/// As [`run`], for tests that open the database themselves.
pub fn run_on_site<F, T>(engine: Engine, name: &str, test: T)
where
    T: FnOnce(Arc<Site>) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let Some(site) = Site::new(engine, name).await else {
            return;
        };
        let outcome = tokio::spawn(test(Arc::clone(&site))).await;
        site.clear().await;
        if let Err(error) = outcome {
            std::panic::resume_unwind(error.into_panic());
        }
    });
}

/// The URL of one database on the test server.
fn postgres_url(database: &str) -> Option<String> {
    static SAID: Once = Once::new();
    let Ok(url) = std::env::var(POSTGRES) else {
        // Past the test harness, which would show it only where a test fails.
        SAID.call_once(|| {
            let line =
                format!("SKIPPED on PostgreSQL: {POSTGRES} is not set (scripts/test sets it)\n");
            std::io::stderr().write_all(line.as_bytes()).unwrap();
        });
        return None;
    };
    let (place, options) = url.split_once('?').unwrap_or((&url, ""));
    let (server, _) = place.rsplit_once('/').expect("a URL with a database");
    Some(format!("{server}/{database}?{options}"))
}

async fn administer(sql: &str) {
    let url = std::env::var(POSTGRES).unwrap();
    client(&url).await.batch_execute(sql).await.expect(sql);
}

/// A connection past the store.
pub async fn client(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .expect("the test server answers");
    tokio::spawn(connection);
    client
}
