//! What a browser keeps of the log, and reads back.

use verifier::behind;
use verifier::witness::{Kept, Why};

use crate::Target;
use crate::audit_targets::{notes, trusted};

const NOW: i64 = 1_767_225_600_000;

fn kept() -> Vec<Vec<u8>> {
    let keys: Vec<String> = trusted().iter().map(ToString::to_string).collect();
    let notes: Vec<String> = notes()
        .into_iter()
        .filter_map(|note| String::from_utf8(note).ok())
        .collect();
    let begun = notes.iter().filter_map(|note| Kept::default().begin(note, &keys, NOW));
    let mut all = vec![Kept::default()];
    for kept in begun {
        let doubted = kept.clone().doubt(Why::Withheld, "", NOW + 1);
        let alarmed = kept.clone().alarmed(Why::RolledBack, "firm/log\n3\n", NOW + 2);
        let settled = alarmed.clone().settle("王", "误恢复了旧备份", NOW + 3);
        all.extend([kept, doubted, alarmed, settled]);
    }
    let written = all.iter().filter_map(|kept| serde_json::to_vec(kept).ok());
    written
        .chain([br#"{"seen":null,"alarm":null,"settled":[]}"#.to_vec()])
        .collect()
}

/// What is kept: whatever it is, it is read as it was written or is an alarm, and no alarm goes without somebody's word.
pub(crate) const KEPT: Target = Target {
    name: "kept",
    examples: kept,
    run: |octets| {
        let Ok(text) = std::str::from_utf8(octets) else { return };
        let kept = Kept::stored(text, NOW);
        let lost = kept
            .alarm
            .as_ref()
            .is_some_and(|alarm| alarm.why == Why::Lost && alarm.kept == text);
        // As the library itself reads the same value.
        let theirs = serde_json::from_str(text).and_then(serde_json::from_value::<Kept>);
        assert!(
            lost || theirs.is_ok_and(|theirs| theirs == kept),
            "read otherwise than it was written"
        );
        let written = serde_json::to_string(&kept).unwrap_or_default();
        assert_eq!(Kept::stored(&written, NOW + 1), kept, "kept once more, it is another");

        let steps: [fn(Kept) -> Kept; 3] = [
            |kept| kept.doubt(Why::Withheld, "", NOW),
            |kept| kept.alarmed(Why::Gone, "", NOW),
            |kept| match kept.seen.clone() {
                Some(seen) => kept.believing(seen),
                None => kept,
            },
        ];
        for step in steps {
            let before = kept.alarm.as_ref().map(|alarm| (alarm.why, alarm.at));
            let after = step(kept.clone()).alarm.map(|alarm| (alarm.why, alarm.at));
            assert!(before.is_none() || before == after, "an alarm went by itself");
        }
        let settled = kept.clone().settle("", "", NOW);
        assert_eq!(
            settled.settled.len(),
            kept.settled.len() + usize::from(kept.alarm.is_some())
        );
        if let Some(seen) = &kept.seen {
            let last = seen.size.saturating_sub(1);
            let _ = (
                seen.step(&seen.note),
                seen.follow(&seen.note, &[], NOW),
                behind::tiles(last, seen.size),
            );
        }
    },
};
