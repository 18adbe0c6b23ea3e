//! Habits that a program can check, over the whole repository: sizes, head comments, imports,
//! paths that documents name, twins, limits.
//!
//! What needs judgement is in STYLE.md; what the compiler checks is in the lints.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation is how a test speaks"
)]

mod documents;
mod functions;
mod imports;
mod limits;
mod migrations;
mod sizes;
mod tree;
