//! The pages: one route table, sessions, a file per noun. Handlers hold no SQL and no rules; texts
//! and templates are in `kontor-pages`.

pub mod account;
pub mod assets;
pub mod card;
pub mod contact;
pub mod conversations;
pub mod delivery;
pub mod demo;
pub mod errors;
pub mod guest;
pub mod holidays;
pub mod join;
pub mod listings;
pub mod operator;
pub mod orders;
pub mod password;
pub mod proof;
pub mod routes;
pub mod sellers;
pub mod session;
pub mod shell;
pub mod sign_in_token;
pub mod team;
