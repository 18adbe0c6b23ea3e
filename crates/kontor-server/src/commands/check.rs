//! `kontor check`: everything derived is what the timeline says.

use std::process::ExitCode;

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_store::check::{self, Difference};
use kontor_store::{Result, Store, archive};

use crate::commands::{ConfigArgs, Failure};

/// Conversations compared in one snapshot.
const AT_ONCE: i64 = 500;
/// Differences told at most.
const TOLD_MAX: usize = 1_000;

pub async fn run(args: &ConfigArgs) -> std::result::Result<ExitCode, Failure> {
    let (_, store) = args.open_to_read().await?;
    let (count, mut differences) = conversations(&store).await?;
    differences.extend(
        store
            .read((), |tx, ()| Box::pin(check::principals(tx)))
            .await?,
    );
    let integrity = store
        .read((), |tx, ()| Box::pin(check::integrity(tx)))
        .await?;
    store.close().await;
    let sound = integrity.as_ref().is_none_or(|lines| *lines == ["ok"]);
    differences.truncate(TOLD_MAX);
    let answer = serde_json::json!({
        "conversations": count, "differences": differences, "integrity": integrity,
    });
    args.answer(&answer, || tell(count, &differences, integrity.as_deref()));
    Ok(if differences.is_empty() && sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn tell(count: u64, differences: &[Difference], integrity: Option<&[String]>) -> String {
    let mut text = format!(
        "{count} conversations compared, {} differences",
        differences.len()
    );
    for one in differences {
        let Difference {
            row,
            field,
            stored,
            rebuilt,
            ..
        } = one;
        text.push_str(&format!("\n{row}: {field} is {stored}, must be {rebuilt}"));
    }
    if let Some(lines) = integrity {
        text.push_str(&format!("\nSQLite's integrity check: {}", lines.join("; ")));
    }
    text
}

async fn conversations(store: &Store) -> Result<(u64, Vec<Difference>)> {
    let mut after = (MarketplaceKey(0), ConversationId(String::new()));
    let mut count = 0;
    let mut all = Vec::new();
    loop {
        let (next, differences) = store
            .read(after.clone(), |tx, after| {
                Box::pin(async move {
                    let heads = archive::heads(tx, after, AT_ONCE).await?;
                    let mut found = Vec::new();
                    for head in &heads {
                        let id = &head.conversation;
                        found.extend(check::conversation(tx, head.marketplace, id).await?);
                    }
                    Ok::<_, kontor_store::Error>((heads, found))
                })
            })
            .await?;
        count += next.len() as u64;
        all.extend(differences);
        match next.last() {
            Some(last) if all.len() < TOLD_MAX => {
                after = (last.marketplace, last.conversation.clone());
            }
            _ => return Ok((count, all)),
        }
    }
}
