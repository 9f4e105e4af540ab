//! What carriers say, as the store keeps it.

use carrier::{Answer, Carrier, Deferral, Doubt, Key};
use domain::time::{MINUTE, Millis};
use store::contract::runs::{Reference, Said, SaidWhat, Unanswered};

/// What a carrier said to the hand-over `key` of a message of `parts` parts.
pub(super) fn said(carrier: &dyn Carrier, now: Millis, (key, parts): (Key, u16), answer: Answer) -> Said {
    let what = match answer {
        // A carrier names at least one part; one that names none has told us nothing.
        Answer::Taken { references } if references.is_empty() => {
            SaidWhat::NoAnswer(unanswered(carrier, &Doubt::UNKNOWN, parts))
        }
        Answer::Taken { references } => SaidWhat::Taken(named(carrier, references)),
        Answer::Deferred { why, retry_after, code } => SaidWhat::Deferred(now + rest(why, retry_after, key), code),
        Answer::Refused { failure, code } => SaidWhat::Refused(failure, code),
        Answer::NoAnswer(doubt) => SaidWhat::NoAnswer(unanswered(carrier, &doubt, parts)),
    };
    Said {
        entry: key.entry,
        attempt: key.attempt,
        what,
    }
}

/// The carrier's names, each once, with the other ways in which it may spell them.
pub(super) fn named(carrier: &dyn Carrier, references: Vec<String>) -> Vec<Reference> {
    let mut named: Vec<Reference> = Vec::with_capacity(references.len());
    for name in references {
        if named.iter().all(|known| known.name != name) {
            let others = carrier.spellings(&name);
            named.push(Reference { name, others });
        }
    }
    named
}

/// How long an entry waits after a definite refusal. Who was refused often waits longer, up to ten minutes and a quarter more:
/// so much differs from entry to entry, lest those that were refused together come back together. Who met no connection did
/// nothing wrong, and waits for half a minute at most: the carrier is left alone until it is bound again.
fn rest(why: Deferral, retry_after: Millis, key: Key) -> Millis {
    let (first, most) = match why {
        Deferral::Throttled | Deferral::QueueFull => (retry_after.max(200), 10 * MINUTE),
        Deferral::NotBound | Deferral::Stopped => (retry_after.clamp(200, 1_000), MINUTE / 2),
    };
    let longer = (first << key.attempt.saturating_sub(1).min(8)).min(most);
    longer + longer * jitter(key) / 1_024
}

/// 0 to 255, as good as by chance, and the same for the same attempt at the same entry.
const fn jitter(key: Key) -> Millis {
    let mixed = (key.entry as u64 ^ (key.attempt as u64) << 48).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 56) as Millis
}

/// The evidence of a doubt: why, and how many of the message's parts were written whole. A carrier may cut it otherwise than it is
/// charged for, or take it whole.
fn unanswered(carrier: &dyn Carrier, doubt: &Doubt, parts: u16) -> Unanswered {
    let parts = if doubt.of == 0 {
        parts.max(doubt.written)
    } else {
        doubt.of
    };
    Unanswered {
        evidence: Some(format!("{}, {}/{parts} written", doubt.why.code(), doubt.written)),
        taken: named(carrier, doubt.taken.clone()),
        parts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use carrier::{DoubtWhy, Sandbox, Shares};
    use domain::time::HOUR;

    fn check(answer: Answer, attempt: u32, want: &SaidWhat) {
        let sandbox = Sandbox::in_memory(Shares::default());
        let told = said(&sandbox, 1_000, (Key { entry: 7, attempt }, 3), answer);
        assert_eq!((told.entry, told.attempt), (7, attempt));
        assert_eq!(&told.what, want);
    }

    #[test]
    fn those_that_were_refused_together_do_not_come_back_together() {
        for (why, attempt, least) in [
            (Deferral::Throttled, 1, 1_000),
            (Deferral::QueueFull, 4, 8_000),
            (Deferral::Throttled, 99, 256_000),
            (Deferral::NotBound, 1, 1_000),
            (Deferral::Stopped, 9, 30_000),
        ] {
            let waits: Vec<_> = (0..1_000)
                .map(|entry| rest(why, 1_000, Key { entry, attempt }))
                .collect();
            let within = |wait: &&Millis| (least..=least + least / 4).contains(*wait);
            assert_eq!(waits.iter().filter(within).count(), 1_000, "{why:?}, {attempt}");
            let early = waits.iter().filter(|wait| **wait < least + least / 8).count();
            assert!((400..600).contains(&early), "half of them in the first half: {early}");
        }
        let hour = rest(Deferral::Throttled, HOUR, Key { entry: 7, attempt: 1 });
        assert!((10 * MINUTE..=10 * MINUTE + 10 * MINUTE / 4).contains(&hour), "{hour}");
    }

    #[test]
    fn every_answer_is_kept_with_what_it_tells() {
        let deferred = |why| Answer::Deferred {
            why,
            retry_after: 1_000,
            code: "c".into(),
        };
        let until = |at| SaidWhat::Deferred(at, "c".into());
        let waits = rest(Deferral::NotBound, 1_000, Key { entry: 7, attempt: 9 });
        check(deferred(Deferral::NotBound), 9, &until(1_000 + waits));
        let references = vec!["a".into(), "b".into(), "a".into()];
        check(
            Answer::Taken { references },
            1,
            &SaidWhat::Taken(vec!["a".into(), "b".into()]),
        );
        let doubt = Doubt {
            why: DoubtWhy::Partly,
            written: 2,
            of: 0,
            taken: vec!["a".into()],
        };
        let known = Unanswered {
            evidence: Some("partly, 2/3 written".into()),
            taken: vec!["a".into()],
            parts: 3,
        };
        check(Answer::NoAnswer(doubt), 1, &SaidWhat::NoAnswer(known));
        // It went whole, and was written whole, however many parts are charged for.
        let whole = Doubt {
            why: DoubtWhy::Silent,
            written: 1,
            of: 1,
            taken: Vec::new(),
        };
        let known = Unanswered {
            evidence: Some("silent, 1/1 written".into()),
            taken: Vec::new(),
            parts: 1,
        };
        check(Answer::NoAnswer(whole), 1, &SaidWhat::NoAnswer(known));
    }
}
