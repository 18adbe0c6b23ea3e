//! Values and decisions of Kontor.
//!
//! What lives here: the nouns of the product and the rules that hold for them, as plain functions
//! over plain values. What deliberately does not: input and output, the clock, randomness, async,
//! SQL, HTTP, HTML. Time, ids and random bytes are always passed in. Start at [`conversation`] and
//! [`timeline`]; who may do what is in [`access`].

pub mod access;
pub mod account;
pub mod browser;
pub mod contact;
pub mod contact_card;
pub mod contact_settings;
pub mod conversation;
pub mod delivery;
pub mod handout;
pub mod id;
pub mod listing;
pub mod marketplace;
pub mod membership;
pub mod order;
pub mod outbox;
pub mod phone;
pub mod post_address;
pub mod proof;
pub mod sign_in;
pub mod team;
pub mod time;
pub mod timeline;
pub mod trader;
