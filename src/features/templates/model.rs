//! What the editor paints, and how a text is changed by a click.

use std::ops::Range;

use chrono::NaiveDate;
use domain::campaign::Content;
use domain::customer::{Facts, Sex, SiteStage};
use domain::id::CustomerId;
use domain::lang::Lang;
use domain::lint::{CarrierPolicy, Finding, Severity, Subject, lint, lint_wordings};
use domain::plan::{Message, Plan, Policy, Terms};
use domain::schedule::AllowedHours;
use domain::template::{
    Field, Mapping, MappingError, PARAMETER, Piece, RenderContext, Style, Template, Token, VariableInfo,
};

use crate::locale::Msg;
use crate::locale::templates::fallback_length;

/// A stretch of the text and how it is painted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paint {
    /// The characters.
    pub text: String,
    /// The gravest finding here.
    pub severity: Option<Severity>,
    /// The token it belongs to, if it is a good one.
    pub piece: Option<Piece>,
}

/// Cuts a text where tokens or findings begin or end. Put together again, the stretches are the text.
pub fn paints(text: &str, tokens: &[Token], findings: &[Finding]) -> Vec<Paint> {
    let chars: Vec<char> = text.chars().collect();
    let mut cuts: Vec<usize> = vec![0, chars.len()];
    cuts.extend(tokens.iter().flat_map(|token| [token.from, token.to]));
    let places = findings.iter().filter_map(|finding| finding.place.as_ref());
    cuts.extend(places.flat_map(|place| [place.start, place.end]));
    cuts.retain(|&cut| cut <= chars.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|pair| {
            let (from, to) = (pair[0], pair[1]);
            let covers = |finding: &&Finding| {
                finding
                    .place
                    .as_ref()
                    .is_some_and(|place| place.start <= from && to <= place.end)
            };
            let token = tokens.iter().find(|token| token.from <= from && to <= token.to);
            Paint {
                text: chars[from..to].iter().collect(),
                severity: findings.iter().filter(covers).map(|finding| finding.severity).min(),
                piece: token.and_then(|token| token.piece.clone().ok()),
            }
        })
        .collect()
}

/// A field that two who saved left different: its name, theirs, and mine.
pub fn apart(field: Msg, theirs: &str, mine: &str) -> Option<(Msg, String, String)> {
    (theirs != mine).then(|| (field, theirs.to_owned(), mine.to_owned()))
}

/// The index in UTF-16 units of a character's index.
pub fn char_to_utf16(text: &str, index: usize) -> usize {
    text.chars().take(index).map(char::len_utf16).sum()
}

/// The text with a place replaced.
pub fn mended(text: &str, place: Range<usize>, with: &str) -> String {
    let before = text.chars().take(place.start);
    let after = text.chars().skip(place.end);
    before.chain(with.chars()).chain(after).collect()
}

/// What is written for a variable that was picked. Those that often have no value bring a fallback along.
pub fn inserted(info: &VariableInfo, lang: Lang) -> String {
    let name = info.name(lang);
    let fallback = match info.field {
        Field::Address => lang.pick("尊敬的客户", "Dear customer"),
        Field::Festival => lang.pick("今日", "today"),
        Field::Weather => lang.pick("多变", "changeable"),
        Field::Spent => lang.pick("若干", "some"),
        _ => return format!("{{{name}}}"),
    };
    format!("{{{name}|{fallback}}}")
}

/// What the linter says of a content, each with the place of its wording, or `None` if it is about all of them. `longest`:
/// characters and parts of the longest message in a wording.
pub fn findings(
    content: &Content,
    hours: AllowedHours,
    longest: impl Fn(usize) -> Option<(usize, u16)>,
    lang: Lang,
) -> Vec<(Option<usize>, Finding)> {
    let subject = |wording| Subject::new(content, hours, longest(wording));
    lint_wordings(content, subject, lang)
}

/// The wording at a place, from 0, as a made-up customer would read it; `None` while it is no template.
pub fn example(content: &Content, wording: usize, today: NaiveDate) -> Option<Message> {
    let content = &Content {
        text: content.wording(wording).to_owned(),
        others: Vec::new(),
        ..content.clone()
    };
    let terms = Terms {
        price_millis: 0,
        rule: sms::Rule::ChineseBilling,
        refuses: Vec::new(),
    };
    let plan = Plan::new(content, today, terms, Policy::default()).ok()?;
    plan.message(&somebody(today), 0).ok()
}

/// A wording as a cloud keeps it that takes templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The text to register; `None`: the cloud would refuse it for how its variables stand.
    pub text: Option<String>,
    /// What a made-up customer's message would be filled with.
    pub parameters: Vec<(String, String)>,
    /// Why the cloud would refuse it, in words.
    pub refused: Vec<String>,
}

/// The wording at a place, from 0, as a cloud keeps it; `None` while it is no template, or says nothing.
pub fn registered(
    content: &Content,
    wording: usize,
    style: Style,
    policy: &CarrierPolicy,
    today: NaiveDate,
    lang: Lang,
) -> Option<Registered> {
    let text = content.wording(wording);
    let template = Template::parse(text).ok().filter(|_| !text.trim().is_empty())?;
    let subject = Subject::new(content, AllowedHours::default(), None).wording(wording);
    let of_the_cloud = |finding: &Finding| ["policy_", "variables_"].iter().any(|of| finding.rule.starts_with(of));
    let found = lint(&subject.policy(policy), lang);
    let mut refused: Vec<String> = found.into_iter().filter(of_the_cloud).map(|one| one.message).collect();
    refused.dedup();
    let mapping = Mapping::of(&template, style);
    // How variables stand is among the findings.
    refused.extend(
        mapping
            .as_ref()
            .err()
            .into_iter()
            .flatten()
            .filter_map(|error| match error {
                MappingError::Fallback { written, characters } => {
                    Some(fallback_length(lang, written, *characters, &PARAMETER))
                }
                MappingError::Adjacent(..) | MappingError::VariablesAlone => None,
            }),
    );
    let filled = mapping.as_ref().ok().and_then(|mapping| {
        let filled = mapping
            .parameters(&somebody(today), &RenderContext::of(text, today))
            .ok()?;
        Some(filled.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    });
    Some(Registered {
        text: mapping.ok().map(|mapping| mapping.text().to_owned()),
        parameters: filled.unwrap_or_default(),
        refused,
    })
}

/// A customer with a value for everything.
fn somebody(today: NaiveDate) -> Facts {
    let text = |text: &str| Some(text.to_owned());
    Facts {
        name: "王建国".to_owned(),
        sex: Some(Sex::Male),
        tier: text("金卡"),
        city: text("杭州"),
        site_stage: Some(SiteStage::MidTerm),
        site_name: text("翠苑小区3幢"),
        site_started: today.checked_sub_days(chrono::Days::new(60)),
        site_due: today.checked_add_days(chrono::Days::new(60)),
        project_manager: text("李工"),
        last_purchase: today.checked_sub_days(chrono::Days::new(20)),
        ..Facts::unknown(CustomerId(uuid::Uuid::nil()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use domain::template::tokens;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use domain::consent::Purpose;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, 7).unwrap()
    }

    #[test]
    fn fields_are_apart_where_they_differ() {
        use crate::locale::templates::PURPOSE;
        assert_eq!(apart(PURPOSE, "关怀", "关怀"), None);
        let found = apart(PURPOSE, "营销", "关怀");
        assert_eq!(found, Some((PURPOSE, "营销".to_owned(), "关怀".to_owned())));
    }

    #[test]
    fn painted_stretches_are_the_text() {
        for text in [
            "",
            "{姓名}您好",
            "a{b{c}}｛姓名｝😀x",
            "{{}}{称呼|尊敬的客户}！！",
            "【x】{不存在}",
        ] {
            let found = findings(
                &Content::of_text(text.into(), "安居".into(), Purpose::Care),
                AllowedHours::default(),
                |_| None,
                Lang::ZhCn,
            );
            let found: Vec<Finding> = found.into_iter().map(|(_, finding)| finding).collect();
            let painted: String = paints(text, &tokens(text), &found)
                .into_iter()
                .map(|paint| paint.text)
                .collect();
            assert_eq!(painted, text);
        }
    }

    #[test]
    fn an_unknown_variable_is_painted_where_it_stands() {
        let text = "您好{不存在的}再见";
        let found = findings(
            &Content::of_text(text.into(), "安居".into(), Purpose::Care),
            AllowedHours::default(),
            |_| None,
            Lang::ZhCn,
        );
        let found: Vec<Finding> = found.into_iter().map(|(_, finding)| finding).collect();
        let painted = paints(text, &tokens(text), &found);
        let wrong: Vec<&str> = painted
            .iter()
            .filter(|paint| paint.severity == Some(Severity::Block))
            .map(|paint| paint.text.as_str())
            .collect();
        assert_eq!(wrong.concat(), "{不存在的}");
    }

    #[test]
    fn places_count_characters_and_the_browser_counts_units() {
        assert_eq!(char_to_utf16("😀ab", 1), 2);
        assert_eq!(mended("😀ab", 1..2, "X"), "😀Xb");
    }

    #[test]
    fn clouds_keep_templates_in_their_own_way() {
        let kept = |text: &str, style, id| {
            let content = Content::of_text(text.into(), "安居".into(), Purpose::Care);
            let policy = CarrierPolicy::built_in(id).unwrap();
            registered(&content, 0, style, &policy, today(), Lang::ZhCn)
        };
        let text = "{称呼|客户}您好，{城市|本地}今天有雨";
        let named = kept(text, Style::Named, "aliyun").unwrap();
        assert_eq!(named.text.as_deref(), Some("${salutation}您好，${city}今天有雨"));
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(named.parameters, [pair("salutation", "王先生"), pair("city", "杭州")]);
        assert!(named.refused.is_empty());
        let placed = kept(text, Style::Positional, "tencent").unwrap();
        assert_eq!(placed.text.as_deref(), Some("{1}您好，{2}今天有雨"));
        let refused = kept("{姓名}{称呼|}，您的装修开工了", Style::Positional, "tencent").unwrap();
        assert_eq!(
            (refused.text, refused.parameters.len(), refused.refused.len()),
            (None, 0, 3)
        );
        assert_eq!(kept("您好{", Style::Named, "aliyun"), None);
    }

    #[test]
    fn every_variable_that_can_be_picked_renders() {
        for info in Field::ALL {
            for lang in [Lang::ZhCn, Lang::En] {
                let text = inserted(info, lang);
                let message = example(
                    &Content::of_text(text.clone(), "安居".into(), Purpose::Care),
                    0,
                    today(),
                );
                assert!(message.is_some_and(|message| !message.text.contains('{')), "{text}");
            }
        }
    }
}
