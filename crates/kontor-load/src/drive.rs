//! Clients that write messages as fast as they are answered, and remember every answer.
//!
//! A request without an answer is repeated with its Idempotency-Key until it has one, so after the
//! run every message that could be promised was promised.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::Result;
use crate::client::{Client, Request};
use crate::clock::monotonic;
use crate::dice::Dice;
use crate::ledger::{Attempt, Ledger, body, key};
use crate::world::{MARKETPLACE, World};

/// How long an answer may take; longer than any pause of a healthy server.
const LIMIT: Duration = Duration::from_secs(10);
/// Pause before a request is repeated.
const PAUSE: Duration = Duration::from_millis(25);
/// Refusals after which a client gives up: the load itself is wrong then.
const REFUSALS_MAX: u64 = 5;

/// What the clients are to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Go on.
    Write = 0,
    /// Get an answer to what was asked, and end.
    Finish = 1,
    /// End at once.
    Abandon = 2,
}

/// The clients from outside, while they run.
#[derive(Debug, Default)]
pub struct Control {
    phase: AtomicU8,
    /// Messages acknowledged.
    pub acknowledged: AtomicU64,
    /// When the last one was, by [`monotonic`].
    pub last_acknowledged: AtomicU64,
    /// Answers 503 and 507.
    pub unavailable: AtomicU64,
    /// Other answers 5xx, and 429.
    pub troubled: AtomicU64,
    /// Requests without an answer.
    pub unanswered: AtomicU64,
    /// Answers 4xx.
    pub refused: AtomicU64,
    /// The first answer that was not a success, for people.
    pub problem: Mutex<Option<String>>,
}

impl Control {
    /// Tells the clients what to do from now on.
    pub fn tell(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Release);
    }

    fn is(&self, phase: Phase) -> bool {
        self.phase.load(Ordering::Acquire) == phase as u8
    }

    fn note(&self, status: u16, answer: &[u8]) {
        let counter = match status {
            503 | 507 => &self.unavailable,
            429 | 500.. => &self.troubled,
            _ => &self.refused,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        let mut problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        problem.get_or_insert_with(|| format!("{status} {}", String::from_utf8_lossy(answer)));
    }
}

/// Clients at work.
#[derive(Debug)]
pub struct Load {
    run: u32,
    /// See [`Control`].
    pub control: Arc<Control>,
    clients: Vec<tokio::task::JoinHandle<Vec<Attempt>>>,
}

impl Load {
    /// Starts `clients` of them; each speaks for one buyer of the world, in turn.
    #[must_use]
    pub fn start(world: &Arc<World>, run: u32, clients: usize) -> Self {
        let control = Arc::new(Control::default());
        let clients = (0..clients)
            .map(|place| {
                let one = OneClient {
                    client: Client::new(&world.address, MARKETPLACE, LIMIT),
                    world: Arc::clone(world),
                    control: Arc::clone(&control),
                    dice: Dice::new(u64::from(run), place as u64),
                    run,
                    place,
                    conversations: Vec::new(),
                    attempts: Vec::new(),
                };
                tokio::spawn(one.work())
            })
            .collect();
        Self {
            run,
            control,
            clients,
        }
    }

    /// Waits for the clients, which must have been told to end, and gives what they remember.
    ///
    /// # Errors
    /// A client panicked.
    pub async fn ledger(self) -> Result<Ledger> {
        let mut ledger = Ledger {
            run: self.run,
            attempts: Vec::new(),
        };
        for client in self.clients {
            ledger.attempts.extend(client.await?);
        }
        Ok(ledger)
    }
}

#[derive(Deserialize)]
struct Written {
    conversation: Option<String>,
    id: Option<String>,
    seq: i64,
}

struct OneClient {
    client: Client,
    world: Arc<World>,
    control: Arc<Control>,
    dice: Dice,
    run: u32,
    place: usize,
    conversations: Vec<String>,
    attempts: Vec<Attempt>,
}

impl OneClient {
    async fn work(mut self) -> Vec<Attempt> {
        let token = match self
            .world
            .buyers
            .get(self.place % self.world.buyers.len().max(1))
        {
            Some(token) => token.clone(),
            None => return Vec::new(),
        };
        let mut refusals = 0;
        let mut count = 0_u64;
        while self.control.is(Phase::Write) && refusals < REFUSALS_MAX {
            let number = ((self.place as u64) << 32) | count;
            count += 1;
            let place = self.dice.below(10).min(self.conversations.len() as u64);
            let conversation = usize::try_from(place).ok();
            let conversation = conversation
                .and_then(|at| self.conversations.get(at))
                .cloned();
            let mut attempt = Attempt::new(number, conversation, monotonic());
            self.see_through(&mut attempt, &token).await;
            refusals += u64::from((400..500).contains(&attempt.status));
            self.attempts.push(attempt);
        }
        self.attempts
    }

    /// Sends one message until it has an answer that means something, or nobody waits for one.
    async fn see_through(&mut self, attempt: &mut Attempt, token: &str) {
        let (path, content) = self.request(attempt);
        let key = key(self.run, attempt.number);
        loop {
            attempt.tries += 1;
            let request = Request {
                method: "POST",
                path: &path,
                token,
                key: &key,
                body: &content,
            };
            match self.client.send(&request).await {
                Err(_) => {
                    self.control.unanswered.fetch_add(1, Ordering::Relaxed);
                }
                Ok(answer) => {
                    let now = monotonic();
                    attempt.status = answer.status;
                    if matches!(answer.status, 200 | 201) {
                        let written = serde_json::from_slice::<Written>(answer.body);
                        self.control.acknowledged.fetch_add(1, Ordering::Relaxed);
                        self.control
                            .last_acknowledged
                            .fetch_max(now, Ordering::Relaxed);
                        attempt.acknowledged = Some(now);
                        self.learn(attempt, written.ok());
                        return;
                    }
                    self.control.note(answer.status, answer.body);
                    if (400..500).contains(&answer.status) && answer.status != 429 {
                        return;
                    }
                }
            }
            if self.control.is(Phase::Abandon) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn request(&mut self, attempt: &Attempt) -> (String, Vec<u8>) {
        let text = body(self.run, attempt.number);
        let (path, content) = match &attempt.conversation {
            Some(id) => (
                format!("/api/v1/conversations/{id}/messages"),
                json!({ "body": text }),
            ),
            None => {
                let listing = self.dice.pick(&self.world.listings);
                let content = json!({ "listing": listing, "kind": "inquiry", "body": text });
                ("/api/v1/conversations".to_owned(), content)
            }
        };
        (path, content.to_string().into_bytes())
    }

    fn learn(&mut self, attempt: &mut Attempt, written: Option<Written>) {
        let Some(written) = written else { return };
        // A repeated start of a conversation is answered with how it stands now, so its `seq` may
        // have moved on; it names the entry only where nothing was repeated.
        let exact = written.conversation.is_some() || attempt.tries == 1;
        // Several clients may speak for one buyer and meet in one conversation.
        let alone = self.world.buyers.len() > self.place;
        attempt.seq = (exact && alone).then_some(written.seq);
        let id = written.conversation.or(written.id);
        if attempt.conversation.is_none() {
            if let Some(id) = id.as_ref().filter(|id| !self.conversations.contains(id)) {
                self.conversations.push(id.clone());
            }
            attempt.conversation = id;
        }
    }
}
