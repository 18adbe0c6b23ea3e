//! The accept loop: header timer, connection cap, write timeout, drain.
//!
//! `axum::serve` sets no timer, so a client that sends its headers a byte at a time would hold a
//! connection for ever. Source: security cases T142–T144; hyper's `header_read_timeout`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use crate::app::App;

/// Bytes of a request's head that are read at most, and the buffer of a connection.
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Header lines of a request.
const HEADERS_MAX: usize = 100;
/// Seconds in which a client must take at least some of what is written to it.
const WRITE_STALL_S: u64 = 30;
/// Seconds in which requests in flight may finish after SIGTERM. Source: contracts §2.
const DRAIN_S: u64 = 10;
/// The pause after a failed accept, so that a lack of files does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop` resolves, then drains.
pub async fn serve(
    app: Arc<App>,
    router: Router,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(app.config.connections_max));
    let graceful = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut stop => break,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => connection(&app, &router, &graceful, stream, peer, place),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    app.stop();
    tokio::select! {
        () = graceful.shutdown() => tracing::info!("all connections are done"),
        () = tokio::time::sleep(Duration::from_secs(DRAIN_S)) => {
            tracing::warn!(seconds = DRAIN_S, "connections left open at the end of the drain");
        }
    }
}

fn connection(
    app: &Arc<App>,
    router: &Router,
    graceful: &GracefulShutdown,
    stream: TcpStream,
    peer: SocketAddr,
    place: OwnedSemaphorePermit,
) {
    // Small answers leave at once; Nagle would hold them back.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay");
    }
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(Duration::from_secs(WRITE_STALL_S)));
    let service = router
        .clone()
        .map_request(move |mut request: axum::http::Request<_>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request
        });
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(app.config.header_timeout_s))
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .keep_alive(true);
    let io = TokioIo::new(Box::pin(stream));
    let serving = builder.serve_connection(io, TowerToHyperService::new(service));
    let serving = graceful.watch(serving);
    let app = Arc::clone(app);
    tokio::spawn(async move {
        app.metrics.connections.inc();
        if let Err(error) = serving.await {
            tracing::debug!(%error, %peer, "a connection ended early");
        }
        app.metrics.connections.dec();
        drop(place);
    });
}
