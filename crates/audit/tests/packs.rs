//! Packs as a whole: what they prove, and that nothing in them can be changed unnoticed.

#![allow(clippy::unwrap_used)]
mod sample;

use audit::check::{At, Helpers, Job, Lang, NotShown, Options, Shown, Verdict, verify, verify_with};
use audit::pack::Unreadable;
use sample::{Show, fault, trusting};
use std::fs;
use std::io::{BufReader, Read};
use std::path::Path;

fn lines(pack: &[u8]) -> Vec<Vec<u8>> {
    pack.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
}

#[test]
fn every_kind_proves_and_says_what_it_does_not_show() {
    for (name, pack) in sample::all() {
        let verdict = verify(pack.as_slice(), &trusting());
        let Verdict::Proved(proof) = &verdict else {
            panic!("{name}: {verdict:?}")
        };
        assert_eq!(verdict.status(), 0);
        assert!(!proof.not_shown.contains(&NotShown::Key), "{name}");
        let sealed = name.ends_with("-sealed.jsonl");
        assert_eq!(proof.not_shown.contains(&NotShown::Sealed), sealed, "{name}");
        let Verdict::Proved(alone) = verify(pack.as_slice(), &Options::default()) else {
            panic!("{name}")
        };
        assert_eq!(alone.not_shown[0], NotShown::Key, "{name}");
        for lang in [Lang::Zh, Lang::En] {
            let words = verdict.words(lang, |at| at.to_string());
            assert_eq!(words.len(), 2 + proof.not_shown.len());
        }
    }
}

#[test]
fn the_words_of_a_run() {
    let pack = sample::run_pack(|_| Show::Masked);
    let words = |lang| verify(pack.as_slice(), &trusting()).words(lang, |_| "noon".to_owned());
    assert_eq!(
        words(Lang::En)[0],
        "This shows that the 8 customers frozen at noon (run 11111111-1111-1111-1111-111111111111) each have one outcome, \
         as closed at noon: left out 2, accepted, no receipt 1, delivered 3, failed 1, expired 1."
    );
    assert!(words(Lang::En).contains(&"It does not show that the segment was well chosen.".to_owned()));
    assert!(words(Lang::Zh)[0].contains("8 位客户"));
    assert!(words(Lang::Zh).contains(&"未证明：客群选得恰当。".to_owned()));
}

#[test]
fn any_flipped_bit_is_caught_and_one_in_an_entry_by_its_number() {
    std::thread::scope(|threads| {
        for (name, pack) in sample::all() {
            threads.spawn(move || flipped(name, &pack));
        }
    });
}

/// Whether a change at this octet of a run pack shows in the roll as a whole alone: who stands where is held in one tree over all, so
/// that an outcome, or the leaf of an entry that is not shown, does not name its entry.
fn of_the_whole(line: &str, at: usize) -> bool {
    let outcome = line.find("\"outcome\":\"").map(|from| from + 11);
    let in_outcome = outcome.is_some_and(|from| (from..from + line[from..].find('"').unwrap()).contains(&at));
    line.starts_with("{\"end\"") || in_outcome || !line.contains("\"salt\"")
}

fn flipped(name: &str, pack: &[u8]) {
    let (mut line, mut from) = (0, 0);
    for at in 0..pack.len() {
        for bit in 0..8 {
            let mut spoilt = pack.to_vec();
            spoilt[at] ^= 1 << bit;
            match verify(spoilt.as_slice(), &trusting()) {
                Verdict::Proved(_) => panic!("{name}: octet {at}, bit {bit} is not noticed"),
                Verdict::Unreadable(Unreadable::Line(_) | Unreadable::Cut(_) | Unreadable::Trailing(_)) => {}
                Verdict::Unreadable(Unreadable::NotAPack | Unreadable::Version(_)) => assert_eq!(line, 0, "{name}"),
                Verdict::Unreadable(Unreadable::Io(error)) => panic!("{name}: {error}"),
                Verdict::Disproved(fault) => {
                    let ok = match fault.at {
                        At::Header => line == 0,
                        // A receipt's proofs stand in its header, and are about its entry.
                        At::Entry(_) | At::Event(_) => line > 0 || name == "receipt.jsonl",
                        At::Whole if line > 0 && name.starts_with("run-") => {
                            let text = pack[from..].split(|octet| *octet == b'\n').next().unwrap();
                            of_the_whole(std::str::from_utf8(text).unwrap(), at - from)
                        }
                        At::Whole => true,
                    };
                    assert!(ok, "{name}: octet {at} of line {line}: {fault:?}");
                }
            }
        }
        if pack[at] == b'\n' {
            (line, from) = (line + 1, at + 1);
        }
    }
}

/// Threads, of which the last begins first.
fn helped(jobs: Vec<Job<'_>>) {
    std::thread::scope(|threads| {
        for job in jobs.into_iter().rev() {
            threads.spawn(job);
        }
    });
}

#[test]
fn whoever_shares_the_work_finds_the_same() {
    let count = 3_000;
    let pack = sample::run_pack(|_| sample::Show::Full);
    let header = lines(&pack).remove(0);
    let leaf = format!("{}=", "A".repeat(43));
    let sealed = |n: usize| format!("{{\"n\":{n},\"leaf\":\"{leaf}\",\"outcome\":\"delivered\"}}\n").into_bytes();
    let whole: Vec<Vec<u8>> = (0..count).map(sealed).collect();
    let trailer = format!("{{\"end\":{count}}}\n").into_bytes();
    for at in [0, 511, 512, 1_300, 2_999] {
        for spoilt in [b"x\n".to_vec(), sealed(at + 7), b"{\"end\":1}\n".to_vec()] {
            let mut entries = whole.clone();
            entries[at] = spoilt;
            let pack = [header.clone(), entries.concat(), trailer.clone()].concat();
            let alone = verify(pack.as_slice(), &trusting());
            assert_ne!(alone.status(), 0);
            for count in [1, 2, 5, 64] {
                let helpers = Helpers { count, run: helped };
                assert_eq!(verify_with(helpers, pack.as_slice(), &trusting()), alone, "{at}");
            }
        }
    }
}

#[test]
fn dropped_repeated_and_moved_entries_are_named() {
    for (name, pack) in sample::all().into_iter().filter(|(name, _)| *name != "receipt.jsonl") {
        let whole = lines(&pack);
        let first = if name == "log.jsonl" { 3 } else { 0 };
        let entries = whole.len() - 2;
        for at in 0..entries {
            let named = if name == "log.jsonl" { At::Event } else { At::Entry };
            let place = named(first + at as u64);
            let after = named(first + at as u64 + 1);
            let mut dropped = whole.clone();
            dropped.remove(at + 1);
            let want = if at + 1 == entries {
                ("trailer", At::Whole)
            } else {
                ("place", place)
            };
            assert_eq!(fault(&dropped.concat()), want, "{name}: {at} dropped");
            let mut repeated = whole.clone();
            repeated.insert(at + 1, whole[at + 1].clone());
            assert_eq!(fault(&repeated.concat()), ("place", after), "{name}: {at} repeated");
            if at + 1 < entries {
                let mut moved = whole.clone();
                moved.swap(at + 1, at + 2);
                assert_eq!(fault(&moved.concat()), ("place", place), "{name}: {at} moved");
            }
        }
        for cut in 1..whole.len() {
            let verdict = verify(whole[..cut].concat().as_slice(), &trusting());
            assert_eq!(verdict, Verdict::Unreadable(Unreadable::Cut(cut as u64)), "{name}");
            assert_eq!(verdict.status(), 2);
        }
        let more = [&pack[..], b"\n"].concat();
        let trailing = Unreadable::Trailing(whole.len() as u64 + 1);
        assert_eq!(verify(more.as_slice(), &trusting()), Verdict::Unreadable(trailing));
    }
}

#[test]
fn a_pack_that_was_made_to_fit_itself_does_not_fit_the_log() {
    let pack = String::from_utf8(sample::run_pack(|_| Show::Sealed)).unwrap();
    let check = |pack: &str, want| assert_eq!(fault(pack.as_bytes()), want);
    // Everybody is sealed, so no line contradicts itself.
    check(
        &pack.replacen("failed:unreachable", "delivered", 1),
        ("count", At::Whole),
    );
    check(
        &pack.replacen("failed:unreachable", "failed:blocked", 1),
        ("close_root", At::Whole),
    );
    check(
        &pack.replacen("no_receipt", "accepted", 1),
        ("not_terminal", At::Entry(4)),
    );
    let mut whole = lines(pack.as_bytes());
    let (one, two) = (whole[1].clone(), whole[2].clone());
    // Two delivered entries change places, and their numbers with them.
    whole[1] = String::from_utf8(two)
        .unwrap()
        .replacen("\"n\":1", "\"n\":0", 1)
        .into_bytes();
    whole[2] = String::from_utf8(one)
        .unwrap()
        .replacen("\"n\":0", "\"n\":1", 1)
        .into_bytes();
    assert_eq!(fault(&whole.concat()), ("freeze_root", At::Whole));
    let fewer = lines(pack.as_bytes());
    let fewer = [&fewer[..8], &[b"{\"end\":7}\n".to_vec()]].concat().concat();
    assert_eq!(fault(&fewer), ("audience", At::Whole));
    let shown = String::from_utf8(sample::run_pack(|_| Show::Absent)).unwrap();
    check(
        &shown.replacen("\"outcome\":\"excluded:no_consent\"", "\"outcome\":\"delivered\"", 1),
        ("left_out", At::Entry(2)),
    );
    check(
        &shown.replacen("\"cost\":4500", "\"cost\":4501", 1),
        ("leaf", At::Entry(0)),
    );
}

#[test]
fn a_receipt_belongs_to_one_place() {
    let receipt = String::from_utf8(sample::receipt(3, Show::Sealed)).unwrap();
    let Verdict::Proved(proof) = verify(receipt.as_bytes(), &trusting()) else {
        panic!()
    };
    assert!(matches!(
        proof.shown,
        Shown::Receipt {
            place: 3,
            audience: 8,
            customer: None,
            ..
        }
    ));
    let moved = receipt.replacen("\"n\":3", "\"n\":2", 1);
    assert_eq!(fault(moved.as_bytes()), ("entry_proof", At::Entry(2)));
    let better = receipt.replacen("failed:unreachable", "delivered", 1);
    assert_eq!(fault(better.as_bytes()), ("entry_proof", At::Entry(3)));
}

#[test]
fn a_consent_is_bound_to_its_event_and_a_sealed_one_opens_no_other() {
    let pack = String::from_utf8(sample::consent_sealed()).unwrap();
    let Verdict::Proved(proof) = verify(pack.as_bytes(), &trusting()) else {
        panic!()
    };
    let shown = Shown::Consent {
        records: 2,
        customers: 1,
        given: 1,
        bare: 0,
        withdrawn: 0,
        sealed: 1,
        late: None,
    };
    assert_eq!(proof.shown, shown);
    let words = |lang| verify(pack.as_bytes(), &trusting()).words(lang, |_| String::new());
    assert!(words(Lang::En)[0].ends_with("1 of them are sealed: it shows only that they were recorded."));
    assert!(words(Lang::Zh)[0].contains("1 位客户的 2 条记录，在所示时间已记入日志：同意 1 条（附凭据）。"));
    let check = |pack: &str, want| assert_eq!(fault(pack.as_bytes()), want);
    check(&pack.replacen("given", "withdrawn", 1), ("consent", At::Entry(0)));
    check(&pack.replacen("合同第7条", "合同第8条", 1), ("consent", At::Entry(0)));
    check(
        &pack.replacen("\"place\":1", "\"place\":0", 1),
        ("consent", At::Entry(1)),
    );
    // The first line names the event of both.
    let (from, to) = (pack.find(",\"event\"").unwrap(), pack.find("}}\n").unwrap());
    check(
        &format!("{}{}", &pack[..from], &pack[to + 1..]),
        ("event", At::Entry(0)),
    );
    // Half sealed: a record without what opens it.
    let (from, to) = (pack.find(",\"salt\"").unwrap(), pack.find(",\"record\"").unwrap());
    check(&format!("{}{}", &pack[..from], &pack[to..]), ("consent", At::Entry(0)));
    // Another event of the log is not the one that recorded it.
    let other = String::from_utf8(sample::consent_of_event(3)).unwrap();
    check(&other, ("event", At::Entry(0)));
}

#[test]
fn no_consent_counts_twice_and_nobody_comes_again_after_another() {
    let whole = lines(&sample::consent_pack());
    let numbered = |order: &[usize]| {
        let entry = |(n, at): (usize, &usize)| {
            let line = String::from_utf8(whole[at + 1].clone()).unwrap();
            line.replacen(&format!("\"n\":{at}"), &format!("\"n\":{n}"), 1)
        };
        let entries: String = order.iter().enumerate().map(entry).collect();
        let trailer = format!("{{\"end\":{}}}\n", order.len());
        [&whole[0][..], entries.as_bytes(), trailer.as_bytes()].concat()
    };
    let both = verify(numbered(&[0, 1]).as_slice(), &trusting());
    assert_eq!(both.status(), 0);
    let words = both.words(Lang::En, |_| String::new()).remove(0);
    assert!(words.ends_with(": 1 given (with evidence), 1 withdrawn."), "{words}");
    assert_eq!(fault(&numbered(&[0, 0])), ("again", At::Entry(1)));
    assert_eq!(fault(&numbered(&[0, 1, 0])), ("again", At::Entry(2)));
    // The first customer behind the second, and again behind both: a file that is in order never has to look back.
    assert_eq!(fault(&numbered(&[1, 0])), ("customer", At::Entry(1)));
}

#[test]
fn a_run_says_how_many_are_sealed() {
    let pack = sample::run_pack(|place| if place == 3 { Show::Sealed } else { Show::Absent });
    let words = |lang| {
        verify(pack.as_slice(), &trusting())
            .words(lang, |_| String::new())
            .remove(0)
    };
    assert!(words(Lang::En).ends_with("expired 1. 1 of them are sealed: they are counted, and not opened."));
    assert!(words(Lang::Zh).ends_with("其中 1 条已封存，只计入总数。"));
}

#[test]
fn other_files_are_unreadable() {
    let pack = String::from_utf8(sample::log_pack()).unwrap();
    for (file, why) in [
        (String::new(), Unreadable::NotAPack),
        ("hello".to_owned(), Unreadable::NotAPack),
        ("hello\n".to_owned(), Unreadable::NotAPack),
        ("{\"pack\":\"other\",\"version\":1}\n".to_owned(), Unreadable::NotAPack),
        (
            pack.replacen("\"version\":1", "\"version\":2", 1),
            Unreadable::Version(2),
        ),
        (pack.replacen("\"first\":", " \"first\":", 1), Unreadable::Line(1)),
        ("x".repeat(2 << 20), Unreadable::Line(1)),
    ] {
        assert_eq!(verify(file.as_bytes(), &Options::default()), Verdict::Unreadable(why));
    }
    // A folder, or a file that its owner put away meanwhile: in the words of whoever could not read it.
    let refused = BufReader::new(Refuses);
    let why = Unreadable::Io("the file changed or is gone".into());
    assert_eq!(verify(refused, &Options::default()), Verdict::Unreadable(why));
}

struct Refuses;

impl Read for Refuses {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the file changed or is gone"))
    }
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

#[test]
fn the_vectors_are_what_is_written_today() {
    for (name, pack) in sample::all() {
        assert!(
            fs::read(folder().join(name)).unwrap() == pack,
            "{name} has changed: a new version of the format?"
        );
    }
}

#[test]
#[ignore = "writes the vectors anew, for a new version of the formats"]
fn write_the_vectors() {
    for (name, pack) in sample::all() {
        fs::write(folder().join(name), pack).unwrap();
    }
    fs::write(folder().join("log.vkey"), format!("{}\n", sample::signer().verifier())).unwrap();
}
