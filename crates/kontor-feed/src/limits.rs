//! Bounds on what a feed may hold, each with its unit and its reason.
//!
//! Bounds on a listing's fields are not here: they are rules of the product and live in
//! `kontor_core::listing`. These only keep memory and time in bounds for any bytes whatever.

/// The longest row, in bytes, without its line end; in XML from `<item` to `</item>`.
/// The longest legal draft is below 32 KB; the rest is room for columns that Kontor does not read.
pub const ROW_BYTES_MAX: usize = 256 * 1024;

/// The longest text of one field, in bytes, after quotes and entities are resolved.
/// Three times the longest legal description, which is 5,000 characters of up to 4 bytes.
pub const FIELD_BYTES_MAX: usize = 64 * 1024;

/// The most columns of a TSV feed. Google Merchant product data has fewer than 100 attributes.
pub const COLUMNS_MAX: usize = 256;

/// The deepest element inside an XML row, the row itself being 1.
/// Google's deepest attribute (`shipping`) is 3; the rest is room for XHTML in an Atom entry.
pub const XML_DEPTH_MAX: usize = 32;

/// The most attributes of one XML element that Kontor looks at: the root, a row, a link.
pub const XML_ATTRIBUTES_MAX: usize = 64;

/// The longest element name that can mean something, in bytes. Ours have at most 18 with a prefix.
pub const XML_NAME_BYTES_MAX: usize = 64;

/// How much of a chunk is taken in at once, in bytes: large enough that moving a half row to the
/// front of the window costs little, small enough to stay in the processor's cache.
pub const FILL_BYTES_MAX: usize = 64 * 1024;

/// The most memory a reader holds between two calls, in bytes: the window over the feed and the
/// resolved text of one row, both of which grow by doubling, and where its columns end.
pub const BUFFERED_BYTES_MAX: usize =
    2 * (ROW_BYTES_MAX + FILL_BYTES_MAX) + 2 * ROW_BYTES_MAX + 16 * COLUMNS_MAX;
