//! `kontor import listings FILE`: into the database, or into a running server over HTTP.

use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use kontor_store::import::{Import, Refusal, refusals};
use kontor_store::{Store, marketplace};
use sha2::{Digest, Sha256};

use crate::actions::import::{Importer, Order};
use crate::clock::Clock;
use crate::commands::{ConfigArgs, Failure};

/// Bytes read at once.
const CHUNK_BYTES: usize = 64 * 1024;
/// Refused rows printed.
const REFUSALS_SHOWN: i64 = 100;

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Import a listing feed: Google Merchant product data as TSV, RSS 2.0 or Atom.
    Listings(ListingsArgs),
}

#[derive(Debug, Args)]
pub struct ListingsArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The feed. A run that was cut off goes on where it stopped.
    file: PathBuf,
    /// The marketplace's short name; needed where there are several.
    #[arg(long)]
    marketplace: Option<String>,
    /// The feed's name; the file's name where absent.
    #[arg(long)]
    feed: Option<String>,
    /// Retire listings that this feed brought before and no longer names.
    #[arg(long)]
    retire: bool,
}

pub async fn run(command: ImportCommand) -> Result<ExitCode, Failure> {
    let ImportCommand::Listings(args) = command;
    let (config, store) = args.config.open().await?;
    let market = match (&args.marketplace, config.marketplaces.as_slice()) {
        (Some(slug), all) => all.iter().find(|one| one.slug == *slug),
        (None, [only]) => Some(only),
        (None, _) => return Err("several marketplaces: say which with --marketplace".into()),
    };
    let market = market.ok_or("no such marketplace is configured")?;
    let clock = Clock::System;
    let input = (market.slug.clone(), market.name.clone(), clock.now());
    let key = store
        .write(input, |tx, (slug, name, now)| {
            Box::pin(marketplace::put(tx, slug, name, *now))
        })
        .await?;
    let order = Order {
        marketplace: key,
        feed: args.feed.clone().unwrap_or_else(|| feed_name(&args.file)),
        fingerprint: fingerprint(&args.file)?,
        retire: args.retire,
    };
    let outcome = import(&store, &clock, order, &args.file).await;
    let run = outcome.map_err(|fault| {
        format!(
            "{}: {} {}",
            args.file.display(),
            fault.code,
            fault.detail.unwrap_or_default()
        )
    })?;
    let input = (key, run.id.clone());
    let refused = store
        .read(input, |tx, (key, id)| {
            Box::pin(refusals(tx, *key, id, 0, REFUSALS_SHOWN))
        })
        .await?;
    store.close().await;
    let answer = serde_json::json!({ "import": run, "refusals": refused });
    args.config.answer(&answer, || tell(&run, &refused));
    Ok(ExitCode::SUCCESS)
}

fn tell(run: &Import, refused: &[Refusal]) -> String {
    let mut text = format!(
        "{} rows: {} new, {} changed, {} the same, {} refused, {} retired",
        run.rows_done, run.created, run.updated, run.unchanged, run.refused, run.retired
    );
    for refusal in refused {
        text.push_str(&format!(
            "\nrow {}: {} {}",
            refusal.row, refusal.field, refusal.code
        ));
    }
    text
}

/// Letters, digits, `-`, `_` and `.` of the file's name.
fn feed_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .take(64)
        .collect();
    if name.is_empty() {
        "feed".to_owned()
    } else {
        name
    }
}

/// Digest of the bytes: tells whether a run that was cut off was of this very feed.
fn fingerprint(file: &Path) -> Result<String, Failure> {
    let mut opened = File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let length = opened.read(&mut chunk)?;
        if length == 0 {
            return Ok(kontor_store::archive::hex(&hash.finalize()));
        }
        hash.update(chunk.get(..length).unwrap_or_default());
    }
}

/// Imports a file, with progress on a terminal.
///
/// # Errors
/// See [`Importer::push`].
pub async fn import(
    store: &Store,
    clock: &Clock,
    order: Order,
    file: &Path,
) -> Result<Import, crate::fault::Fault> {
    let unreadable = |error: std::io::Error| {
        crate::fault::Fault::with("feed_unreadable", format!("{}: {error}", file.display()))
    };
    let mut opened = File::open(file).map_err(unreadable)?;
    let size = opened.metadata().map_err(unreadable)?.len();
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(size)
    } else {
        ProgressBar::hidden()
    };
    let style = "{bar:40} {bytes}/{total_bytes} {msg} rows, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    let name = file.to_string_lossy();
    let mut importer = Importer::begin(store, clock, order, Some(&name)).await?;
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let length = opened.read(&mut chunk).map_err(unreadable)?;
        if length == 0 {
            break;
        }
        importer
            .push(chunk.get(..length).unwrap_or_default())
            .await?;
        bar.inc(length as u64);
        bar.set_message(importer.run().rows_done.to_string());
    }
    bar.finish_and_clear();
    importer.finish().await
}
