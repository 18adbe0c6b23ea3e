//! A directory as a disk could hold it after a power cut, built from the log of what was asked.
//!
//! # The model
//! - **Certain** is a change of a file (a write, a truncate) that had ended before an fsync or
//!   fdatasync of that file *began*, where that sync had *succeeded* before the cut.
//! - A **failed** sync takes changes away: each that a success would have covered is on the disk or
//!   is lost for good, and no later sync brings it back, for the kernel has marked its page as
//!   written. Source: PostgreSQL's "fsyncgate" of 2018. Which of both is the same for all seeds.
//! - Every **other change that had begun before the cut** has a fate of its own, drawn from the
//!   seed: dropped, kept, torn (any of its 512-byte sectors arrive, or a leading or trailing run of
//!   them), or only the longer length of the file arrives, filled with zeros or with noise. So later
//!   changes may arrive without earlier ones. Two kept changes of one sector arrive in their order:
//!   the page cache holds one version of a page, and does not write an older one after a newer.
//! - A **name** (made, moved or removed) is certain once an fsync of its directory that began later
//!   has succeeded; a sync of the file itself does not help. Otherwise it is drawn like a change: a
//!   file whose name was never made certain may vanish with all that was synced into it.
//! - Files ending in `-shm` are never there after a cut. The recorded directory itself is certain,
//!   and directories below it are made as needed.
//!
//! # Its limits
//! - It starts from an empty directory, and refuses a log that opens a file it has not seen made.
//! - A sector is written as a whole or not at all; a disk that lies about a completed flush, or
//!   corrupts what it held before, is not modelled. No write without sync damages a neighbour.
//! - Real file systems promise more: ext4 in its usual mode makes a new file's name certain with
//!   its fsync and keeps names in order. A program that survives here does not rest on that.
//! - Directories are not modelled as things that can vanish, and hard links and exchanges of names
//!   are refused.
//!
//! Time runs forward only: [`Replay::advance`] applies what the log says until an instant, keeping
//! the certain content in memory, and [`Replay::write`] writes one possible directory.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::Result;
use crate::dice::Dice;
use crate::faults::disk_image::{Change, Image, Kind};
use crate::faults::fate::{Chances, Counts};
use crate::faults::log::{Event, Log, Record};

/// Which syncs the replay forgets: the sabotage that shows that losses are found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Forget {
    /// None.
    #[default]
    Nothing,
    /// Those of files, as if they were never asked for.
    Files,
    /// Those of directories.
    Directories,
}

#[derive(Debug, Clone)]
enum Naming {
    Bind {
        path: String,
        file: usize,
    },
    Unbind {
        path: String,
    },
    Move {
        from: String,
        to: String,
        file: usize,
    },
}

#[derive(Debug)]
struct PendingName {
    end: u64,
    naming: Naming,
}

/// A log on its way through time.
#[derive(Debug)]
pub struct Replay<'l> {
    log: &'l Log,
    next: usize,
    forget: Forget,
    files: Vec<Image<'l>>,
    by_inode: HashMap<u64, usize>,
    /// Names as the program sees them.
    seen: HashMap<String, usize>,
    /// Names as the disk certainly has them.
    certain: BTreeMap<String, usize>,
    pending: Vec<PendingName>,
}

impl<'l> Replay<'l> {
    /// A replay at the beginning of time.
    #[must_use]
    pub fn new(log: &'l Log, forget: Forget) -> Self {
        Self {
            log,
            next: 0,
            forget,
            files: Vec::new(),
            by_inode: HashMap::new(),
            seen: HashMap::new(),
            certain: BTreeMap::new(),
            pending: Vec::new(),
        }
    }

    /// Applies everything that had ended by `cut`. Never goes back.
    ///
    /// # Errors
    /// The log holds something that cannot be replayed.
    pub fn advance(&mut self, cut: u64) -> Result<()> {
        let log = self.log;
        while let Some(record) = log.records.get(self.next).filter(|r| r.end <= cut) {
            self.apply(record)?;
            self.next += 1;
        }
        Ok(())
    }

    fn apply(&mut self, record: &'l Record) -> Result<()> {
        let end = record.end;
        match &record.event {
            Event::Create { inode, path } => self.create(*inode, path, end),
            Event::Open { inode, path } => {
                let known = self.by_inode.get(inode);
                if known.is_none() || self.seen.get(path) != known {
                    return Err(format!("{path} was there before the recording began").into());
                }
            }
            Event::Write { inode, .. } | Event::Truncate { inode, .. } => {
                let change = change(self.log, record).zip(self.file(*inode));
                let (change, file) = change.ok_or("a write to a file that was never opened")?;
                file.pending.push(change);
            }
            Event::Sync { inode, failed } => {
                let forget = self.forget == Forget::Files;
                let file = self.file(*inode).ok_or("a sync of an unknown file")?;
                if *failed {
                    file.fail(record.start, &mut Dice::new(record.end, *inode));
                } else if !forget {
                    file.sync(record.start);
                }
            }
            Event::SyncDirectory { path, failed } => {
                if !failed && self.forget != Forget::Directories {
                    self.sync_names(path, record.start);
                }
            }
            Event::Rename { from, to } => {
                let file = self
                    .seen
                    .remove(from)
                    .ok_or("an unknown file was renamed")?;
                self.seen.insert(to.clone(), file);
                let (from, to) = (from.clone(), to.clone());
                self.name(end, Naming::Move { from, to, file });
            }
            Event::Unlink { path } => {
                self.seen.remove(path);
                self.name(end, Naming::Unbind { path: path.clone() });
            }
            Event::MakeDirectory => {}
            Event::Unmodelled { what } => {
                return Err(format!("the log holds {what}, which cannot be replayed").into());
            }
        }
        Ok(())
    }

    fn create(&mut self, inode: u64, path: &str, end: u64) {
        let file = self.files.len();
        // Two processes that made the file at once both believe that they did.
        let known = self.seen.get(path);
        if known.is_some() && known == self.by_inode.get(&inode) {
            return;
        }
        self.files.push(Image::default());
        self.by_inode.insert(inode, file);
        self.seen.insert(path.to_owned(), file);
        let path = path.to_owned();
        self.name(end, Naming::Bind { path, file });
    }

    fn file(&mut self, inode: u64) -> Option<&mut Image<'l>> {
        self.files.get_mut(*self.by_inode.get(&inode)?)
    }

    fn name(&mut self, end: u64, naming: Naming) {
        self.pending.push(PendingName { end, naming });
    }

    fn sync_names(&mut self, directory: &str, start: u64) {
        let certain = &mut self.certain;
        self.pending.retain(|pending| {
            let (Naming::Bind { path, .. }
            | Naming::Unbind { path }
            | Naming::Move { to: path, .. }) = &pending.naming;
            let covered = pending.end < start && parent(path) == directory;
            if covered {
                rename(certain, &pending.naming);
            }
            !covered
        });
    }

    /// Writes one directory that the disk could hold if the power went now, at `cut`.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub fn write(&self, cut: u64, seed: u64, directory: &Path) -> Result<Counts> {
        let mut dice = Dice::new(seed, cut);
        let chances = Chances::draw(&mut dice);
        let mut counts = Counts::default();
        let mut names = self.certain.clone();
        for pending in &self.pending {
            let kept = chances.of_name(&mut dice);
            counts.note_name(kept);
            if kept {
                rename(&mut names, &pending.naming);
            }
        }
        let in_flight = self.in_flight(cut);
        for (name, at) in &names {
            let Some(file) = self.files.get(*at) else {
                continue;
            };
            let flying = in_flight.get(at).map_or(&[][..], Vec::as_slice);
            let content = file.cut(flying, &chances, &mut dice, &mut counts);
            let path = directory.join(name);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, content)?;
        }
        Ok(counts)
    }

    /// Changes that had begun and not ended. The log is ordered by ends, so they lie just ahead.
    fn in_flight(&self, cut: u64) -> HashMap<usize, Vec<Change<'l>>> {
        /// No single write takes longer than this, in nanoseconds; one that did would be taken for
        /// one that had not begun, which is one of its possible fates anyway.
        const AHEAD: u64 = 2_000_000_000;
        let mut found: HashMap<usize, Vec<Change<'l>>> = HashMap::new();
        for record in self.log.records.iter().skip(self.next) {
            if record.end > cut + AHEAD {
                break;
            }
            let (Event::Write { inode, .. } | Event::Truncate { inode, .. }) = &record.event else {
                continue;
            };
            if let (true, Some(file), Some(change)) = (
                record.start < cut,
                self.by_inode.get(inode),
                change(self.log, record),
            ) {
                found.entry(*file).or_default().push(change);
            }
        }
        found
    }
}

fn change<'l>(log: &'l Log, record: &'l Record) -> Option<Change<'l>> {
    let kind = match &record.event {
        Event::Write { offset, data, .. } => Kind::Write {
            offset: *offset,
            data: log.data(data),
        },
        Event::Truncate { length, .. } => Kind::Truncate { length: *length },
        _ => return None,
    };
    Some(Change {
        end: record.end,
        kind,
    })
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

fn rename(names: &mut BTreeMap<String, usize>, naming: &Naming) {
    match naming {
        Naming::Bind { path, file } => {
            names.insert(path.clone(), *file);
        }
        Naming::Unbind { path } => {
            names.remove(path);
        }
        Naming::Move { from, to, file } => {
            names.remove(from);
            names.insert(to.clone(), *file);
        }
    }
}
