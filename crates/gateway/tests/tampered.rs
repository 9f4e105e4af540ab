//! The real process on a database that somebody wrote into.
#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use sqlx::{Connection, SqliteConnection};

const BINARY: &str = env!("CARGO_BIN_EXE_rollcall");

/// Serves until it listens, and stops it: it signs what was logged.
fn serve_and_stop(data: &Path) {
    let mut child = Command::new(BINARY)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let listens = |line: String| line.strip_prefix("listening on http://").map(str::to_owned);
    let address = lines.by_ref().find_map(|line| listens(line.unwrap())).unwrap();
    // Once it answers, it also hears the signal.
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut String::new()).unwrap();
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    lines.for_each(drop);
    assert!(child.wait().unwrap().success());
}

fn command(data: &Path, args: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = Command::new(BINARY)
        .args(args)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

#[tokio::test]
async fn the_gateway_does_not_start_on_it_and_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    serve_and_stop(data);
    let key = data.join("log.key");
    assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    serve_and_stop(data);
    let (code, said) = command(data, &["audit", "check"]);
    assert_eq!(code, Some(0), "{said}");

    std::fs::rename(&key, data.join("away")).unwrap();
    let (code, said) = command(data, &serve);
    assert!(code == Some(1) && said.contains("put the file back"), "{code:?} {said}");
    assert!(!key.exists(), "no other key was made");
    std::fs::rename(data.join("away"), &key).unwrap();

    let path = data.join("rollcall.sqlite");
    let mut raw = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    sqlx::raw_sql("UPDATE event SET at = at - 1 WHERE seq = 1")
        .execute(&mut raw)
        .await
        .unwrap();
    raw.close().await.unwrap();
    for args in [&serve[..], &["audit", "check"]] {
        let (code, said) = command(data, args);
        assert!(
            code == Some(1) && said.contains("event 1 of the log is not what was logged"),
            "{code:?} {said}"
        );
    }
}
