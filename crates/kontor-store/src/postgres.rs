//! PostgreSQL: pool, transactions, and when a transaction is run again.

use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Timeouts};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::db::{Link, Tx, is_transient};
use crate::error::{Error, Result};

/// Connections in the pool: writers on one row wait for each other anyhow.
const CONNECTIONS: usize = 24;
/// How often a transaction is run again after a serialization failure or deadlock.
pub(crate) const RUNS_MAX: u32 = 12;
/// How long a caller waits for a connection.
const WAIT: Duration = Duration::from_secs(10);
/// The longest that one statement may run; a slow search must not hold a connection for ever.
const STATEMENT_TIMEOUT_MS: u32 = 30_000;

/// Opens the pool and proves that the server keeps what it confirms.
pub(crate) async fn connect(url: &str) -> Result<Pool> {
    let mut config = tokio_postgres::Config::from_str(url)?;
    config.application_name("kontor");
    config.connect_timeout(WAIT);
    config.options(format!(
        "-c statement_timeout={STATEMENT_TIMEOUT_MS} -c synchronous_commit=on"
    ));
    let manager_config = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = if config.get_ssl_mode() == SslMode::Disable {
        Manager::from_config(config, tokio_postgres::NoTls, manager_config)
    } else {
        Manager::from_config(config, tls()?, manager_config)
    };
    let pool = Pool::builder(manager)
        .max_size(CONNECTIONS)
        .runtime(deadpool_postgres::Runtime::Tokio1)
        .timeouts(Timeouts {
            wait: Some(WAIT),
            create: Some(WAIT),
            recycle: Some(WAIT),
        })
        .build()
        .map_err(|error| Error::Refused(error.to_string()))?;
    let client = pool.get().await?;
    let row = client
        .query_one("SELECT current_setting('fsync')", &[])
        .await?;
    if row.try_get::<_, String>(0)? != "on" {
        return Err(Error::Refused("PostgreSQL runs with fsync = off".into()));
    }
    Ok(pool)
}

fn tls() -> Result<MakeRustlsConnect> {
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Refused(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// What a transaction ends with, before the caller's own error type comes in.
pub(crate) enum End {
    Kept,
    TryAgain,
    OutcomeUnknown,
    Failed(Error),
}

/// Starts a transaction on a connection of the pool.
pub(crate) async fn begin(pool: &Pool, sql: &str) -> Result<Tx> {
    // In its session before it begins, so that a caller that goes away just now leaves nothing open.
    let tx = Tx::postgres(pool.get().await?);
    if let Link::Postgres(session) = &tx.link {
        session.client()?.batch_execute(sql).await?;
    }
    Ok(tx)
}

/// Commits. A connection that broke on the way leaves the outcome unknown.
///
/// After a failed statement PostgreSQL answers COMMIT like a success and keeps nothing; such a
/// transaction is not committed, so that nothing is acknowledged in vain.
pub(crate) async fn commit(tx: &mut Tx) -> End {
    if tx.failed {
        return End::Failed(Error::Unit("it went on after a failed statement"));
    }
    let Link::Postgres(session) = &mut tx.link else {
        return End::Failed(Error::Unit("wrong engine"));
    };
    let outcome = match session.client() {
        Ok(client) => client.batch_execute("COMMIT").await,
        Err(error) => return End::Failed(error),
    };
    match outcome {
        Ok(()) => {
            session.give_back();
            End::Kept
        }
        Err(error) if is_transient(&error) => End::TryAgain,
        Err(error) if error.as_db_error().is_some() => End::Failed(Error::Postgres(error)),
        Err(_) => End::OutcomeUnknown,
    }
}

/// Rolls back; where that fails the connection is not used again.
pub(crate) async fn rollback(tx: Tx) {
    let Link::Postgres(mut session) = tx.link else {
        return;
    };
    if let Ok(client) = session.client()
        && client.batch_execute("ROLLBACK").await.is_ok()
    {
        session.give_back();
    }
}

/// The pause before the nth run, so that two that collided do not collide again at once.
pub(crate) fn pause(run: u32) -> Duration {
    Duration::from_millis(u64::from(run) * 3 + u64::from(run.pow(2)))
}
