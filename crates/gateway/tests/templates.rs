//! Templates.
#![allow(clippy::unwrap_used)]

mod common;

use common::Fixture;
use domain::consent::Purpose;
use domain::role::Role;
use wire::Code;
use wire::templates::{SetReport, Template, TemplateEdit, TemplateRow, TemplateVersion};

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

#[tokio::test]
async fn a_set_goes_from_firm_to_firm_and_by_a_workbook() {
    let (here, there) = (Fixture::new().await, Fixture::new().await);
    let (agent, other) = (here.as_role(Role::Agent), there.as_role(Role::Agent));
    let mut several = edit(None, "中秋", "{称呼|您}好，中秋安康。");
    several.others = vec!["=月圆人圆，{称呼|您}好。".into()];
    for text in [&several, &edit(None, "立夏", "{姓名}您好")] {
        let _: Template = agent.post("/api/templates", text).await.ok(201);
    }
    let take = async |body: &[u8], query: &str| {
        let path = format!("/api/templates/set{query}");
        let body = axum::body::Body::from(body.to_vec());
        other
            .send(axum::http::Method::POST, &path, body, Some("application/octet-stream"))
            .await
    };
    let names = |report: &SetReport| (report.added.clone(), report.changed.clone(), report.same);

    // What would happen is told, and nothing is taken before it is asked for.
    let json = agent.get("/api/templates/set.json").await.body;
    let report: SetReport = take(&json, "").await.ok(200);
    assert!(!report.taken && report.faults.is_empty() && report.added.len() == 2);
    assert!(other.get("/api/templates").await.ok::<Vec<TemplateRow>>(200).is_empty());
    let report: SetReport = take(&json, "?take=true").await.ok(200);
    assert!(report.taken);
    let rows: Vec<TemplateRow> = other.get("/api/templates").await.ok(200);
    let autumn = rows.iter().find(|row| row.name == "中秋").unwrap();
    assert_eq!((&autumn.text, &autumn.others), (&several.text, &several.others));

    // The workbook says the same: nothing is new. A changed one is the next version of what is here.
    let book = agent.get("/api/templates/set.xlsx").await.body;
    let report: SetReport = take(&book, "?take=true").await.ok(200);
    assert_eq!(names(&report), (vec![], vec![], 2));
    let csv = "名称,用途,写法 1,写法 2\n立夏,关怀,{姓名}您好！,\n小满,Care,小满将至,\n";
    let report: SetReport = take(csv.as_bytes(), "?take=true").await.ok(200);
    assert_eq!(names(&report), (vec!["小满".into()], vec!["立夏".into()], 0));
    let rows: Vec<TemplateRow> = other.get("/api/templates").await.ok(200);
    let summer = rows.iter().find(|row| row.name == "立夏").unwrap();
    let summer: Template = other.get(&format!("/api/templates/{}", summer.id)).await.ok(200);
    assert_eq!((summer.version, summer.text.as_str()), (2, "{姓名}您好！"));

    // One fault, and none is taken; every fault is named.
    let csv = "名称,用途,写法 1\n大雪,关怀,{姓各}\n冬至,问候,您好\n,关怀,您好\n大寒,关怀,甲\n大寒,关怀,乙\n";
    let report: SetReport = take(csv.as_bytes(), "?take=true").await.ok(200);
    let wrong: Vec<&str> = report.faults.iter().map(|fault| fault.template.as_str()).collect();
    assert_eq!(wrong, ["大雪", "冬至", "4", "大寒"]);
    assert!(!report.taken);
    assert_eq!(other.get("/api/templates").await.ok::<Vec<TemplateRow>>(200).len(), 3);
    for nonsense in [&b"{\"format\": \"x\"}"[..], b"{", b"", b"PK\x03\x04nothing"] {
        take(nonsense, "").await.problem(Code::Invalid);
    }
}
