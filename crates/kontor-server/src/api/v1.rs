//! Version 1 of the API, a file per noun. Handlers hold no SQL and no rules.

pub mod accounts;
pub mod callbacks;
pub mod contact_card;
pub mod contact_settings;
pub mod contacts;
pub mod conversations;
pub mod dead_letters;
pub mod delivery;
pub mod embed;
pub mod events;
pub mod guest_links;
pub mod holidays;
pub mod imports;
pub mod invitations;
pub mod listings;
pub mod me;
pub mod orders;
pub mod password_resets;
pub mod proofs;
pub mod shops;
pub mod teams;
pub mod tokens;
pub mod trader;

use kontor_core::phone::PhoneNumber;
use serde::Serialize;

use crate::actions::seen::Seen;
use crate::fault::Fault;
use crate::serve::context::Context;

/// Rows on a page where the caller does not say.
pub const PAGE_DEFAULT: usize = 25;
/// Rows on a page at most.
pub const PAGE_MAX: usize = 100;

/// The number of rows that a caller asked for.
///
/// # Errors
/// `parameter_invalid` outside 1 to [`PAGE_MAX`].
pub fn page_size(limit: Option<usize>) -> Result<usize, Fault> {
    let limit = limit.unwrap_or(PAGE_DEFAULT);
    if (1..=PAGE_MAX).contains(&limit) {
        Ok(limit)
    } else {
        Err(Fault::with(
            "parameter_invalid",
            format!("limit: 1 to {PAGE_MAX}"),
        ))
    }
}

/// The number after which a page begins.
///
/// # Errors
/// `parameter_invalid` below 0.
pub fn place(after: Option<i64>) -> Result<i64, Fault> {
    let after = after.unwrap_or(0);
    if after >= 0 {
        Ok(after)
    } else {
        Err(Fault::with("parameter_invalid", "after: 0 or more"))
    }
}

/// The entity tag of a revision.
#[must_use]
pub fn revision_tag(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// The revision that a client last saw of what always exists, where it says so (`If-Match`).
///
/// # Errors
/// `precondition_failed` for a tag that was never given out.
pub fn seen_revision(context: &Context) -> Result<Option<i64>, Fault> {
    let Some(value) = context.headers.get("if-match") else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let tag = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let number = tag.and_then(|tag| tag.parse().ok());
    number
        .map(Some)
        .ok_or_else(|| Fault::new("precondition_failed"))
}

/// A telephone number in any usual spelling of a country.
///
/// # Errors
/// `field_invalid` with this field.
pub fn number(field: &str, text: &str, country: &str) -> Result<PhoneNumber, Fault> {
    kontor_text::phone_number::read(text, country)
        .map_err(|refusal| Fault::field(field, refusal.code()))
}

/// What the client says that it has seen of what may not be there yet.
///
/// # Errors
/// `precondition_failed` for a tag that was never given out.
pub fn seen(context: &Context) -> Result<Seen, Fault> {
    let asked = context.header("if-match").map(str::trim);
    if asked == Some("*") {
        return Ok(Seen::Something);
    }
    Ok(seen_revision(context)?.map_or(Seen::Unsaid, Seen::Revision))
}

/// A problem document, as RFC 9457 has it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Problem {
    /// `urn:kontor:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// One English sentence that belongs to the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// Names the request in the server's log.
    pub request_id: String,
    /// One sentence on this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Fields at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<ProblemField>>,
}

/// A field at fault.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct ProblemField {
    /// Its name.
    pub field: String,
    /// What is wrong with it.
    pub code: String,
}
