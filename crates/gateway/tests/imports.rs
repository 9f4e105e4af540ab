//! Imports, black-box.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;
#[path = "imports/files.rs"]
mod files;
#[path = "imports/left.rs"]
mod left;
#[path = "imports/reading.rs"]
mod reading;

use axum::body::Body;
use axum::http::Method;
use common::{Client, Fixture};
use domain::consent::Consent;
use domain::id::ImportId;
use domain::role::Role;
use wire::customers::{Customer, CustomerRow};
use wire::imports::{ApplyImport, Guess, Import, ImportRow, ImportState, Mapping};
use wire::{Code, Page};

async fn upload(client: &Client, kind: &str, name: &str, bytes: Vec<u8>) -> common::Reply {
    let path = format!("/api/imports?kind={kind}&name={name}");
    client
        .send(Method::POST, &path, Body::from(bytes), Some("application/octet-stream"))
        .await
}

/// The version of an import that was looked at.
fn seen(import: &Import) -> ApplyImport {
    ApplyImport {
        version: import.version,
    }
}

async fn settled(fixture: &Fixture, client: &Client, id: ImportId) -> Import {
    fixture.app.jobs.idle().await;
    client.get(&format!("/api/imports/{id}")).await.ok(200)
}

/// Uploads and waits for the dry run.
async fn checked(fixture: &Fixture, client: &Client, kind: &str, text: impl AsRef<[u8]>) -> Import {
    let import: Import = upload(client, kind, "f.csv", text.as_ref().to_vec()).await.ok(201);
    let import = settled(fixture, client, import.id).await;
    assert_eq!(import.state, ImportState::Checked, "{import:?}");
    import
}

async fn applied(fixture: &Fixture, client: &Client, kind: &str, text: impl AsRef<[u8]>) -> Import {
    let checked = checked(fixture, client, kind, text).await;
    client
        .post(&format!("/api/imports/{}/apply", checked.id), &seen(&checked))
        .await
        .ok::<Import>(200);
    let applied = settled(fixture, client, checked.id).await;
    assert_eq!(applied.state, ImportState::Applied, "{applied:?}");
    assert_eq!(
        applied.counts, checked.counts,
        "the dry run says what the application does"
    );
    applied
}

async fn customers(client: &Client, query: &str) -> Vec<CustomerRow> {
    client
        .get(&format!("/api/customers?limit=500&{query}"))
        .await
        .ok::<Page<CustomerRow>>(200)
        .rows
}

fn numbers(import: &Import) -> (u64, u64, u64, u64) {
    let counts = import.counts;
    (counts.new, counts.changed, counts.unchanged, counts.refused)
}

const FIRM: &str = "客户编号,姓名,手机,工地状态,开工日期,会员等级,生日(农历),最近购买,购买金额,城市,标签,营销同意,备注\r\n\
    K1,王小明,138 1234 5678,中期,2026-03-01,VIP,八月十五,2026-04-30,12345.60,杭州,老客户；别墅,是,\"有狗,\n先打电话\"\r\n\
    K2,<script>x</script>,０５７１－８７６５４３２１,维保,,,,,,宁波,,否,=1+1\r\n\
    K3,李丽,1381234,,,,,,,,,,\r\n\
    K4,周强,13900001111,在外太空,,,,,,,,,\r\n\
    ,,,,,,,,,,,,没有身份\r\n\
    K1,王大明,13812345678,,,,,,,,,,\r\n";

#[tokio::test]
async fn a_file_is_checked_applied_and_comes_to_the_same_again() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let first = checked(&fixture, &agent, "customers", FIRM).await;
    assert_eq!(numbers(&first), (3, 0, 0, 3), "{first:?}");
    assert_eq!(first.counts.unreachable, 2);
    assert!(customers(&agent, "").await.is_empty(), "a dry run writes nothing");
    assert_eq!(
        (first.columns.len(), first.sample.len(), first.understood.len()),
        (13, 6, 6)
    );
    assert!(
        !first.sample[0][2].contains("1234"),
        "phones are masked: {:?}",
        first.sample[0]
    );
    assert_eq!(first.understood[0].values["lunar_birthday"], "农历八月十五");
    let refused = agent
        .get(&format!("/api/imports/{}/refused.csv", first.id))
        .await
        .text();
    assert!(
        refused.contains("K4") && refused.contains("工地状态") && refused.contains("与本文件前面的行重复"),
        "{refused}"
    );
    assert_eq!(refused.matches("\r\n").count(), 4, "{refused}");
    let told = fixture
        .as_role(Role::Manager)
        .get("/api/log?action=import.refused_exported")
        .await
        .text();
    assert!(
        told.contains(&first.id.to_string()) && told.contains(&common::user(Role::Agent).to_string()),
        "who takes phones away in full: {told}"
    );

    agent
        .post(&format!("/api/imports/{}/apply", first.id), &seen(&first))
        .await
        .ok::<Import>(200);
    let done = settled(&fixture, &agent, first.id).await;
    assert_eq!((done.state, numbers(&done)), (ImportState::Applied, (3, 0, 0, 3)));
    assert!(done.sample.is_empty(), "the sample is forgotten");
    agent
        .post(&format!("/api/imports/{}/apply", first.id), &seen(&first))
        .await
        .problem(Code::WrongState);
    agent
        .post(&format!("/api/imports/{}/cancel", first.id), &())
        .await
        .problem(Code::WrongState);

    let found = customers(&agent, "search=K1").await;
    let one: Customer = agent.get(&format!("/api/customers/{}", found[0].id)).await.ok(200);
    assert_eq!((one.purchase_count, one.purchase_total), (1, 1_234_560));
    assert_eq!(one.card.tags, ["别墅", "老客户"]);
    assert_eq!(one.consents.marketing, Consent::Given);
    let consents = agent.get(&format!("/api/customers/{}/consents", one.id)).await.text();
    assert!(consents.contains("f.csv:2"), "{consents}");

    let again = applied(&fixture, &agent, "customers", FIRM).await;
    assert_eq!(numbers(&again), (0, 0, 3, 3), "{again:?}");
    let same: Customer = agent.get(&format!("/api/customers/{}", one.id)).await.ok(200);
    assert_eq!(same, one);
    let list: Page<ImportRow> = agent.get("/api/imports").await.ok(200);
    assert_eq!(list.rows.len(), 2);
    let log = fixture.as_role(Role::Manager).get("/api/log").await.text();
    assert!(
        log.contains("import.applied") && !log.contains("王小明") && !log.contains("f.csv line"),
        "{log}"
    );
}

#[tokio::test]
async fn what_a_file_does_not_say_stays() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    applied(&fixture, &agent, "customers", FIRM).await;
    let text = "客户编号,姓名,城市,会员等级,标签,营销同意\nK1,,,金卡,新,否\nK2,,,,,是\n";
    let done = applied(&fixture, &agent, "customers", text).await;
    assert_eq!(numbers(&done), (0, 1, 1, 0));
    let row = &customers(&agent, "search=K1").await[0];
    let one: Customer = agent.get(&format!("/api/customers/{}", row.id)).await.ok(200);
    assert_eq!(
        (
            one.card.name.as_str(),
            one.card.city.as_deref(),
            one.card.tier.as_deref()
        ),
        ("王小明", Some("杭州"), Some("金卡"))
    );
    assert_eq!(one.card.tags, ["别墅", "新", "老客户"]);
    assert_eq!(one.consents.marketing, Consent::Withdrawn);
    let row = &customers(&agent, "search=K2").await[0];
    let two: Customer = agent.get(&format!("/api/customers/{}", row.id)).await.ok(200);
    assert_eq!(
        two.consents.marketing,
        Consent::Withdrawn,
        "a file never undoes a withdrawal"
    );
}

#[tokio::test]
async fn customers_are_known_by_number_else_by_phone() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    for (text, expected) in [
        // Without numbers, the phone decides, however it is written.
        (
            "姓名,手机\n甲,13800000001\n乙,13800000002\n甲,138-0000-0001\n",
            (2, 0, 0, 1),
        ),
        ("姓名,手机\n甲,+86 138 0000 0001\n", (0, 0, 1, 0)),
        // A number is added to who has none.
        ("编号,姓名,手机\nA,甲,13800000001\n", (0, 1, 0, 0)),
        // Somebody with another number shares the phone.
        ("编号,姓名,手机\nB,丁,13800000001\n", (1, 0, 0, 0)),
        // Now the phone alone does not tell who is meant.
        ("姓名,手机\n甲,13800000001\n", (0, 0, 0, 1)),
        // The number decides; the phone is new.
        ("编号,姓名,手机\nA,甲,13800000009\n", (0, 1, 0, 0)),
    ] {
        let done = applied(&fixture, &agent, "customers", text).await;
        assert_eq!(numbers(&done), expected, "{text}");
    }
    assert_eq!(customers(&agent, "").await.len(), 3);
}

#[tokio::test]
async fn columns_are_corrected_and_remembered() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let text = "代号,称呼们,联系方式甲,楼盘编码\nX1,王小明,13812345678,7\n";
    let import: Import = upload(&agent, "customers", "f.csv", text.into()).await.ok(201);
    let import = settled(&fixture, &agent, import.id).await;
    let path = format!("/api/imports/{}/mapping", import.id);
    let fields = |codes: [&str; 4]| Mapping {
        fields: codes.map(str::to_owned).to_vec(),
    };
    agent
        .put(&path, &fields(["name", "name", "phone", "ignore"]))
        .await
        .problem(Code::Invalid);
    agent
        .put(&path, &fields(["name", "ignore", "ignore", "ignore"]))
        .await
        .problem(Code::Invalid);
    agent
        .put(&path, &fields(["number", "name", "phone", "rocket"]))
        .await
        .problem(Code::Invalid);
    agent
        .put(&path, &fields(["number", "name", "phone", "attribute"]))
        .await
        .ok::<Import>(200);
    let import = settled(&fixture, &agent, import.id).await;
    assert_eq!(
        (import.state, numbers(&import)),
        (ImportState::Checked, (1, 0, 0, 0)),
        "{import:?}"
    );
    assert_eq!(import.columns[3].field, "attribute");
    let second = checked(&fixture, &agent, "customers", text).await;
    assert!(
        second.columns.iter().all(|column| column.guess == Guess::Remembered),
        "{:?}",
        second.columns
    );
    agent
        .post(&format!("/api/imports/{}/apply", second.id), &seen(&second))
        .await
        .ok::<Import>(200);
    settled(&fixture, &agent, second.id).await;
    let row = &customers(&agent, "search=X1").await[0];
    let one: Customer = agent.get(&format!("/api/customers/{}", row.id)).await.ok(200);
    assert_eq!(one.card.attributes["楼盘编码"], "7");
    // Without a column that tells who is who, nothing can be applied until one is chosen.
    let import: Import = upload(&agent, "customers", "f.csv", "颜色,大小\n红,1\n".into())
        .await
        .ok(201);
    assert!(import.problem.is_some() && import.state == ImportState::Checked);
    agent
        .post(&format!("/api/imports/{}/apply", import.id), &seen(&import))
        .await
        .problem(Code::WrongState);
}

#[tokio::test]
async fn what_is_applied_is_what_was_seen() {
    let fixture = Fixture::new().await;
    let [one, other] = [(); 2].map(|()| fixture.as_role(Role::Agent));
    let text = "编号,姓名,手机,城市\nK1,王芳,13800000001,杭州\n";
    let looked = checked(&fixture, &one, "customers", text).await;
    let path = format!("/api/imports/{}", looked.id);
    let without = Mapping {
        fields: ["number", "name", "phone", "ignore"].map(str::to_owned).to_vec(),
    };
    other.put(&format!("{path}/mapping"), &without).await.ok::<Import>(200);
    let now = settled(&fixture, &other, looked.id).await;
    assert!(now.version > looked.version);
    let refused = one
        .post(&format!("{path}/apply"), &seen(&looked))
        .await
        .problem(Code::Conflict);
    let there: Import = serde_json::from_value(refused.current.unwrap()).unwrap();
    assert_eq!(
        (there.version, there.columns[3].field.as_str()),
        (now.version, "ignore")
    );
    assert!(customers(&one, "").await.is_empty());
    one.post(&format!("{path}/apply"), &seen(&there))
        .await
        .ok::<Import>(200);
    settled(&fixture, &one, looked.id).await;
    assert_eq!(customers(&one, "").await[0].city, None);
}

#[tokio::test]
async fn purchases_and_events_find_their_customers() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    applied(&fixture, &agent, "customers", FIRM).await;
    let purchases = "客户编号,手机,订单号,购买日期,金额,商品\nK1,,D1,2026-05-01,100,瓷砖\n,13812345678,D2,2026-05-02,50.5,门\nK9,,D3,2026-05-01,1,x\nK1,,D1,2026-05-01,100,瓷砖\n";
    let done = applied(&fixture, &agent, "purchases", purchases).await;
    assert_eq!(numbers(&done), (2, 0, 0, 2), "{done:?}");
    let row = &customers(&agent, "search=K1").await[0];
    let one: Customer = agent.get(&format!("/api/customers/{}", row.id)).await.ok(200);
    assert_eq!(
        (one.purchase_count, one.purchase_total),
        (3, 1_234_560 + 10_000 + 5_050)
    );
    assert_eq!(one.last_purchase, "2026-05-02".parse().ok());
    assert_eq!(
        numbers(&applied(&fixture, &agent, "purchases", purchases).await),
        (0, 0, 2, 2)
    );
    let other = "客户编号,订单号,购买日期,金额\nK2,D1,2026-05-01,100\nK1,D2,2026-05-03,60\n";
    assert_eq!(
        numbers(&applied(&fixture, &agent, "purchases", other).await),
        (0, 1, 0, 1)
    );
    let one: Customer = agent.get(&format!("/api/customers/{}", row.id)).await.ok(200);
    assert_eq!(
        (one.purchase_count, one.purchase_total),
        (3, 1_234_560 + 10_000 + 6_000)
    );

    let events = "客户编号,类型,日期,内容,工地状态\nK1,工地,2026-05-05,油漆完工,收尾\nK2,报修,2026-05-06,漏水,\nK7,投诉,2026-05-06,x,\n";
    assert_eq!(
        numbers(&applied(&fixture, &agent, "events", events).await),
        (2, 0, 0, 1)
    );
    assert_eq!(
        numbers(&applied(&fixture, &agent, "events", events).await),
        (0, 0, 2, 1)
    );
    let line = agent.get(&format!("/api/customers/{}/timeline", row.id)).await.text();
    assert!(line.contains("油漆完工") && line.contains("瓷砖"), "{line}");
    let one: Customer = agent.get(&format!("/api/customers/{}", row.id)).await.ok(200);
    assert_eq!(one.card.site_stage, Some(domain::customer::SiteStage::Final));
}

#[tokio::test]
async fn only_a_file_may_be_long() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let import = checked(&fixture, &agent, "customers", "姓名,手机\n王芳,13800000001\n").await;
    let long = Mapping {
        fields: vec!["x".repeat(3_000_000)],
    };
    let reply = agent.put(&format!("/api/imports/{}/mapping", import.id), &long).await;
    reply.problem(Code::TooLarge);
    let file = format!("姓名,手机\n{}", "王芳,13800000001\n".repeat(200_000));
    assert!(file.len() > 3_000_000);
    upload(&agent, "customers", "f.csv", file.into_bytes())
        .await
        .ok::<Import>(201);
}

#[tokio::test]
async fn what_a_file_brought_may_stay_when_the_card_is_edited() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let file = format!(
        "客户编号,姓名,手机,交工日期,开工日期,备注,工地\nK1,王芳,13800000001,2026-05-01,2026-01-01,{},{}\nK2,李雷,13800000002,2026-01-01,2026-05-01,,\n",
        "长".repeat(3_000),
        "远".repeat(150),
    );
    let import = applied(&fixture, &agent, "customers", file).await;
    assert_eq!((import.counts.new, import.counts.refused), (1, 1), "{import:?}");
    let id = customers(&agent, "").await[0].id;
    let path = format!("/api/customers/{id}");
    let mut customer: Customer = agent.get(&path).await.ok(200);
    customer.card.name = "王芳芳".into();
    let edit = |customer: &Customer| wire::customers::CustomerEdit {
        version: customer.version,
        card: customer.card.clone(),
    };
    customer = agent.put(&path, &edit(&customer)).await.ok(200);
    assert_eq!(customer.card.name, "王芳芳");
    customer.card.note = Some("短".repeat(2_001));
    let problem = agent.put(&path, &edit(&customer)).await.problem(Code::Invalid);
    assert_eq!(problem.fields.len(), 1, "{problem:?}");
    assert_eq!(problem.fields[0].field, "card.note");
}
