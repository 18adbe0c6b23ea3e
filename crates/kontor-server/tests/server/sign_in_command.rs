//! `kontor token check`: what would be answered to a token, from a shell.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use kontor_server::config::example;
use kontor_server::random;
use serde_json::{Value, json};

use crate::sign_in_forge::{ED, Forge, OWN, claims};

/// What the command answers to a token, and whether it ends well.
fn check(config: &Path, marketplace: &str, token: &str) -> (bool, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kontor"))
        .args(["token", "check", "--json", "--marketplace", marketplace])
        .arg("--config")
        .arg(config)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It may have stopped reading.
    drop(command.stdin.take().unwrap().write_all(token.as_bytes()));
    let done = command.wait_with_output().unwrap();
    let answer = serde_json::from_slice(&done.stdout).unwrap_or(Value::Null);
    (done.status.success(), answer)
}

#[test]
fn the_command_says_what_a_token_holds_and_whether_it_is_taken() {
    let forge = Forge::new();
    let name = kontor_store::archive::hex(&random::bytes::<8>());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.toml"));
    let key = forge.ed_pem();
    let entry = format!(
        "[[marketplace.sign_in]]\nissuer = \"{OWN}\"\nalgorithm = \"EdDSA\"\nkey_id = \"ed\"\nkey = \"\"\"{key}\"\"\"\n"
    );
    std::fs::write(&path, format!("{}\n{entry}", example())).unwrap();
    let now = kontor_server::clock::Clock::System.now().0 / 1_000_000;
    let say = json!({ "aud": "http://localhost:8080", "iat": now, "exp": now + 100 });
    let good = forge.raw("ed", ED, &claims(say).to_string());
    let (well, answer) = check(&path, "example", &format!("{good}\n"));
    assert!(well, "{answer}");
    assert_eq!(
        (&answer["ok"], &answer["claims"]["sub"]),
        (&json!(true), &json!("m-42"))
    );
    let (well, answer) = check(&path, "example", &forge.token(json!({})));
    assert!(!well);
    assert_eq!(
        (&answer["refused"], &answer["claims"]["sub"]),
        (&json!("audience"), &json!("m-42"))
    );
    let (well, answer) = check(&path, "example", "x");
    assert_eq!(
        (well, &answer["refused"], &answer["claims"]),
        (false, &json!("shape"), &Value::Null)
    );
    let (well, answer) = check(&path, "example", &"x".repeat(1_000_000));
    assert_eq!((well, &answer["refused"]), (false, &json!("too_long")));
    assert_eq!(check(&path, "nowhere", &good), (false, Value::Null));
    std::fs::remove_file(&path).unwrap();
}
