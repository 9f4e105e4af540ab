//! How an outcome looks and what it is called: one place for cells, marks, legends and tables.

use domain::roll::{Exclusion, Failure, HoldReason, Outcome};

use crate::locale::{Msg, runs as words};
use crate::ui::{Icon, Tone};

/// The colour and pattern of an outcome.
pub const fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Delivered => Tone::Jade,
        Outcome::HandedOver | Outcome::Accepted | Outcome::NoReceipt => Tone::Indigo,
        Outcome::Queued => Tone::Pale,
        Outcome::Held => Tone::Lavender,
        Outcome::InDoubt => Tone::Amber,
        Outcome::Failed => Tone::Crimson,
        Outcome::Excluded => Tone::Hatched,
        Outcome::Expired | Outcome::Cancelled => Tone::Outlined,
    }
}

/// The sign of an outcome.
pub const fn icon(outcome: Outcome) -> Icon {
    match outcome {
        Outcome::Delivered => Icon::CheckTwice,
        Outcome::HandedOver => Icon::Send,
        Outcome::Accepted | Outcome::NoReceipt => Icon::Check,
        Outcome::Queued => Icon::Rows,
        Outcome::Held | Outcome::Expired => Icon::Clock,
        Outcome::InDoubt => Icon::Question,
        Outcome::Failed => Icon::Close,
        Outcome::Excluded => Icon::Minus,
        Outcome::Cancelled => Icon::Ban,
    }
}

/// The name of an outcome.
pub const fn name(outcome: Outcome) -> Msg {
    match outcome {
        Outcome::Delivered => words::DELIVERED,
        Outcome::HandedOver => words::HANDED_OVER,
        Outcome::Accepted => words::ACCEPTED,
        Outcome::NoReceipt => words::NO_RECEIPT,
        Outcome::Queued => words::QUEUED,
        Outcome::Held => words::HELD,
        Outcome::InDoubt => words::IN_DOUBT,
        Outcome::Failed => words::FAILED,
        Outcome::Excluded => words::EXCLUDED,
        Outcome::Expired => words::EXPIRED,
        Outcome::Cancelled => words::CANCELLED,
    }
}

/// Why, in words. A code that this version does not know is shown as it is.
pub fn reason(outcome: Outcome, code: &str) -> Option<Msg> {
    match outcome {
        Outcome::Excluded => Exclusion::from_code(code).map(exclusion),
        Outcome::Held => HoldReason::from_code(code).map(hold),
        Outcome::Failed => Failure::from_code(code).map(failure),
        _ => None,
    }
}

/// Why a customer is left out.
pub const fn exclusion(why: Exclusion) -> Msg {
    match why {
        Exclusion::NoPhone => words::NO_PHONE,
        Exclusion::InvalidPhone => words::INVALID_PHONE,
        Exclusion::Landline => words::LANDLINE,
        Exclusion::Duplicate => words::DUPLICATE,
        Exclusion::NoConsent => words::NO_CONSENT,
        Exclusion::OptedOut => words::OPTED_OUT,
        Exclusion::Erased => words::ERASED,
        Exclusion::Greeted => words::GREETED,
        Exclusion::FrequencyCap => words::FREQUENCY_CAP,
        Exclusion::VariableMissing => words::VARIABLE_MISSING,
        Exclusion::CarrierPolicy => words::CARRIER_POLICY,
        Exclusion::OverBudget => words::OVER_BUDGET,
    }
}

const fn hold(why: HoldReason) -> Msg {
    match why {
        HoldReason::Hours => words::HOLD_HOURS,
        HoldReason::Backoff => words::HOLD_BACKOFF,
        HoldReason::Late => words::HOLD_LATE,
    }
}

const fn failure(why: Failure) -> Msg {
    match why {
        Failure::UnknownSubscriber => words::UNKNOWN_SUBSCRIBER,
        Failure::Unreachable => words::UNREACHABLE,
        Failure::Blocked => words::BLOCKED,
        Failure::Rejected => words::REJECTED,
        Failure::Unspecified => words::UNSPECIFIED,
        Failure::SettledNotSent => words::SETTLED_NOT_SENT,
    }
}

#[cfg(test)]
mod tests {
    use audit::check::{self, outcome_words};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::locale::Lang;

    #[test]
    fn a_verdict_calls_outcomes_as_the_screens_do() {
        let excluded = Exclusion::ALL.iter().map(|why| (Outcome::Excluded, Some(why.code())));
        let failed = Failure::ALL.iter().map(|why| (Outcome::Failed, Some(why.code())));
        let alone = Outcome::ALL.iter().map(|outcome| (*outcome, None));
        // Three never stand without a reason, and a verdict speaks of nobody who is held.
        let alone =
            alone.filter(|(outcome, _)| !matches!(outcome, Outcome::Excluded | Outcome::Failed | Outcome::Held));
        for (outcome, code) in alone.chain(excluded).chain(failed) {
            let text = code.map_or_else(|| outcome.code().to_owned(), |code| [outcome.code(), code].join(":"));
            for (lang, theirs) in [(Lang::ZhCn, check::Lang::Zh), (Lang::En, check::Lang::En)] {
                let said = name(outcome).of(lang);
                let said = match code {
                    Some(code) => words::because(lang, said, reason(outcome, code).expect(code).of(lang)),
                    None => said.to_owned(),
                };
                // In the middle of a sentence.
                assert_eq!(outcome_words(&text, theirs), said.to_lowercase(), "{text}");
            }
        }
    }
}
