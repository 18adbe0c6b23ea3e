//! Where a test runs: a fresh database of one engine, cleared away afterwards.
//!
//! [`both`] makes two tests of one function, one on each engine; [`lite`] makes one on SQLite, for
//! what has nothing to do with the database.

use std::future::Future;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Once};

use kontor_store::Engine;

/// The variable that holds a superuser's URL.
const POSTGRES: &str = "KONTOR_TEST_POSTGRES";

/// One test per engine for each function named.
macro_rules! both {
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

/// One test on SQLite for each function named.
macro_rules! lite {
    ($($name:ident),* $(,)?) => {
        mod lite {$(
            #[test]
            fn $name() {
                crate::ground::run(kontor_store::Engine::Sqlite, stringify!($name), super::$name);
            }
        )*}
    };
}

/// A database of its own, and a directory for files beside it.
pub struct Site {
    pub engine: Engine,
    pub directory: PathBuf,
    pub url: String,
    database: String,
}

impl Site {
    /// A fresh site; `None` where the engine is PostgreSQL and none was told.
    async fn new(engine: Engine, name: &str) -> Option<Arc<Self>> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let database = format!("kontor_server_{}_{number}", std::process::id());
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

    /// Takes the database and the files away.
    async fn clear(&self) {
        if self.engine == Engine::Postgres {
            administer(&format!("DROP DATABASE {} WITH (FORCE)", self.database)).await;
        }
        std::fs::remove_dir_all(&self.directory).unwrap();
    }
}

/// Runs a test on a fresh site, and clears it away whatever the outcome.
pub fn run<F, T>(engine: Engine, name: &str, test: T)
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
            let line = format!(
                "\n*** SKIPPED on PostgreSQL: {POSTGRES} is not set; only SQLite is tested ***\n\n"
            );
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
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
        .await
        .expect("the test server answers");
    let talking = tokio::spawn(connection);
    client.batch_execute(sql).await.expect(sql);
    drop(client);
    drop(talking.await);
}
