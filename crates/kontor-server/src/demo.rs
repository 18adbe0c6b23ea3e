//! The demo: marketplaces of every preset, people, listings and conversations to look at.

mod contacts;
pub mod issuers;
mod orders;
pub mod personas;
pub mod seed;

use crate::config::{Config, MarketplaceConfig};
use kontor_core::marketplace::Preset;

/// The demo's configuration for a data directory and ports.
///
/// # Errors
/// The defaults cannot be read, which a test rules out.
pub fn configuration(
    data: &std::path::Path,
    port: u16,
    smtp_port: u16,
) -> Result<Config, crate::config::ConfigError> {
    let variables = std::collections::BTreeMap::new();
    let mut config = crate::config::defaults(&variables)?;
    config.database = format!("sqlite:{}", data.join("kontor.db").display());
    config.listen = format!("127.0.0.1:{port}");
    config.mail_relay = format!("smtp://127.0.0.1:{smtp_port}");
    config.notice_delay_s = 2;
    config.log_level = "warn".to_owned();
    // Everybody at the demo comes from one address, and its data is worth nothing.
    config.reads_per_minute = 60_000;
    config.writes_per_minute = 30_000;
    config.sign_ins_per_quarter_hour = 200;
    config.guest_links_per_hour = 200;
    config.marketplaces = marketplaces(port);
    Ok(config)
}

fn marketplaces(port: u16) -> Vec<MarketplaceConfig> {
    let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    vec![
        MarketplaceConfig {
            slug: "torikulma".into(),
            name: "Torikulma".into(),
            hosts: owned(&["127.0.0.1", "localhost"]),
            base_url: format!("http://127.0.0.1:{port}"),
            country: "FI".into(),
            time_zone: "Europe/Helsinki".into(),
            locales: owned(&["en", "fi", "sk", "et", "pt"]),
            preset: Preset::Classifieds,
            mail_from: "no-reply@torikulma.example".into(),
            embed_origins: owned(&["*"]),
            sign_in_origins: Vec::new(),
            sign_in: Vec::new(),
            support_url: Some("mailto:apua@torikulma.example".into()),
        },
        MarketplaceConfig {
            slug: "kaubahall".into(),
            name: "Kaubahall".into(),
            hosts: owned(&["kaubahall.localhost"]),
            base_url: format!("http://kaubahall.localhost:{port}"),
            country: "EE".into(),
            time_zone: "Europe/Tallinn".into(),
            locales: owned(&["et", "en", "fi", "sk", "pt"]),
            preset: Preset::Closed,
            mail_from: "no-reply@kaubahall.example".into(),
            embed_origins: owned(&["*"]),
            sign_in_origins: Vec::new(),
            sign_in: Vec::new(),
            support_url: Some("mailto:abi@kaubahall.example".into()),
        },
    ]
}
