//! `kontor-load bare`: the statements of a message, executed by a program that does nothing else.
//!
//! One thread, groups of messages in one transaction, a savepoint each, one synced commit; WAL,
//! `synchronous=FULL`, the server's pragmas, prepared statements, checkpoints beside it as in the
//! server. No HTTP, no JSON, no permissions, no events: the share of it that the server reaches is
//! what all of those cost. The statements are in [`statements`].

pub mod index;
pub mod log;
pub mod statements;
pub mod unit;
mod world;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kontor_core::conversation::Side;
use kontor_core::time::SECOND;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::bench::bare::log::{Log, connect};
use crate::bench::bare::statements::Statements;
use crate::bench::bare::unit::{Message, Writer};
use crate::bench::bare::world::World;
use crate::bench::messages::scene::texts;
use crate::bench::proc;
use crate::dice::Dice;

/// Of a thousand messages, so many open a conversation.
const STARTS_PERMILLE: u64 = 200;
/// The instant of the first message, in microseconds: later than any of the prepared file.
const FIRST_AT: i64 = 4_000_000_000_000_000;

/// How much of what the server executes is executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Level {
    /// The unit of work of a message.
    Message,
    /// And the search index's part of the outbox.
    Indexed,
}

/// What the bare program is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Bare {
    /// A SQLite file with people, listings and conversations; it is written to.
    #[arg(long, value_name = "PATH")]
    pub file: PathBuf,
    /// Bytes of a text.
    #[arg(long, default_value_t = 290)]
    pub bytes: usize,
    /// Messages in one transaction, on the average.
    #[arg(long)]
    pub group: f64,
    /// Documents put into the search index for each message.
    #[arg(long, default_value_t = 1.0)]
    pub documents: f64,
    /// Messages in a second of the time that work waits for: those of the server.
    #[arg(long, default_value_t = 5_000.0)]
    pub rate: f64,
    /// Seconds that count.
    #[arg(long, default_value_t = 5.0)]
    pub seconds: f64,
    /// Seconds before.
    #[arg(long, default_value_t = 1.0)]
    pub warm_up: f64,
    /// How much is executed.
    #[arg(long, value_enum, default_value_t = Level::Indexed)]
    pub level: Level,
}

/// What it reached; printed as JSON.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Reached {
    /// Messages in a second.
    pub rate: f64,
    /// CPU for each, in milliseconds.
    pub cpu_ms: f64,
    /// Written for each, in kB.
    pub written_kb: f64,
    /// Documents for each.
    pub documents: f64,
    /// Messages in one transaction.
    pub group: f64,
}

/// Runs it.
///
/// # Errors
/// The file is not as it must be.
#[allow(
    clippy::print_stdout,
    reason = "the result of a program for its caller"
)]
pub fn run(options: &Bare) -> Result<bool> {
    let reached = measure(options)?;
    println!("{}", serde_json::to_string(&reached)?);
    Ok(true)
}

struct Run<'c> {
    options: &'c Bare,
    world: World,
    texts: Vec<String>,
    writer: Writer<'c>,
    next: usize,
    messages: u64,
    groups: u64,
    documents: u64,
    /// Documents that the server would have put by now.
    owed: f64,
    pending: Vec<index::Job>,
    /// The part of a message that the mean size of a group has over.
    rest: f64,
}

fn measure(options: &Bare) -> Result<Reached> {
    let connection = connect(&options.file, true)?;
    let mut log = Log::start(&options.file)?;
    let world = World::read(&connection)?;
    let mut run = Run {
        options,
        texts: texts(options.bytes),
        writer: Writer {
            statements: Statements::prepare(&connection)?,
            market: world.market,
            dice: Dice::new(11, 0),
        },
        world,
        next: 0,
        messages: 0,
        groups: 0,
        documents: 0,
        owed: 0.0,
        pending: Vec::new(),
        rest: 0.0,
    };
    let pid = std::process::id();
    run.until(
        Instant::now() + Duration::from_secs_f64(options.warm_up),
        &mut log,
        &connection,
    )?;
    let (begun, cpu, bytes) = (
        Instant::now(),
        proc::cpu_seconds(pid)?,
        proc::bytes_written(pid),
    );
    let before = (run.messages, run.groups, run.documents);
    run.until(
        begun + Duration::from_secs_f64(options.seconds),
        &mut log,
        &connection,
    )?;
    let seconds = begun.elapsed().as_secs_f64();
    let messages = (run.messages - before.0) as f64;
    Ok(Reached {
        rate: messages / seconds,
        cpu_ms: 1e3 * (proc::cpu_seconds(pid)? - cpu) / messages,
        written_kb: (proc::bytes_written(pid) - bytes) as f64 / messages / 1e3,
        documents: (run.documents - before.2) as f64 / messages,
        group: messages / ((run.groups - before.1) as f64).max(1.0),
    })
}

impl Run<'_> {
    fn until(&mut self, end: Instant, log: &mut Log, connection: &Connection) -> Result<()> {
        while Instant::now() < end {
            self.rest += self.options.group.max(1.0);
            let size = self.rest.floor();
            self.rest -= size;
            self.group(size as u64)?;
            log.bound(connection);
        }
        Ok(())
    }

    fn group(&mut self, size: u64) -> Result<()> {
        let passed = self.messages as f64 / self.options.rate.max(1.0);
        let now = FIRST_AT + (passed * SECOND as f64) as i64;
        self.writer.statements.begin.execute([])?;
        for _ in 0..size {
            self.message(now)?;
        }
        if self.options.level != Level::Message {
            self.index(size, now)?;
        }
        self.writer.statements.commit.execute([])?;
        self.groups += 1;
        Ok(())
    }

    fn message(&mut self, now: i64) -> Result<()> {
        self.messages += 1;
        let key = format!("bare-{}-{}", self.options.bytes, self.messages);
        let number = usize::try_from(self.messages).unwrap_or(0) % self.texts.len().max(1);
        let body = self.texts.get(number).map_or("?", String::as_str);
        let message = Message {
            body,
            key: &key,
            now,
        };
        if self.writer.dice.permille(STARTS_PERMILLE) {
            let (buyer, listing) = self.world.fresh(&mut self.next)?;
            return self.writer.start(buyer, listing, &message);
        }
        let side = if self.writer.dice.permille(500) {
            Side::Buyer
        } else {
            Side::Seller
        };
        let id = self
            .writer
            .dice
            .pick(&self.world.conversations)
            .ok_or("no conversations")?;
        self.writer.answer(id, side, &message)
    }

    /// Puts what was taken in the group before; takes more where the server would have.
    fn index(&mut self, size: u64, now: i64) -> Result<()> {
        self.owed += size as f64 * self.options.documents;
        if !self.pending.is_empty() {
            let jobs = std::mem::take(&mut self.pending);
            let put = index::put(&mut self.writer, &jobs, now)?;
            self.documents += put;
            self.owed -= put as f64;
        }
        if self.owed >= index::BATCH as f64 {
            self.pending = index::take(&mut self.writer, now)?;
        }
        Ok(())
    }
}

/// Runs the bare program as a process of its own, so that its CPU and its writes are its own.
///
/// # Errors
/// It fails.
pub fn as_process(file: &Path, options: &Bare) -> Result<Reached> {
    let level = clap::ValueEnum::to_possible_value(&options.level).ok_or("level")?;
    let output = std::process::Command::new(std::env::current_exe()?)
        .arg("bare")
        .arg("--file")
        .arg(file)
        .args(["--bytes", &options.bytes.to_string()])
        .args(["--group", &options.group.to_string()])
        .args(["--documents", &options.documents.to_string()])
        .args(["--rate", &options.rate.to_string()])
        .args(["--seconds", &options.seconds.to_string()])
        .args(["--warm-up", &options.warm_up.to_string()])
        .args(["--level", level.get_name()])
        .output()?;
    if !output.status.success() {
        return Err(format!("bare: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
