//! The JSON API: one route table, the description that is made from it, a file per noun.

pub mod docs;
pub mod openapi;
pub mod routes;
pub mod v1;
