//! `kontor serve`: opens the database, starts workers, listens, drains on SIGTERM.

use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::{App, Setup};
use crate::calendars;
use crate::clock::Clock;
use crate::commands::{ConfigArgs, Failure};
use crate::config::Config;
use crate::outbox::{MAILS, MESSAGES, index, sweep, worker};
use crate::serve::{accept, router};

pub async fn run(args: &ConfigArgs) -> Result<ExitCode, Failure> {
    let config = args.load()?;
    log_as_configured(&config);
    let listener = TcpListener::bind(&config.listen).await?;
    let setup = Setup {
        config,
        clock: Clock::System,
        caught: None,
        issuers: None,
    };
    let app = App::open(setup).await?;
    start_workers(&app);
    tracing::info!(address = %listener.local_addr()?, engine = ?app.store.engine(), "listening");
    until_stopped(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// Starts what works beside requests.
pub fn start_workers(app: &Arc<App>) {
    tokio::spawn(worker::work(Arc::clone(app), index::WORK));
    for work in MESSAGES {
        tokio::spawn(worker::work(Arc::clone(app), *work));
    }
    if !app.config.mail_relay.is_empty() {
        for work in MAILS {
            tokio::spawn(worker::work(Arc::clone(app), *work));
        }
    }
    tokio::spawn(sweep::work(Arc::clone(app)));
    tokio::spawn(calendars::watch(Arc::clone(app)));
}

/// Serves until SIGTERM or SIGINT, drains, closes the database.
///
/// # Errors
/// Signals cannot be listened to.
pub async fn until_stopped(app: Arc<App>, listener: TcpListener) -> Result<(), Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: no new connections, requests in flight finish");
    };
    let routes = router::router(&app);
    accept::serve(Arc::clone(&app), routes, listener, stop).await;
    app.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Starts the log on standard error.
pub fn log_as_configured(config: &Config) {
    let level: tracing::Level = config.log_level.parse().unwrap_or(tracing::Level::INFO);
    let builder = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr);
    let started = if config.log_format == "json" {
        builder.json().try_init()
    } else {
        builder.with_ansi(false).try_init()
    };
    if let Err(error) = started {
        tracing::debug!(%error, "the log was started before");
    }
}
