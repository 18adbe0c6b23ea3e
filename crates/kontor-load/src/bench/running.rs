//! A server that runs, and its end.

use std::process::Child;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::Result;
use crate::bench::proc;

/// How long a server may take to drain and end.
const STOP_LIMIT: Duration = Duration::from_secs(30);
/// How often an ending server is looked at.
const LOOK: Duration = Duration::from_millis(1);

/// A running server; it ends with this value at the latest.
#[derive(Debug)]
pub struct Running {
    pub(super) child: Child,
    /// From the start of the process to the first 200 of `/health/ready`.
    pub ready_after: Duration,
}

impl Running {
    /// The number of the process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Memory in use now, in MB.
    #[must_use]
    pub fn resident_mb(&self) -> f64 {
        proc::resident_kib(self.pid()) as f64 * 1_024.0 / 1e6
    }

    /// Asks the server to end, and waits for it.
    ///
    /// # Errors
    /// It does not end in time; it is then killed.
    pub async fn stop(mut self) -> Result<()> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.ok_or("no process number")?, Signal::TERM)?;
        let begun = Instant::now();
        while begun.elapsed() < STOP_LIMIT {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        Err("the server did not end in time".into())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
