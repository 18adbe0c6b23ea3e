//! The table of settings: name, default, what it is for.

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name in the file; `KONTOR_` and the name in capitals is its variable.
    pub name: &'static str,
    /// Its default, as TOML.
    pub default: &'static str,
    /// What it is for, with unit and reason.
    pub about: &'static str,
}

const fn setting(name: &'static str, default: &'static str, about: &'static str) -> Setting {
    Setting {
        name,
        default,
        about,
    }
}

/// Every setting outside `[[marketplace]]`.
pub const SETTINGS: &[Setting] = &[
    setting(
        "database",
        "\"sqlite:kontor-data/kontor.db\"",
        "Where everything is kept: sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME.\nPostgreSQL is reached over TLS unless the URL says sslmode=disable.",
    ),
    setting(
        "listen",
        "\"127.0.0.1:8080\"",
        "Address and port of the HTTP server. Put a TLS proxy in front.",
    ),
    setting(
        "log_level",
        "\"info\"",
        "error, warn, info, debug or trace.",
    ),
    setting(
        "log_format",
        "\"text\"",
        "text for people, json for programs.",
    ),
    setting(
        "connections_max",
        "8192",
        "Open connections; more wait in the kernel. Keep it below the limit of open files.",
    ),
    setting(
        "header_timeout_s",
        "15",
        "Seconds in which a request's headers must have come; silent connections are closed then.",
    ),
    setting(
        "body_timeout_s",
        "60",
        "Seconds in which a request's body must have come.",
    ),
    setting(
        "body_bytes_max",
        "262144",
        "Bytes of a request's body. A message of 10,000 characters fits several times.",
    ),
    setting(
        "feed_bytes_max",
        "2147483648",
        "Bytes of a feed sent to the API.",
    ),
    setting(
        "reads_per_minute",
        "1200",
        "Reads of one caller or address per minute; 0 is no limit.",
    ),
    setting(
        "writes_per_minute",
        "240",
        "Writes of one caller or address per minute; 0 is no limit.",
    ),
    setting(
        "sign_ins_per_quarter_hour",
        "10",
        "Sign-ins tried for one e-mail address, and from one network address, in 15 minutes.",
    ),
    setting(
        "handouts_per_guest_a_day",
        "20",
        "Telephone numbers and addresses handed out a day to one viewer without an account; 0 is no\nlimit, for this and the next three. A viewer is an IPv4 address or an IPv6 /64.",
    ),
    setting(
        "handouts_per_account_a_day",
        "60",
        "The same to one account.",
    ),
    setting(
        "handouts_per_seller_a_day",
        "500",
        "The same of one seller.",
    ),
    setting(
        "handouts_to_guests_a_day",
        "5000",
        "The same to all viewers of a marketplace without an account together: what an attacker with any\nnumber of network addresses gets at most. Beyond it viewers are asked to sign in.",
    ),
    setting(
        "guest_links_per_hour",
        "3",
        "Links for people without an account that one e-mail address gets, and that can be asked for from\none network address, in an hour; 0 is no limit. An address that nobody has proven yet gets one a day.",
    ),
    setting(
        "streams_per_caller_max",
        "16",
        "Live streams that one token may have open.",
    ),
    setting(
        "trusted_proxies",
        "\"\"",
        "Network addresses of proxies, separated by commas, whose X-Forwarded-For is believed.",
    ),
    setting(
        "metrics_token",
        "\"\"",
        "The bearer token that /metrics asks for. Empty: only requests from this machine that no proxy\nforwarded are answered.",
    ),
    setting("session_days", "30", "Days that a session lasts."),
    setting(
        "mail_relay",
        "\"\"",
        "The relay that takes outgoing mail, empty for none: smtp://HOST:PORT (plain, for this machine\nonly), smtp://USER:PASSWORD@HOST:587?tls=required, smtps://USER:PASSWORD@HOST.",
    ),
    setting(
        "sms_gateway",
        "\"\"",
        "Where short messages are posted, https://HOST/PATH; empty prints them to the log, with their codes.",
    ),
    setting(
        "sms_gateway_token",
        "\"\"",
        "Sent to the gateway as Authorization: Bearer; empty for none.",
    ),
    setting(
        "sms_gateway_body",
        r#"'{"to":"{to}","text":"{text}"}'"#,
        "The JSON that the gateway is sent; {to} becomes the number in E.164, {text} the text.",
    ),
    setting(
        "egress_allow",
        "\"\"",
        "Hosts that may be called over HTTP though they lie inside your network, and without TLS: HOST or\nHOST:PORT, separated by commas. Everything else is called by https at public addresses only.",
    ),
    setting(
        "notice_delay_s",
        "30",
        "Seconds between a message and the e-mail notice of it; who reads it meanwhile gets none.",
    ),
    setting(
        "outbox_age_max_s",
        "300",
        "Seconds that the oldest due work may wait before /health/ready says no.",
    ),
];

const MARKETPLACE: &str = r#"
# One block for each marketplace. A request finds its marketplace by host name, or a program by the
# Kontor-Marketplace header with the slug.
[[marketplace]]
slug = "example"
name = "Example market"
# Host names without port, in lower case.
hosts = ["localhost", "127.0.0.1"]
# Links in mails start with it; never taken from a request.
base_url = "http://localhost:8080"
country = "FI"
time_zone = "Europe/Helsinki"
# en, fi, sk, et, pt; the first is the default.
locales = ["en", "fi"]
# classifieds or closed: what may be offered and said.
preset = "classifieds"
mail_from = "no-reply@example.org"
# Where people get help: http(s)://… or mailto:ADDRESS. Pages that warn against fraud link to it. May be
# left out.
# support_url = "https://example.org/help"
# Origins of pages that may embed contact cards (docs/operating/README.md): ["https://www.example.org"],
# or ["*"] for any page.
embed_origins = []
# Origins of the marketplace's pages that may post a sign-in token to /sign-in/token.
# sign_in_origins = ["https://www.example.org"]

# Who may sign people in by a short-lived signed token (JWT), a block for each issuer and key; see
# docs/operating/README.md. The first issuer is the marketplace's own: its `sub` is the external id.
# [[marketplace.sign_in]]
# issuer = "https://www.example.org"
# The `aud` of its tokens; base_url where it is left out.
# audience = "http://localhost:8080"
# EdDSA, ES256, RS256 or HS256. Pinned here, never taken from a token.
# algorithm = "EdDSA"
# The public key in PEM; for HS256 a secret in base64, as `openssl rand -base64 32` makes. Each
# marketplace needs keys of its own.
# key_file = "sign-in.pub.pem"
# key = """
# -----BEGIN PUBLIC KEY-----
# …
# -----END PUBLIC KEY-----
# """
# The `kid` of its tokens, needed while an issuer has several keys.
# key_id = "2026-11"
# The roles that its tokens may give. agent and operator only where they are named.
# roles = ["buyer", "private_seller", "business_seller"]
"#;

impl Setting {
    /// The variable that overrides it.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("KONTOR_{}", self.name.to_ascii_uppercase())
    }

    fn value(&self) -> toml::Value {
        toml::from_str::<toml::Table>(&format!("v = {}", self.default))
            .ok()
            .and_then(|mut table| table.remove("v"))
            .unwrap_or(toml::Value::Boolean(false))
    }

    /// Reads a variable's text as this setting's kind of value.
    pub(super) fn read(&self, text: &str) -> Result<toml::Value, String> {
        match self.value() {
            toml::Value::Integer(_) => text
                .parse()
                .map(toml::Value::Integer)
                .map_err(|_| format!("{}: {} = {text:?} is no number", self.variable(), self.name)),
            _ => Ok(toml::Value::String(text.to_owned())),
        }
    }
}

/// Every default.
pub(super) fn defaults() -> toml::Table {
    SETTINGS
        .iter()
        .map(|setting| (setting.name.to_owned(), setting.value()))
        .collect()
}

/// The example file.
#[must_use]
pub fn example() -> String {
    let mut out = String::from(
        "# Kontor's configuration. Every value here is the default; rendered from the code.\n\
         # Each setting has a variable that overrides it: KONTOR_LISTEN for listen, and so on.\n",
    );
    for setting in SETTINGS {
        out.push('\n');
        for line in setting.about.lines() {
            out.push_str("# ");
            out.push_str(line);
            out.push('\n');
        }
        out.push_str(&format!("{} = {}\n", setting.name, setting.default));
    }
    out.push_str(MARKETPLACE);
    out
}
