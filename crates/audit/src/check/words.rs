//! The verdict in words, Chinese and English side by side.

use super::outcome_words::{kind_word, outcome_words};
use super::{At, Fault, NotShown, Proof, Reason, Shown, Verdict};
use crate::pack::Unreadable;
use crate::roll::{FitError, Which};

/// The language of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文
    Zh,
    /// English
    En,
}

impl Lang {
    pub(super) fn of(self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self {
            Self::Zh => zh.into(),
            Self::En => en.into(),
        }
    }
}

impl Verdict {
    /// The verdict in sentences: what was shown, then what was not; or what does not fit. `time` writes a moment (UTC
    /// milliseconds) as the reader is used to.
    pub fn words(&self, lang: Lang, time: impl Fn(i64) -> String) -> Vec<String> {
        match self {
            Self::Proved(proof) => {
                let mut words = vec![proof.shown.words(lang, &time), log_words(proof, lang)];
                words.extend(proof.not_shown.iter().map(|not| not.words(lang)));
                words
            }
            Self::Disproved(fault) => vec![fault.words(lang)],
            Self::Unreadable(why) => vec![unreadable(why, lang)],
        }
    }
}

fn log_words(proof: &Proof, lang: Lang) -> String {
    let (origin, size, key) = (proof.checkpoint.origin(), proof.checkpoint.size(), &proof.key);
    lang.of(
        format!("依据日志 {origin} 在 {size} 条事件处的检查点，由密钥 {key} 签名。"),
        format!("By the checkpoint of the log {origin} at {size} events, signed by the key {key}."),
    )
}

impl Shown {
    fn words(&self, lang: Lang, time: &impl Fn(i64) -> String) -> String {
        match self {
            Self::Run {
                run,
                frozen_at,
                closed_at,
                counts,
                approved,
                sealed,
            } => {
                let (from, to, all) = (time(*frozen_at), time(*closed_at), grouped(counts.total()));
                let list = |sep: &str| {
                    let each = counts
                        .present()
                        .map(|(kind, n)| format!("{} {}", kind_word(kind, lang), grouped(n)));
                    each.collect::<Vec<_>>().join(sep)
                };
                let mut words = lang.of(
                    format!("这证明：批次 {run} 于 {from} 冻结的 {all} 位客户，到 {to} 关闭时各有且只有一个结果：{}。", list("、")),
                    format!("This shows that the {all} customers frozen at {from} (run {run}) each have one outcome, as closed at {to}: {}.", list(", ")),
                );
                if let Some((at, by_another)) = approved {
                    let at = time(*at);
                    words += &match by_another {
                        true => lang.of(
                            format!("据日志，内容于 {at} 由作者以外的人批准。"),
                            format!(
                                " By the log, what was sent was approved at {at} by somebody other than its author."
                            ),
                        ),
                        false => lang.of(
                            format!("据日志，内容于 {at} 批准。"),
                            format!(" By the log, what was sent was approved at {at}."),
                        ),
                    };
                }
                if *sealed > 0 {
                    let sealed = grouped(*sealed);
                    words += &lang.of(
                        format!("其中 {sealed} 条已封存，只计入总数。"),
                        format!(" {sealed} of them are sealed: they are counted, and not opened."),
                    );
                }
                words
            }
            Self::Receipt {
                run,
                frozen_at,
                place,
                audience,
                outcome,
                ..
            } => {
                let (at, place, all) = (time(*frozen_at), grouped(u64::from(*place) + 1), grouped(*audience));
                let outcome = outcome_words(outcome, lang);
                lang.of(
                    format!("这证明：该条目是批次 {run}（{at} 冻结，共 {all} 条）的第 {place} 条，结果为 {outcome}。"),
                    format!("This shows that the entry is number {place} of {all} on the run {run} frozen at {at}, and that its outcome is {outcome}."),
                )
            }
            Self::Consent {
                records,
                customers,
                given,
                bare,
                withdrawn,
                sealed,
                late,
            } => {
                let each = consent_words(*given, *bare, *withdrawn, lang);
                let (records, customers) = (grouped(*records), grouped(*customers));
                let mut words = lang.of(
                    format!("这证明：{customers} 位客户的 {records} 条记录，在所示时间已记入日志{each}。"),
                    format!("This shows that {records} records of {customers} customers were in the log at the times shown{each}."),
                );
                if let Some((count, at)) = late {
                    let (count, at) = (grouped(*count), time(*at));
                    words += &lang.of(
                        format!("其中 {count} 条记录在先，到 {at} 才补入日志，所记的记录时间以公司所述为准。"),
                        format!(" {count} of them were recorded before and committed to the log later, by {at}; when they were recorded is as the firm states it."),
                    );
                }
                if *sealed > 0 {
                    let sealed = grouped(*sealed);
                    words += &lang.of(
                        format!("其中 {sealed} 条已封存，只能证明其存在。"),
                        format!(" {sealed} of them are sealed: it shows only that they were recorded."),
                    );
                }
                words
            }
            Self::Log { first, count, since } => {
                let (events, first) = (grouped(*count), grouped(*first));
                let en = match count {
                    1 => format!("This shows that the event number {first} stands unchanged in the log."),
                    _ => format!("This shows that {events} events from number {first} on stand unchanged in the log."),
                };
                let zh = format!("这证明：从第 {first} 号起的 {events} 条事件在日志中原样存在。");
                let mut words = lang.of(zh, en);
                if *since {
                    words += &lang.of(
                        "日志自较早的检查点起只增未改。",
                        " Since the older checkpoint the log has only grown.",
                    );
                }
                words
            }
        }
    }
}

/// What consents say, as far as they are shown: `: 2 given, 1 withdrawn`.
fn consent_words(given: u64, bare: u64, withdrawn: u64, lang: Lang) -> String {
    let evidence = match bare {
        0 => lang.of("附凭据", "with evidence"),
        _ if bare == given => lang.of("没有凭据", "without evidence"),
        _ => lang.of(
            format!("其中 {} 条没有凭据", grouped(bare)),
            format!("{} of them without evidence", grouped(bare)),
        ),
    };
    let (yes, no) = (grouped(given), grouped(withdrawn));
    let given = (given > 0).then(|| {
        lang.of(
            format!("同意 {yes} 条（{evidence}）"),
            format!("{yes} given ({evidence})"),
        )
    });
    let withdrawn = (withdrawn > 0).then(|| lang.of(format!("撤回同意 {no} 条"), format!("{no} withdrawn")));
    let each: Vec<_> = given.into_iter().chain(withdrawn).collect();
    match each.as_slice() {
        [] => String::new(),
        each => lang.of(format!("：{}", each.join("、")), format!(": {}", each.join(", "))),
    }
}

impl NotShown {
    /// What is not shown, in a sentence.
    pub fn words(self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Key => (
                "未证明：该密钥属于这家公司。请与公司公布的密钥核对。",
                "It does not show that the key is the firm's: compare it with the one that the firm published.",
            ),
            Self::Segment => (
                "未证明：客群选得恰当。",
                "It does not show that the segment was well chosen.",
            ),
            Self::Carrier => (
                "未证明：通道所报的结果属实。",
                "It does not show that what the carrier reported is true.",
            ),
            Self::Phones => (
                "未证明：不同客户的号码各不相同。",
                "It does not show that no two customers share a phone.",
            ),
            Self::Sealed => (
                "未证明：封存条目（如已删除的客户）是谁。",
                "It does not show who the sealed entries are, such as erased customers.",
            ),
            Self::Others => (
                "未证明：名册上其他人的结果；那要看批次证明包。",
                "It does not show the outcomes of the others on the roll: a run pack does.",
            ),
            Self::Earlier => (
                "未证明：补入日志的记录在补入之前就已存在。",
                "It does not show that the records committed later were there before they were committed.",
            ),
            Self::Later => (
                "未证明：此后没有别的记录，例如撤回同意。",
                "It does not show that nothing was recorded later, such as a withdrawal.",
            ),
            Self::Rest => (
                "未证明：文件中没有遗漏某位客户的记录；批次上有谁，请与批次证明包核对。",
                "It does not show that no record of a customer was left out: for who stands on a run, hold it against the run pack.",
            ),
            Self::Once => (
                "未证明：日志没有另外的事件说这一批次冻结或关闭；若有，以最早的为准。",
                "It does not show that no other events of the log say how this run froze and closed: if there are any, the first count.",
            ),
            Self::Fork => (
                "未证明：别人看到的是同一本日志。请与他处保存的检查点核对。",
                "It does not show that others see the same log: compare the checkpoint with one kept elsewhere.",
            ),
        };
        lang.of(zh, en)
    }
}

impl Fault {
    /// What does not fit, in a sentence.
    pub fn words(&self, lang: Lang) -> String {
        let place = match self.at {
            At::Header => lang.of("文件首行", "The header"),
            At::Entry(n) => lang.of(format!("第 {} 条", n + 1), format!("Entry {}", n + 1)),
            At::Event(n) => lang.of(format!("第 {n} 号事件"), format!("Event {n}")),
            At::Whole => lang.of("整份文件", "The file as a whole"),
        };
        lang.of(
            format!("{place}：{}。", self.reason.zh()),
            format!("{place}: {}.", self.reason),
        )
    }
}

impl Reason {
    fn zh(&self) -> String {
        match self {
            Self::Signature => "检查点不是由文件所称的密钥签名".into(),
            Self::Untrusted => "检查点不是由您信任的密钥签名".into(),
            Self::Retired { key, event } => {
                format!("检查点只有密钥 {key} 的签名，而日志第 {event} 号事件已停用该密钥")
            }
            Self::EventProof => "事件不在检查点所述日志的该位置".into(),
            Self::Event => "事件不对，或缺少证明名册所需的内容".into(),
            Self::TwoRuns => "冻结与关闭的事件不属于同一批次，或次序颠倒".into(),
            Self::Place { expected, found } => {
                format!("此处应为 {expected}，却是 {found}：有缺失、重复或移动")
            }
            Self::Leaf => "所示内容与冻结时不符".into(),
            Self::Octets => "所示事件与其哈希不符".into(),
            Self::Customer => "客户次序不对：重复或移动".into(),
            Self::Froze => "冻结时既非排队中也非未发送".into(),
            Self::LeftOut => "冻结时定为未发送，关闭时却有别的结果".into(),
            Self::EntryProof(_) => "条目不在名册的该位置".into(),
            Self::Trailer { said, found } => format!("末行称有 {said} 条，实有 {found} 条"),
            Self::Excluded(n) => format!("条目中有 {n} 条在冻结时定为未发送，与日志不符"),
            Self::Fit(FitError::NotTerminal(kind)) => format!("结果“{}”不是终局", kind_word(*kind, Lang::Zh)),
            Self::Fit(FitError::Audience { said, found, .. }) => format!("日志称有 {said} 条，实有 {found} 条"),
            Self::Fit(FitError::Count { kind, said, found }) => {
                format!("日志称“{}”{said} 条，实有 {found} 条", kind_word(*kind, Lang::Zh))
            }
            Self::Fit(FitError::Root(Which::Frozen)) => "条目与冻结时的名册不符".into(),
            Self::Fit(FitError::Root(Which::Closed)) => "条目与冻结时的名册相符，但有结果或其原因与关闭时不符".into(),
            Self::Consent => "同意记录与当时所记不符".into(),
            Self::Again => "这条同意记录在文件中已经有过".into(),
            Self::Range => "事件与日志不符".into(),
            Self::Since => "日志不是由较早的检查点增长而来".into(),
        }
    }
}

fn unreadable(why: &Unreadable, lang: Lang) -> String {
    let zh = match why {
        Unreadable::Io(error) => format!("文件无法读取：{error}。"),
        Unreadable::NotAPack => "这不是证明包。".into(),
        Unreadable::Version(version) => format!("不认识证明包的第 {version} 版。"),
        Unreadable::Line(line) => format!("第 {line} 行不合格式。"),
        Unreadable::Cut(line) => format!("文件在第 {line} 行后中断。"),
        Unreadable::Trailing(line) => format!("末行之后还有内容（第 {line} 行）。"),
    };
    lang.of(zh, format!("Nothing can be said: {why}."))
}

/// With a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withdrawal_is_not_told_as_a_consent() {
        let words = |given, bare, withdrawn| {
            let shown = Shown::Consent {
                records: given + withdrawn,
                customers: 1,
                given,
                bare,
                withdrawn,
                sealed: 0,
                late: None,
            };
            [Lang::Zh, Lang::En].map(|lang| shown.words(lang, &|at| at.to_string()))
        };
        let [zh, en] = words(0, 0, 1);
        assert!(zh.ends_with("：撤回同意 1 条。") && !zh.contains("凭据"), "{zh}");
        assert!(en.ends_with(": 1 withdrawn.") && !en.contains("evidence"), "{en}");
        let [zh, en] = words(3, 2, 1);
        assert!(
            zh.ends_with("：同意 3 条（其中 2 条没有凭据）、撤回同意 1 条。"),
            "{zh}"
        );
        assert!(
            en.ends_with(": 3 given (2 of them without evidence), 1 withdrawn."),
            "{en}"
        );
        assert!(words(2, 2, 0)[1].ends_with(": 2 given (without evidence)."));
        assert!(words(2, 0, 0)[0].ends_with("：同意 2 条（附凭据）。"));
    }

    #[test]
    fn what_does_not_fit_is_found_where_one_counts_from_1() {
        let place = Reason::Place { expected: 3, found: 4 };
        for (fault, zh, en) in [
            (
                Reason::Leaf.at(At::Entry(2)),
                "第 3 条：所示内容与冻结时不符。",
                "Entry 3: ",
            ),
            (
                place.at(At::Entry(2)),
                "第 3 条：此处应为 3，却是 4：有缺失、重复或移动。",
                "Entry 3: place 3 ",
            ),
            (
                Reason::Fit(FitError::Root(Which::Closed)).at(At::Whole),
                "整份文件：条目与冻结时的名册相符，但有结果或其原因与关闭时不符。",
                "The file as a whole: the entries are those that were frozen, and an outcome",
            ),
            // Events are called by their numbers everywhere.
            (
                Reason::Octets.at(At::Event(2)),
                "第 2 号事件：所示事件与其哈希不符。",
                "Event 2: ",
            ),
        ] {
            assert_eq!(fault.words(Lang::Zh), zh);
            assert!(fault.words(Lang::En).starts_with(en));
        }
    }
}
