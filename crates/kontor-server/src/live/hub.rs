//! The hub: hands committed changes to the open streams of this process.
//!
//! It is a doorbell, not a source of truth: a stream that missed something reads it from the store.
//! Fan-out runs on a task of its own, so that the writer never waits for it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use kontor_core::id::{MarketplaceKey, PrincipalId, TokenId};
use kontor_store::Change;
use tokio::sync::mpsc;

/// Changes that may wait in front of one stream; a slower one reads from the store instead.
const WAITING_MAX: usize = 64;

type Address = (MarketplaceKey, PrincipalId);

/// What waits in front of a stream.
#[derive(Debug, Clone)]
enum Heard {
    Change(Arc<Change>),
    Close,
}

struct Listener {
    number: u64,
    token: TokenId,
    sender: mpsc::Sender<Heard>,
    missed: AtomicBool,
    closing: AtomicBool,
    outdated: AtomicBool,
}

/// The open streams of this process.
#[derive(Default)]
pub struct Hub {
    by_address: Mutex<HashMap<Address, Vec<Arc<Listener>>>>,
    next: AtomicU64,
    open: AtomicUsize,
}

/// One stream's place at the hub; leaving is dropping it.
pub struct Subscription {
    hub: Arc<Hub>,
    listener: Arc<Listener>,
    addresses: Vec<Address>,
    receiver: mpsc::Receiver<Heard>,
}

impl Hub {
    /// Registers a stream for these principals.
    #[must_use]
    pub fn subscribe(
        self: &Arc<Self>,
        marketplace: MarketplaceKey,
        principals: &[PrincipalId],
        token: &TokenId,
    ) -> Subscription {
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        let listener = Arc::new(Listener {
            number: self.next.fetch_add(1, Ordering::Relaxed),
            token: token.clone(),
            sender,
            missed: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            outdated: AtomicBool::new(false),
        });
        let addresses: Vec<Address> = principals
            .iter()
            .map(|principal| (marketplace, principal.clone()))
            .collect();
        let mut map = self
            .by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for address in &addresses {
            map.entry(address.clone())
                .or_default()
                .push(Arc::clone(&listener));
        }
        drop(map);
        self.open.fetch_add(1, Ordering::Relaxed);
        Subscription {
            hub: Arc::clone(self),
            listener,
            addresses,
            receiver,
        }
    }

    /// Streams open now.
    #[must_use]
    pub fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// Streams that a token has open now.
    #[must_use]
    pub fn open_of(
        &self,
        marketplace: MarketplaceKey,
        own: &PrincipalId,
        token: &TokenId,
    ) -> usize {
        let map = self
            .by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        map.get(&(marketplace, own.clone())).map_or(0, |all| {
            all.iter().filter(|one| one.token == *token).count()
        })
    }

    /// Hands changes to whom they concern.
    pub fn publish(&self, changes: Vec<Change>) {
        for change in changes {
            match &change {
                Change::Conversation {
                    marketplace,
                    principal,
                    ..
                }
                | Change::Read {
                    marketplace,
                    principal,
                    ..
                } => {
                    let address = (*marketplace, principal.clone());
                    self.tell(&address, &Heard::Change(Arc::new(change)));
                }
                Change::TokenEnded { token, .. } => self.close_where(|one| one.token == *token),
                Change::RightsChanged {
                    marketplace,
                    principal,
                } => self.outdate(&(*marketplace, principal.clone())),
                Change::Queued => {}
            }
        }
    }

    /// Closes every stream, for the end of the process.
    pub fn close_all(&self) {
        self.close_where(|_| true);
    }

    fn tell(&self, address: &Address, heard: &Heard) {
        let map = self
            .by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for listener in map.get(address).into_iter().flatten() {
            if listener.sender.try_send(heard.clone()).is_err() {
                listener.missed.store(true, Ordering::Release);
            }
        }
    }

    /// Streams of this person read with rights that are no longer theirs: they end, with a word.
    fn outdate(&self, person: &Address) {
        let map = self
            .by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for listener in map.get(person).into_iter().flatten() {
            listener.outdated.store(true, Ordering::Release);
            drop(listener.sender.try_send(Heard::Close));
        }
    }

    fn close_where(&self, concerned: impl Fn(&Listener) -> bool) {
        let mut map = self
            .by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for listeners in map.values_mut() {
            listeners.retain(|listener| {
                let ends = concerned(listener);
                if ends {
                    listener.closing.store(true, Ordering::Release);
                    // Only wakes it; a stream with a full queue wakes anyhow.
                    drop(listener.sender.try_send(Heard::Close));
                }
                !ends
            });
        }
    }
}

impl Subscription {
    /// The next thing to hear; `None` where the stream must close.
    pub async fn next(&mut self) -> Option<Arc<Change>> {
        match self.receiver.recv().await {
            Some(Heard::Change(change)) if !self.closing() && !self.outdated() => Some(change),
            _ => None,
        }
    }

    /// True where the person's rights changed: nothing more may be sent, save a word that says so.
    #[must_use]
    pub fn outdated(&self) -> bool {
        self.listener.outdated.load(Ordering::Acquire)
    }

    /// True where the stream's token ended or the server stops: nothing more may be sent.
    #[must_use]
    pub fn closing(&self) -> bool {
        self.listener.closing.load(Ordering::Acquire)
    }

    /// True once where something did not fit in front of this stream.
    #[must_use]
    pub fn missed(&self) -> bool {
        self.listener.missed.swap(false, Ordering::AcqRel)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut map = self
            .hub
            .by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for address in &self.addresses {
            if let Some(listeners) = map.get_mut(address) {
                listeners.retain(|listener| listener.number != self.listener.number);
                if listeners.is_empty() {
                    map.remove(address);
                }
            }
        }
        drop(map);
        self.hub.open.fetch_sub(1, Ordering::Relaxed);
    }
}
