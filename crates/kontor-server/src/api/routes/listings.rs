//! Listings and the imports that bring them.

use kontor_core::access::Permission::{Operate, Public};

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::{imports, listings};
use crate::serve::context::BodyRule::{Feed, Small};

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/listings",
        Public,
        Small,
        run!(listings::list),
        Doc {
            query: body!(listings::ListQuery),
            gives: &[(200, body!(listings::ListingPage))],
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
            gives: &[(200, body!(listings::ListingBody)), (304, None)],
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
            takes: body!(listings::PutBody),
            gives: &[
                (200, body!(listings::ListingBody)),
                (201, body!(listings::ListingBody)),
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
            query: body!(listings::import::ImportQuery),
            gives: &[(200, body!(imports::ImportBody))],
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
            gives: &[(200, body!(imports::ImportBody))],
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
            query: body!(imports::RefusalQuery),
            gives: &[(200, body!(imports::RefusalPage))],
            ..doc("Lists the rows that an import refused.")
        },
    ),
];
