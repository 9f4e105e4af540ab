//! Templates.
#![allow(clippy::unwrap_used)]

mod common;

use common::Fixture;
use domain::consent::Purpose;
use domain::role::Role;
use wire::Code;
use wire::templates::{Template, TemplateEdit, TemplateRow, TemplateVersion};

fn edit(version: Option<i64>, name: &str, text: &str) -> TemplateEdit {
    TemplateEdit {
        version,
        name: name.into(),
        purpose: Purpose::Care,
        text: text.into(),
        others: Vec::new(),
    }
}

#[tokio::test]
async fn templates_are_written_changed_and_put_away() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let made: Template = agent
        .post("/api/templates", &edit(None, " 立夏 ", "{姓名}您好"))
        .await
        .ok(201);
    assert_eq!(
        (made.name.as_str(), made.version, made.updated_by.as_str()),
        ("立夏", 1, "agent先生")
    );
    let path = format!("/api/templates/{}", made.id);
    let saved: Template = agent.put(&path, &edit(Some(1), "立夏", "{姓名}您好！")).await.ok(200);
    assert_eq!(saved.version, 2);
    let supervisor = fixture.as_role(Role::Supervisor);
    let problem = supervisor
        .put(&path, &edit(Some(1), "立夏", "x"))
        .await
        .problem(Code::Conflict);
    let there: Template = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert_eq!(there, saved);
    let versions: Vec<TemplateVersion> = agent.get(&format!("{path}/versions")).await.ok(200);
    let texts: Vec<_> = versions.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, ["{姓名}您好！", "{姓名}您好"]);
    assert_eq!(agent.delete(&path).await.status.as_u16(), 204);
    assert!(agent.get("/api/templates").await.ok::<Vec<TemplateRow>>(200).is_empty());
    agent
        .put(&path, &edit(Some(2), "立夏", "x"))
        .await
        .problem(Code::WrongState);
    fixture
        .as_role(Role::Manager)
        .post("/api/templates", &edit(None, "x", "x"))
        .await
        .problem(Code::Forbidden);
}

#[tokio::test]
async fn what_is_wrong_with_a_template_is_told() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    for (name, text, fields, words) in [
        ("", "您好", &["name"][..], ""),
        ("x", " ", &["text"], ""),
        (
            "x",
            "您好{姓各}，{城布}",
            &["text", "text"],
            "第 3 到 6 字：没有“姓各”这个变量，是不是“姓名”？",
        ),
        ("x", "您好｛姓名｝", &["text"], "第 3 到 6 字"),
        ("\u{7}", &"好".repeat(501), &["name", "text"], ""),
    ] {
        let problem = agent
            .post("/api/templates", &edit(None, name, text))
            .await
            .problem(Code::Invalid);
        let got: Vec<_> = problem.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(got, fields, "{text}");
        assert!(problem.fields[0].message.contains(words), "{problem:?}");
    }
    assert!(agent.get("/api/templates").await.ok::<Vec<TemplateRow>>(200).is_empty());
}
