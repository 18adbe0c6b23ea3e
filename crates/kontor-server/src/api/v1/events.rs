//! `/api/v1/events/stream`: live events for the caller.

use axum::http::HeaderValue;
use axum::response::Response;

use crate::fault::Fault;
use crate::live;
use crate::serve::answer;
use crate::serve::context::Context;

/// `GET /events/stream`
///
/// # Errors
/// `too_many_streams`, the store's.
pub async fn stream(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let app = &context.app;
    let open = app
        .hub
        .open_of(caller.marketplace, &caller.own(), &caller.token);
    if open >= app.config.streams_per_caller_max {
        let fault = Fault::new("too_many_streams");
        return Err(Fault {
            retry_after_s: Some(30),
            ..fault
        });
    }
    let last = context.header("last-event-id").map(str::to_owned);
    let body = live::stream::open(app.clone(), caller, last.as_deref()).await?;
    let mut response = answer::body(200, "text/event-stream", body);
    // Proxies that buffer would turn live into late.
    response
        .headers_mut()
        .insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}
