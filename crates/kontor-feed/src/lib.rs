//! Product feeds as bytes to rows and refusals.
//!
//! What lives here: reading Google Merchant product data as TSV and as XML (RSS 2.0 and Atom), with
//! `seller` and `contact_email` beside the Google attributes. What deliberately does not: input and
//! output (the caller hands in bytes as they arrive), more than one row at a time, and the rules for
//! a listing: a row ends as a [`kontor_core::listing::Draft`], which the caller gives to
//! [`kontor_core::listing::check`]. Start at [`FeedReader`]; every bound stands in [`limits`].

mod field;
mod format;
pub mod limits;
mod reader;
mod refusal;
mod tsv;
mod window;
mod xml;

pub use format::Format;
pub use reader::{FeedReader, Row};
pub use refusal::{FeedError, Reason, RowRefusal};
