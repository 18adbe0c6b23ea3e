//! Reads through the API what a run wrote, with the eyes of those who wrote it.

use std::collections::HashSet;
use std::time::Duration;

use serde::Deserialize;

use crate::Result;
use crate::client::{Client, Request};
use crate::ledger::{Contents, note};
use crate::world::{MARKETPLACE, World};

/// How long one page may take.
const LIMIT: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
struct EntryPage {
    entries: Vec<Entry>,
    next: Option<i64>,
}

#[derive(Deserialize)]
struct Entry {
    seq: i64,
    body: Option<String>,
}

#[derive(Deserialize)]
struct ConversationPage {
    conversations: Vec<Conversation>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Conversation {
    id: String,
}

/// Reads everything of a run through the API, with the eyes of its buyers.
///
/// # Errors
/// The server does not answer, or not with success.
pub async fn read_back(world: &World, run: u32) -> Result<Contents> {
    let mut client = Client::new(&world.address, MARKETPLACE, LIMIT);
    let (mut contents, mut seen) = (Contents::new(), HashSet::new());
    for token in &world.buyers {
        let mut cursor = String::new();
        loop {
            let path = format!("/api/v1/conversations?limit=100{cursor}");
            let page: ConversationPage = read(&mut client, &path, token).await?;
            for conversation in page.conversations {
                if seen.insert(conversation.id.clone()) {
                    entries(&mut client, token, &conversation.id, run, &mut contents).await?;
                }
            }
            let Some(next) = page.next else { break };
            cursor = format!("&cursor={next}");
        }
    }
    Ok(contents)
}

async fn entries(
    client: &mut Client,
    token: &str,
    id: &str,
    run: u32,
    contents: &mut Contents,
) -> Result<()> {
    let mut after = 0;
    loop {
        let path = format!("/api/v1/conversations/{id}/entries?after={after}&limit=100");
        let page: EntryPage = read(client, &path, token).await?;
        for entry in &page.entries {
            note(
                contents,
                run,
                id,
                entry.seq,
                entry.body.as_deref().unwrap_or_default(),
            );
        }
        match page.next {
            Some(next) => after = next,
            None => return Ok(()),
        }
    }
}

async fn read<T: for<'d> Deserialize<'d>>(
    client: &mut Client,
    path: &str,
    token: &str,
) -> Result<T> {
    let answer = client.send(&Request::get(path, token)).await?;
    if answer.status != 200 {
        return Err(format!("GET {path}: {}", answer.status).into());
    }
    Ok(serde_json::from_slice(answer.body)?)
}
