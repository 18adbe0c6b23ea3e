//! Measures a server from outside, with the baselines beside it in the same run.
//!
//! Each sub-command starts the server itself, prepares what it needs and reports figures with their
//! goals ([`report`]). [`host`] starts and ends the server, [`wire`] is the lean client of the loops
//! that are measured, [`proc`] asks the kernel. What is measured: [`messages`] beside [`bare`].

pub mod bare;
pub mod fsync;
pub mod host;
pub mod messages;
pub mod proc;
pub mod report;
pub mod samples;
pub mod wire;

use crate::Result;
use crate::bench::host::Target;
use crate::bench::report::Report;

/// The measurements, as sub-commands.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Bench {
    /// Measure messages accepted durably, beside a bare program.
    Messages(messages::Messages),
    /// Execute the statements of messages without a server; `messages` calls it.
    Bare(bare::Bare),
}

/// Runs a measurement; true where nothing happened that should not have. A missed goal is told, not
/// an error: figures depend on the machine.
///
/// # Errors
/// It could not be carried out.
pub async fn run(bench: &Bench) -> Result<bool> {
    match bench {
        Bench::Messages(options) => tell(&options.target, messages::run(options).await?),
        Bench::Bare(options) => bare::run(options),
    }
}

#[allow(clippy::print_stdout, reason = "the result of a program for people and scripts")]
fn tell(target: &Target, mut report: Report) -> Result<bool> {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    report.note(format!("load average at the end: {}", load.trim()));
    if target.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        println!("{}", report.text());
    }
    Ok(report.troubles.is_empty())
}
