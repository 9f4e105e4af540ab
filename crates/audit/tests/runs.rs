//! What the events at the freeze and the close say of a run, held against each other and against the entries.

#![allow(clippy::unwrap_used)]
mod sample;

use audit::Hash;
use audit::check::{At, Lang, verify};
use audit::roll::Approval;
use sample::{Show, fault, trusting};

#[test]
fn a_run_says_when_it_was_approved_and_whether_by_another_than_its_author() {
    let said = |author: Option<&str>, lang| {
        let mut told = sample::told();
        told.frozen.approval = Some(Approval {
            author: author.map(str::to_owned),
            by: "u2".to_owned(),
            at: 77,
        });
        let pack = sample::Log::of(&told).run_pack(sample::EVENTS, |_| Show::Absent);
        verify(pack.as_slice(), &trusting()).words(lang, |at| format!("<{at}>"))[0].clone()
    };
    let alone = "By the log, what was sent was approved at <77>";
    assert!(said(Some("u1"), Lang::En).ends_with(&format!("{alone} by somebody other than its author.")));
    assert!(said(Some("u1"), Lang::Zh).ends_with("据日志，内容于 <77> 由作者以外的人批准。"));
    for author in [None, Some("u2")] {
        assert!(said(author, Lang::En).ends_with(&format!("{alone}.")), "{author:?}");
        assert!(
            said(author, Lang::Zh).ends_with("据日志，内容于 <77> 批准。"),
            "{author:?}"
        );
    }
}

/// A pack of the run, of whose entries these are sealed, in a log whose events were changed so.
fn changed(change: impl Fn(&mut sample::Told), sealed: &[usize]) -> Vec<u8> {
    let mut told = sample::told();
    change(&mut told);
    let show = |place| {
        if sealed.contains(&place) {
            Show::Sealed
        } else {
            Show::Absent
        }
    };
    sample::Log::of(&told).run_pack(sample::EVENTS, show)
}

#[test]
fn events_that_disagree_with_each_other_or_with_the_entries_have_verdicts_of_their_own() {
    type Change = fn(&mut sample::Told);
    let cases: [(Change, &str, At); 5] = [
        (|told| told.closed.audience = 7, "audience", At::Whole),
        (|told| told.frozen.audience = 9, "audience", At::Whole),
        (|told| told.closed.freeze_root = Hash::EMPTY, "freeze_root", At::Whole),
        (|told| told.frozen.freeze_root = Hash::EMPTY, "freeze_root", At::Whole),
        (
            |told| told.closed_of = "22222222-2222-2222-2222-222222222222",
            "two_runs",
            At::Header,
        ),
    ];
    for (number, (change, code, at)) in cases.into_iter().enumerate() {
        assert_eq!(fault(&changed(change, &[])), (code, at), "{number}");
        let mut told = sample::told();
        change(&mut told);
        let at = if at == At::Whole { At::Entry(3) } else { at };
        let receipt = sample::Log::of(&told).receipt(3, Show::Absent);
        assert_eq!(fault(&receipt), (code, at), "receipt, {number}");
    }
    let backwards = sample::Log::of(&sample::told()).run_pack([4, 2], |_| Show::Absent);
    assert_eq!(fault(&backwards), ("two_runs", At::Header));
}

#[test]
fn a_sealed_entry_may_have_been_left_out_and_no_more_of_them_than_are_sealed() {
    // The third was left out at the freeze, and the log says so of one.
    let left_out = |n| move |told: &mut sample::Told| told.frozen.excluded = n;
    for sealed in [&[2][..], &[3], &[]] {
        assert_eq!(verify(changed(left_out(1), sealed).as_slice(), &trusting()).status(), 0);
    }
    for (said, sealed) in [(0, &[3][..]), (2, &[]), (2, &[2]), (3, &[3])] {
        let want = ("excluded", At::Whole);
        assert_eq!(fault(&changed(left_out(said), sealed)), want, "{said}, {sealed:?}");
    }
}
