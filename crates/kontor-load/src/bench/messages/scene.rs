//! Who writes to whom in the message measurement: 64 buyers, 64 sellers, 1,000 conversations.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::Result;
use crate::bench::host::Host;
use crate::bench::wire::{Call, Wire, bearer};
use crate::clock::run_number;
use crate::dice::Dice;
use crate::world::{Size, World};

/// Of a thousand messages, so many open a conversation; the others answer in one.
const STARTS_PERMILLE: u64 = 200;
/// Texts that messages are made of in turn; enough that no cache knows them all by heart.
const TEXTS: usize = 256;
/// Words of the texts. No digits: nothing that a screening rule would look at twice.
const WORDS: [&str; 16] = [
    "bicycle", "kettle", "collect", "tomorrow", "price", "would", "still", "there", "thanks",
    "lamp", "maybe", "evening", "boxes", "station", "fit", "happy",
];

/// How many there are of everything.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Buyers, and as many sellers.
    pub people: usize,
    /// Listings; each buyer can open a conversation about each.
    pub listings: usize,
    /// Conversations that are answered in.
    pub conversations: usize,
}

/// The people, their tokens and their conversations.
#[derive(Debug)]
pub struct Scene {
    /// `HOST:PORT`.
    pub address: String,
    buyers: Vec<String>,
    sellers: Vec<String>,
    listings: Vec<String>,
    conversations: Vec<String>,
    /// Counts the conversations opened, so that each is a new one.
    opened: AtomicU64,
    run: u32,
}

impl Scene {
    /// Makes everything by the API of a running server.
    ///
    /// # Errors
    /// The server refuses something.
    pub async fn prepare(host: &Host, operator: &str, scale: Scale) -> Result<Self> {
        let size = Size {
            buyers: scale.people,
            sellers: scale.people,
            listings: scale.listings,
        };
        let world = World::prepare(&host.address, operator, size).await?;
        let mut scene = Self {
            address: host.address.clone(),
            buyers: world.buyers.iter().map(|token| bearer(token)).collect(),
            sellers: world.sellers.iter().map(|token| bearer(token)).collect(),
            listings: world.listings,
            conversations: Vec::with_capacity(scale.conversations),
            opened: AtomicU64::new(0),
            run: run_number(),
        };
        let mut wire = Wire::connect(&scene.address).await?;
        for number in 0..scale.conversations {
            let (Some(who), Some(listing)) =
                (turn(&scene.buyers, number), turn(&scene.listings, number))
            else {
                return Err("a scene without people".into());
            };
            let body = opening(listing, "Is it still there?");
            let call = Call {
                method: "POST",
                path: "/api/v1/conversations",
                host: &scene.address,
                who,
                key: "",
                body: body.as_bytes(),
            };
            let reply = wire.send(&call.bytes()).await?;
            let told: Value = serde_json::from_slice(reply.body)?;
            let id = told.get("id").and_then(Value::as_str);
            let id = id
                .ok_or_else(|| format!("a conversation was refused: {told}"))?
                .to_owned();
            scene.conversations.push(id);
        }
        Ok(scene)
    }

    /// The same people at another address, after the server was started again elsewhere.
    #[must_use]
    pub fn moved(&self, host: &Host) -> Self {
        Self {
            address: host.address.clone(),
            buyers: self.buyers.clone(),
            sellers: self.sellers.clone(),
            listings: self.listings.clone(),
            conversations: self.conversations.clone(),
            opened: AtomicU64::new(0),
            run: self.run,
        }
    }
}

fn turn<T>(of: &[T], number: usize) -> Option<&T> {
    of.get(number % of.len().max(1))
}

fn opening(listing: &str, text: &str) -> String {
    json!({ "listing": listing, "kind": "inquiry", "body": text }).to_string()
}

/// Texts of about this many bytes.
#[must_use]
pub fn texts(bytes: usize) -> Vec<String> {
    let mut dice = Dice::new(bytes as u64, 7);
    (0..TEXTS)
        .map(|_| {
            let mut text = String::with_capacity(bytes + 16);
            while text.len() < bytes {
                text.push_str(dice.pick(&WORDS).unwrap_or(&"word"));
                text.push(' ');
            }
            text.truncate(bytes.saturating_sub(1));
            text.push('.');
            text
        })
        .collect()
}

/// One client's endless sequence of requests.
#[derive(Debug)]
pub struct Traffic {
    scene: Arc<Scene>,
    texts: Arc<Vec<String>>,
    dice: Dice,
    place: usize,
    count: u64,
    phase: u32,
    body: String,
    path: String,
}

impl Traffic {
    /// The traffic of the client at this place; phases of one run have different numbers.
    #[must_use]
    pub fn new(scene: &Arc<Scene>, texts: &Arc<Vec<String>>, phase: u32, place: usize) -> Self {
        Self {
            scene: Arc::clone(scene),
            texts: Arc::clone(texts),
            dice: Dice::new(u64::from(phase), place as u64),
            place,
            count: 0,
            phase,
            body: String::new(),
            path: String::new(),
        }
    }

    /// Writes the next request into the buffer.
    pub fn next(&mut self, out: &mut Vec<u8>) {
        self.count += 1;
        let (run, phase, place, count) = (self.scene.run, self.phase, self.place, self.count);
        let key = format!("{run:x}-{phase}-{place}-{count}");
        let text = self.dice.pick(&self.texts).map_or("?", String::as_str);
        self.body.clear();
        self.path.clear();
        let who = if self.dice.permille(STARTS_PERMILLE) {
            let (buyer, listing) = fresh(&self.scene);
            self.path.push_str("/api/v1/conversations");
            let listing = turn(&self.scene.listings, listing).map_or("", String::as_str);
            for part in [
                r#"{"listing":""#,
                listing,
                r#"","kind":"inquiry","body":""#,
                text,
                r#""}"#,
            ] {
                self.body.push_str(part);
            }
            turn(&self.scene.buyers, buyer)
        } else {
            let number = self.dice.below(self.scene.conversations.len() as u64);
            let number = usize::try_from(number).unwrap_or(0);
            let id = turn(&self.scene.conversations, number).map_or("", String::as_str);
            for part in ["/api/v1/conversations/", id, "/messages"] {
                self.path.push_str(part);
            }
            for part in [r#"{"body":""#, text, r#""}"#] {
                self.body.push_str(part);
            }
            let listing = number % self.scene.listings.len().max(1);
            if self.dice.permille(500) {
                turn(&self.scene.buyers, number)
            } else {
                turn(&self.scene.sellers, listing)
            }
        };
        let call = Call {
            method: "POST",
            path: &self.path,
            host: &self.scene.address,
            who: who.map_or("", String::as_str),
            key: &key,
            body: self.body.as_bytes(),
        };
        call.write(out);
    }
}

/// A buyer and a listing that have no conversation yet.
fn fresh(scene: &Scene) -> (usize, usize) {
    let people = scene.buyers.len().max(1);
    loop {
        let number = scene.opened.fetch_add(1, Ordering::Relaxed);
        let number = usize::try_from(number).unwrap_or(0);
        let (buyer, listing) = (number % people, number / people);
        // The conversations of the preparation are those of buyer and listing with equal turns.
        if listing % people != buyer {
            return (buyer, listing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> Scene {
        let names =
            |letter: &str, count: usize| (0..count).map(|n| format!("{letter}{n}")).collect();
        Scene {
            address: "h:1".into(),
            buyers: names("b", 4),
            sellers: names("s", 4),
            listings: names("l", 40),
            conversations: names("c", 8),
            opened: AtomicU64::new(0),
            run: 1,
        }
    }

    #[test]
    fn each_start_is_a_new_conversation() {
        let scene = scene();
        let mut seen = std::collections::HashSet::new();
        for _ in 0..100 {
            let pair = fresh(&scene);
            assert!(pair.1 % 4 != pair.0 && seen.insert(pair), "{pair:?}");
        }
    }

    #[test]
    fn a_fifth_of_the_traffic_opens_a_conversation_and_texts_have_their_length() {
        let scene = Arc::new(scene());
        let texts = Arc::new(texts(290));
        assert!(texts.iter().all(|text| text.len() == 290));
        let mut traffic = Traffic::new(&scene, &texts, 0, 0);
        let mut out = Vec::new();
        let opened = (0..1_000)
            .filter(|_| {
                traffic.next(&mut out);
                out.starts_with(b"POST /api/v1/conversations HTTP")
            })
            .count();
        assert!((150..250).contains(&opened), "{opened}");
    }
}
