//! A campaign: what is approved, its digest, and the states it passes through.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::consent::Purpose;
use crate::id::{SegmentId, TemplateId};
use crate::occasion::{Firing, Occasion};
use crate::schedule::{LatePolicy, Schedule};
use crate::segment::Rule;

/// Everything that an approval covers. Any change to it voids the approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Content {
    /// Which segment was picked; `None` while the draft has none.
    pub segment: Option<SegmentId>,
    /// The segment's rule as it was when it was picked: what runs, whatever becomes of the segment.
    pub rule: Rule,
    /// Which template the text came from.
    pub template: Option<TemplateId>,
    /// The text, with variables, without signature and opt-out line.
    pub text: String,
    /// Further wordings of the text, dealt to the customers of a roll in turn with it; see [`Content::wordings`]. Where there
    /// are none, a content reads and digests as it did before there could be any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// The signature without its brackets 【】.
    pub signature: String,
    /// Why we write.
    pub purpose: Purpose,
    /// When it fires.
    pub schedule: Schedule,
    /// What becomes of a late run.
    pub late: LatePolicy,
    /// For how many hours after firing a message is worth sending; 1 to 168.
    pub valid_hours: u16,
    /// Name of the carrier.
    pub carrier: String,
    /// How many messages a minute a run hands over at most, 1 to [`FASTEST`]; `None`: as many as the carrier takes. It is what a run
    /// begins with; who steers the run may change it, and no rate makes a carrier faster than it is. A content without one
    /// reads and digests as it did before there could be any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<u32>,
    /// What the run must not exceed.
    pub limits: Limits,
}

/// The most wordings of a text: more would hardly be told apart by whoever approves them.
pub const MOST_WORDINGS: usize = 8;

/// The highest rate of a run, in messages a minute.
pub const FASTEST: u32 = 1_000_000;

/// Whether a run may have this rate; `None` is none of its own.
pub fn is_rate(rate: Option<u32>) -> bool {
    rate.is_none_or(|rate| (1..=FASTEST).contains(&rate))
}

/// What a run must not exceed. A run that would is held for a new decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limits {
    /// Most customers to whom a message is sent.
    pub people: u64,
    /// Most parts in total.
    pub parts: u64,
    /// Highest cost in total, in fen.
    pub cost: u64,
}

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Being written; also after a return, a withdrawal, or an edit of what was approved.
    Draft,
    /// Waits for a second person; locked.
    Submitted,
    /// Approved: fires by its schedule.
    Approved,
    /// Put away; does not fire.
    Archived,
}

impl CampaignState {
    /// The stable code of this state.
    pub const fn code(self) -> &'static str {
        match self {
            CampaignState::Draft => "draft",
            CampaignState::Submitted => "submitted",
            CampaignState::Approved => "approved",
            CampaignState::Archived => "archived",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<CampaignState> {
        [
            CampaignState::Draft,
            CampaignState::Submitted,
            CampaignState::Approved,
            CampaignState::Archived,
        ]
        .into_iter()
        .find(|state| state.code() == code)
    }

    /// The state after `act`; `None` when the act is not possible here.
    ///
    /// Who may act is decided elsewhere (role, and maker ≠ checker); this is the order of things alone.
    pub const fn after(self, act: CampaignAct) -> Option<CampaignState> {
        use CampaignAct as A;
        use CampaignState as S;
        Some(match (self, act) {
            (S::Draft | S::Approved, A::Edit) | (S::Submitted, A::Withdraw | A::Return) | (S::Archived, A::Restore) => {
                S::Draft
            }
            (S::Draft, A::Submit) => S::Submitted,
            (S::Submitted, A::Approve) => S::Approved,
            (S::Draft | S::Approved, A::Archive) => S::Archived,
            _ => return None,
        })
    }
}

/// What is done to a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CampaignAct {
    /// Its content is changed.
    Edit,
    /// Its author hands it in.
    Submit,
    /// Its author takes it back.
    Withdraw,
    /// A second person approves it.
    Approve,
    /// A second person returns it with a comment.
    Return,
    /// It is put away.
    Archive,
    /// It is taken out again, as a draft.
    Restore,
}

impl Content {
    /// A text that is nothing else yet, to be looked at and rendered by the rules of campaigns.
    pub fn of_text(text: String, signature: String, purpose: Purpose) -> Content {
        Content {
            segment: None,
            rule: Rule::everybody(),
            template: None,
            text,
            others: Vec::new(),
            signature,
            purpose,
            schedule: Schedule::OnApproval,
            late: LatePolicy::default(),
            valid_hours: 24,
            carrier: String::new(),
            rate: None,
            limits: Limits {
                people: 0,
                parts: 0,
                cost: 0,
            },
        }
    }

    /// The wordings, the first first; never none.
    pub fn wordings(&self) -> impl Iterator<Item = &str> + Clone {
        std::iter::once(self.text.as_str()).chain(self.others.iter().map(String::as_str))
    }

    /// The wording at a place, from 0; the first for a place that there is not.
    pub fn wording(&self, place: usize) -> &str {
        self.wordings().nth(place).unwrap_or(&self.text)
    }

    /// Whom a run selects, on the day for which it fires: those of the rule, and on birthdays of them those whose day it is.
    /// Counting, previewing and freezing all ask this.
    pub fn audience(&self) -> Rule {
        match self.firing().and_then(|firing| firing.condition()) {
            Some(condition) => Rule::All(vec![self.rule.clone(), Rule::Is(condition)]),
            None => self.rule.clone(),
        }
    }

    /// How it fires on customers' birthdays; `None`: on something else.
    pub fn birthdays(&self) -> Option<Firing> {
        self.firing()
            .filter(|firing| matches!(firing.occasion, Occasion::Birthday { .. }))
    }

    /// The occasion on which it fires, if it fires on one.
    pub(crate) fn firing(&self) -> Option<Firing> {
        match self.schedule {
            Schedule::Occasion(firing) => Some(firing),
            _ => None,
        }
    }

    /// The digest to which an approval binds: SHA-256 in hexadecimal over the content as JSON, fields in the order of the type.
    pub fn digest(&self) -> String {
        // Serialising plain structs, enums and integers into memory cannot fail; an empty text would match no approval.
        let canonical = serde_json::to_vec(self).unwrap_or_default();
        hex::encode(Sha256::digest(canonical))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::schedule::Schedule;

    fn content() -> Content {
        Content {
            segment: None,
            rule: Rule::everybody(),
            template: None,
            text: "{姓名}您好".into(),
            others: Vec::new(),
            signature: "安居装饰".into(),
            purpose: Purpose::Care,
            schedule: Schedule::OnApproval,
            late: LatePolicy::Hold,
            valid_hours: 24,
            carrier: "sandbox".into(),
            rate: None,
            limits: Limits {
                people: 10,
                parts: 20,
                cost: 100,
            },
        }
    }

    #[test]
    fn any_edit_changes_the_digest() {
        let edits: [fn(&mut Content); 11] = [
            |c| c.rule = Rule::Any(vec![]),
            |c| c.text.push('!'),
            |c| c.others.push("您好{姓名}".into()),
            |c| c.signature.push('x'),
            |c| c.purpose = Purpose::Marketing,
            |c| {
                c.schedule = Schedule::Daily {
                    at: chrono::NaiveTime::MIN,
                }
            },
            |c| c.late = LatePolicy::Send,
            |c| c.valid_hours = 12,
            |c| c.carrier = "other".into(),
            |c| c.limits.cost += 1,
            |c| c.rate = Some(60),
        ];
        for edit in edits {
            let mut edited = content();
            edit(&mut edited);
            assert_ne!(edited.digest(), content().digest());
        }
        assert_eq!(content().digest(), content().digest());
    }

    #[test]
    fn what_could_not_be_said_before_digests_as_it_did() {
        let json = serde_json::to_value(content()).unwrap();
        assert_eq!((json.get("others"), json.get("rate")), (None, None));
        assert_eq!(serde_json::from_value::<Content>(json).unwrap(), content());
        let mut two = content();
        two.others.push("您好".into());
        assert_eq!(two.wordings().collect::<Vec<_>>(), ["{姓名}您好", "您好"]);
        let mut swapped = two.clone();
        swapped.text = two.others[0].clone();
        swapped.others[0] = two.text.clone();
        assert_ne!(two.digest(), swapped.digest());
        assert_eq!((two.wording(1), two.wording(7)), ("您好", "{姓名}您好"));
    }

    #[test]
    fn a_birthday_narrows_the_audience_and_other_occasions_do_not() {
        let on = |json: &str| Content {
            schedule: Schedule::Occasion(serde_json::from_str(json).unwrap()),
            ..content()
        };
        let birthday = on(r#"{"occasion":{"kind":"birthday","calendar":"lunar"},"offset":-3,"at":"09:00:00"}"#);
        let Rule::All(parts) = birthday.audience() else {
            panic!("{:?}", birthday.audience())
        };
        assert_eq!(parts[0], birthday.rule);
        assert!(matches!(
            parts[1],
            Rule::Is(crate::segment::Condition::Birthday { from: 3, days: 1, .. })
        ));
        assert!(birthday.birthdays().is_some());
        let term = on(r#"{"occasion":{"kind":"term","term":"start_of_spring"},"at":"09:00:00"}"#);
        assert_eq!((term.audience(), term.birthdays()), (term.rule.clone(), None));
    }

    #[test]
    fn submitted_is_locked() {
        assert_eq!(CampaignState::Submitted.after(CampaignAct::Edit), None);
        assert_eq!(
            CampaignState::Approved.after(CampaignAct::Edit),
            Some(CampaignState::Draft)
        );
        assert_eq!(CampaignState::Draft.after(CampaignAct::Approve), None);
    }
}
