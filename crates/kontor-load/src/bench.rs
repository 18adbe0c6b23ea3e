//! Measures a server from outside, with the baselines beside it in the same run.
//!
//! Each sub-command starts the server itself, prepares what it needs and reports figures with their
//! goals ([`report`]). [`host`] starts and ends the server, [`wire`] is the lean client of the loops
//! that are measured, [`proc`] asks the kernel, [`seed`] writes files with very many conversations.
//! What is measured: [`messages`] beside [`bare`], [`inbox`], [`card`], [`live`], [`memory`], [`feed`].

pub mod all;
pub mod bare;
pub mod card;
pub mod feed;
pub mod fsync;
pub mod host;
pub mod inbox;
pub mod live;
pub mod memory;
pub mod messages;
pub mod proc;
pub mod report;
pub mod running;
pub mod samples;
pub mod seed;
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
    /// Measure the list of conversations at three sizes.
    Inbox(inbox::Inbox),
    /// Measure contact cards as JSON.
    Card(card::Card),
    /// Measure events on a thousand open streams.
    Live(live::Live),
    /// Measure memory and the time of a start.
    Memory(memory::Memory),
    /// Measure the import of a feed.
    Feed(feed::Feed),
    /// Measure everything; `--quick` shows in a minute that all of it works.
    All(all::All),
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
        Bench::Inbox(options) => tell(&options.target, inbox::run(options).await?),
        Bench::Card(options) => tell(&options.target, card::run(options).await?),
        Bench::Live(options) => tell(&options.target, live::run(options).await?),
        Bench::Memory(options) => tell(&options.target, memory::run(options).await?),
        Bench::Feed(options) => tell(&options.target, feed::run(options).await?),
        Bench::All(options) => all::run(options).await,
    }
}

fn tell(target: &Target, mut report: Report) -> Result<bool> {
    show(target, &mut report)?;
    Ok(is_clean(&report))
}

fn is_clean(report: &Report) -> bool {
    report.troubles.is_empty()
}

#[allow(
    clippy::print_stdout,
    reason = "the result of a program for people and scripts"
)]
fn show(target: &Target, report: &mut Report) -> Result<()> {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    report.note(format!("load average at the end: {}", load.trim()));
    if target.json {
        println!("{}", serde_json::to_string(report)?);
    } else {
        println!("{}", report.text());
    }
    Ok(())
}
