//! `kontor-load messages`: messages accepted durably over HTTP, beside the bare program.
//!
//! For each length of text, on a copy of the same prepared file: a closed loop with 64 clients, the
//! bare program with the group size and the indexing that were measured, an open loop at half of the
//! rate. The sync of the same disk is timed before and after.

pub mod counters;
pub mod drive;
pub mod scene;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Result;
use crate::bench::bare::{Bare, Level, Reached, as_process};
use crate::bench::fsync;
use crate::bench::host::{Host, Running, Target};
use crate::bench::messages::counters::{Counters, Window};
use crate::bench::messages::drive::{Plan, Sent};
use crate::bench::messages::scene::{Scale, Scene, texts};
use crate::bench::report::{Goal, Report};
use crate::bench::samples::Samples;

/// Clients of the closed loop. Source: the goal's own words.
const CLIENTS: usize = 64;
/// Clients of the open loop: so many that one is nearly always free.
const OPEN_CLIENTS: usize = 256;
/// How long the search index may take to catch up between two phases.
const IDLE_LIMIT: Duration = Duration::from_secs(60);
/// The share of the bare program that is aimed at.
const SHARE: f64 = 0.6;
/// CPU of the server that a message may cost, in milliseconds.
const SERVER_CPU_MS: f64 = 0.25;
/// What the 99th percentile at half load may be above two syncs, in milliseconds.
const OPEN_P99_MS: f64 = 25.0;

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

/// Everything for one length of text.
struct Length<'a> {
    options: &'a Messages,
    host: &'a Host,
    prepared: &'a Path,
    bytes: usize,
    phase: u32,
}

impl Length<'_> {
    async fn run(&self, scene: &Arc<Scene>, sync_ms: f64, report: &mut Report) -> Result<()> {
        let host = self.host;
        if host.file().is_some() {
            host.put_file(self.prepared)?;
        }
        let server = host.start().await?;
        let scene = Arc::new(scene.moved(host));
        let texts = Arc::new(texts(self.bytes));
        let (sent, window) = self.closed(&server, &scene, &texts, report).await?;
        let rate = sent as f64 / window.seconds;
        if !host.until_idle(IDLE_LIMIT).await? {
            report
                .troubles
                .push("the search index did not catch up in a minute".into());
        }
        if host.file().is_some() {
            self.bare(rate, &window, report)?;
        }
        let mut open = self.open(&scene, &texts, rate / 2.0, report).await?;
        let label = |what: &str| format!("{} B, {what}", self.bytes);
        report.line(label("open loop at half the rate, p50"), open.p50(), "ms");
        let goal = Goal::AtMost(OPEN_P99_MS + 2.0 * sync_ms);
        report.goal(
            label("open loop at half the rate, p99"),
            open.p99(),
            "ms",
            goal,
        );
        report.line(label("open loop, largest"), open.max(), "ms");
        host.until_idle(IDLE_LIMIT).await?;
        server.stop().await?;
        self.complaints("server: ", None, report);
        Ok(())
    }

    async fn closed(
        &self,
        server: &Running,
        scene: &Arc<Scene>,
        texts: &Arc<Vec<String>>,
        report: &mut Report,
    ) -> Result<(usize, Window)> {
        let (warm_up, length) = self.options.lengths();
        let from = Instant::now() + warm_up;
        let to = from + length;
        let sending = drive::run(scene, texts, CLIENTS, self.phase, Plan::Closed { from, to });
        let counting = async {
            tokio::time::sleep_until(from.into()).await;
            let before = Counters::read(self.host, server.pid()).await?;
            tokio::time::sleep_until(to.into()).await;
            let after = Counters::read(self.host, server.pid()).await?;
            Ok::<_, crate::Failure>((before, after))
        };
        let (sent, counted) = tokio::join!(sending, counting);
        let (mut sent, (before, after)) = (sent?, counted?);
        refusals(&sent, report);
        let window = before.until(&after, sent.latencies.len());
        self.tell(&mut sent, &window, after.waiting, report);
        Ok((sent.latencies.len(), window))
    }

    fn tell(&self, sent: &mut Sent, window: &Window, waiting: f64, report: &mut Report) {
        let label = |what: &str| format!("{} B, {what}", self.bytes);
        let (_, length) = self.options.lengths();
        let rate = sent.latencies.len() as f64 / length.as_secs_f64();
        report.line(label("accepted over HTTP"), rate, "1/s");
        report.line(label("latency, p50"), sent.latencies.p50(), "ms");
        report.line(label("latency, p99"), sent.latencies.p99(), "ms");
        let goal = Goal::AtMost(SERVER_CPU_MS);
        report.goal(label("server CPU for each"), window.server_ms, "ms", goal);
        report.line(label("client CPU for each"), window.client_ms, "ms");
        if self.host.file().is_none() {
            report.line(label("PostgreSQL CPU for each"), window.database_ms, "ms");
            return;
        }
        report.line(label("written for each"), window.written_kb, "kB");
        report.line(
            label("growth of file and log for each"),
            window.file_kb,
            "kB",
        );
        report.line(label("messages in a group"), window.messages_in_group, "");
        report.line(label("units of work in a group"), window.group, "");
        report.line(label("documents indexed for each"), window.documents, "");
        report.line(
            label("conversations waiting to be indexed at the end"),
            waiting,
            "",
        );
        report.line(
            label("stops of the writer for a checkpoint"),
            window.pauses,
            "",
        );
    }

    /// Two levels of the bare program, each on a fresh copy of the prepared file.
    fn bare(&self, rate: f64, window: &Window, report: &mut Report) -> Result<()> {
        let (warm_up, length) = self.options.lengths();
        let levels = [
            (Level::Indexed, "message and search index"),
            (Level::Message, "message only"),
        ];
        for (level, what) in levels {
            let file = self.host.place.join("bare.db");
            std::fs::copy(self.prepared, &file)?;
            let bare = Bare {
                file: file.clone(),
                bytes: self.bytes,
                group: window.messages_in_group,
                rate,
                documents: window.documents,
                seconds: length.as_secs_f64() / 2.0,
                warm_up: warm_up.as_secs_f64() / 2.0,
                level,
            };
            let reached = as_process(&file, &bare)?;
            self.tell_bare(rate, what, level, &reached, report);
            if level == Level::Indexed {
                let url = format!("sqlite:{}", file.display());
                self.complaints("bare: ", Some(&url), report);
            }
            for ending in ["", "-wal", "-shm", ".lock"] {
                let mut path = file.as_os_str().to_owned();
                path.push(ending);
                // Some of them may not be there.
                let _ = std::fs::remove_file(path);
            }
        }
        Ok(())
    }

    fn tell_bare(&self, rate: f64, what: &str, level: Level, is: &Reached, report: &mut Report) {
        let label = |kind: &str| format!("{} B, bare ({what}), {kind}", self.bytes);
        report.line(label("messages"), is.rate, "1/s");
        report.line(label("CPU for each"), is.cpu_ms, "ms");
        report.line(label("written for each"), is.written_kb, "kB");
        let share = rate / is.rate.max(1.0);
        if level == Level::Indexed {
            report.goal(
                label("share that the server reaches"),
                share,
                "",
                Goal::AtLeast(SHARE),
            );
        } else {
            report.line(label("share that the server reaches"), share, "");
        }
    }

    async fn open(
        &self,
        scene: &Arc<Scene>,
        texts: &Arc<Vec<String>>,
        rate: f64,
        report: &mut Report,
    ) -> Result<Samples> {
        let (_, length) = self.options.lengths();
        let plan = Plan::Open {
            start: Instant::now() + Duration::from_millis(200),
            every: Duration::from_secs_f64(1.0 / rate.max(1.0)),
            count: (rate * length.as_secs_f64()) as u64,
        };
        let sent = drive::run(scene, texts, OPEN_CLIENTS, self.phase + 1, plan).await?;
        refusals(&sent, report);
        Ok(sent.latencies)
    }

    /// Afterwards everything must be as the timeline says.
    fn complaints(&self, whose: &str, database: Option<&str>, report: &mut Report) {
        for arguments in [&["check"][..], &["archive", "verify"]] {
            if let Err(error) = self.host.run_on(arguments, database) {
                report.troubles.push(format!("{whose}{error}"));
            }
        }
    }
}

fn refusals(sent: &Sent, report: &mut Report) {
    if sent.refused > 0 {
        let first = sent.problem.as_deref().unwrap_or("");
        report
            .troubles
            .push(format!("{} refused, the first: {first}", sent.refused));
    }
}
