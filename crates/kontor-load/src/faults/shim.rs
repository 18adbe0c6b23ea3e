//! The recording library: built where it is needed, and loaded into a program.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

const SOURCE: &str = include_str!("../../faults/record.c");
const HEADER: &str = include_str!("../../faults/record.h");

/// A file in the control directory that makes the disk fail while it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// Every fsync fails.
    SyncFails,
    /// The next fsync fails, then no more.
    SyncFailsOnce,
    /// No write finds room.
    Full,
    /// No write that makes a file longer finds room.
    FullForGrowth,
}

impl Switch {
    /// The name of the file. Source: `faults/record.c`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SyncFails => "fsync-eio",
            Self::SyncFailsOnce => "fsync-eio-once",
            Self::Full => "enospc",
            Self::FullForGrowth => "enospc-extend",
        }
    }
}

/// Where a recorded program keeps its files, and where about it is written down.
#[derive(Debug, Clone)]
pub struct Shim {
    library: PathBuf,
    /// The recorded directory.
    pub watched: PathBuf,
    /// The log.
    pub log: PathBuf,
    control: PathBuf,
}

impl Shim {
    /// Builds the library and makes the directories `data` (watched) and `control` under `place`.
    ///
    /// # Errors
    /// There is no C compiler `cc`, or the directories cannot be made.
    pub fn prepare(place: &Path) -> Result<Self> {
        let shim = Self {
            library: place.join("librecord.so"),
            watched: place.join("data"),
            log: place.join("disk.log"),
            control: place.join("control"),
        };
        std::fs::create_dir_all(&shim.watched)?;
        std::fs::create_dir_all(&shim.control)?;
        std::fs::write(place.join("record.c"), SOURCE)?;
        std::fs::write(place.join("record.h"), HEADER)?;
        let built = Command::new("cc")
            .args(["-std=gnu11", "-shared", "-fPIC", "-O2", "-pthread", "-o"])
            .arg(&shim.library)
            .arg(place.join("record.c"))
            .output()
            .map_err(|error| format!("cc could not be started: {error}"))?;
        if !built.status.success() {
            return Err(String::from_utf8_lossy(&built.stderr).into());
        }
        Ok(shim)
    }

    /// Makes `command` run with its disk recorded; without `record` it can only be made to fail.
    pub fn load(&self, command: &mut Command, record: bool) {
        command
            .env("LD_PRELOAD", &self.library)
            .env("KONTOR_FAULT_DIR", &self.watched)
            .env("KONTOR_FAULT_CONTROL", &self.control);
        if record {
            command.env("KONTOR_FAULT_LOG", &self.log);
        }
    }

    /// Makes the disk fail from now on; for a sync, only that of files whose path ends in `of`.
    ///
    /// # Errors
    /// The switch cannot be written.
    pub fn set(&self, switch: Switch, of: &str) -> Result<()> {
        // Written aside and moved, so that it is never seen half written.
        let aside = self.control.join("aside");
        std::fs::write(&aside, of)?;
        Ok(std::fs::rename(aside, self.control.join(switch.name()))?)
    }

    /// Whether that failure is on, or waits for its sync.
    #[must_use]
    pub fn is_set(&self, switch: Switch) -> bool {
        self.control.join(switch.name()).exists()
    }

    /// Ends that failure; says whether it was still on.
    #[must_use]
    pub fn clear(&self, switch: Switch) -> bool {
        std::fs::remove_file(self.control.join(switch.name())).is_ok()
    }
}
