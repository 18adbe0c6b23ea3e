//! The HTTP server: accept loop, gate, routes put together, health, metrics.

pub mod accept;
pub mod answer;
pub mod context;
pub mod embed;
pub mod gate;
pub mod health;
pub mod metrics;
pub mod objects;
pub mod router;
