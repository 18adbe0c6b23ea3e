//! The window over a feed: the bytes taken in and not yet done with.
//!
//! It knows nothing of rows. Its bound is kept by its users, who take in more only while what they
//! look for is not complete and not over its limit.

use crate::limits::FILL_BYTES_MAX;

/// Bytes of a feed, of which the first may go.
#[derive(Debug, Default)]
pub(crate) struct Window {
    bytes: Vec<u8>,
    start: usize,
}

impl Window {
    /// What is not done with.
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Is done with the first bytes.
    pub(crate) fn consume(&mut self, count: usize) {
        self.start = self.start.saturating_add(count).min(self.bytes.len());
    }

    /// Takes in the front of the chunk and shortens the chunk by it.
    pub(crate) fn fill(&mut self, chunk: &mut &[u8]) {
        if self.start > 0 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        let (front, back) = chunk.split_at(chunk.len().min(FILL_BYTES_MAX));
        self.bytes.extend_from_slice(front);
        *chunk = back;
    }

    /// The memory held, in bytes.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }
}
