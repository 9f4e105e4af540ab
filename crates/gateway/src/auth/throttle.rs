//! Slows down who guesses passwords: by account and by address, in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::time::{MINUTE, Millis};

/// Refusals are forgotten after so long without another.
const MEMORY: Millis = 15 * MINUTE;
/// The longest wait.
const LONGEST: Millis = 15 * MINUTE;
/// Free attempts for one account.
const FREE_FOR_ACCOUNT: u32 = 5;
/// Free attempts from one address, behind which a whole office may sit.
const FREE_FOR_ADDRESS: u32 = 30;
/// So many keys are remembered; beyond, those that are forgotten anyway are dropped first, then all.
const MOST_KEYS: usize = 100_000;

/// Sign-ins that were refused lately.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<Key, Refusals>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(String),
}

#[derive(Debug, Clone, Copy)]
struct Refusals {
    count: u32,
    last: Millis,
}

impl Refusals {
    /// Until when nothing more is tried: 30 s after the free attempts, doubling with each more.
    fn until(self, free: u32) -> Millis {
        match self.count.checked_sub(free) {
            None => 0,
            Some(over) => self.last + (30_000_i64 << over.min(10)).min(LONGEST),
        }
    }
}

impl Throttle {
    /// Takes an attempt: counted as refused until [`Throttle::succeeded`] says otherwise, so that attempts made at the same time
    /// count too. `Err` is the whole seconds to wait; such an attempt is not counted.
    pub fn attempt(&self, account: &str, address: &str, now: Millis) -> Result<(), u32> {
        let mut refusals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if refusals.len() > MOST_KEYS {
            refusals.retain(|_, seen| now - seen.last < MEMORY);
            if refusals.len() > MOST_KEYS {
                refusals.clear();
            }
        }
        let keys = keys(account, address);
        let until = keys
            .iter()
            .filter_map(|(key, free)| Some(refusals.get(key)?.until(*free)))
            .max()
            .unwrap_or(0);
        if until > now {
            return Err(u32::try_from((until - now + 999) / 1000).unwrap_or(u32::MAX));
        }
        for (key, _) in keys {
            let seen = refusals.entry(key).or_insert(Refusals { count: 0, last: now });
            let count = if now - seen.last >= MEMORY { 0 } else { seen.count };
            *seen = Refusals {
                count: count + 1,
                last: now,
            };
        }
        Ok(())
    }

    /// The attempt was right: the account is free again, and the address gets this one back.
    pub fn succeeded(&self, account: &str, address: &str) {
        let mut refusals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [(account, _), (address, _)] = keys(account, address);
        refusals.remove(&account);
        if let Some(seen) = refusals.get_mut(&address) {
            seen.count = seen.count.saturating_sub(1);
        }
    }
}

fn keys(account: &str, address: &str) -> [(Key, u32); 2] {
    [
        (Key::Account(account.to_lowercase()), FREE_FOR_ACCOUNT),
        (Key::Address(address.to_owned()), FREE_FOR_ADDRESS),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_waits_longer_and_longer() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            assert_eq!(throttle.attempt("li", "a", 0), Ok(()));
        }
        assert_eq!(throttle.attempt("LI", "b", 0), Err(30));
        assert_eq!(throttle.attempt("li", "b", 29_001), Err(1));
        assert_eq!(throttle.attempt("wang", "b", 0), Ok(()));
        assert_eq!(throttle.attempt("li", "a", 30_000), Ok(()));
        assert_eq!(throttle.attempt("li", "a", 30_000), Err(60));
        assert_eq!(throttle.attempt("li", "a", 30_000 + MEMORY), Ok(()));
        assert_eq!(throttle.attempt("li", "a", 30_000 + MEMORY), Ok(()));
    }

    #[test]
    fn an_address_waits_whatever_the_account() {
        let throttle = Throttle::default();
        for n in 0..30 {
            assert_eq!(throttle.attempt(&n.to_string(), "a", 0), Ok(()));
        }
        assert_eq!(throttle.attempt("x", "a", 0), Err(30));
        assert_eq!(throttle.attempt("x", "b", 0), Ok(()));
    }

    #[test]
    fn success_frees_the_account_and_returns_the_attempt() {
        let throttle = Throttle::default();
        for _ in 0..1000 {
            assert_eq!(throttle.attempt("li", "a", 0), Ok(()));
            throttle.succeeded("li", "a");
        }
    }
}
