//! How the events of a run add up: each says how many entries came to an outcome, and how many went from one.

use crate::leaf::Event;
use crate::roll::events::{CLOSED, FROZEN};
use crate::roll::outcome::Kind;
use crate::value::Value;

/// The action of the event when a person settles doubts, which counts them under `entries`.
const SETTLED: &str = "doubt.settled";
/// The action of the event when receipts came, which counts them.
const RECEIPTS: &str = "run.receipts";

/// How many entries stand at each outcome, by what the events say that went by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    counts: [i64; Kind::ALL.len()],
    receipts: i64,
    untold: bool,
}

impl Moved {
    /// Takes in the next event of the run.
    pub fn event(&mut self, event: &Event) {
        let number = |key: &str| number(event, key).unwrap_or_default();
        match event.action.as_str() {
            FROZEN => {
                self.counts[Kind::Excluded as usize] += number("excluded");
                self.counts[Kind::Queued as usize] += number("audience") - number("excluded");
            }
            // It repeats the counts, and moves nothing.
            CLOSED => {}
            _ => {
                let (mut came, mut went) = (0, 0);
                for kind in Kind::ALL {
                    let (into, from) = (number(kind.code()), number(kind.left()));
                    self.counts[kind as usize] += into - from;
                    (came, went) = (came + into, went + from);
                }
                // Events of before say where entries went alone, a settlement how many they are, and receipts nothing of how many came.
                self.receipts += number("receipts");
                self.untold |= came != went
                    || event.action == SETTLED && number("entries") != came
                    || event.action == RECEIPTS && !event.details.contains_key("receipts");
            }
        }
    }

    /// How many receipts were kept of the run; `None` if events did not yet say from where entries went.
    pub fn receipts(&self) -> Option<i64> {
        (!self.untold).then_some(self.receipts)
    }

    /// How many stand at `kind`; `None` if events did not yet say from where entries went.
    pub fn of(&self, kind: Kind) -> Option<i64> {
        (!self.untold).then(|| self.counts[kind as usize])
    }
}

/// A number below 2^32, as no roll has more entries.
fn number(event: &Event, key: &str) -> Option<i64> {
    match event.details.get(key) {
        Some(Value::Text(text)) => text.parse::<u32>().ok().map(i64::from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf::{Form, Party};

    fn moved(events: &[(&str, &[(&str, u32)])]) -> [Option<i64>; 4] {
        let mut moved = Moved::default();
        for (action, details) in events {
            moved.event(&Event {
                form: Form::Worded,
                at: 1,
                actor: Party::new("system", "engine"),
                action: (*action).into(),
                subject: Party::new("run", "r"),
                details: details
                    .iter()
                    .map(|(key, number)| ((*key).to_owned(), Value::Text(number.to_string())))
                    .collect(),
            });
        }
        [Kind::Excluded, Kind::Queued, Kind::InDoubt, Kind::Delivered].map(|kind| moved.of(kind))
    }

    #[test]
    fn events_add_up() {
        let froze: (&str, &[(&str, u32)]) = (FROZEN, &[("audience", 9), ("excluded", 2), ("people", 7)]);
        let went: (&str, &[(&str, u32)]) = ("run.handed_over", &[("in_doubt", 5), ("from_queued", 5)]);
        let came: (&str, &[(&str, u32)]) = (
            "run.receipts",
            &[("delivered", 3), ("from_in_doubt", 3), ("receipts", 3)],
        );
        let closed: (&str, &[(&str, u32)]) = (CLOSED, &[("delivered", 3)]);
        let some = |counts: [i64; 4]| counts.map(Some);
        assert_eq!(moved(&[]), some([0, 0, 0, 0]));
        assert_eq!(moved(&[froze]), some([2, 7, 0, 0]));
        assert_eq!(moved(&[froze, went, came, closed]), some([2, 2, 2, 3]));
        for old in [
            ("run.receipts", &[("delivered", 3), ("receipts", 3)][..]),
            ("run.receipts", &[("delivered", 3), ("from_in_doubt", 3)]),
            ("doubt.settled", &[("entries", 3)]),
        ] {
            assert_eq!(moved(&[froze, went, old]), [None; 4]);
        }
    }
}
