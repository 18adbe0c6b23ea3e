//! What can be done: the only writers. Each loads, asks core, saves, records what follows: one
//! transaction. No HTTP, no HTML; the web, the API and later mail call the same functions.

pub mod callback;
pub mod contact;
pub mod contact_settings;
pub mod conversation;
pub mod delivery;
pub mod guest;
pub mod holiday;
pub mod import;
pub mod join;
pub mod listing;
pub mod order;
pub mod people;
pub mod proof;
pub mod reset;
pub mod seen;
pub mod session;
pub mod sign_in;
pub mod team;
pub mod trader;
