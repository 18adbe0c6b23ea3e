//! `kontor-load power-cut`: records the disk of a server under load, then cuts the power many times.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::Result;
use crate::clock::run_number;
use crate::drive::{Load, Phase};
use crate::faults::cuts::{self, Plan, Summary, Verdict};
use crate::faults::log::Log;
use crate::faults::replay::Forget;
use crate::faults::server::{Install, Server};
use crate::faults::shim::Shim;
use crate::ledger::Ledger;
use crate::world::{Size, World};

/// The database file in the recorded directory.
pub const DATABASE: &str = "kontor.db";
/// How long a server may take to start.
pub const READY_LIMIT: Duration = Duration::from_secs(30);

/// What the power-cut experiment is told.
#[derive(Debug, Clone, clap::Args)]
pub struct PowerCut {
    /// The program under test.
    #[arg(long, value_name = "PATH")]
    pub kontor: PathBuf,
    /// Power cuts.
    #[arg(long, default_value_t = 200)]
    pub cuts: usize,
    /// Messages to be acknowledged before the recording ends.
    #[arg(long, default_value_t = 5_000)]
    pub messages: u64,
    /// Seconds after which the recording ends in any case.
    #[arg(long, default_value_t = 120)]
    pub seconds: u64,
    /// Clients that write at once.
    #[arg(long, default_value_t = 16)]
    pub clients: usize,
    /// Repeats instants and fates of the cuts; not the load, which is as fast as the machine.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// A sabotaged program: succeed only where a cut loses something.
    #[arg(long)]
    pub expect_loss: bool,
    /// Pretend that the program never asked for these syncs.
    #[arg(long, value_enum, default_value_t = Forget::Nothing)]
    pub forget: Forget,
    /// Where everything is kept; emptied first. Otherwise a directory for temporary files.
    #[arg(long, value_name = "PATH")]
    pub dir: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// A directory for an experiment, empty.
///
/// # Errors
/// It cannot be made, or was not made by an experiment.
pub fn place(given: Option<&Path>, name: &str) -> Result<PathBuf> {
    let path = given.map_or_else(
        || std::env::temp_dir().join(format!("kontor-load-{name}-{}", std::process::id())),
        Path::to_owned,
    );
    let marker = path.join("made-by-kontor-load");
    if path.exists() {
        if !marker.exists() && std::fs::read_dir(&path)?.next().is_some() {
            return Err(format!("{} is not empty", path.display()).into());
        }
        std::fs::remove_dir_all(&path)?;
    }
    std::fs::create_dir_all(&path)?;
    std::fs::write(marker, "")?;
    Ok(std::fs::canonicalize(path)?)
}

/// Runs the experiment; true where it showed what it was to show.
///
/// # Errors
/// It could not be carried out.
pub async fn run(options: &PowerCut) -> Result<bool> {
    let place = place(options.dir.as_deref(), "power-cut")?;
    let shim = Shim::prepare(&place)?;
    let database = format!("sqlite:{}", shim.watched.join(DATABASE).display());
    let install = Install::new(&options.kontor, &place, &database)?;
    let ledger = record(options, &install, &shim).await?;
    let log = Log::read(&shim.log)?;
    let plan = Plan {
        log: &log,
        ledger: &ledger,
        cuts: options.cuts,
        seed: options.seed,
        forget: options.forget,
        scratch: &place,
        database: DATABASE,
        until_loss: false,
    };
    let summary = cuts::run(&plan, |directory| judge(&install, directory))?;
    let ok = if options.expect_loss {
        summary.lost > 0
    } else {
        summary.is_clean()
    };
    report(options, &summary, ok)?;
    if ok && options.dir.is_none() {
        std::fs::remove_dir_all(&place)?;
    }
    Ok(ok)
}

/// Runs the server under load with its disk recorded, until enough is promised; then kills it.
async fn record(options: &PowerCut, install: &Install, shim: &Shim) -> Result<Ledger> {
    let (server, load) = under_load(install, Some((shim, true)), options.clients).await?;
    let end = std::time::Instant::now() + Duration::from_secs(options.seconds);
    let enough =
        |load: &Load| load.control.acknowledged.load(Ordering::Relaxed) >= options.messages;
    while !enough(&load) && std::time::Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    server.kill()?;
    load.control.tell(Phase::Abandon);
    let problem = Arc::clone(&load.control);
    let ledger = load.ledger().await?;
    if ledger.acknowledged() == 0 {
        return Err(format!("nothing was acknowledged: {:?}", problem.problem).into());
    }
    Ok(ledger)
}

/// Starts a server, makes a world in it, and lets clients write.
///
/// # Errors
/// The server does not start or refuses the world.
pub async fn under_load(
    install: &Install,
    shim: Option<(&Shim, bool)>,
    clients: usize,
) -> Result<(Server, Load)> {
    let (server, world) = populated(install, shim, clients).await?;
    Ok((server, Load::start(&world, run_number(), clients)))
}

/// Starts a server and makes a world in it with one buyer and seller for each client.
///
/// # Errors
/// The server does not start or refuses the world.
pub async fn populated(
    install: &Install,
    shim: Option<(&Shim, bool)>,
    clients: usize,
) -> Result<(Server, Arc<World>)> {
    let operator = install.operator(shim)?;
    let mut server = install.serve(shim)?;
    install.ready(&mut server, READY_LIMIT).await?;
    let size = Size {
        buyers: clients,
        sellers: clients,
        listings: 4 * clients,
    };
    let world = World::prepare(&install.address, &operator, size).await?;
    Ok((server, Arc::new(world)))
}

/// Asks the program itself what it thinks of a directory, in fresh processes.
fn judge(install: &Install, directory: &Path) -> Result<Verdict> {
    let database = format!("sqlite:{}", directory.join(DATABASE).display());
    let mut verdict = Verdict::default();
    for arguments in [&["archive", "verify"][..], &["check"]] {
        if let Some(complaint) = install.complaint(arguments, &database)? {
            verdict.chain_faults += 1;
            verdict.notes.push(complaint);
        }
    }
    Ok(verdict)
}

#[allow(
    clippy::print_stdout,
    reason = "the result of a program for people and scripts"
)]
fn report(options: &PowerCut, summary: &Summary, ok: bool) -> Result<()> {
    if options.json {
        println!("{}", serde_json::to_string(summary)?);
    } else {
        let verdict = if ok {
            "as it must be"
        } else {
            "NOT as it must be"
        };
        println!("{}\n{verdict}", summary.table().trim_end());
    }
    Ok(())
}
