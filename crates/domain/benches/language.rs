//! The pace of the language of care: `cargo bench -p rollcall-domain`. To reach: one text through all rules of the linter in
//! 50 µs, a year of the almanac in 100 µs.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use domain::campaign::{Content, Limits};
use domain::consent::{Consent, Purpose};
use domain::customer::{Facts, Sex};
use domain::id::CustomerId;
use domain::phone::{Phone, PhoneState};
use domain::plan::{Candidate, Plan, Policy, Seen, Terms};
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Rule;

const MILLION: u32 = 1_000_000;
const TEXT: &str = "尊敬的{称呼|客户}，您在{工地|我司}的工地今天是开工第{开工天数|多}天，{城市|本地}明日有雨，请留意。";

/// Parts of a million texts: Latin, Chinese, with emoji, short and long, by both rules.
fn parts(criterion: &mut Criterion) {
    let texts: Vec<String> = [
        "Dear Mr Wang, your site is open from 9 to 5 [hall 3].",
        "尊敬的王先生，中秋将至，祝您阖家安康！",
        "下雨了☔请关好门窗",
    ]
    .iter()
    .flat_map(|text| [1, 2, 5].map(|times| text.repeat(times)))
    .collect();
    let rules = [sms::Rule::ChineseBilling, sms::Rule::Radio];
    let mut group = criterion.benchmark_group("parts");
    group.sample_size(10).throughput(Throughput::Elements(MILLION.into()));
    group.bench_function("a million texts", |bencher| {
        bencher.iter(|| {
            let of = |n: usize| sms::count(&texts[n % texts.len()], rules[n / texts.len() % 2]);
            (0..MILLION as usize)
                .filter_map(|n| of(black_box(n)).ok())
                .map(|parts| parts.parts)
                .sum::<usize>()
        });
    });
    group.finish();
}

/// Messages of a million customers: rendered, counted and priced, as a freeze does it.
fn render(criterion: &mut Criterion) {
    let content = Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: TEXT.into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose: Purpose::Marketing,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: "sandbox".into(),
        rate: None,
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
    let phones: Vec<Phone> = (0..MILLION)
        .map(|n| Phone::parse(&format!("+86138{n:08}")).unwrap())
        .collect();
    let mut group = criterion.benchmark_group("render");
    group.sample_size(10).throughput(Throughput::Elements(MILLION.into()));
    group.bench_function("a million customers", |bencher| {
        bencher.iter(|| {
            let mut seen = Seen::new();
            for (entry, phone) in (0..).zip(&phones) {
                facts.phone = Some(phone.clone());
                let candidate = Candidate {
                    entry,
                    facts: &facts,
                    recent: domain::cap::Counts::default(),
                };
                black_box(plan.one(candidate, &mut seen));
            }
        });
    });
    group.finish();
}

/// One text through all rules, a carrier's policy among them.
fn lint(criterion: &mut Criterion) {
    let line = r#"{"text":"尊敬的{称呼|客户}，中秋将至，5月7日（星期四）您在{工地|我司}的工地开工第{开工天数|多}天，{城市|本地}明日有雨，请留意门窗。全场优惠，祝您阖家安康！","signature":"安居","purpose":"marketing","at":"2026-05-07T10:00","policy":"tencent"}"#;
    criterion.bench_function("lint one text", |bencher| {
        bencher.iter(|| {
            let mut output = Vec::new();
            domain::command::lint(black_box(line).as_bytes(), &mut output).unwrap();
            output
        });
    });
}

/// Lunar date, solar term and festivals of every day of a year.
fn almanac(criterion: &mut Criterion) {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    criterion.bench_function("a year of the almanac", |bencher| {
        bencher.iter(|| {
            for date in black_box(first).iter_days().take(365) {
                let _ = black_box((almanac::cn(date), almanac::term_on(date), almanac::festivals_on(date)));
            }
        });
    });
}

criterion_group!(benches, parts, render, lint, almanac);
criterion_main!(benches);
