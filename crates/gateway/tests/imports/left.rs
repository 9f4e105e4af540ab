//! Imports that are cancelled or cut off, and what they leave behind.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::Method;
use domain::role::Role;
use domain::time::{DAY, HOUR};
use gateway::jobs::import::leftovers;
use store::contract::Imports;
use tokio_stream::wrappers::ReceiverStream;
use wire::Code;
use wire::imports::{Import, ImportState};

use super::common::{Fixture, START, unlock};
use super::{FIRM, applied, checked, customers, seen, settled, upload};

#[tokio::test]
async fn a_cancelled_import_leaves_nothing() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let import = checked(&fixture, &agent, "customers", FIRM).await;
    let cancelled: Import = agent
        .post(&format!("/api/imports/{}/cancel", import.id), &())
        .await
        .ok(200);
    assert_eq!(cancelled.state, ImportState::Cancelled);
    agent
        .post(&format!("/api/imports/{}/apply", import.id), &seen(&import))
        .await
        .problem(Code::WrongState);
    assert!(customers(&agent, "").await.is_empty());

    // One that is being applied: the request to cancel answers once it has stopped, or has ended before.
    let mut text = "编号,姓名\n".to_owned();
    for n in 0..30_000 {
        writeln!(text, "N{n},客户{n}").unwrap();
    }
    let import = checked(&fixture, &agent, "customers", text).await;
    agent
        .post(&format!("/api/imports/{}/apply", import.id), &seen(&import))
        .await
        .ok::<Import>(200);
    let reply = agent.post(&format!("/api/imports/{}/cancel", import.id), &()).await;
    let settled = settled(&fixture, &agent, import.id).await;
    let there = customers(&agent, "").await.len();
    match settled.state {
        ImportState::Cancelled => assert_eq!((reply.status.as_u16(), there), (200, 0)),
        ImportState::Applied => assert_eq!((reply.status.as_u16(), there), (409, 500)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nobody_lets_files_wait_without_end() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let first = checked(&fixture, &agent, "customers", FIRM).await;
    for _ in 1..20 {
        checked(&fixture, &agent, "customers", FIRM).await;
    }
    let full = upload(&agent, "customers", "more.csv", FIRM.into())
        .await
        .problem(Code::TooLarge);
    let why = full.detail.unwrap();
    assert!(why.contains("“f.csv”") && why.contains("取消"), "{why}");
    // A colleague's are another's.
    checked(&fixture, &fixture.as_role(Role::Supervisor), "customers", FIRM).await;
    agent
        .post(&format!("/api/imports/{}/cancel", first.id), &())
        .await
        .ok::<Import>(200);
    checked(&fixture, &agent, "customers", FIRM).await;

    // One that still comes in counts, too, and one that breaks off no longer.
    let admin = fixture.as_role(Role::Admin);
    for _ in 1..20 {
        checked(&fixture, &admin, "customers", FIRM).await;
    }
    let files = || {
        std::fs::read_dir(fixture.folder.path().join("imports"))
            .unwrap()
            .count()
    };
    let before = files();
    for breaks_off in [true, false] {
        let (slow, coming) = tokio::sync::mpsc::channel(1);
        let sender = admin.clone();
        let begun = tokio::spawn(async move {
            let body = Body::from_stream(ReceiverStream::new(coming));
            let octets = Some("application/octet-stream");
            sender.send(Method::POST, "/api/imports", body, octets).await
        });
        // The second is taken once the first was read.
        slow.send(Ok("编号,姓名\n")).await.unwrap();
        slow.send(Ok("K1,王芳\n")).await.unwrap();
        upload(&admin, "customers", "f.csv", FIRM.into())
            .await
            .problem(Code::TooLarge);
        if breaks_off {
            slow.send(Err(std::io::Error::other("broken off"))).await.unwrap();
            begun.await.unwrap().problem(Code::Malformed);
        } else {
            begun.abort();
            assert!(begun.await.is_err(), "whoever sent it is gone");
        }
        assert_eq!(files(), before, "nothing is left of it");
    }
    checked(&fixture, &admin, "customers", FIRM).await;

    // Octets count, too.
    let mut lock = fixture.lock().await;
    sqlx::query("UPDATE import_job SET bytes = 4294967296 WHERE state = 'checked'")
        .execute(&mut lock)
        .await
        .unwrap();
    sqlx::query("COMMIT").execute(&mut lock).await.unwrap();
    unlock(lock).await;
    let other = fixture.as_role(Role::Supervisor);
    upload(&other, "customers", "f.csv", FIRM.into())
        .await
        .problem(Code::TooLarge);
}

#[tokio::test]
async fn an_import_cut_off_by_a_stop_has_failed_and_wrote_nothing() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let import = checked(&fixture, &agent, "customers", FIRM).await;
    // As a killed gateway leaves it: applying, with no job.
    let mut record = fixture.store.import(import.id).await.unwrap();
    record.state = "applying".to_owned();
    let stamp = store::Stamp {
        actor: store::Actor::System("test"),
        at: START,
    };
    fixture.store.move_import(&["checked"], &record, &stamp).await.unwrap();
    gateway::jobs::import::recover(&fixture.app).await.unwrap();
    let failed: Import = agent.get(&format!("/api/imports/{}", import.id)).await.ok(200);
    assert_eq!(failed.state, ImportState::Failed);
    assert!(failed.problem.unwrap().contains("什么都没有写入"));
    assert!(customers(&agent, "").await.is_empty());
}

#[tokio::test]
async fn what_imports_leave_behind_goes_when_its_time_has_passed() {
    let fixture = Fixture::new().await;
    let folder = fixture.folder.path().join("imports");
    fixture.app.imports.keep_in(&folder);
    let agent = fixture.as_role(Role::Agent);
    let done = applied(&fixture, &agent, "customers", FIRM).await;
    let waiting = checked(&fixture, &agent, "customers", FIRM).await;
    let (upload, orphan) = (folder.join(waiting.id.to_string()), folder.join("half"));
    std::fs::write(&orphan, "x").unwrap();
    // What a gateway leaves that stopped while it applied.
    std::fs::write(folder.join(done.id.to_string()), "x").unwrap();
    let written = std::time::UNIX_EPOCH + std::time::Duration::from_millis(START as u64);
    for file in std::fs::read_dir(&folder).unwrap() {
        let file = std::fs::File::options().write(true).open(file.unwrap().path()).unwrap();
        file.set_modified(written).unwrap();
    }
    let refused = async |of: &Import| {
        agent
            .get(&format!("/api/imports/{}/refused.csv", of.id))
            .await
            .status
            .as_u16()
    };

    fixture.clock.advance(29 * DAY);
    leftovers::sweep(&fixture.app).await.unwrap();
    assert!(!folder.join(done.id.to_string()).exists(), "it has ended");
    assert!(upload.exists() && orphan.exists());
    assert_eq!((refused(&done).await, refused(&waiting).await), (200, 200));
    let import: Import = agent.get(&format!("/api/imports/{}", waiting.id)).await.ok(200);
    assert!(import.state == ImportState::Checked && !import.sample.is_empty());

    fixture.clock.advance(DAY + HOUR);
    leftovers::sweep(&fixture.app).await.unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    assert_eq!((refused(&done).await, refused(&waiting).await), (404, 404));
    let import: Import = agent.get(&format!("/api/imports/{}", waiting.id)).await.ok(200);
    assert_eq!(import.state, ImportState::Cancelled);
    assert!(import.sample.is_empty() && import.understood.is_empty());
    let import: Import = agent.get(&format!("/api/imports/{}", done.id)).await.ok(200);
    assert_eq!(import.state, ImportState::Applied);
}
