//! What is measured, in Prometheus' text form.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Response;
use axum::http::request::Parts;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::serve::answer;
use crate::serve::context::Door;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    door: &'static str,
    route: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    topic: &'static str,
    outcome: &'static str,
}

/// Counters that live as long as the process.
#[derive(Default)]
pub struct Metrics {
    requests: Family<RequestLabels, Counter>,
    outbox: Family<OutcomeLabels, Counter>,
    /// Connections open now.
    pub connections: Gauge,
}

impl Metrics {
    /// Counts an answered request.
    pub fn request(&self, door: Door, route: &'static str, status: u16) {
        let door = match door {
            Door::Api => "api",
            Door::Web => "web",
        };
        self.requests
            .get_or_create(&RequestLabels {
                door,
                route,
                status,
            })
            .inc();
    }

    /// Counts a finished piece of outbox work.
    pub fn outbox(&self, topic: &'static str, outcome: &'static str) {
        self.outbox
            .get_or_create(&OutcomeLabels { topic, outcome })
            .inc();
    }
}

/// `GET /metrics`, for whoever may ask.
pub async fn answer(app: &App, request: &Parts) -> Response<Body> {
    if may_ask(app, request) {
        answer::body(
            200,
            "text/plain; version=0.0.4; charset=utf-8",
            render(app).await,
        )
    } else {
        answer::body(404, "text/plain; charset=utf-8", "not found\n")
    }
}

/// With a token, who has it; else this machine, where no proxy forwarded the request.
fn may_ask(app: &App, request: &Parts) -> bool {
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let wanted = &app.config.metrics_token;
    if !wanted.is_empty() {
        let given = header("authorization").and_then(|text| text.strip_prefix("Bearer "));
        let given = crate::random::hash(given.unwrap_or_default());
        return given.ct_eq(&crate::random::hash(wanted)).into();
    }
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>();
    peer.is_some_and(|peer| peer.0.ip().is_loopback())
        && header("forwarded").is_none()
        && header("x-forwarded-for").is_none()
}

/// Everything measured, as text.
pub async fn render(app: &App) -> String {
    let mut registry = Registry::with_prefix("kontor");
    registry.register(
        "requests",
        "Requests answered",
        app.metrics.requests.clone(),
    );
    registry.register(
        "outbox_work",
        "Outbox work by outcome",
        app.metrics.outbox.clone(),
    );
    registry.register(
        "connections",
        "Connections open",
        app.metrics.connections.clone(),
    );
    let streams = Gauge::<i64>::default();
    streams.set(i64::try_from(app.hub.open()).unwrap_or(i64::MAX));
    registry.register("streams", "Live streams open", streams);
    let last = app.calendars().built_in().last_year();
    let holidays = Gauge::<i64>::default();
    holidays.set(last.map_or(0, i64::from));
    registry.register(
        "holidays_last_year",
        "The last year whose public holidays are known",
        holidays,
    );
    if let Some(counters) = app.store.counters() {
        for (name, help, value) in [
            (
                "write_groups",
                "Transactions of the writer",
                &counters.groups,
            ),
            ("write_units", "Writes in them", &counters.units),
            (
                "checkpoint_pauses",
                "Times the writer stopped for a checkpoint",
                &counters.pauses,
            ),
        ] {
            let counter = Counter::<u64>::default();
            counter.inc_by(value.load(Ordering::Relaxed));
            registry.register(name, help, counter);
        }
    }
    if let Ok((waiting, oldest, dead)) = super::health::backlog(app).await {
        let age = oldest.map_or(0, |due| (app.clock.now().0 - due.0).max(0) / 1_000_000);
        for (name, help, value) in [
            ("outbox_waiting", "Outbox work that waits", waiting),
            (
                "outbox_oldest_seconds",
                "Age of the oldest due outbox work",
                age,
            ),
            ("dead_letters", "Outbox work laid aside", dead),
        ] {
            let gauge = Gauge::<i64>::default();
            gauge.set(value);
            registry.register(name, help, gauge);
        }
    }
    let mut out = String::new();
    if let Err(error) = encode(&mut out, &registry) {
        tracing::error!(%error, "metrics could not be written");
    }
    out
}
