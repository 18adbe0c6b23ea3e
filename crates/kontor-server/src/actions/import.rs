//! Importing a feed: rows in batches, each batch with the run's progress in one transaction.
//!
//! Whatever the feed's size, one batch of rows is in memory. A run that was cut off goes on where it
//! stopped when the same feed comes again; refused rows are reported while the good ones go in.

use std::collections::HashMap;

use kontor_core::id::{ImportId, MarketplaceKey, PrincipalId};
use kontor_core::listing::check;
use kontor_core::outbox::Topic;
use kontor_core::time::Micros;
use kontor_feed::{FeedError, FeedReader, Format, Row};
use kontor_store::import::{Import, ImportState, REFUSALS_KEPT_MAX, Refusal};
use kontor_store::listing::{NewListing, Outcome};
use kontor_store::outbox::NewJob;
use kontor_store::{Store, Tx, import, listing, outbox, principal};
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::fault::Fault;
use crate::random;

/// Rows in one transaction: long enough to share a commit, short enough that writers wait little.
const BATCH_ROWS: usize = 500;
/// Listings that one piece of index work names: a worker takes many pieces at once.
const INDEX_ROWS: usize = 25;
/// Listings retired in one transaction.
const RETIRE_ROWS: i64 = 500;
/// Sellers remembered between batches.
const SELLERS_KEPT: usize = 1_024;
/// The longest name of a feed, in bytes.
const FEED_NAME_BYTES_MAX: usize = 64;
/// Bytes looked at to tell the format.
pub const DETECT_BYTES: usize = 1_024;

/// How a feed is to be imported.
#[derive(Debug, Clone)]
pub struct Order {
    /// Into which marketplace.
    pub marketplace: MarketplaceKey,
    /// The feed's name: listings of the same feed that it no longer names can be retired.
    pub feed: String,
    /// Digest of the bytes, where they are known beforehand; a run can then go on.
    pub fingerprint: String,
    /// Retire listings of this feed that it does not name.
    pub retire: bool,
}

/// An import that takes bytes as they come.
pub struct Importer {
    store: Store,
    clock: Clock,
    order: Order,
    run: Import,
    reader: Option<FeedReader>,
    head: Vec<u8>,
    hint: Option<String>,
    batch: Vec<Row>,
    sellers: Sellers,
    /// The batch that is being written while the next one is read.
    writing: Option<JoinHandle<Result<(Import, Sellers), Fault>>>,
}

type Sellers = HashMap<String, Option<PrincipalId>>;

/// True for a name that can stand for a feed.
#[must_use]
pub fn is_feed_name(name: &str) -> bool {
    (1..=FEED_NAME_BYTES_MAX).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// A feed that cannot be read as a whole, as a fault.
fn unreadable(error: FeedError) -> Fault {
    let code = match error {
        FeedError::DoctypeForbidden => "doctype_forbidden",
        _ => "feed_unreadable",
    };
    let fields = match error.column() {
        Some(column) => vec![(column.to_owned(), error.code().to_owned())],
        None => Vec::new(),
    };
    Fault {
        detail: Some(error.to_string()),
        fields,
        ..Fault::new(code)
    }
}

impl Importer {
    /// Begins a run, or takes up the one of this feed that was cut off.
    ///
    /// # Errors
    /// `field_invalid`, the store's.
    pub async fn begin(
        store: &Store,
        clock: &Clock,
        order: Order,
        hint: Option<&str>,
    ) -> Result<Self, Fault> {
        if !is_feed_name(&order.feed) {
            return Err(Fault::field("feed", "invalid"));
        }
        let unfinished = if order.fingerprint.is_empty() {
            None
        } else {
            store
                .read(order.clone(), |tx, order| {
                    let (feed, print) = (&order.feed, &order.fingerprint);
                    Box::pin(import::unfinished(tx, order.marketplace, feed, print))
                })
                .await?
        };
        let now = clock.now();
        let run = unfinished.unwrap_or_else(|| Import {
            id: random::fresh(ImportId::new, now),
            feed: order.feed.clone(),
            fingerprint: order.fingerprint.clone(),
            state: ImportState::Running,
            rows_done: 0,
            created: 0,
            updated: 0,
            unchanged: 0,
            refused: 0,
            retired: 0,
            started_at: now,
            finished_at: None,
        });
        Ok(Self {
            store: store.clone(),
            clock: clock.clone(),
            order,
            run,
            reader: None,
            head: Vec::new(),
            hint: hint.map(str::to_owned),
            batch: Vec::with_capacity(BATCH_ROWS),
            sellers: Sellers::new(),
            writing: None,
        })
    }

    /// The run as it stood after the last batch that was kept.
    #[must_use]
    pub fn run(&self) -> &Import {
        &self.run
    }

    /// Takes the next bytes of the feed.
    ///
    /// # Errors
    /// `feed_unreadable`, `doctype_forbidden`, the store's. Batches before it are kept.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        if self.reader.is_none() {
            self.head.extend_from_slice(bytes);
            if self.head.len() < DETECT_BYTES {
                return Ok(());
            }
            self.open()?;
            let head = std::mem::take(&mut self.head);
            return self.read(&head).await;
        }
        self.read(bytes).await
    }

    fn open(&mut self) -> Result<(), Fault> {
        let format = Format::detect(&self.head, self.hint.as_deref())
            .ok_or_else(|| Fault::with("feed_unreadable", "neither TSV nor RSS or Atom XML"))?;
        let mut reader = FeedReader::new(format);
        reader.skip_to(u64::try_from(self.run.rows_done).unwrap_or(0) + 1);
        self.reader = Some(reader);
        Ok(())
    }

    async fn read(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let mut rest = bytes;
        while let Some(reader) = &mut self.reader {
            match reader.next_row(&mut rest) {
                Ok(Some(row)) => self.take(row).await?,
                Ok(None) => break,
                Err(error) => return self.fail(error).await,
            }
        }
        Ok(())
    }

    /// Ends the feed: keeps the last rows, retires what is gone, closes the run.
    ///
    /// # Errors
    /// As [`Importer::push`].
    pub async fn finish(mut self) -> Result<Import, Fault> {
        if self.reader.is_none() {
            self.open()?;
            let head = std::mem::take(&mut self.head);
            self.read(&head).await?;
        }
        while let Some(reader) = &mut self.reader {
            match reader.finish() {
                Ok(Some(row)) => self.take(row).await?,
                Ok(None) => break,
                Err(error) => {
                    self.fail(error).await?;
                }
            }
        }
        self.keep().await?;
        self.settle().await?;
        if self.order.retire {
            self.retire().await?;
        }
        self.run.state = ImportState::Done;
        self.run.finished_at = Some(self.clock.now());
        self.save().await?;
        Ok(self.run)
    }

    /// Ends a run whose feed did not come to its end; what came is kept.
    ///
    /// # Errors
    /// The store's.
    pub async fn break_off(mut self) -> Result<(), Fault> {
        self.end_as_failed().await
    }

    async fn fail(&mut self, error: FeedError) -> Result<(), Fault> {
        self.end_as_failed().await?;
        Err(unreadable(error))
    }

    async fn end_as_failed(&mut self) -> Result<(), Fault> {
        self.keep().await?;
        self.settle().await?;
        self.run.state = ImportState::Failed;
        self.run.finished_at = Some(self.clock.now());
        self.save().await
    }

    async fn take(&mut self, row: Row) -> Result<(), Fault> {
        self.batch.push(row);
        if self.batch.len() >= BATCH_ROWS {
            self.keep().await
        } else {
            Ok(())
        }
    }

    async fn save(&mut self) -> Result<(), Fault> {
        let input = (self.order.marketplace, self.run.clone());
        self.store
            .write(input, |tx, (marketplace, run)| {
                Box::pin(async move { Ok::<_, Fault>(import::put(tx, *marketplace, run).await?) })
            })
            .await
    }

    /// Hands the batch and the run's progress to one transaction, and goes on reading meanwhile.
    async fn keep(&mut self) -> Result<(), Fault> {
        self.settle().await?;
        if self.batch.is_empty() {
            return Ok(());
        }
        let rows = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH_ROWS));
        let batch = Batch::of(rows, &self.run);
        let sellers = std::mem::take(&mut self.sellers);
        let input = (
            self.order.clone(),
            self.run.clone(),
            batch,
            sellers,
            self.clock.now(),
        );
        let store = self.store.clone();
        self.writing = Some(tokio::spawn(async move {
            store
                .write(input, |tx, (order, run, batch, sellers, now)| {
                    Box::pin(keep_unit(tx, order, run, batch, sellers, *now))
                })
                .await
        }));
        Ok(())
    }

    /// Waits for the batch that is being written.
    async fn settle(&mut self) -> Result<(), Fault> {
        let Some(writing) = self.writing.take() else {
            return Ok(());
        };
        let written = writing.await.map_err(|_| Fault::new("server_trouble"))?;
        (self.run, self.sellers) = written?;
        Ok(())
    }

    async fn retire(&mut self) -> Result<(), Fault> {
        loop {
            let input = (self.order.clone(), self.run.clone(), self.clock.now());
            let (run, more) = self
                .store
                .write(input, |tx, (order, run, now)| {
                    Box::pin(retire_unit(tx, order, run, *now))
                })
                .await?;
            self.run = run;
            if !more {
                return Ok(());
            }
        }
    }
}

/// Checked rows on their way into the store.
struct Batch {
    offers: Vec<(i64, kontor_core::listing::Offer)>,
    refusals: Vec<Refusal>,
    last_row: i64,
}

impl Batch {
    fn of(rows: Vec<Row>, run: &Import) -> Self {
        let mut batch = Self {
            offers: Vec::new(),
            refusals: Vec::new(),
            last_row: run.rows_done,
        };
        for row in rows {
            let number = i64::try_from(row.number).unwrap_or(i64::MAX);
            batch.last_row = number;
            let mut refuse = |field: &str, code: &str| {
                let (field, code) = (field.to_owned(), code.to_owned());
                batch.refusals.push(Refusal {
                    row: number,
                    field,
                    code,
                });
            };
            match row.outcome.map(check) {
                Ok(Ok(offer)) => batch.offers.push((number, offer)),
                Ok(Err(defects)) => defects.iter().for_each(|d| refuse(d.field, d.code)),
                Err(refusal) => refuse(refusal.field.unwrap_or(""), refusal.reason.code()),
            }
        }
        batch
    }
}

async fn keep_unit(
    tx: &mut Tx,
    order: &Order,
    run: &Import,
    batch: &Batch,
    sellers: &Sellers,
    now: Micros,
) -> Result<(Import, Sellers), Fault> {
    let mut run = run.clone();
    let mut sellers = sellers.clone();
    let mut refusals = batch.refusals.clone();
    let mut changed: Vec<&str> = Vec::new();
    for (number, offer) in &batch.offers {
        let Some(seller) = seller(tx, order.marketplace, &mut sellers, &offer.seller).await? else {
            let (field, code) = ("seller".to_owned(), "unknown".to_owned());
            refusals.push(Refusal {
                row: *number,
                field,
                code,
            });
            continue;
        };
        let import = Some((order.feed.clone(), run.id.as_str().to_owned()));
        let new = NewListing {
            offer: offer.clone(),
            seller,
            import,
        };
        match listing::put(tx, order.marketplace, &new, now).await? {
            Outcome::Created => run.created += 1,
            Outcome::Updated => run.updated += 1,
            Outcome::Unchanged => {
                run.unchanged += 1;
                continue;
            }
        }
        changed.push(&offer.external_id);
    }
    let mut rows: Vec<i64> = refusals.iter().map(|refusal| refusal.row).collect();
    rows.dedup();
    let room = usize::try_from(REFUSALS_KEPT_MAX - run.refused).unwrap_or(0);
    run.refused += rows.len() as i64;
    run.rows_done = batch.last_row;
    import::put(tx, order.marketplace, &run).await?;
    refusals.truncate(room);
    import::refuse(tx, order.marketplace, &run.id, &refusals).await?;
    index(tx, order.marketplace, &run, &changed, now).await?;
    Ok((run, sellers))
}

async fn seller(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    sellers: &mut Sellers,
    name: &str,
) -> Result<Option<PrincipalId>, Fault> {
    if let Some(known) = sellers.get(name) {
        return Ok(known.clone());
    }
    let found = principal::find(tx, marketplace, name).await?;
    let id = found.map(|found| found.id).filter(principal::can_sell);
    if sellers.len() >= SELLERS_KEPT {
        sellers.clear();
    }
    sellers.insert(name.to_owned(), id.clone());
    Ok(id)
}

/// Index work for a batch, in pieces.
async fn index(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    run: &Import,
    changed: &[&str],
    now: Micros,
) -> Result<(), Fault> {
    for some in changed.chunks(INDEX_ROWS) {
        let first = some.first().copied().unwrap_or_default();
        let key = format!("index:{}:{first}", run.id);
        let job = NewJob {
            topic: Topic::Index,
            // The work reads the listing as it is then, so its order does not matter.
            order_key: &key,
            dedupe_key: &key,
            due: now,
            payload: &format!("listings\n{}", some.join("\n")),
        };
        outbox::put(tx, marketplace, &job).await?;
    }
    Ok(())
}

async fn retire_unit(
    tx: &mut Tx,
    order: &Order,
    run: &Import,
    now: Micros,
) -> Result<(Import, bool), Fault> {
    let (market, id) = (order.marketplace, run.id.as_str());
    let gone = listing::retire_unnamed(tx, market, &order.feed, id, now, RETIRE_ROWS).await?;
    let mut run = run.clone();
    run.retired += gone.len() as i64;
    import::put(tx, market, &run).await?;
    let names: Vec<&str> = gone.iter().map(String::as_str).collect();
    index(tx, market, &run, &names, now).await?;
    Ok((run, gone.len() as i64 == RETIRE_ROWS))
}
