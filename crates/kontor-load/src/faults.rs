//! Breaks the disk and the process under a running server, then asks what was lost.
//!
//! Read [`replay`] first: it says what a power cut is taken to be. [`power_cut`], [`kill`] and
//! [`disk`] are the experiments, each a subcommand; [`shim`] loads `faults/record.c` into the
//! server, [`server`] starts and ends it, [`cuts`] makes the cuts of one recorded run.

pub mod cuts;
pub mod disk;
mod disk_image;
mod fate;
mod full;
pub mod kill;
pub mod log;
pub mod power_cut;
pub mod replay;
#[cfg(test)]
mod replay_tests;
pub mod server;
pub mod shim;

pub use fate::Counts;

/// The experiments, as subcommands.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Fault {
    /// Cut the power of a recorded run many times.
    PowerCut(power_cut::PowerCut),
    /// Kill the server under load many times.
    Kill(kill::Kill),
    /// Let syncs fail and the disk become full.
    Disk(disk::Disk),
}

/// Runs an experiment; true where it showed what it was to show. Needs a runtime of several threads.
///
/// # Errors
/// It could not be carried out.
pub async fn run(fault: &Fault) -> crate::Result<bool> {
    match fault {
        Fault::PowerCut(options) => power_cut::run(options).await,
        Fault::Kill(options) => kill::run(options).await,
        Fault::Disk(options) => disk::run(options).await,
    }
}
