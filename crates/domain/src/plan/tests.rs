//! Tests of the planning, and its pace.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::campaign::Limits;
use crate::id::CustomerId;
use crate::phone::Phone;
use crate::schedule::{LatePolicy, Schedule};
use crate::segment::Rule;

fn content(text: &str, purpose: Purpose) -> Content {
    Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: text.into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: "sandbox".into(),
        rate: None,
        limits: Limits {
            people: 3,
            parts: 3,
            cost: 15,
        },
    }
}

fn plan(text: &str, purpose: Purpose) -> Plan {
    let terms = Terms {
        price_millis: 4_500,
        rule: sms::Rule::ChineseBilling,
        refuses: vec!["贷款".into()],
    };
    let policy = Policy {
        care_needs_consent: false,
        enough: [2, 0, 0],
    };
    Plan::new(&content(text, purpose), "2026-05-07".parse().unwrap(), terms, policy).unwrap()
}

fn customer(phone: &str) -> Facts {
    let mut facts = Facts::unknown(CustomerId(uuid::Uuid::nil()));
    facts.name = "王建国".into();
    facts.phone = Phone::parse(phone).ok();
    facts.phone_state = PhoneState::Mobile;
    facts.consents.marketing = Consent::Given;
    facts
}

fn at(entry: u32, facts: &Facts, recent: u16) -> Candidate<'_> {
    Candidate {
        entry,
        facts,
        recent: [recent, 0, 0],
    }
}

type Fault = fn(&mut Facts);

#[test]
fn the_first_reason_of_the_order_is_given() {
    // From the last reason to the first: each step adds a fault, and its reason takes over.
    let plan = plan("{姓名}{城市}您好", Purpose::Marketing);
    let mut seen = Seen::new();
    let mut first = customer("+8613800000001");
    first.city = Some("杭州".into());
    assert!(matches!(plan.one(at(7, &first, 0), &mut seen), Planned::Message(_)));
    let mut facts = customer("+8613800000002");
    facts.city = Some("贷款".into());
    let steps: [(Fault, u16, Exclusion, Option<Detail>); 10] = [
        (|_| {}, 0, Exclusion::CarrierPolicy, Some(Detail::Word("贷款".into()))),
        (
            |f| f.city = None,
            0,
            Exclusion::VariableMissing,
            Some(Detail::Variable("城市".into())),
        ),
        (|_| {}, 2, Exclusion::FrequencyCap, Some(Detail::Messages(2))),
        (
            |f| f.phone = Phone::parse("+8613800000001").ok(),
            2,
            Exclusion::Duplicate,
            Some(Detail::Entry(7)),
        ),
        (
            |f| f.consents.marketing = Consent::Unknown,
            2,
            Exclusion::NoConsent,
            None,
        ),
        (
            |f| f.consents.marketing = Consent::Withdrawn,
            2,
            Exclusion::OptedOut,
            None,
        ),
        (|f| f.phone_state = PhoneState::Landline, 2, Exclusion::Landline, None),
        (
            |f| f.phone_state = PhoneState::Invalid,
            2,
            Exclusion::InvalidPhone,
            None,
        ),
        (|f| f.phone_state = PhoneState::Missing, 2, Exclusion::NoPhone, None),
        (|f| f.erased = true, 2, Exclusion::Erased, None),
    ];
    for (fault, recent, reason, detail) in steps {
        fault(&mut facts);
        let got = plan.one(at(8, &facts, recent), &mut seen);
        assert_eq!(got, Planned::Excluded { reason, detail });
    }
    assert_eq!(seen.totals().people, 1);
}

#[test]
fn a_barred_phone_is_barred_for_everybody() {
    let mut plan = plan("您好", Purpose::Service);
    plan.bar(Phone::parse("+8613800000002"));
    for (phone, expected) in [("+8613800000001", None), ("+8613800000002", Some(Exclusion::OptedOut))] {
        let facts = customer(phone);
        let reason = match plan.one(at(1, &facts, 0), &mut Seen::new()) {
            Planned::Excluded { reason, .. } => Some(reason),
            Planned::Message(_) => None,
        };
        assert_eq!(reason, expected, "{phone}");
    }
}

#[test]
fn consent_by_purpose() {
    for (purpose, consent, expected) in [
        (Purpose::Service, Consent::Unknown, None),
        (Purpose::Service, Consent::Withdrawn, Some(Exclusion::OptedOut)),
        (Purpose::Care, Consent::Unknown, None),
        (Purpose::Care, Consent::Withdrawn, Some(Exclusion::OptedOut)),
        (Purpose::Marketing, Consent::Unknown, Some(Exclusion::NoConsent)),
        (Purpose::Marketing, Consent::Given, None),
    ] {
        let mut facts = customer("+8613800000001");
        facts.consents.service = consent;
        facts.consents.care = consent;
        facts.consents.marketing = consent;
        let reason = match plan("您好", purpose).one(at(1, &facts, 0), &mut Seen::new()) {
            Planned::Excluded { reason, .. } => Some(reason),
            Planned::Message(_) => None,
        };
        assert_eq!(reason, expected, "{purpose:?} {consent:?}");
    }
}

#[test]
fn texts_are_whole() {
    for (text, purpose, expected) in [
        ("{姓名}您好", Purpose::Care, "【安居装饰】王建国您好"),
        ("{姓名}您好", Purpose::Marketing, "【安居装饰】王建国您好，拒收请回复R"),
        (
            "{姓名}您好！",
            Purpose::Marketing,
            "【安居装饰】王建国您好！拒收请回复R",
        ),
        ("Hello!", Purpose::Marketing, "【安居装饰】Hello! Reply R to opt out"),
    ] {
        let message = plan(text, purpose).message(&customer("+8613800000001"), 0).unwrap();
        assert_eq!(message.text, expected);
        assert_eq!((message.parts, message.cost_millis), (1, 4_500));
    }
    let long = plan(&"好".repeat(495), Purpose::Care).message(&customer("+8613800000001"), 0);
    assert_eq!(long, Err((Exclusion::CarrierPolicy, Detail::TooLong(501))));
}

#[test]
fn a_phone_left_out_for_one_customer_is_free_for_the_next() {
    let plan = plan("{城市}您好", Purpose::Care);
    let mut seen = Seen::new();
    let mut facts = customer("+8613800000001");
    assert!(matches!(
        plan.one(at(1, &facts, 0), &mut seen),
        Planned::Excluded { .. }
    ));
    facts.city = Some("杭州".into());
    assert!(matches!(plan.one(at(2, &facts, 0), &mut seen), Planned::Message(_)));
    assert!(matches!(
        plan.one(at(3, &facts, 0), &mut seen),
        Planned::Excluded {
            reason: Exclusion::Duplicate,
            detail: Some(Detail::Entry(2))
        }
    ));
}

#[test]
fn a_budget_leaves_out_what_no_longer_fits() {
    let plan = plan("您好", Purpose::Care);
    let limits = *plan.limits();
    let mut seen = Seen::within(limits);
    let mut open = Seen::new();
    let mut last = None;
    for n in 1..=4 {
        let facts = customer(&format!("+861380000000{n}"));
        last = Some(plan.one(at(n, &facts, 0), &mut seen));
        plan.one(at(n, &facts, 0), &mut open);
    }
    let detail = Some(Detail::Limit(LimitKind::People));
    assert_eq!(
        last,
        Some(Planned::Excluded {
            reason: Exclusion::OverBudget,
            detail
        })
    );
    assert_eq!(seen.totals().exceeds(&limits), None);
    assert_eq!(seen.totals().cost(), 14);
    assert_eq!(open.totals().exceeds(&limits), Some(LimitKind::People));
}

#[test]
fn details_are_read_as_they_are_written() {
    for detail in [
        Detail::Entry(12),
        Detail::Variable("属性:楼栋".into()),
        Detail::Messages(3),
        Detail::TooLong(512),
        Detail::Word("贷款".into()),
        Detail::Limit(LimitKind::Cost),
    ] {
        assert_eq!(detail.to_string().parse(), Ok(detail));
    }
    for text in ["", "entry", "entry:x", "other:1", "limit:x"] {
        assert!(text.parse::<Detail>().is_err(), "{text}");
    }
}

/// A plan with these wordings, on a day.
fn dealing(wordings: &[&str], today: &str) -> Plan {
    let mut content = content(wordings[0], Purpose::Care);
    content.others = wordings[1..].iter().map(|text| (*text).to_owned()).collect();
    let terms = Terms {
        price_millis: 4_500,
        rule: sms::Rule::ChineseBilling,
        refuses: Vec::new(),
    };
    Plan::new(&content, today.parse().unwrap(), terms, Policy::default()).unwrap()
}

/// The wording of each of twelve customers; `None`: left out. Every third has no phone, the last a city.
fn dealt(plan: &Plan) -> Vec<Option<u16>> {
    let mut seen = Seen::new();
    (0..12)
        .map(|n| {
            let mut facts = customer(&format!("+86138000000{n:02}"));
            if n % 3 == 2 {
                facts.phone_state = PhoneState::Missing;
            }
            facts.city = (n == 10).then(|| "杭州".into());
            match plan.one(at(n, &facts, 0), &mut seen) {
                Planned::Message(message) => Some(message.wording),
                Planned::Excluded { .. } => None,
            }
        })
        .collect()
}

#[test]
fn wordings_go_round_among_those_who_are_written_to() {
    let two = dealing(&["{姓名}您好", "您好{姓名}"], "2026-05-07");
    let first = dealt(&two);
    let got: Vec<u16> = first.iter().flatten().copied().collect();
    assert_eq!((got.len(), first.len()), (8, 12));
    assert!(got.windows(2).all(|pair| pair[0] != pair[1]), "{got:?}");
    assert_eq!(dealt(&two), first, "the same day is dealt the same");
    let next_day = dealt(&dealing(&["{姓名}您好", "您好{姓名}"], "2026-05-08"));
    assert_ne!(next_day, first, "another day begins with another");
    assert_eq!(
        dealt(&dealing(&["您好"], "2026-05-07")).iter().flatten().sum::<u16>(),
        0
    );
}

#[test]
fn a_wording_that_lacks_a_value_passes_to_the_next() {
    let plan = dealing(&["{城市}您好", "您好{姓名}"], "2026-05-07");
    let dealt = dealt(&plan);
    assert_eq!(dealt.iter().flatten().count(), 8, "nobody is missed for a wording");
    assert_eq!(dealt.iter().take(10).flatten().sum::<u16>(), 7, "{dealt:?}");
    // What stands against all of them is told of the one that fell to the customer.
    let none = dealing(&["{城市}您好", "{工地}您好"], "2026-05-07");
    let facts = customer("+8613800000001");
    let Planned::Excluded { reason, detail } = none.one(at(0, &facts, 0), &mut Seen::new()) else {
        panic!("it has no value")
    };
    assert_eq!(reason, Exclusion::VariableMissing);
    assert!(matches!(detail, Some(Detail::Variable(name)) if name == "城市" || name == "工地"));
    let one = none.one_in(at(0, &facts, 0), 1, &mut Seen::new());
    let detail = Some(Detail::Variable("工地".into()));
    assert_eq!(one, Planned::Excluded { reason, detail });
}

#[test]
fn each_wording_speaks_its_own_language() {
    let plan = dealing(&["{称呼|客户}好", "Dear {salutation|customer}"], "2026-05-07");
    let mut facts = customer("+8613800000001");
    facts.sex = Some(crate::customer::Sex::Male);
    let text = |wording| plan.message(&facts, wording).unwrap().text;
    assert_eq!([text(0), text(1)], ["【安居装饰】王先生好", "【安居装饰】Dear Mr 王"]);
}

#[test]
fn a_festival_has_its_name_days_before_it() {
    let mut content = content("{节日|今日}好", Purpose::Care);
    let text = |content: &Content| {
        let terms = Terms {
            price_millis: 0,
            rule: sms::Rule::ChineseBilling,
            refuses: Vec::new(),
        };
        let today = "2026-09-22".parse().unwrap();
        let plan = Plan::new(content, today, terms, Policy::default()).unwrap();
        plan.message(&customer("13800138000"), 0).unwrap().text
    };
    assert!(text(&content).ends_with("今日好"));
    content.schedule = serde_json::from_str(
        r#"{"occasion":{"occasion":{"kind":"festival","festival":"mid_autumn"},"offset":-3,"at":"10:00:00"}}"#,
    )
    .unwrap();
    assert!(text(&content).ends_with("中秋节好"));
}

#[test]
fn nobody_is_greeted_twice() {
    let mut plan = plan("您好", Purpose::Care);
    let facts = customer("+8613800000001");
    plan.greeted([facts.id]);
    let (reason, detail) = (Exclusion::Greeted, None);
    assert_eq!(
        plan.one(at(0, &facts, 0), &mut Seen::new()),
        Planned::Excluded { reason, detail }
    );
    let mut other = customer("+8613800000002");
    other.id = CustomerId(uuid::Uuid::from_u128(7));
    assert!(matches!(
        plan.one(at(1, &other, 0), &mut Seen::new()),
        Planned::Message(_)
    ));
}
