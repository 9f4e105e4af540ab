//! The real process: its first start, its lock, its end, its commands.
#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use sqlx::{Connection as _, SqliteConnection};
use store::contract::inbox::{Inbox, Replied};
use store::{Actor, NumberKey, Sqlite, Stamp};

const BINARY: &str = env!("CARGO_BIN_EXE_rollcall");

/// A gateway that serves; killed when dropped.
struct Serving {
    child: Child,
    said: Vec<String>,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(data: &Path) -> Serving {
    serve_logging_to(data, Stdio::null())
}

fn serve_logging_to(data: &Path, log: Stdio) -> Serving {
    let mut child = Command::new(BINARY)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = Vec::new();
    for line in lines.by_ref() {
        let line = line.unwrap();
        let done = line.starts_with("listening on http://");
        said.push(line);
        if done {
            break;
        }
    }
    let address = said
        .last()
        .unwrap()
        .trim_start_matches("listening on http://")
        .to_owned();
    // Whatever it says later must find a reader.
    std::thread::spawn(move || lines.for_each(drop));
    Serving { child, said, address }
}

fn command(data: &Path, args: &[&str]) -> Output {
    Command::new(BINARY)
        .args(args)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap()
}

/// Status and body of a request with these lines.
fn request(address: &str, head: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{head} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}

fn terminate(serving: &mut Serving) -> Option<i32> {
    let id = serving.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    serving.child.wait().unwrap().code()
}

#[tokio::test]
async fn a_lost_key_of_numbers_is_said_and_can_be_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
    let store = store.with_number_key(NumberKey::derived(&[1; 32])).await.unwrap();
    let stamp = Stamp {
        actor: Actor::System("replies"),
        at: 1,
    };
    let stop = Replied {
        phone: "+8613800000001".into(),
        text: "退订".into(),
        opt_out: true,
        or: None,
        confirm: None,
        part: None,
        at: 1,
    };
    store.replied(&stamp, "smpp", &[stop]).await.unwrap();
    store.close().await;

    let refused = command(folder.path(), &["user", "list"]);
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success(), "{why}");
    assert!(
        why.contains("1 numbers that opted out") && why.contains("secrets.key"),
        "{why}"
    );
    let given_up = command(folder.path(), &["opt-outs", "forget"]);
    assert_eq!(String::from_utf8(given_up.stdout).unwrap(), "1 numbers forgotten\n");
    assert!(command(folder.path(), &["user", "list"]).status.success());
}

/// A copy of before, on a machine that has neither the key of numbers nor the last checkpoint.
#[tokio::test]
async fn giving_up_a_lost_key_keeps_no_checkpoint_that_was_not_kept_before() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    assert_eq!(terminate(&mut serve(data)), Some(0));
    let kept = data.join("log.signed");
    for there in [true, false] {
        if !there {
            std::fs::remove_file(&kept).unwrap();
        }
        std::fs::remove_file(data.join("secrets.key")).unwrap();
        assert!(command(data, &["opt-outs", "forget"]).status.success());
        assert_eq!(kept.exists(), there, "by it a start knows an older copy");
        assert!(
            command(data, &["user", "list"]).status.success(),
            "the key is made anew"
        );
    }
    assert_eq!(terminate(&mut serve(data)), Some(0));
    assert!(command(data, &["audit", "check"]).status.success());
    let path = data.join("rollcall.sqlite");
    let mut raw = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    let held: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM event WHERE action = 'log.taken_back'")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(held, 1);
}

#[test]
fn the_first_start_offers_the_set_up_and_later_ones_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep/data");
    let mut serving = serve(&data);
    let link = serving
        .said
        .iter()
        .find_map(|line| line.strip_prefix("set-up link: "))
        .unwrap()
        .to_owned();
    let token = link.split_once("/setup?token=").unwrap().1;
    assert_eq!(data.metadata().unwrap().permissions().mode() & 0o777, 0o700);

    let second = command(&data, &["user", "list"]);
    assert!(!second.status.success());
    let why = String::from_utf8(second.stderr).unwrap();
    assert!(why.contains("another rollcall process uses the data folder"), "{why}");

    let body = format!(
        r#"{{"token":"{token}","firm":"安居","login":"wang","name":"王","password":"correct horse","demo":false}}"#
    );
    assert_eq!(request(&serving.address, "POST /api/setup", &body).0, 200);
    assert_eq!(request(&serving.address, "POST /api/setup", &body).0, 404);
    let (status, metrics) = request(&serving.address, "GET /metrics", "");
    assert!(status == 200 && metrics.contains("rollcall_requests_total"));
    // A stream that is open does not keep the process from stopping: it is told to end.
    let login = r#"{"login":"wang","password":"correct horse"}"#;
    let mut stream = TcpStream::connect(&serving.address).unwrap();
    write!(
        stream,
        "POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{login}",
        login.len()
    )
    .unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut cookie = String::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.strip_prefix("set-cookie: ") {
            value.split(';').next().unwrap().clone_into(&mut cookie);
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut live = TcpStream::connect(&serving.address).unwrap();
    write!(live, "GET /api/live HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n\r\n").unwrap();
    let mut first = [0; 12];
    live.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    drop((stream, reader));
    assert_eq!(terminate(&mut serving), Some(0));
    drop(live);

    let again = serve(&data);
    assert!(
        !again.said.iter().any(|line| line.contains("set-up link")),
        "{:?}",
        again.said
    );
    assert_eq!(request(&again.address, "POST /api/session", login).0, 200);
}

#[test]
fn staff_and_tokens_are_managed_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let done = command(folder.path(), args);
        let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
        (done.status.success(), said)
    };
    for args in [
        &["user", "list"][..],
        &["user", "set-password", "wang"],
        &["user", "disable", "wang"],
        &["token", "list"],
        &["token", "add", "ERP", "--role", "agent"],
        &["carrier", "test", "sandbox", "--to", "13800000001"],
    ] {
        let (done, said) = run(args);
        assert!(!done && said.contains("there is no database in"), "{args:?}: {said}");
    }
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "a slip of the pen makes no firm"
    );
    let (done, said) = run(&["user", "add", " Wang ", "--name", "王", "--role", "admin"]);
    assert!(done && said.starts_with("password: "), "{said}");
    for (args, complaint) in [
        (
            &["user", "add", "wang", "--role", "agent"][..],
            "there is a user wang already",
        ),
        (&["user", "add", "x", "--role", "agent"], "2 to 40"),
        (
            &["user", "add", "li", "--role", "boss"],
            "agent, supervisor, manager or admin",
        ),
        (&["user", "disable", "wang"], "at least one admin"),
        (&["user", "set-password", "nobody"], "there is no user nobody"),
        (
            &["token", "revoke", "01890000-0000-7000-8000-000000000000"],
            "there is no such token",
        ),
    ] {
        let (done, said) = run(args);
        assert!(!done && said.contains(complaint), "{args:?}: {said}");
    }
    let (done, said) = run(&["token", "add", "ERP", "--role", "agent"]);
    assert!(done && said.starts_with("token: rc_"), "{said}");
    let (_, list) = run(&["token", "list"]);
    let id = list.split('\t').next().unwrap();
    assert!(run(&["token", "revoke", id]).0);
    assert!(run(&["token", "list"]).1.contains("revoked"));
    let (_, list) = run(&["user", "list"]);
    assert_eq!(list, "wang\tadmin\t王\tactive\n");
    let (done, said) = run(&["user", "set-password", "wang"]);
    assert!(done && said.starts_with("password: "), "{said}");
}

/// A laptop that was closed in the middle of an upload.
#[test]
fn an_upload_that_stalls_does_not_keep_the_process_from_stopping() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = serve(folder.path());
    let mut stalled = TcpStream::connect(&serving.address).unwrap();
    write!(
        stalled,
        "POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    )
    .unwrap();
    assert_eq!(request(&serving.address, "GET /healthz", "").0, 200);
    let since = std::time::Instant::now();
    assert_eq!(terminate(&mut serving), Some(0));
    assert!(
        since.elapsed() < std::time::Duration::from_secs(20),
        "{:?}",
        since.elapsed()
    );
}

/// Nothing is checked of what is not there, and nothing made of it.
#[test]
fn a_check_of_a_folder_that_is_not_there_looked_at_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("there");
    std::fs::create_dir(&there).unwrap();
    for data in [folder.path().join("typo"), there] {
        for args in [["audit", "check"], ["log-key", "show"]] {
            let done = command(&data, &args);
            let said = String::from_utf8(done.stderr).unwrap();
            assert_eq!(done.status.code(), Some(2), "{args:?}: {said}");
            assert!(
                said.contains("there is no database in") && !said.contains("acktrace"),
                "{said}"
            );
            assert!(done.stdout.is_empty());
        }
        assert!(!data.join("rollcall.sqlite").exists() && !data.join("log.key").exists());
    }
    assert!(!folder.path().join("typo").exists());

    let data = folder.path().join("data");
    assert!(
        command(&data, &["user", "add", "wang", "--role", "admin"])
            .status
            .success()
    );
    assert!(command(&data, &["audit", "check"]).status.success());
    let shown = command(&data, &["log-key", "show"]);
    assert_eq!(shown.status.code(), Some(2), "there is no key yet");
    let _serving = serve(&data);
    let checked = command(&data, &["audit", "check"]);
    assert_eq!(checked.status.code(), Some(2), "it is in use");
}

#[test]
#[cfg(target_os = "linux")]
fn a_log_that_cannot_be_written_ends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    // As on a full disk.
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut serving = serve_logging_to(folder.path(), full.into());
    for _ in 0..3 {
        assert_eq!(request(&serving.address, "GET /readyz", "").0, 200);
    }
    assert_eq!(terminate(&mut serving), Some(0));
}
