//! What carriers do not take: policies are data, `data/policies/<carrier>.json`, each with its source.

use serde::{Deserialize, Serialize};

use super::{LintRule, Report, Severity, Subject};
use crate::campaign::Content;
use crate::lang::Lang;
use crate::schedule::AllowedHours;
use crate::template::{Piece, tokens};

pub(super) const RULE: LintRule = LintRule {
    ids: &[
        "policy_decoration",
        "policy_building_materials",
        "policy_property",
        "policy_survey",
        "policy_coupon",
        "policy_recall",
        "policy_points",
        "policy_other",
        "policy_mobile",
        "variables_adjacent",
        "variables_only",
    ],
    check,
};

/// The policies that come with the product, by id.
const BUILT_IN: [(&str, &str); 4] = [
    ("aliyun", include_str!("../../data/policies/aliyun.json")),
    ("tencent", include_str!("../../data/policies/tencent.json")),
    ("huawei", include_str!("../../data/policies/huawei.json")),
    ("baidu", include_str!("../../data/policies/baidu.json")),
];

/// A carrier's policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierPolicy {
    /// Its id, such as `tencent`.
    pub id: String,
    /// The carrier's Chinese name.
    pub zh: String,
    /// The carrier's English name.
    pub en: String,
    /// Where the carrier says so: pages and their dates.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What it refuses.
    #[serde(default)]
    pub refuses: Vec<Refusal>,
    /// Whether it refuses the mobile numbers of persons in a text.
    #[serde(default)]
    pub no_mobiles: bool,
    /// Whether it takes templates only, in which no variable may follow another and none may stand alone.
    #[serde(default)]
    pub templates: bool,
}

/// A trade or subject that a carrier refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// What it is about.
    pub topic: Topic,
    /// Words by which it is known.
    pub words: Vec<String>,
}

/// Trades and subjects that carriers refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// 装修
    Decoration,
    /// 建材家私
    BuildingMaterials,
    /// 房地产
    Property,
    /// 问卷调查
    Survey,
    /// 优惠券
    Coupon,
    /// 用户召回
    Recall,
    /// 积分
    Points,
    /// Another.
    Other,
}

impl Topic {
    /// The linter's rule.
    pub const fn rule(self) -> &'static str {
        RULE.ids[self as usize]
    }

    /// Its Chinese and English name.
    pub const fn name(self) -> (&'static str, &'static str) {
        match self {
            Topic::Decoration => ("装修", "home decoration"),
            Topic::BuildingMaterials => ("建材家私", "building materials and furniture"),
            Topic::Property => ("房地产", "property"),
            Topic::Survey => ("问卷调查", "surveys"),
            Topic::Coupon => ("优惠券", "coupons"),
            Topic::Recall => ("用户召回", "winning customers back"),
            Topic::Points => ("积分", "points"),
            Topic::Other => ("这类内容", "this subject"),
        }
    }
}

impl CarrierPolicy {
    /// The policy of this id, if it comes with the product.
    pub fn built_in(id: &str) -> Option<CarrierPolicy> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == id)?;
        serde_json::from_str(text).ok()
    }

    /// Whether it refuses a content, in whichever wording.
    pub fn refuses(&self, content: &Content) -> bool {
        (0..content.wordings().count()).any(|place| {
            let mut report = Report {
                lang: Lang::En,
                found: Vec::new(),
            };
            let subject = Subject::new(content, AllowedHours::default(), None).wording(place);
            check(&subject.policy(self), &mut report);
            report.found.iter().any(|finding| finding.severity == Severity::Block)
        })
    }

    /// The ids of all that come with the product.
    pub fn built_in_ids() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(id, _)| *id)
    }
}

fn check(subject: &Subject<'_>, report: &mut Report) {
    let Some(policy) = subject.policy else { return };
    for refusal in &policy.refuses {
        let (zh, en) = refusal.topic.name();
        for place in refusal.words.iter().flat_map(|word| subject.places_of(word)) {
            let words = (
                format!("{}不接受{zh}的短信，换一种说法或换一个通道。", policy.zh),
                format!(
                    "{} takes no texts about {en}: word it otherwise or use another carrier.",
                    policy.en
                ),
            );
            report.add(refusal.topic.rule(), Severity::Block, Some(place), words, None);
        }
    }
    if policy.no_mobiles {
        mobiles(subject, policy, report);
    }
    if policy.templates {
        variables(subject, policy, report);
    }
}

/// Eleven digits that begin with 13 to 19: a person's number.
fn mobiles(subject: &Subject<'_>, policy: &CarrierPolicy, report: &mut Report) {
    let chars = &subject.chars;
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|ch| ch.is_ascii_digit()).count();
        if length == 11 && chars[at] == '1' && chars[at + 1] >= '3' {
            let words = (
                format!("{}不接受个人手机号，请改用固话或 400 号码。", policy.zh),
                format!(
                    "{} takes no personal mobile numbers: give a fixed line or a 400 number.",
                    policy.en
                ),
            );
            report.add("policy_mobile", Severity::Block, Some(at..at + length), words, None);
        }
        at += length.max(1);
    }
}

fn variables(subject: &Subject<'_>, policy: &CarrierPolicy, report: &mut Report) {
    let tokens = tokens(subject.text);
    let variable = |token: &crate::template::Token| matches!(token.piece, Ok(Piece::Variable { .. }));
    let alone = tokens.iter().all(|token| match &token.piece {
        Ok(Piece::Text(text)) => !text.chars().any(char::is_alphanumeric),
        _ => true,
    });
    if alone && tokens.iter().any(variable) {
        let words = (
            format!("{}不接受只有变量的模板，请写上固定的文字。", policy.zh),
            format!(
                "{} takes no template of variables alone: add words that stay.",
                policy.en
            ),
        );
        report.add("variables_only", Severity::Block, None, words, None);
    }
    for pair in tokens.windows(2).filter(|pair| pair.iter().all(variable)) {
        let words = (
            format!("{}不接受相邻的变量，请在中间写上文字。", policy.zh),
            format!(
                "{} takes no variable next to another: put words between them.",
                policy.en
            ),
        );
        report.add(
            "variables_adjacent",
            Severity::Block,
            Some(pair[0].from..pair[1].to),
            words,
            None,
        );
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_policy_reads_and_names_its_source() {
        for id in CarrierPolicy::built_in_ids() {
            let policy = CarrierPolicy::built_in(id).unwrap();
            assert_eq!(policy.id, id);
            assert!(!policy.sources.is_empty() && !policy.refuses.is_empty());
            for refusal in policy.refuses {
                assert!(RULE.ids.contains(&refusal.topic.rule()) && !refusal.words.is_empty());
            }
        }
        assert_eq!(CarrierPolicy::built_in("nobody"), None);
    }
}
