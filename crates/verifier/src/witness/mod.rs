//! The browser as a witness: it keeps the last checkpoint that it believed, and believes another only if the log grew from it.
//!
//! What is kept is never replaced by what contradicts it. A contradiction is kept beside it as an [`Alarm`], which stands until
//! somebody who may settles it in words; then the browser begins anew, and keeps what was settled too.

#[cfg(test)]
mod made;
mod seen;

pub(crate) use seen::parsed;
pub use seen::{Seen, Step};

use audit::signed::Checkpoint;
use serde::{Deserialize, Serialize};

use crate::json;

/// How long a signed log may go without a proof before that is an alarm, in milliseconds: a gateway that is out of order is
/// mended by then, and one that has something to hide is not let off for ever.
pub const PATIENCE: i64 = 60 * 60 * 1_000;

/// The most that counts of the time between two looks, in milliseconds: what the gateway did while nobody looked is not known.
pub const LAPSE: i64 = 20 * 60 * 1_000;

/// What a browser keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The last checkpoint that was believed; `None` before the first.
    pub seen: Option<Seen>,
    /// What contradicted it, if anything did.
    pub alarm: Option<Alarm>,
    /// Alarms that were settled, oldest first.
    pub settled: Vec<Settled>,
    /// Since when the gateway has not proved what it shows, UTC milliseconds, as if one had always looked; `None` while it does.
    #[serde(default)]
    pub unproved: Option<i64>,
    /// When it last did not, UTC milliseconds.
    #[serde(default)]
    pub doubted: Option<i64>,
}

/// A contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Of which kind.
    pub why: Why,
    /// When it was found, UTC milliseconds.
    pub at: i64,
    /// The checkpoint that was kept, or what stood in its place.
    pub kept: String,
    /// What the gateway showed instead; empty where it showed none.
    pub offered: String,
    /// Events of the kept checkpoint.
    pub kept_size: u64,
    /// Events of what was shown instead; `None` where it showed none that can be read.
    pub offered_size: Option<u64>,
    /// Whether what the gateway showed last fits what is kept again.
    pub fits_again: bool,
}

/// How a log contradicts what was seen of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Events that were there are gone.
    RolledBack,
    /// Events that were there are others now.
    Rewritten,
    /// None of the believed keys signed.
    UnknownKey,
    /// Only keys signed that its own log has retired before.
    RetiredKey,
    /// It is another log.
    OtherLog,
    /// There is no signed log any more.
    Gone,
    /// A file that a believed key signed tells another history: there are two logs of one name.
    Forked,
    /// There are more events, signed, and the gateway has not proved for a while that they follow on those that were there.
    Unproven,
    /// The gateway runs, and has not shown a signed log for a while.
    Withheld,
    /// What this browser kept can't be read.
    Lost,
}

/// An alarm that was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// What it was.
    pub alarm: Alarm,
    /// When it was settled, UTC milliseconds.
    pub at: i64,
    /// By whom.
    pub by: String,
    /// What was found, in their words.
    pub words: String,
}

impl Kept {
    /// Begins to witness with the first checkpoint; `None` if none of `keys` signed it.
    #[must_use]
    pub fn begin(mut self, note: &str, keys: &[String], now: i64) -> Option<Self> {
        let signed = Checkpoint::open_known(note, &parsed(keys)).ok()?;
        self.seen = Some(Seen::of(&signed.checkpoint, note, keys.to_vec(), now, now));
        Some(self)
    }

    /// What a text says that was kept. One of a newer app, or one that somebody changed, is no beginning.
    #[must_use]
    pub fn stored(text: &str, now: i64) -> Self {
        let value = json::parse(text).unwrap_or_default();
        let seen = value.get("seen").cloned().unwrap_or_default();
        json::read(value).unwrap_or_else(|_| Self::lost(text, json::read(seen).unwrap_or_default(), now))
    }

    /// What is known where what was kept can't be read: an alarm with its text, and whatever of it could be made out.
    #[must_use]
    pub fn lost(text: &str, seen: Option<Seen>, now: i64) -> Self {
        let alarm = Alarm {
            why: Why::Lost,
            at: now,
            kept: text.to_owned(),
            offered: String::new(),
            kept_size: seen.as_ref().map_or(0, |seen| seen.size),
            offered_size: None,
            fits_again: false,
        };
        Self {
            seen,
            alarm: Some(alarm),
            ..Self::default()
        }
    }

    /// Keeps a contradiction beside what was seen. The first that was found stands.
    #[must_use]
    pub fn alarmed(mut self, why: Why, offered: &str, now: i64) -> Self {
        let Some(seen) = &self.seen else { return self };
        (self.unproved, self.doubted) = (None, None);
        let alarm = self.alarm.get_or_insert_with(|| Alarm {
            why,
            at: now,
            kept: seen.note.clone(),
            offered: offered.to_owned(),
            kept_size: seen.size,
            offered_size: said(offered).map(|checkpoint| checkpoint.size()),
            fits_again: false,
        });
        alarm.fits_again = false;
        self
    }

    /// The gateway answered, and did not prove what it shows: where that lasts longer than [`PATIENCE`], it is an alarm.
    #[must_use]
    pub fn doubt(mut self, why: Why, offered: &str, now: i64) -> Self {
        // A moment in the future is that of a clock that was ahead, and counts as now.
        let last = self.doubted.or(self.unproved).unwrap_or(now).min(now);
        // What is kept may say any moment, and must not stop the witness.
        let unseen = now.saturating_sub(last).saturating_sub(LAPSE).max(0);
        let since = self.unproved.unwrap_or(now).min(last).saturating_add(unseen);
        (self.unproved, self.doubted) = (Some(since), Some(now));
        if now.saturating_sub(since) >= PATIENCE {
            return self.alarmed(why, offered, now);
        }
        self
    }

    /// Keeps what follows on what was seen. An alarm that stands stays.
    #[must_use]
    pub fn believing(mut self, seen: Seen) -> Self {
        self.seen = Some(seen);
        (self.unproved, self.doubted) = (None, None);
        // A fork fits with either branch for ever, and with what can't be read fits nothing.
        let may_fit = |alarm: &&mut Alarm| !matches!(alarm.why, Why::Forked | Why::Lost);
        if let Some(alarm) = self.alarm.as_mut().filter(may_fit) {
            alarm.fits_again = true;
        }
        self
    }

    /// Ends the alarm by somebody's word. Where the gateway's log does not fit what was seen, the browser begins anew.
    #[must_use]
    pub fn settle(mut self, by: &str, words: &str, now: i64) -> Self {
        if let Some(alarm) = self.alarm.take() {
            if !alarm.fits_again && alarm.why != Why::Forked {
                self.seen = None;
            }
            self.settled.push(Settled {
                alarm,
                at: now,
                by: by.to_owned(),
                words: words.to_owned(),
            });
        }
        self
    }
}

/// What a note says, whoever signed it.
fn said(note: &str) -> Option<Checkpoint> {
    let (text, _) = note.split_once("\n\n")?;
    format!("{text}\n").parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::made::{begun, leaves, note, signer, tree};
    use super::*;

    #[test]
    fn a_first_checkpoint_is_kept_only_if_a_listed_key_signed_it() {
        let log = tree(&leaves(5, 0));
        let (one, two) = (signer(1), signer(2));
        let keys = [two.verifier().to_string()];
        assert_eq!(Kept::default().begin(&note(&log, 5, &[&one]), &keys, 0), None);
        let kept = Kept::default().begin(&note(&log, 5, &[&one, &two]), &keys, 7).unwrap();
        let seen = kept.seen.unwrap();
        assert_eq!((seen.size, seen.since, seen.checked), (5, 7, 7));
    }

    #[test]
    fn a_fork_is_not_mended_by_the_branch_that_was_seen() {
        let (log, key) = (tree(&leaves(9, 0)), signer(1));
        let keys = [key.verifier().to_string()];
        let kept = Kept::default().begin(&note(&log, 9, &[&key]), &keys, 1).unwrap();
        let seen = kept.seen.clone().unwrap();
        let kept = kept.alarmed(Why::Forked, &note(&tree(&leaves(9, 1)), 9, &[&key]), 5);
        let kept = kept.believing(seen.clone());
        assert!(!kept.alarm.as_ref().unwrap().fits_again);
        assert_eq!(kept.settle("admin", "found", 6).seen, Some(seen), "what was seen stays");
    }

    #[test]
    fn an_alarm_stands_until_it_is_settled() {
        let (log, key) = (tree(&leaves(9, 0)), signer(1));
        let kept = Kept::default()
            .begin(&note(&log, 9, &[&key]), &[key.verifier().to_string()], 1)
            .unwrap();
        let before = kept.seen.clone();
        let back = note(&log, 4, &[&key]);
        let kept = kept.alarmed(Why::RolledBack, &back, 5).alarmed(Why::Rewritten, "", 6);
        let alarm = kept.alarm.clone().unwrap();
        assert_eq!(
            (alarm.why, alarm.at, alarm.kept_size, alarm.offered_size),
            (Why::RolledBack, 5, 9, Some(4))
        );
        assert_eq!(
            kept.seen, before,
            "what was seen is not replaced by what contradicts it"
        );

        let seen = kept.seen.clone().unwrap();
        let mended = kept.clone().believing(seen);
        assert!(mended.alarm.as_ref().is_some_and(|alarm| alarm.fits_again));
        assert_eq!(mended.settle("王", "数据库已换回", 8).seen, before, "what fits is kept");

        let settled = kept.settle("王", "误恢复了旧备份", 8);
        assert_eq!((settled.seen, settled.alarm), (None, None));
        assert_eq!(
            (settled.settled.len(), settled.settled[0].words.as_str()),
            (1, "误恢复了旧备份")
        );
    }

    #[test]
    fn what_is_not_proved_is_an_alarm_once_it_lasts() {
        let (log, key) = (tree(&leaves(9, 0)), signer(1));
        let first = note(&log, 4, &[&key]);
        let kept = Kept::default().begin(&first, &[key.verifier().to_string()], 1).unwrap();
        let larger = note(&log, 9, &[&key]);
        let doubt = |kept: Kept, at| {
            // A reload in between does not begin the time anew.
            let kept: Kept = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
            kept.doubt(Why::Unproven, &larger, at)
        };
        let looked = |kept: Kept| {
            (0..PATIENCE)
                .step_by(LAPSE as usize)
                .fold(kept, |kept, at| doubt(kept, 10 + at))
        };
        let kept = doubt(looked(kept), 10 + PATIENCE - 1);
        assert_eq!((kept.unproved, &kept.alarm), (Some(10), &None));

        let proved = kept.clone().believing(kept.seen.clone().unwrap());
        assert_eq!(doubt(proved, 10 + PATIENCE).alarm, None, "proved since");

        let alarm = doubt(kept, 10 + PATIENCE).alarm.unwrap();
        assert_eq!((alarm.why, alarm.offered_size), (Why::Unproven, Some(9)));
        let old = r#"{"seen":null,"alarm":null,"settled":[]}"#;
        assert_eq!(
            serde_json::from_str::<Kept>(old).unwrap(),
            Kept::default(),
            "kept by an older app"
        );
    }

    #[test]
    fn what_nobody_saw_is_no_lasting_doubt() {
        let (log, key) = (tree(&leaves(9, 0)), signer(1));
        let begun = Kept::default()
            .begin(&note(&log, 4, &[&key]), &[key.verifier().to_string()], 1)
            .unwrap();
        let doubt = |kept: Kept, at| kept.doubt(Why::Withheld, "", at);
        let days = 3 * 24 * PATIENCE;
        let kept = doubt(doubt(begun.clone(), 10), 10 + days);
        assert_eq!(
            (&kept.alarm, kept.doubted),
            (&None, Some(10 + days)),
            "two failures, days apart"
        );
        // Who never looks for long is not put off for ever either.
        let kept = doubt(doubt(kept, 10 + 2 * days), 10 + 3 * days);
        assert_eq!(kept.alarm.unwrap().why, Why::Withheld);

        // One failure while the clock was ahead, with and without the moment of the last.
        let ahead = doubt(begun, days);
        let older = Kept {
            doubted: None,
            ..ahead.clone()
        };
        for kept in [ahead, older] {
            let kept = (0..PATIENCE)
                .step_by(LAPSE as usize)
                .fold(kept, |kept, at| doubt(kept, 20 + at));
            assert_eq!((kept.unproved, &kept.alarm), (Some(20), &None));
            assert!(doubt(kept, 20 + PATIENCE).alarm.is_some());
        }
    }

    #[test]
    fn a_text_that_cannot_be_read_is_an_alarm() {
        let kept = r#"{"seen":null,"alarm":null,"settled":[]}"#;
        assert_eq!(Kept::stored(kept, 1), Kept::default());
        let seen = r#"{"keys":[],"note":"n","origin":"o","size":9,"root":"r","since":1,"checked":2}"#;
        let newer = format!(r#"{{"seen":{seen},"alarm":{{"why":"one_to_come"}},"settled":[]}}"#);
        for (text, size) in [
            (&*newer, Some(9)),
            ("", None),
            ("{", None),
            ("[]", None),
            ("null", None),
        ] {
            let kept = Kept::stored(text, 1);
            let alarm = kept.alarm.unwrap();
            assert_eq!((alarm.why, &*alarm.kept), (Why::Lost, text));
            assert_eq!(kept.seen.map(|seen| seen.size), size);
        }
    }

    #[test]
    fn what_was_kept_and_cannot_be_read_is_an_alarm_until_it_is_settled() {
        let (log, key) = (tree(&leaves(9, 0)), signer(1));
        let keys = [key.verifier().to_string()];
        for seen in [None, Some(begun(&log, 9))] {
            let lost = Kept::lost("{", seen.clone(), 5);
            assert_eq!(lost.seen, seen);
            let kept = lost.begin(&note(&log, 9, &[&key]), &keys, 6).unwrap();
            let next = kept.seen.clone().unwrap();
            let kept = kept.believing(next).alarmed(Why::RolledBack, "", 7);
            let alarm = kept.alarm.as_ref().unwrap();
            assert_eq!(
                (alarm.why, alarm.kept.as_str(), alarm.fits_again),
                (Why::Lost, "{", false)
            );
            assert_eq!(kept.settle("admin", "found", 8).seen, None, "begins anew");
        }
    }

    #[test]
    fn without_anything_seen_there_is_no_alarm() {
        assert_eq!(Kept::default().alarmed(Why::Gone, "", 1), Kept::default());
    }
}
