//! The clocks of the load program: the only file here that reads them as absolute values.

use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds of `CLOCK_MONOTONIC`: the same clock in every process of this machine, so that what
/// this program saw can be ordered with what the recorded program asked of its disk.
#[must_use]
pub fn monotonic() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
    let nanos = u64::try_from(now.tv_nsec).unwrap_or(0);
    seconds * 1_000_000_000 + nanos
}

/// A number that no earlier run on this machine had, to tell runs against one database apart.
#[must_use]
pub fn run_number() -> u32 {
    let now = clock_gettime(ClockId::Realtime);
    let tenths = u64::try_from(now.tv_sec).unwrap_or(0) * 10
        + u64::try_from(now.tv_nsec).unwrap_or(0) / 100_000_000;
    u32::try_from(tenths & 0xffff_ffff).unwrap_or(0)
}
