//! The two ways to send: as fast as answers come, and by a schedule that does not wait for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::Result;
use crate::bench::messages::scene::{Scene, Traffic};
use crate::bench::samples::Samples;
use crate::bench::wire::Wire;

/// How much longer than planned a phase may take before it is given up.
const GRACE: Duration = Duration::from_secs(60);
/// Answers other than success after which a client gives up.
const REFUSALS_MAX: u64 = 5;

/// When to send.
#[derive(Debug, Clone)]
pub enum Plan {
    /// The next as soon as the last is answered; only what is answered in the window counts.
    Closed {
        /// Start of the window.
        from: Instant,
        /// Its end, and the end of sending.
        to: Instant,
    },
    /// At fixed instants; the time runs from there, whether or not a client was free.
    Open {
        /// The first instant.
        start: Instant,
        /// Between two instants.
        every: Duration,
        /// How many.
        count: u64,
    },
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Sent {
    /// Latencies of accepted messages.
    pub latencies: Samples,
    /// Answers that were no success.
    pub refused: u64,
    /// The first of them.
    pub problem: Option<String>,
}

/// Runs a phase with so many clients on one thread of its own.
///
/// # Errors
/// A connection broke, or the phase did not end.
pub async fn run(
    scene: &Arc<Scene>,
    texts: &Arc<Vec<String>>,
    clients: usize,
    phase: u32,
    plan: Plan,
) -> Result<Sent> {
    let (scene, texts) = (Arc::clone(scene), Arc::clone(texts));
    // A thread of its own: with one thread there is no stealing of work, which costs CPU.
    let work = move || -> Result<Sent> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(all(&scene, &texts, clients, phase, plan))
    };
    tokio::task::spawn_blocking(work).await?
}

async fn all(
    scene: &Arc<Scene>,
    texts: &Arc<Vec<String>>,
    clients: usize,
    phase: u32,
    plan: Plan,
) -> Result<Sent> {
    let end = match &plan {
        Plan::Closed { to, .. } => *to,
        Plan::Open {
            start,
            every,
            count,
        } => *start + every.saturating_mul(u32::try_from(*count).unwrap_or(u32::MAX)),
    };
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = Vec::with_capacity(clients);
    for place in 0..clients {
        let wire = Wire::connect(&scene.address).await?;
        let traffic = Traffic::new(scene, texts, phase, place);
        let one = One {
            wire,
            traffic,
            sent: Sent::default(),
            out: Vec::with_capacity(4_096),
        };
        tasks.push(tokio::spawn(one.work(plan.clone(), Arc::clone(&next))));
    }
    let limit = end.saturating_duration_since(Instant::now()) + GRACE;
    let gathered = tokio::time::timeout(limit, async {
        let mut sum = Sent::default();
        for task in tasks {
            let sent = task.await??;
            sum.latencies.extend(sent.latencies);
            sum.refused += sent.refused;
            sum.problem = sum.problem.or(sent.problem);
        }
        Ok(sum)
    });
    gathered
        .await
        .map_err(|_| "the clients did not come to an end")?
}

struct One {
    wire: Wire,
    traffic: Traffic,
    sent: Sent,
    out: Vec<u8>,
}

impl One {
    async fn work(mut self, plan: Plan, next: Arc<AtomicU64>) -> Result<Sent> {
        match plan {
            Plan::Closed { from, to } => {
                while Instant::now() < to && self.sent.refused < REFUSALS_MAX {
                    let begun = Instant::now();
                    if self.exchange().await? {
                        let done = Instant::now();
                        if done >= from && done < to {
                            self.sent.latencies.push(done - begun);
                        }
                    }
                }
            }
            Plan::Open {
                start,
                every,
                count,
            } => loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count || self.sent.refused >= REFUSALS_MAX {
                    break;
                }
                let due = start + every.saturating_mul(u32::try_from(number).unwrap_or(u32::MAX));
                tokio::time::sleep_until(due.into()).await;
                if self.exchange().await? {
                    self.sent.latencies.push(due.elapsed());
                }
            },
        }
        Ok(self.sent)
    }

    /// One message; true where it was accepted.
    async fn exchange(&mut self) -> Result<bool> {
        self.traffic.next(&mut self.out);
        let reply = self.wire.send(&self.out).await?;
        if matches!(reply.status, 200 | 201) {
            return Ok(true);
        }
        self.sent.refused += 1;
        let text = String::from_utf8_lossy(reply.body);
        let told = format!(
            "{} {}",
            reply.status,
            text.chars().take(200).collect::<String>()
        );
        self.sent.problem.get_or_insert(told);
        Ok(false)
    }
}
