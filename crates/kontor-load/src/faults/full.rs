//! The scenarios of a full disk: one that only says so, and a small file system that truly is.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::Result;
use crate::client::{Client, Request};
use crate::clock::monotonic;
use crate::drive::{Load, Phase};
use crate::faults::disk::{Outcome, Stage};
use crate::faults::power_cut::populated;
use crate::faults::server::Server;
use crate::faults::shim::Switch;
use crate::world::{MARKETPLACE, World};

/// How soon a writer must be told that the disk is full. Source: security goal G05.
const TOLD_LIMIT: Duration = Duration::from_secs(1);
/// How long the disk stays full.
const FULL: Duration = Duration::from_secs(2);
/// How soon writing must go on by itself once there is room. Source: security goal G05.
const RECOVERY_LIMIT: Duration = Duration::from_secs(10);
/// Answers that may still be on their way when the disk becomes full.
const GRACE: Duration = Duration::from_millis(200);
/// The size of the small file system, in MiB: the log may grow to 64 MiB beside the database.
const SMALL_MIB: u64 = 160;
/// What the small file system has left when it is nearly full, in bytes.
const LEFT: u64 = 512 * 1024;

/// A disk that says it is full.
///
/// # Errors
/// The scenario could not be carried out.
pub(super) async fn fake(stage: &Stage<'_>, outcome: &mut Outcome, switch: Switch) -> Result<()> {
    let shim = &stage.shim;
    let (mut server, world) =
        populated(&stage.install, Some((shim, false)), stage.options.clients).await?;
    let load = Load::start(&world, crate::clock::run_number(), stage.options.clients);
    for _ in 0..stage.options.cycles {
        tokio::time::sleep(Duration::from_millis(500)).await;
        shim.set(switch, "")?;
        while_full(&load, &world, &mut server, outcome, switch == Switch::Full).await;
        let _ = shim.clear(switch);
        recovery(&load, &mut server, outcome).await;
        if !server.is_running() {
            break;
        }
    }
    end(stage, load, server, outcome).await
}

/// A small file system of its own that another file fills; only where one may mount it.
///
/// # Errors
/// The scenario could not be carried out.
pub(super) async fn real(stage: &Stage<'_>, outcome: &mut Outcome) -> Result<()> {
    let Some(mounted) = Mounted::new(&stage.shim.watched) else {
        outcome.skipped = Some("skipped: mounting a tmpfs needs the right to do so".into());
        return Ok(());
    };
    let (mut server, world) = populated(&stage.install, None, stage.options.clients).await?;
    let load = Load::start(&world, crate::clock::run_number(), stage.options.clients);
    let filler = stage.shim.watched.join("filler");
    for _ in 0..stage.options.cycles {
        tokio::time::sleep(Duration::from_millis(500)).await;
        fill(&stage.shim.watched, &filler)?;
        let start = Instant::now();
        let before = load.control.unavailable.load(Ordering::Relaxed);
        while load.control.unavailable.load(Ordering::Relaxed) == before
            && start.elapsed() < Duration::from_secs(30)
            && server.is_running()
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        outcome.figures.push(format!(
            "the last {LEFT} bytes lasted {:?}",
            start.elapsed()
        ));
        while_full(&load, &world, &mut server, outcome, false).await;
        std::fs::remove_file(&filler)?;
        recovery(&load, &mut server, outcome).await;
        if !server.is_running() {
            break;
        }
    }
    end(stage, load, server, outcome).await?;
    drop(mounted);
    Ok(())
}

/// What must hold while there is no room. `strict`: no write at all can succeed.
async fn while_full(
    load: &Load,
    world: &World,
    server: &mut Server,
    outcome: &mut Outcome,
    strict: bool,
) {
    let control = &load.control;
    let before = control.unavailable.load(Ordering::Relaxed);
    let start = Instant::now();
    let told = loop {
        if control.unavailable.load(Ordering::Relaxed) > before {
            break Some(start.elapsed());
        }
        if start.elapsed() > if strict { TOLD_LIMIT } else { FULL } {
            break None;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    if strict {
        outcome.must(told.is_some(), || {
            "no writer was told 507 or 503 within a second".into()
        });
    }
    tokio::time::sleep(GRACE).await;
    let quiet_since = monotonic();
    let mut reader = Client::new(&world.address, MARKETPLACE, Duration::from_secs(2));
    let (mut reads, mut failed) = (0_u32, 0_u32);
    while start.elapsed() < FULL {
        let token = world.buyers.first().map_or("", String::as_str);
        let answer = reader
            .send(&Request::get("/api/v1/conversations?limit=20", token))
            .await;
        reads += 1;
        failed += u32::from(!answer.is_ok_and(|answer| answer.status == 200));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    outcome.must(failed == 0, || {
        format!("{failed} of {reads} reads failed while the disk was full")
    });
    let last = control.last_acknowledged.load(Ordering::Relaxed);
    if strict {
        outcome.must(last <= quiet_since, || {
            "a write was acknowledged on a full disk".into()
        });
    }
    outcome.must(server.is_running(), || {
        "the server ended on a full disk".into()
    });
    outcome
        .figures
        .push(format!("told after {told:?}; {reads} reads answered"));
}

/// What must hold once there is room again.
async fn recovery(load: &Load, server: &mut Server, outcome: &mut Outcome) {
    let (from, start) = (monotonic(), Instant::now());
    while start.elapsed() < RECOVERY_LIMIT && server.is_running() {
        if load.control.last_acknowledged.load(Ordering::Relaxed) > from {
            outcome
                .figures
                .push(format!("writing again after {:?}", start.elapsed()));
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    outcome
        .faults
        .push("nothing was taken within ten seconds of room on the disk".into());
}

async fn end(
    stage: &Stage<'_>,
    load: Load,
    mut server: Server,
    outcome: &mut Outcome,
) -> Result<()> {
    let troubled = load.control.troubled.load(Ordering::Relaxed);
    outcome.must(troubled == 0, || {
        format!(
            "{troubled} answers were neither success nor 507 nor 503: {:?}",
            load.control.problem
        )
    });
    load.control.tell(if server.is_running() {
        Phase::Finish
    } else {
        Phase::Abandon
    });
    let ledger = load.ledger().await?;
    server.kill()?;
    stage.settle(&ledger, outcome)
}

/// Takes all but a little of the room that is left.
fn fill(directory: &Path, filler: &Path) -> Result<()> {
    let output = Command::new("df")
        .args(["--output=avail", "-B1"])
        .arg(directory)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let free: u64 = text
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .parse()?;
    let zeros = vec![0_u8; usize::try_from(free.saturating_sub(LEFT))?];
    match std::fs::write(filler, zeros) {
        // The server took some of it meanwhile: then it is full already.
        Err(error) if error.kind() == std::io::ErrorKind::StorageFull => Ok(()),
        outcome => Ok(outcome?),
    }
}

/// A mounted file system; gone with this value.
struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn new(at: &'a Path) -> Option<Self> {
        let size = format!("size={SMALL_MIB}m");
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "kontor-load"])
            .arg(at)
            .stderr(std::process::Stdio::null())
            .status();
        status
            .is_ok_and(|status| status.success())
            .then_some(Self(at))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        // Still in use only where a server outlived its kill; then it stays for a person to see.
        let _ = Command::new("umount").arg(self.0).status();
    }
}
