//! Names that change their address, and servers that misbehave. URLs are tried in `target_tests.rs`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

fn system(allow: &str) -> Egress {
    Egress::new(allow).unwrap()
}

fn call(url: &str) -> Call {
    Call {
        url: url.to_owned(),
        token: "secret".to_owned(),
        content_type: "application/json",
        body: Bytes::from_static(b"{}"),
    }
}

/// A network in which every name has the addresses of a list, the next at every look-up, and no
/// connection comes about; what was dialled is kept.
fn flipping(
    answers: Vec<Vec<SocketAddr>>,
) -> (Egress, Arc<AtomicUsize>, Arc<Mutex<Vec<SocketAddr>>>) {
    let (looks, dialled) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(Mutex::new(Vec::new())),
    );
    let (counter, list) = (Arc::clone(&looks), Arc::clone(&dialled));
    let resolve: Resolve = Arc::new(move |_, _| {
        let at = counter.fetch_add(1, Ordering::SeqCst) % answers.len();
        let answer = answers[at].clone();
        Box::pin(async move { Ok(answer) })
    });
    let dial: Dial = Arc::new(move |address| {
        list.lock().unwrap().push(address);
        Box::pin(async { Err(io::Error::from(io::ErrorKind::ConnectionRefused)) })
    });
    (system("").over(resolve, dial, TIMEOUT), looks, dialled)
}

#[tokio::test]
async fn a_name_that_changes_its_address_between_look_ups_leads_nowhere() {
    let public: SocketAddr = "8.8.4.4:443".parse().unwrap();
    let inside: SocketAddr = "127.0.0.1:443".parse().unwrap();
    let (egress, looks, dialled) = flipping(vec![vec![public], vec![inside]]);
    for round in 0..1_000 {
        let expected = if round % 2 == 0 {
            Trouble::Unreachable
        } else {
            Trouble::AddressForbidden
        };
        assert_eq!(egress.post(&call("https://flip.fi/")).await, Err(expected));
        assert_eq!(
            looks.load(Ordering::SeqCst),
            round + 1,
            "one look-up for each request"
        );
    }
    let dialled = dialled.lock().unwrap();
    assert_eq!(dialled.len(), 500);
    assert!(dialled.iter().all(|address| *address == public));
}

#[tokio::test]
async fn one_address_inside_refuses_a_name() {
    let both = ["8.8.4.4:443", "[::ffff:127.0.0.1]:443"].map(|text| text.parse().unwrap());
    let (egress, _, dialled) = flipping(vec![both.to_vec()]);
    let found = egress.post(&call("https://both.fi/")).await;
    assert_eq!(found, Err(Trouble::AddressForbidden));
    let (none, _, _) = flipping(vec![vec![]]);
    assert_eq!(
        none.post(&call("https://none.fi/")).await,
        Err(Trouble::Unresolvable)
    );
    assert!(dialled.lock().unwrap().is_empty());
}

/// A server on this machine that answers every connection with these bytes and counts them.
async fn serve(answer: Vec<u8>, hold: bool) -> (SocketAddr, Arc<AtomicUsize>, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (count, seen) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(Mutex::new(String::new())),
    );
    let (counter, heard) = (Arc::clone(&count), Arc::clone(&seen));
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counter.fetch_add(1, Ordering::SeqCst);
            let mut buffer = vec![0; 4_096];
            let length = stream.read(&mut buffer).await.unwrap_or(0);
            heard
                .lock()
                .unwrap()
                .push_str(&String::from_utf8_lossy(&buffer[..length]));
            // The client may go before everything is written.
            drop(stream.write_all(&answer).await);
            if hold {
                tokio::spawn(async move { drop(stream.read(&mut [0; 1]).await) });
            }
        }
    });
    (address, count, seen)
}

fn with_head(head: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
    out.extend_from_slice(body);
    out
}

#[tokio::test]
async fn the_canary_hears_nothing_unless_it_is_allowed() {
    let (address, count, seen) = serve(with_head("200 OK", b"yes"), false).await;
    let port = address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "[::ffff:127.0.0.1]",
        "0",
        "0x7f000001",
    ] {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{host}:{port}/");
            assert!(system("").post(&call(&url)).await.is_err(), "{url}");
            assert!(
                system("127.0.0.1:1").post(&call(&url)).await.is_err(),
                "{url}"
            );
        }
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
    let allowed = system(&format!("127.0.0.1:{port}"));
    let answer = allowed
        .post(&call(&format!("http://127.0.0.1:{port}/sms?a=b")))
        .await
        .unwrap();
    assert_eq!(
        (answer.status, answer.body.as_slice(), answer.cut),
        (200, b"yes".as_slice(), false)
    );
    assert_eq!(count.load(Ordering::SeqCst), 1);
    let heard = seen.lock().unwrap().to_lowercase();
    for line in [
        "post /sms?a=b http/1.1\r\n",
        &format!("host: 127.0.0.1:{port}\r\n"),
        "accept-encoding: identity\r\n",
        "authorization: bearer secret\r\n",
        "content-length: 2\r\n",
        "\r\n\r\n{}",
    ] {
        assert!(heard.contains(line), "{line}: {heard}");
    }
    // It speaks no TLS.
    let trouble = allowed
        .post(&call(&format!("https://127.0.0.1:{port}/")))
        .await;
    assert_eq!(trouble, Err(Trouble::Tls));
}

async fn ask(answer: Vec<u8>, hold: bool, timeout: Duration) -> Result<Answer, Trouble> {
    let (address, _, _) = serve(answer, hold).await;
    let egress = system("127.0.0.1");
    let (resolve, dial) = (Arc::clone(&egress.resolve), Arc::clone(&egress.dial));
    let egress = egress.over(resolve, dial, timeout);
    egress.post(&call(&format!("http://{address}/"))).await
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let (inside, count, _) = serve(with_head("200 OK", b""), false).await;
    for status in [
        "301 Moved",
        "302 Found",
        "303 See",
        "307 Again",
        "308 For good",
    ] {
        let head = format!("{status}\r\nLocation: http://{inside}/");
        let answer = ask(with_head(&head, b""), false, TIMEOUT).await.unwrap();
        assert_eq!(answer.status.to_string(), status[..3]);
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_answer_is_read_to_the_limit_and_never_unpacked() {
    let exact = vec![b'a'; ANSWER_BYTES_MAX];
    let answer = ask(with_head("200 OK", &exact), false, TIMEOUT)
        .await
        .unwrap();
    assert_eq!((answer.body.len(), answer.cut), (ANSWER_BYTES_MAX, false));
    // Ten gigabytes are promised; a megabyte comes and then nothing.
    let mut huge = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n".to_vec();
    huge.resize(1_000_000, b'a');
    let answer = ask(huge, true, TIMEOUT).await.unwrap();
    assert_eq!((answer.body.len(), answer.cut), (ANSWER_BYTES_MAX, true));
    let packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let answer = ask(
        with_head("200 OK\r\nContent-Encoding: gzip", &packed),
        false,
        TIMEOUT,
    )
    .await;
    assert_eq!(answer.unwrap().body, packed);
}

#[tokio::test]
async fn servers_that_speak_no_http_or_never_end_are_left() {
    for nonsense in [
        "",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 banana\r\n\r\n",
        "220 mail ESMTP\r\n",
    ] {
        let found = ask(nonsense.as_bytes().to_vec(), false, TIMEOUT).await;
        assert_eq!(found, Err(Trouble::NoHttp), "{nonsense:?}");
    }
    let long = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "a".repeat(100_000));
    assert_eq!(
        ask(long.into_bytes(), true, TIMEOUT).await,
        Err(Trouble::NoHttp)
    );
    let short = Duration::from_millis(200);
    for stuck in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
    ] {
        let found = ask(stuck.as_bytes().to_vec(), true, short).await;
        assert_eq!(found, Err(Trouble::Timeout), "{stuck:?}");
    }
}
