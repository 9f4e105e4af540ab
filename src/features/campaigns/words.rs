//! Which words the things of a campaign have.

use domain::campaign::{CampaignState, Content, Limits};
use domain::occasion::Occasion;
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Calendar;
use wire::campaigns::{DecisionKind, SampleKind};

use super::model::Step;
use super::model::samples::Key;
use super::model::timing::to_input;
use crate::features::templates::purpose_name;
use crate::locale::{Msg, campaigns as words, date, domain_lang, lang, money, number, pace, schedule};
use crate::state::session;
use crate::ui::{Icon, Tone};

/// The name of a state.
pub const fn state_name(state: CampaignState) -> Msg {
    match state {
        CampaignState::Draft => words::DRAFT,
        CampaignState::Submitted => words::SUBMITTED,
        CampaignState::Approved => words::APPROVED,
        CampaignState::Archived => words::ARCHIVED,
    }
}

/// The name of a step.
pub const fn step_name(step: Step) -> Msg {
    match step {
        Step::Who => words::STEP_WHO,
        Step::What => words::STEP_WHAT,
        Step::When => words::STEP_WHEN,
        Step::Review => words::STEP_REVIEW,
    }
}

/// Why a sample is shown.
const fn kind_name(kind: SampleKind) -> Msg {
    match kind {
        SampleKind::Typical => words::KIND_TYPICAL,
        SampleKind::Longest => words::KIND_LONGEST,
        SampleKind::Oddest => words::KIND_ODDEST,
        SampleKind::Sparse => words::KIND_SPARSE,
        SampleKind::Missing => words::KIND_MISSING,
        SampleKind::Dearest => words::KIND_DEAREST,
        SampleKind::Random => words::KIND_RANDOM,
        SampleKind::Chosen => words::KIND_CHOSEN,
        SampleKind::Wording => crate::locale::templates::WORDINGS,
    }
}

/// What a sample is called; a wording by its number; reactive.
pub fn sample_name((kind, wording): Key) -> String {
    match kind {
        SampleKind::Wording => domain::lint::wording_name(usize::from(wording), domain_lang()),
        kind => kind_name(kind).get().to_owned(),
    }
}

/// A decision's name, sign and tone.
pub const fn decision_look(what: DecisionKind) -> (Msg, Icon, Tone) {
    match what {
        DecisionKind::Submitted => (words::WHAT_SUBMITTED, Icon::Send, Tone::Lavender),
        DecisionKind::Withdrawn => (words::WHAT_WITHDRAWN, Icon::Undo, Tone::Neutral),
        DecisionKind::Approved => (words::WHAT_APPROVED, Icon::Check, Tone::Jade),
        DecisionKind::Returned => (words::WHAT_RETURNED, Icon::Reply, Tone::Amber),
        DecisionKind::Voided => (words::WHAT_VOIDED, Icon::Ban, Tone::Outlined),
    }
}

/// The name of a policy for late runs.
pub const fn late_name(late: LatePolicy) -> Msg {
    match late {
        LatePolicy::Send => words::LATE_SEND,
        LatePolicy::Hold => words::LATE_HOLD,
        LatePolicy::Cancel => words::LATE_CANCEL,
    }
}

/// A schedule in words; reactive.
pub fn schedule_words(schedule: &Schedule) -> String {
    let lang = lang();
    let clock = |at: chrono::NaiveTime| at.format("%H:%M").to_string();
    match *schedule {
        Schedule::OnApproval => schedule::ON_APPROVAL.of(lang).to_owned(),
        Schedule::Once(at) => schedule::once(lang, &local_moment(at)),
        Schedule::Daily { at } => schedule::daily(lang, &clock(at)),
        Schedule::Weekly { weekday, at } => schedule::weekly(lang, weekday, &clock(at)),
        Schedule::Monthly { day, at } => schedule::monthly(lang, day, &clock(at)),
        Schedule::Yearly { month, day, at } => schedule::yearly(lang, month, day, &clock(at)),
        Schedule::Occasion(firing) => {
            let (day, time) = (occasion_name(firing.occasion), clock(firing.at));
            schedule::on_occasion(lang, &day, &schedule::offset(lang, firing.offset), &time)
        }
    }
}

/// Which birthdays count.
pub const fn calendar_name(calendar: Calendar) -> Msg {
    match calendar {
        Calendar::Solar => schedule::BIRTHDAY_SOLAR,
        Calendar::Lunar => schedule::BIRTHDAY_LUNAR,
        Calendar::Either => schedule::BIRTHDAY_EITHER,
    }
}

/// The name of an occasion; reactive.
pub fn occasion_name(occasion: Occasion) -> String {
    let own = domain_lang();
    match occasion {
        Occasion::Festival { festival } => own.pick(festival.zh(), festival.en()).to_owned(),
        Occasion::Term { term } => own.pick(term.zh(), term.en()).to_owned(),
        Occasion::Own { day } => {
            let days = session::me().map(|me| me.firm.days).unwrap_or_default();
            let known = days.iter().find(|one| one.day == day);
            known.map_or_else(|| schedule::own_day(lang(), day), |one| one.name(own).to_owned())
        }
        Occasion::Birthday { calendar } => calendar_name(calendar).get().to_owned(),
    }
}

/// A wall-clock time of the organisation's zone, as one says it; reactive.
pub fn local_moment(at: chrono::NaiveDateTime) -> String {
    date::parse_local(&to_input(at)).map_or_else(|| to_input(at), date::moment)
}

/// Limits in one line; reactive.
pub fn limits_words(limits: &Limits) -> String {
    words::limits(
        lang(),
        &number(limits.people),
        &number(limits.parts),
        &money(limits.cost as i64),
    )
}

/// Everything that an approval covers, each with its name, in reading order; reactive. `segment` is the segment's name,
/// `sentence` its rule in words, as the gateway said it if it did.
pub fn content_rows(content: &Content, segment: Option<&str>, sentence: Option<&str>) -> Vec<(Msg, String)> {
    let rule = sentence.map_or_else(
        || domain::segment::sentence(&content.rule, domain_lang(), &|_| None),
        str::to_owned,
    );
    let none = || words::NONE_PICKED.get().to_owned();
    let picked = content.segment.is_some() || content.rule.named().is_some();
    vec![
        (words::SEGMENT, segment.map_or_else(none, str::to_owned)),
        (words::RULE, if picked { rule } else { none() }),
        (words::TEXT, super::model::whole_text(content)),
        (words::PURPOSE, purpose_name(content.purpose).get().to_owned()),
        (words::SCHEDULE, schedule_words(&content.schedule)),
        (words::VALID, words::valid_for(lang(), content.valid_hours)),
        (words::LATE, late_name(content.late).get().to_owned()),
        (words::CARRIER, crate::locale::carriers::called(&content.carrier)),
        (pace::RATE, pace::rate(lang(), content.rate)),
        (words::LIMITS, limits_words(&content.limits)),
    ]
}

/// What stands for a customer without a name.
pub fn nameless() -> String {
    "—".to_owned()
}

/// The cost of one message, from fen × 1,000, without needless zeros.
pub fn fine_cost(millis: u64) -> String {
    let text = format!("{}.{:05}", millis / 100_000, millis % 100_000);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = part.trim_end_matches('0');
    format!("¥{whole}.{part:0<2}")
}
