//! The commands that are filters, as another program runs them.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn filter(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kontor"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.as_ref().to_vec();
    let writing = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    output
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn due_times_come_in_order_and_a_bad_line_spoils_no_other() {
    let good = r#"{"country":"FI","hours":"Mo-Fr 00:00-24:00; PH off","tz":"Europe/Helsinki","from":"2027-12-03T15:00:00+02:00","work":"PT24H","new":1}"#;
    let far = good
        .replace("2027-12-03", "2031-12-31")
        .replace("PT24H", "PT90H");
    let never = good.replace("Mo-Fr 00:00-24:00", "Feb 29-30 off");
    let months = good.replace("PT24H", "P1M");
    let output = filter(
        &["calendar", "due"],
        format!("{good}\nnonsense\n{far}\n{never}\n{months}\n"),
    );
    assert!(!output.status.success());
    let told = lines(&output);
    assert_eq!(
        told[0],
        serde_json::json!({ "due": "2027-12-07T15:00:00+02:00" })
    );
    assert_eq!(told[1]["line"], 2);
    assert!(told[1]["error"].is_string());
    assert!(
        told[2]["warning"].as_str().unwrap().contains("2031"),
        "{}",
        told[2]
    );
    assert_eq!(told[3]["due"], Value::Null);
    assert!(
        told[4]["error"].as_str().unwrap().contains("work"),
        "{}",
        told[4]
    );
    assert_eq!(told.len(), 5);
    assert!(filter(&["calendar", "due"], good).status.success());
    assert!(filter(&["calendar", "due"], "").status.success());
}

#[test]
fn a_state_says_until_when() {
    let line = r#"{"country":"EE","hours":"Mo-Fr 09:00-17:00; PH off","tz":"Europe/Tallinn","at":"2026-12-23T16:59:59.5+02:00"}"#;
    let output = filter(&["calendar", "state"], line);
    let expected = serde_json::json!({ "open": true, "next_change": "2026-12-23T17:00:00+02:00" });
    assert_eq!(lines(&output), [expected]);
    let closed = line.replace("16:59:59.5", "17:00:00");
    let expected = serde_json::json!({ "open": false, "next_change": "2026-12-28T09:00:00+02:00" });
    assert_eq!(lines(&filter(&["calendar", "state"], &closed)), [expected]);
}

#[test]
fn the_built_in_holidays_can_be_looked_at() {
    let output = filter(
        &[
            "calendar",
            "holidays",
            "--country",
            "sk",
            "--year",
            "2026",
            "--json",
        ],
        "",
    );
    let told = &lines(&output)[0];
    assert_eq!(told["countries"][0]["country"], "SK");
    let days = told["countries"][0]["days"].as_array().unwrap();
    let has = |date: &str| days.iter().any(|day| day["date"] == date);
    assert!(has("2026-01-01") && !has("2026-05-08") && !has("2026-11-17"));
    assert!(
        !filter(&["calendar", "holidays", "--country", "XX"], "")
            .status
            .success()
    );
}

/// product.md §6, and the vectors of field-notes §2: 24 hours of working days.
#[test]
fn the_duty_to_answer_as_the_product_describes_it() {
    let cases = [
        ("FI", "2026-11-20T15:00", "2026-11-23T15:00"),
        ("FI", "2027-12-03T15:00", "2027-12-07T15:00"),
        ("FI", "2026-11-21T11:00", "2026-11-24T00:00"),
        ("FI", "2026-11-20T17:23", "2026-11-23T17:23"),
        ("FI", "2026-11-21T10:00", "2026-11-24T00:00"),
        ("FI", "2026-12-23T15:00", "2026-12-28T15:00"),
        ("FI", "2026-06-18T15:00", "2026-06-22T15:00"),
        ("SK", "2026-05-07T10:00", "2026-05-08T10:00"),
        ("SK", "2027-05-07T10:00", "2027-05-10T10:00"),
        ("SK", "2026-09-14T10:00", "2026-09-15T10:00"),
        ("SK", "2027-09-14T10:00", "2027-09-16T10:00"),
        ("SK", "2025-11-14T10:00", "2025-11-17T10:00"),
        ("SK", "2026-11-16T10:00", "2026-11-17T10:00"),
        ("EE", "2026-06-22T16:00", "2026-06-25T16:00"),
        ("EE", "2026-02-23T12:00", "2026-02-25T12:00"),
        ("PT", "2026-06-03T12:00", "2026-06-05T12:00"),
        ("PT", "2026-12-07T18:00", "2026-12-09T18:00"),
    ];
    let zone = |country| match country {
        "FI" => "Europe/Helsinki",
        "SK" => "Europe/Bratislava",
        "EE" => "Europe/Tallinn",
        _ => "Europe/Lisbon",
    };
    let instant = |country, local: &str| {
        let local: jiff::civil::DateTime = local.parse().unwrap();
        let there = local.in_tz(zone(country)).unwrap();
        there.strftime("%FT%T%:z").to_string()
    };
    let mut input = String::new();
    for (country, from, _) in &cases {
        let line = serde_json::json!({
            "country": country, "hours": "Mo-Fr 00:00-24:00; PH off", "tz": zone(country),
            "from": instant(country, from), "work": "PT24H",
        });
        input.push_str(&format!("{line}\n"));
    }
    let output = filter(&["calendar", "due"], input);
    assert!(output.status.success());
    for ((country, from, due), told) in cases.iter().zip(lines(&output)) {
        let expected = serde_json::json!({ "due": instant(country, due) });
        assert_eq!(told, expected, "{country} {from}");
    }
}

#[test]
fn a_day_of_work_is_24_hours_and_none_is_due_at_once() {
    let line = r#"{"country":"FI","hours":"Mo-Fr 00:00-24:00; PH off","tz":"Europe/Helsinki","from":"2027-12-03T15:00:00+02:00","work":"P1D"}"#;
    let input = ["P1D", "PT24H", "P1DT12H", "P1W", "PT0S", "P0D", "PT0.5S"]
        .map(|work| line.replace("P1D", work))
        .join("\n");
    let due: Vec<_> = lines(&filter(&["calendar", "due"], input))
        .into_iter()
        .map(|told| told["due"].as_str().unwrap().to_owned())
        .collect();
    let expected = [
        "2027-12-07T15:00:00+02:00",
        "2027-12-07T15:00:00+02:00",
        "2027-12-08T03:00:00+02:00",
        "2027-12-15T15:00:00+02:00",
        "2027-12-03T15:00:00+02:00",
        "2027-12-03T15:00:00+02:00",
        "2027-12-03T15:00:00.5+02:00",
    ];
    assert_eq!(due, expected);
}

#[test]
fn what_is_no_line_is_told_and_the_rest_answered() {
    let good = r#"{"country":"EE","hours":"Mo-Fr 09:00-17:00; PH off","tz":"Europe/Tallinn","at":"2026-12-23T12:00:00+02:00"}"#;
    let mut input = Vec::new();
    let bad: [&[u8]; 9] = [
        b"",
        b"\0\0\0",
        b"\xff\xfe{\"hours\":1}",
        b"{\"hours\":\"Mo\\u0000\",\"tz\":\"UTC\",\"at\":\"2026-12-23T12:00:00Z\"}",
        b"[1,2,3]",
        b"{\"hours\":\"Mo\",\"tz\":\"Mars/Base\",\"at\":\"2026-12-23T12:00:00Z\"}",
        b"{\"hours\":\"Mo\",\"tz\":\"UTC\",\"at\":\"yesterday\"}",
        b"{\"hours\":\"sunrise-sunset\",\"tz\":\"UTC\",\"at\":\"2026-12-23T12:00:00Z\"}",
        b"{\"hours\":\"PH off\",\"country\":\"XX\",\"tz\":\"UTC\",\"at\":\"2026-12-23T12:00:00Z\"}",
    ];
    for line in bad {
        input.extend_from_slice(line);
        input.push(b'\n');
        input.extend_from_slice(good.as_bytes());
        input.push(b'\n');
    }
    // Longer than any line may be, without an end.
    input.extend(std::iter::repeat_n(b'x', 3 * 1024 * 1024));
    input.push(b'\n');
    input.extend_from_slice(good.as_bytes());
    let output = filter(&["calendar", "state"], &input);
    assert_eq!(output.status.code(), Some(1));
    let told = lines(&output);
    assert_eq!(told.len(), 20);
    for (number, told) in told.iter().enumerate() {
        if number % 2 == 0 {
            assert_eq!(told["line"], number + 1, "{told}");
            assert!(told["error"].is_string(), "{told}");
        } else {
            assert_eq!(told["open"], true, "{told}");
        }
    }
}

#[test]
fn the_help_says_which_syntax_is_not_claimed() {
    for command in ["due", "state"] {
        let output = filter(&["calendar", command, "--help"], "");
        let help = String::from_utf8(output.stdout).unwrap();
        for construct in ["||", "SH", "sun", "Easter", "region", "18:00+"] {
            assert!(help.contains(construct), "{command}: {construct}");
        }
    }
}
