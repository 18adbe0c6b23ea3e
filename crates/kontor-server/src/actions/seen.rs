//! What a writer says that it has seen of what it changes, so that nobody overwrites unseen changes.

use crate::fault::Fault;

/// What was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The writer does not say.
    Unsaid,
    /// That it is there at all.
    Something,
    /// This revision.
    Revision(i64),
}

impl Seen {
    /// Holds it against the revision that is there, if any; to be asked inside the transaction that
    /// changes it, with the row held.
    ///
    /// # Errors
    /// `precondition_failed`.
    pub fn check(self, is: Option<i64>) -> Result<(), Fault> {
        let holds = match self {
            Self::Unsaid => true,
            Self::Something => is.is_some(),
            Self::Revision(seen) => is == Some(seen),
        };
        if holds {
            Ok(())
        } else {
            Err(Fault::new("precondition_failed"))
        }
    }
}
