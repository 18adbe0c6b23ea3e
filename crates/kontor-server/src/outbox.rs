//! Workers of the outbox: one loop per topic, the work of each in a file of its own.

pub mod delivery;
pub mod guest_link;
pub mod index;
pub mod invitation;
pub mod letter;
pub mod notice;
pub mod proof;
pub mod reset;
pub mod sweep;
pub mod worker;

/// The work that needs a relay for mail.
pub const MAILS: &[worker::Work] = &[
    delivery::WORK,
    notice::WORK,
    proof::MAIL,
    reset::WORK,
    guest_link::WORK,
    invitation::WORK,
];

/// The work that goes out otherwise.
pub const MESSAGES: &[worker::Work] = &[proof::SMS];
