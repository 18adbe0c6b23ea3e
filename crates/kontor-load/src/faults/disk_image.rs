//! One file as the disk may hold it: what is certain, and what was asked since.

use crate::dice::Dice;
use crate::faults::fate::{Chances, Counts, Fate};

/// What a disk writes as a whole, in bytes: the smallest unit any disk in use promises.
const SECTOR: u64 = 512;

/// A change of a file that no completed sync covers yet.
#[derive(Debug, Clone)]
pub(super) struct Change<'l> {
    /// When it had happened, as far as the program could see.
    pub(super) end: u64,
    pub(super) kind: Kind<'l>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'l> {
    Write { offset: u64, data: &'l [u8] },
    Truncate { length: u64 },
}

/// A file: its certain content, and the changes that may or may not have reached the disk.
#[derive(Debug, Default)]
pub(super) struct Image<'l> {
    pub(super) certain: Vec<u8>,
    pub(super) pending: Vec<Change<'l>>,
}

impl<'l> Image<'l> {
    /// A sync that began at `start` has succeeded: every change seen before it is certain.
    pub(super) fn sync(&mut self, start: u64) {
        let covered = self.pending.partition_point(|change| change.end < start);
        for change in self.pending.drain(..covered) {
            apply(&mut self.certain, change.kind);
        }
    }

    /// A sync that began at `start` has failed: some of the changes before it are on the disk, the
    /// others are marked as written and never will be.
    pub(super) fn fail(&mut self, start: u64, dice: &mut Dice) {
        let covered = self.pending.partition_point(|change| change.end < start);
        for change in self.pending.drain(..covered) {
            if dice.permille(500) {
                apply(&mut self.certain, change.kind);
            }
        }
    }

    /// The content after a power cut. `in_flight` are the changes that had begun and not ended.
    pub(super) fn cut(
        &self,
        in_flight: &[Change<'l>],
        chances: &Chances,
        dice: &mut Dice,
        counts: &mut Counts,
    ) -> Vec<u8> {
        let mut content = self.certain.clone();
        for change in self.pending.iter().chain(in_flight) {
            let fate = chances.of_change(dice);
            counts.note(fate);
            match (fate, change.kind) {
                (Fate::Dropped, _) => {}
                (Fate::Kept, kind) | (_, kind @ Kind::Truncate { .. }) => apply(&mut content, kind),
                (Fate::Torn, Kind::Write { offset, data }) => {
                    tear(&mut content, offset, data, dice);
                }
                (Fate::Grown, Kind::Write { offset, data }) => {
                    grow(&mut content, offset + data.len() as u64, dice);
                }
            }
        }
        content
    }
}

fn place(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn apply(content: &mut Vec<u8>, kind: Kind<'_>) {
    match kind {
        Kind::Truncate { length } => content.resize(place(length), 0),
        Kind::Write { offset, data } => {
            let (from, to) = (place(offset), place(offset) + data.len());
            if content.len() < to {
                content.resize(to, 0);
            }
            if let Some(room) = content.get_mut(from..to) {
                room.copy_from_slice(data);
            }
        }
    }
}

/// Some of the sectors arrive: the first ones, the last ones, or any.
fn tear(content: &mut Vec<u8>, offset: u64, data: &[u8], dice: &mut Dice) {
    let first = offset / SECTOR;
    let sectors = (offset + data.len() as u64).div_ceil(SECTOR) - first;
    let (way, border) = (dice.below(3), dice.below(sectors + 1));
    for sector in 0..sectors {
        let arrives = match way {
            0 => sector < border,
            1 => sector >= border,
            _ => dice.permille(500),
        };
        let from = ((first + sector) * SECTOR).max(offset);
        let to = ((first + sector + 1) * SECTOR).min(offset + data.len() as u64);
        let part = data.get(place(from - offset)..place(to - offset));
        if let Some(data) = part.filter(|_| arrives) {
            apply(content, Kind::Write { offset: from, data });
        }
    }
}

/// The file is longer, but what was written is not there: zeros, or what the disk held before.
fn grow(content: &mut Vec<u8>, length: u64, dice: &mut Dice) {
    let stale = dice.permille(250);
    let length = place(length);
    if content.len() < length && stale {
        let start = content.len();
        content.resize(length, 0);
        for byte in content.iter_mut().skip(start) {
            *byte = u8::try_from(dice.bits() & 0xff).unwrap_or(0);
        }
    } else if content.len() < length {
        content.resize(length, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_write_keeps_or_loses_whole_sectors_and_touches_nothing_else() {
        let data = vec![1_u8; 2_000];
        for seed in 0..200 {
            let mut content = vec![0_u8; 4_096];
            tear(&mut content, 700, &data, &mut Dice::new(seed, 1));
            assert_eq!(content.len(), 4_096);
            for (at, pair) in content.windows(2).enumerate() {
                let border = (at + 1) % 512 == 0 || at + 1 == 700 || at + 1 == 2_700;
                assert!(
                    pair[0] == pair[1] || border,
                    "seed {seed}: torn at {}",
                    at + 1
                );
            }
            assert!(
                content[..700]
                    .iter()
                    .chain(&content[2_700..])
                    .all(|byte| *byte == 0)
            );
        }
    }

    #[test]
    fn a_sync_covers_what_ended_before_it_began() {
        let mut image = Image::default();
        for (end, data) in [(1, b"aa"), (5, b"bb")] {
            let kind = Kind::Write { offset: end, data };
            image.pending.push(Change { end, kind });
        }
        image.sync(5);
        assert_eq!(image.certain, b"\0aa");
        assert_eq!(image.pending.len(), 1);
    }
}
