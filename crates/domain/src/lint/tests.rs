//! Every rule, through one `check()`.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::campaign::Limits;
use crate::consent::Purpose;
use crate::schedule::LatePolicy;
use crate::segment::Rule;
use proptest::prelude::*;

fn content(text: &str) -> Content {
    Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: text.into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose: Purpose::Care,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: "sandbox".into(),
        rate: None,
        limits: Limits {
            people: 1,
            parts: 1,
            cost: 1,
        },
    }
}

fn findings(content: &Content, longest: Option<(usize, u16)>) -> Vec<Finding> {
    lint(&Subject::new(content, AllowedHours::default(), longest), Lang::ZhCn)
}

/// A finding as (rule, place, mend).
type Expected<'a> = (&'a str, Option<(usize, usize)>, Option<&'a str>);

/// Exactly these findings.
fn check(content: &Content, expected: &[Expected<'_>]) {
    let found = findings(content, None);
    let got: Vec<_> = found
        .iter()
        .map(|f| (f.rule, f.place.as_ref().map(|p| (p.start, p.end)), f.mend.as_deref()))
        .collect();
    assert_eq!(got, expected, "{}", content.text);
}

#[test]
fn a_good_text_has_no_findings() {
    check(
        &content("尊敬的{称呼|客户}，立夏已至，{城市|本地}天气渐热，请注意防暑。（有事请找{项目经理|我们}）"),
        &[],
    );
}

#[test]
fn each_rule_finds_its_own() {
    let at = |text: &str, from, to, rule, mend| check(&content(text), &[(rule, Some((from, to)), mend)]);
    check(&content("  \n"), &[("empty", None, None)]);
    at("您好{姓各}", 2, 6, "variable_unknown", Some("{姓名}"));
    at("您好｛姓名｝", 2, 6, "template", Some("{姓名}"));
    at("【安居装饰】您好", 0, 6, "signature_doubled", Some(""));
    check(
        &content("【优惠】您好"),
        &[
            ("brackets", Some((0, 1)), Some("「")),
            ("brackets", Some((3, 4)), Some("」")),
        ],
    );
    at("详见 https://a.cn/x 。", 3, 17, "link", None);
    at("详见anju.com。", 2, 10, "link", None);
    at("致电400-820-8820。", 2, 14, "phone_number", None);
    check(&content("2026-05-07 开工，共 123456 元"), &[]);
    at("您好😀", 2, 3, "emoji", Some(""));
    at("您好㐂", 2, 3, "rare_character", None);
    at("您\u{200b}好", 1, 2, "invisible", Some(""));
    at("您好（王先生", 2, 3, "unbalanced", None);
    at("您好,王先生", 2, 3, "mixed_punctuation", Some("，"));
    at("您好！！！", 2, 5, "repeated_punctuation", Some("！"));
    check(&content(&"好".repeat(500)), &[("too_long", None, None)]);
}

#[test]
fn what_controls_is_not_sent_and_what_is_only_unseen_is_told() {
    for (text, severity) in [
        ("您\0好", Severity::Block),
        ("您\u{1b}好", Severity::Block),
        ("您\r\n好", Severity::Warn),
        ("您\u{202e}好", Severity::Warn),
    ] {
        let found = findings(&content(text), None);
        let found: Vec<_> = found.iter().map(|one| (one.rule, one.severity)).collect();
        assert_eq!(found, [("invisible", severity)], "{text:?}");
    }
}

#[test]
fn the_signature_is_looked_at() {
    for (signature, rule) in [
        ("", "signature_missing"),
        ("【安居】", "signature_brackets"),
        ("安", "signature_length"),
        ("安居装饰安居装饰安居装饰安居装饰安居装", "signature_length"),
    ] {
        let mut content = content("您好");
        content.signature = signature.into();
        check(&content, &[(rule, None, None)]);
    }
}

#[test]
fn offers_are_held_to_the_law() {
    let mut offer = content("全网最低价，最佳选择，退订回T，拒收请回复R");
    check(&offer, &[]);
    offer.purpose = Purpose::Marketing;
    check(
        &offer,
        &[
            ("superlative", Some((2, 5)), None),
            ("superlative", Some((6, 8)), None),
            ("opt_out_worded", Some((11, 15)), Some("")),
            ("opt_out_doubled", Some((16, 22)), Some("")),
        ],
    );
}

#[test]
fn the_hour_is_looked_at() {
    for (time, text, rules) in [
        ("15:00:00", "早上好", &["greeting"][..]),
        ("08:30:00", "早上好", &[]),
        ("06:30:00", "早上好", &["outside_hours"]),
        ("19:00:00", "Good morning", &["greeting"]),
    ] {
        let mut content = content(text);
        content.schedule = Schedule::Daily {
            at: time.parse().unwrap(),
        };
        let got: Vec<_> = findings(&content, None).iter().map(|f| f.rule).collect();
        assert_eq!(got, rules, "{time} {text}");
    }
}

#[test]
fn renderings_count_where_they_are_known() {
    let content = content("您好");
    for (longest, rules) in [
        ((501, 8), &["too_long"][..]),
        ((200, 3), &["many_parts"]),
        ((134, 2), &[]),
    ] {
        let got: Vec<_> = findings(&content, Some(longest)).iter().map(|f| f.rule).collect();
        assert_eq!(got, rules);
    }
}

proptest! {
    #[test]
    fn any_text_is_answered_with_places_inside_it(
        text in any::<String>(),
        bits in "[【】{}｛｝（）!！0-9a.:/最佳好😀清明端午快乐马年月日周一们們丙-]{0,60}",
        days in -40_000i64..60_000,
    ) {
        let mut content = content(&format!("{text}{bits}"));
        content.purpose = Purpose::Marketing;
        let length = content.text.chars().count();
        let known: Vec<&str> = RULES.iter().flat_map(|rule| rule.ids).copied().collect();
        let policy = CarrierPolicy::built_in("tencent").unwrap();
        let moment = chrono::NaiveDate::default().and_time(chrono::NaiveTime::MIN) + chrono::Duration::days(days);
        let everything = Subject::new(&content, AllowedHours::default(), None)
            .at(moment)
            .opt_out(OptOut::InText)
            .festival(Festival::MidAutumn)
            .policy(&policy);
        let found = [findings(&content, None), lint(&everything, Lang::En)].concat();
        for finding in found {
            prop_assert!(known.contains(&finding.rule));
            prop_assert!(!finding.message.is_empty());
            prop_assert!(finding.place.is_none_or(|place| place.start < place.end && place.end <= length));
        }
    }
}

/// Exactly these findings when it goes out at that moment.
fn check_at(at: &str, text: &str, expected: &[Expected<'_>]) {
    let content = content(text);
    let subject = Subject::new(&content, AllowedHours::default(), None).at(at.parse().unwrap());
    let found = lint(&subject, Lang::ZhCn);
    let got: Vec<_> = found
        .iter()
        .map(|f| (f.rule, f.place.as_ref().map(|p| (p.start, p.end)), f.mend.as_deref()))
        .collect();
    assert_eq!(got, expected, "{at} {text}");
}

#[test]
fn dates_and_their_weekdays() {
    let at = |text: &str, expected: &[Expected<'_>]| check_at("2026-05-01T10:00:00", text, expected);
    at("5月7日（星期四）上门", &[]);
    at("5月7日（星期五）上门", &[("weekday", Some((7, 8)), Some("四"))]);
    at("2026年5月7日周五上门", &[("weekday", Some((10, 11)), Some("四"))]);
    at("2026-05-07 周天上门", &[("weekday", Some((12, 13)), Some("四"))]);
    at("2月30日交工", &[("no_such_date", Some((0, 5)), None)]);
    at("周边优惠，5月7日周边", &[]);
}

#[test]
fn festivals_on_their_days() {
    for (at, text, expected) in [
        ("2026-09-25T10:00:00", "祝您中秋节快乐", &[][..]),
        (
            "2026-10-01T10:00:00",
            "祝您中秋节快乐",
            &[("festival_day", Some((2, 4)), None)],
        ),
        (
            "2026-09-24T10:00:00",
            "祝您中秋节快乐",
            &[("festival_early", Some((2, 4)), None)],
        ),
        ("2026-09-20T10:00:00", "中秋将至，预祝安康", &[]),
        (
            "2026-09-24T10:00:00",
            "今天是中秋节",
            &[("festival_day", Some((3, 5)), None)],
        ),
        ("2026-02-20T10:00:00", "春节快乐", &[]),
        ("2026-05-06T10:00:00", "今日立夏", &[("term_day", Some((2, 4)), None)]),
        ("2026-05-05T10:00:00", "今日立夏", &[]),
        (
            "2026-06-19T10:00:00",
            "端午节快乐",
            &[("dragon_boat_wish", Some((3, 5)), Some("安康"))],
        ),
        (
            "2026-04-05T10:00:00",
            "清明节快乐",
            &[("solemn", Some((3, 5)), Some("安康"))],
        ),
        (
            "2026-08-27T10:00:00",
            "节日快乐",
            &[("solemn", Some((0, 4)), Some("节日安康"))],
        ),
        ("2026-02-10T10:00:00", "马年大吉", &[]),
        ("2026-02-10T10:00:00", "辞别蛇年，马年大吉", &[]),
        (
            "2026-02-10T10:00:00",
            "蛇年大吉",
            &[("zodiac", Some((0, 1)), Some("马"))],
        ),
        (
            "2026-12-31T10:00:00",
            "丙午年吉祥",
            &[("zodiac", Some((0, 2)), Some("丁未"))],
        ),
        (
            "2025-12-31T10:00:00",
            "2025年新年快乐",
            &[("year", Some((0, 4)), Some("2026"))],
        ),
        ("2026-01-01T10:00:00", "2026新年快乐", &[]),
    ] {
        check_at(at, text, expected);
    }
}

#[test]
fn scripts_are_not_mixed() {
    check(
        &content("欢迎您来我們家"),
        &[("mixed_script", Some((5, 6)), Some("们"))],
    );
    check(
        &content("歡迎您來我们家"),
        &[("mixed_script", Some((5, 6)), Some("們"))],
    );
    check(&content("里里外外"), &[]);
}

#[test]
fn a_carriers_policy_is_held() {
    let policy = CarrierPolicy::built_in("tencent").unwrap();
    for (text, rules) in [
        ("您的装修进度", &["policy_decoration"][..]),
        ("请填问卷", &["policy_survey"]),
        ("联系13800138000", &["policy_mobile", "phone_number"]),
        ("{姓名}{称呼}您好", &["variables_adjacent"]),
        ("{姓名}！", &["variables_only"]),
        ("{姓名}您好", &[]),
    ] {
        let content = content(text);
        let found = lint(
            &Subject::new(&content, AllowedHours::default(), None).policy(&policy),
            Lang::En,
        );
        let got: Vec<_> = found.iter().map(|f| f.rule).collect();
        assert_eq!(got, rules, "{text}");
        let mut second = content.clone();
        second.others = vec![std::mem::replace(&mut second.text, "{姓名}您好".into())];
        assert_eq!(policy.refuses(&second), !rules.is_empty(), "{text}");
    }
}

#[test]
fn an_offer_without_opt_out_is_mended() {
    let mut offer = content("全场五折。");
    offer.purpose = Purpose::Marketing;
    let found = |line| {
        lint(
            &Subject::new(&offer, AllowedHours::default(), None).opt_out(line),
            Lang::ZhCn,
        )
    };
    assert_eq!(found(OptOut::Added), []);
    assert_eq!(found(OptOut::InText)[0].mend.as_deref(), Some("。拒收请回复R"));
    assert_eq!(found(OptOut::Written("回T退订".into()))[0].rule, "opt_out_worded");
}

#[test]
fn what_would_save_a_part_is_told_where_it_does() {
    let mend = |content: &Content, longest, rule| {
        let found = findings(content, longest);
        let one = found.into_iter().find(|finding| finding.rule == rule)?;
        assert_eq!(one.place, Some(0..content.text.chars().count()));
        one.mend
    };
    // 71 characters with the signature, two of them more than needed.
    let spaced = content("{姓名}您好，  今天有雨，出门请带伞  。");
    assert_eq!(
        mend(&spaced, Some((71, 2)), "saves_part").as_deref(),
        Some("{姓名}您好， 今天有雨，出门请带伞 。")
    );
    for longest in [Some((70, 1)), Some((100, 2)), None] {
        assert_eq!(mend(&spaced, longest, "saves_part"), None, "{longest:?}");
    }
    let mut wide = content(&format!("Dear {{name}},  your work begins {}", "soon ".repeat(8)));
    wide.signature.clear();
    let told = |parts| mend(&wide, Some((71, parts)), "saves_part").is_some();
    assert_eq!(
        (told(2), told(1)),
        (true, false),
        "a carrier of GSM-7 sends it as one part"
    );
    let mut latin = content(&format!(
        "Dear {{name}}, we’ll come on Monday. {}",
        "Thank you. ".repeat(5)
    ));
    assert_eq!(
        mend(&latin, Some((100, 2)), "forces_ucs2"),
        None,
        "the signature is in UCS-2 anyway"
    );
    latin.signature.clear();
    let mended = mend(&latin, Some((100, 2)), "forces_ucs2").unwrap();
    assert!(mended.starts_with("Dear {name}, we'll come"), "{mended}");
}

#[test]
fn a_text_for_many_parts_is_told_without_renderings() {
    check(&content(&"好".repeat(140)), &[("many_parts", None, None)]);
}

#[test]
fn what_is_found_names_its_wording() {
    let mut two = content("{姓名}您好");
    two.others.push("早上好！！{姓各}".into());
    two.signature = String::new();
    let subject = |_| Subject::new(&two, AllowedHours::default(), None);
    let found = lint_wordings(&two, subject, Lang::ZhCn);
    let of = |rule: &str| {
        let found = found.iter().filter(|(_, finding)| finding.rule == rule);
        found.map(|(wording, _)| *wording).collect::<Vec<_>>()
    };
    assert_eq!(
        of("signature_missing"),
        [None],
        "it is about all of them, and told once"
    );
    let unknown = found.iter().find(|(_, finding)| finding.place == Some(5..9));
    assert_eq!(unknown.map(|(wording, _)| *wording), Some(Some(1)), "{found:?}");
    assert!(found.is_sorted_by_key(|(_, finding)| finding.severity));
    let one = content("早上好！！{姓各}");
    let alone = lint_wordings(&one, |_| Subject::new(&one, AllowedHours::default(), None), Lang::ZhCn);
    assert!(alone.iter().all(|(wording, _)| wording.is_none()));
    assert_eq!(alone.len(), findings(&one, None).len());
}
