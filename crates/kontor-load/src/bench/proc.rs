//! What the kernel counts for a process: CPU time, bytes written, memory.
//!
//! Source: proc(5), `/proc/PID/stat`, `/proc/PID/io`, `/proc/PID/status`.

use rustix::param::clock_ticks_per_second;

use crate::Result;

/// Seconds of CPU that a process has used so far, in user and kernel mode, with all its threads.
///
/// # Errors
/// There is no such process.
pub fn cpu_seconds(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name may hold anything, also blanks and brackets; it ends at the last bracket.
    let (_, rest) = stat
        .rsplit_once(')')
        .ok_or("no such form of /proc/PID/stat")?;
    let ticks: u64 = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Ok(ticks as f64 / clock_ticks_per_second() as f64)
}

/// Seconds of CPU that all processes of this name have used so far.
#[must_use]
pub fn cpu_seconds_of_all(name: &str) -> f64 {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return 0.0;
    };
    let pids = processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|pid| {
            std::fs::read_to_string(format!("/proc/{pid}/comm"))
                .is_ok_and(|comm| comm.trim() == name)
        });
    pids.filter_map(|pid| cpu_seconds(pid).ok()).sum()
}

/// Bytes that a process has caused to be written to the disk so far; 0 where that is not told.
#[must_use]
pub fn bytes_written(pid: u32) -> u64 {
    field(&format!("/proc/{pid}/io"), "write_bytes:")
}

/// Memory in use now, in KiB; 0 where the process has ended.
#[must_use]
pub fn resident_kib(pid: u32) -> u64 {
    field(&format!("/proc/{pid}/status"), "VmRSS:")
}

/// The most memory that was ever in use, in KiB; 0 where the process has ended.
#[must_use]
pub fn resident_peak_kib(pid: u32) -> u64 {
    field(&format!("/proc/{pid}/status"), "VmHWM:")
}

fn field(path: &str, name: &str) -> u64 {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_process_has_figures() {
        let pid = std::process::id();
        assert!(cpu_seconds(pid).unwrap() >= 0.0);
        assert!(resident_kib(pid) > 100);
        assert!(resident_peak_kib(pid) >= resident_kib(pid) / 2);
    }
}
