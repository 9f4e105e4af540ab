//! Slows down who guesses passwords, in memory: one account from one address, whatever account from one address, and one account
//! from wherever. A stranger who guesses slows down himself, and not whoever he guesses for: the last takes many addresses, and
//! spares those from which the account signed in.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use domain::time::{MINUTE, Millis};

/// Refusals are forgotten after so long without another.
const MEMORY: Millis = 15 * MINUTE;
/// The longest wait.
const LONGEST: Millis = 15 * MINUTE;
/// Free attempts for one account from one address.
const FREE_FOR_PAIR: u32 = 5;
/// Free attempts from one address, behind which a whole office may sit.
const FREE_FOR_ADDRESS: u32 = 30;
/// Free attempts for one account from all addresses from which it has not signed in.
const FREE_FOR_ACCOUNT: u32 = 50;
/// So many keys are remembered; beyond, those that are forgotten anyway are dropped first, then all.
const MOST_KEYS: usize = 100_000;

/// Sign-ins that were refused lately.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    refusals: HashMap<Key, Refusals>,
    /// Accounts and the addresses from which they signed in.
    home: HashSet<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Pair(String, String),
    Address(String),
    Account(String),
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

impl Key {
    const fn free(&self) -> u32 {
        match self {
            Key::Pair(..) => FREE_FOR_PAIR,
            Key::Address(_) => FREE_FOR_ADDRESS,
            Key::Account(_) => FREE_FOR_ACCOUNT,
        }
    }
}

impl Seen {
    /// What an attempt counts for.
    fn keys(&self, account: &str, address: &str) -> Vec<Key> {
        let pair = (account.to_lowercase(), address.to_owned());
        let away = !self.home.contains(&pair);
        let (account, address) = pair;
        let mut keys = vec![Key::Address(address.clone()), Key::Pair(account.clone(), address)];
        keys.extend(away.then_some(Key::Account(account)));
        keys
    }

    /// Keeps no more than memory is worth.
    fn tidy(&mut self, now: Millis) {
        if self.refusals.len() > MOST_KEYS {
            self.refusals.retain(|_, seen| now - seen.last < MEMORY);
            if self.refusals.len() > MOST_KEYS {
                self.refusals.clear();
            }
        }
        if self.home.len() > MOST_KEYS {
            self.home.clear();
        }
    }
}

impl Throttle {
    /// Takes an attempt: counted as refused until [`Throttle::succeeded`] says otherwise, so that attempts made at the same time
    /// count too. `Err` is the whole seconds to wait; such an attempt is not counted.
    pub fn attempt(&self, account: &str, address: &str, now: Millis) -> Result<(), u32> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.tidy(now);
        let keys = seen.keys(account, address);
        let until = keys
            .iter()
            .filter_map(|key| Some(seen.refusals.get(key)?.until(key.free())))
            .max()
            .unwrap_or(0);
        if until > now {
            return Err(u32::try_from((until - now + 999) / 1000).unwrap_or(u32::MAX));
        }
        for key in keys {
            let of_key = seen.refusals.entry(key).or_insert(Refusals { count: 0, last: now });
            let count = if now - of_key.last >= MEMORY { 0 } else { of_key.count };
            *of_key = Refusals {
                count: count + 1,
                last: now,
            };
        }
        Ok(())
    }

    /// The attempt was right: the account is free again at the address, and whatever else counted the attempt gets it back.
    pub fn succeeded(&self, account: &str, address: &str) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in seen.keys(account, address) {
            if matches!(key, Key::Pair(..)) {
                seen.refusals.remove(&key);
            } else if let Some(refusals) = seen.refusals.get_mut(&key) {
                refusals.count = refusals.count.saturating_sub(1);
            }
        }
        seen.home.insert((account.to_lowercase(), address.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_guesses_waits_longer_and_longer() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            assert_eq!(throttle.attempt("li", "a", 0), Ok(()));
        }
        assert_eq!(throttle.attempt("LI", "a", 0), Err(30));
        assert_eq!(throttle.attempt("li", "a", 29_001), Err(1));
        assert_eq!(throttle.attempt("wang", "a", 0), Ok(()));
        assert_eq!(throttle.attempt("li", "a", 30_000), Ok(()));
        assert_eq!(throttle.attempt("li", "a", 30_000), Err(60));
        assert_eq!(throttle.attempt("li", "a", 30_000 + MEMORY), Ok(()));
        assert_eq!(throttle.attempt("li", "a", 30_000 + MEMORY), Ok(()));
    }

    #[test]
    fn a_stranger_keeps_nobody_out() {
        let throttle = Throttle::default();
        let mut now = 0;
        for _ in 0..1_000 {
            if let Err(seconds) = throttle.attempt("li", "stranger", now) {
                now += i64::from(seconds) * 1000;
            }
            assert_eq!(throttle.attempt("li", "office", now), Ok(()));
            throttle.succeeded("li", "office");
        }
    }

    #[test]
    fn many_addresses_wait_for_an_account_together_and_not_those_it_is_at_home_at() {
        let throttle = Throttle::default();
        assert_eq!(throttle.attempt("li", "office", 0), Ok(()));
        throttle.succeeded("li", "office");
        for n in 0..50 {
            assert_eq!(throttle.attempt("li", &n.to_string(), 0), Ok(()));
        }
        assert_eq!(throttle.attempt("li", "50", 0), Err(30));
        assert_eq!(throttle.attempt("li", "office", 0), Ok(()));
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
