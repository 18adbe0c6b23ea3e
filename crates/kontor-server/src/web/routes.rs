//! The pages' route table: method, path, permission, function.

use kontor_core::access::Permission::{self, Known, Operate, Public, Registered};

use crate::serve::context::BodyRule::Small;
use crate::serve::context::{Context, Handled, Route};
use crate::web::contact::{self, callbacks, listing, preview, trader};
use crate::web::{
    account, assets, card, conversations, delivery, demo, guest, holidays, join, listings,
    operator, orders, password, proof, sellers, session, sign_in_token, team,
};

const fn line(
    method: &'static str,
    path: &'static str,
    permission: Permission,
    handler: fn(Context) -> Handled,
) -> Route {
    Route {
        method,
        path,
        permission,
        body: Small,
        cross_site: false,
        handler,
    }
}

/// A line to which pages of the marketplace's `sign_in_origins` may post from their own site.
const fn from_marketplace(route: Route) -> Route {
    Route {
        cross_site: true,
        ..route
    }
}

macro_rules! run {
    ($handler:path) => {
        |context| Box::pin($handler(context))
    };
}

/// Every page and form.
pub const ROUTES: &[Route] = &[
    line("GET", "/", Public, run!(listings::home)),
    line("GET", "/listings", Public, run!(listings::list)),
    line(
        "GET",
        "/listings/{external_id}",
        Public,
        run!(listings::show),
    ),
    line(
        "POST",
        "/listings/{external_id}/contacts",
        Public,
        run!(card::of_listing),
    ),
    line(
        "GET",
        "/listings/{external_id}/callback",
        Public,
        run!(card::callback_of_listing),
    ),
    line("GET", "/sellers/{id}", Public, run!(sellers::show)),
    line(
        "POST",
        "/sellers/{id}/contacts",
        Public,
        run!(card::of_seller),
    ),
    line(
        "GET",
        "/sellers/{id}/callback",
        Public,
        run!(card::callback_of_seller),
    ),
    line(
        "POST",
        "/sellers/{id}/trader",
        Public,
        run!(card::open_trader),
    ),
    line("GET", "/contact", Registered, run!(contact::show)),
    line("POST", "/contact", Registered, run!(contact::save)),
    line("GET", "/contact/trader", Registered, run!(trader::show)),
    line("POST", "/contact/trader", Registered, run!(trader::save)),
    line("GET", "/contact/preview", Registered, run!(preview::show)),
    line(
        "GET",
        "/contact/callbacks",
        Registered,
        run!(callbacks::list),
    ),
    line(
        "POST",
        "/contact/callbacks/{id}/completion",
        Registered,
        run!(callbacks::complete),
    ),
    line(
        "GET",
        "/contact/listings/{external_id}",
        Registered,
        run!(listing::show),
    ),
    line(
        "POST",
        "/contact/listings/{external_id}",
        Registered,
        run!(listing::save),
    ),
    line("GET", "/conversations", Known, run!(conversations::list)),
    line("POST", "/conversations", Known, run!(conversations::start)),
    line(
        "GET",
        "/conversations/{id}",
        Known,
        run!(conversations::show),
    ),
    line(
        "GET",
        "/conversations/{id}/entries",
        Known,
        run!(conversations::entries),
    ),
    line(
        "POST",
        "/conversations/{id}/messages",
        Known,
        run!(conversations::message),
    ),
    line(
        "POST",
        "/conversations/{id}/closure",
        Known,
        run!(conversations::close),
    ),
    line(
        "POST",
        "/conversations/{id}/reopening",
        Known,
        run!(conversations::reopen),
    ),
    line(
        "POST",
        "/conversations/{id}/read",
        Known,
        run!(conversations::read),
    ),
    line("GET", "/orders", Known, run!(orders::list)),
    line("GET", "/orders/{number}", Known, run!(orders::show)),
    line("GET", "/contact/delivery", Registered, run!(delivery::show)),
    line(
        "POST",
        "/contact/delivery",
        Registered,
        run!(delivery::choose),
    ),
    line("GET", "/account", Known, run!(account::show)),
    line(
        "POST",
        "/account/password",
        Known,
        run!(account::change_password),
    ),
    line(
        "POST",
        "/account/sessions/{id}/end",
        Known,
        run!(account::end_session),
    ),
    line(
        "POST",
        "/account/sessions/end-others",
        Known,
        run!(account::end_others),
    ),
    line("GET", "/account/email", Registered, run!(proof::show_own)),
    line("POST", "/account/email", Registered, run!(proof::ask_own)),
    line(
        "POST",
        "/account/email/confirmation",
        Registered,
        run!(proof::confirm_own),
    ),
    line("GET", "/contact/proofs", Registered, run!(proof::show)),
    line("POST", "/contact/proofs", Registered, run!(proof::ask)),
    line(
        "POST",
        "/contact/proofs/confirmation",
        Registered,
        run!(proof::confirm),
    ),
    line(
        "POST",
        "/contact/proofs/withdrawal",
        Registered,
        run!(proof::withdraw),
    ),
    line("GET", "/password/forgotten", Public, run!(password::form)),
    line("POST", "/password/forgotten", Public, run!(password::ask)),
    line("GET", "/password/new", Public, run!(password::choose)),
    line("POST", "/password/new", Public, run!(password::redeem)),
    line("GET", "/guest/link", Public, run!(guest::form)),
    line("POST", "/guest/link", Public, run!(guest::ask)),
    line("GET", "/guest/confirm", Public, run!(guest::show)),
    line("POST", "/guest/confirm", Public, run!(guest::confirm)),
    line("GET", "/team", Known, run!(team::show)),
    line("GET", "/team/join", Public, run!(join::show)),
    line("POST", "/team/join", Public, run!(join::accept)),
    line(
        "POST",
        "/team/{id}/invitations",
        Registered,
        run!(team::invite),
    ),
    line(
        "POST",
        "/team/{id}/invitations/{invitation}/withdrawal",
        Registered,
        run!(team::withdraw),
    ),
    line(
        "POST",
        "/team/{id}/members/{account}/administrator",
        Registered,
        run!(team::set_administrator),
    ),
    line(
        "GET",
        "/team/{id}/members/{account}/removal",
        Registered,
        run!(team::ask_removal),
    ),
    line(
        "POST",
        "/team/{id}/members/{account}/removal",
        Registered,
        run!(team::remove),
    ),
    line("GET", "/sign-in", Public, run!(session::form)),
    line("POST", "/sign-in", Public, run!(session::sign_in)),
    from_marketplace(line(
        "POST",
        "/sign-in/token",
        Public,
        run!(sign_in_token::enter),
    )),
    line("GET", "/sign-in/with", Public, run!(sign_in_token::show)),
    line("POST", "/sign-out", Known, run!(session::sign_out)),
    line("GET", "/operator", Operate, run!(operator::show)),
    line(
        "GET",
        "/operator/imports/{id}",
        Operate,
        run!(operator::import),
    ),
    line(
        "GET",
        "/embed/kontor-contact.js",
        Public,
        run!(assets::embed),
    ),
    line("GET", "/operator/holidays", Operate, run!(holidays::show)),
    line("POST", "/operator/holidays", Operate, run!(holidays::add)),
    line(
        "POST",
        "/operator/holidays/removal",
        Operate,
        run!(holidays::remove),
    ),
    line("GET", "/static/{file}", Public, run!(assets::show)),
    line("GET", "/favicon.ico", Public, run!(assets::favicon)),
];

/// Pages that only the demo has.
pub const DEMO_ROUTES: &[Route] = &[
    line("GET", "/demo", Public, run!(demo::start)),
    line("GET", "/demo/as/{persona}", Public, run!(demo::enter)),
    line("POST", "/demo/as/{persona}", Public, run!(demo::enter)),
    line(
        "POST",
        "/demo/marketplace/{persona}",
        Public,
        run!(demo::from_marketplace),
    ),
    line("GET", "/demo/mail", Public, run!(demo::mail)),
];
