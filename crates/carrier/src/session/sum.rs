//! What the parts of one message came to, together.

use domain::roll;
use domain::time::Millis;

use super::dialect::Verdict;
use super::state::Told;
use crate::contract::{Answer, Deferral, Doubt, DoubtWhy};

/// How long to wait after a definite refusal; the engine waits longer each time.
const RETRY: Millis = 1_000;

/// What the parts of one message came to.
#[derive(Default)]
pub(super) struct Sum {
    pub taken: Vec<String>,
    pub deferred: Vec<(Deferral, String)>,
    pub refused: Option<(roll::Failure, String)>,
    pub doubt: Option<DoubtWhy>,
    pub written: u16,
    /// Parts of the message.
    pub of: u16,
}

impl Sum {
    pub fn add(&mut self, told: Told) {
        self.written += u16::from(!matches!(told, Told::NotSent));
        match told {
            Told::Answer(Verdict::Taken(reference)) => self.taken.push(reference),
            Told::Answer(Verdict::Deferred(why, code)) => self.deferred.push((why, code)),
            Told::Answer(Verdict::Refused(failure, code)) => self.refused = Some((failure, code)),
            Told::Answer(Verdict::Told(_) | Verdict::Unreadable) => self.doubt = Some(DoubtWhy::Unreadable),
            Told::NotSent => self.deferred.push((Deferral::NotBound, "not_sent".into())),
            Told::Broken => self.doubt = Some(DoubtWhy::Broken),
        }
    }

    /// Whether parts were taken, and nothing else is known of any.
    pub fn only_taken(&self) -> bool {
        !self.taken.is_empty() && self.deferred.is_empty() && self.refused.is_none() && self.doubt.is_none()
    }

    /// A definite refusal only if no part was taken, and none is in doubt.
    pub fn answer(self) -> Answer {
        let Sum {
            taken,
            deferred,
            refused,
            doubt,
            written,
            of,
        } = self;
        let partly = !taken.is_empty() && (!deferred.is_empty() || refused.is_some());
        if let Some(why) = doubt.or(partly.then_some(DoubtWhy::Partly)) {
            return Answer::NoAnswer(Doubt {
                why,
                written,
                of,
                taken,
            });
        }
        match (refused, deferred.into_iter().next()) {
            (Some((failure, code)), _) => Answer::Refused { failure, code },
            (None, Some((why, code))) => Answer::Deferred {
                why,
                retry_after: RETRY,
                code,
            },
            (None, None) if taken.is_empty() => Answer::NoAnswer(Doubt::UNKNOWN),
            (None, None) => Answer::Taken { references: taken },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(told: Vec<Told>, want: fn(&Answer) -> bool) {
        let name = format!("{told:?}");
        let mut sum = Sum::default();
        for told in told {
            sum.add(told);
        }
        let answer = sum.answer();
        assert!(want(&answer), "{name}: {answer:?}");
    }

    #[test]
    fn a_refusal_is_definite_only_when_nothing_was_taken() {
        let taken = || Told::Answer(Verdict::Taken("1".into()));
        let slow = || Told::Answer(Verdict::Deferred(Deferral::Throttled, "8".into()));
        let never = || Told::Answer(Verdict::Refused(roll::Failure::Rejected, "6".into()));
        let partly = |a: &Answer| matches!(a, Answer::NoAnswer(d) if d.why == DoubtWhy::Partly && d.taken == ["1"]);
        check(vec![], |a| matches!(a, Answer::NoAnswer(_)));
        check(
            vec![taken(), taken()],
            |a| matches!(a, Answer::Taken { references } if references.len() == 2),
        );
        check(vec![slow(), slow()], |a| matches!(a, Answer::Deferred { .. }));
        check(vec![slow(), never()], |a| matches!(a, Answer::Refused { .. }));
        check(vec![taken(), slow()], partly);
        check(vec![never(), taken()], partly);
        check(vec![taken(), Told::NotSent], partly);
        check(
            vec![slow(), Told::Broken],
            |a| matches!(a, Answer::NoAnswer(d) if d.why == DoubtWhy::Broken),
        );
        check(vec![Told::NotSent], |a| {
            matches!(
                a,
                Answer::Deferred {
                    why: Deferral::NotBound,
                    ..
                }
            )
        });
    }
}
