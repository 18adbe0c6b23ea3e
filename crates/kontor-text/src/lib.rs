//! Understands human writing: bytes and tables in, findings out.
//!
//! What lives here: the tokens by which messages and listings are found ([`tokens`]), and telephone
//! numbers as people write them ([`phone_number`]). What deliberately does not: input and output, the
//! index itself, and the decision who may see what was found. The values of the product are in
//! `kontor_core`.

pub mod phone_number;
pub mod tokens;
