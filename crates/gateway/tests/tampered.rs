//! The real process on a database that somebody wrote into.
#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use audit::check::{Options, verify};
use audit::signed::KnownKey;
use gateway::ledger::LogKeys;
use sqlx::{Connection, SqliteConnection};
use verifier::held::{self, Held, Next};
use verifier::witness::Kept;

const BINARY: &str = env!("CARGO_BIN_EXE_rollcall");

/// Serves until it listens, and stops it: it signs what was logged. Answers what `path` answered to `token` meanwhile.
fn served(data: &Path, path: &str, token: &str) -> String {
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
    write!(
        stream,
        "GET {path} HTTP/1.0\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    lines.for_each(drop);
    let ended = child.wait().unwrap();
    assert!(ended.success(), "{ended}");
    assert!(answer.starts_with("HTTP/1.0 200"), "{answer}");
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

fn serve_and_stop(data: &Path) {
    served(data, "/healthz", "none");
}

fn command(data: &Path, args: &[&str]) -> (Option<i32>, String) {
    bare(&[args, &["--data", data.to_str().unwrap()]].concat())
}

fn bare(args: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = Command::new(BINARY).args(args).output().unwrap();
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
    assert!(!said.contains("by another key"), "{said}");
    let secrets = data.join("secrets.key");
    let ours = std::fs::read(&secrets).unwrap();
    std::fs::write(&secrets, "5a".repeat(32)).unwrap();
    let (_, said) = command(data, &["audit", "check"]);
    assert!(
        said.contains("tell by another key than secrets.key what rows hold"),
        "{said}"
    );
    std::fs::write(&secrets, ours).unwrap();

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

#[tokio::test]
async fn an_event_that_another_wrote_is_named_and_never_signed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    serve_and_stop(data);
    let path = data.join("rollcall.sqlite");
    let mut raw = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    let again =
        "INSERT INTO event (seq, at, actor_kind, actor, action, subject_kind, subject, details, leaf, leaf_hash, mac)
        SELECT seq + 1, at, actor_kind, actor, action, subject_kind, subject, details, leaf, leaf_hash, mac
        FROM event ORDER BY seq DESC LIMIT 1 RETURNING seq";
    let forged: i64 = sqlx::query_scalar(again).fetch_one(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    let named = format!("event {forged}: the gateway did not write it");
    for _ in 0..2 {
        let (code, said) = command(data, &["audit", "check"]);
        assert!(code == Some(1) && said.contains(&named), "{code:?} {said}");
        serve_and_stop(data);
    }
    // Whoever has the key of the log, and lost the other, can sign it.
    std::fs::remove_file(data.join("secrets.key")).unwrap();
    let (code, said) = command(data, &["opt-outs", "forget"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = command(data, &["audit", "check"]);
    assert_eq!(code, Some(0), "{said}");
    serve_and_stop(data);
}

/// Old key, both, new key: packs of each time, checked with the key files of each time.
#[test]
fn a_key_is_replaced_and_what_the_old_one_signed_stays_proved() {
    let folder = tempfile::tempdir().unwrap();
    let (data, path) = (folder.path().join("data"), |name: &str| folder.path().join(name));
    let good = |args: &[&str]| {
        let (code, said) = command(&data, args);
        assert_eq!(code, Some(0), "{args:?}: {said}");
        said
    };
    good(&["user", "add", "admin", "--role", "admin"]);
    let said = good(&["token", "add", "checks", "--role", "manager"]);
    let token = said.split_whitespace().find(|word| word.len() > 30).unwrap().to_owned();
    let pack = |name: &str| std::fs::write(path(name), served(&data, "/api/log/pack?first=0&count=2", &token)).unwrap();
    let keys = |name: &str| std::fs::write(path(name), good(&["log-key", "show"])).unwrap();
    let verify = |pack: &str, keys: &str| {
        let (pack, keys) = (path(pack), path(keys));
        bare(&[
            "verify",
            pack.to_str().unwrap(),
            "--log-key-file",
            keys.to_str().unwrap(),
        ])
        .0
    };
    pack("old.jsonl");
    keys("old.keys");
    let secret = std::fs::read_to_string(data.join("log.key")).unwrap();
    assert!(good(&["log-key", "add"]).contains("new key: rollcall/"));
    let both = std::fs::read_to_string(data.join("log.key")).unwrap();
    assert!(both.ends_with(&secret) && both.lines().count() == 2);
    assert_eq!(
        data.join("log.key").metadata().unwrap().permissions().mode() & 0o777,
        0o600
    );
    let (code, said) = command(&data, &["log-key", "retire"]);
    assert!(
        code == Some(1) && said.contains("does not know"),
        "the log must say so first: {said}"
    );
    pack("both.jsonl");
    // From where the old key signed alone: what the new one did not sign is not shown to whoever has the new one.
    let old = std::fs::read_to_string(path("old.jsonl")).unwrap();
    let first = held::note(old.lines().next().unwrap()).unwrap();
    let first = first.lines().nth(1).unwrap().to_owned();
    let since = served(&data, &format!("/api/log/pack?first={first}&count=1"), &token);
    std::fs::write(path("since.jsonl"), since).unwrap();
    keys("all.keys");
    good(&["log-key", "retire"]);
    let new = std::fs::read_to_string(data.join("log.key")).unwrap();
    assert_eq!(both, format!("{new}{secret}"));
    let (code, said) = command(&data, &["log-key", "retire"]);
    assert!(code == Some(1) && said.contains("one key only"), "{said}");
    // The start has the log say so, and signs it with the new key.
    pack("new.jsonl");
    let all = std::fs::read_to_string(path("all.keys")).unwrap();
    std::fs::write(path("new.keys"), all.lines().last().unwrap()).unwrap();
    assert_eq!(all.lines().count(), 2);
    for (pack, by_old, by_new) in [
        ("old.jsonl", 0, 1),
        ("both.jsonl", 0, 0),
        ("since.jsonl", 0, 0),
        ("new.jsonl", 1, 0),
    ] {
        let found = ["old.keys", "new.keys", "all.keys"].map(|keys| verify(pack, keys));
        assert_eq!(found, [Some(by_old), Some(by_new), Some(0)], "{pack}");
    }

    // Known by its number from then on, to whoever asks for the keys.
    keys("since.keys");
    let since = std::fs::read_to_string(path("since.keys")).unwrap();
    let (old, new_key) = since.split_once('\n').unwrap();
    let (key, event) = old.split_once(" until ").unwrap();
    assert_eq!(format!("{key}\n{new_key}"), all);
    for pack in ["old.jsonl", "both.jsonl", "new.jsonl"] {
        assert_eq!(verify(pack, "since.keys"), Some(0), "{pack}");
    }
    // A checkpoint of the old key alone is one of before, or none: that of the first pack, had the key been retired earlier.
    std::fs::write(path("earlier.keys"), format!("{key} until 0\n{new_key}")).unwrap();
    let found = ["old.jsonl", "both.jsonl", "new.jsonl"].map(|pack| verify(pack, "earlier.keys"));
    assert_eq!(found, [Some(1), Some(0), Some(0)]);

    // An older key file in the place of the newer.
    std::fs::write(data.join("log.key"), &both).unwrap();
    let (code, said) = command(&data, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(
        code == Some(1) && said.contains(&format!("event {event} of the log retired {key}")),
        "{code:?} {said}"
    );
    std::fs::write(data.join("log.key"), &new).unwrap();
    // Whoever reads no further, as `head` does, has the verdict by the status.
    for (pack, keys, status) in [("old.jsonl", "old.keys", 0), ("old.jsonl", "new.keys", 1)] {
        let (nobody, out) = std::io::pipe().unwrap();
        drop(nobody);
        let mut verify = Command::new(BINARY);
        verify.args(["verify", "--log-key-file"]).args([path(keys), path(pack)]);
        assert_eq!(verify.stdout(out).status().unwrap().code(), Some(status), "{pack}");
    }
    // Checkpoints of all three times are in the database, and each is held against the keys of its time.
    let said = good(&["audit", "check"]);
    assert!(said.contains(": 0 differ"), "{said}");
}

/// Each key is known before the next one comes, so that the newest outlives all the others.
#[test]
fn keys_come_one_after_the_other_and_each_is_retired() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let good = |args: &[&str]| {
        let (code, said) = command(data, args);
        assert_eq!(code, Some(0), "{args:?}: {said}");
        said
    };
    serve_and_stop(data);
    good(&["log-key", "add"]);
    let both = std::fs::read_to_string(data.join("log.key")).unwrap();
    let (code, said) = command(data, &["log-key", "add"]);
    assert!(code == Some(1) && said.contains("start the gateway once"), "{said}");
    assert_eq!(std::fs::read_to_string(data.join("log.key")).unwrap(), both);
    serve_and_stop(data);
    good(&["log-key", "add"]);
    serve_and_stop(data);
    good(&["log-key", "retire"]);
    serve_and_stop(data);
    let shown = good(&["log-key", "show"]);
    let retired: Vec<bool> = shown.lines().map(|line| line.contains(" until ")).collect();
    assert_eq!(retired, [true, true, false], "{shown}");
}

/// Two that come at once, as by hand in the variable, are told oldest first.
#[test]
fn of_keys_that_come_at_once_the_newest_outlives_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    serve_and_stop(data);
    let keys = LogKeys::open(data, None, true).unwrap();
    let keys = keys.with_another().with_another();
    keys.replace_in(data).unwrap();
    serve_and_stop(data);
    keys.newest().replace_in(data).unwrap();
    serve_and_stop(data);
    let (_, shown) = command(data, &["log-key", "show"]);
    let retired: Vec<bool> = shown.lines().map(|line| line.contains(" until ")).collect();
    assert_eq!(retired, [true, true, false], "{shown}");
}

/// Copies the files of a stopped gateway.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        if file.file_type().unwrap().is_file() {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

#[tokio::test]
async fn an_older_database_is_not_signed_over_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let (data, saved) = (folder.path().join("data"), folder.path().join("saved"));
    serve_and_stop(&data);
    std::fs::copy(data.join("rollcall.sqlite"), &saved).unwrap();
    let (code, said) = command(&data, &["user", "add", "admin", "--role", "admin"]);
    assert_eq!(code, Some(0), "{said}");
    serve_and_stop(&data);
    let (code, said) = command(&data, &["audit", "check"]);
    assert!(code == Some(0) && said.contains("of them signed"), "{said}");
    std::fs::copy(&saved, data.join("rollcall.sqlite")).unwrap();
    for args in [&["serve", "--listen", "127.0.0.1:0"][..], &["audit", "check"]] {
        let (code, said) = command(&data, args);
        assert!(
            code == Some(1) && said.contains("it was taken back") && said.contains("log.signed"),
            "{code:?} {said}"
        );
    }
    std::fs::remove_file(data.join("log.signed")).unwrap();
    // Held once, at the start that found nothing kept.
    for _ in 0..2 {
        serve_and_stop(&data);
        assert!(data.join("log.signed").exists());
        let path = data.join("rollcall.sqlite");
        let mut raw = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
            .await
            .unwrap();
        let told: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM event WHERE action = 'log.taken_back'")
            .fetch_one(&mut raw)
            .await
            .unwrap();
        raw.close().await.unwrap();
        assert_eq!(told, 1);
    }
}

/// Two logs with the same key that part after a common beginning, as somebody makes who starts a copy. Each fits in itself, and only
/// whoever followed one of them can tell.
#[test]
fn a_log_that_was_forked_contradicts_what_a_browser_saw() {
    let folder = tempfile::tempdir().unwrap();
    let (data, fork) = (folder.path().join("data"), folder.path().join("fork"));
    let (code, said) = command(&data, &["user", "add", "admin", "--role", "admin"]);
    assert_eq!(code, Some(0), "{said}");
    let (_, said) = command(&data, &["token", "add", "checks", "--role", "manager"]);
    let token = said.split_whitespace().find(|word| word.len() > 30).unwrap().to_owned();
    // A pack that is handed out is an event, which is signed when the gateway stops.
    let pack = |data: &Path, count: u64| served(data, &format!("/api/log/pack?first=0&count={count}"), &token);
    let head = |data: &Path| served(data, "/checkpoint", &token);
    pack(&data, 1);
    copied(&data, &fork);
    pack(&data, 1);
    pack(&data, 1);
    pack(&fork, 2);
    let (before, forked) = (pack(&data, 2), pack(&fork, 2));

    let keys = command(&data, &["log-key", "show"]).1;
    let key = keys
        .split_whitespace()
        .find(|word| word.starts_with("rollcall/"))
        .unwrap();
    let trusted = vec![key.parse::<KnownKey>().unwrap()];
    let kept = Kept::default().begin(&head(&data), &[key.to_owned()], 1).unwrap();
    let seen = kept.seen.unwrap();
    for (pack, contradicts) in [(before, false), (forked, true)] {
        let verdict = verify(
            pack.as_bytes(),
            &Options {
                trusted: trusted.clone(),
            },
        );
        assert_eq!(verdict.status(), 0, "it fits in itself: {verdict:?}");
        let note = held::note(pack.lines().next().unwrap()).unwrap();
        let Some(Next::Prove { from, to, checkpoint }) = held::begin(&seen, &verdict, &note) else {
            panic!("of another size than what was seen")
        };
        let path = format!("/api/log/consistency?from={from}&to={to}");
        let grown: wire::audit::Consistency = serde_json::from_str(&served(&data, &path, &token)).unwrap();
        let held = held::end(&seen, &checkpoint, &note, &grown.proof);
        let want = if contradicts {
            Held::Contradicts { forked: Some(note) }
        } else {
            Held::Followed { since: 1 }
        };
        assert_eq!(held, want);
    }
    for data in [&data, &fork] {
        let (code, said) = command(data, &["audit", "check"]);
        assert!(code == Some(0) && said.contains(": 0 differ"), "{said}");
    }
}
