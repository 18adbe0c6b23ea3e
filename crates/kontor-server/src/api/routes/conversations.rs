//! Conversations and the live stream.

use kontor_core::access::Permission::Known;

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::{conversations, events};
use crate::serve::context::BodyRule::Small;

const STARTS: &[&str] = &[
    "body_empty",
    "body_too_long",
    "channel_not_offered",
    "verify_email_first",
    "subject_too_long",
    "subject_without_form",
    "listing_retired",
    "own_listing",
    "own_order",
    "field_invalid",
    "idempotency_key_reused",
];
const ANSWERS: &[&str] = &["body_empty", "body_too_long", "idempotency_key_reused"];

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "POST",
        "/api/v1/conversations",
        Known,
        Small,
        run!(conversations::start),
        Doc {
            takes: body!(conversations::StartBody),
            gives: &[
                (200, body!(conversations::ConversationBody)),
                (201, body!(conversations::ConversationBody)),
            ],
            faults: STARTS,
            ..doc(
                "Writes about a listing, to a seller, or about an order to its other side: starts a conversation (201) or continues it (200).",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/conversations",
        Known,
        Small,
        run!(conversations::list),
        Doc {
            query: body!(conversations::ListQuery),
            gives: &[(200, body!(conversations::ConversationPage))],
            ..doc("Lists your conversations, newest first.")
        },
    ),
    line(
        "GET",
        "/api/v1/conversations/{id}",
        Known,
        Small,
        run!(conversations::show),
        Doc {
            gives: &[(200, body!(conversations::ConversationBody))],
            ..doc("Shows one conversation.")
        },
    ),
    line(
        "GET",
        "/api/v1/conversations/{id}/entries",
        Known,
        Small,
        run!(conversations::entries),
        Doc {
            query: body!(conversations::EntriesQuery),
            gives: &[(200, body!(conversations::EntryPage))],
            ..doc("Lists the entries of a conversation, oldest first.")
        },
    ),
    line(
        "POST",
        "/api/v1/conversations/{id}/messages",
        Known,
        Small,
        run!(conversations::message),
        Doc {
            takes: body!(conversations::MessageBody),
            gives: &[(201, body!(conversations::EntryBody))],
            faults: ANSWERS,
            ..doc("Answers in a conversation; a closed one opens again.")
        },
    ),
    line(
        "POST",
        "/api/v1/conversations/{id}/closure",
        Known,
        Small,
        run!(conversations::close),
        Doc {
            gives: &[(200, body!(conversations::ConversationBody))],
            faults: &["already_closed", "idempotency_key_reused"],
            ..doc("Closes a conversation.")
        },
    ),
    line(
        "DELETE",
        "/api/v1/conversations/{id}/closure",
        Known,
        Small,
        run!(conversations::reopen),
        Doc {
            gives: &[(200, body!(conversations::ConversationBody))],
            faults: &["already_open"],
            ..doc("Opens a conversation again.")
        },
    ),
    line(
        "PUT",
        "/api/v1/conversations/{id}/read",
        Known,
        Small,
        run!(conversations::read),
        Doc {
            takes: body!(conversations::ReadBody),
            gives: &[(200, body!(conversations::ConversationBody))],
            faults: &["field_invalid"],
            ..doc("Marks a conversation as read up to an entry.")
        },
    ),
    line(
        "GET",
        "/api/v1/events/stream",
        Known,
        Small,
        run!(events::stream),
        Doc {
            gives: &[(200, None)],
            faults: &["too_many_streams"],
            ..doc(
                "Live events as text/event-stream; goes on after Last-Event-ID. Event `conversation` says that a conversation is at entry seq, `read` that you have read elsewhere, `resync` that you should load again what you show, `rights` that what you may see changed: it is the last of its stream; open another.",
            )
        },
    ),
];
