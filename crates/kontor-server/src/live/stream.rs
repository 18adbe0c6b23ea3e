//! One server-sent event stream: replays what was missed, then follows, without gap or duplicate.
//!
//! An event says "conversation at entry N". Its id holds, for each principal of the caller, the
//! number of the last step sent; `Last-Event-ID` brings it back. A step that follows directly on the
//! last is sent as it comes from the hub; anything else is read from the store, which alone is
//! trusted. Source: HTML Living Standard §9.2 (server-sent events).

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream;
use kontor_core::account::Caller;
use kontor_core::id::PrincipalId;
use kontor_core::time::Micros;
use kontor_store::{Change, Result, Scope, Tx, membership, principal, token};
use tokio::time::Sleep;

use crate::app::App;
use crate::live::hub::Subscription;

/// How often a stream looks whether it may go on and missed nothing, since another node's write rings
/// nobody here. In silence a comment is sent then, so that proxies and clients know the stream lives.
const BEAT: Duration = Duration::from_secs(15);
/// Steps read at once when a stream catches up.
const CATCH_UP: i64 = 500;

/// Where a stream stands for one principal.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    principal: PrincipalId,
    sent: i64,
}

struct Stream {
    app: Arc<App>,
    caller: Arc<Caller>,
    scope: Scope,
    places: Vec<Place>,
    subscription: Subscription,
    ready: VecDeque<Bytes>,
    beat: Pin<Box<Sleep>>,
    done: bool,
}

/// Reads `Last-Event-ID`: `PRINCIPAL=NUMBER` joined by commas; anything else counts as absent.
fn parse_last(text: &str) -> Vec<Place> {
    text.split(',')
        .filter_map(|part| {
            let (principal, sent) = part.split_once('=')?;
            let principal = PrincipalId::parse(principal)?;
            Some(Place {
                principal,
                sent: sent.parse().ok().filter(|n| *n >= 0)?,
            })
        })
        .collect()
}

/// Opens a stream for a caller.
///
/// # Errors
/// The store's, where the starting place cannot be read.
pub async fn open(app: Arc<App>, caller: Arc<Caller>, last: Option<&str>) -> Result<Body> {
    let scope = Scope::of(&caller);
    // Subscribed before the counters are read: what happens in between is seen by one or the other.
    let subscription = app
        .hub
        .subscribe(caller.marketplace, scope.principals(), &caller.token);
    let known = parse_last(last.unwrap_or_default());
    let input = (scope.clone(), Arc::clone(&caller), app.clock.now());
    let (counters, standing) = app
        .store
        .read(input, |tx, (scope, caller, now)| {
            Box::pin(async move {
                let counters = counters(tx, scope).await?;
                Ok::<_, kontor_store::Error>((counters, standing(tx, caller, *now).await?))
            })
        })
        .await?;
    if standing != Standing::Same {
        // It changed between the gate and here, where nothing could close this stream yet.
        return Ok(Body::empty());
    }
    let mut ready = VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]);
    let mut places = Vec::with_capacity(counters.len());
    // Somebody who reads for other principals than before has others' conversations to load, or to drop.
    let of_before = known.iter().any(|place| place.principal == caller.own());
    let mut resync = of_before && known.len() != counters.len();
    for (principal, now) in counters {
        let last = known
            .iter()
            .find(|place| place.principal == principal)
            .map(|p| p.sent);
        // A number from the future: the database was restored to an earlier state.
        resync |= last.is_some_and(|sent| sent > now) || (of_before && last.is_none());
        places.push(Place {
            principal,
            sent: last.filter(|sent| *sent <= now).unwrap_or(now),
        });
    }
    let mut stream = Stream {
        app,
        caller,
        scope,
        places,
        subscription,
        ready: VecDeque::new(),
        beat: Box::pin(tokio::time::sleep(BEAT)),
        done: false,
    };
    ready.push_back(frame(
        &stream.places,
        if resync { "resync" } else { "ready" },
        "{}",
    ));
    stream.ready = ready;
    stream.catch_up().await?;
    Ok(Body::from_stream(stream::unfold(
        stream,
        |mut stream| async move {
            let bytes = stream.next().await?;
            Some((Ok::<_, std::convert::Infallible>(bytes), stream))
        },
    )))
}

/// What became of a caller since the gate let it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Same,
    /// The token lives, the rights are others.
    Changed,
    Ended,
}

async fn standing(tx: &mut Tx, caller: &Caller, now: Micros) -> Result<Standing> {
    Ok(match token::again(tx, caller, now).await? {
        Some(today) if today.person == caller.person => Standing::Same,
        Some(_) => Standing::Changed,
        None => Standing::Ended,
    })
}

async fn counters(tx: &mut Tx, scope: &Scope) -> Result<Vec<(PrincipalId, i64)>> {
    let mut all = Vec::new();
    for principal in scope.principals() {
        let counters = principal::counters(tx, scope, principal)
            .await?
            .unwrap_or_default();
        all.push((principal.clone(), counters.changed));
    }
    Ok(all)
}

/// One event. The data is JSON on one line, so that no text can forge a second event.
fn frame(places: &[Place], event: &str, data: &str) -> Bytes {
    let id: Vec<String> = places
        .iter()
        .map(|place| format!("{}={}", place.principal, place.sent))
        .collect();
    Bytes::from(format!(
        "id: {}\nevent: {event}\ndata: {data}\n\n",
        id.join(",")
    ))
}

impl Stream {
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.done || self.subscription.closing() {
                return None;
            }
            if self.subscription.outdated() {
                return Some(self.end_with_a_word());
            }
            if let Some(bytes) = self.ready.pop_front() {
                return Some(bytes);
            }
            // What is rare is boxed: a stream that waits, as they nearly all do, stays small.
            if self.subscription.missed() && Box::pin(self.catch_up()).await.is_err() {
                return None;
            }
            let heard = tokio::select! {
                heard = self.subscription.next() => Some(heard),
                () = self.beat.as_mut() => None,
            };
            match heard {
                Some(Some(change)) => self.hear(&change).await,
                Some(None) if self.subscription.outdated() => {}
                Some(None) => return None,
                None => {
                    if let Some(last) = Box::pin(self.beat()).await {
                        return Some(last);
                    }
                }
            }
        }
    }

    /// Says that the rights changed, and nothing after: the client comes again with those of today.
    fn end_with_a_word(&mut self) -> Bytes {
        self.done = true;
        self.ready.clear();
        frame(&self.places, "rights", "{}")
    }

    /// A step that follows directly is sent; one from further on means that the store knows more.
    async fn hear(&mut self, change: &Change) {
        match change {
            Change::Conversation {
                principal,
                changed,
                conversation,
                seq,
                unread,
                ..
            } => {
                let Some(place) = self.places.iter_mut().find(|p| p.principal == *principal) else {
                    return;
                };
                if *changed == place.sent + 1 {
                    place.sent = *changed;
                    let data = serde_json::json!({
                        "principal": principal, "conversation": conversation, "seq": seq,
                        "unread_conversations": unread,
                    });
                    self.ready
                        .push_back(frame(&self.places, "conversation", &data.to_string()));
                } else if *changed > place.sent && Box::pin(self.catch_up()).await.is_err() {
                    self.done = true;
                }
            }
            Change::Read {
                principal,
                conversation,
                unread,
                ..
            } => {
                let data = serde_json::json!({
                    "principal": principal, "conversation": conversation,
                    "unread_conversations": unread,
                });
                self.ready
                    .push_back(frame(&self.places, "read", &data.to_string()));
            }
            Change::TokenEnded { .. } | Change::RightsChanged { .. } | Change::Queued => {}
        }
    }

    /// Reads every step after the last one sent, for every principal.
    async fn catch_up(&mut self) -> Result<()> {
        for index in 0..self.places.len() {
            while self.read_on(index).await? {}
        }
        Ok(())
    }

    /// Reads the next steps of one principal. True where there may be more.
    async fn read_on(&mut self, index: usize) -> Result<bool> {
        let Some(place) = self.places.get(index).cloned() else {
            return Ok(false);
        };
        let input = (self.scope.clone(), place);
        let steps = self
            .app
            .store
            .read(input, |tx, (scope, place)| {
                Box::pin(membership::since(
                    tx,
                    scope,
                    &place.principal,
                    place.sent,
                    CATCH_UP,
                ))
            })
            .await?;
        let more = steps.len() as i64 == CATCH_UP;
        for step in steps {
            let Some(place) = self.places.get_mut(index) else {
                return Ok(false);
            };
            place.sent = step.changed;
            let data = serde_json::json!({
                "principal": place.principal, "conversation": step.conversation, "seq": step.seq,
            });
            self.ready
                .push_back(frame(&self.places, "conversation", &data.to_string()));
        }
        Ok(more)
    }

    /// Is the token still alive and worth the same, and did another node write something? Gives the
    /// last word where the rights are others.
    async fn beat(&mut self) -> Option<Bytes> {
        let next = self.beat.deadline() + BEAT;
        self.beat.as_mut().reset(next);
        let input = (Arc::clone(&self.caller), self.app.clock.now());
        let standing = self
            .app
            .store
            .read(input, |tx, (caller, now)| {
                Box::pin(standing(tx, caller, *now))
            })
            .await;
        match standing {
            Ok(Standing::Same) => self.done = self.catch_up().await.is_err(),
            Ok(Standing::Changed) => return Some(self.end_with_a_word()),
            Ok(Standing::Ended) | Err(_) => self.done = true,
        }
        if self.ready.is_empty() {
            self.ready.push_back(Bytes::from_static(b": beat\n\n"));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_event_ids_read_back_and_nonsense_is_absent() {
        let id = kontor_core::id::AccountId::new(Micros(1), [1; 10]);
        let places = vec![Place {
            principal: (&id).into(),
            sent: 7,
        }];
        let text = String::from_utf8(frame(&places, "x", "{}").to_vec()).unwrap();
        let last = text.lines().next().unwrap().strip_prefix("id: ").unwrap();
        assert_eq!(parse_last(last), places);
        for nonsense in [
            "",
            "7",
            "a=b",
            "acc_=1",
            "\u{0}",
            &format!("{id}=-1"),
            &format!("{id}=x"),
        ] {
            assert!(parse_last(nonsense).is_empty(), "{nonsense}");
        }
    }
}
