//! Why a row or a whole feed is not read.
//!
//! Texts for people are not here: the edges translate the stable codes. Nothing in here repeats
//! what stands in the feed, so that it can go to a log.

/// Why one row is not read; reading goes on at the next row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Longer than [`crate::limits::ROW_BYTES_MAX`].
    RowTooLarge,
    /// A field longer than [`crate::limits::FIELD_BYTES_MAX`].
    FieldTooLarge,
    /// Not UTF-8.
    BadUtf8,
    /// A zero byte, which no text has.
    NulByte,
    /// A quotation mark opens a field and does not close it.
    UnbalancedQuote,
    /// Fewer columns than the header.
    TooFewColumns,
    /// More columns than the header.
    TooManyColumns,
    /// Not well-formed XML.
    BadXml,
    /// An element closes under another name, or the row never closes.
    MismatchedTags,
    /// An entity other than XML's own five and numbers. Source: XML 1.0 §4.6.
    UnknownEntity,
    /// Elements deeper than [`crate::limits::XML_DEPTH_MAX`].
    TooDeep,
    /// More attributes than [`crate::limits::XML_ATTRIBUTES_MAX`].
    TooManyAttributes,
}

impl Reason {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::RowTooLarge => "row_too_large",
            Self::FieldTooLarge => "field_too_large",
            Self::BadUtf8 => "bad_utf8",
            Self::NulByte => "nul_byte",
            Self::UnbalancedQuote => "unbalanced_quote",
            Self::TooFewColumns => "too_few_columns",
            Self::TooManyColumns => "too_many_columns",
            Self::BadXml => "bad_xml",
            Self::MismatchedTags => "mismatched_tags",
            Self::UnknownEntity => "unknown_entity",
            Self::TooDeep => "too_deep",
            Self::TooManyAttributes => "too_many_attributes",
        }
    }
}

/// A row that is not read, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowRefusal {
    /// Why.
    pub reason: Reason,
    /// The field, by the names of `kontor_core::listing::Defect`, where it is one field's fault.
    pub field: Option<&'static str>,
}

impl RowRefusal {
    pub(crate) fn of_row(reason: Reason) -> Self {
        Self {
            reason,
            field: None,
        }
    }

    pub(crate) fn of_field(reason: Reason, field: &'static str) -> Self {
        Self {
            reason,
            field: Some(field),
        }
    }

    /// The stable code of the reason.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.reason.code()
    }
}

/// Why reading a feed ends early; rows read before stay read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// No bytes, or nothing but line ends.
    #[error("the feed is empty")]
    Empty,
    /// UTF-16 or UTF-32, by byte order mark or zero bytes at the start.
    #[error("the feed is UTF-16 or UTF-32; it must be UTF-8")]
    NotUtf8,
    /// gzip or ZIP.
    #[error("the feed is compressed; it must be plain")]
    Compressed,
    /// The TSV header is no text of a legal size.
    #[error("the header line cannot be read")]
    BadHeader,
    /// More columns than [`crate::limits::COLUMNS_MAX`].
    #[error("the header has too many columns")]
    TooManyColumns,
    /// A column that a feed must have.
    #[error("the column {0} is missing")]
    MissingColumn(&'static str),
    /// A column that stands twice.
    #[error("the column {0} stands twice")]
    DuplicateColumn(&'static str),
    /// Neither `rss`, `RDF` nor `feed` is the first element.
    #[error("the XML is neither RSS nor Atom")]
    NotAFeed,
    /// The root element's tag is broken or has too many attributes.
    #[error("the root element cannot be read")]
    BadRoot,
    /// An XML declaration that names another encoding than UTF-8.
    #[error("the XML declares an encoding other than UTF-8")]
    UnsupportedEncoding,
    /// A document type or entity declaration: refused, so nothing is ever expanded or fetched.
    #[error("the XML declares a document type, which is not allowed")]
    DoctypeForbidden,
    /// Another element follows the end of the feed.
    #[error("elements follow the end of the feed")]
    TrailingContent,
    /// The XML ends before its root element does.
    #[error("the feed ends before its root element is closed")]
    Truncated,
}

impl FeedError {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotUtf8 => "not_utf8",
            Self::Compressed => "compressed",
            Self::BadHeader => "bad_header",
            Self::TooManyColumns => "too_many_columns",
            Self::MissingColumn(_) => "missing_column",
            Self::DuplicateColumn(_) => "duplicate_column",
            Self::NotAFeed => "not_a_feed",
            Self::BadRoot => "bad_root",
            Self::UnsupportedEncoding => "unsupported_encoding",
            Self::DoctypeForbidden => "doctype_forbidden",
            Self::TrailingContent => "trailing_content",
            Self::Truncated => "truncated",
        }
    }

    /// The column, where one is at fault.
    #[must_use]
    pub fn column(self) -> Option<&'static str> {
        match self {
            Self::MissingColumn(column) | Self::DuplicateColumn(column) => Some(column),
            _ => None,
        }
    }
}
