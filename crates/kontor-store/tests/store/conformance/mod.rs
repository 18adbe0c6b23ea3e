//! What every engine must do, one file per noun; each test runs on SQLite and on PostgreSQL.

mod archive;
mod backup;
pub mod check;
pub mod conversations;
mod dead_letters;
mod forgery;
mod furnished;
mod idempotency;
mod imports;
mod inbox;
mod listings;
mod outbox;
mod people;
mod reading;
mod restore;
mod scope;
mod seam;
mod search;
mod search_tokens;
mod tampering;
mod teams;
mod tokens;
