//! The server's tests, in one binary: a real server on a real port, asked over HTTP.
//!
//! `ground.rs` gives each test a fresh database of one engine, `testapp.rs` the running server,
//! `cast.rs` the people, `client.rs` and `sse.rs` the ways to ask, `contract.rs` compares every
//! answer with the API's own description. The other files are named for the routes they try.
//! PostgreSQL is used where `KONTOR_TEST_POSTGRES` holds a superuser's URL; `scripts/test-postgres
//! start` gives one. What does not live here: kill -9 and power cuts (`kontor-load`), Chromium.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation is how a test speaks"
)]

#[macro_use]
mod ground;

mod access;
mod access_bodies;
mod access_stage;
mod access_teams;
mod account;
mod callbacks;
mod card_pages;
mod cast;
mod client;
mod connections;
mod contact_form;
mod contact_pages;
mod contact_settings;
mod contacts;
mod contract;
mod conversations;
mod conversations_inbox;
mod conversations_rules;
mod cross_site;
mod dead_letters;
mod deeds;
mod delivery;
mod delivery_choice;
mod embed;
mod events;
mod events_resume;
mod faults;
mod filters;
mod gateway;
mod guest_links;
mod guests;
mod holidays;
mod hostile;
mod hosts;
mod idempotency;
mod imports;
mod imports_hostile;
mod invitations;
mod listings;
mod notices;
mod openapi;
mod orders;
mod orders_hostile;
mod orders_worlds;
mod pages;
mod pages_sweep;
mod password;
mod people;
mod proofs;
mod proofs_rules;
mod proofs_shown;
mod rights;
mod schema;
mod session;
mod sign_in_claims;
mod sign_in_command;
mod sign_in_config;
mod sign_in_forge;
mod sign_in_headers;
mod sign_in_page;
mod sign_in_refused;
mod sign_in_token;
mod sse;
mod team;
mod team_streams;
mod testapp;
mod tokens;
