//! The store's tests, in one binary: the same promises on SQLite and on PostgreSQL.
//!
//! `conformance` has one file per noun, `differential` compares both engines with a model in memory.
//! PostgreSQL is used where `KONTOR_TEST_POSTGRES` holds a superuser's URL; `scripts/test-postgres
//! start` gives one. What does not live here: power cuts, kill -9 under load, full disks of a whole
//! server. Start at `ground.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation is how a test speaks"
)]

#[macro_use]
mod ground;
mod cast;
mod collisions;
mod concurrency;
mod conformance;
mod deeds;
mod differential;
mod group;
mod locking;
mod schema;
mod writer;
