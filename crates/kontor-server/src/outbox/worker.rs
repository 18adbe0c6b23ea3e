//! The loop of a topic: wait for work, take a batch of each marketplace in turn, do it.
//!
//! Marketplaces take turns, so that one with a long queue does not starve the others (T145).

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use kontor_core::id::MarketplaceKey;
use kontor_core::outbox::Topic;
use kontor_store::outbox::{self, Job};

use crate::app::App;
use crate::fault::Fault;

/// How long a worker sleeps without being rung: due retries and other nodes' work are found then.
const NAP: Duration = Duration::from_millis(500);
/// How long a worker lets work gather after it was rung; search may lag by a second.
const GATHER: Duration = Duration::from_millis(100);

/// A batch being worked on.
pub type Running = BoxFuture<'static, Result<(), Fault>>;

/// Does one job, or says why it should be tried again.
pub type Act = for<'a> fn(&'a Arc<App>, &'a Job) -> BoxFuture<'a, Result<(), String>>;

/// The work of a topic.
#[derive(Clone, Copy)]
pub struct Work {
    /// Which.
    pub topic: Topic,
    /// Jobs taken at once.
    pub batch: i64,
    /// Does a batch: finishes, fails or buries each job of it.
    pub run: fn(Arc<App>, Vec<Job>) -> Running,
}

/// Works until the server stops.
pub async fn work(app: Arc<App>, work: Work) {
    while app.is_up() {
        let rung = app.queued.notified();
        match round(&app, work).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(fault) => tracing::warn!(topic = work.topic.code(), ?fault, "outbox"),
        }
        if tokio::time::timeout(NAP, rung).await.is_ok() {
            tokio::time::sleep(GATHER).await;
        }
    }
}

/// One batch of each marketplace. True where any had a full batch.
///
/// # Errors
/// The store's.
pub async fn round(app: &Arc<App>, work: Work) -> Result<bool, Fault> {
    let mut more = false;
    for market in app.marketplaces() {
        let jobs = take(app, work, market.key).await?;
        if jobs.is_empty() {
            continue;
        }
        more |= jobs.len() as i64 == work.batch;
        (work.run)(Arc::clone(app), jobs).await?;
    }
    Ok(more)
}

async fn take(app: &App, work: Work, marketplace: MarketplaceKey) -> Result<Vec<Job>, Fault> {
    let now = app.clock.now();
    let input = (marketplace, work, now);
    // A look costs no transaction; only where something waits is it taken.
    let waits = app
        .store
        .read(input, |tx, (marketplace, work, now)| {
            Box::pin(outbox::waits(tx, *marketplace, work.topic, *now))
        })
        .await?;
    if !waits {
        return Ok(Vec::new());
    }
    app.store
        .write(input, |tx, (marketplace, work, now)| {
            Box::pin(async move {
                Ok::<_, Fault>(outbox::take(tx, *marketplace, work.topic, *now, work.batch).await?)
            })
        })
        .await
}

/// Does jobs one after the other: each is finished, or put back with the reason why it failed.
pub fn each(app: Arc<App>, topic: Topic, jobs: Vec<Job>, act: Act) -> Running {
    Box::pin(async move {
        for job in jobs {
            match act(&app, &job).await {
                Ok(()) => finish(&app, topic, job).await?,
                Err(reason) => {
                    tracing::warn!(topic = topic.code(), job = job.dedupe_key, %reason, "not done");
                    fail(&app, topic, job, &reason).await?;
                }
            }
        }
        Ok(())
    })
}

/// Puts a failed job back, or lays it aside where it was tried often enough.
///
/// # Errors
/// The store's.
pub async fn fail(app: &App, topic: Topic, job: Job, reason: &str) -> Result<(), Fault> {
    let input = (topic, job, reason.to_owned(), app.clock.now());
    let dead = app
        .store
        .write(input, |tx, (topic, job, reason, now)| {
            Box::pin(
                async move { Ok::<_, Fault>(outbox::fail(tx, *topic, job, reason, *now).await?) },
            )
        })
        .await?;
    app.metrics
        .outbox(topic.code(), if dead { "dead" } else { "retry" });
    Ok(())
}

/// Finishes a job.
///
/// # Errors
/// The store's.
pub async fn finish(app: &App, topic: Topic, job: Job) -> Result<(), Fault> {
    let input = (job, app.clock.now());
    app.store
        .write(input, |tx, (job, now)| {
            Box::pin(async move { Ok::<_, Fault>(outbox::finish(tx, job, *now).await?) })
        })
        .await?;
    app.metrics.outbox(topic.code(), "done");
    Ok(())
}
