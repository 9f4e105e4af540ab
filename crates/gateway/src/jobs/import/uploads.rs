//! The uploads under way: what they hold counts before the store knows of it, so that parallel ones keep to the limits together.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::id::ImportId;
use store::Actor;

/// The uploads under way, in the order in which they began. One that has ended stays as long as another of the same person goes on:
/// that one asked the store before.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<Vec<Held>>);

struct Held {
    id: ImportId,
    by: Actor,
    octets: u64,
    ended: bool,
}

/// One upload. Nothing is kept of it when this is dropped.
pub(crate) struct Upload<'a> {
    uploads: &'a Uploads,
    id: ImportId,
    by: Actor,
}

impl Uploads {
    pub(crate) fn begin(&self, id: ImportId, by: Actor) -> Upload<'_> {
        self.lock().push(Held {
            id,
            by: by.clone(),
            octets: 0,
            ended: false,
        });
        Upload { uploads: self, id, by }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Upload<'_> {
    /// How many uploads of the same person began before this one, but for those that the store told of.
    pub(crate) fn before(&self, told: &HashSet<ImportId>) -> usize {
        let all = self.uploads.lock();
        let before = all.iter().take_while(|held| held.id != self.id);
        before
            .filter(|held| held.by == self.by && !told.contains(&held.id))
            .count()
    }

    /// Takes in more octets; answers how many all uploads of the same person hold, but for those that the store told of.
    pub(crate) fn grow(&self, octets: u64, told: &HashSet<ImportId>) -> u64 {
        let mut all = self.uploads.lock();
        if let Some(own) = all.iter_mut().find(|held| held.id == self.id) {
            own.octets += octets;
        }
        let theirs = all.iter().filter(|held| held.by == self.by && !told.contains(&held.id));
        theirs.map(|held| held.octets).sum()
    }

    /// The store knows of it.
    pub(crate) fn kept(self) {
        if let Some(own) = self.uploads.lock().iter_mut().find(|held| held.id == self.id) {
            own.ended = true;
        }
    }
}

impl Drop for Upload<'_> {
    fn drop(&mut self) {
        let mut all = self.uploads.lock();
        all.retain(|held| held.ended || held.id != self.id);
        if all.iter().all(|held| held.ended || held.by != self.by) {
            all.retain(|held| held.by != self.by);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::UserId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn those_of_one_person_count_together_until_all_have_ended() {
        let uploads = Uploads::default();
        let id = |n| ImportId(Uuid::from_u128(n));
        let by = |n| Actor::User(UserId(Uuid::from_u128(n)));
        let none = HashSet::new();
        let first = uploads.begin(id(1), by(1));
        let second = uploads.begin(id(2), by(1));
        let other = uploads.begin(id(3), by(2));
        assert_eq!([&first, &second, &other].map(|one| one.before(&none)), [0, 1, 0]);
        assert_eq!(
            (first.grow(10, &none), second.grow(5, &none), other.grow(3, &none)),
            (10, 15, 3)
        );
        assert_eq!(
            second.grow(0, &HashSet::from([id(1)])),
            5,
            "the store told of the first"
        );
        first.kept();
        assert_eq!(
            second.grow(1, &none),
            16,
            "the store was asked before the first had ended"
        );
        let third = uploads.begin(id(4), by(1));
        drop(second);
        assert_eq!(
            (third.before(&none), third.grow(0, &none)),
            (1, 10),
            "one that broke off is gone"
        );
        third.kept();
        let fourth = uploads.begin(id(5), by(1));
        assert_eq!((fourth.before(&none), fourth.grow(0, &none)), (0, 0));
    }
}
