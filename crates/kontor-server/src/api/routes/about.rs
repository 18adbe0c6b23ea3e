//! The API's description of itself.

use kontor_core::access::Permission::Public;

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::{docs, openapi};
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/openapi.json",
        Public,
        Small,
        run!(openapi::show),
        Doc {
            gives: &[(200, body!(serde_json::Map<String, serde_json::Value>))],
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
];
