//! The timeline: immutable entries, salted commitments and the chain of hashes.
//!
//! An entry never changes. What it says (its *parts*) lies beside it with a salt; the entry itself
//! holds only a commitment to each part, so that lawful erasure can remove salt and text while the
//! chain still verifies. Nothing here reads a store: [`verify`] takes entries as they come.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::{ConversationId, MarketplaceKey};
use crate::time::Micros;

/// A SHA-256 digest. Source: FIPS 180-4.
pub type Hash = [u8; 32];
/// Random bytes that keep a commitment from being guessed.
pub type Salt = [u8; 32];
/// Stands for a person in the chain; the mapping to the person is a row of its own.
pub type Pseudonym = [u8; 16];

/// The domain of entry hashes; a change of their form gets a new name.
const ENTRY_DOMAIN: &[u8] = b"kontor.entry.v1";
/// The domain of commitments.
const PART_DOMAIN: &[u8] = b"kontor.part.v1";

/// What an entry records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Somebody wrote.
    Message,
    /// A participant closed the conversation.
    Closed,
    /// A participant opened it again.
    Reopened,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Message, Self::Closed, Self::Reopened];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What is hashed into an entry.
#[derive(Debug, Clone, Copy)]
pub struct Sealed<'a> {
    /// The marketplace of the conversation.
    pub marketplace: MarketplaceKey,
    /// The conversation.
    pub conversation: &'a ConversationId,
    /// The number of the entry in its conversation, from 1, without gaps.
    pub seq: i64,
    /// The hash of the entry before; zeros for the first.
    pub previous: &'a Hash,
    /// When it happened.
    pub at: Micros,
    /// What it records.
    pub kind: &'a str,
    /// On which side of the conversation.
    pub side: &'a str,
    /// Who did it.
    pub author: &'a Pseudonym,
    /// One commitment for each part, concatenated in order of the parts.
    pub commitments: &'a [u8],
}

/// The commitment to one part: `H(domain, salt, part)`, each length-prefixed.
#[must_use]
pub fn commitment(salt: &Salt, part: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    for field in [PART_DOMAIN, salt.as_slice(), part] {
        feed(&mut hash, field);
    }
    hash.finalize().into()
}

/// The hash of an entry: every field length-prefixed, numbers as 8 bytes big-endian.
#[must_use]
pub fn seal(entry: &Sealed<'_>) -> Hash {
    let mut hash = Sha256::new();
    feed(&mut hash, ENTRY_DOMAIN);
    feed(&mut hash, &entry.marketplace.0.to_be_bytes());
    feed(&mut hash, entry.conversation.as_str().as_bytes());
    feed(&mut hash, &entry.seq.to_be_bytes());
    feed(&mut hash, entry.previous);
    feed(&mut hash, &entry.at.0.to_be_bytes());
    feed(&mut hash, entry.kind.as_bytes());
    feed(&mut hash, entry.side.as_bytes());
    feed(&mut hash, entry.author);
    feed(&mut hash, entry.commitments);
    hash.finalize().into()
}

fn feed(hash: &mut Sha256, field: &[u8]) {
    hash.update((field.len() as u64).to_be_bytes());
    hash.update(field);
}

/// An entry as the archive holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// See [`Sealed::seq`].
    pub seq: i64,
    /// See [`Sealed::at`].
    pub at: Micros,
    /// See [`Sealed::kind`].
    pub kind: String,
    /// See [`Sealed::side`].
    pub side: String,
    /// See [`Sealed::author`].
    pub author: Pseudonym,
    /// See [`Sealed::commitments`].
    pub commitments: Vec<u8>,
    /// The hash that was stored when the entry was written.
    pub hash: Hash,
    /// Salt and content of each part that is still there, by number of the part from 0.
    pub parts: Vec<(i64, Salt, Vec<u8>)>,
}

/// What is wrong with a conversation's archive, at the first entry where it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// The entry's hash does not follow from its fields and the entry before.
    Changed {
        /// Which entry.
        seq: i64,
    },
    /// The text of the entry does not match its commitment, or is gone without an erasure.
    TextChanged {
        /// Which entry.
        seq: i64,
    },
    /// A number is missing before this entry.
    Removed {
        /// Which entry is missing.
        seq: i64,
    },
    /// Two entries stand in each other's place.
    Reordered {
        /// Where the order breaks.
        seq: i64,
    },
    /// Entries are missing at the end.
    Truncated {
        /// The first entry that is missing.
        seq: i64,
    },
    /// A head that was kept outside is not in this archive.
    HeadMismatch {
        /// The entry that the head names.
        seq: i64,
    },
}

impl Fault {
    /// The number of the first entry concerned.
    #[must_use]
    pub fn seq(&self) -> i64 {
        match self {
            Self::Changed { seq }
            | Self::TextChanged { seq }
            | Self::Removed { seq }
            | Self::Reordered { seq }
            | Self::Truncated { seq }
            | Self::HeadMismatch { seq } => *seq,
        }
    }
}

/// Walks one conversation's chain, entry by entry in stored order.
#[derive(Debug, Clone)]
pub struct Chain {
    marketplace: MarketplaceKey,
    conversation: ConversationId,
    seq: i64,
    head: Hash,
    at: Micros,
}

impl Chain {
    /// The start of a chain: no entry yet.
    #[must_use]
    pub fn new(marketplace: MarketplaceKey, conversation: ConversationId) -> Self {
        Self {
            marketplace,
            conversation,
            seq: 0,
            head: [0; 32],
            at: Micros(0),
        }
    }

    /// The number and hash of the last entry that was followed.
    #[must_use]
    pub fn head(&self) -> (i64, Hash) {
        (self.seq, self.head)
    }

    /// Follows one more entry.
    ///
    /// # Errors
    /// The first fault that this entry shows.
    pub fn follow(&mut self, entry: &StoredEntry) -> Result<(), Fault> {
        let due = self.seq + 1;
        if entry.seq > due {
            return Err(Fault::Removed { seq: due });
        }
        if entry.seq < due {
            return Err(Fault::Reordered { seq: entry.seq });
        }
        let sealed = seal(&Sealed {
            marketplace: self.marketplace,
            conversation: &self.conversation,
            seq: entry.seq,
            previous: &self.head,
            at: entry.at,
            kind: &entry.kind,
            side: &entry.side,
            author: &entry.author,
            commitments: &entry.commitments,
        });
        if sealed != entry.hash {
            return Err(Fault::Changed { seq: entry.seq });
        }
        if entry.at < self.at {
            return Err(Fault::Reordered { seq: entry.seq });
        }
        follow_parts(entry)?;
        self.seq = entry.seq;
        self.head = entry.hash;
        self.at = entry.at;
        Ok(())
    }

    /// Ends the walk against what the conversation's own row says.
    ///
    /// # Errors
    /// [`Fault::Truncated`] where the row knows of later entries, [`Fault::Changed`] where its head
    /// differs.
    pub fn finish(&self, seq: i64, head: &Hash) -> Result<(), Fault> {
        if seq > self.seq {
            Err(Fault::Truncated { seq: self.seq + 1 })
        } else if seq < self.seq || *head != self.head {
            Err(Fault::Changed { seq: self.seq })
        } else {
            Ok(())
        }
    }
}

fn follow_parts(entry: &StoredEntry) -> Result<(), Fault> {
    let fault = Fault::TextChanged { seq: entry.seq };
    let (commitments, rest) = entry.commitments.as_chunks::<32>();
    if !rest.is_empty() || commitments.len() != entry.parts.len() {
        return Err(fault);
    }
    for (number, (wanted, part)) in (0_i64..).zip(commitments.iter().zip(&entry.parts)) {
        let (stored_number, salt, content) = part;
        if *stored_number != number || commitment(salt, content) != *wanted {
            return Err(fault);
        }
    }
    Ok(())
}

/// Verifies one conversation's entries, given in order of their numbers.
///
/// # Errors
/// The first fault.
pub fn verify(
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
    entries: &[StoredEntry],
    seq: i64,
    head: &Hash,
) -> Result<(), Fault> {
    let mut chain = Chain::new(marketplace, conversation.clone());
    for entry in entries {
        chain.follow(entry)?;
    }
    chain.finish(seq, head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(count: i64) -> (ConversationId, Vec<StoredEntry>) {
        let id = ConversationId("cnv_0".into());
        let mut head = [0; 32];
        let entries = (1..=count)
            .map(|seq| {
                let salt = [u8::try_from(seq).unwrap(); 32];
                let content = format!("text {seq}").into_bytes();
                let commitments = commitment(&salt, &content).to_vec();
                let hash = seal(&Sealed {
                    marketplace: MarketplaceKey(1),
                    conversation: &id,
                    seq,
                    previous: &head,
                    at: Micros(seq * 10),
                    kind: "message",
                    side: "buyer",
                    author: &[9; 16],
                    commitments: &commitments,
                });
                head = hash;
                StoredEntry {
                    seq,
                    at: Micros(seq * 10),
                    kind: "message".into(),
                    side: "buyer".into(),
                    author: [9; 16],
                    commitments,
                    hash,
                    parts: vec![(0, salt, content)],
                }
            })
            .collect();
        (id, entries)
    }

    fn outcome(id: &ConversationId, entries: &[StoredEntry], head: &Hash) -> Result<(), Fault> {
        verify(MarketplaceKey(1), id, entries, 5, head)
    }

    #[test]
    fn an_untouched_chain_verifies() {
        let (id, entries) = world(5);
        let head = entries[4].hash;
        assert_eq!(outcome(&id, &entries, &head), Ok(()));
        assert!(
            verify(MarketplaceKey(2), &id, &entries, 5, &head).is_err(),
            "moved to another marketplace"
        );
    }

    #[test]
    fn the_first_fault_is_named() {
        let (id, entries) = world(5);
        let head = entries[4].hash;
        let broken = |change: &dyn Fn(&mut Vec<StoredEntry>)| {
            let mut copy = entries.clone();
            change(&mut copy);
            outcome(&id, &copy, &head).unwrap_err()
        };
        assert_eq!(broken(&|e| e[2].at = Micros(31)), Fault::Changed { seq: 3 });
        assert_eq!(
            broken(&|e| e[2].author = [1; 16]),
            Fault::Changed { seq: 3 }
        );
        assert_eq!(
            broken(&|e| e[1].parts[0].2 = b"other".to_vec()),
            Fault::TextChanged { seq: 2 }
        );
        assert_eq!(
            broken(&|e| e[1].parts.clear()),
            Fault::TextChanged { seq: 2 }
        );
        assert_eq!(
            broken(&|e| {
                e.remove(2);
            }),
            Fault::Removed { seq: 3 }
        );
        assert_eq!(
            broken(&|e| {
                e.pop();
            }),
            Fault::Truncated { seq: 5 }
        );
        assert_eq!(
            broken(&|e| {
                let twin = e[1].clone();
                e.insert(2, twin);
            }),
            Fault::Reordered { seq: 2 }
        );
        let swapped = broken(&|e| {
            e.swap(1, 2);
            e[1].seq = 2;
            e[2].seq = 3;
        });
        assert_eq!(swapped, Fault::Changed { seq: 2 });
    }

    #[test]
    fn commitments_depend_on_salt_and_text() {
        assert_ne!(commitment(&[1; 32], b"a"), commitment(&[2; 32], b"a"));
        assert_ne!(commitment(&[1; 32], b"a"), commitment(&[1; 32], b"b"));
    }

    #[test]
    fn the_form_of_an_entry_hash_is_fixed() {
        let (_, entries) = world(1);
        let hex: String = entries[0].hash.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            hex,
            "fce3b05520a83d5e819afc25971c65b1b299188801de59542f0531bf80538d52"
        );
    }
}
