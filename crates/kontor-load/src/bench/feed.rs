//! `kontor-load feed`: importing listings, by the command and over HTTP, and its memory.

mod rows;

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;
use crate::bench::host::{Host, Target};
use crate::bench::proc;
use crate::bench::report::{Goal, Report};
use crate::client::Client;
use crate::world::{MARKETPLACE, call};

/// Rows in a second that are aimed at.
const ROWS_PER_SECOND: f64 = 20_000.0;
/// How much more memory ten times the rows may take.
const FLAT: f64 = 1.2;
/// Who sells what the feed offers, as `scripts/make-feed` names them.
const SELLERS: [&str; 5] = ["mika", "lamppu", "knihy", "raamat", "livros"];
/// How long one import may take.
const LIMIT: Duration = Duration::from_secs(600);
/// How often the memory of an importing process is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// What is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Feed {
    #[command(flatten)]
    /// See [`Target`].
    pub target: Target,
    /// Numbers of rows.
    #[arg(long, default_values_t = [100_000, 300_000], value_delimiter = ',')]
    pub rows: Vec<usize>,
}

/// What one import did.
struct Import {
    seconds: f64,
    peak_mb: f64,
    rows: i64,
    refused: i64,
}

/// Measures.
///
/// # Errors
/// The server or the command does not do what is needed.
pub async fn run(options: &Feed) -> Result<Report> {
    let mut report = Report::new("feed");
    let target = &options.target;
    let sizes = if target.quick {
        vec![200, 2_000]
    } else {
        options.rows.clone()
    };
    let mut peaks = Vec::with_capacity(sizes.len());
    for rows in &sizes {
        let file = rows::file(target, *rows, &mut report)?;
        let size = std::fs::metadata(&file)?.len() as f64;
        report.line(format!("{rows} rows, length of the feed"), size / 1e6, "MB");
        let host = Host::new(target, "feed")?;
        sellers(&host).await?;
        for (what, goal) in [("new", true), ("again, unchanged", false)] {
            let done = command(&host, &file).await?;
            told(
                &done,
                *rows,
                &format!("{rows} rows by the command, {what}"),
                goal,
                &mut report,
            );
            if goal {
                peaks.push(done.peak_mb);
            }
        }
        if target.database.is_none() {
            let size = host
                .file()
                .map_or(0, |file| super::messages::counters::file_bytes(&file));
            report.line(
                format!("{rows} rows, size of the database"),
                size as f64 / 1e6,
                "MB",
            );
        }
        host.remove()?;
        over_http(target, &file, *rows, &mut report).await?;
    }
    if let (Some(first), Some(last), true) = (peaks.first(), peaks.last(), peaks.len() > 1) {
        let label = "memory, largest to smallest feed";
        report.goal(label, last / first.max(0.001), "", Goal::AtMost(FLAT));
    }
    Ok(report)
}

fn told(done: &Import, rows: usize, label: &str, goal: bool, report: &mut Report) {
    let rate = done.rows as f64 / done.seconds;
    if goal {
        report.goal(
            format!("{label}, rows"),
            rate,
            "1/s",
            Goal::AtLeast(ROWS_PER_SECOND),
        );
    } else {
        report.line(format!("{label}, rows"), rate, "1/s");
    }
    report.line(format!("{label}, most memory"), done.peak_mb, "MB");
    if done.rows != i64::try_from(rows).unwrap_or(0) || done.refused > 0 {
        let (read, refused) = (done.rows, done.refused);
        report
            .troubles
            .push(format!("{label}: {read} rows, {refused} refused"));
    }
}

/// Makes the sellers known through the API.
async fn sellers(host: &Host) -> Result<String> {
    let operator = host.operator()?;
    let server = host.start().await?;
    let mut client = Client::new(&host.address, MARKETPLACE, Duration::from_secs(10));
    for seller in SELLERS {
        let account = json!({
            "role": "private_seller", "name": seller, "email": format!("{seller}@example.org"),
        });
        let path = format!("/api/v1/accounts/{seller}");
        call(&mut client, "PUT", &path, &operator, &account).await?;
    }
    server.stop().await?;
    Ok(operator)
}

/// `kontor import listings`: wall clock of the whole process, and the most memory it ever had.
async fn command(host: &Host, feed: &Path) -> Result<Import> {
    let mut command = host.command(&["import", "listings", "--json", "--feed", "load"]);
    let log = host.place.join("import.json");
    command
        .arg(feed)
        .stdout(File::create(&log)?)
        .stderr(Stdio::inherit());
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(proc::resident_peak_kib(child.id()));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if begun.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Err("an import took too long".into());
        }
        tokio::time::sleep(LOOK).await;
    };
    let seconds = begun.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("kontor import listings: {status}").into());
    }
    let answer: Value = serde_json::from_slice(&std::fs::read(&log)?)?;
    let run = answer.get("import").ok_or("no import was told")?;
    import(run, seconds, peak)
}

fn import(run: &Value, seconds: f64, peak_kib: u64) -> Result<Import> {
    let count = |name: &str| run.get(name).and_then(Value::as_i64);
    Ok(Import {
        seconds,
        peak_mb: peak_kib as f64 * 1_024.0 / 1e6,
        rows: count("rows_done").ok_or_else(|| format!("no rows: {run}"))?,
        refused: count("refused").unwrap_or(0),
    })
}

/// The same into a running server, and how long its search index takes to follow.
async fn over_http(target: &Target, feed: &Path, rows: usize, report: &mut Report) -> Result<()> {
    if target.database.is_some() {
        return Ok(());
    }
    let host = Host::new(target, "feed")?;
    let operator = sellers(&host).await?;
    let server = host.start().await?;
    let before = server.resident_mb();
    let begun = Instant::now();
    let sending = tokio::time::timeout(LIMIT, send(&host.address, &operator, feed));
    let answer = sending.await.map_err(|_| "an import took too long")??;
    let seconds = begun.elapsed().as_secs_f64();
    let done = import(&answer, seconds, proc::resident_peak_kib(server.pid()))?;
    let label = format!("{rows} rows over HTTP");
    told(&done, rows, &label, true, report);
    report.line(format!("{label}, memory before"), before, "MB");
    let idle = host.until_idle(LIMIT).await?;
    report.line(
        format!("{label}, until the search index has all"),
        begun.elapsed().as_secs_f64(),
        "s",
    );
    if !idle {
        report
            .troubles
            .push(format!("{label}: the search index did not catch up"));
    }
    let peak = proc::resident_peak_kib(server.pid()) as f64 * 1_024.0 / 1e6;
    report.line(format!("{label}, most memory with the index"), peak, "MB");
    server.stop().await?;
    host.remove()
}

/// Sends the file as it is read, and reads the answer.
async fn send(address: &str, operator: &str, feed: &Path) -> Result<Value> {
    let mut file = tokio::fs::File::open(feed).await?;
    let length = file.metadata().await?.len();
    let mut stream = TcpStream::connect(address).await?;
    let head = format!(
        "POST /api/v1/listings/import?feed=load HTTP/1.1\r\nHost: {address}\r\n\
         Kontor-Marketplace: {MARKETPLACE}\r\nAuthorization: Bearer {operator}\r\n\
         Content-Type: text/tab-separated-values\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut chunk).await?;
        if read == 0 {
            break;
        }
        stream
            .write_all(chunk.get(..read).unwrap_or_default())
            .await?;
    }
    let mut answer = Vec::new();
    stream.take(1024 * 1024).read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text.split_once("\r\n\r\n").ok_or("no answer")?;
    if !head.starts_with("HTTP/1.1 200") {
        return Err(format!("the import was refused: {text}").into());
    }
    Ok(serde_json::from_str(body)?)
}
