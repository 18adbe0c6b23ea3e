//! The commands that are filters, as another program runs them.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn filter(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kontor"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
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
    let days = good.replace("PT24H", "P1D");
    let output = filter(
        &["calendar", "due"],
        &format!("{good}\nnonsense\n{far}\n{never}\n{days}\n"),
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
