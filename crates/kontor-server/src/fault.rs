//! The one error table: stable code → status and title. Pages translate the code; programs get it
//! as a problem document. Nothing else in the server chooses a status for an error.
//!
//! Source: RFC 9457 (problem details), RFC 9110 §15 (status codes).

use kontor_core::conversation::Refusal;
use kontor_core::listing::Defect;
use kontor_core::order;

/// Something that was not done, with a stable code from [`TABLE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The stable code.
    pub code: &'static str,
    /// One sentence for a programmer; never a message's text or anybody's data.
    pub detail: Option<String>,
    /// Fields at fault and what is wrong with each.
    pub fields: Vec<(String, String)>,
    /// Seconds after which it is worth another try.
    pub retry_after_s: Option<u64>,
}

/// Every code: its status and its title in English.
pub const TABLE: &[(&str, u16, &str)] = &[
    ("already_closed", 409, "The conversation is closed already"),
    (
        "already_member",
        409,
        "Somebody with this address is in the team already",
    ),
    ("already_open", 409, "The conversation is open already"),
    ("body_empty", 422, "The message is empty"),
    ("body_too_long", 422, "The message is too long"),
    ("call_now", 409, "The seller can be called now"),
    (
        "callback_waits",
        409,
        "Your earlier requests to be called back still wait",
    ),
    (
        "channel_not_offered",
        409,
        "The seller does not offer this channel",
    ),
    (
        "code_expired",
        422,
        "The code was used before, is too old or was tried too often",
    ),
    ("code_wrong", 422, "The code is not the one that was sent"),
    ("conflict", 409, "It clashes with something that exists"),
    ("cross_site", 403, "The request comes from another site"),
    (
        "database_unavailable",
        503,
        "The database cannot be reached",
    ),
    (
        "delivery_fixed",
        409,
        "A private seller's messages always go to the inbox",
    ),
    ("disk_full", 507, "The server's disk is full"),
    (
        "doctype_forbidden",
        422,
        "The feed declares a document type",
    ),
    (
        "email_taken",
        409,
        "The e-mail address belongs to another account",
    ),
    ("feed_unreadable", 422, "The feed cannot be read"),
    ("field_invalid", 422, "A field is not as it must be"),
    (
        "handouts_used_up",
        429,
        "No more numbers or addresses are handed out today",
    ),
    (
        "idempotency_key_invalid",
        400,
        "The Idempotency-Key is not usable",
    ),
    (
        "idempotency_key_reused",
        422,
        "The Idempotency-Key was used for another request",
    ),
    (
        "json_invalid",
        400,
        "The body is not the JSON that is expected",
    ),
    ("last_administrator", 409, "The shop needs an administrator"),
    (
        "link_expired",
        422,
        "The link was used before or is too old",
    ),
    ("listing_retired", 409, "The listing is no longer offered"),
    ("mail_off", 422, "This server sends no mail"),
    ("media_type", 415, "The body's media type is not supported"),
    ("method_not_allowed", 405, "The method is not allowed here"),
    ("not_found", 404, "There is nothing here"),
    (
        "other_address",
        409,
        "The invitation is for another address",
    ),
    ("out_of_hours", 409, "The phone is outside its hours"),
    (
        "outcome_unknown",
        503,
        "It is not known whether the write was kept",
    ),
    ("own_listing", 409, "The listing is your own"),
    (
        "own_order",
        409,
        "You are both the buyer and the seller of the order",
    ),
    ("parameter_invalid", 400, "A parameter is not as it must be"),
    ("precondition_failed", 412, "It was changed meanwhile"),
    ("server_trouble", 500, "Something went wrong on our side"),
    ("sign_in_failed", 401, "E-mail address or password is wrong"),
    ("sign_in_first", 401, "Sign in first"),
    ("stopping", 503, "The server is about to restart"),
    ("subject_too_long", 422, "The subject is too long"),
    (
        "subject_without_form",
        422,
        "Only the contact form has a subject",
    ),
    ("team_full", 409, "The team is as large as a team can be"),
    ("timeout", 408, "The request took too long to arrive"),
    ("token_invalid", 401, "The token is not valid"),
    ("token_refused", 401, "The sign-in token was refused"),
    ("too_large", 413, "The request is too large"),
    ("too_many_requests", 429, "Too many requests"),
    ("too_many_streams", 429, "Too many live streams are open"),
    ("unknown_field", 400, "A field is not known"),
    (
        "unknown_marketplace",
        421,
        "No marketplace is served under this name",
    ),
    ("unknown_seller", 422, "The seller is not known"),
    ("verify_email_first", 403, "Prove your e-mail address first"),
];

/// The status and title of a code.
#[must_use]
pub fn line(code: &str) -> (u16, &'static str) {
    TABLE.iter().find(|(known, _, _)| *known == code).map_or(
        (500, "Something went wrong on our side"),
        |(_, status, title)| (*status, title),
    )
}

impl Fault {
    /// A fault without more to say.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self {
            code,
            detail: None,
            fields: Vec::new(),
            retry_after_s: None,
        }
    }

    /// A fault with a sentence for programmers.
    #[must_use]
    pub fn with(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..Self::new(code)
        }
    }

    /// A fault of one field.
    #[must_use]
    pub fn field(field: &str, what: &str) -> Self {
        Self {
            fields: vec![(field.to_owned(), what.to_owned())],
            ..Self::new("field_invalid")
        }
    }

    /// The same with fields called as this door calls them.
    #[must_use]
    pub fn renamed(mut self, names: &[(&str, &str)]) -> Self {
        for (field, _) in &mut self.fields {
            if let Some((_, name)) = names.iter().find(|(inner, _)| inner == field) {
                (*name).clone_into(field);
            }
        }
        self
    }

    /// The status of its code.
    #[must_use]
    pub fn status(&self) -> u16 {
        line(self.code).0
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.code())
    }
}

impl From<kontor_core::team::Refusal> for Fault {
    fn from(refusal: kontor_core::team::Refusal) -> Self {
        Self::new(refusal.code())
    }
}

impl From<Vec<Defect>> for Fault {
    fn from(defects: Vec<Defect>) -> Self {
        let fields = defects
            .iter()
            .map(|d| (d.field.to_owned(), d.code.to_owned()))
            .collect();
        Self {
            fields,
            ..Self::new("field_invalid")
        }
    }
}

impl From<Vec<order::Defect>> for Fault {
    fn from(defects: Vec<order::Defect>) -> Self {
        let fields = defects
            .into_iter()
            .map(|defect| (defect.field, defect.code.to_owned()))
            .collect();
        Self {
            fields,
            ..Self::new("field_invalid")
        }
    }
}

impl From<kontor_store::Error> for Fault {
    fn from(error: kontor_store::Error) -> Self {
        use kontor_store::Error;
        let fault = |code, retry| Self {
            retry_after_s: Some(retry),
            ..Self::new(code)
        };
        match &error {
            _ if error.is_disk_full() => fault("disk_full", 10),
            Error::OutcomeUnknown => fault("outcome_unknown", 1),
            Error::Closed => fault("stopping", 2),
            _ if error.is_taken() => Self::new("conflict"),
            _ if error.is_disconnected() => fault("database_unavailable", 2),
            _ => {
                tracing::error!(%error, "store");
                Self::new("server_trouble")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_every_refusal_is_in_it() {
        assert!(
            TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0),
            "sorted, no code twice"
        );
        for refusal in [
            Refusal::BodyEmpty,
            Refusal::BodyTooLong,
            Refusal::SubjectTooLong,
            Refusal::SubjectWithoutForm,
            Refusal::OwnListing,
            Refusal::OwnOrder,
            Refusal::ListingRetired,
            Refusal::AlreadyClosed,
            Refusal::AlreadyOpen,
        ] {
            assert_ne!(Fault::from(refusal).status(), 500, "{refusal:?}");
        }
        for refusal in kontor_core::team::Refusal::ALL {
            assert_ne!(Fault::from(refusal).status(), 500, "{refusal:?}");
        }
    }
}
