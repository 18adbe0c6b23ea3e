//! `kontor-load live`: from a commit to the event on a thousand open streams.
//!
//! Two shapes: all streams of one shop's team, so that each message reaches all of them; and a
//! thousand people in five hundred conversations, so that each message reaches two.

mod listener;
mod people;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Result;
use crate::bench::host::{Host, Target};
use crate::bench::live::listener::{Heard, Listeners};
use crate::bench::live::people::{Cast, Line};
use crate::bench::report::{Goal, Report};
use crate::bench::samples::Samples;
use crate::bench::wire::{Call, Wire};
use crate::clock::run_number;

/// The 99th percentile that is aimed at, in milliseconds.
const P99_MS: f64 = 100.0;
/// Memory that a stream may take, in kB.
const STREAM_KB: f64 = 25.0;
/// How long events may still come after the last message.
const AFTERWARDS: Duration = Duration::from_secs(3);

/// What is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Live {
    #[command(flatten)]
    /// See [`Target`].
    pub target: Target,
    /// Streams.
    #[arg(long, default_value_t = 1_000)]
    pub streams: usize,
    /// Seconds in which messages are sent.
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
}

/// When a message was sent and when its answer had come.
struct Post {
    sent: Instant,
    answered: Instant,
}

/// Measures.
///
/// # Errors
/// The server does not do what is needed.
pub async fn run(options: &Live) -> Result<Report> {
    let mut report = Report::new("live");
    report.note(
        "clocks: from the sending of the POST, and from the arrival of its answer (the commit lies \
         between), to the reading of the event on each stream, all in one process on the same \
         machine; its own work of reading a thousand sockets is in the figures",
    );
    let quick = options.target.quick;
    let streams = if quick { 20 } else { options.streams };
    let seconds = if quick { 1 } else { options.seconds };
    let host = Host::new(&options.target, "live")?;
    let operator = host.operator()?;
    let server = host.start().await?;
    let team = Cast::team(&host, &operator, streams).await?;
    let pairs = Cast::pairs(&host, &operator, streams).await?;
    server.stop().await?;
    for (cast, name, rate) in [
        (&team, "one shop's team", 10),
        (&pairs, "pairs of people", 100),
    ] {
        // A fresh process each time, so that memory is that of the streams.
        let server = host.start().await?;
        warm_up(&host, cast).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let before = server.resident_mb();
        let listeners = Listeners::open(&host.address, &cast.listeners).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let label = |what: &str| format!("{streams} streams, {name}, {what}");
        let each = (server.resident_mb() - before) * 1e3 / streams as f64;
        report.goal(label("memory of each"), each, "kB", Goal::AtMost(STREAM_KB));
        let posts = post(&host.address, cast, rate, seconds).await?;
        tokio::time::sleep(AFTERWARDS).await;
        let after = (server.resident_mb() - before) * 1e3 / streams as f64;
        report.line(label("memory of each, after the events"), after, "kB");
        let heard = listeners.end().await?;
        compare(&posts, &heard, cast.audience, &label, &mut report);
        server.stop().await?;
    }
    host.remove()?;
    Ok(report)
}

async fn warm_up(host: &Host, cast: &Cast) -> Result<()> {
    let mut wire = Wire::connect(&host.address).await?;
    for line in cast.lines.iter().take(20) {
        say(&mut wire, &host.address, line, "Hello again.").await?;
    }
    // Each has asked something before, so that what the page caches take is not counted as streams.
    for listener in &cast.listeners {
        let call = Call {
            method: "GET",
            path: "/api/v1/me",
            host: &host.address,
            who: &listener.who,
            ..Call::default()
        };
        let reply = wire.send(&call.bytes()).await?;
        if reply.status != 200 {
            return Err(format!("a listener was refused: {}", reply.status).into());
        }
    }
    host.until_idle(Duration::from_secs(10)).await?;
    Ok(())
}

/// One message; gives the number of its entry.
async fn say(wire: &mut Wire, address: &str, line: &Line, text: &str) -> Result<i64> {
    let path = format!("/api/v1/conversations/{}/messages", line.conversation);
    let body = serde_json::json!({ "body": text }).to_string();
    let call = Call {
        method: "POST",
        path: &path,
        host: address,
        who: &line.who,
        key: "",
        body: body.as_bytes(),
    };
    let reply = wire.send(&call.bytes()).await?;
    let told: serde_json::Value = serde_json::from_slice(reply.body)?;
    let seq = told.get("seq").and_then(serde_json::Value::as_i64);
    Ok(seq.ok_or_else(|| format!("a message was refused: {told}"))?)
}

/// Sends messages at a steady pace, in all conversations in turn.
async fn post(
    address: &str,
    cast: &Cast,
    rate: u32,
    seconds: u64,
) -> Result<HashMap<(String, i64), Post>> {
    let mut wire = Wire::connect(address).await?;
    let mut posts = HashMap::new();
    let start = Instant::now();
    let count = u32::try_from(seconds).unwrap_or(1) * rate;
    let run = run_number();
    for number in 0..count {
        let due = start + Duration::from_secs(1) / rate * number;
        tokio::time::sleep_until(due.into()).await;
        let place = usize::try_from(number).unwrap_or(0) % cast.lines.len().max(1);
        let line = cast.lines.get(place).ok_or("nobody to speak")?;
        let sent = Instant::now();
        let seq = say(
            &mut wire,
            address,
            line,
            &format!("Message {run} {number}."),
        )
        .await?;
        let answered = Instant::now();
        posts.insert((line.conversation.clone(), seq), Post { sent, answered });
    }
    Ok(posts)
}

/// Pairs events with messages; each listener of a conversation must have heard each message once.
fn compare(
    posts: &HashMap<(String, i64), Post>,
    heard: &[Vec<Heard>],
    audience: usize,
    label: &dyn Fn(&str) -> String,
    report: &mut Report,
) {
    let (mut from_sent, mut from_answer) = (Samples::default(), Samples::default());
    let (mut before_answer, mut unknown) = (0_u64, 0_u64);
    for one in heard.iter().flatten() {
        let key = (one.conversation.to_string(), one.seq);
        let Some(post) = posts.get(&key) else {
            unknown += 1;
            continue;
        };
        from_sent.push(one.at.saturating_duration_since(post.sent));
        before_answer += u64::from(one.at < post.answered);
        from_answer.push(one.at.saturating_duration_since(post.answered));
    }
    report.line(label("messages"), posts.len() as f64, "");
    report.line(label("events"), from_sent.len() as f64, "");
    report.line(label("from sending to event, p50"), from_sent.p50(), "ms");
    let goal = Goal::AtMost(P99_MS);
    report.goal(
        label("from sending to event, p99"),
        from_sent.p99(),
        "ms",
        goal,
    );
    report.line(
        label("from sending to event, largest"),
        from_sent.max(),
        "ms",
    );
    report.line(label("from answer to event, p50"), from_answer.p50(), "ms");
    report.line(label("from answer to event, p99"), from_answer.p99(), "ms");
    report.line(
        label("from answer to event, largest"),
        from_answer.max(),
        "ms",
    );
    let share = 100.0 * before_answer as f64 / (from_sent.len() as f64).max(1.0);
    report.line(label("events before the answer"), share, "%");
    let expected = posts.len() * audience;
    if from_sent.len() != expected || unknown > 0 {
        let found = from_sent.len();
        report.troubles.push(label(&format!(
            "{found} events where {expected} were due, {unknown} of no message"
        )));
    }
}

/// Shared between the streams, so that an event costs no allocation of its own.
type Name = Arc<str>;
