//! What the campaigns' screens derive: pure, tested on the host.

pub mod findings;
pub mod limits;
pub mod samples;
pub mod timing;

use domain::campaign::{CampaignState, Content, is_rate};
use domain::consent::Purpose;
use domain::schedule::LatePolicy;

use crate::ui::Tone;

/// The steps of the composer, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To whom.
    Who,
    /// Which words.
    What,
    /// When.
    When,
    /// All of it, as the approver will see it.
    Review,
}

impl Step {
    /// All steps.
    pub const ALL: [Step; 4] = [Step::Who, Step::What, Step::When, Step::Review];

    /// Its number, from 0.
    pub fn number(self) -> usize {
        Step::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }

    /// Its word in the URL.
    pub const fn slug(self) -> &'static str {
        match self {
            Step::Who => "who",
            Step::What => "what",
            Step::When => "when",
            Step::Review => "review",
        }
    }

    /// The step of this word in the URL; the first for any other.
    pub fn of_slug(slug: &str) -> Step {
        Step::ALL
            .into_iter()
            .find(|step| step.slug() == slug)
            .unwrap_or(Step::Who)
    }

    /// The step of this number; the last for any higher.
    pub fn of_number(number: usize) -> Step {
        Step::ALL.get(number).copied().unwrap_or(Step::Review)
    }
}

/// The tone of a state's badge.
pub const fn state_tone(state: CampaignState) -> Tone {
    match state {
        CampaignState::Draft => Tone::Neutral,
        CampaignState::Submitted => Tone::Lavender,
        CampaignState::Approved => Tone::Jade,
        CampaignState::Archived => Tone::Outlined,
    }
}

/// The purpose of this code; care for any other.
pub fn purpose_of(code: &str) -> Purpose {
    Purpose::ALL
        .into_iter()
        .find(|purpose| purpose.code() == code)
        .unwrap_or(Purpose::Care)
}

/// All policies for late runs, in the order in which they are offered.
pub const LATE: [LatePolicy; 3] = [LatePolicy::Hold, LatePolicy::Send, LatePolicy::Cancel];

/// The code by which a late policy is chosen.
pub const fn late_code(late: LatePolicy) -> &'static str {
    match late {
        LatePolicy::Send => "send",
        LatePolicy::Hold => "hold",
        LatePolicy::Cancel => "cancel",
    }
}

/// The late policy of this code; hold, the careful one, for any other.
pub fn late_of(code: &str) -> LatePolicy {
    LATE.into_iter()
        .find(|late| late_code(*late) == code)
        .unwrap_or_default()
}

/// The hours for which a message is worth sending, as typed: 1 to 168.
pub fn valid_hours(typed: &str) -> Option<u16> {
    typed.trim().parse().ok().filter(|hours| (1..=168).contains(hours))
}

/// The rate that was typed, in messages a minute: `Some(None)` for an empty field, `None` for what is no rate.
pub fn rate_of(typed: &str) -> Option<Option<u32>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    let rate = typed.replace([',', '，'], "").parse().ok();
    rate.map(Some).filter(|rate| is_rate(*rate))
}

/// The text as it goes out, with its variables still in it: 【signature】, body, and the opt-out line where the purpose asks for
/// it; of several wordings each, on a line of its own.
pub fn whole_text(content: &Content) -> String {
    let opt_out = if content.purpose.needs_opt_out() {
        domain::plan::OPT_OUT
    } else {
        ""
    };
    let whole = |text| format!("【{}】{text}{opt_out}", content.signature);
    content.wordings().map(whole).collect::<Vec<_>>().join("\n")
}

/// A preview of nothing.
pub fn nothing() -> wire::campaigns::ContentPreview {
    wire::campaigns::ContentPreview {
        audience: 0,
        people: 0,
        excluded: Vec::new(),
        parts: 0,
        cost: 0,
        price_millis: 0,
        findings: Vec::new(),
        samples: Vec::new(),
        complete: false,
        day: None,
        birthdays: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn steps_are_found_by_word_and_number() {
        for step in Step::ALL {
            assert_eq!(Step::of_slug(step.slug()), step);
            assert_eq!(Step::of_number(step.number()), step);
        }
        assert_eq!(Step::of_slug("nowhere"), Step::Who);
        assert_eq!(Step::of_number(9), Step::Review);
    }

    #[test]
    fn codes_are_read_back() {
        for late in LATE {
            assert_eq!(late_of(late_code(late)), late);
        }
        for purpose in Purpose::ALL {
            assert_eq!(purpose_of(purpose.code()), purpose);
        }
        for (typed, hours) in [
            ("24", Some(24)),
            (" 168 ", Some(168)),
            ("0", None),
            ("169", None),
            ("", None),
            ("1.5", None),
        ] {
            assert_eq!(valid_hours(typed), hours, "{typed}");
        }
        for (typed, rate) in [
            ("", Some(None)),
            ("  ", Some(None)),
            ("60", Some(Some(60))),
            (" 1,200 ", Some(Some(1_200))),
            ("1000000", Some(Some(1_000_000))),
            ("1000001", None),
            ("0", None),
            ("-1", None),
            ("1.5", None),
            ("慢", None),
        ] {
            assert_eq!(rate_of(typed), rate, "{typed}");
        }
    }
}
