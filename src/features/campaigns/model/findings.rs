//! What stands against a draft: what the linter finds here at once, and what only the gateway knows.

use domain::lint::{self, RULES};
use wire::campaigns::{Finding, Severity};

use super::Step;

/// A finding of the linter, with the place of its wording, as it would travel.
pub fn travelling(wording: Option<usize>, finding: &lint::Finding, lang: domain::lang::Lang) -> Finding {
    Finding {
        rule: finding.rule.to_owned(),
        severity: match finding.severity {
            lint::Severity::Block => Severity::Block,
            lint::Severity::Warn => Severity::Warn,
            lint::Severity::Hint => Severity::Hint,
        },
        wording: wording.map(|wording| wording as u16),
        place: finding
            .place
            .as_ref()
            .map(|place| (place.start as u32, place.end as u32)),
        message: match wording {
            None => finding.message.clone(),
            Some(wording) => {
                let name = lint::wording_name(wording, lang);
                format!("{name}{}{}", lang.pick("：", ": "), finding.message)
            }
        },
        mend: finding.mend.clone(),
    }
}

/// All that stands against a draft, gravest first: `own` as found here, `told` by the gateway without what the linter here
/// says as well, for that is fresher.
pub fn all(own: Vec<Finding>, told: &[Finding]) -> Vec<Finding> {
    let here = |rule: &str| {
        RULES.iter().any(|known| known.ids.contains(&rule)) || own.iter().any(|finding| finding.rule == rule)
    };
    let mut all: Vec<Finding> = told.iter().filter(|finding| !here(&finding.rule)).cloned().collect();
    all.extend(own);
    all.sort_by_key(|finding| finding.severity);
    all
}

/// In which step a finding is mended.
pub fn step_of(rule: &str) -> Step {
    match rule {
        "name" | "segment_missing" | "segment_moved" | "nobody" => Step::Who,
        "schedule" | "schedule_past" | "valid_hours" | "rate" | "carrier" | "outside_hours" => Step::When,
        "limits" | "over_limit" => Step::Review,
        _ => Step::What,
    }
}

/// Whether nothing blocks.
pub fn sendable(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Block)
}

/// Whether all that blocks is what nobody has come to yet, as in a draft that was just begun: a segment, a text.
pub fn unwritten(findings: &[Finding]) -> bool {
    let mut blocking = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Block)
        .peekable();
    blocking.peek().is_some() && blocking.all(|finding| matches!(finding.rule.as_str(), "segment_missing" | "empty"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn finding(rule: &str, severity: Severity) -> Finding {
        Finding {
            rule: rule.to_owned(),
            severity,
            wording: None,
            place: None,
            message: String::new(),
            mend: None,
        }
    }

    #[test]
    fn the_gateways_word_is_added_to_our_own_without_repeating_it() {
        let own = vec![finding("emoji", Severity::Warn), finding("over_limit", Severity::Warn)];
        let told = [
            finding("emoji", Severity::Warn),
            finding("empty", Severity::Block),
            finding("over_limit", Severity::Warn),
            finding("nobody", Severity::Block),
        ];
        let found = all(own, &told);
        let rules: Vec<&str> = found.iter().map(|finding| finding.rule.as_str()).collect();
        assert_eq!(rules, ["nobody", "emoji", "over_limit"]);
        assert!(!sendable(&found));
        assert!(!unwritten(&found), "somebody wrote, and nobody fits");
        assert_eq!(step_of("nobody"), Step::Who);
        assert_eq!(step_of("emoji"), Step::What);
    }

    #[test]
    fn a_draft_that_was_just_begun_has_no_fault() {
        let begun = [
            finding("segment_missing", Severity::Block),
            finding("empty", Severity::Block),
        ];
        assert!(unwritten(&begun));
        assert!(!unwritten(&[finding("emoji", Severity::Warn)]), "nothing blocks");
    }
}
