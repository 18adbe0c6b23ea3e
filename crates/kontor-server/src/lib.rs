//! The server: the only crate that names sockets, files and the clock.
//!
//! Start at `serve/router.rs` (both route tables put together), then `serve/gate.rs` (what every
//! request passes), `actions/` (the only writers) and `outbox/` (what follows from a write).

pub mod actions;
pub mod api;
pub mod app;
pub mod calendars;
pub mod cards;
pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod egress;
pub mod fault;
pub mod live;
pub mod outbox;
pub mod random;
pub mod rate;
pub mod serve;
pub mod sign_in;
pub mod sms;
pub mod smtp;
pub mod web;
