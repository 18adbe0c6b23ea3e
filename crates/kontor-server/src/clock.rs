//! The one place that reads the clock. Everything else is given the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kontor_core::time::Micros;

/// Where `now` comes from: the machine, the machine's past while the demo is filled, or a test that
/// moves time itself.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// The machine's clock less so many microseconds.
    Behind(Arc<AtomicI64>),
    /// A clock that stands still until it is moved.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn manual(at: Micros) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.0)))
    }

    /// The present instant.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the clock is read"
    )]
    pub fn now(&self) -> Micros {
        let machine = || Micros(jiff::Timestamp::now().as_microsecond());
        match self {
            Self::System => machine(),
            Self::Behind(by) => machine().plus(-by.load(Ordering::SeqCst)),
            Self::Manual(at) => Micros(at.load(Ordering::SeqCst)),
        }
    }

    /// A clock that runs `by` microseconds behind the machine's.
    #[must_use]
    pub fn behind(by: i64) -> Self {
        Self::Behind(Arc::new(AtomicI64::new(by)))
    }

    /// Sets how far a clock runs behind; others are left alone.
    pub fn set_behind(&self, by: i64) {
        if let Self::Behind(behind) = self {
            behind.store(by, Ordering::SeqCst);
        }
    }

    /// Moves a manual clock; the machine's clock is left alone.
    pub fn advance(&self, micros: i64) {
        if let Self::Manual(at) = self {
            at.fetch_add(micros, Ordering::SeqCst);
        }
    }
}
