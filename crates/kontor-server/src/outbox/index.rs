//! Keeping the search index up to date: reads what changed, makes tokens, puts documents.

use std::sync::Arc;

use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::listing::ListingState;
use kontor_core::outbox::Topic;
use kontor_core::time::Micros;
use kontor_store::outbox::{self, Job};
use kontor_store::search::{Document, DocumentKind, Question, Verify};
use kontor_store::{Scope, Tx, listing, search};
use kontor_text::tokens;

use crate::app::App;
use crate::fault::Fault;
use crate::outbox::worker::{self, Running, Work};

/// Entries of one conversation indexed in one go; the rest follows in the next.
const ENTRIES_AT_ONCE: i64 = 200;
/// Documents put and jobs finished in one transaction: whoever writes a message waits for no more.
const DOCUMENTS_AT_ONCE: usize = 16;
const FINISHED_AT_ONCE: usize = 10;

/// The work of the topic `index`.
pub const WORK: Work = Work {
    topic: Topic::Index,
    batch: 200,
    run,
};

/// A reader's words as the index's question.
#[must_use]
pub fn question(words: &str) -> Question {
    let query = tokens::query(words);
    Question {
        all_of: query.all_of.clone(),
        prefix: query.prefix.clone(),
        verify: Verify(Some(Arc::new(move |texts| query.holds_in(texts)))),
    }
}

fn run(app: Arc<App>, jobs: Vec<Job>) -> Running {
    Box::pin(async move {
        let now = app.clock.now();
        let count = jobs.len();
        let input = (jobs.clone(), now);
        let sources = app
            .store
            .read(input, |tx, (jobs, _)| Box::pin(read_all(tx, jobs)))
            .await?;
        // Tokens are made here, outside of any transaction.
        for portion in portions(jobs.into_iter().zip(sources)) {
            let input = (portion, now);
            app.store
                .write(input, |tx, (portion, now)| {
                    Box::pin(put_portion(tx, portion, *now))
                })
                .await?;
        }
        for _ in 0..count {
            app.metrics.outbox(Topic::Index.code(), "done");
        }
        Ok(())
    })
}

/// What a job's documents are made from.
enum Source {
    Entries {
        entries: Vec<search::EntrySource>,
        members: Vec<String>,
        full: bool,
    },
    Listings(Vec<(String, Option<listing::Listing>)>),
}

async fn read_all(tx: &mut Tx, jobs: &[Job]) -> Result<Vec<Source>, Fault> {
    let mut sources = Vec::with_capacity(jobs.len());
    for job in jobs {
        sources.push(read_one(tx, job).await?);
    }
    Ok(sources)
}

async fn read_one(tx: &mut Tx, job: &Job) -> Result<Source, Fault> {
    let market = job.marketplace;
    if job.payload == "conversation" {
        let id = ConversationId(job.order_key.clone());
        let from = search::indexed_up_to(tx, market, &id).await?;
        let (entries, members) =
            search::entry_sources(tx, market, &id, from, ENTRIES_AT_ONCE).await?;
        let full = entries.len() as i64 == ENTRIES_AT_ONCE;
        return Ok(Source::Entries {
            entries,
            members,
            full,
        });
    }
    let scope = Scope::public(market);
    let ids: Vec<&str> = match job.payload.strip_prefix("listings\n") {
        Some(list) => list.split('\n').collect(),
        None => vec![job.order_key.as_str()],
    };
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.push((id.to_owned(), listing::find(tx, &scope, id).await?));
    }
    Ok(Source::Listings(found))
}

fn documents(job: &Job, source: Source) -> (Vec<Document>, bool) {
    match source {
        Source::Entries {
            entries,
            members,
            full,
        } => {
            let members: Vec<PrincipalId> = members.into_iter().map(PrincipalId).collect();
            let documents = entries
                .into_iter()
                .map(|entry| {
                    let texts = [entry.subject.as_str(), &entry.body];
                    Document {
                        kind: DocumentKind::Entry,
                        subject: job.order_key.clone(),
                        seq: entry.seq,
                        tokens: tokens::index_tokens(&texts, &members, entry.at).join(" "),
                    }
                })
                .collect();
            (documents, !full)
        }
        Source::Listings(found) => {
            let documents = found
                .into_iter()
                .map(|(subject, row)| Document {
                    kind: DocumentKind::Listing,
                    subject,
                    seq: 0,
                    tokens: row.map_or_else(String::new, |row| listing_tokens(&row)),
                })
                .collect();
            (documents, true)
        }
    }
}

fn listing_tokens(row: &listing::Listing) -> String {
    if row.state == ListingState::Retired {
        return String::new();
    }
    let texts = [
        row.title.as_str(),
        &row.description,
        &row.seller_name,
        &row.external_id,
    ];
    tokens::index_tokens(&texts, std::slice::from_ref(&row.seller), row.updated_at).join(" ")
}

/// What one transaction does: documents, then the jobs that end with them.
#[derive(Default)]
struct Portion {
    documents: Vec<(MarketplaceKey, Document)>,
    ends: Vec<(Job, bool)>,
}

impl Portion {
    fn is_full(&self) -> bool {
        self.documents.len() >= DOCUMENTS_AT_ONCE || self.ends.len() >= FINISHED_AT_ONCE
    }
}

/// Cuts work into short transactions. A job ends with its last document, so that one that was cut
/// off is done again as a whole.
fn portions(work: impl Iterator<Item = (Job, Source)>) -> impl Iterator<Item = Portion> {
    let mut steps = work.flat_map(|(job, source)| {
        let (documents, done) = documents(&job, source);
        let market = job.marketplace;
        let puts = documents.into_iter().map(move |one| Step::Put(market, one));
        puts.chain(std::iter::once(Step::End(job, done)))
    });
    std::iter::from_fn(move || {
        let mut portion = Portion::default();
        while !portion.is_full() {
            match steps.next() {
                Some(Step::Put(market, document)) => portion.documents.push((market, document)),
                Some(Step::End(job, done)) => portion.ends.push((job, done)),
                None if portion.documents.is_empty() && portion.ends.is_empty() => return None,
                None => break,
            }
        }
        Some(portion)
    })
}

enum Step {
    Put(MarketplaceKey, Document),
    End(Job, bool),
}

async fn put_portion(tx: &mut Tx, portion: &Portion, now: Micros) -> Result<(), Fault> {
    for (marketplace, document) in &portion.documents {
        search::put(tx, *marketplace, document).await?;
    }
    for (job, done) in &portion.ends {
        if *done {
            outbox::finish(tx, job, now).await?;
        } else {
            outbox::again(tx, job, now).await?;
        }
    }
    Ok(())
}

/// Indexes everything that waits now; for the demo and tests, which do not want to wait.
///
/// # Errors
/// The store's.
pub async fn drain(app: &Arc<App>) -> Result<(), Fault> {
    while worker::round(app, WORK).await? {}
    Ok(())
}
