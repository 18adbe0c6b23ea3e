//! Conversations: who may start one, what a message may be, when it is open or closed.
//!
//! Decisions only; rows are written by the store, and the timeline's form is in [`crate::timeline`].

use serde::{Deserialize, Serialize};

use crate::id::{ConversationId, PrincipalId};
use crate::listing::ListingState;

/// The longest message, in characters: about five printed pages.
pub const BODY_CHARS_MAX: usize = 10_000;

/// The longest subject, in characters; mail programs show fewer.
pub const SUBJECT_CHARS_MAX: usize = 120;

/// What a conversation is about in the life of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationKind {
    /// A question before the sale.
    Inquiry,
}

impl ConversationKind {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Inquiry => "inquiry",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        (code == "inquiry").then_some(Self::Inquiry)
    }
}

/// Whether anything is still to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    /// Goes on.
    Open,
    /// Done; a new message opens it again.
    Closed,
}

impl ConversationState {
    /// Every state.
    pub const ALL: [Self; 2] = [Self::Open, Self::Closed];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// On which side of the table a participant sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Asks and buys.
    Buyer,
    /// Offers and answers.
    Seller,
}

impl Side {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Seller => "seller",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Buyer, Self::Seller]
            .into_iter()
            .find(|side| side.code() == code)
    }
}

/// By which of the seller's channels somebody writes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A message on the platform.
    #[default]
    Message,
    /// The contact form: it has a subject, and stands for an address that stays hidden.
    Form,
}

impl Via {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Form => "form",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Message, Self::Form]
            .into_iter()
            .find(|via| via.code() == code)
    }
}

/// Why something was not done. Each has a stable code that the edges translate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing but white space.
    #[error("the message is empty")]
    BodyEmpty,
    /// More than [`BODY_CHARS_MAX`] characters.
    #[error("the message is too long")]
    BodyTooLong,
    /// More than [`SUBJECT_CHARS_MAX`] characters.
    #[error("the subject is too long")]
    SubjectTooLong,
    /// Only the contact form has a subject.
    #[error("a message has no subject")]
    SubjectWithoutForm,
    /// The caller sells this listing.
    #[error("the listing is the caller's own")]
    OwnListing,
    /// The caller both bought and sold this order.
    #[error("the caller is both sides of the order")]
    OwnOrder,
    /// The listing is no longer offered.
    #[error("the listing is no longer offered")]
    ListingRetired,
    /// It is closed already.
    #[error("the conversation is closed already")]
    AlreadyClosed,
    /// It is open already.
    #[error("the conversation is open already")]
    AlreadyOpen,
}

impl Refusal {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BodyEmpty => "body_empty",
            Self::BodyTooLong => "body_too_long",
            Self::SubjectTooLong => "subject_too_long",
            Self::SubjectWithoutForm => "subject_without_form",
            Self::OwnListing => "own_listing",
            Self::OwnOrder => "own_order",
            Self::ListingRetired => "listing_retired",
            Self::AlreadyClosed => "already_closed",
            Self::AlreadyOpen => "already_open",
        }
    }
}

/// A message's text as it is kept: line ends as `\n`, no NUL or other control, trimmed.
///
/// NUL is removed because PostgreSQL cannot hold it and both engines must keep the same text.
///
/// # Errors
/// [`Refusal::BodyEmpty`], [`Refusal::BodyTooLong`].
pub fn body(text: &str) -> Result<String, Refusal> {
    let clean: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let clean = clean.trim();
    let visible = |c: char| !c.is_whitespace() && !is_invisible(c);
    if !clean.chars().any(visible) {
        return Err(Refusal::BodyEmpty);
    }
    if clean.chars().count() > BODY_CHARS_MAX {
        return Err(Refusal::BodyTooLong);
    }
    Ok(clean.to_owned())
}

/// A subject as it is kept: one line, trimmed; `None` where nothing visible is left.
///
/// # Errors
/// [`Refusal::SubjectTooLong`]; [`Refusal::SubjectWithoutForm`] where a message brings one.
pub fn subject(via: Via, text: &str) -> Result<Option<String>, Refusal> {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let clean = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if !clean.chars().any(|c| !is_invisible(c)) {
        return Ok(None);
    }
    if via == Via::Message {
        return Err(Refusal::SubjectWithoutForm);
    }
    if clean.chars().count() > SUBJECT_CHARS_MAX {
        return Err(Refusal::SubjectTooLong);
    }
    Ok(Some(clean))
}

/// Characters that take no room: a message of nothing else is empty.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether this buyer may write to this seller about a listing.
///
/// `buyers` are all principals of the person who writes, so that a shop's member does not write to
/// the own shop.
///
/// # Errors
/// [`Refusal::OwnListing`], [`Refusal::ListingRetired`].
pub fn may_start(
    buyers: &[PrincipalId],
    seller: &PrincipalId,
    state: ListingState,
) -> Result<(), Refusal> {
    if buyers.contains(seller) {
        Err(Refusal::OwnListing)
    } else if state == ListingState::Retired {
        Err(Refusal::ListingRetired)
    } else {
        Ok(())
    }
}

/// The state after a participant asked for `wanted`.
///
/// # Errors
/// [`Refusal::AlreadyClosed`], [`Refusal::AlreadyOpen`].
pub fn change_state(
    from: ConversationState,
    wanted: ConversationState,
) -> Result<ConversationState, Refusal> {
    match (from, wanted) {
        (ConversationState::Closed, ConversationState::Closed) => Err(Refusal::AlreadyClosed),
        (ConversationState::Open, ConversationState::Open) => Err(Refusal::AlreadyOpen),
        _ => Ok(wanted),
    }
}

/// What a conversation is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// Something offered, by its external id.
    Listing(String),
    /// A sale, by its number.
    Order(String),
    /// The seller as such.
    Seller,
}

impl About {
    /// A listing, or the seller as such where none is named.
    #[must_use]
    pub fn offer(listing: Option<&str>) -> Self {
        listing.map_or(Self::Seller, |listing| Self::Listing(listing.to_owned()))
    }

    /// The external id of the listing, where it is about one.
    #[must_use]
    pub fn listing(&self) -> Option<&str> {
        match self {
            Self::Listing(external_id) => Some(external_id),
            Self::Order(_) | Self::Seller => None,
        }
    }

    /// The number of the order, where it is about one.
    #[must_use]
    pub fn order(&self) -> Option<&str> {
        match self {
            Self::Order(number) => Some(number),
            Self::Listing(_) | Self::Seller => None,
        }
    }
}

/// The key that makes "one per buyer, seller and listing or order" hold in the database.
#[must_use]
pub fn inquiry_key(buyer: &PrincipalId, seller: &PrincipalId, about: &About) -> String {
    match about {
        About::Listing(listing) => format!("inquiry|{buyer}|{seller}|l|{listing}"),
        About::Order(number) => format!("inquiry|{buyer}|{seller}|o|{number}"),
        About::Seller => format!("inquiry|{buyer}|{seller}"),
    }
}

/// The name of a conversation's page and resource.
#[must_use]
pub fn path(id: &ConversationId) -> String {
    format!("/conversations/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_cleaned_and_bounded() {
        assert_eq!(body("  a\r\nb\rc\0\u{7}  "), Ok("a\nb\nc".into()));
        for empty in ["", " \n\t ", "\0", "\u{200b}\u{feff}", "\u{202e}"] {
            assert_eq!(body(empty), Err(Refusal::BodyEmpty), "{empty:?}");
        }
        assert!(body(&"ä".repeat(BODY_CHARS_MAX)).is_ok());
        assert_eq!(
            body(&"ä".repeat(BODY_CHARS_MAX + 1)),
            Err(Refusal::BodyTooLong)
        );
    }

    #[test]
    fn a_subject_is_one_line_and_only_of_the_form() {
        let of_form = |text: &str| subject(Via::Form, text);
        assert_eq!(of_form(" a\r\nb\0 \t c "), Ok(Some("a b c".into())));
        for nothing in ["", " \n ", "\0", "\u{200b}"] {
            assert_eq!(of_form(nothing), Ok(None), "{nothing:?}");
            assert_eq!(subject(Via::Message, nothing), Ok(None));
        }
        assert_eq!(subject(Via::Message, "a"), Err(Refusal::SubjectWithoutForm));
        assert!(of_form(&"ä".repeat(SUBJECT_CHARS_MAX)).is_ok());
        assert_eq!(
            of_form(&"ä".repeat(SUBJECT_CHARS_MAX + 1)),
            Err(Refusal::SubjectTooLong)
        );
        for via in [Via::Message, Via::Form] {
            assert_eq!(Via::parse(via.code()), Some(via));
        }
    }

    #[test]
    fn nobody_writes_to_oneself_or_about_a_retired_listing() {
        let buyer = PrincipalId("acc_a".into());
        let shop = PrincipalId("shp_a".into());
        let seller = PrincipalId("acc_b".into());
        let both = [buyer.clone(), shop.clone()];
        assert_eq!(may_start(&both, &seller, ListingState::Offered), Ok(()));
        assert_eq!(
            may_start(&both, &shop, ListingState::Offered),
            Err(Refusal::OwnListing)
        );
        assert_eq!(
            may_start(&[buyer], &seller, ListingState::Retired),
            Err(Refusal::ListingRetired)
        );
    }

    #[test]
    fn closing_twice_is_refused() {
        use ConversationState::{Closed, Open};
        assert_eq!(change_state(Open, Closed), Ok(Closed));
        assert_eq!(change_state(Closed, Open), Ok(Open));
        assert_eq!(change_state(Closed, Closed), Err(Refusal::AlreadyClosed));
        assert_eq!(change_state(Open, Open), Err(Refusal::AlreadyOpen));
    }

    #[test]
    fn inquiry_keys_do_not_collide() {
        let (a, b) = (PrincipalId("acc_a".into()), PrincipalId("acc_b".into()));
        let key = |about| inquiry_key(&a, &b, &about);
        let listing = |id: &str| key(About::Listing(id.into()));
        assert_ne!(listing("x"), listing("y"));
        assert_ne!(key(About::Seller), listing(""));
        assert_ne!(key(About::Order("x".into())), listing("x"));
    }
}
