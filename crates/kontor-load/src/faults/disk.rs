//! `kontor-load disk`: a disk that fails to sync, and a disk that is full, under a server at work.
//!
//! A failing sync must end the process before anything more is acknowledged (security case R04); a
//! full disk must be told to those who write, must not disturb those who read, and must pass by
//! itself once there is room (R05). The order of scenarios is the table `SCENARIOS`.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::Result;
use crate::drive::{Load, Phase};
use crate::faults::full::{fake, real};
use crate::faults::log::Log;
use crate::faults::power_cut::{DATABASE, place, populated, under_load};
use crate::faults::replay::{Forget, Replay};
use crate::faults::server::Install;
use crate::faults::shim::{Shim, Switch};
use crate::ledger::{Ledger, read_sqlite};

/// How long a server may live after a sync failed. Ending takes no time; noticing waits for a write.
const END_LIMIT: Duration = Duration::from_secs(10);
/// How long a checkpoint is waited for: the store makes one a minute at least.
const CHECKPOINT_LIMIT: Duration = Duration::from_secs(90);
/// Power cuts after a failed sync.
const CUTS: u64 = 20;

/// What the disk experiments are told.
#[derive(Debug, Clone, clap::Args)]
pub struct Disk {
    /// The program under test.
    #[arg(long, value_name = "PATH")]
    pub kontor: PathBuf,
    /// Only the scenario of this name.
    #[arg(long)]
    pub only: Option<String>,
    /// Times that the disk becomes full and has room again, in each scenario of that kind.
    #[arg(long, default_value_t = 3)]
    pub cycles: u32,
    /// Clients that write at once.
    #[arg(long, default_value_t = 8)]
    pub clients: usize,
    /// Where everything is kept; emptied first. Otherwise a directory for temporary files.
    #[arg(long, value_name = "PATH")]
    pub dir: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// How one scenario went.
#[derive(Debug, Default, Serialize)]
pub struct Outcome {
    /// Its name.
    pub scenario: &'static str,
    /// What was not as it must be; nothing where all was.
    pub faults: Vec<String>,
    /// Why it was not carried out.
    pub skipped: Option<String>,
    /// Messages acknowledged.
    pub acknowledged: u64,
    /// Of those, not there at the end.
    pub lost: u64,
    /// There twice at the end.
    pub doubled: u64,
    /// Figures of this kind of scenario, in words.
    pub figures: Vec<String>,
}

impl Outcome {
    /// Notes a fault unless `held`.
    pub fn must(&mut self, held: bool, what: impl FnOnce() -> String) {
        if !held {
            self.faults.push(what());
        }
    }
}

/// A scenario at work: an installation on a disk of its own.
pub struct Stage<'a> {
    /// What was told.
    pub options: &'a Disk,
    /// The installation.
    pub install: Install,
    /// The disk's switches.
    pub shim: Shim,
}

type Scenario =
    for<'s> fn(&'s Stage<'s>, &'s mut Outcome) -> Pin<Box<dyn Future<Output = Result<()>> + 's>>;

/// Every scenario.
const SCENARIOS: &[(&str, Scenario)] = &[
    ("fsync-of-the-log-fails", |stage, outcome| {
        Box::pin(failing_sync(stage, outcome, "-wal", Switch::SyncFails))
    }),
    ("one-fsync-of-the-log-fails", |stage, outcome| {
        Box::pin(failing_sync(stage, outcome, "-wal", Switch::SyncFailsOnce))
    }),
    ("one-fsync-of-the-database-fails", |stage, outcome| {
        Box::pin(failing_sync(
            stage,
            outcome,
            DATABASE,
            Switch::SyncFailsOnce,
        ))
    }),
    ("no-write-finds-room", |stage, outcome| {
        Box::pin(fake(stage, outcome, Switch::Full))
    }),
    ("no-growth-finds-room", |stage, outcome| {
        Box::pin(fake(stage, outcome, Switch::FullForGrowth))
    }),
    ("a-real-disk-is-full", |stage, outcome| {
        Box::pin(real(stage, outcome))
    }),
];

/// Runs every scenario; true where all went as they must.
///
/// # Errors
/// One could not be carried out.
pub async fn run(options: &Disk) -> Result<bool> {
    let place = place(options.dir.as_deref(), "disk")?;
    let mut outcomes = Vec::new();
    for (name, scenario) in SCENARIOS {
        if options.only.as_deref().is_some_and(|only| only != *name) {
            continue;
        }
        let stage = stage(options, &place.join(name))?;
        let mut outcome = Outcome {
            scenario: name,
            ..Outcome::default()
        };
        if let Err(error) = scenario(&stage, &mut outcome).await {
            outcome.faults.push(error.to_string());
        }
        outcomes.push(outcome);
    }
    let ok = !outcomes.is_empty() && outcomes.iter().all(|outcome| outcome.faults.is_empty());
    report(options, &outcomes, ok)?;
    if ok && options.dir.is_none() {
        std::fs::remove_dir_all(&place)?;
    }
    Ok(ok)
}

fn stage<'a>(options: &'a Disk, place: &Path) -> Result<Stage<'a>> {
    let shim = Shim::prepare(place)?;
    let database = format!("sqlite:{}", shim.watched.join(DATABASE).display());
    let install = Install::new(&options.kontor, place, &database)?;
    Ok(Stage {
        options,
        install,
        shim,
    })
}

impl Stage<'_> {
    /// Stops everything and holds what was promised against what is there.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn settle(&self, ledger: &Ledger, outcome: &mut Outcome) -> Result<()> {
        for arguments in [&["archive", "verify"][..], &["check"]] {
            outcome
                .faults
                .extend(self.install.complaint(arguments, &self.install.database)?);
        }
        let contents = read_sqlite(&self.shim.watched.join(DATABASE), ledger.run)?;
        let found = ledger.compare(&contents, None);
        (outcome.acknowledged, outcome.lost, outcome.doubled) =
            (found.acknowledged, found.lost, found.doubled);
        outcome.must(found.is_clean(), || format!("{found:?}"));
        outcome.must(found.acknowledged > 0, || {
            "nothing was acknowledged at all".into()
        });
        Ok(())
    }
}

/// Syncs of files that end in `of` fail while clients write.
async fn failing_sync(
    stage: &Stage<'_>,
    outcome: &mut Outcome,
    of: &str,
    switch: Switch,
) -> Result<()> {
    let (mut server, load) = under_load(
        &stage.install,
        Some((&stage.shim, true)),
        stage.options.clients,
    )
    .await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    stage.shim.set(switch, of)?;
    let start = Instant::now();
    while switch == Switch::SyncFailsOnce
        && stage.shim.is_set(switch)
        && start.elapsed() < CHECKPOINT_LIMIT
    {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let used = switch != Switch::SyncFailsOnce || !stage.shim.is_set(switch);
    outcome.must(used, || "no such sync was asked for".into());
    let ended = server
        .ends(END_LIMIT)
        .await?
        .map(|status| status.to_string());
    let failed = ended
        .as_ref()
        .is_some_and(|status| status != "exit status: 0");
    outcome.must(failed, || "a sync failed and the server went on".into());
    let how = ended.unwrap_or_else(|| "went on until it was killed".into());
    outcome.figures.push(format!(
        "{how}, {:?} after the failure was asked for",
        start.elapsed()
    ));
    drop(server);
    load.control.tell(Phase::Abandon);
    let ledger = load.ledger().await?;
    let _ = stage.shim.clear(switch);
    after_failure(stage, &ledger, outcome)?;
    restart(stage, &ledger, outcome).await
}

/// The disk as it may be when the power goes right after the failure: all that was promised is there.
fn after_failure(stage: &Stage<'_>, ledger: &Ledger, outcome: &mut Outcome) -> Result<()> {
    let log = Log::read(&stage.shim.log)?;
    let end = log.records.last().map_or(0, |record| record.end);
    let mut replay = Replay::new(&log, Forget::Nothing);
    replay.advance(end)?;
    let directory = stage.shim.watched.with_file_name("cut");
    for seed in 0..CUTS {
        std::fs::create_dir_all(&directory)?;
        replay.write(end, seed, &directory)?;
        let contents = read_sqlite(&directory.join(DATABASE), ledger.run)?;
        let found = ledger.compare(&contents, None);
        outcome.must(found.is_clean(), || {
            format!("power cut after the failure: {found:?}")
        });
        std::fs::remove_dir_all(&directory)?;
    }
    Ok(())
}

/// The disk is well again: the server starts, takes more, and everything promised is there.
async fn restart(stage: &Stage<'_>, ledger: &Ledger, outcome: &mut Outcome) -> Result<()> {
    let (server, world) = populated(&stage.install, None, stage.options.clients).await?;
    let load = Load::start(&world, ledger.run.wrapping_add(1), stage.options.clients);
    tokio::time::sleep(Duration::from_millis(500)).await;
    load.control.tell(Phase::Finish);
    let later = load.ledger().await?;
    server.kill()?;
    outcome.must(later.acknowledged() > 0, || {
        "nothing was taken after the restart".into()
    });
    stage.settle(ledger, outcome)
}

#[allow(
    clippy::print_stdout,
    reason = "the result of a program for people and scripts"
)]
fn report(options: &Disk, outcomes: &[Outcome], ok: bool) -> Result<()> {
    if options.json {
        println!("{}", serde_json::to_string(outcomes)?);
        return Ok(());
    }
    for outcome in outcomes {
        let Outcome {
            scenario,
            acknowledged,
            lost,
            doubled,
            ..
        } = outcome;
        println!("{scenario:<34}{acknowledged:>8} acknowledged{lost:>4} lost{doubled:>4} doubled");
        for line in outcome.skipped.iter().chain(&outcome.figures) {
            println!("    {line}");
        }
        for fault in &outcome.faults {
            println!("    FAULT: {fault}");
        }
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
