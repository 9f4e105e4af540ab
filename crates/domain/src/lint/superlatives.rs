//! Words that the Advertising Law of the PRC forbids in advertising (Article 9 (3): “国家级”, “最高级”, “最佳” and the like),
//! as the market regulators read it.

use super::{LintRule, Report, Severity, Subject};
use crate::consent::Purpose;

pub(super) const RULE: LintRule = LintRule {
    ids: &["superlative"],
    check,
};

const FORBIDDEN: [&str; 25] = [
    "国家级",
    "世界级",
    "最高端",
    "最高级",
    "最佳",
    "最优",
    "最好",
    "最低价",
    "最便宜",
    "最大",
    "最先进",
    "最强",
    "顶级",
    "极品",
    "极致",
    "第一品牌",
    "全国第一",
    "全网第一",
    "销量第一",
    "独一无二",
    "绝无仅有",
    "史无前例",
    "全网最",
    "永久",
    "百分之百",
];

fn check(subject: &Subject<'_>, report: &mut Report) {
    if subject.content.purpose != Purpose::Marketing {
        return;
    }
    let mut told: Vec<std::ops::Range<usize>> = Vec::new();
    for word in FORBIDDEN {
        for place in subject.places_of(word) {
            if told
                .iter()
                .any(|other| other.start < place.end && place.start < other.end)
            {
                continue;
            }
            told.push(place.clone());
            let words = (
                format!("广告法不允许营销内容使用“{word}”一类的用语。"),
                format!("The Advertising Law forbids words like “{word}” in offers."),
            );
            report.add("superlative", Severity::Warn, Some(place), words, None);
        }
    }
}
