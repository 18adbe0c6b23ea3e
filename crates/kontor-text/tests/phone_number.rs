//! Telephone numbers: spellings of seven countries, numbers that cost, hostile text.

#![allow(
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests"
)]

use kontor_core::phone::PhoneNumber;
use kontor_text::phone_number::{PhoneKind, PhoneRefusal, international, kind, national, read};
use proptest::prelude::*;
use serde_json::Value;

const EXAMPLES: &str = "7_contact/phone_examples_by_region.jsonl";

/// The examples of the reference; says loudly where they are absent.
fn examples() -> Vec<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");
    let Ok(text) = std::fs::read_to_string(format!("{root}{EXAMPLES}")) else {
        eprintln!("SKIPPED: ../shared/data/{EXAMPLES} is absent");
        return Vec::new();
    };
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_spelling_of_the_reference_is_read_or_refused_by_its_type() {
    let mut counts = [0; 3];
    for example in examples() {
        let text = |field: &str| example[field].as_str().unwrap();
        let region = text("region");
        let expected = match text("type") {
            "INVALID" => Err(PhoneRefusal::Invalid),
            "PREMIUM_RATE" | "SHARED_COST" | "UAN" | "PAGER" | "PERSONAL_NUMBER" | "VOICEMAIL" => {
                Err(PhoneRefusal::Premium)
            }
            _ => Ok(PhoneNumber::parse(text("e164")).unwrap()),
        };
        counts[match expected {
            Ok(_) => 0,
            Err(PhoneRefusal::Premium) => 1,
            Err(_) => 2,
        }] += 1;
        for field in ["e164", "international", "rfc3966", "national"] {
            let found = read(text(field), region);
            assert_eq!(found, expected, "{region} {}", text(field));
        }
        // What is international means the same everywhere.
        for country in ["FI", "US", "XX"] {
            assert_eq!(read(text("international"), country), expected);
        }
        if let Ok(number) = expected {
            assert_eq!(national(&number), text("national"));
            assert_eq!(international(&number), text("international"));
        }
    }
    eprintln!("numbers, premium, invalid: {counts:?}");
    assert!(counts.iter().sum::<i32>() == 0 || counts.iter().all(|count| *count >= 9));
}

#[test]
fn the_usual_spellings_of_the_markets_are_one_number() {
    let table: &[(&str, &str, &[&str])] = &[
        (
            "FI",
            "+358401234567",
            &[
                "040 1234567",
                "040-123 4567",
                "0401234567",
                "+358 40 123 4567",
                "+358 (0)40 123 4567",
                "+358(0)401234567",
                "00358 40 1234567",
                "(040) 1234567",
                "040.123.4567",
                "tel:+358-40-1234567",
                "TEL:0401234567",
                "\u{202a}+358 40 1234567\u{202c}",
                "\u{ff0b}358\u{3000}\u{ff14}\u{ff10}1234567",
                "040\u{a0}123\u{202f}4567",
                "040\u{2011}1234567",
                "\u{660}\u{664}\u{660}1234567",
            ],
        ),
        (
            "SK",
            "+421905123456",
            &[
                "0905 123 456",
                "0905/123 456",
                "+421 905 123 456",
                "00421905123456",
            ],
        ),
        (
            "EE",
            "+37251234567",
            &["5123 4567", "51234567", "+372 5123 4567", "00372 51234567"],
        ),
        (
            "PT",
            "+351912345678",
            &["912 345 678", "+351 912345678", "00351912345678"],
        ),
        (
            "BE",
            "+32470123456",
            &["0470 12 34 56", "0470/12.34.56", "+32 (0)470 12 34 56"],
        ),
        (
            "DE",
            "+4915123456789",
            &["01512 3456789", "0151/23456789", "+49 (0) 151 23456789"],
        ),
        (
            "PL",
            "+48512345678",
            &[
                "512 345 678",
                "512-345-678",
                "+48 512345678",
                "0048512345678",
            ],
        ),
    ];
    for (country, number, spellings) in table {
        for text in *spellings {
            let found = read(text, country);
            assert_eq!(
                found.map(|n| n.to_string()),
                Ok((*number).to_owned()),
                "{text}"
            );
        }
        assert_eq!(
            kind(&PhoneNumber::parse(number).unwrap()),
            PhoneKind::Mobile
        );
    }
}

#[test]
fn numbers_that_cost_more_than_the_basic_rate_are_refused() {
    for (country, text) in [
        ("FI", "0600 123456"),
        ("FI", "0700 12345"),
        ("FI", "020 123456"),
        ("SK", "0900 123 456"),
        ("SK", "0850 123 456"),
        ("EE", "900 1234"),
        ("EE", "+372 9001234"),
        ("PT", "760 123 456"),
        ("PT", "808 123 456"),
        ("PT", "707 123 456"),
        ("BE", "0902 12 345"),
        ("BE", "078 15 12 34"),
        ("DE", "0900 1 234567"),
        ("DE", "0180 5 123456"),
        ("DE", "0137 8123456"),
        ("PL", "701 234 567"),
        ("PL", "801 234 567"),
        ("GB", "09012345678"),
        ("US", "+1 900 234 5678"),
    ] {
        assert_eq!(
            read(text, country),
            Err(PhoneRefusal::Premium),
            "{country} {text}"
        );
    }
}

#[test]
fn what_is_no_number_of_a_person_is_refused() {
    for (country, text) in [
        ("FI", ""),
        ("FI", " "),
        ("FI", "112"),
        ("FI", "+358 112"),
        ("SK", "158"),
        ("EE", "110"),
        ("PT", "112"),
        ("BE", "1307"),
        ("DE", "110"),
        ("DE", "11833"),
        ("PL", "997"),
        ("FI", "12345"),
        ("FI", "040 1234567 ext. 12"),
        ("FI", "040 1234567;ext=12"),
        ("FI", "040 1234567 / 050 7654321"),
        ("US", "1-800-FLOWERS"),
        ("FI", "soita 040 1234567"),
        ("FI", "0401234567\n0507654321"),
        ("FI", "040 1234567\0"),
        ("FI", "04O 1234567"),
        ("FI", "+358 + 40 1234567"),
        ("FI", "*31#0401234567"),
        ("EE", "040 1234567"),
    ] {
        assert_eq!(
            read(text, country),
            Err(PhoneRefusal::Invalid),
            "{country} {text:?}"
        );
    }
    let long = format!("0401234567{}", " ".repeat(51));
    assert_eq!(read(&long, "FI"), Err(PhoneRefusal::Invalid));
    for (country, text) in [
        ("FI", "+999 40 1234567"),
        ("FI", "+800 1234 5678"),
        ("FI", "+979 123 456 789"),
        ("FI", "+870 773 111 632"),
        ("XX", "040 1234567"),
        ("", "040 1234567"),
        ("Suomi", "040 1234567"),
    ] {
        assert_eq!(
            read(text, country),
            Err(PhoneRefusal::UnknownCountry),
            "{text}"
        );
    }
}

#[test]
fn a_fixed_line_takes_no_short_messages() {
    let kind_of = |text| kind(&PhoneNumber::parse(text).unwrap());
    assert_eq!(kind_of("+358131234567"), PhoneKind::Fixed);
    assert_eq!(kind_of("+358800123456"), PhoneKind::Fixed);
    assert_eq!(kind_of("+12015550123"), PhoneKind::Either);
    assert_eq!(kind_of("+9991234567"), PhoneKind::Fixed);
    assert!(PhoneKind::Either.takes_sms() && !PhoneKind::Fixed.takes_sms());
    let unknown = PhoneNumber::parse("+9991234567").unwrap();
    assert_eq!(national(&unknown), "+9991234567");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_a_number_that_reads_back_or_a_refusal(
        text in "\\PC{0,40}|[+0-9 ()/.-]{0,40}|\\+?(358|421|372|351|32|49|48|44|1|39)[0-9 ]{5,12}",
        country in "FI|SK|EE|PT|BE|DE|PL|IT|[A-Za-z]{0,3}",
    ) {
        if let Ok(number) = read(&text, &country) {
            let again = Ok(number.clone());
            prop_assert_eq!(read(number.as_str(), "FI"), again.clone());
            prop_assert_eq!(read(&international(&number), "SK"), again);
        }
    }
}
