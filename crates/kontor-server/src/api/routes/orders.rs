//! Orders: put by the marketplace, read by who bought and who sold.

use kontor_core::access::Permission::{Known, Operate};

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::orders;
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/orders",
        Known,
        Small,
        run!(orders::list),
        Doc {
            query: body!(orders::ListQuery),
            gives: &[(200, body!(orders::OrderPage))],
            ..doc("Lists the orders that you or your shops bought or sold, newest first.")
        },
    ),
    line(
        "GET",
        "/api/v1/orders/{number}",
        Known,
        Small,
        run!(orders::show),
        Doc {
            gives: &[(200, body!(orders::OrderBody)), (304, None)],
            ..doc("Shows one order to who bought it, who sold it, and the operator.")
        },
    ),
    line(
        "PUT",
        "/api/v1/orders/{number}",
        Operate,
        Small,
        run!(orders::put),
        Doc {
            takes: body!(orders::PutBody),
            gives: &[
                (200, body!(orders::OrderBody)),
                (201, body!(orders::OrderBody)),
            ],
            faults: &["field_invalid", "precondition_failed"],
            ..doc(
                "Puts an order whole; the same again changes nothing. Give the ETag as If-Match to change only what you have seen.",
            )
        },
    ),
];
