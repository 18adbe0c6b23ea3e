//! E-mail as bytes to values and back.
//!
//! What lives here: writing a mail ([`compose`]), reading one ([`read`]), and the server's side of
//! an SMTP conversation ([`smtp`]). What deliberately does not: sockets, the clock, randomness,
//! templates, and every noun of the product: this crate knows neither accounts nor conversations.
//! Sockets, time limits and the rate of connections are the server's.

pub mod address;
pub mod compose;
pub mod read;
pub mod smtp;
