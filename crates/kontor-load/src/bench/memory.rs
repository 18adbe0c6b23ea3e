//! `kontor-load memory`: memory when idle, with very many conversations, at work; time to be ready.

use std::time::{Duration, Instant};

use crate::Result;
use crate::bench::host::{Host, Target};
use crate::bench::proc;
use crate::bench::report::{Goal, Report};
use crate::bench::running::Running;
use crate::bench::seed::{self, BUYER_SECRET, SHOP_SECRET};
use crate::bench::wire::{Call, Wire, bearer};
use crate::dice::Dice;

/// Memory that an idle server may take, in MB.
const IDLE_MB: f64 = 40.0;
/// Memory that it may take with a million conversations, in MB.
const FULL_MB: f64 = 150.0;
/// Time from the start of the process until it is ready, in milliseconds.
const READY_MS: f64 = 500.0;
/// How often it is started, for the time that takes.
const STARTS: usize = 5;
/// Clients that read and write at once.
const CLIENTS: usize = 16;

/// What is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Memory {
    #[command(flatten)]
    /// See [`Target`].
    pub target: Target,
    /// Conversations.
    #[arg(long, default_value_t = 1_000_000)]
    pub conversations: usize,
    /// Seconds of reading and writing.
    #[arg(long, default_value_t = 20)]
    pub seconds: u64,
}

/// Measures.
///
/// # Errors
/// The server does not do what is needed.
pub async fn run(options: &Memory) -> Result<Report> {
    let mut report = Report::new("memory");
    let host = Host::new(&options.target, "memory")?;
    let operator = host.operator()?;
    drop(operator);
    let server = host.start().await?;
    settle(&options.target).await;
    report.goal(
        "empty, idle",
        server.resident_mb(),
        "MB",
        Goal::AtMost(IDLE_MB),
    );
    report.line("empty, ready after", millis(&server), "ms");
    server.stop().await?;
    if options.target.database.is_some() {
        report.note("with many conversations measured on SQLite only: they are written directly");
        return Ok(report);
    }
    let count = if options.target.quick {
        1_000
    } else {
        options.conversations
    };
    let label = |what: &str| format!("{count} conversations, {what}");
    host.put_file(&seed::file(&options.target, count)?)?;
    let mut slowest: f64 = 0.0;
    for _ in 0..STARTS {
        let server = host.start().await?;
        slowest = slowest.max(millis(&server));
        server.stop().await?;
    }
    let ready = label("slowest of five starts, ready after");
    report.goal(ready, slowest, "ms", Goal::AtMost(READY_MS));
    let server = host.start().await?;
    settle(&options.target).await;
    report.line(label("idle"), server.resident_mb(), "MB");
    let seconds = if options.target.quick {
        1
    } else {
        options.seconds
    };
    let (reads, writes) = mix(&host.address, Duration::from_secs(seconds)).await?;
    let busy = server.resident_mb();
    report.line(label("reads"), reads as f64, "");
    report.line(label("writes"), writes as f64, "");
    report.goal(label("after them"), busy, "MB", Goal::AtMost(FULL_MB));
    settle(&options.target).await;
    report.line(label("after them and a pause"), server.resident_mb(), "MB");
    let peak = proc::resident_peak_kib(server.pid()) as f64 * 1_024.0 / 1e6;
    report.goal(label("the most ever"), peak, "MB", Goal::AtMost(FULL_MB));
    server.stop().await?;
    host.remove()?;
    report.note(format!(
        "{CLIENTS} clients for {seconds} s: lists as page and by the API with cursors, threads, \
         marks of reading, answers; the file of the database is in the machine's page cache at the \
         start"
    ));
    Ok(report)
}

fn millis(server: &Running) -> f64 {
    server.ready_after.as_secs_f64() * 1e3
}

async fn settle(target: &Target) {
    let pause = if target.quick { 200 } else { 3_000 };
    tokio::time::sleep(Duration::from_millis(pause)).await;
}

/// Reads and writes as people do; gives the number of both.
async fn mix(address: &str, length: Duration) -> Result<(u64, u64)> {
    let end = Instant::now() + length;
    let mut tasks = Vec::with_capacity(CLIENTS);
    for place in 0..CLIENTS {
        let visitor = Visitor {
            wire: Wire::connect(address).await?,
            address: address.to_owned(),
            who: bearer(if place % 4 == 3 {
                BUYER_SECRET
            } else {
                SHOP_SECRET
            }),
            cookie: format!("Cookie: kontor_session={SHOP_SECRET}"),
            dice: Dice::new(5, place as u64),
            cursor: String::new(),
            known: Vec::new(),
            counts: (0, 0),
        };
        tasks.push(tokio::spawn(visitor.until(end)));
    }
    let gathered = tokio::time::timeout(length + Duration::from_secs(60), async {
        let mut sum = (0, 0);
        for task in tasks {
            let (reads, writes) = task.await??;
            sum = (sum.0 + reads, sum.1 + writes);
        }
        Ok(sum)
    });
    gathered
        .await
        .map_err(|_| "the visitors did not come to an end")?
}

struct Visitor {
    wire: Wire,
    address: String,
    who: String,
    cookie: String,
    dice: Dice,
    cursor: String,
    known: Vec<String>,
    counts: (u64, u64),
}

impl Visitor {
    async fn until(mut self, end: Instant) -> Result<(u64, u64)> {
        while Instant::now() < end {
            let choice = self.dice.below(10);
            let id = self.dice.pick(&self.known).cloned();
            match (choice, id) {
                (0..=2, _) | (_, None) => self.list().await?,
                (3, _) => self.ask("GET", "/conversations", true, "").await?,
                (4..=6, Some(id)) => {
                    let path = format!("/api/v1/conversations/{id}/entries");
                    self.ask("GET", &path, false, "").await?;
                }
                (7, Some(id)) => {
                    let path = format!("/api/v1/conversations/{id}/read");
                    self.ask("PUT", &path, false, r#"{"seq":9}"#).await?;
                }
                (_, Some(id)) => {
                    let path = format!("/api/v1/conversations/{id}/messages");
                    let body = r#"{"body":"It is still there, come and see it tomorrow."}"#;
                    self.ask("POST", &path, false, body).await?;
                }
            }
        }
        Ok(self.counts)
    }

    /// The next page of the list; its conversations are known from then on.
    async fn list(&mut self) -> Result<()> {
        let path = match self.cursor.as_str() {
            "" => "/api/v1/conversations".to_owned(),
            cursor => format!("/api/v1/conversations?cursor={cursor}"),
        };
        let told = self.exchange("GET", &path, false, "").await?;
        let told: serde_json::Value = serde_json::from_slice(&told)?;
        let next = told.get("next").and_then(|next| next.as_str());
        self.cursor = next.unwrap_or("").to_owned();
        let rows = told.get("conversations").and_then(|rows| rows.as_array());
        let ids = rows
            .into_iter()
            .flatten()
            .filter_map(|row| row.get("id")?.as_str());
        self.known = ids.map(str::to_owned).collect();
        Ok(())
    }

    async fn ask(&mut self, method: &str, path: &str, page: bool, body: &str) -> Result<()> {
        self.exchange(method, path, page, body).await?;
        Ok(())
    }

    async fn exchange(
        &mut self,
        method: &str,
        path: &str,
        page: bool,
        body: &str,
    ) -> Result<Vec<u8>> {
        let call = Call {
            method,
            path,
            host: &self.address,
            who: if page { &self.cookie } else { &self.who },
            key: "",
            body: body.as_bytes(),
        };
        let reply = self.wire.send(&call.bytes()).await?;
        if !(200..300).contains(&reply.status) {
            let told = String::from_utf8_lossy(reply.body)
                .chars()
                .take(200)
                .collect::<String>();
            return Err(format!("{method} {path}: {} {told}", reply.status).into());
        }
        if method == "GET" {
            self.counts.0 += 1;
        } else {
            self.counts.1 += 1;
        }
        Ok(reply.body.to_vec())
    }
}
