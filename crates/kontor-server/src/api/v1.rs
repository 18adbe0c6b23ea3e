//! Version 1 of the API, a file per noun. Handlers hold no SQL and no rules.

pub mod accounts;
pub mod conversations;
pub mod dead_letters;
pub mod events;
pub mod imports;
pub mod listings;
pub mod me;
pub mod password_resets;
pub mod shops;
pub mod tokens;

use serde::Serialize;

use crate::fault::Fault;

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
