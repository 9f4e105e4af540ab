//! What values bring into a message.

use domain::role::Role;
use wire::campaigns::{ContentPreview, SampleKind, Severity};
use wire::customers::{Customer, CustomerEdit};

use super::compose::{customer, draft, firm, preview};

#[tokio::test]
async fn values_that_read_as_a_signature_or_a_link_are_warned_of_and_shown() {
    let fixture = firm().await;
    let agent = fixture.as_role(Role::Agent);
    // What the author wrote is the linter's to judge.
    let content = draft(&fixture, "{姓名}您好，详情见 www.anju.cn").await.content;
    let warned = |seen: &ContentPreview| {
        let mut found = seen.findings.iter();
        found
            .find(|finding| finding.rule == "values_marked")
            .map(|finding| finding.severity)
    };
    let seen = preview(&agent, &content, None).await;
    assert_eq!(warned(&seen), None, "{:?}", seen.findings);
    for name in ["王【贷款】", "王】", "加微信 dai.cn/x 领钱", "HTTP://a.b"] {
        let path = format!("/api/customers/{}", customer(2));
        let mut kept: Customer = agent.get(&path).await.ok(200);
        kept.card.name = name.into();
        let edit = CustomerEdit {
            version: kept.version,
            card: kept.card,
        };
        let _: Customer = agent.put(&path, &edit).await.ok(200);
        let seen = preview(&agent, &content, None).await;
        assert_eq!(warned(&seen), Some(Severity::Warn), "{name}: {:?}", seen.findings);
        let mut samples = seen.samples.iter();
        let odd = samples.find(|sample| sample.kind == SampleKind::Oddest).unwrap();
        assert_eq!(odd.customer, customer(2), "{name}");
    }
}
