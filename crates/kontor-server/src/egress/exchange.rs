//! One request and its answer over a connection that was made already.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;

use super::{ANSWER_BYTES_MAX, Answer, Call, Target, Trouble};

/// Bytes of an answer's head.
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Header fields of an answer.
const HEADERS_MAX: usize = 64;

/// The request as it goes out. It asks for an answer that is not packed, and none is unpacked.
pub(super) fn request(target: &Target, call: &Call) -> Result<Request<Full<Bytes>>, Trouble> {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(&target.path)
        .header(HOST, target.authority())
        .header(USER_AGENT, "Kontor")
        .header(ACCEPT_ENCODING, "identity")
        .header(CONNECTION, "close")
        .header(CONTENT_TYPE, call.content_type);
    if !call.token.is_empty() {
        request = request.header(AUTHORIZATION, format!("Bearer {}", call.token));
    }
    let body = Full::new(call.body.clone());
    request.body(body).map_err(|_| Trouble::UrlForbidden)
}

/// Sends the request and reads the answer. The connection ends with it, whatever is still to come.
pub(super) async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Answer, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Trouble::NoHttp)?;
    // Dropping the set ends the connection.
    let mut carrier = JoinSet::new();
    carrier.spawn(connection);
    let answer = sender.send_request(request).await;
    let answer = answer.map_err(|_| Trouble::NoHttp)?;
    let status = answer.status().as_u16();
    let (body, cut) = read(answer.into_body()).await?;
    Ok(Answer { status, body, cut })
}

async fn read(mut body: Incoming) -> Result<(Vec<u8>, bool), Trouble> {
    let mut out = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Trouble::NoHttp)?.into_data() else {
            continue;
        };
        let room = ANSWER_BYTES_MAX - out.len();
        out.extend_from_slice(data.get(..room).unwrap_or(&data));
        if data.len() > room {
            return Ok((out, true));
        }
    }
    Ok((out, false))
}
