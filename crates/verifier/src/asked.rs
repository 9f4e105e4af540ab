//! What a page asks to be proved, and whether a pack is a proof of that: one that proves something else proves nothing here.

use crate::held::Held;
use crate::report::{Report, Standing};
use audit::check::{Shown, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a page asks to be proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Asked {
    /// The run that the page shows.
    Run {
        /// Its id.
        run: String,
        /// How many entries the page shows at each outcome, by the outcome's code.
        counts: BTreeMap<String, u64>,
    },
    /// One entry of a run.
    Entry {
        /// The run's id.
        run: String,
        /// The entry's place, from 0.
        place: u32,
    },
}

/// What a proof is of instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Astray {
    Run,
    Counts,
    Entry,
    Kind,
}

impl Asked {
    /// A run, with how many entries the page shows at each outcome.
    pub fn run(run: String, counts: impl IntoIterator<Item = (&'static str, u64)>) -> Self {
        let counts = counts.into_iter().filter(|(_, entries)| *entries > 0);
        let counts = counts.map(|(code, entries)| (code.to_owned(), entries)).collect();
        Self::Run { run, counts }
    }

    /// `report` of `verdict` as an answer: it stands for what was asked, or says what the proof is of instead.
    pub fn answer(&self, verdict: &Verdict, report: Report) -> Report {
        let Verdict::Proved(proof) = verdict else { return report };
        let Err(astray) = self.is_of(&proof.shown) else {
            return self.here(report);
        };
        let (zh, en) = astray.words();
        Report {
            standing: Standing::Disproved,
            zh: vec![zh.to_owned()],
            en: vec![en.to_owned()],
            entry: None,
            trusted: report.trusted,
            key: None,
            size: None,
        }
    }

    /// The report where the run stands beside it: there nobody needs its id.
    fn here(&self, mut report: Report) -> Report {
        let (Self::Run { run, .. } | Self::Entry { run, .. }) = self;
        for said in &mut report.zh {
            *said = said
                .replace(&format!("批次 {run} "), "本批次")
                .replace(&format!("批次 {run}"), "本批次");
        }
        for said in &mut report.en {
            *said = said
                .replace(&format!("the run {run}"), "this run")
                .replace(&format!("run {run}"), "this run");
        }
        report
    }

    fn is_of(&self, shown: &Shown) -> Result<(), Astray> {
        match (self, shown) {
            (Self::Run { run, .. }, Shown::Run { run: of, .. })
            | (Self::Entry { run, .. }, Shown::Receipt { run: of, .. })
                if run != of =>
            {
                Err(Astray::Run)
            }
            (Self::Run { counts, .. }, Shown::Run { counts: found, .. }) => {
                let found = found.present().map(|(kind, entries)| (kind.code(), entries));
                let shown = counts.iter().map(|(code, entries)| (code.as_str(), *entries));
                let same = shown.collect::<BTreeMap<_, _>>() == found.collect();
                same.then_some(()).ok_or(Astray::Counts)
            }
            (Self::Entry { place, .. }, Shown::Receipt { place: of, .. }) => {
                (place == of).then_some(()).ok_or(Astray::Entry)
            }
            _ => Err(Astray::Kind),
        }
    }
}

impl Astray {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Run => (
                "网关给出的是另一批次的证明，不是此页的批次。请通知管理员。",
                "The gateway gave the proof of another run, and not of the one on this page. Tell an administrator.",
            ),
            Self::Counts => (
                "证明里各项结果的数目与此页所示不同。请通知管理员。",
                "The counts that are proved are not those on this page. Tell an administrator.",
            ),
            Self::Entry => (
                "网关给出的是另一条目的凭证。请通知管理员。",
                "The gateway gave the receipt of another entry. Tell an administrator.",
            ),
            Self::Kind => (
                "网关给出的是另一种证明。请通知管理员。",
                "The gateway gave a proof of another kind. Tell an administrator.",
            ),
        }
    }
}

/// Whether a page may show the seal: proved by a key that is believed, under a checkpoint of the log that this browser follows.
pub fn sealed(report: &Report, held: Option<&Held>) -> bool {
    report.standing == Standing::Proved && report.trusted && matches!(held, Some(Held::Followed { .. }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use audit::check::{Lang, Options, verify};

    const RUN: &str = include_str!("../../audit/vectors/run-masked.jsonl");
    const RECEIPT: &str = include_str!("../../audit/vectors/receipt.jsonl");
    const LOG: &str = include_str!("../../audit/vectors/log.jsonl");
    const KEY: &str = include_str!("../../audit/vectors/log.vkey");
    const ID: &str = "11111111-1111-1111-1111-111111111111";
    const OTHER: &str = "22222222-2222-2222-2222-222222222222";
    /// What the run came to.
    const COUNTS: [(&str, u64); 6] = [
        ("excluded", 2),
        ("no_receipt", 1),
        ("delivered", 3),
        ("failed", 1),
        ("expired", 1),
        ("cancelled", 0),
    ];

    fn answer(asked: &Asked, pack: &str) -> Report {
        let trusted = vec![KEY.trim().parse().unwrap()];
        let verdict = verify(pack.as_bytes(), &Options { trusted });
        let report = Report::of(&verdict, true, |_: Lang, at| at.to_string());
        asked.answer(&verdict, report)
    }

    fn entry(run: &str, place: u32) -> Asked {
        let run = run.to_owned();
        Asked::Entry { run, place }
    }

    #[test]
    fn a_valid_pack_answers_only_the_page_that_asked_for_it() {
        let fewer = COUNTS.map(|(code, entries)| match code {
            "delivered" => (code, entries - 1),
            "failed" => (code, entries + 1),
            _ => (code, entries),
        });
        let run = |id: &str, counts: [(&'static str, u64); 6]| Asked::run(id.to_owned(), counts);
        for (asked, pack, astray) in [
            (run(ID, COUNTS), RUN, None),
            (run(OTHER, COUNTS), RUN, Some(Astray::Run)),
            (run(ID, fewer), RUN, Some(Astray::Counts)),
            (run(ID, COUNTS), RECEIPT, Some(Astray::Kind)),
            (run(ID, COUNTS), LOG, Some(Astray::Kind)),
            (entry(ID, 3), RECEIPT, None),
            (entry(OTHER, 3), RECEIPT, Some(Astray::Run)),
            (entry(ID, 2), RECEIPT, Some(Astray::Entry)),
            (entry(ID, 3), RUN, Some(Astray::Kind)),
        ] {
            let report = answer(&asked, pack);
            let Some(astray) = astray else {
                assert_eq!(report.standing, Standing::Proved, "{asked:?}");
                assert!(report.key.is_some());
                let [zh, en] = [&report.zh[0], &report.en[0]];
                assert!(
                    (zh.contains("本批次于") || zh.contains("本批次（"))
                        && en.contains("this run")
                        && !en.contains("the this"),
                    "{en}"
                );
                assert!(!zh.contains(ID) && !en.contains(ID), "{en}");
                continue;
            };
            let (zh, en) = astray.words();
            let said = (report.standing, report.zh, report.en, report.key, report.size);
            let want = (Standing::Disproved, vec![zh.into()], vec![en.into()], None, None);
            assert_eq!(said, want, "{asked:?}");
        }
    }

    #[test]
    fn what_is_not_proved_keeps_its_own_verdict() {
        let bad = RUN.replacen("138", "139", 1);
        let report = answer(&Asked::run(OTHER.to_owned(), COUNTS), &bad);
        assert_eq!((report.standing, report.entry), (Standing::Disproved, Some(0)));
        let report = answer(&entry(ID, 3), "hello\n");
        assert_eq!(report.standing, Standing::Unreadable);
    }

    #[test]
    fn the_seal_is_for_a_proof_of_the_log_that_this_browser_follows() {
        let proved = answer(&entry(ID, 3), RECEIPT);
        assert!(sealed(&proved, Some(&Held::Followed { since: 1 })));
        let origin = "another/log".to_owned();
        for held in [
            None,
            Some(Held::OtherLog { origin }),
            Some(Held::Contradicts { forked: None }),
            Some(Held::Longer),
            Some(Held::Unknown),
        ] {
            assert!(!sealed(&proved, held.as_ref()), "{held:?}");
        }
        let followed = Some(Held::Followed { since: 1 });
        let own_key = Report {
            trusted: false,
            ..proved.clone()
        };
        assert!(!sealed(&own_key, followed.as_ref()));
        assert!(!sealed(&answer(&entry(ID, 2), RECEIPT), followed.as_ref()));
    }
}
