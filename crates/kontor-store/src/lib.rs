//! The store: the only crate that names a database.
//!
//! [`Store`] runs units of work on SQLite or PostgreSQL; [`Tx`] is the seam through which all SQL
//! goes, written once for both. One file per noun holds that noun's SQL. What does not live here:
//! rules (core), HTTP, HTML, the clock. Read `db.rs` first, then `writer.rs`.

pub mod account;
pub mod archive;
pub mod backup;
pub mod callback;
mod change;
pub mod check;
pub mod code_budget;
pub mod contact;
pub mod contact_card;
pub mod contact_code;
pub mod contact_proof;
pub mod contact_settings;
pub mod conversation;
mod db;
pub mod delivery;
mod error;
pub mod guest;
pub mod holiday;
pub mod idempotency;
pub mod identity;
pub mod import;
pub mod invitation;
pub mod listing;
pub mod marketplace;
pub mod membership;
mod migrate;
pub mod order;
pub mod outbox;
mod postgres;
pub mod principal;
mod scope;
pub mod search;
pub mod sign_in_token;
mod sqlite;
mod store;
pub mod team;
pub mod timeline;
pub mod token;
mod value;
mod writer;

pub use change::{Change, Observer};
pub use db::Tx;
pub use error::{Error, Result};
pub use migrate::{MIGRATIONS, Migration, schema};
pub use scope::Scope;
pub use store::{Engine, Options, Store, Unit};
pub use value::{Arg, Row, Value};
