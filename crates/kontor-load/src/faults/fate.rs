//! What may happen to a change that no sync covers when the power goes, and how often it did.

use serde::Serialize;

use crate::dice::Dice;

/// What became of one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It never reached the disk.
    Dropped,
    /// It did.
    Kept,
    /// Some of its sectors did.
    Torn,
    /// Only the new length of the file did.
    Grown,
}

/// How often what happens, drawn anew for every cut: some cuts lose all that is loose, some little.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chances {
    /// In a thousand.
    kept: u64,
    /// In a thousand of those that are not kept.
    torn: u64,
    /// In a thousand of those that are neither.
    grown: u64,
}

impl Chances {
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let of = |dice: &mut Dice, all: &[u64]| dice.pick(all).copied().unwrap_or(0);
        Self {
            kept: of(dice, &[0, 100, 500, 900, 1_000]),
            torn: of(dice, &[0, 200, 600]),
            grown: of(dice, &[0, 300]),
        }
    }

    pub(super) fn of_change(&self, dice: &mut Dice) -> Fate {
        if dice.permille(self.kept) {
            Fate::Kept
        } else if dice.permille(self.torn) {
            Fate::Torn
        } else if dice.permille(self.grown) {
            Fate::Grown
        } else {
            Fate::Dropped
        }
    }

    /// A name is there or not: it cannot be torn.
    pub(super) fn of_name(&self, dice: &mut Dice) -> bool {
        dice.permille(self.kept)
    }
}

/// How many changes met which fate, over one cut or many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Changes of files that never arrived.
    pub dropped: u64,
    /// Changes that arrived.
    pub kept: u64,
    /// Writes of which some sectors arrived.
    pub torn: u64,
    /// Writes of which only the file's new length arrived.
    pub grown: u64,
    /// Changes of names that never arrived.
    pub names_dropped: u64,
    /// Changes of names that arrived without a sync of their directory.
    pub names_kept: u64,
}

impl Counts {
    pub(super) fn note(&mut self, fate: Fate) {
        *match fate {
            Fate::Dropped => &mut self.dropped,
            Fate::Kept => &mut self.kept,
            Fate::Torn => &mut self.torn,
            Fate::Grown => &mut self.grown,
        } += 1;
    }

    pub(super) fn note_name(&mut self, kept: bool) {
        if kept {
            self.names_kept += 1;
        } else {
            self.names_dropped += 1;
        }
    }

    /// Adds another cut's.
    pub fn add(&mut self, other: &Self) {
        self.dropped += other.dropped;
        self.kept += other.kept;
        self.torn += other.torn;
        self.grown += other.grown;
        self.names_dropped += other.names_dropped;
        self.names_kept += other.names_kept;
    }
}
