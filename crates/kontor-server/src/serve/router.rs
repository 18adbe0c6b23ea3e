//! The two route tables put together, with what stands outside the gate.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::routing::{MethodFilter, any, get, on, options};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use kontor_core::access::Permission;

use crate::api::routes;
use crate::app::App;
use crate::fault::Fault;
use crate::serve::context::{BodyRule, Context, Door, Handled, Route};
use crate::serve::{answer, embed, gate, health, metrics};
use crate::web::routes::{DEMO_ROUTES, ROUTES as WEB_ROUTES};

/// Answers smaller than this are not worth compressing, in bytes.
const COMPRESS_FROM: u64 = 1_024;

/// Every route of both doors, for this server.
#[must_use]
pub fn table(demo: bool) -> Vec<(Door, Route)> {
    let mut all: Vec<(Door, Route)> = routes::all()
        .map(|line| (door_of(line.route.path), line.route))
        .collect();
    all.extend(WEB_ROUTES.iter().map(|route| (Door::Web, *route)));
    if demo {
        all.extend(DEMO_ROUTES.iter().map(|route| (Door::Web, *route)));
    }
    all
}

/// The docs page is a page, though it lies beside the API.
#[must_use]
pub fn door_of(path: &str) -> Door {
    if path.starts_with("/api/v1") {
        Door::Api
    } else {
        Door::Web
    }
}

fn filter(method: &str) -> MethodFilter {
    match method {
        "GET" => MethodFilter::GET,
        "POST" => MethodFilter::POST,
        "PUT" => MethodFilter::PUT,
        _ => MethodFilter::DELETE,
    }
}

/// The router of the whole server.
pub fn router(app: &Arc<App>) -> Router {
    let mut router: Router<Arc<App>> = Router::new();
    let mut paths: Vec<(&'static str, Door)> = Vec::new();
    for (door, route) in table(app.caught.is_some()) {
        let handler = move |State(app): State<Arc<App>>, request: Request| {
            gate::pass(app, door, route, request)
        };
        router = router.route(route.path, on(filter(route.method), handler));
        if !paths.iter().any(|(path, _)| *path == route.path) {
            paths.push((route.path, door));
            if embed::is_open(route.path) {
                let answer = move |State(app): State<Arc<App>>, request: Request| async move {
                    gate::preflight(&app, route.path, request.headers())
                };
                router = router.route(route.path, options(answer));
            }
        }
    }
    let compression = CompressionLayer::new().compress_when(
        SizeAbove::new(COMPRESS_FROM)
            .and(NotForContentType::new("text/event-stream"))
            .and(NotForContentType::IMAGES),
    );
    router
        .method_not_allowed_fallback(no_method)
        .fallback(any(nothing))
        .with_state(Arc::clone(app))
        .merge(outside(app))
        .layer(compression)
        .layer(CatchPanicLayer::custom(panicked))
}

/// An answer from outside the gate, with the headers that every answer carries.
fn finished(mut response: axum::response::Response) -> axum::response::Response {
    let id = gate::request_id();
    answer::finish(response.headers_mut(), &id, None, None);
    response
}

/// What is answered where a handler panicked.
fn panicked(_: Box<dyn Any + Send>) -> axum::response::Response {
    let id = gate::request_id();
    tracing::error!(request = id, "a handler panicked");
    let mut response = answer::problem(&Fault::new("server_trouble"), &id);
    answer::finish(response.headers_mut(), &id, None, None);
    response
}

/// What probes ask: no marketplace, no caller, no limit.
fn outside(app: &Arc<App>) -> Router {
    Router::new()
        .route("/health/live", get(|| async { finished(health::live()) }))
        .route(
            "/health/ready",
            get(|State(app): State<Arc<App>>| async move { finished(health::ready(&app).await) }),
        )
        .route(
            "/metrics",
            get(|State(app): State<Arc<App>>, request: Request| async move {
                finished(metrics::answer(&app, &request.into_parts().0).await)
            }),
        )
        .with_state(Arc::clone(app))
}

fn door_of_request(request: &Request) -> Door {
    if request.uri().path().starts_with("/api/") {
        Door::Api
    } else {
        Door::Web
    }
}

fn refuse(code: &'static str) -> fn(Context) -> Handled {
    match code {
        "method_not_allowed" => |_| Box::pin(async { Err(Fault::new("method_not_allowed")) }),
        _ => |_| Box::pin(async { Err(Fault::new("not_found")) }),
    }
}

async fn pass_to(app: Arc<App>, request: Request, code: &'static str) -> axum::response::Response {
    let method = if request.method() == Method::GET {
        "GET"
    } else {
        "POST"
    };
    let route = Route {
        method,
        path: "",
        permission: Permission::Public,
        body: BodyRule::Feed,
        cross_site: false,
        handler: refuse(code),
    };
    gate::pass(app, door_of_request(&request), route, request).await
}

async fn nothing(State(app): State<Arc<App>>, request: Request) -> axum::response::Response {
    pass_to(app, request, "not_found").await
}

async fn no_method(State(app): State<Arc<App>>, request: Request) -> axum::response::Response {
    pass_to(app, request, "method_not_allowed").await
}
