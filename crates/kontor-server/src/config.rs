//! Configuration: a TOML file, overridden by `KONTOR_…` variables, checked before anything starts.
//!
//! Every setting is a line of the table in `config/settings.rs`; `kontor.example.toml` is rendered
//! from it, and a test keeps the two equal.

mod settings;
mod sign_in;

use std::collections::BTreeMap;
use std::path::Path;

use kontor_core::marketplace::{Preset, is_slug};
use serde::{Deserialize, Serialize};

pub use settings::{SETTINGS, Setting, example};
pub use sign_in::{KeyText, SignInConfig};

use crate::sign_in::SignIn;

/// Everything an operator can set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// Address and port of the HTTP server.
    pub listen: String,
    /// See `settings.rs`.
    pub log_level: String,
    /// `text` or `json`.
    pub log_format: String,
    /// Open connections.
    pub connections_max: usize,
    /// Seconds in which a request's headers must have come.
    pub header_timeout_s: u64,
    /// Seconds in which a request's body must have come.
    pub body_timeout_s: u64,
    /// Bytes of a request's body.
    pub body_bytes_max: usize,
    /// Bytes of a feed.
    pub feed_bytes_max: u64,
    /// Reads of one caller.
    pub reads_per_minute: u32,
    /// Writes of one caller.
    pub writes_per_minute: u32,
    /// Failed sign-ins for one address.
    pub sign_ins_per_quarter_hour: u32,
    /// Numbers and addresses handed out to one viewer without an account.
    pub handouts_per_guest_a_day: u32,
    /// The same to one account.
    pub handouts_per_account_a_day: u32,
    /// The same of one seller.
    pub handouts_per_seller_a_day: u32,
    /// The same to all viewers without an account together.
    pub handouts_to_guests_a_day: u32,
    /// Links that one address gets, and that are asked for from one network, in an hour.
    pub guest_links_per_hour: u32,
    /// Live streams of one caller.
    pub streams_per_caller_max: usize,
    /// Proxies whose `X-Forwarded-For` is believed, separated by commas.
    pub trusted_proxies: String,
    /// The bearer token of `/metrics`, empty for this machine only.
    pub metrics_token: String,
    /// Days that a session lasts.
    pub session_days: u32,
    /// The relay for outgoing mail, empty for none.
    pub mail_relay: String,
    /// The gateway for short messages, empty for the log.
    pub sms_gateway: String,
    /// The bearer token of the gateway.
    pub sms_gateway_token: String,
    /// What the gateway is sent, with `{to}` and `{text}`.
    pub sms_gateway_body: String,
    /// Hosts that may be called though they lie inside.
    pub egress_allow: String,
    /// Seconds between a message and its notice.
    pub notice_delay_s: u32,
    /// Seconds that the oldest due work may wait before the server calls itself not ready.
    pub outbox_age_max_s: u32,
    /// Marketplaces served here.
    #[serde(rename = "marketplace")]
    pub marketplaces: Vec<MarketplaceConfig>,
}

/// One marketplace in the configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketplaceConfig {
    /// Short name: lower-case letters, digits, hyphens.
    pub slug: String,
    /// The name that people read.
    pub name: String,
    /// Host names by which browsers reach it.
    pub hosts: Vec<String>,
    /// Where its pages are; links in mails start with it.
    pub base_url: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Languages, the default first.
    pub locales: Vec<String>,
    /// `classifieds` or `closed`.
    pub preset: Preset,
    /// Sender of notices.
    pub mail_from: String,
    /// Origins of pages that may embed contact cards.
    #[serde(default)]
    pub embed_origins: Vec<String>,
    /// Origins of the marketplace's pages that may post a sign-in token.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sign_in_origins: Vec<String>,
    /// Who may sign people in by a token; the marketplace's own issuer first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sign_in: Vec<SignInConfig>,
    /// Where people get help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_url: Option<String>,
}

/// Why a configuration is refused: each line names the setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

/// The defaults with one marketplace to be replaced, for the demo and tests.
///
/// # Errors
/// The defaults cannot be read, which a test rules out.
pub fn defaults(variables: &BTreeMap<String, String>) -> Result<Config, ConfigError> {
    let refuse = |line: String| ConfigError(vec![line]);
    let table: toml::Table =
        toml::from_str(&example()).map_err(|error| refuse(error.to_string()))?;
    let mut config = Config::deserialize(table).map_err(|error| refuse(error.to_string()))?;
    if let Some(url) = variables.get("KONTOR_DATABASE") {
        config.database.clone_from(url);
    }
    Ok(config)
}

/// Reads file and variables over the defaults.
///
/// # Errors
/// Every problem found, a line each.
pub fn load(
    file: Option<&Path>,
    variables: &BTreeMap<String, String>,
) -> Result<Config, ConfigError> {
    let refuse = |line: String| ConfigError(vec![line]);
    let mut table = settings::defaults();
    if let Some(path) = file {
        let text = std::fs::read_to_string(path)
            .map_err(|error| refuse(format!("{}: {error}", path.display())))?;
        let given: toml::Table = toml::from_str(&text)
            .map_err(|error| refuse(format!("{}: {error}", path.display())))?;
        table.extend(given);
    }
    for setting in SETTINGS {
        if let Some(text) = variables.get(&setting.variable()) {
            table.insert(
                setting.name.to_owned(),
                setting.read(text).map_err(&refuse)?,
            );
        }
    }
    let config = Config::deserialize(table).map_err(|error| refuse(error.to_string()))?;
    let problems = check(&config);
    if problems.is_empty() {
        Ok(config)
    } else {
        Err(ConfigError(problems))
    }
}

fn check(config: &Config) -> Vec<String> {
    let mut problems = Vec::new();
    if config.listen.parse::<std::net::SocketAddr>().is_err() {
        problems.push(format!(
            "listen = {:?}: expected ADDRESS:PORT",
            config.listen
        ));
    }
    if config.log_level.parse::<tracing::Level>().is_err() {
        problems.push(format!(
            "log_level = {:?}: expected error … trace",
            config.log_level
        ));
    }
    for proxy in config
        .trusted_proxies
        .split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty())
    {
        if proxy.parse::<std::net::IpAddr>().is_err() {
            problems.push(format!("trusted_proxies: {proxy:?} is no network address"));
        }
    }
    if !config.mail_relay.is_empty()
        && let Err(reason) = crate::smtp::relay::check(&config.mail_relay)
    {
        problems.push(format!("mail_relay: {reason}"));
    }
    problems.extend(check_outgoing(config));
    if config.marketplaces.is_empty() {
        problems.push("marketplace: at least one [[marketplace]] is needed".to_owned());
    }
    let mut hosts: Vec<&String> = Vec::new();
    let mut slugs: Vec<&String> = Vec::new();
    let mut ways: Vec<(&String, SignIn)> = Vec::new();
    for market in &config.marketplaces {
        problems.extend(market.problems());
        for host in &market.hosts {
            if hosts.contains(&host) {
                problems.push(format!("marketplace.hosts: {host:?} stands twice"));
            }
            hosts.push(host);
        }
        if slugs.contains(&&market.slug) {
            problems.push(format!("marketplace.slug: {:?} stands twice", market.slug));
        }
        slugs.push(&market.slug);
        match SignIn::read(market) {
            Ok(way) => {
                for (slug, _) in ways.iter().filter(|(_, other)| other.shares_key(&way)) {
                    problems.push(format!(
                        "marketplace {:?}: sign_in: a key is also one of marketplace {slug:?}; each needs its own",
                        market.slug
                    ));
                }
                ways.push((&market.slug, way));
            }
            Err(found) => {
                let slug = &market.slug;
                problems.extend(
                    found
                        .iter()
                        .map(|one| format!("marketplace {slug:?}: {one}")),
                );
            }
        }
    }
    problems
}

fn check_outgoing(config: &Config) -> Vec<String> {
    let mut problems = Vec::new();
    match crate::egress::Egress::new(&config.egress_allow) {
        Err(reason) => problems.push(format!("egress_allow: {reason}")),
        Ok(egress) if !config.sms_gateway.is_empty() => {
            if let Err(trouble) = egress.check(&config.sms_gateway) {
                problems.push(format!(
                    "sms_gateway: {trouble}: expected https://…, or a host that egress_allow names"
                ));
            }
        }
        Ok(_) => {}
    }
    if let Err(reason) = crate::sms::body(&config.sms_gateway_body, "+358401234567", "\"") {
        problems.push(format!("sms_gateway_body: {reason}"));
    }
    let token = &config.sms_gateway_token;
    if !token.bytes().all(|b| b.is_ascii_graphic()) {
        problems.push("sms_gateway_token: visible ASCII characters only".to_owned());
    }
    problems
}

impl MarketplaceConfig {
    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let slug = &self.slug;
        let mut flag = |line: String| problems.push(format!("marketplace {slug:?}: {line}"));
        if !is_slug(slug) {
            flag("slug: 1–32 lower-case letters, digits, hyphens".into());
        }
        if self.hosts.is_empty() || self.hosts.iter().any(|h| *h != h.to_ascii_lowercase()) {
            flag("hosts: at least one, in lower case, without port".into());
        }
        if !kontor_core::listing::is_web_url(&self.base_url) || self.base_url.ends_with('/') {
            flag("base_url: http(s)://… without a slash at its end".into());
        }
        if jiff::tz::TimeZone::get(&self.time_zone).is_err() {
            flag(format!(
                "time_zone: {:?} is no IANA time zone",
                self.time_zone
            ));
        }
        if self.locales.is_empty()
            || self.locales.iter().any(|tag| {
                !kontor_pages::Locale::ALL
                    .iter()
                    .any(|known| known.code() == tag.as_str())
            })
        {
            flag(format!("locales: one or more of {}", "en, fi, sk, et, pt"));
        }
        for origin in &self.embed_origins {
            let bare = origin
                .split_once("://")
                .is_some_and(|(_, rest)| !rest.contains('/'));
            if origin != "*" && !(kontor_core::listing::is_web_url(origin) && bare) {
                flag(format!(
                    "embed_origins: {origin:?} is no origin such as https://www.example.org"
                ));
            }
        }
        if !kontor_core::account::is_email(&self.mail_from) {
            flag("mail_from: an e-mail address".into());
        }
        let is_help = |url: &str| match url.strip_prefix("mailto:") {
            Some(address) => kontor_core::account::is_email(address),
            None => kontor_core::listing::is_web_url(url),
        };
        if !self.support_url.as_deref().is_none_or(is_help) {
            flag("support_url: http(s)://… or mailto:ADDRESS".into());
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect()
    }

    #[test]
    fn the_example_file_is_the_one_in_the_repository_and_loads() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kontor.example.toml");
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, example()).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            example(),
            "run with UPDATE_SNAPSHOTS=1"
        );
        assert!(load(Some(&path), &BTreeMap::new()).is_ok());
    }

    #[test]
    fn variables_override_the_file_and_bad_values_are_named() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kontor.example.toml");
        let given = variables(&[
            ("KONTOR_LISTEN", "0.0.0.0:9"),
            ("KONTOR_BODY_BYTES_MAX", "77"),
        ]);
        let config = load(Some(&path), &given).unwrap();
        assert_eq!(
            (config.listen.as_str(), config.body_bytes_max),
            ("0.0.0.0:9", 77)
        );
        for (name, value) in [
            ("KONTOR_LISTEN", "here"),
            ("KONTOR_BODY_BYTES_MAX", "many"),
            ("KONTOR_LOG_LEVEL", "loud"),
            ("KONTOR_EGRESS_ALLOW", "http://a"),
            ("KONTOR_SMS_GATEWAY", "https://127.0.0.1/sms"),
            ("KONTOR_SMS_GATEWAY", "http://gate.fi/sms"),
            ("KONTOR_SMS_GATEWAY_TOKEN", "a b"),
            ("KONTOR_SMS_GATEWAY_BODY", "{to}"),
        ] {
            let error = load(Some(&path), &variables(&[(name, value)]))
                .unwrap_err()
                .to_string();
            let setting = name.trim_start_matches("KONTOR_").to_lowercase();
            assert!(error.contains(&setting), "{error}");
        }
    }
}
