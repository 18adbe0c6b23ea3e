//! `kontor-load inbox`: the list of conversations, as page and by the API, at three sizes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::Result;
use crate::bench::host::{Host, Target};
use crate::bench::report::{Goal, Report};
use crate::bench::samples::Samples;
use crate::bench::seed::{self, BUYER_SECRET, SHOP_SECRET};
use crate::bench::wire::{Call, Wire, bearer};

/// The 99th percentile that is aimed at, in milliseconds.
const P99_MS: f64 = 10.0;
/// How much slower the largest may be than the smallest.
const RATIO: f64 = 1.5;
/// Clients at once, beside one after another.
const CLIENTS: usize = 8;
/// How long one kind of request may take altogether.
const LIMIT: Duration = Duration::from_secs(60);
/// Pages that a reader goes on to before beginning again.
const PAGES: usize = 20;

/// What is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Inbox {
    #[command(flatten)]
    /// See [`Target`].
    pub target: Target,
    /// Numbers of conversations.
    #[arg(long, default_values_t = [10_000, 100_000, 1_000_000], value_delimiter = ',')]
    pub sizes: Vec<usize>,
    /// Requests of each kind.
    #[arg(long, default_value_t = 2_000)]
    pub requests: usize,
}

/// One kind of request.
struct Kind {
    name: &'static str,
    request: Vec<u8>,
}

/// Measures.
///
/// # Errors
/// The server does not do what is needed.
pub async fn run(options: &Inbox) -> Result<Report> {
    let mut report = Report::new("inbox");
    if options.target.database.is_some() {
        report
            .note("measured on SQLite only: the conversations are written into its file directly");
        return Ok(report);
    }
    let quick = options.target.quick;
    let sizes = if quick {
        vec![200, 2_000]
    } else {
        options.sizes.clone()
    };
    let requests = if quick { 50 } else { options.requests };
    report.note(
        "one shop has all conversations, a buyer about ten; 80 % answered, 20 % closed, one in \
         twenty answered long after; the page cache of the machine holds the file",
    );
    // Of each kind the median and the 99th percentile, by size.
    let mut medians: Vec<(String, Vec<f64>)> = Vec::new();
    for size in &sizes {
        let file = seed::file(&options.target, *size)?;
        let host = Host::new(&options.target, "inbox")?;
        host.put_file(&file)?;
        let server = host.start().await?;
        for kind in kinds(&host.address) {
            for clients in [1, CLIENTS] {
                let mut found = measure(&host.address, &kind.request, requests, clients).await?;
                let what = format!("{}, {clients} at once", kind.name);
                let label = format!("{size} conversations, {what}");
                report.line(format!("{label}, p50"), found.p50(), "ms");
                let goal = Goal::AtMost(P99_MS);
                report.goal(format!("{label}, p99"), found.p99(), "ms", goal);
                remember(&mut medians, &what, found.p50());
            }
        }
        let mut walked = walk(&host.address, requests).await?;
        let label = format!("{size} conversations, API, shop, {PAGES} pages on");
        report.line(format!("{label}, p50"), walked.p50(), "ms");
        report.goal(
            format!("{label}, p99"),
            walked.p99(),
            "ms",
            Goal::AtMost(P99_MS),
        );
        report.line(
            format!("{size} conversations, memory afterwards"),
            server.resident_mb(),
            "MB",
        );
        server.stop().await?;
        host.remove()?;
    }
    for (what, by_size) in medians {
        if let (Some(first), Some(last), true) =
            (by_size.first(), by_size.last(), by_size.len() > 1)
        {
            let label = format!("largest to smallest, {what}, p50");
            report.goal(label, last / first.max(0.001), "", Goal::AtMost(RATIO));
        }
    }
    Ok(report)
}

fn remember(all: &mut Vec<(String, Vec<f64>)>, what: &str, value: f64) {
    match all.iter_mut().find(|(known, _)| known == what) {
        Some((_, values)) => values.push(value),
        None => all.push((what.to_owned(), vec![value])),
    }
}

fn kinds(host: &str) -> Vec<Kind> {
    let get = |name, path, who: &str| Kind {
        name,
        request: Call {
            method: "GET",
            path,
            host,
            who,
            ..Call::default()
        }
        .bytes(),
    };
    let cookie = |secret: &str| format!("Cookie: kontor_session={secret}");
    vec![
        get("page, shop", "/conversations", &cookie(SHOP_SECRET)),
        get("page, buyer", "/conversations", &cookie(BUYER_SECRET)),
        get("API, shop", "/api/v1/conversations", &bearer(SHOP_SECRET)),
        get("API, buyer", "/api/v1/conversations", &bearer(BUYER_SECRET)),
    ]
}

/// So many requests, shared out among clients that each send one after another.
///
/// # Errors
/// An answer is no success, or it takes too long.
pub async fn measure(
    address: &str,
    request: &[u8],
    requests: usize,
    clients: usize,
) -> Result<Samples> {
    let next = Arc::new(AtomicUsize::new(0));
    // A tenth more, before: connections, caches, prepared statements.
    let warm = requests / 10 + clients;
    let total = requests + warm;
    let mut tasks = Vec::with_capacity(clients);
    for _ in 0..clients {
        let mut wire = Wire::connect(address).await?;
        let (next, request) = (Arc::clone(&next), request.to_vec());
        tasks.push(tokio::spawn(async move {
            let mut samples = Samples::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= total {
                    return Ok::<_, crate::Failure>(samples);
                }
                let begun = Instant::now();
                let reply = wire.send(&request).await?;
                if reply.status != 200 {
                    return Err(format!("{}: {}", reply.status, text(reply.body)).into());
                }
                if number >= warm {
                    samples.push(begun.elapsed());
                }
            }
        }));
    }
    let gathered = tokio::time::timeout(LIMIT, async {
        let mut all = Samples::default();
        for task in tasks {
            all.extend(task.await??);
        }
        Ok(all)
    });
    gathered.await.map_err(|_| "a list took too long")?
}

/// Goes on from page to page by the cursor, as a reader does; one after another.
async fn walk(address: &str, requests: usize) -> Result<Samples> {
    let mut wire = Wire::connect(address).await?;
    let mut samples = Samples::default();
    let mut cursor: Option<String> = None;
    let who = bearer(SHOP_SECRET);
    let end = Instant::now() + LIMIT;
    for number in 0..requests {
        let path = match cursor.as_ref().filter(|_| number % PAGES != 0) {
            Some(cursor) => format!("/api/v1/conversations?cursor={cursor}"),
            None => "/api/v1/conversations".to_owned(),
        };
        let call = Call {
            method: "GET",
            path: &path,
            host: address,
            who: &who,
            ..Call::default()
        };
        let request = call.bytes();
        let begun = Instant::now();
        let reply = wire.send(&request).await?;
        samples.push(begun.elapsed());
        if reply.status != 200 {
            return Err(format!("{}: {}", reply.status, text(reply.body)).into());
        }
        let told: serde_json::Value = serde_json::from_slice(reply.body)?;
        cursor = told
            .get("next")
            .and_then(|next| next.as_str())
            .map(str::to_owned);
        if Instant::now() > end {
            return Err("the pages took too long".into());
        }
    }
    Ok(samples)
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(200).collect()
}
