//! URLs: every spelling of inside is refused, what is public is read as browsers read it.

use super::super::Egress;
use super::*;

fn egress(allow: &str) -> Egress {
    Egress::new(allow).unwrap()
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
    let all = egress("");
    let mut forms = 0;
    for host in INSIDE {
        for url in [
            format!("https://{host}/"),
            format!("https://{host}:8443/a?b=c"),
            format!("HTTPS:\\\\{host}\\a"),
            format!("https:{host}"),
        ] {
            let found = all.check(&url);
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
    let all = egress("");
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
        assert!(all.check(url).is_err(), "{url:?}");
    }
    assert!(
        all.check(&format!("https://gate.fi/{}", "a".repeat(3_000)))
            .is_err()
    );
}

#[test]
fn public_hosts_are_called_as_they_are_written() {
    let all = egress("");
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
        let found = all.check(url).unwrap();
        let found = (found.host.as_str(), found.port, found.path.as_str());
        assert_eq!(found, (host, port, path));
    }
    assert_eq!(
        all.check("https://GATE.fi:8443/").unwrap().authority(),
        "gate.fi:8443"
    );
}

#[test]
fn the_operator_allows_hosts_by_name_and_port() {
    let all = egress(" 127.0.0.1:9000, sms.internal,[::1] ");
    for good in [
        "http://127.0.0.1:9000/",
        "http://127.1:9000/a",
        "https://sms.internal/",
        "http://sms.internal:81/",
        "http://SMS.internal./",
        "http://[::1]:5/",
    ] {
        assert!(all.check(good).unwrap().allowed, "{good}");
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
        assert!(all.check(bad).is_err(), "{bad}");
    }
    for entry in ["http://a", "a/b", "a b", "a:b", "a@b", ":80", "a?b", "a#b"] {
        assert!(Egress::new(entry).is_err(), "{entry}");
    }
}
