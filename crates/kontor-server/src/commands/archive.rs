//! `kontor archive verify` and `kontor archive heads`.
//!
//! Heads are kept outside the database; with them even an attacker who may rewrite every file is
//! found out. Source: security case T148.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_store::archive::{self, Finding, Head};
use kontor_store::{Error, Result, Store};

use crate::commands::{ConfigArgs, Failure};

/// Conversations walked in one snapshot.
const AT_ONCE: i64 = 500;

#[derive(Debug, Subcommand)]
pub enum ArchiveCommand {
    /// Prove that no entry was changed, removed, reordered or cut off.
    Verify(VerifyArgs),
    /// Print every conversation's head as JSON lines, to be kept outside.
    Heads(ConfigArgs),
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Heads that were kept outside, as `kontor archive heads` prints them.
    #[arg(long)]
    against: Option<PathBuf>,
}

pub async fn run(command: ArchiveCommand) -> std::result::Result<ExitCode, Failure> {
    match command {
        ArchiveCommand::Verify(args) => verify(&args).await,
        ArchiveCommand::Heads(args) => {
            let (_, store) = args.open_to_read().await?;
            let mut after = start();
            loop {
                let page = heads(&store, &after).await?;
                for head in &page {
                    println!("{}", serde_json::to_string(head)?);
                }
                let Some(last) = page.last() else { break };
                after = (last.marketplace, last.conversation.clone());
            }
            store.close().await;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn start() -> (MarketplaceKey, ConversationId) {
    (MarketplaceKey(0), ConversationId(String::new()))
}

async fn heads(store: &Store, after: &(MarketplaceKey, ConversationId)) -> Result<Vec<Head>> {
    store
        .read(after.clone(), |tx, after| {
            Box::pin(archive::heads(tx, after, AT_ONCE))
        })
        .await
}

async fn verify(args: &VerifyArgs) -> std::result::Result<ExitCode, Failure> {
    let (_, store) = args.config.open_to_read().await?;
    let (conversations, entries, mut findings) = walk(&store).await?;
    let mut kept = 0;
    if let Some(file) = &args.against {
        let (count, found) = against(&store, file).await?;
        kept = count;
        findings.extend(found);
    }
    store.close().await;
    let answer = serde_json::json!({
        "conversations": conversations, "entries": entries, "heads": kept, "findings": findings,
    });
    args.config.answer(&answer, || {
        let mut text = format!("{conversations} conversations, {entries} entries");
        if args.against.is_some() {
            text.push_str(&format!(", {kept} kept heads"));
        }
        if findings.is_empty() {
            text.push_str(": the archive is whole");
        }
        for finding in &findings {
            let Finding {
                marketplace,
                conversation,
                fault,
            } = finding;
            text.push_str(&format!(
                "\nmarketplace {} conversation {conversation}: {fault:?}",
                marketplace.0
            ));
        }
        text
    });
    Ok(if findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn walk(store: &Store) -> Result<(u64, i64, Vec<Finding>)> {
    let mut after = start();
    let (mut conversations, mut entries) = (0, 0);
    let mut findings = store
        .read((), |tx, ()| Box::pin(archive::orphans(tx, 1_000)))
        .await?;
    loop {
        let (page, found) = store
            .read(after.clone(), |tx, after| {
                Box::pin(async move {
                    let page = archive::heads(tx, after, AT_ONCE).await?;
                    let mut found = Vec::new();
                    for head in &page {
                        let (marketplace, id) = (head.marketplace, &head.conversation);
                        if let Some(fault) = archive::verify(tx, marketplace, id).await? {
                            found.push(Finding {
                                marketplace,
                                conversation: id.clone(),
                                fault,
                            });
                        }
                    }
                    Ok::<_, Error>((page, found))
                })
            })
            .await?;
        conversations += page.len() as u64;
        entries += page.iter().map(|head| head.seq).sum::<i64>();
        findings.extend(found);
        let Some(last) = page.last() else {
            return Ok((conversations, entries, findings));
        };
        after = (last.marketplace, last.conversation.clone());
    }
}

async fn against(store: &Store, file: &Path) -> std::result::Result<(u64, Vec<Finding>), Failure> {
    let opened =
        std::fs::File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut count = 0;
    let mut findings = Vec::new();
    for (number, line) in BufReader::new(opened).lines().enumerate() {
        let head: Head = serde_json::from_str(&line?)
            .map_err(|error| format!("{} line {}: {error}", file.display(), number + 1))?;
        count += 1;
        findings.extend(
            store
                .read(head, |tx, head| Box::pin(archive::against(tx, head)))
                .await?,
        );
    }
    Ok((count, findings))
}
