//! The ledger: what was asked, what was promised, and whether a database holds what was promised.
//!
//! Every message has a number that is unique in its run; its Idempotency-Key and its text follow
//! from the number, so the ledger needs to keep neither and any copy found anywhere can be judged.

use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use crate::Result;
use crate::dice::Dice;

/// Words of the texts: no digits and nothing that looks like an address, so that no screening rule
/// has a reason to hold or change them; two words leave ASCII.
const WORDS: [&str; 16] = [
    "bicycle", "kettle", "pick", "up", "tomorrow", "price", "grün", "boxes", "would", "fit",
    "Größe", "still", "there", "thanks", "lamp", "maybe",
];

/// One message that was asked to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// Unique in the run.
    pub number: u64,
    /// Where it was written, as far as is known: before the answer for a message to a conversation,
    /// after it for one that opens a conversation.
    pub conversation: Option<String>,
    /// The number of the entry, from the answer.
    pub seq: Option<i64>,
    /// When it was first sent, by [`crate::clock::monotonic`].
    pub sent: u64,
    /// When the answer 200 or 201 had arrived.
    pub acknowledged: Option<u64>,
    /// The last status, 0 where no answer came.
    pub status: u16,
    /// How often it was sent.
    pub tries: u32,
}

/// Everything asked in one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// The run; part of every text and key.
    pub run: u32,
    /// In no order.
    pub attempts: Vec<Attempt>,
}

/// A copy of a message that was found in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its conversation.
    pub conversation: String,
    /// Its number there.
    pub seq: i64,
    /// Whether the text is exactly what was sent.
    pub exact: bool,
}

/// What a database holds of a run, by number of the message.
pub type Contents = HashMap<u64, Vec<Found>>;

/// What the comparison of a ledger with a database says. All but the first must be 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Messages whose acknowledgement counts.
    pub acknowledged: u64,
    /// Acknowledged and not there.
    pub lost: u64,
    /// There twice, acknowledged or not.
    pub doubled: u64,
    /// There with another text, or another place than the answer said.
    pub altered: u64,
    /// There without ever having been sent: the comparison itself is broken.
    pub unasked: u64,
}

impl Comparison {
    /// True where nothing acknowledged is missing, doubled or altered.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.lost + self.doubled + self.altered + self.unasked == 0
    }
}

/// The Idempotency-Key of a message.
#[must_use]
pub fn key(run: u32, number: u64) -> String {
    format!("{run:08x}-{number}")
}

/// The text of a message: a marker that names it, then words.
#[must_use]
pub fn body(run: u32, number: u64) -> String {
    let mut dice = Dice::new(u64::from(run), number);
    let mut text = marker(run, number);
    // Mostly short, at times long: a row then spills into overflow pages.
    let words = if dice.permille(20) {
        900
    } else {
        6 + dice.below(60)
    };
    for _ in 0..words {
        text.push(' ');
        text.push_str(dice.pick(&WORDS).copied().unwrap_or("and"));
    }
    text
}

/// Letters only: digits could look like a telephone number.
fn marker(run: u32, number: u64) -> String {
    format!("kl{}{}", letters(u64::from(run), 8), letters(number, 12))
}

fn letters(value: u64, digits: u32) -> String {
    (0..digits)
        .rev()
        .map(|place| {
            let nibble = u8::try_from((value >> (place * 4)) & 15).unwrap_or(0);
            char::from(b'a' + nibble)
        })
        .collect()
}

/// The run and number that a text names; `None` where it is nobody's.
#[must_use]
pub fn named(text: &str) -> Option<(u32, u64)> {
    let word = text.split(' ').next()?.strip_prefix("kl")?;
    let (run, number) = (word.get(..8)?, word.get(8..20)?);
    if word.len() != 20 {
        return None;
    }
    Some((u32::try_from(value(run)?).ok()?, value(number)?))
}

fn value(letters: &str) -> Option<u64> {
    letters.bytes().try_fold(0_u64, |sum, letter| {
        let nibble = letter.checked_sub(b'a').filter(|n| *n < 16)?;
        Some((sum << 4) | u64::from(nibble))
    })
}

/// Puts one text that was found into `contents`, if it is of this run.
pub fn note(contents: &mut Contents, run: u32, conversation: &str, seq: i64, text: &str) {
    if let Some((of, number)) = named(text)
        && of == run
    {
        contents.entry(number).or_default().push(Found {
            conversation: conversation.to_owned(),
            seq,
            exact: text == body(run, number),
        });
    }
}

/// Reads everything of a run straight from a SQLite file, past the server and its store.
///
/// # Errors
/// SQLite's.
pub fn read_sqlite(database: &Path, run: u32) -> Result<Contents> {
    let connection = rusqlite::Connection::open(database)?;
    let mut contents = Contents::new();
    let mut statement = connection
        .prepare("SELECT conversation, seq, content FROM entry_part ORDER BY conversation, seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (conversation, text) = (row.get_ref(0)?.as_str()?, row.get_ref(2)?.as_str()?);
        note(&mut contents, run, conversation, row.get(1)?, text);
    }
    Ok(contents)
}

impl Ledger {
    /// Holds what was promised against what is there. With `before`, only what was acknowledged
    /// earlier than that instant counts as promised; the rest may be there or not.
    #[must_use]
    pub fn compare(&self, contents: &Contents, before: Option<u64>) -> Comparison {
        let mut result = Comparison::default();
        let mut known = 0_u64;
        for attempt in &self.attempts {
            let copies = contents.get(&attempt.number).map_or(&[][..], Vec::as_slice);
            known += u64::from(!copies.is_empty());
            let promised = attempt
                .acknowledged
                .is_some_and(|at| before.is_none_or(|cut| at < cut));
            result.acknowledged += u64::from(promised);
            result.lost += u64::from(promised && copies.is_empty());
            result.doubled += u64::from(copies.len() > 1);
            result.altered += u64::from(copies.iter().any(|found| !attempt.fits(found)));
        }
        result.unasked = contents.len() as u64 - known;
        result
    }

    /// How many were acknowledged.
    #[must_use]
    pub fn acknowledged(&self) -> u64 {
        let answered = |attempt: &&Attempt| attempt.acknowledged.is_some();
        self.attempts.iter().filter(answered).count() as u64
    }
}

impl Attempt {
    /// A message that is about to be sent for the first time.
    #[must_use]
    pub fn new(number: u64, conversation: Option<String>, sent: u64) -> Self {
        Self {
            number,
            conversation,
            seq: None,
            sent,
            acknowledged: None,
            status: 0,
            tries: 0,
        }
    }

    fn fits(&self, found: &Found) -> bool {
        let place = self.conversation.as_ref();
        found.exact
            && place.is_none_or(|conversation| *conversation == found.conversation)
            && self.seq.is_none_or(|seq| seq == found.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acknowledged(number: u64, at: u64) -> Attempt {
        Attempt {
            acknowledged: Some(at),
            ..Attempt::new(number, Some("cnv".into()), at - 1)
        }
    }

    #[test]
    fn a_text_names_its_message() {
        for number in [0, 7, 0xffff_ffff_ffff] {
            assert_eq!(named(&body(9, number)), Some((9, number)));
        }
        assert_eq!(named("klaaaa hello"), None);
        assert_eq!(named("Is it still there?"), None);
        assert!(!marker(u32::MAX, 12).contains(|c: char| c.is_ascii_digit()));
    }

    #[test]
    fn lost_doubled_and_altered_are_told_apart() {
        let ledger = Ledger {
            run: 3,
            attempts: (1..=4).map(|n| acknowledged(n, n * 10)).collect(),
        };
        let mut contents = Contents::new();
        for number in [2, 3, 3] {
            note(&mut contents, 3, "cnv", 5, &body(3, number));
        }
        note(&mut contents, 3, "cnv", 6, &(body(3, 4) + " and more"));
        note(&mut contents, 3, "cnv", 7, &body(4, 1));
        let all = ledger.compare(&contents, None);
        assert_eq!(
            (all.acknowledged, all.lost, all.doubled, all.altered),
            (4, 1, 1, 1)
        );
        let early = ledger.compare(&contents, Some(10));
        assert_eq!((early.acknowledged, early.lost), (0, 0));
        assert_eq!(all.unasked, 0);
    }
}
