//! What the linter finds, and what only the gateway can know: the moment, the audience, the limits.

use domain::campaign::Content;
use domain::lint::{self, CarrierPolicy, Subject, lint_wordings, wording_name};
use domain::plan::Totals;
use domain::roll::Exclusion;
use domain::schedule::Schedule;
use domain::time::civil;
use wire::campaigns::{Finding, Severity};

use super::survey::Survey;
use crate::app::App;
use crate::error::Answer;
use crate::firing;
use crate::lang::{Lang, Text};

/// All findings, blocking ones first. `longest`: characters and parts of the longest message in a wording.
pub(super) async fn findings(
    app: &App,
    lang: Lang,
    content: &Content,
    longest: impl Fn(usize) -> Option<(usize, u16)>,
    surveyed: Option<(&Survey, &Totals)>,
) -> Answer<Vec<Finding>> {
    let carrier = match app.store.carrier(&content.carrier).await {
        Ok(carrier) => Some(carrier),
        Err(store::Error::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let policy = carrier
        .as_ref()
        .and_then(|carrier| CarrierPolicy::built_in(carrier.policy.as_deref()?));
    let settings = app.settings();
    let hours = settings.allowed(content.purpose, carrier.as_ref().and_then(|carrier| carrier.hours));
    let next = firing::next(&content.schedule, app.zone(), app.now());
    let subject = |wording| {
        let mut subject = Subject::new(content, hours.unwrap_or(settings.hours), longest(wording));
        if let Some(policy) = &policy {
            subject = subject.policy(policy);
        }
        match next {
            Some(next) => subject.at(civil(next, app.offset_minutes(next))),
            None => subject,
        }
    };
    let mut known: Vec<Known> = Vec::new();
    if hours.is_none() {
        let words = (
            "公司、用途和通道的允许时段没有重合，发不出去。",
            "Firm, purpose and carrier allow no hour in common: nothing would go out.",
        );
        known.push(("no_hours", Severity::Block, words.into()));
    }
    if !carrier.is_some_and(|carrier| carrier.enabled) {
        let words = (
            "这个通道不存在或已停用，请另选一个。",
            "This carrier does not exist or is switched off; pick another.",
        );
        known.push(("carrier", Severity::Block, words.into()));
    }
    if schedule_passed(app, content) {
        let words = (
            "预定的时间已经过去，请改一个以后的时间。",
            "The scheduled time has passed; pick a later one.",
        );
        known.push(("schedule_past", Severity::Block, words.into()));
    }
    if let Some((survey, totals)) = surveyed {
        known.extend(of_audience(content, survey, totals));
    }
    let linted = lint_wordings(content, subject, lang).into_iter();
    let mut found: Vec<Finding> = linted
        .map(|(wording, finding)| travelling(wording, finding, lang))
        .chain(known.into_iter().map(|one| of_no_place(one, lang)))
        .collect();
    found.sort_by_key(|finding| finding.severity);
    Ok(found)
}

/// A finding of the gateway's: its rule, how grave it is, and what it says.
type Known = (&'static str, Severity, Text);

fn of_no_place((rule, severity, words): Known, lang: Lang) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        wording: None,
        place: None,
        message: words.into_lang(lang),
        mend: None,
    }
}

/// What only those who would get it tell.
fn of_audience(content: &Content, survey: &Survey, totals: &Totals) -> Vec<Known> {
    let mut known: Vec<Known> = Vec::new();
    if survey.audience > 0 && totals.people == 0 {
        let words = (
            "选中的客户全都会被排除，没有人会收到。",
            "Everybody selected would be left out; nobody would get it.",
        );
        // Of birthdays it is one day that is looked at: others may be written to on theirs.
        let severity = match content.birthdays() {
            Some(_) => Severity::Warn,
            None => Severity::Block,
        };
        known.push(("nobody", severity, words.into()));
    }
    let missing = survey.left_out(Exclusion::VariableMissing);
    if missing > 0 {
        let words = (
            format!("有 {missing} 位客户缺少变量的值，会被排除；写上备用词就能发出，例如 {{称呼|尊敬的客户}}。"),
            format!(
                "{missing} customers lack a value and would be left out; give a fallback, as in {{salutation|customer}}."
            ),
        );
        known.push(("values_missing", Severity::Warn, words.into()));
    }
    let marked = survey.marked();
    if marked > 0 {
        let words = (
            format!(
                "有 {marked} 条短信因客户资料带入了【】或网址，可能被当成别人的签名或被拦截。请看“最特别”的一条，改好这些客户的资料。"
            ),
            format!(
                "{marked} messages get 【】 or a link from what is kept of the customer; carriers may take it for another's signature or block it. Look at the oddest one, and mend what is kept of them."
            ),
        );
        known.push(("values_marked", Severity::Warn, words.into()));
    }
    if let Some(limit) = totals.exceeds(&content.limits) {
        let words = (
            format!("超过了{}；审批后到时会停下等人决定。", limit.name(Lang::ZhCn)),
            format!(
                "Exceeds {}; the run would stop and wait for a decision.",
                limit.name(Lang::En)
            ),
        );
        known.push(("over_limit", Severity::Warn, words.into()));
    }
    known
}

/// Whether a single firing lies in the past.
pub(crate) fn schedule_passed(app: &App, content: &Content) -> bool {
    match content.schedule {
        Schedule::Once(at) => firing::moment(app.zone(), at) <= app.now(),
        _ => false,
    }
}

fn travelling(wording: Option<usize>, finding: lint::Finding, lang: Lang) -> Finding {
    Finding {
        rule: finding.rule.to_owned(),
        severity: match finding.severity {
            lint::Severity::Block => Severity::Block,
            lint::Severity::Warn => Severity::Warn,
            lint::Severity::Hint => Severity::Hint,
        },
        wording: wording.map(|wording| wording as u16),
        place: finding.place.map(|place| (place.start as u32, place.end as u32)),
        message: match (wording, lang) {
            (None, _) => finding.message,
            (Some(wording), Lang::ZhCn) => format!("{}：{}", wording_name(wording, lang), finding.message),
            (Some(wording), Lang::En) => format!("{}: {}", wording_name(wording, lang), finding.message),
        },
        mend: finding.mend,
    }
}
