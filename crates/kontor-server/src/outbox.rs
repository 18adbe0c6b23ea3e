//! Workers of the outbox: one loop per topic, the work of each in a file of its own.

pub mod index;
pub mod invitation;
pub mod letter;
pub mod notice;
pub mod reset;
pub mod sweep;
pub mod worker;

/// The work that needs a relay for mail.
pub const MAILS: &[worker::Work] = &[invitation::WORK, notice::WORK, reset::WORK];
