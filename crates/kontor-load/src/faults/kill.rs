//! `kontor-load kill`: kills a server under load again and again, and counts what was lost.
//!
//! A killed process leaves what it wrote in the page cache, so this shows that a restart finds its
//! way, not that anything was synced; that is shown by `power_cut.rs`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::Result;
use crate::clock::run_number;
use crate::dice::Dice;
use crate::drive::{Load, Phase};
use crate::faults::power_cut::{DATABASE, READY_LIMIT, place, populated};
use crate::faults::server::{Install, Server};
use crate::ledger::{Comparison, read_sqlite};
use crate::read_back::read_back;

/// What the kill experiment is told.
#[derive(Debug, Clone, clap::Args)]
pub struct Kill {
    /// The program under test.
    #[arg(long, value_name = "PATH")]
    pub kontor: PathBuf,
    /// Kills.
    #[arg(long, default_value_t = 100)]
    pub kills: u64,
    /// The longest time between ready and kill, in milliseconds; each is drawn below it.
    #[arg(long, default_value_t = 800)]
    pub pause_ms: u64,
    /// Clients that write at once.
    #[arg(long, default_value_t = 16)]
    pub clients: usize,
    /// Repeats the pauses.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// `postgres://…`, an empty database. Otherwise a SQLite file of its own.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Where everything is kept; emptied first. Otherwise a directory for temporary files.
    #[arg(long, value_name = "PATH")]
    pub dir: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// What the kills left.
#[derive(Debug, Default, Serialize)]
struct Outcome {
    kills: u64,
    /// Of those, before the server was ready.
    kills_while_starting: u64,
    /// Requests repeated because no answer came.
    unanswered: u64,
    /// As read through the API by those who wrote.
    through_the_api: Comparison,
    /// As read from the file itself; SQLite only.
    in_the_file: Option<Comparison>,
    /// Messages never acknowledged although the server was up at the end.
    unfinished: u64,
    /// Start of the process to `/health/ready`, in milliseconds.
    ready_ms_max: u64,
    complaints: Vec<String>,
}

impl Outcome {
    fn is_clean(&self) -> bool {
        self.through_the_api.acknowledged > 0
            && self.through_the_api.is_clean()
            && self.in_the_file.is_none_or(|found| found.is_clean())
            && self.unfinished == 0
            && self.complaints.is_empty()
    }
}

/// Runs the experiment; true where nothing was lost or doubled.
///
/// # Errors
/// It could not be carried out.
pub async fn run(options: &Kill) -> Result<bool> {
    let place = place(options.dir.as_deref(), "kill")?;
    let file = place.join("data").join(DATABASE);
    let own = format!("sqlite:{}", file.display());
    let database = options.database.as_deref().unwrap_or(&own);
    let install = Install::new(&options.kontor, &place, database)?;
    let (server, world) = populated(&install, None, options.clients).await?;
    let load = Load::start(&world, run_number(), options.clients);
    let mut outcome = Outcome::default();
    let server = kills(options, &install, server, &mut outcome).await?;
    load.control.tell(Phase::Finish);
    let control = Arc::clone(&load.control);
    // A client that never gets its answer must not hold up the report.
    let giving_up = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(60)).await;
        control.tell(Phase::Abandon);
    });
    outcome.unanswered = load.control.unanswered.load(Ordering::Relaxed);
    let control = Arc::clone(&load.control);
    let ledger = load.ledger().await?;
    giving_up.abort();
    outcome.unfinished = ledger.attempts.len() as u64 - ledger.acknowledged();
    let contents = read_back(&world, ledger.run).await?;
    outcome.through_the_api = ledger.compare(&contents, None);
    server.kill()?;
    for arguments in [&["archive", "verify"][..], &["check"]] {
        outcome
            .complaints
            .extend(install.complaint(arguments, database)?);
    }
    if options.database.is_none() {
        let contents = read_sqlite(&file, ledger.run)?;
        outcome.in_the_file = Some(ledger.compare(&contents, None));
    }
    if control.refused.load(Ordering::Relaxed) > 0 {
        outcome
            .complaints
            .push(format!("a request was refused: {:?}", control.problem));
    }
    let ok = outcome.is_clean();
    report(options, &outcome, ok)?;
    if ok && options.dir.is_none() {
        std::fs::remove_dir_all(&place)?;
    }
    Ok(ok)
}

async fn kills(
    options: &Kill,
    install: &Install,
    mut server: Server,
    outcome: &mut Outcome,
) -> Result<Server> {
    let mut dice = Dice::new(options.seed, 0x006b_696c_6c00);
    let mut ready = true;
    while outcome.kills < options.kills {
        let pause = dice.below(options.pause_ms.max(1));
        tokio::time::sleep(Duration::from_millis(pause)).await;
        if !server.is_running() {
            return Err("the server ended by itself; see server.log".into());
        }
        server.kill()?;
        outcome.kills += 1;
        outcome.kills_while_starting += u64::from(!ready);
        let start = Instant::now();
        server = install.serve(None)?;
        // Now and then the next kill comes before the server is ready.
        ready = outcome.kills == options.kills || !dice.permille(125);
        if ready {
            install.ready(&mut server, READY_LIMIT).await?;
            let took = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            outcome.ready_ms_max = outcome.ready_ms_max.max(took);
        }
    }
    Ok(server)
}

#[allow(
    clippy::print_stdout,
    reason = "the result of a program for people and scripts"
)]
fn report(options: &Kill, outcome: &Outcome, ok: bool) -> Result<()> {
    if options.json {
        println!("{}", serde_json::to_string(outcome)?);
        return Ok(());
    }
    let found = &outcome.through_the_api;
    let rows = [
        ("kills", outcome.kills),
        (
            "of them before the server was ready",
            outcome.kills_while_starting,
        ),
        (
            "requests that got no answer and were repeated",
            outcome.unanswered,
        ),
        ("messages acknowledged", found.acknowledged),
        ("lost", found.lost),
        ("doubled", found.doubled),
        ("altered", found.altered + found.unasked),
        ("never acknowledged", outcome.unfinished),
        ("longest start until ready, ms", outcome.ready_ms_max),
    ];
    for (name, value) in rows {
        println!("{name:<52}{value:>12}");
    }
    if let Some(file) = outcome.in_the_file.filter(|file| file != found) {
        println!("the file says otherwise: {file:?}");
    }
    for complaint in &outcome.complaints {
        println!("{complaint}");
    }
    println!(
        "{}",
        if ok {
            "as it must be"
        } else {
            "NOT as it must be"
        }
    );
    Ok(())
}
