//! The API's route table: method, path, permission, function, and what its description needs.
//!
//! This is the only list of the API's routes; `openapi.rs`, the docs page and the access test are
//! made from it.

use kontor_core::access::Permission::{self, Known, Operate, Public};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::api::v1::{
    accounts, conversations, dead_letters, events, imports, listings, me, password_resets, shops,
    tokens,
};
use crate::api::{docs, openapi};
use crate::serve::context::BodyRule::{self, Feed, Small};
use crate::serve::context::{Context, Handled, Route};

/// Makes the schema of a type.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What is said about a route.
#[derive(Clone, Copy)]
pub struct Doc {
    /// One sentence.
    pub summary: &'static str,
    /// Parameters of the query.
    pub query: Option<SchemaOf>,
    /// The body it takes.
    pub takes: Option<SchemaOf>,
    /// Statuses of success and their bodies.
    pub gives: &'static [(u16, Option<SchemaOf>)],
    /// Codes of faults beyond those of every route.
    pub faults: &'static [&'static str],
}

/// A line of the table.
#[derive(Clone, Copy)]
pub struct ApiRoute {
    /// How it is reached and by whom.
    pub route: Route,
    /// What is said about it.
    pub doc: Doc,
}

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

const fn line(
    method: &'static str,
    path: &'static str,
    permission: Permission,
    body: BodyRule,
    handler: fn(Context) -> Handled,
    doc: Doc,
) -> ApiRoute {
    ApiRoute {
        route: Route {
            method,
            path,
            permission,
            body,
            handler,
        },
        doc,
    }
}

const fn doc(summary: &'static str) -> Doc {
    Doc {
        summary,
        query: None,
        takes: None,
        gives: &[],
        faults: &[],
    }
}

macro_rules! run {
    ($handler:path) => {
        |context| Box::pin($handler(context))
    };
}

macro_rules! inline {
    ($($type:ty),*) => { Some(|g: &mut SchemaGenerator| { $(of::<$type>(g))* }) };
}

const STARTS: &[&str] = &[
    "body_empty",
    "body_too_long",
    "listing_retired",
    "own_listing",
    "field_invalid",
    "idempotency_key_reused",
];
const ANSWERS: &[&str] = &["body_empty", "body_too_long", "idempotency_key_reused"];

/// Every route of the API.
pub const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/openapi.json",
        Public,
        Small,
        run!(openapi::show),
        Doc {
            gives: &[(200, inline!(serde_json::Map<String, serde_json::Value>))],
            ..doc("This description.")
        },
    ),
    line(
        "GET",
        "/api/docs",
        Public,
        Small,
        run!(docs::show),
        Doc {
            gives: &[(200, None)],
            ..doc("This description as a page.")
        },
    ),
    line(
        "POST",
        "/api/v1/tokens",
        Public,
        Small,
        run!(tokens::issue),
        Doc {
            takes: inline!(tokens::IssueBody),
            gives: &[(201, inline!(tokens::IssuedBody))],
            faults: &["sign_in_failed", "field_invalid"],
            ..doc(
                "Issues a bearer token for an e-mail address and password. An Idempotency-Key has no effect: the secret is shown once and not kept.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/tokens",
        Known,
        Small,
        run!(tokens::list),
        Doc {
            gives: &[(200, inline!(tokens::TokenPage))],
            ..doc("Lists your tokens and sessions.")
        },
    ),
    line(
        "DELETE",
        "/api/v1/tokens",
        Known,
        Small,
        run!(tokens::end_others),
        Doc {
            gives: &[(204, None)],
            ..doc(
                "Ends all your tokens and sessions but the one of this request; their live streams close within a second.",
            )
        },
    ),
    line(
        "DELETE",
        "/api/v1/tokens/{id}",
        Known,
        Small,
        run!(tokens::end),
        Doc {
            gives: &[(204, None)],
            ..doc("Ends one of your tokens; its live streams close within a second.")
        },
    ),
    line(
        "GET",
        "/api/v1/me",
        Known,
        Small,
        run!(me::show),
        Doc {
            gives: &[(200, inline!(me::MeBody))],
            ..doc("Says who you are.")
        },
    ),
    line(
        "PUT",
        "/api/v1/me/password",
        Known,
        Small,
        run!(me::change_password),
        Doc {
            takes: inline!(me::PasswordBody),
            gives: &[(204, None)],
            faults: &["field_invalid", "not_found"],
            ..doc("Changes your password and ends all your other sessions and tokens.")
        },
    ),
    line(
        "POST",
        "/api/v1/password-resets",
        Public,
        Small,
        run!(password_resets::ask),
        Doc {
            takes: inline!(password_resets::AskBody),
            gives: &[(202, None)],
            faults: &["field_invalid"],
            ..doc(
                "Sends a link to choose another password, if the address is known; the answer does not tell. Asking again with the same Idempotency-Key sends another.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/password-resets/redemption",
        Public,
        Small,
        run!(password_resets::redeem),
        Doc {
            takes: inline!(password_resets::RedeemBody),
            gives: &[(204, None)],
            faults: &["field_invalid", "link_expired"],
            ..doc(
                "Chooses another password by the link's token, which works once, and ends every session and token of the account.",
            )
        },
    ),
    line(
        "PUT",
        "/api/v1/accounts/{external_id}",
        Operate,
        Small,
        run!(accounts::put),
        Doc {
            takes: inline!(accounts::PutBody),
            gives: &[
                (200, inline!(accounts::AccountBody)),
                (201, inline!(accounts::AccountBody)),
            ],
            faults: &["field_invalid", "conflict"],
            ..doc("Makes an account known or changes it.")
        },
    ),
    line(
        "PUT",
        "/api/v1/shops/{external_id}",
        Operate,
        Small,
        run!(shops::put),
        Doc {
            takes: inline!(shops::PutBody),
            gives: &[
                (200, inline!(shops::ShopBody)),
                (201, inline!(shops::ShopBody)),
            ],
            faults: &["field_invalid", "conflict"],
            ..doc("Makes a shop known or renames it.")
        },
    ),
    line(
        "GET",
        "/api/v1/listings",
        Public,
        Small,
        run!(listings::list),
        Doc {
            query: inline!(listings::ListQuery),
            gives: &[(200, inline!(listings::ListingPage))],
            ..doc("Lists what is offered.")
        },
    ),
    line(
        "GET",
        "/api/v1/listings/{external_id}",
        Public,
        Small,
        run!(listings::show),
        Doc {
            gives: &[(200, inline!(listings::ListingBody)), (304, None)],
            ..doc("Shows one listing.")
        },
    ),
    line(
        "PUT",
        "/api/v1/listings/{external_id}",
        Operate,
        Small,
        run!(listings::put),
        Doc {
            takes: inline!(listings::PutBody),
            gives: &[
                (200, inline!(listings::ListingBody)),
                (201, inline!(listings::ListingBody)),
            ],
            faults: &["field_invalid", "unknown_seller", "precondition_failed"],
            ..doc("Puts a listing. Give the ETag as If-Match to change only what you have seen.")
        },
    ),
    line(
        "POST",
        "/api/v1/listings/import",
        Operate,
        Feed,
        run!(listings::import::take),
        Doc {
            query: inline!(listings::import::ImportQuery),
            gives: &[(200, inline!(imports::ImportBody))],
            faults: &[
                "feed_unreadable",
                "doctype_forbidden",
                "field_invalid",
                "idempotency_key_reused",
            ],
            ..doc(
                "Imports a feed: Google Merchant product data as TSV, RSS 2.0 or Atom, with seller and contact_email beside it. Good rows go in, refused ones are reported.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/imports/{id}",
        Operate,
        Small,
        run!(imports::show),
        Doc {
            gives: &[(200, inline!(imports::ImportBody))],
            ..doc("Shows how an import stands.")
        },
    ),
    line(
        "GET",
        "/api/v1/imports/{id}/refusals",
        Operate,
        Small,
        run!(imports::refusals),
        Doc {
            query: inline!(imports::RefusalQuery),
            gives: &[(200, inline!(imports::RefusalPage))],
            ..doc("Lists the rows that an import refused.")
        },
    ),
    line(
        "POST",
        "/api/v1/conversations",
        Known,
        Small,
        run!(conversations::start),
        Doc {
            takes: inline!(conversations::StartBody),
            gives: &[
                (200, inline!(conversations::ConversationBody)),
                (201, inline!(conversations::ConversationBody)),
            ],
            faults: STARTS,
            ..doc(
                "Writes about a listing or to a seller: starts a conversation (201) or continues it (200).",
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
            query: inline!(conversations::ListQuery),
            gives: &[(200, inline!(conversations::ConversationPage))],
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
            gives: &[(200, inline!(conversations::ConversationBody))],
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
            query: inline!(conversations::EntriesQuery),
            gives: &[(200, inline!(conversations::EntryPage))],
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
            takes: inline!(conversations::MessageBody),
            gives: &[(201, inline!(conversations::EntryBody))],
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
            gives: &[(200, inline!(conversations::ConversationBody))],
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
            gives: &[(200, inline!(conversations::ConversationBody))],
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
            takes: inline!(conversations::ReadBody),
            gives: &[(200, inline!(conversations::ConversationBody))],
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
                "Live events as text/event-stream; goes on after Last-Event-ID. Event `conversation` says that a conversation is at entry seq, `read` that you have read elsewhere, `resync` that you should load again what you show.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/dead-letters",
        Operate,
        Small,
        run!(dead_letters::list),
        Doc {
            query: inline!(dead_letters::ListQuery),
            gives: &[(200, inline!(dead_letters::DeadLetterPage))],
            ..doc("Lists outbox work that was laid aside.")
        },
    ),
    line(
        "POST",
        "/api/v1/dead-letters/{id}/retry",
        Operate,
        Small,
        run!(dead_letters::retry),
        Doc {
            gives: &[(204, None)],
            faults: &["idempotency_key_reused"],
            ..doc("Puts work that was laid aside back into the outbox.")
        },
    ),
];
