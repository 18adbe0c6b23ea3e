//! How sellers are reached: settings, cards, contacts, trader blocks, call-backs.

use kontor_core::access::Permission::{Known, Public};

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::embed;
use crate::api::v1::{callbacks, contact_card, contact_settings, contacts, trader};
use crate::serve::context::BodyRule::Small;

const CONTACTS: &[&str] = &[
    "call_now",
    "callback_waits",
    "channel_not_offered",
    "field_invalid",
    "handouts_used_up",
    "not_found",
    "out_of_hours",
    "own_listing",
    "sign_in_first",
    "verify_email_first",
];

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/embed/texts",
        Public,
        Small,
        run!(embed::texts),
        Doc {
            query: body!(embed::TextsQuery),
            gives: &[(200, body!(embed::TextsBody))],
            ..doc("Gives the words of the web component `<kontor-contact>` in a language.")
        },
    ),
    line(
        "GET",
        "/api/v1/sellers/{id}/contact-settings",
        Known,
        Small,
        run!(contact_settings::show),
        Doc {
            gives: &[(200, body!(contact_settings::SettingsBody))],
            ..doc("Shows how a seller wants to be reached, to who works for it.")
        },
    ),
    line(
        "PUT",
        "/api/v1/sellers/{id}/contact-settings",
        Known,
        Small,
        run!(contact_settings::put),
        Doc {
            takes: body!(contact_settings::SettingsBody),
            gives: &[(200, body!(contact_settings::SettingsBody))],
            faults: &["field_invalid", "precondition_failed"],
            ..doc(
                "Sets how a seller wants to be reached; what is not proven is shown once it is. Give the ETag as If-Match to change only what you have seen.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/listings/{external_id}/contact-settings",
        Known,
        Small,
        run!(contact_settings::show_of_listing),
        Doc {
            gives: &[(200, body!(contact_settings::OverrideBody))],
            ..doc("Shows what a listing overrides of its seller's contact settings.")
        },
    ),
    line(
        "PUT",
        "/api/v1/listings/{external_id}/contact-settings",
        Known,
        Small,
        run!(contact_settings::put_of_listing),
        Doc {
            takes: body!(contact_settings::OverrideBody),
            gives: &[(200, body!(contact_settings::OverrideBody))],
            faults: &["field_invalid", "precondition_failed"],
            ..doc(
                "Sets what a listing overrides: a channel that is left out is the seller's, null is off, an empty object inherits all.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/listings/{external_id}/contact-card",
        Public,
        Small,
        run!(contact_card::of_listing),
        Doc {
            query: body!(contact_card::CardQuery),
            gives: &[(200, body!(contact_card::CardBody))],
            ..doc(
                "Shows what you see of a listing's contact settings now. `at` and `as` are for who works for the seller.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/sellers/{id}/contact-card",
        Public,
        Small,
        run!(contact_card::of_seller),
        Doc {
            query: body!(contact_card::CardQuery),
            gives: &[(200, body!(contact_card::CardBody))],
            ..doc(
                "Shows what you see of a seller's contact settings now. `at` and `as` are for who works for the seller.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/listings/{external_id}/contacts",
        Public,
        Small,
        run!(contacts::of_listing),
        Doc {
            takes: body!(contacts::ContactBody),
            gives: &[(200, body!(contacts::GivenBody))],
            faults: CONTACTS,
            ..doc(
                "Counts a contact and hands out what was asked for. Decided anew each time; with the same Idempotency-Key it counts once.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/sellers/{id}/contacts",
        Public,
        Small,
        run!(contacts::of_seller),
        Doc {
            takes: body!(contacts::ContactBody),
            gives: &[(200, body!(contacts::GivenBody))],
            faults: CONTACTS,
            ..doc(
                "Counts a contact and hands out what was asked for. Decided anew each time; with the same Idempotency-Key it counts once.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/sellers/{id}/trader",
        Known,
        Small,
        run!(trader::show),
        Doc {
            gives: &[(200, body!(trader::TraderBody))],
            ..doc("Shows the trader block of a shop, to who works for it.")
        },
    ),
    line(
        "PUT",
        "/api/v1/sellers/{id}/trader",
        Known,
        Small,
        run!(trader::put),
        Doc {
            takes: body!(trader::TraderBody),
            gives: &[(200, body!(trader::TraderBody))],
            faults: &["field_invalid", "precondition_failed"],
            ..doc("Sets what identifies a business seller.")
        },
    ),
    line(
        "POST",
        "/api/v1/sellers/{id}/trader/opening",
        Public,
        Small,
        run!(trader::open),
        Doc {
            gives: &[(200, body!(trader::TraderBody))],
            faults: &["handouts_used_up"],
            ..doc(
                "Opens the trader block of a shop; it is no contact and follows no hours. Opening it again changes nothing.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/sellers/{id}/callbacks",
        Known,
        Small,
        run!(callbacks::list),
        Doc {
            query: body!(callbacks::ListQuery),
            gives: &[(200, body!(callbacks::CallbackPage))],
            ..doc(
                "Lists who asked a seller to be called back, and how many asked outside the hours of the phone.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/callbacks/{id}/completion",
        Known,
        Small,
        run!(callbacks::complete),
        Doc {
            gives: &[(204, None)],
            ..doc("Says that you are done with a request to be called back; again changes nothing.")
        },
    ),
];
