//! The commands for scripts, and the verifier, as the real process runs them.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_rollcall");

fn run(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(BINARY)
        .args(args)
        .env("LC_ALL", "en_GB.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn parts_are_counted_line_by_line() {
    let (plain, long) = ("a".repeat(160), "a".repeat(161));
    let input = [
        json!({ "text": plain, "rule": "radio" }).to_string(),
        json!({ "text": long, "rule": "radio" }).to_string(),
        json!({ "text": "【安居】您好", "rule": "cn" }).to_string(),
        "{".to_owned(),
        json!({ "text": "好".repeat(71), "rule": "radio" }).to_string(),
    ];
    let output = run(&["parts"], &input.join("\n"));
    assert_eq!(output.status.code(), Some(1), "one line is no JSON");
    let answers = lines(&output);
    assert_eq!(answers[0], json!({ "encoding": "gsm7", "units": 160, "parts": 1 }));
    assert_eq!(answers[1], json!({ "encoding": "gsm7", "units": 161, "parts": 2 }));
    assert_eq!((&answers[2]["units"], &answers[2]["parts"]), (&json!(6), &json!(1)));
    assert_eq!(answers[3]["line"], 4);
    assert_eq!(answers[4], json!({ "encoding": "ucs2", "units": 71, "parts": 2 }));
}

#[test]
fn a_day_is_a_line_of_the_almanac() {
    let output = run(&["almanac", "--from", "2027-02-05", "--to", "2027-02-06"], "");
    assert!(output.status.success());
    let days = lines(&output);
    assert_eq!(days.len(), 2);
    assert_eq!(
        days[1]["lunar"],
        json!({ "year": 2027, "month": 1, "leap": false, "day": 1 })
    );
    assert_eq!(days[1]["festivals"], json!(["spring_festival"]));
    assert_eq!(
        run(&["almanac", "--from", "2027-02-05", "--to", "x"], "").status.code(),
        Some(2)
    );
}

#[test]
fn findings_come_line_by_line() {
    let line = json!({ "text": "全网最低价，清明节快乐！", "signature": "安居装饰", "purpose": "care" });
    let output = run(&["lint"], &line.to_string());
    let answers = lines(&output);
    let rules: Vec<&str> = answers[0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"solemn"), "{rules:?}");
}

/// A file of the audit crate's vectors.
fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../audit/vectors")
        .join(name)
}

#[test]
fn packs_are_proved_disproved_or_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let pack = std::fs::read_to_string(vector("run-full.jsonl")).unwrap();
    let keys = vector("log.vkey");
    let check = |text: &str, args: &[&str], status: i32| {
        let path = folder.path().join("pack.jsonl");
        std::fs::write(&path, text).unwrap();
        let output = run(&[&["verify", path.to_str().unwrap()], args].concat(), "");
        assert_eq!(output.status.code(), Some(status), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let trusting = ["--log-key-file", keys.to_str().unwrap()];
    let proved = check(&pack, &trusting, 0);
    assert!(proved.contains("does not show"), "{proved}");
    assert!(check(&pack, &["--lang", "zh-CN"], 0).contains("检查点"));
    let entry = pack.lines().nth(2).unwrap();
    assert!(!check(&pack.replacen(&format!("{entry}\n"), "", 1), &trusting, 1).is_empty());
    check("no pack", &trusting, 2);
    let nowhere = folder.path().join("nowhere");
    for (lang, says) in [("zh-CN", "文件无法读取"), ("en", "can't be read")] {
        let missing = run(&["verify", nowhere.to_str().unwrap(), "--lang", lang], "");
        assert_eq!(missing.status.code(), Some(2));
        let words = String::from_utf8_lossy(&missing.stdout);
        assert!(words.contains(says) && words.contains("nowhere"), "{words}");
    }
    check(&pack, &["--key", "x"], 2);
}
