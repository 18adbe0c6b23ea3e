//! `kontor-load messages`: messages accepted durably over HTTP, beside the bare program.
//!
//! For each length of text, on a copy of the same prepared file: a closed loop with 64 clients, the
//! bare program with the group size and the indexing that were measured, an open loop at half of the
//! rate. The sync of the same disk is timed before and after.

pub mod counters;
pub mod drive;
mod length;
pub mod scene;

use std::sync::Arc;
use std::time::Duration;

use crate::Result;
use crate::bench::fsync;
use crate::bench::host::{Host, Target};
use crate::bench::messages::length::Length;
use crate::bench::messages::scene::{Scale, Scene};
use crate::bench::report::Report;

/// Clients of the closed loop. Source: the goal's own words.
const CLIENTS: usize = 64;
/// How long the search index may take to catch up between two phases.
const IDLE_LIMIT: Duration = Duration::from_secs(60);

/// What is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Messages {
    #[command(flatten)]
    /// See [`Target`].
    pub target: Target,
    /// Seconds of each phase that count.
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// Seconds before.
    #[arg(long, default_value_t = 3)]
    pub warm_up: u64,
    /// Lengths of the texts, in bytes.
    #[arg(long, default_values_t = [290, 1_400], value_delimiter = ',')]
    pub bytes: Vec<usize>,
}

impl Messages {
    fn scale(&self) -> Scale {
        if self.target.quick {
            Scale {
                people: 4,
                listings: 2_000,
                conversations: 20,
            }
        } else {
            Scale {
                people: 64,
                listings: 4_000,
                conversations: 1_000,
            }
        }
    }

    fn lengths(&self) -> (Duration, Duration) {
        if self.target.quick {
            (Duration::from_millis(300), Duration::from_secs(1))
        } else {
            (
                Duration::from_secs(self.warm_up),
                Duration::from_secs(self.seconds),
            )
        }
    }
}

/// Measures.
///
/// # Errors
/// The server or the disk does not do what is needed.
pub async fn run(options: &Messages) -> Result<Report> {
    let mut report = Report::new("messages");
    let host = Host::new(&options.target, "messages")?;
    let operator = host.operator()?;
    let server = host.start().await?;
    let scene = Scene::prepare(&host, &operator, options.scale()).await?;
    host.until_idle(IDLE_LIMIT).await?;
    server.stop().await?;
    let mut sync = fsync::measure(&host.place, Duration::from_secs(2))?;
    report.note(format!(
        "{CLIENTS} clients on one thread of the same machine; 20 % open a conversation, 80 % answer \
         in one of {}; each with an Idempotency-Key; no mail relay, so no notices",
        options.scale().conversations
    ));
    report.line("fdatasync of 4 kB, p50", sync.p50(), "ms");
    report.line("fdatasync of 4 kB, p99", sync.p99(), "ms");
    let prepared = host.place.join("prepared.db");
    if let Some(file) = host.file() {
        std::fs::rename(&file, &prepared)?;
    }
    let scene = Arc::new(scene);
    for (number, bytes) in options.bytes.iter().enumerate() {
        let phase = u32::try_from(number).unwrap_or(0) * 2;
        let one = Length {
            options,
            host: &host,
            prepared: &prepared,
            bytes: *bytes,
            phase,
        };
        one.run(&scene, sync.p99(), &mut report).await?;
    }
    let mut again = fsync::measure(&host.place, Duration::from_secs(2))?;
    report.line("fdatasync of 4 kB afterwards, p99", again.p99(), "ms");
    host.remove()?;
    Ok(report)
}
