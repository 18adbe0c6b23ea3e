//! The log that `faults/record.c` writes: what a program asked of its disk, and when.

use std::ops::Range;
use std::path::Path;

use crate::Result;

/// The length of a record's head, in bytes. Source: `struct record` in `faults/record.h`.
const HEAD: usize = 64;
/// "KKF1", little-endian.
const MAGIC: u32 = 0x3146_4b4b;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A file came into being.
    Create {
        /// Its number on the file system; used again once the file is gone.
        inode: u64,
        /// Its path below the recorded directory.
        path: String,
    },
    /// A file that was there was opened.
    Open {
        /// Its number.
        inode: u64,
        /// Its path.
        path: String,
    },
    /// Bytes were written.
    Write {
        /// The file's number.
        inode: u64,
        /// Where in the file.
        offset: u64,
        /// Where in the log; see [`Log::data`].
        data: Range<usize>,
    },
    /// A file's length was set.
    Truncate {
        /// The file's number.
        inode: u64,
        /// The new length.
        length: u64,
    },
    /// fsync or fdatasync of a file.
    Sync {
        /// The file's number.
        inode: u64,
        /// It answered an error.
        failed: bool,
    },
    /// fsync of a directory.
    SyncDirectory {
        /// Its path, "" for the recorded directory itself.
        path: String,
        /// It answered an error.
        failed: bool,
    },
    /// A name moved, replacing what had the new name.
    Rename {
        /// The old path.
        from: String,
        /// The new path.
        to: String,
    },
    /// A name was removed.
    Unlink {
        /// The path.
        path: String,
    },
    /// A directory came into being.
    MakeDirectory,
    /// Something was done that cannot be replayed.
    Unmodelled {
        /// What.
        what: String,
    },
}

/// An event and the time it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// When it began, in nanoseconds of `CLOCK_MONOTONIC`.
    pub start: u64,
    /// When it had succeeded or failed.
    pub end: u64,
    /// What it was.
    pub event: Event,
}

/// A whole log, ordered by the ends of its records.
#[derive(Debug)]
pub struct Log {
    bytes: Vec<u8>,
    /// The records.
    pub records: Vec<Record>,
}

impl Log {
    /// Reads a log. A record that a kill left incomplete at the very end is left out: whoever asked
    /// for it never heard of its success.
    ///
    /// # Errors
    /// The file cannot be read or is no such log.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(std::fs::read(path)?)
    }

    /// Reads a log from memory.
    ///
    /// # Errors
    /// The bytes are no such log.
    pub fn parse(bytes: Vec<u8>) -> Result<Self> {
        let mut records = Vec::new();
        let mut at = 0;
        while let Some(head) = bytes.get(at..at + HEAD) {
            let Some((record, next)) = record(&bytes, head, at + HEAD)? else {
                break;
            };
            records.push(record);
            at = next;
        }
        records.sort_by_key(|record| record.end);
        Ok(Self { bytes, records })
    }

    /// The bytes of a write.
    #[must_use]
    pub fn data(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }
}

fn record(bytes: &[u8], head: &[u8], body: usize) -> Result<Option<(Record, usize)>> {
    if u32_at(head, 0) != MAGIC {
        return Err(format!("no record at byte {}", body - HEAD).into());
    }
    let lengths = [44, 48, 40].map(|at| u32_at(head, at) as usize);
    let [path, path2, data] = lengths;
    let next = body + path + path2 + data;
    if bytes.len() < next {
        return Ok(None);
    }
    let text = |from: usize, len: usize| {
        let bytes = bytes.get(from..from + len).unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    };
    let path_text = || text(body, path);
    let inode = u64_at(head, 24);
    let offset = u64_at(head, 32);
    let failed = u16_at(head, 6) != 0;
    let event = match u16_at(head, 4) {
        1 => Event::Create {
            inode,
            path: path_text(),
        },
        2 => Event::Open {
            inode,
            path: path_text(),
        },
        3 => Event::Write {
            inode,
            offset,
            data: next - data..next,
        },
        4 => Event::Truncate {
            inode,
            length: offset,
        },
        5 => Event::Sync { inode, failed },
        6 => Event::SyncDirectory {
            path: path_text(),
            failed,
        },
        7 => Event::Rename {
            from: path_text(),
            to: text(body + path, path2),
        },
        8 => Event::Unlink { path: path_text() },
        9 => Event::MakeDirectory,
        10 => Event::Unmodelled { what: path_text() },
        kind => return Err(format!("a record of the unknown kind {kind}").into()),
    };
    let (start, end) = (u64_at(head, 8), u64_at(head, 16));
    Ok(Some((Record { start, end, event }, next)))
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let found = bytes.get(at..at + N).and_then(|part| part.try_into().ok());
    found.unwrap_or([0; N])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array(bytes, at))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array(bytes, at))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A record as `put` in `faults/record.h` writes it.
    pub fn encoded(
        kind: u16,
        start: u64,
        end: u64,
        place: (u64, u64),
        path: &str,
        data: &[u8],
    ) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(MAGIC.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(0_u16.to_le_bytes());
        for value in [start, end, place.0, place.1] {
            out.extend(value.to_le_bytes());
        }
        for length in [data.len(), path.len(), 0, 1] {
            out.extend(u32::try_from(length).unwrap().to_le_bytes());
        }
        out.extend(0_u64.to_le_bytes());
        out.extend(path.as_bytes());
        out.extend(data);
        out
    }

    #[test]
    fn records_are_read_in_order_of_their_ends_and_a_torn_tail_is_left_out() {
        let mut bytes = encoded(3, 5, 9, (1, 512), "", b"later");
        bytes.extend(encoded(1, 1, 2, (1, 0), "a", b""));
        bytes.extend(&encoded(3, 10, 11, (1, 0), "", b"torn")[..66]);
        let log = Log::parse(bytes).unwrap();
        assert_eq!(log.records.len(), 2);
        assert_eq!(
            log.records[0].event,
            Event::Create {
                inode: 1,
                path: "a".into()
            }
        );
        let Event::Write {
            offset: 512, data, ..
        } = &log.records[1].event
        else {
            panic!("{:?}", log.records[1]);
        };
        assert_eq!(log.data(data), b"later");
    }

    #[test]
    fn what_is_no_log_is_refused() {
        assert!(Log::parse(vec![7; 80]).is_err());
        assert!(Log::parse(encoded(99, 0, 0, (0, 0), "", b"")).is_err());
    }
}
