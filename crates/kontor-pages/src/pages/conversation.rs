//! Conversations: the inbox, and one thread with its entries, composer and state.

mod inbox;
mod thread;

pub use inbox::{Inbox, InboxRow};
pub use thread::{Entry, NewEntries, ThreadListing, ThreadPage};
