//! What every engine must do, one file per noun; each test runs on SQLite and on PostgreSQL.

mod archive;
mod backup;
pub mod check;
pub mod conversations;
mod idempotency;
mod imports;
mod inbox;
mod listings;
mod outbox;
mod people;
mod scope;
mod seam;
mod search;
mod tokens;
