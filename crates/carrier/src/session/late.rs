//! What carriers answered too late: the messages are in doubt by then, and a look-up tells.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::contract::{Key, Lookup};

/// Late answers that are remembered; the oldest make room for others.
const KEPT: usize = 10_000;

/// Late answers of one carrier.
#[derive(Debug, Clone, Default)]
pub(super) struct Late(Arc<Mutex<Answers>>);

#[derive(Debug, Default)]
struct Answers {
    told: HashMap<Key, Lookup>,
    /// In the order in which they came, those included that are known no more.
    order: VecDeque<Key>,
}

impl Late {
    /// Remembers an answer until it is written down.
    pub fn put(&self, key: Key, lookup: Lookup) {
        let mut answers = self.lock();
        if answers.order.len() == KEPT
            && let Some(oldest) = answers.order.pop_front()
        {
            answers.told.remove(&oldest);
        }
        answers.order.push_back(key);
        answers.told.insert(key, lookup);
    }

    /// What is known of a hand-over.
    pub fn of(&self, key: &Key) -> Lookup {
        self.lock().told.get(key).cloned().unwrap_or(Lookup::Unknown)
    }

    /// These are written down.
    pub fn forget(&self, keys: &[Key]) {
        let mut answers = self.lock();
        for key in keys {
            answers.told.remove(key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Answers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_make_room() {
        let late = Late::default();
        let key = |entry| Key { entry, attempt: 1 };
        for entry in 0..=KEPT as i64 {
            late.put(key(entry), Lookup::HasNot);
        }
        assert_eq!(late.of(&key(0)), Lookup::Unknown);
        assert_eq!(late.of(&key(1)), Lookup::HasNot);
        late.forget(&[key(1), key(2)]);
        assert_eq!(late.of(&key(2)), Lookup::Unknown);
        late.put(key(0), Lookup::HasNot);
        assert_eq!(late.of(&key(0)), Lookup::HasNot);
        assert_eq!(late.lock().order.len(), KEPT);
    }
}
