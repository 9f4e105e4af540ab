//! The pace that a frozen roll of a million needs: `cargo test --release -p rollcall-domain --test pace -- --ignored --nocapture`.
#![allow(clippy::unwrap_used)]

use domain::campaign::{Content, Limits};
use domain::consent::{Consent, Purpose};
use domain::customer::{Facts, Sex};
use domain::id::CustomerId;
use domain::phone::{Phone, PhoneState};
use domain::plan::{Candidate, Plan, Planned, Policy, Seen, Terms};
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Rule;

#[test]
#[ignore = "a measurement"]
fn half_a_million_a_second() {
    let content = Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: "尊敬的{称呼|客户}，您在{工地|我司}的工地今天是开工第{开工天数|多}天，{城市|本地}明日有雨，请留意。"
            .into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose: Purpose::Marketing,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: "sandbox".into(),
        limits: Limits {
            people: u64::MAX,
            parts: u64::MAX,
            cost: u64::MAX,
        },
    };
    let terms = Terms {
        price_millis: 4_500,
        rule: sms::Rule::ChineseBilling,
        refuses: Vec::new(),
    };
    let plan = Plan::new(&content, "2026-05-07".parse().unwrap(), terms, Policy::default()).unwrap();
    let mut facts = Facts::unknown(CustomerId(uuid::Uuid::nil()));
    facts.name = "王建国".into();
    facts.phone_state = PhoneState::Mobile;
    facts.consents.marketing = Consent::Given;
    facts.sex = Some(Sex::Male);
    facts.city = Some("杭州".into());
    facts.site_started = "2026-03-08".parse().ok();
    let phones: Vec<Phone> = (0..1_000_000)
        .map(|n| Phone::parse(&format!("+86138{n:08}")).unwrap())
        .collect();
    let mut seen = Seen::new();
    let begun = std::time::Instant::now();
    let mut written = 0;
    for (entry, phone) in phones.into_iter().enumerate() {
        facts.phone = Some(phone);
        if let Planned::Message(message) = plan.one(
            Candidate {
                entry: entry as u32,
                facts: &facts,
                recent: 0,
            },
            &mut seen,
        ) {
            written += message.text.len();
        }
    }
    let pace = 1_000_000.0 / begun.elapsed().as_secs_f64();
    println!("{pace:.0} customers a second, {written} bytes");
    assert!(pace > 500_000.0, "{pace}");
}
