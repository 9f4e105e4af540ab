//! What every text of the library is held to.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use almanac::{Festival, SolarTerm};
use domain::campaign::Content;
use domain::consent::Purpose;
use domain::customer::{Facts, Sex, SiteStage};
use domain::id::CustomerId;
use domain::lang::Lang;
use domain::library::{Anniversary, Calendar, FollowUp, Item, Library, Occasion, Question, Weather, library};
use domain::lint::{Severity, Subject, lint};
use domain::plan::{Plan, Policy, Terms};
use domain::schedule::AllowedHours;

const SIGNATURE: &str = "安居无漏客户服务";
const LANGS: [Lang; 2] = [Lang::ZhCn, Lang::En];

/// The festivals with texts: all but 冬至, which is a solar term and has its texts there.
const GREETED: [Festival; 20] = [
    Festival::NewYear,
    Festival::LittleNewYear,
    Festival::SpringFestivalEve,
    Festival::SpringFestival,
    Festival::Lantern,
    Festival::WomensDay,
    Festival::Qingming,
    Festival::LabourDay,
    Festival::DragonBoat,
    Festival::MidAutumn,
    Festival::NationalDay,
    Festival::DoubleNinth,
    Festival::Laba,
    Festival::MothersDay,
    Festival::ChildrensDay,
    Festival::FathersDay,
    Festival::Qixi,
    Festival::Zhongyuan,
    Festival::TeachersDay,
    Festival::Christmas,
];

/// Words for which carriers or the Advertising Law give trouble, whatever the purpose.
const AVOIDED: [&str; 16] = [
    "最",
    "第一时间",
    "顶级",
    "极致",
    "永久",
    "装修",
    "装饰",
    "建材",
    "房产",
    "物业",
    "问卷",
    "优惠",
    "积分",
    "召回",
    "survey",
    "coupon",
];

fn shipped() -> Library {
    library().unwrap()
}

/// Every text with its item.
fn each(check: impl Fn(&Item, Lang, &str)) {
    for item in shipped().items() {
        for lang in LANGS {
            for text in item.texts(lang) {
                check(item, lang, text);
            }
        }
    }
}

/// Customers whose names are hard to write to; where `full`, all else is known of them as well.
fn customers(full: bool) -> Vec<Facts> {
    let names = [
        ("王芳", Some(Sex::Female)),
        ("王", Some(Sex::Male)),
        ("欧阳娜娜", Some(Sex::Female)),
        ("欧阳震华", None),
        ("John Smith", Some(Sex::Male)),
        ("Alexandra Montgomery", Some(Sex::Female)),
        ("", None),
        ("", Some(Sex::Male)),
    ];
    let customer = |(name, sex): (&str, Option<Sex>)| {
        let mut facts = Facts::unknown(CustomerId(uuid::Uuid::nil()));
        facts.name = name.to_owned();
        facts.sex = sex;
        if full {
            facts.city = Some("呼和浩特".into());
            facts.tier = Some("至尊黑金".into());
            facts.site_name = Some("桃源小镇春晓苑12幢2单元1801".into());
            facts.site_stage = Some(SiteStage::Maintenance);
            facts.site_due = "2027-12-31".parse().ok();
            facts.project_manager = Some("欧阳震华".into());
            facts.last_purchase = "2025-12-31".parse().ok();
        }
        facts
    };
    names.into_iter().map(customer).collect()
}

/// The whole text and its parts, as the product would send it.
fn written(content: &Content, rule: sms::Rule, facts: &Facts) -> (String, u16) {
    let terms = Terms {
        price_millis: 0,
        rule,
        refuses: Vec::new(),
    };
    let plan = Plan::new(content, "2026-05-07".parse().unwrap(), terms, Policy::default()).unwrap();
    let message = plan.message(facts, 0).unwrap();
    (message.text, message.parts)
}

#[test]
fn every_occasion_has_four_wordings_in_each_language() {
    let library = shipped();
    let stages = SiteStage::ALL
        .into_iter()
        .filter(|stage| *stage != SiteStage::NotStarted);
    let occasions = (GREETED.into_iter().map(Occasion::Festival))
        .chain(SolarTerm::ALL.into_iter().map(Occasion::Term))
        .chain(Calendar::ALL.iter().copied().map(Occasion::Birthday))
        .chain(Anniversary::ALL.iter().copied().map(Occasion::Anniversary))
        .chain(Weather::ALL.iter().copied().map(Occasion::Weather))
        .chain(stages.map(Occasion::Stage))
        .chain(FollowUp::ALL.iter().copied().map(Occasion::FollowUp))
        .chain(Question::ALL.iter().copied().map(Occasion::Question));
    let mut seen = 0;
    for occasion in occasions {
        let first = library.of(occasion).next().unwrap_or_else(|| panic!("{occasion:?}"));
        for lang in LANGS {
            assert!(first.texts(lang).len() >= 4, "{occasion:?}");
            assert!(!occasion.name(lang).is_empty());
        }
        seen += 1;
    }
    assert_eq!(seen, 71);
}

#[test]
fn purposes_fit_the_occasion() {
    for item in shipped().items() {
        let service = matches!(
            item.occasion(),
            Occasion::Stage(_) | Occasion::FollowUp(_) | Occasion::Question(_)
        );
        let expected = if service { Purpose::Service } else { Purpose::Care };
        assert_eq!(item.purpose(), expected, "{}", item.id());
    }
}

#[test]
fn ids_and_texts_are_distinct() {
    let library = shipped();
    let mut ids = HashSet::new();
    let mut texts = HashSet::new();
    for item in library.items() {
        assert!(ids.insert(item.id()), "{}", item.id());
        assert_eq!(library.item(item.id()), Some(item));
        for text in LANGS.iter().flat_map(|lang| item.texts(*lang)) {
            assert!(texts.insert(text), "{text}");
        }
    }
    let json = serde_json::to_string(&library).unwrap();
    assert_eq!(serde_json::from_str::<Library>(&json).unwrap(), library);
}

#[test]
fn hard_names_are_written_within_two_parts() {
    each(|item, lang, text| {
        let content = Content::of_text(text.to_owned(), SIGNATURE.to_owned(), item.purpose());
        for facts in customers(false).iter().chain(&customers(true)) {
            for rule in [sms::Rule::Radio, sms::Rule::ChineseBilling] {
                let (whole, parts) = written(&content, rule, facts);
                assert!(parts <= 2, "{}: {parts} parts: {whole}", item.id());
                for flaw in ["{", "}", "|", "，，", "，。", "】，", "  ", " ,"] {
                    assert!(!whole.contains(flaw), "{}: {flaw:?} in {whole}", item.id());
                }
                if lang == Lang::En {
                    assert!(whole.trim_end() == whole && !whole.contains("】 "), "{whole}");
                }
            }
        }
    });
}

#[test]
fn the_linter_has_nothing_to_say() {
    each(|item, _, text| {
        let content = Content::of_text(text.to_owned(), SIGNATURE.to_owned(), item.purpose());
        for facts in customers(false).iter().chain(&customers(true)) {
            let (whole, parts) = written(&content, sms::Rule::ChineseBilling, facts);
            let subject = Subject::new(&content, AllowedHours::default(), Some((whole.chars().count(), parts)));
            let found = lint(&subject, Lang::ZhCn);
            let grave = found.iter().find(|finding| finding.severity != Severity::Hint);
            assert_eq!(grave, None, "{}: {text}", item.id());
        }
    });
}

#[test]
fn the_tone_is_kept() {
    each(|item, lang, text| {
        // 最近 is no superlative, and part of a variable's name.
        let said = text.to_lowercase().replace("最近", "");
        for word in AVOIDED {
            assert!(!said.contains(word), "{}: {word} in {text}", item.id());
        }
        match lang {
            // Braces, in the extension table, are the template's.
            Lang::En => assert_eq!(sms::Encoding::of(text), sms::Encoding::Gsm7, "{}: {text}", item.id()),
            Lang::ZhCn => assert!(!text.contains([',', '!', '?', ';', '"']), "{}: {text}", item.id()),
        }
        let solemn = match item.occasion() {
            Occasion::Festival(festival) => festival.is_solemn(),
            Occasion::Term(term) => term == SolarTerm::ClearAndBright,
            _ => false,
        };
        let merry = text.contains("快乐") || text.to_lowercase().contains("happy");
        assert!(!(solemn && merry), "{}: {text}", item.id());
        let dragon_boat = item.occasion() == Occasion::Festival(Festival::DragonBoat);
        assert!(!(dragon_boat && merry), "{}: {text}", item.id());
    });
}

#[test]
fn a_site_visit_asks_its_four_questions() {
    let library = shipped();
    let visit = library.item("follow_up.site_visit").unwrap();
    for text in visit.texts(Lang::ZhCn) {
        for asked in ["服务", "质量", "进度"] {
            assert!(text.contains(asked), "{asked}: {text}");
        }
        assert!(
            ["秩序", "有序", "干净安全"].iter().any(|order| text.contains(order)),
            "{text}"
        );
    }
    for text in visit.texts(Lang::En) {
        let text = text.to_lowercase();
        for asked in ["service", "quality", "schedule"] {
            assert!(text.contains(asked), "{asked}: {text}");
        }
        assert!(text.contains("order") || text.contains("clean and safe"), "{text}");
    }
}
