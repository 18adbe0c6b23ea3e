//! The measurement of messages with one length of text.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Result;
use crate::bench::bare::{Bare, Level, Reached, as_process};
use crate::bench::host::Host;
use crate::bench::messages::counters::{Counters, Window};
use crate::bench::messages::drive::{self, Plan, Sent};
use crate::bench::messages::scene::{Scene, texts};
use crate::bench::messages::{CLIENTS, IDLE_LIMIT, Messages};
use crate::bench::report::{Goal, Report};
use crate::bench::running::Running;
use crate::bench::samples::Samples;

/// Clients of the open loop: so many that one is nearly always free.
const OPEN_CLIENTS: usize = 256;
/// The share of the bare program that is aimed at.
const SHARE: f64 = 0.6;
/// CPU of the server that a message may cost, in milliseconds.
const SERVER_CPU_MS: f64 = 0.25;
/// What the 99th percentile at half load may be above two syncs, in milliseconds.
const OPEN_P99_MS: f64 = 25.0;

/// Everything for one length of text.
pub(super) struct Length<'a> {
    pub(super) options: &'a Messages,
    pub(super) host: &'a Host,
    /// The file that everything starts from.
    pub(super) prepared: &'a Path,
    pub(super) bytes: usize,
    /// Told apart by the clients' keys.
    pub(super) phase: u32,
}

impl Length<'_> {
    pub(super) async fn run(
        &self,
        scene: &Arc<Scene>,
        sync_ms: f64,
        report: &mut Report,
    ) -> Result<()> {
        let host = self.host;
        if host.file().is_some() {
            host.put_file(self.prepared)?;
        }
        let server = host.start().await?;
        let scene = Arc::new(scene.moved(host));
        let texts = Arc::new(texts(self.bytes));
        let (rate, window) = self.closed(&server, &scene, &texts, report).await?;
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
    ) -> Result<(f64, Window)> {
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
        let rate = sent.latencies.len() as f64 / length.as_secs_f64();
        report.line(format!("{} B, accepted over HTTP", self.bytes), rate, "1/s");
        self.tell(&mut sent, &window, after.waiting, report);
        Ok((rate, window))
    }

    fn tell(&self, sent: &mut Sent, window: &Window, waiting: f64, report: &mut Report) {
        let label = |what: &str| format!("{} B, {what}", self.bytes);
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
