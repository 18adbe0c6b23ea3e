//! What each route of the access table is asked with.

use kontor_server::serve::context::{Door, Route};
use serde_json::{Value, json};

use crate::access_stage::PASSWORD;
use crate::access_teams;
use crate::client::Request;

/// The request with what this route takes.
pub fn with_body(door: Door, route: &Route, id: &str, key: &str, request: Request) -> Request {
    if let Some(request) = access_teams::with_body(route, key, &request) {
        return request;
    }
    if let Some(json) = of_proofs(route, key) {
        return request.json(&json);
    }
    let json = match (door, route.method, route.path) {
        (Door::Api, "POST", "/api/v1/tokens") => {
            json!({ "email": "aino@posti.example", "password": PASSWORD })
        }
        (_, "POST", "/api/v1/tokens/exchange") => json!({ "token": "e30.e30.AA" }),
        (_, "POST", "/api/v1/password-resets") => json!({ "email": "nobody@posti.example" }),
        (_, "POST", "/api/v1/password-resets/redemption") => {
            json!({ "token": "kt_nonsense", "new": "a battery of staples" })
        }
        (_, "POST", "/api/v1/guest-links") => json!({ "email": "nobody@posti.example" }),
        (_, "POST", "/api/v1/guest-links/redemption") => json!({ "token": "kt_nonsense" }),
        (_, "PUT", "/api/v1/me/password") => {
            json!({ "current": "not the password", "new": "a battery of staples" })
        }
        (_, "DELETE", "/api/v1/sellers/{id}/proofs") => {
            let mut request = request;
            request
                .path
                .push_str("?kind=email&value=proven@posti.example");
            return request;
        }
        (_, "PUT", "/api/v1/accounts/{external_id}") => account(id),
        (_, "PUT", "/api/v1/holidays/{country}/{date}") => json!({ "name": "Stocktaking" }),
        (_, "PUT", "/api/v1/shops/{external_id}") => json!({ "name": "Lamppu & Tuoli" }),
        (_, "PUT", "/api/v1/listings/{external_id}") => {
            json!({ "seller": "mika", "title": id })
        }
        (_, "PUT", "/api/v1/sellers/{id}/delivery") => json!({ "choice": "email" }),
        (Door::Web, "POST", "/contact/delivery") => {
            let form = [("seller", "lamppu"), ("choice", "email"), ("address", "")];
            return request.form(&form);
        }
        (_, "PUT", "/api/v1/orders/{number}") => sale_of(id),
        (_, "POST", "/api/v1/conversations") => {
            json!({ "listing": "chair", "kind": "inquiry", "body": "x" })
        }
        (_, "PUT", "/api/v1/sellers/{id}/contact-settings") => settings(),
        (_, "PUT", "/api/v1/listings/{external_id}/contact-settings") => json!({ "email": null }),
        (_, "PUT", "/api/v1/sellers/{id}/trader") => trader(),
        (Door::Api, "POST", path) if path.ends_with("/contacts") => {
            json!({ "channel": "post_shown" })
        }
        (_, "POST", "/api/v1/conversations/{id}/messages") => json!({ "body": "x" }),
        (_, "PUT", "/api/v1/conversations/{id}/read") => json!({ "seq": 1 }),
        (_, _, "/api/v1/listings/import") => {
            let feed = "id\ttitle\tseller\nspade\tSpade\tmika\n";
            return request.bytes("text/tab-separated-values", feed);
        }
        (Door::Api, _, _) | (_, "GET", _) => return request,
        (_, _, "/sign-in") => {
            let form = [("email", "aino@posti.example"), ("password", PASSWORD)];
            return request.form(&form);
        }
        _ => {
            let form = [
                ("listing", "chair"),
                ("body", "x"),
                ("key", key),
                ("seq", "1"),
                ("name", "Nobody"),
                ("consent", "yes"),
                ("email", "nobody@posti.example"),
                ("token", "kt_nonsense"),
                ("administrator", "false"),
                ("current", "not the password"),
                ("new", "a battery of staples"),
                ("country", "FI"),
                ("date", "2026-12-31"),
                ("for", "mika"),
                ("kind", "email"),
                ("value", "nobody@posti.example"),
                ("code", "000000"),
                ("channel", "post_shown"),
                // Settings as they are, and a trader block.
                ("message", "own"),
                ("post", "own"),
                ("address.name", "Mika"),
                ("address.street", "Hämeenkatu 1"),
                ("address.postal_code", "33100"),
                ("address.city", "Tampere"),
                ("address.country", "FI"),
                ("phone", "040 123 4567"),
            ];
            return request.form(&form);
        }
    };
    request.json(&json)
}

/// What routes of proofs take.
fn of_proofs(route: &Route, key: &str) -> Option<Value> {
    Some(match (route.method, route.path) {
        ("PUT", "/api/v1/sellers/{id}/proofs") => {
            json!({ "kind": "phone", "value": "013 1234567" })
        }
        ("POST", "/api/v1/sellers/{id}/proofs") => {
            json!({ "kind": "email", "value": format!("{key}@posti.example") })
        }
        ("POST", "/api/v1/sellers/{id}/proofs/confirmation") => {
            json!({ "kind": "email", "value": "nobody@posti.example", "code": "000000" })
        }
        ("POST", "/api/v1/me/email-proof/confirmation") => json!({ "code": "000000" }),
        _ => return None,
    })
}

/// Messages and letters: what needs no proof.
pub fn settings() -> Value {
    json!({ "message": {}, "post": { "address": address() } })
}

pub fn address() -> Value {
    json!({
        "name": "Mika", "street": "Hämeenkatu 1", "postal_code": "33100", "city": "Tampere",
        "country": "FI",
    })
}

/// What identifies the shop.
pub fn trader() -> Value {
    json!({ "address": address(), "email": "posti@lamppu.example", "phone": "040 123 4567" })
}

/// An order of one thing.
pub fn sale(buyer: &str, seller: &str) -> Value {
    json!({
        "buyer": buyer, "seller": seller, "status": "paid", "placed_at": "2026-11-20T10:00:00Z",
        "items": [{ "title": "Old lamp", "quantity": 1 }],
    })
}

/// What leaves an order of the stage as it is.
pub fn sale_of(number: &str) -> Value {
    let (buyer, seller) = match number {
        "of-guest" => ("demo-guest", "mika"),
        "of-rival" => ("bela", "lamppu"),
        "of-shop" => ("aino", "lamppu"),
        "of-agent" => ("leena", "mika"),
        "of-operator" => ("henri", "mika"),
        _ => ("aino", "mika"),
    };
    sale(buyer, seller)
}

/// What leaves an account of the cast as it is.
fn account(external_id: &str) -> Value {
    let (role, name) = match external_id {
        "henri" => ("operator", "Henri"),
        "bela" => ("buyer", "Bela"),
        _ => ("buyer", "Somebody"),
    };
    let email = format!("{external_id}@posti.example");
    json!({ "role": role, "name": name, "email": email, "email_verified": true })
}
