//! Many power cuts of one recorded run: where to cut, and what each leaves.

use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;
use serde::Serialize;

use crate::Result;
use crate::dice::Dice;
use crate::faults::fate::Counts;
use crate::faults::log::{Event, Log};
use crate::faults::replay::{Forget, Replay};
use crate::ledger::{Comparison, Contents, Ledger, read_sqlite};

/// Directories of failed cuts that are kept to be looked at.
const KEPT_MAX: u64 = 3;

/// One recorded run and how it is to be cut.
#[derive(Debug)]
pub struct Plan<'a> {
    /// What the program asked of its disk.
    pub log: &'a Log,
    /// What the program promised.
    pub ledger: &'a Ledger,
    /// How many cuts.
    pub cuts: usize,
    /// Repeats instants and fates.
    pub seed: u64,
    /// The sabotage, if any.
    pub forget: Forget,
    /// Where directories are built; emptied for each cut.
    pub scratch: &'a Path,
    /// The database file, below the recorded directory.
    pub database: &'a str,
    /// Stop at the first cut that loses something: enough to show that losses are found.
    pub until_loss: bool,
}

/// What the product's own checks say of one directory.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Conversations whose chain does not hold, and derived rows that differ.
    pub chain_faults: u64,
    /// Other reasons not to trust the directory.
    pub integrity_faults: u64,
    /// For people.
    pub notes: Vec<String>,
}

/// What all cuts together left.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Cuts made.
    pub cuts: u64,
    /// Messages acknowledged in the run.
    pub run_acknowledged: u64,
    /// Acknowledged before the cut, summed over all cuts: so many comparisons were made.
    pub acknowledged: u64,
    /// Of those, not there.
    pub lost: u64,
    /// Cuts that lost something.
    pub cuts_with_loss: u64,
    /// There twice.
    pub doubled: u64,
    /// There with another text or place.
    pub altered: u64,
    /// Chains that do not hold, derived rows that differ.
    pub chain_faults: u64,
    /// Failures of the database's own check, or to open it at all.
    pub integrity_faults: u64,
    /// What became of changes that no sync covered.
    pub fates: Counts,
    /// The first failures, in words.
    pub failures: Vec<String>,
}

impl Summary {
    /// True where every cut left all that was promised, whole.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let faults = self.lost + self.doubled + self.altered;
        self.cuts > 0 && faults + self.chain_faults + self.integrity_faults == 0
    }

    /// The summary as lines of a table.
    #[must_use]
    pub fn table(&self) -> String {
        let rows = [
            ("cuts", self.cuts),
            ("messages acknowledged in the run", self.run_acknowledged),
            (
                "acknowledged before the cut, over all cuts",
                self.acknowledged,
            ),
            ("lost", self.lost),
            ("cuts that lost something", self.cuts_with_loss),
            ("doubled", self.doubled),
            ("altered", self.altered),
            ("chain faults", self.chain_faults),
            ("integrity faults", self.integrity_faults),
            ("unsynced changes dropped", self.fates.dropped),
            ("unsynced changes torn", self.fates.torn),
            (
                "unsynced changes of which only the length arrived",
                self.fates.grown,
            ),
            ("unsynced changes kept", self.fates.kept),
            ("unsynced names dropped", self.fates.names_dropped),
        ];
        let lines = rows.map(|(name, value)| format!("{name:<52}{value:>12}\n"));
        lines.concat() + &self.failures.join("\n")
    }
}

/// Instants of cuts, in order: right after an answer, inside a sync, or anywhere, from the first
/// answer to the end of the log.
#[must_use]
pub fn instants(log: &Log, ledger: &Ledger, cuts: usize, seed: u64) -> Vec<u64> {
    let mut answers: Vec<u64> = ledger
        .attempts
        .iter()
        .filter_map(|a| a.acknowledged)
        .collect();
    answers.sort_unstable();
    let (Some(first), Some(last)) = (answers.first().copied(), log.records.last()) else {
        return Vec::new();
    };
    let last = last.end.max(first + 1);
    let is_sync = |event: &Event| matches!(event, Event::Sync { failed: false, .. });
    let syncs: Vec<(u64, u64)> = log
        .records
        .iter()
        .filter(|record| is_sync(&record.event) && record.end > first)
        .map(|record| (record.start, record.end))
        .collect();
    let mut dice = Dice::new(seed, 0);
    let mut found: Vec<u64> = (0..cuts)
        .map(|_| {
            let way = dice.below(10);
            match (dice.pick(&answers).copied(), dice.pick(&syncs).copied()) {
                (Some(answer), _) if way < 4 => answer + 1,
                (_, Some((start, end))) if way < 7 => start + dice.below(end - start + 2),
                _ => first + dice.below(last - first),
            }
        })
        .collect();
    found.sort_unstable();
    found
}

/// Cuts the run again and again. `judge` looks at each directory first, as the product itself does
/// when it starts there; then the database is read past it.
///
/// # Errors
/// The log cannot be replayed, or a directory cannot be written. What a cut breaks is no error.
pub fn run(plan: &Plan<'_>, mut judge: impl FnMut(&Path) -> Result<Verdict>) -> Result<Summary> {
    let mut summary = Summary {
        run_acknowledged: plan.ledger.acknowledged(),
        ..Summary::default()
    };
    let mut replay = Replay::new(plan.log, plan.forget);
    for cut in instants(plan.log, plan.ledger, plan.cuts, plan.seed) {
        let directory = plan.scratch.join("cut");
        if directory.exists() {
            std::fs::remove_dir_all(&directory)?;
        }
        std::fs::create_dir_all(&directory)?;
        replay.advance(cut)?;
        let fates = replay.write(cut, plan.seed, &directory)?;
        let verdict = judge(&directory).unwrap_or_else(|error| Verdict {
            integrity_faults: 1,
            notes: vec![error.to_string()],
            ..Verdict::default()
        });
        let (comparison, notes) = compare(plan, &directory, cut);
        let ok = summary.note(&fates, &verdict, &comparison, &notes, cut);
        if !ok && plan.forget == Forget::Nothing && summary.failures.len() as u64 <= KEPT_MAX {
            std::fs::rename(&directory, kept(plan.scratch, cut))?;
        }
        if plan.until_loss && summary.lost > 0 {
            break;
        }
    }
    Ok(summary)
}

fn kept(scratch: &Path, cut: u64) -> PathBuf {
    scratch.join(format!("failed-at-{cut}"))
}

/// The database read directly. One that cannot be read holds nothing.
fn compare(plan: &Plan<'_>, directory: &Path, cut: u64) -> (Comparison, Vec<String>) {
    let database = directory.join(plan.database);
    let mut notes = integrity(&database).unwrap_or_else(|error| vec![error.to_string()]);
    let contents = read_sqlite(&database, plan.ledger.run).unwrap_or_else(|error| {
        notes.push(error.to_string());
        Contents::new()
    });
    (plan.ledger.compare(&contents, Some(cut)), notes)
}

/// SQLite's own check of a file: nothing where it is well.
///
/// # Errors
/// SQLite's: the file is not there, or is no database.
pub fn integrity(database: &Path) -> Result<Vec<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let connection = rusqlite::Connection::open_with_flags(database, flags)?;
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    let said = rows.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(said.into_iter().filter(|line| line != "ok").collect())
}

impl Summary {
    fn note(
        &mut self,
        fates: &Counts,
        verdict: &Verdict,
        found: &Comparison,
        notes: &[String],
        cut: u64,
    ) -> bool {
        self.cuts += 1;
        self.acknowledged += found.acknowledged;
        self.lost += found.lost;
        self.cuts_with_loss += u64::from(found.lost > 0);
        self.doubled += found.doubled;
        self.altered += found.altered + found.unasked;
        self.chain_faults += verdict.chain_faults;
        self.integrity_faults += verdict.integrity_faults + notes.len() as u64;
        self.fates.add(fates);
        let faults = verdict.chain_faults + verdict.integrity_faults + notes.len() as u64;
        let ok = found.is_clean() && faults == 0;
        if !ok && self.failures.len() < 10 {
            let words = [verdict.notes.as_slice(), notes].concat().join("; ");
            let words: String = words.chars().take(400).collect();
            self.failures
                .push(format!("cut at {cut}: {found:?}: {words}"));
        }
        ok
    }
}
