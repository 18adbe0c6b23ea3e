//! Live events: the hub inside the process and the stream that a browser or program holds open.

pub mod hub;
pub mod stream;
