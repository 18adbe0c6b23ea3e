//! What one durable write costs on this file system: the floor under every acknowledgement.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Result;
use crate::bench::samples::Samples;

/// Bytes of one append: a page.
const APPEND_BYTES: usize = 4_096;
/// Appends at most.
const APPENDS_MAX: usize = 2_000;

/// Times `write` and `fdatasync` of 4 KiB appends to a new file in this directory.
///
/// # Errors
/// The file cannot be written.
pub fn measure(directory: &Path, limit: Duration) -> Result<Samples> {
    let path = directory.join("fsync.bin");
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(&path)?;
    let page = [0x5a_u8; APPEND_BYTES];
    let mut samples = Samples::default();
    let start = Instant::now();
    while start.elapsed() < limit && samples.len() < APPENDS_MAX {
        let begun = Instant::now();
        file.write_all(&page)?;
        file.sync_data()?;
        samples.push(begun.elapsed());
    }
    drop(file);
    std::fs::remove_file(&path)?;
    Ok(samples)
}
