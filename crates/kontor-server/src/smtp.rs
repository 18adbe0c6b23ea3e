//! Mail on the wire: the relay that takes outgoing mail, and the demo's catcher.

pub mod catcher;
pub mod relay;
