//! `kontor-load card`: contact cards as JSON, at saturation and at half of it.
//!
//! Saturation is measured by `wrk` where it is installed, since a foreign client cannot be suspected of
//! knowing the server, and by our own client in any case. Half of it is an open loop: requests go out by
//! a schedule, and the time runs from there, whether or not a client was free.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::Result;
use crate::bench::host::{Host, Target};
use crate::bench::report::{Goal, Report};
use crate::bench::samples::Samples;
use crate::bench::wire::{Call, Wire};
use crate::client::Client;
use crate::world::{MARKETPLACE, Size, World, call};

/// Connections. Source: the goal's own words.
const CLIENTS: usize = 64;
/// Cards a second that are aimed at.
const RATE: f64 = 15_000.0;
/// The 99th percentile at half of the saturation that is aimed at, in milliseconds.
const P99_MS: f64 = 5.0;
/// Cards that are asked for in turn by our own client.
const LISTINGS: usize = 500;
/// How long a request of the preparation may take.
const LIMIT: Duration = Duration::from_secs(30);

/// What is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Card {
    #[command(flatten)]
    /// See [`Target`].
    pub target: Target,
    /// Seconds of each phase.
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
}

/// Measures.
///
/// # Errors
/// The server does not do what is needed.
pub async fn run(options: &Card) -> Result<Report> {
    let mut report = Report::new("card");
    let quick = options.target.quick;
    let length = Duration::from_secs(if quick { 1 } else { options.seconds });
    let host = Host::new(&options.target, "card")?;
    let operator = host.operator()?;
    let server = host.start().await?;
    let size = Size {
        buyers: 0,
        sellers: 10,
        listings: if quick { 20 } else { LISTINGS },
    };
    let world = World::prepare(&host.address, &operator, size).await?;
    reachable(&world).await?;
    report.note(format!(
        "{CLIENTS} connections; a card has messages, a form, and a phone with hours and holidays; \
         {} listings in turn by our own client, one by wrk",
        size.listings
    ));
    let requests = Arc::new(requests(&world));
    saturate(&host.address, &requests, length / 4).await?;
    let own = saturate(&host.address, &requests, length).await?;
    report.line("saturation, our own client", own, "/s");
    let most = match wrk(&host.address, length) {
        Some(by_wrk) => {
            report.goal("saturation, wrk", by_wrk, "/s", Goal::AtLeast(RATE));
            own.max(by_wrk)
        }
        None => {
            report.note("wrk is not installed: saturation by our own client alone");
            own
        }
    };
    let mut half = paced(&host.address, &requests, most / 2.0, length).await?;
    report.line("rate at half", half.0, "/s");
    report.line("at half, p50", half.1.p50(), "ms");
    report.goal("at half, p99", half.1.p99(), "ms", Goal::AtMost(P99_MS));
    report.line("memory afterwards", server.resident_mb(), "MB");
    server.stop().await?;
    host.remove()?;
    Ok(report)
}

/// Every seller says how to be reached.
async fn reachable(world: &World) -> Result<()> {
    let mut client = Client::new(&world.address, MARKETPLACE, LIMIT);
    let settings = json!({
        "message": {},
        "email": { "mode": "form", "audience": "registered" },
        "phone": { "number": "+358401234567", "call": true, "hours": "Mo-Fr 09:00-17:00; PH off" },
    });
    for (number, token) in world.sellers.iter().enumerate() {
        let path = format!("/api/v1/sellers/private-seller-{number}/contact-settings");
        call(&mut client, "PUT", &path, token, &settings).await?;
    }
    Ok(())
}

fn path(listing: &str) -> String {
    format!("/api/v1/listings/{listing}/contact-card")
}

fn requests(world: &World) -> Vec<Vec<u8>> {
    let one = |listing: &String| {
        let path = path(listing);
        let call = Call {
            method: "GET",
            path: &path,
            host: &world.address,
            ..Call::default()
        };
        call.bytes()
    };
    world.listings.iter().map(one).collect()
}

/// Requests a second that `wrk` gets answered; `None` where it is not installed or fails.
fn wrk(address: &str, length: Duration) -> Option<f64> {
    let told = Command::new("wrk")
        .args(["-t1", &format!("-c{CLIENTS}"), "--latency"])
        .arg(format!("-d{}s", length.as_secs().max(1)))
        .arg(format!("http://{address}{}", path("listing-0")))
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    // It says so where an answer was none.
    if told.contains("Non-2xx") || told.contains("Socket errors") {
        return None;
    }
    let rate = told
        .lines()
        .find_map(|line| line.strip_prefix("Requests/sec:"));
    rate?.trim().parse().ok()
}

/// Requests a second that our own client gets answered.
async fn saturate(address: &str, requests: &Arc<Vec<Vec<u8>>>, length: Duration) -> Result<f64> {
    let next = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let to = begun + length;
    let mut tasks = Vec::with_capacity(CLIENTS);
    for _ in 0..CLIENTS {
        let mut wire = Wire::connect(address).await?;
        let (next, requests) = (Arc::clone(&next), Arc::clone(requests));
        tasks.push(tokio::spawn(async move {
            let mut done = 0_u32;
            while Instant::now() < to {
                ask(&mut wire, &requests, next.fetch_add(1, Ordering::Relaxed)).await?;
                done += 1;
            }
            Ok::<_, crate::Failure>(done)
        }));
    }
    let mut done = 0.0;
    for task in tasks {
        done += f64::from(task.await??);
    }
    Ok(done / begun.elapsed().as_secs_f64())
}

/// The rate that was reached and the latencies of an open loop.
async fn paced(
    address: &str,
    requests: &Arc<Vec<Vec<u8>>>,
    rate: f64,
    length: Duration,
) -> Result<(f64, Samples)> {
    let between = Duration::from_secs_f64(CLIENTS as f64 / rate.max(1.0));
    let begun = Instant::now() + Duration::from_millis(50);
    let to = begun + length;
    let mut tasks = Vec::with_capacity(CLIENTS);
    for place in 0..CLIENTS {
        let mut wire = Wire::connect(address).await?;
        let requests = Arc::clone(requests);
        // Spread evenly: each client has a moment of its own within the interval.
        let mut due = begun + between.mul_f64(place as f64 / CLIENTS as f64);
        tasks.push(tokio::spawn(async move {
            let mut samples = Samples::default();
            let mut number = place as u64;
            while due < to {
                tokio::time::sleep_until(due.into()).await;
                ask(&mut wire, &requests, number).await?;
                samples.push(due.elapsed());
                number += CLIENTS as u64;
                due += between;
            }
            Ok::<_, crate::Failure>(samples)
        }));
    }
    let mut all = Samples::default();
    let mut sent = 0.0;
    for task in tasks {
        let samples = task.await??;
        sent += samples.len() as f64;
        all.extend(samples);
    }
    Ok((sent / begun.elapsed().as_secs_f64(), all))
}

async fn ask(wire: &mut Wire, requests: &[Vec<u8>], number: u64) -> Result<()> {
    let turn = usize::try_from(number).unwrap_or(0) % requests.len().max(1);
    let request = requests.get(turn).ok_or("no listings")?;
    let reply = wire.send(request).await?;
    if reply.status == 200 {
        return Ok(());
    }
    let text: String = String::from_utf8_lossy(reply.body)
        .chars()
        .take(200)
        .collect();
    Err(format!("{}: {text}", reply.status).into())
}
