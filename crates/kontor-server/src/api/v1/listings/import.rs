//! `POST /listings/import`: a feed, taken as it comes.
//!
//! What a key was used for is known only when the whole feed has been read: the body counts too.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http_body_util::BodyExt;
use kontor_core::id::ImportId;
use kontor_store::idempotency::{self, Known, Record, Wish};
use kontor_store::import::Import;
use schemars::JsonSchema;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::actions::import::{Importer, Order};
use crate::api::v1::imports;
use crate::fault::Fault;
use crate::serve::context::Context;

/// How a feed is to be taken.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// The feed's name: letters, digits, `-`, `_`, `.`; `api` where absent.
    pub feed: Option<String>,
    /// Retire listings that this feed brought before and no longer names.
    pub retire: Option<bool>,
}

/// The body, with its bytes counted and digested on the way.
struct Feed {
    body: Body,
    wait: Duration,
    bytes_left: u64,
    digest: Sha256,
}

/// `POST /listings/import`
///
/// # Errors
/// `feed_unreadable`, `doctype_forbidden`, `too_large`, `timeout`, `field_invalid`,
/// `idempotency_key_invalid`, `idempotency_key_reused`, the store's.
pub async fn take(context: Context) -> Result<Response, Fault> {
    let query: ImportQuery = context.query()?;
    let wish = context.wish()?;
    let mut feed = Feed::of(&context)?;
    if let Some(wish) = &wish
        && is_known(&context, wish).await?
    {
        while feed.next().await?.is_some() {}
        let known = settle(&context, feed.wish(wish.clone()), None).await?;
        return match known {
            Some(id) => imports::render(&context, id).await,
            None => Err(Fault::new("idempotency_key_reused")),
        };
    }
    let order = Order {
        marketplace: context.market.key,
        feed: query.feed.unwrap_or_else(|| "api".to_owned()),
        fingerprint: String::new(),
        retire: query.retire.unwrap_or(false),
    };
    let hint = context.header("content-type").map(str::to_owned);
    let (store, clock) = (&context.app.store, &context.app.clock);
    let importer = Importer::begin(store, clock, order, hint.as_deref()).await?;
    let run = run(importer, &mut feed).await?;
    let id = match wish {
        None => run.id,
        Some(wish) => {
            let wish = feed.wish(wish);
            // Where the same feed came twice at once, the run that ended first is the answer.
            let first = settle(&context, wish, Some(run.id)).await?;
            first.ok_or_else(|| Fault::new("idempotency_key_reused"))?
        }
    };
    imports::render(&context, id).await
}

/// Feeds the body to the importer as it comes; the writer's pace is the client's pace.
async fn run(mut importer: Importer, feed: &mut Feed) -> Result<Import, Fault> {
    loop {
        match feed.next().await {
            Ok(Some(bytes)) => importer.push(&bytes).await?,
            Ok(None) => return importer.finish().await,
            Err(fault) => {
                importer.break_off().await?;
                return Err(fault);
            }
        }
    }
}

impl Feed {
    fn of(context: &Context) -> Result<Self, Fault> {
        let bytes_left = context.app.config.feed_bytes_max;
        let declared = context
            .header("content-length")
            .and_then(|v| v.parse().ok());
        if declared.is_some_and(|bytes: u64| bytes > bytes_left) {
            return Err(Fault::new("too_large"));
        }
        let body = context.take_feed();
        Ok(Self {
            body: body.ok_or_else(|| Fault::new("server_trouble"))?,
            wait: Duration::from_secs(context.app.config.body_timeout_s),
            bytes_left,
            digest: Sha256::new(),
        })
    }

    /// The next bytes; `None` at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        loop {
            let frame = tokio::time::timeout(self.wait, self.body.frame()).await;
            let Some(frame) = frame.map_err(|_| Fault::new("timeout"))? else {
                return Ok(None);
            };
            let frame = frame.map_err(|_| Fault::with("feed_unreadable", "it broke off"))?;
            let Ok(bytes) = frame.into_data() else {
                continue;
            };
            let left = self.bytes_left.checked_sub(bytes.len() as u64);
            self.bytes_left = left.ok_or_else(|| Fault::new("too_large"))?;
            self.digest.update(&bytes);
            return Ok(Some(bytes));
        }
    }

    /// The wish with everything that was read in its fingerprint.
    fn wish(&self, wish: Wish) -> Wish {
        let mut hash = Sha256::new();
        hash.update(wish.fingerprint);
        hash.update(self.digest.clone().finalize());
        Wish {
            fingerprint: hash.finalize().into(),
            ..wish
        }
    }
}

/// True where the key was used, for this feed or another.
async fn is_known(context: &Context, wish: &Wish) -> Result<bool, Fault> {
    let input = (context.market.key, wish.clone(), context.now);
    let known = context.app.store.write(input, |tx, (market, wish, now)| {
        Box::pin(async move { Ok::<_, Fault>(idempotency::find(tx, *market, wish, *now).await?) })
    });
    Ok(known.await? != Known::Nothing)
}

/// The run that belongs to a key: the one kept before, or this one from now on. `None` where the key
/// belongs to another feed.
async fn settle(
    context: &Context,
    wish: Wish,
    run: Option<ImportId>,
) -> Result<Option<ImportId>, Fault> {
    let input = (context.market.key, wish, run, context.now);
    let settling = context
        .app
        .store
        .write(input, |tx, (market, wish, run, now)| {
            Box::pin(async move {
                match (idempotency::find(tx, *market, wish, *now).await?, run) {
                    (Known::Done(record), _) => Ok(Some(ImportId(record.subject))),
                    (Known::Nothing, Some(run)) => {
                        let record = Record {
                            status: 200,
                            subject: run.as_str().to_owned(),
                            seq: 0,
                        };
                        idempotency::keep(tx, *market, wish, &record, *now).await?;
                        Ok(Some(run.clone()))
                    }
                    _ => Ok::<_, Fault>(None),
                }
            })
        });
    settling.await
}
