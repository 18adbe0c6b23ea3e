//! Drives and measures a running Kontor from outside.
//!
//! Over HTTP as any client would ([`client`], [`world`], [`drive`], [`read_back`]), writing down in
//! a ledger what was promised ([`ledger`]); [`faults`] breaks the disk and the process meanwhile and
//! compares. No code of the server or its store is used here, save in tests, so that a mistake there
//! cannot hide itself here. The program that uses this is `main.rs`.

pub mod bench;
pub mod client;
#[cfg(test)]
mod client_tests;
pub mod clock;
pub mod dice;
pub mod drive;
pub mod faults;
pub mod ledger;
pub mod read_back;
pub mod world;

/// Why a measurement could not be made; shown to a person and nothing else.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A result of this program.
pub type Result<T, E = Failure> = std::result::Result<T, E>;
