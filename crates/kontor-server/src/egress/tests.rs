//! Spellings of inside, names that change their address, and servers that misbehave.

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

/// Hosts that are inside, however they are written. Source: T120, T121.
const INSIDE: &[&str] = &[
    // Loopback and this host in every notation that a URL knows.
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "017700000001",
    "2130706433",
    "0x7f.0x0.0x0.0x1",
    "0177.0x0.0.1",
    "0",
    "0.0.0.0",
    "0x0",
    "00",
    "127.0.0.1.",
    "\u{ff11}\u{ff12}\u{ff17}.0.0.1",
    "127\u{3002}0\u{3002}0\u{3002}1",
    "127\u{ff0e}0.0.1",
    "\u{2460}\u{2461}\u{2466}.0.0.1",
    "%31%32%37.0.0.1",
    "127.0.0.%31",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "foo.localhost",
    "l\u{24de}calhost",
    // Private, shared, link-local, metadata.
    "10.0.0.1",
    "10.255.255.255",
    "0x0a000001",
    "167772161",
    "012.1.1.1",
    "172.16.0.1",
    "172.31.255.255",
    "0xac100001",
    "192.168.0.1",
    "192.168.255.255",
    "0xc0a80001",
    "3232235521",
    "100.64.0.1",
    "100.127.255.255",
    "100.100.100.200",
    "169.254.169.254",
    "169.254.0.1",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.43518",
    "169.16689662",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.0.1",
    "metadata.google.internal",
    "metadata",
    "instance-data",
    "kubernetes.default.svc.cluster.local",
    "host.docker.internal",
    "router.lan",
    "nas.home",
    "printer.home.arpa",
    "wiki.corp",
    "db.intranet",
    // Documentation, benchmarks, relays, multicast, reserved, broadcast.
    "192.0.2.1",
    "198.51.100.7",
    "203.0.113.9",
    "198.18.0.1",
    "198.19.255.255",
    "192.88.99.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.175.48.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "0xffffffff",
    "4294967295",
    // IPv6: unspecified, loopback, link-local, site-local, unique local, multicast, discard.
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[fe80::1]",
    "[febf::1]",
    "[fec0::1]",
    "[feff::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fdff::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[100::1]",
    "[5f00::1]",
    "[4000::1]",
    // IPv4 in IPv6: mapped, translated, compatible.
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[::ffff:8.8.8.8]",
    "[::ffff:0:127.0.0.1]",
    "[::ffff:0:7f00:1]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::10.0.0.1]",
    "[::a9fe:a9fe]",
    // NAT64, also with a prefix of one's own; 6to4; Teredo; ISATAP; others.
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b::8.8.8.8]",
    "[64:ff9b:1::7f00:1]",
    "[64:ff9b:1:7f00:0:100::]",
    "[2002:7f00:1::]",
    "[2002:7f00:1::1]",
    "[2002:a00:1::1]",
    "[2002:a9fe:a9fe::1]",
    "[2002:c0a8:1::1]",
    "[2002:808:808::1]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "[2001::7f00:1]",
    "[2001:2::1]",
    "[2001:10::1]",
    "[2001:20::1]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[2a00:1450::5efe:127.0.0.1]",
    "[2a00:1450::200:5efe:a00:1]",
    "[2620:4f:8000::1]",
];

#[test]
fn every_spelling_of_inside_is_refused() {
    let egress = system("");
    let mut forms = 0;
    for host in INSIDE {
        for url in [
            format!("https://{host}/"),
            format!("https://{host}:8443/a?b=c"),
            format!("HTTPS:\\\\{host}\\a"),
            format!("https:{host}"),
        ] {
            let found = egress.check(&url);
            let refused = matches!(
                found,
                Err(Trouble::AddressForbidden | Trouble::UrlForbidden)
            );
            assert!(refused, "{url}: {found:?}");
            forms += 1;
        }
    }
    assert!(INSIDE.len() >= 120 && forms >= 480, "{}", INSIDE.len());
}

#[test]
fn only_plain_https_urls_are_called() {
    let egress = system("");
    for url in [
        "",
        "https://",
        "https:///",
        "//gate.fi/",
        "gate.fi",
        "http://gate.fi/",
        "ftp://gate.fi/",
        "file:///etc/passwd",
        "gopher://gate.fi/",
        "data:text/plain,a",
        "javascript:1",
        "dict://gate.fi:11211/",
        "ws://gate.fi/",
        "unix:/run/docker.sock",
        "https://user@gate.fi/",
        "https://user:word@gate.fi/",
        "https://gate.fi@10.0.0.1/",
        "https://:word@gate.fi/",
        "https://gate.fi:0/",
        "https://gate.fi:65536/",
        "https://gate.fi:port/",
        "https://ga te.fi/",
        "https://gate.fi/a b",
        "https://gate.fi/\r\nHost:x",
        "\thttps://gate.fi/",
        "https://gate.fi/\n",
        "https://ga%00te.fi/",
        "https://ga%2fte.fi/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://1.2.3.4.5/",
        "https://0x/",
        "https://256.1.1.1/",
    ] {
        assert!(egress.check(url).is_err(), "{url:?}");
    }
    assert!(
        egress
            .check(&format!("https://gate.fi/{}", "a".repeat(3_000)))
            .is_err()
    );
}

#[test]
fn public_hosts_are_called_as_they_are_written() {
    let egress = system("");
    for (url, host, port, path) in [
        ("https://gate.fi", "gate.fi", 443, "/"),
        ("https://GATE.fi./sms?x=1#y", "gate.fi", 443, "/sms?x=1"),
        (
            "https://p\u{e4}\u{e4}.fi:8443/\u{e4}",
            "xn--p-0faa.fi",
            8443,
            "/%C3%A4",
        ),
        ("https://8.8.8.8/a/../b", "8.8.8.8", 443, "/b"),
        (
            "https://[2a00:1450:4010::64]:444/",
            "[2a00:1450:4010::64]",
            444,
            "/",
        ),
    ] {
        let found = egress.check(url).unwrap();
        let found = (found.host.as_str(), found.port, found.path.as_str());
        assert_eq!(found, (host, port, path));
    }
    assert_eq!(
        egress.check("https://GATE.fi:8443/").unwrap().authority(),
        "gate.fi:8443"
    );
}

#[test]
fn the_operator_allows_hosts_by_name_and_port() {
    let egress = system(" 127.0.0.1:9000, sms.internal,[::1] ");
    for good in [
        "http://127.0.0.1:9000/",
        "http://127.1:9000/a",
        "https://sms.internal/",
        "http://sms.internal:81/",
        "http://SMS.internal./",
        "http://[::1]:5/",
    ] {
        assert!(egress.check(good).unwrap().allowed, "{good}");
    }
    for bad in [
        "http://127.0.0.1/",
        "http://127.0.0.1:9001/",
        "https://127.0.0.2:9000/",
        "http://evil.sms.internal/",
        "http://sms.internal.evil.fi/",
        "http://[::2]/",
        "http://user@sms.internal/",
    ] {
        assert!(egress.check(bad).is_err(), "{bad}");
    }
    for entry in ["http://a", "a/b", "a b", "a:b", "a@b", ":80", "a?b", "a#b"] {
        assert!(Egress::new(entry).is_err(), "{entry}");
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
