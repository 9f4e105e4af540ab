//! What a campaign may hold while it is written. What stands against submitting it is looked at then.

use almanac::Birthday;
use domain::campaign::{Content, MOST_WORDINGS, is_rate};
use domain::schedule::Schedule;

use crate::app::App;
use crate::error::{Answer, Failure};
use crate::lang::Text;

/// Most characters that a draft keeps; far more than can be sent, so that nothing pasted is lost.
const LONGEST: usize = 5_000;

/// What is said of a rate that no run can have.
pub(crate) const NO_RATE: (&str, &str) = (
    "速度为每分钟 1 到 1,000,000 条；留空则跟通道一样快。",
    "The rate is from 1 to 1,000,000 messages a minute; empty: as fast as the carrier.",
);

/// What is wrong with a name of 1 to 60 characters.
pub(crate) fn named(name: &str) -> Option<(String, Text)> {
    let length = name.trim().chars().count();
    let fine = (1..=60).contains(&length) && !name.chars().any(char::is_control);
    let message = ("名称为 1 到 60 个字。", "A name has 1 to 60 characters.");
    (!fine).then(|| ("name".to_owned(), message.into()))
}

/// What is wrong with a content, whether it is finished or not.
pub(super) fn faults(content: &Content) -> Vec<(String, Text)> {
    let mut faults: Vec<(String, Text)> = Vec::new();
    let mut add =
        |field: &str, zh: &'static str, en: &'static str| faults.push((format!("content.{field}"), (zh, en).into()));
    if content.wordings().any(|text| text.chars().count() > LONGEST) {
        add(
            "text",
            "正文太长，最多 5,000 个字。",
            "The text is too long; at most 5,000 characters.",
        );
    }
    if content.others.len() >= MOST_WORDINGS {
        add("text", "最多 8 种写法。", "At most 8 wordings.");
    }
    if content.signature.chars().count() > 60 {
        add("signature", "签名太长。", "The signature is too long.");
    }
    if !(1..=168).contains(&content.valid_hours) {
        add(
            "valid_hours",
            "有效时间为 1 到 168 小时。",
            "A message is valid for 1 to 168 hours.",
        );
    }
    if content.carrier.chars().count() > 60 {
        add("carrier", "没有这个通道。", "There is no such carrier.");
    }
    if !is_rate(content.rate) {
        add("rate", NO_RATE.0, NO_RATE.1);
    }
    let fits = match content.schedule {
        Schedule::OnApproval | Schedule::Once(_) | Schedule::Daily { .. } => true,
        Schedule::Weekly { weekday, .. } => (1..=7).contains(&weekday),
        Schedule::Monthly { day, .. } => (1..=31).contains(&day),
        Schedule::Occasion(firing) => firing.is_possible(),
        Schedule::Yearly { month, day, .. } => Birthday::Solar { month, day }.exists(),
    };
    if !fits {
        add("schedule", "没有这样的日子。", "There is no such day.");
    }
    if [content.limits.people, content.limits.parts, content.limits.cost]
        .iter()
        .any(|limit| *limit > 1_000_000_000_000)
    {
        add("limits", "上限太大。", "The limits are too high.");
    }
    for (path, flaw) in content.rule.flaws() {
        use domain::lang::Lang;
        faults.push((
            format!("content.{path}"),
            (flaw.text(Lang::ZhCn), flaw.text(Lang::En)).into(),
        ));
    }
    faults
}

/// Refuses a content that nobody could finish, or that names what does not exist.
pub(super) async fn content(app: &App, content: &Content) -> Answer<()> {
    let mut faults = faults(content);
    if let Some(template) = content.template
        && missing(app.store.template(template).await.map(drop))?
    {
        faults.push((
            "content.template".to_owned(),
            ("没有这个模板。", "There is no such template.").into(),
        ));
    }
    if let Some(segment) = content.segment
        && missing(app.store.segment(segment).await.map(drop))?
    {
        faults.push((
            "content.segment".to_owned(),
            ("没有这个客群。", "There is no such segment.").into(),
        ));
    }
    Failure::of_fields(faults)
}

fn missing(found: store::Result<()>) -> Answer<bool> {
    match found {
        Ok(()) => Ok(false),
        Err(store::Error::NotFound) => Ok(true),
        Err(error) => Err(error.into()),
    }
}
