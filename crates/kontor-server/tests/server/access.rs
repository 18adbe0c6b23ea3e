//! The access table: every route × every role × whose thing it is, compared with `access.txt`.
//!
//! A route without a line fails, and so does one whose answer changed; UPDATE_SNAPSHOTS=1 writes the
//! file anew, and its difference is what to review. What may not be seen must be answered like what
//! does not exist, byte for byte. Sources: security cases T096, T104, T105, T113.

use std::io::Write as _;
use std::sync::Arc;

use kontor_core::access::Permission;
use kontor_server::serve::context::{Door, Route};
use kontor_server::serve::router;

use crate::access_stage::{ROLES, Relation, Stage};
use crate::client::{Answer, Request};
use crate::ground::Site;
use crate::testapp::TestApp;

lite!(every_route_answers_every_role_as_the_table_says);

/// What was asked and what came.
struct Cell {
    relation: Relation,
    id: String,
    answer: Answer,
}

async fn every_route_answers_every_role_as_the_table_says(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let stage = Stage::set(&app).await;
    let (mut text, mut cells) = (String::new(), 0);
    let table = router::table(true);
    for (door, route) in &table {
        let relations = Relation::of(route.path);
        text.push_str(&heading(route, &relations));
        for role in ROLES {
            let mut row = Vec::new();
            for relation in &relations {
                let (id, request) = stage.request(*door, route, role, *relation).await;
                let answer = stage.ask(route, request).await;
                row.push(Cell {
                    relation: *relation,
                    id,
                    answer,
                });
            }
            judge(*door, route, role, &row);
            cells += row.len();
            text.push_str(&line(role, &row));
        }
    }
    let size = format!(
        "access table: {} routes, {} roles, {cells} cells\n",
        table.len(),
        ROLES.len()
    );
    std::io::stderr().write_all(size.as_bytes()).unwrap();
    compare(&text);
}

fn heading(route: &Route, relations: &[Relation]) -> String {
    let Route {
        method,
        path,
        permission,
        ..
    } = route;
    let mut text = format!("\n{method} {path} · {}\n", permission.code());
    if relations.len() > 1 {
        text.push_str(&format!("  {:<18}", ""));
        for relation in relations {
            text.push_str(&format!("{:<22}", relation.name()));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn line(role: &str, row: &[Cell]) -> String {
    let mut text = format!("  {role:<18}");
    for cell in row {
        text.push_str(&format!("{:<22}", outcome(cell)));
    }
    format!("{}\n", text.trim_end())
}

/// The status with the fault's code, or where a page leads to.
fn outcome(cell: &Cell) -> String {
    let answer = &cell.answer;
    let place = answer
        .header("location")
        .split(['?', '#'])
        .next()
        .unwrap_or_default();
    let place = if answer.status == 303 {
        without_ids(place)
    } else {
        String::new()
    };
    format!("{} {}{place}", answer.status, answer.code())
        .trim_end()
        .to_owned()
}

fn without_ids(place: &str) -> String {
    let part = |part: &str| {
        let is_id = part.len() > 26 && part.contains('_');
        if is_id {
            "{id}".to_owned()
        } else {
            part.to_owned()
        }
    };
    place.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// What must hold whatever the snapshot says.
fn judge(door: Door, route: &Route, role: &str, row: &[Cell]) {
    let at = |cell: &Cell| {
        let relation = cell.relation.name();
        format!(
            "{} {} {role} {relation}: {}",
            route.method,
            route.path,
            cell.answer.text()
        )
    };
    let missing = row.iter().find(|cell| cell.relation == Relation::Missing);
    for cell in row {
        let status = cell.answer.status;
        assert!(status < 500, "{}", at(cell));
        if role == "nobody" && route.permission != Permission::Public {
            let asks = if door == Door::Api { 401 } else { 303 };
            assert_eq!(status, asks, "{}", at(cell));
        }
        if role.starts_with("foreign") && door == Door::Api {
            assert_eq!(cell.answer.code(), "token_invalid", "{}", at(cell));
        }
        let is_of_others = matches!(cell.relation, Relation::Other | Relation::Twin);
        let is_private =
            route.path.contains("/conversations/{id}") || route.path.contains("/tokens/{id}");
        // The marketplace told the order, so that its operator reads it too.
        let is_private = is_private
            || (route.path.contains("/orders/{number}") && role != "operator")
            || (route.path == "/orders/{number}");
        let of_shop = route.path.contains("/shops/{id}/") || route.path.starts_with("/team/{id}/");
        // Whoever runs the marketplace is at home in every shop of it.
        let is_private =
            is_private || (of_shop && (role != "operator" || cell.relation == Relation::Twin));
        if is_of_others && is_private {
            assert!(!matches!(status, 200..=299), "{}", at(cell));
        }
        if let Some(missing) = missing.filter(|_| matches!(status, 401 | 404)) {
            assert_eq!(face(cell), face(missing), "{}", at(cell));
        }
    }
}

/// Everything of an answer but what names the request.
fn face(cell: &Cell) -> (u16, Vec<(String, String)>, String) {
    let answer = &cell.answer;
    let request_id = answer.header("kontor-request-id").to_owned();
    let blank = |text: &str| {
        let text = if request_id.is_empty() {
            text.to_owned()
        } else {
            text.replace(&request_id, "")
        };
        // The number of a dead letter is too short to be looked for.
        if cell.id.len() < 3 {
            return text;
        }
        // Inside a query a path stands escaped once more.
        let (once, twice) = (cell.id.replace(' ', "%20"), cell.id.replace(' ', "%2520"));
        text.replace(&twice, "{id}")
            .replace(&once, "{id}")
            .replace(&cell.id, "{id}")
    };
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date", "content-length"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), blank(value.to_str().unwrap())))
        .collect();
    headers.sort();
    (answer.status, headers, blank(&answer.text()))
}

fn compare(text: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/access.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, text).unwrap();
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    for (number, (now, known)) in text.lines().zip(known.lines()).enumerate() {
        assert_eq!(
            now,
            known,
            "line {} of access.txt; UPDATE_SNAPSHOTS=1 rewrites it",
            number + 1
        );
    }
    assert_eq!(
        text.len(),
        known.len(),
        "access.txt; UPDATE_SNAPSHOTS=1 rewrites it"
    );
}

impl Stage<'_> {
    /// Asks; of a stream only its head is waited for.
    async fn ask(&self, route: &Route, request: Request) -> Answer {
        if route.path != "/api/v1/events/stream" {
            return self.app.send(request).await;
        }
        let response = crate::client::begin(self.app.address, &request).await;
        let (head, body) = response.into_parts();
        if head.status == 200 {
            drop(body);
            return Answer {
                status: 200,
                headers: head.headers,
                body: bytes::Bytes::new(),
            };
        }
        self.app.send(request).await
    }
}
