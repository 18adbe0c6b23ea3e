//! The fields of a row: which names a feed may give them, and where they go in a draft.
//!
//! How a format writes a name (case, prefix, attributes) is the format's own affair.

use kontor_core::listing::Draft;

use crate::limits::FIELD_BYTES_MAX;
use crate::refusal::{Reason, RowRefusal};

/// A field that Kontor reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Title,
    Description,
    Link,
    Price,
    Seller,
    ContactEmail,
    Language,
}

/// How many fields there are.
pub(crate) const FIELDS: usize = 8;

impl Field {
    pub(crate) const ALL: [Self; FIELDS] = [
        Self::Id,
        Self::Title,
        Self::Description,
        Self::Link,
        Self::Price,
        Self::Seller,
        Self::ContactEmail,
        Self::Language,
    ];

    /// The fields without which no row can become a listing.
    pub(crate) const REQUIRED: [Self; 3] = [Self::Id, Self::Title, Self::Seller];

    /// The name in a feed and in a refusal.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Description => "description",
            Self::Link => "link",
            Self::Price => "price",
            Self::Seller => "seller",
            Self::ContactEmail => "contact_email",
            Self::Language => "language",
        }
    }

    /// The field of a local name, with a rank: where two names stand in one feed, the lower one
    /// wins, so that a Google feed with `external_seller_id` can have `seller` added to it.
    pub(crate) fn named(name: &str) -> Option<(Self, u8)> {
        match name {
            "external_seller_id" => Some((Self::Seller, 2)),
            "content_language" => Some((Self::Language, 0)),
            "language" => Some((Self::Language, 2)),
            _ => Self::ALL
                .into_iter()
                .find(|field| field.name() == name)
                .map(|field| (field, 0)),
        }
    }

    /// Where the text goes.
    pub(crate) fn of(self, draft: &mut Draft) -> &mut String {
        match self {
            Self::Id => &mut draft.external_id,
            Self::Title => &mut draft.title,
            Self::Description => &mut draft.description,
            Self::Link => &mut draft.url,
            Self::Price => &mut draft.price,
            Self::Seller => &mut draft.seller,
            Self::ContactEmail => &mut draft.contact_email,
            Self::Language => &mut draft.language,
        }
    }

    /// Refuses text that no field may have, where so many bytes of the field stand before it.
    pub(crate) fn screen(self, before: usize, text: &[u8]) -> Result<(), RowRefusal> {
        if before + text.len() > FIELD_BYTES_MAX {
            Err(RowRefusal::of_field(Reason::FieldTooLarge, self.name()))
        } else if text.contains(&0) {
            Err(RowRefusal::of_field(Reason::NulByte, self.name()))
        } else {
            Ok(())
        }
    }
}
