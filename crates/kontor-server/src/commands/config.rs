//! `kontor config check` and `kontor config print`.

use std::process::ExitCode;

use clap::Subcommand;

use kontor_calendar::Holidays;

use crate::calendars;
use crate::clock::Clock;
use crate::commands::{ConfigArgs, Failure};
use crate::config::example;

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Say whether the configuration can be used, and what is wrong.
    Check(ConfigArgs),
    /// Print the configuration as it is in force; passwords are left out.
    Print(ConfigArgs),
    /// Print an example file with every setting, its default and what it is for.
    Example,
}

/// A URL without its password.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => {
            let (head, host) = url.split_at(at);
            let user = head.split_once("://").map_or("", |(_, rest)| rest);
            let user = user.split(':').next().unwrap_or_default();
            let scheme = head.split("://").next().unwrap_or_default();
            format!("{scheme}://{user}:…{host}")
        }
        _ => url.to_owned(),
    }
}

fn fine(warnings: &[String]) -> String {
    let mut text = "the configuration is fine".to_owned();
    for warning in warnings {
        text.push_str("\nwarning: ");
        text.push_str(warning);
    }
    text
}

/// A URL without what stands after its question mark, where some gateways want a key.
fn without_query(url: &str) -> String {
    match url.split_once('?') {
        Some((place, _)) => format!("{place}?…"),
        None => url.to_owned(),
    }
}

pub fn run(command: &ConfigCommand) -> Result<ExitCode, Failure> {
    match command {
        ConfigCommand::Check(args) => {
            args.load()?;
            let today = calendars::date(Clock::System.now(), "UTC");
            let warning = calendars::warning(&Holidays::built_in(), today);
            let warnings: Vec<String> = warning.into_iter().collect();
            let answer = serde_json::json!({ "ok": true, "warnings": warnings });
            args.answer(&answer, || fine(&warnings));
        }
        ConfigCommand::Print(args) => {
            let mut config = args.load()?;
            config.database = without_password(&config.database);
            config.mail_relay = without_password(&config.mail_relay);
            config.sms_gateway = without_query(&config.sms_gateway);
            for secret in [&mut config.metrics_token, &mut config.sms_gateway_token] {
                if !secret.is_empty() {
                    *secret = "…".to_owned();
                }
            }
            let text = toml::to_string(&config)?;
            args.answer(&config, || text);
        }
        ConfigCommand::Example => print!("{}", example()),
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_holidays_is_a_warning_and_no_error() {
        let today = jiff::civil::date(2031, 7, 1);
        let warning = calendars::warning(&Holidays::built_in(), today).unwrap();
        assert!(warning.contains("2031"), "{warning}");
        let told = fine(&[warning]);
        assert!(told.starts_with("the configuration is fine\nwarning: public holidays"));
        assert_eq!(fine(&[]), "the configuration is fine");
    }

    #[test]
    fn passwords_are_left_out() {
        for (url, shown) in [
            ("postgres://k:secret@db/kontor", "postgres://k:…@db/kontor"),
            ("smtp://u:p@ss@host:25", "smtp://u:…@host:25"),
            ("sqlite:a.db", "sqlite:a.db"),
        ] {
            assert_eq!(without_password(url), shown);
        }
        assert_eq!(without_query("https://g.fi/s?key=1"), "https://g.fi/s?…");
        assert_eq!(without_query("https://g.fi/s"), "https://g.fi/s");
    }
}
