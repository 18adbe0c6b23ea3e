//! `kontor-load all`: every measurement, one after another, and the figures as JSON and Markdown.

use std::path::PathBuf;

use crate::Result;
use crate::bench::card::{self, Card};
use crate::bench::feed::{self, Feed};
use crate::bench::host::Target;
use crate::bench::inbox::{self, Inbox};
use crate::bench::live::{self, Live};
use crate::bench::memory::{self, Memory};
use crate::bench::messages::{self, Messages};
use crate::bench::report::Report;
use crate::bench::{is_clean, show};

/// What is told.
#[derive(Debug, Clone, clap::Args)]
pub struct All {
    #[command(flatten)]
    /// See [`Target`].
    pub target: Target,
    /// Where `figures.json` and `figures.md` are written; the directory of the measurements where
    /// absent.
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
}

/// Runs all; true where nothing happened that should not have.
///
/// # Errors
/// One of them could not be carried out.
pub async fn run(options: &All) -> Result<bool> {
    let target = options.target.clone();
    let mut reports = Vec::new();
    let messages = Messages {
        target: target.clone(),
        seconds: 10,
        warm_up: 3,
        bytes: vec![290, 1_400],
    };
    keep(&target, messages::run(&messages).await?, &mut reports)?;
    let inbox = Inbox {
        target: target.clone(),
        sizes: vec![10_000, 100_000, 1_000_000],
        requests: 2_000,
    };
    keep(&target, inbox::run(&inbox).await?, &mut reports)?;
    let card = Card {
        target: target.clone(),
        seconds: 10,
    };
    keep(&target, card::run(&card).await?, &mut reports)?;
    let live = Live {
        target: target.clone(),
        streams: 1_000,
        seconds: 10,
    };
    keep(&target, live::run(&live).await?, &mut reports)?;
    let memory = Memory {
        target: target.clone(),
        conversations: 1_000_000,
        seconds: 20,
    };
    keep(&target, memory::run(&memory).await?, &mut reports)?;
    let feed = Feed {
        target: target.clone(),
        rows: vec![10_000, 100_000],
    };
    keep(&target, feed::run(&feed).await?, &mut reports)?;
    let place = options.out.as_ref().unwrap_or(&target.dir);
    std::fs::create_dir_all(place)?;
    std::fs::write(
        place.join("figures.json"),
        serde_json::to_string_pretty(&reports)?,
    )?;
    let text: Vec<String> = reports.iter().map(Report::markdown).collect();
    std::fs::write(place.join("figures.md"), text.join("\n"))?;
    Ok(reports.iter().all(is_clean))
}

fn keep(target: &Target, mut report: Report, reports: &mut Vec<Report>) -> Result<()> {
    show(target, &mut report)?;
    reports.push(report);
    Ok(())
}
