//! What `scripts/make-feed` writes is read back without a refusal, in every format.
//!
//! The script needs Node and a catalogue outside the project; where one is absent, the test says so
//! and passes.

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

use kontor_core::listing::{Offer, check};
use kontor_feed::Format;

use crate::reading::read;

const CATALOGUE: &str = "../shared/data/9_scale/debian_appstream_catalogue.jsonl";
const ROWS: usize = 6_000;

/// A feed by the script; `None`, loudly, where it cannot run.
fn made(format: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if !root.join(CATALOGUE).exists() {
        eprintln!("SKIPPED: {CATALOGUE} is absent");
        return None;
    }
    let made = Command::new("node")
        .arg(root.join("scripts/make-feed"))
        .args(["--rows", &ROWS.to_string(), "--format", format])
        .output();
    let Ok(made) = made else {
        eprintln!("SKIPPED: node is absent");
        return None;
    };
    let told = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{told}");
    Some(made.stdout)
}

fn offers(format: &str) -> Option<Vec<Offer>> {
    let feed = made(format)?;
    let (rows, error) = read(Format::detect(&feed, None)?, &feed);
    assert_eq!(error, None);
    let offers = rows.into_iter().map(|row| {
        let draft = row.outcome.map_err(|refusal| (row.number, refusal));
        draft.map(check)
    });
    let offers: Result<Result<Vec<_>, _>, _> = offers.collect();
    assert!(matches!(offers, Ok(Ok(_))), "{offers:?}");
    offers.ok()?.ok()
}

#[test]
fn every_row_is_an_offer_and_formats_agree() {
    let Some(tsv) = offers("tsv") else { return };
    assert_eq!(tsv.len(), ROWS);
    let ids: HashSet<_> = tsv.iter().map(|offer| &offer.external_id).collect();
    assert_eq!(ids.len(), ROWS);
    let languages: HashSet<_> = tsv
        .iter()
        .filter_map(|offer| offer.language.as_deref())
        .collect();
    assert_eq!(languages, HashSet::from(["en", "fi", "sk", "et", "pt"]));
    let sellers: HashSet<_> = tsv.iter().map(|offer| offer.seller.as_str()).collect();
    assert_eq!(
        sellers,
        HashSet::from(["mika", "lamppu", "knihy", "raamat", "livros"])
    );
    assert!(
        tsv.iter()
            .all(|offer| offer.price.is_some() && offer.url.is_some())
    );
    assert!(tsv.iter().any(|offer| offer.contact_email.is_some()));
    assert!(tsv.iter().any(|offer| offer.contact_email.is_none()));
    assert!(offers("rss").is_some_and(|rss| rss == tsv));
    assert!(offers("atom").is_some_and(|atom| atom == tsv));
}
