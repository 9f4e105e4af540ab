//! When a carrier that takes nothing is left alone, and when it is tried again.

use crate::time::{MINUTE, Millis};

/// So many messages in a row that a carrier did not take open its breaker.
pub const IN_A_ROW: u32 = 50;
/// So few do where nothing was taken for [`LONG`]: a small run need not be refused fifty times over.
pub const FEW_IN_A_ROW: u32 = 10;
/// For so long a carrier may refuse a few messages again and again.
const LONG: Millis = MINUTE;
/// For how long a carrier is left alone at first; each probe that fails doubles it.
const FIRST: Millis = MINUTE / 2;
/// For how long at most.
const MOST: Millis = 10 * MINUTE;

/// What a hand-over came to, as far as the carrier's health goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word<'a> {
    /// The carrier took the message.
    Taken,
    /// It did not, or nobody knows; with its code.
    NotTaken(&'a str),
    /// It did not because of the number; with its code. That says little about the carrier, unless it says so of all.
    BadNumber(&'a str),
}

/// How many messages may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// As many as one likes.
    All,
    /// Only so many, to see whether they are taken.
    AtMost(u32),
    /// None before this moment.
    NoneBefore(Millis),
}

/// A carrier that takes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Since when.
    pub since: Millis,
    /// When it is tried again.
    pub until: Millis,
    /// The carrier's last code.
    pub code: String,
    /// Probes that failed.
    probes: u32,
}

impl Trouble {
    /// Whether nothing goes yet. A clock that was set back does not keep it open for longer than it ever rests.
    fn rests(&self, now: Millis) -> bool {
        now < self.until && self.until - now <= MOST
    }
}

/// Watches one carrier. A message that was taken closes it, whenever it comes. Until one is, no more go than it takes to open it:
/// one that refuses for good would fail as many as its window holds before it is heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breaker {
    /// The last answer was that it took a message.
    takes: bool,
    in_a_row: u32,
    /// When the first of them came.
    first_at: Millis,
    /// Numbers that were refused since a message was taken.
    numbers: u32,
    open: Option<Trouble>,
}

impl Breaker {
    /// The trouble while it is open.
    pub const fn trouble(&self) -> Option<&Trouble> {
        self.open.as_ref()
    }

    /// How many messages may go at `now`, while `under_way` are not answered yet.
    pub fn leave(&self, now: Millis, under_way: u32) -> Leave {
        match &self.open {
            None if self.takes => Leave::All,
            None => Leave::AtMost(
                IN_A_ROW.saturating_sub(self.in_a_row.saturating_add(self.numbers).saturating_add(under_way)),
            ),
            Some(trouble) if trouble.rests(now) => Leave::NoneBefore(trouble.until),
            Some(_) if under_way == 0 => Leave::AtMost(1),
            Some(trouble) => Leave::NoneBefore(trouble.until),
        }
    }

    /// Notes what a hand-over came to.
    pub fn hear(&mut self, now: Millis, word: Word<'_>) {
        let (code, number) = match word {
            Word::Taken => {
                return *self = Breaker {
                    takes: true,
                    ..Breaker::default()
                };
            }
            Word::NotTaken(code) => (code, false),
            Word::BadNumber(code) => (code, true),
        };
        self.takes = false;
        if number {
            self.numbers = self.numbers.saturating_add(1);
        } else {
            if self.in_a_row == 0 {
                self.first_at = now;
            }
            self.in_a_row = self.in_a_row.saturating_add(1);
        }
        let opens = self.opens(now);
        match &mut self.open {
            // Answers of before it opened tell nothing new.
            Some(trouble) if trouble.rests(now) => code.clone_into(&mut trouble.code),
            // The probe met a bad number: a few more show whether all are.
            Some(_) if number => {
                *self = Breaker {
                    numbers: IN_A_ROW - FEW_IN_A_ROW,
                    ..Breaker::default()
                }
            }
            Some(trouble) => {
                trouble.probes += 1;
                trouble.until = now + (FIRST << trouble.probes.min(8)).min(MOST);
                code.clone_into(&mut trouble.code);
            }
            None if opens => {
                self.open = Some(Trouble {
                    since: if self.in_a_row == 0 { now } else { self.first_at },
                    until: now + FIRST,
                    code: code.to_owned(),
                    probes: 0,
                });
            }
            None => {}
        }
    }

    fn opens(&self, now: Millis) -> bool {
        let few_for_long = self.in_a_row >= FEW_IN_A_ROW && now - self.first_at >= LONG;
        few_for_long || self.in_a_row.saturating_add(self.numbers) >= IN_A_ROW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(times: u32, now: Millis) -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..times {
            breaker.hear(now, Word::NotTaken("0x58"));
        }
        breaker
    }

    #[test]
    fn it_opens_after_so_many_in_a_row_and_not_one_earlier() {
        assert_eq!(refused(IN_A_ROW - 1, 7).leave(7, 0), Leave::AtMost(1));
        let open = refused(IN_A_ROW, 7);
        assert_eq!(open.leave(7, 0), Leave::NoneBefore(7 + FIRST));
        assert_eq!(open.trouble().map(|trouble| trouble.since), Some(7));
        let mut mixed = refused(IN_A_ROW - 1, 7);
        mixed.hear(8, Word::Taken);
        mixed.hear(9, Word::NotTaken("0x58"));
        assert_eq!(mixed.leave(9, 0), Leave::AtMost(IN_A_ROW - 1));
    }

    #[test]
    fn until_one_is_taken_no_more_go_than_open_it() {
        let mut breaker = Breaker::default();
        assert_eq!(breaker.leave(0, 0), Leave::AtMost(IN_A_ROW));
        assert_eq!(breaker.leave(0, 20), Leave::AtMost(IN_A_ROW - 20));
        assert_eq!(breaker.leave(0, IN_A_ROW + 9), Leave::AtMost(0));
        breaker.hear(0, Word::NotTaken("0x45"));
        breaker.hear(0, Word::BadNumber("0x0B"));
        assert_eq!(breaker.leave(0, 20), Leave::AtMost(IN_A_ROW - 22));
        breaker.hear(0, Word::Taken);
        assert_eq!(breaker.leave(0, 900), Leave::All);
        breaker.hear(0, Word::NotTaken("0x45"));
        assert_eq!(
            breaker.leave(0, 900),
            Leave::AtMost(0),
            "those under way may all be refused"
        );
    }

    #[test]
    fn a_few_that_are_refused_for_long_open_it_too() {
        let again = |times: u32, every: Millis| {
            let mut breaker = Breaker::default();
            for n in 0..times {
                breaker.hear(Millis::from(n) * every, Word::NotTaken("0x58"));
            }
            breaker.trouble().is_some()
        };
        assert!(!again(FEW_IN_A_ROW - 1, LONG));
        assert!(!again(FEW_IN_A_ROW, LONG / 10));
        assert!(again(FEW_IN_A_ROW, LONG / 9 + 1));
    }

    #[test]
    fn a_single_probe_goes_and_each_that_fails_lengthens_the_rest() {
        let mut breaker = refused(IN_A_ROW, 0);
        let mut now = 0;
        for rest in [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, 16 * FIRST, MOST, MOST] {
            assert_eq!(breaker.leave(now + rest - 1, 0), Leave::NoneBefore(now + rest));
            now += rest;
            assert_eq!(breaker.leave(now, 0), Leave::AtMost(1));
            assert_eq!(breaker.leave(now, 1), Leave::NoneBefore(now), "one probe at a time");
            breaker.hear(now, Word::NotTaken("0x14"));
        }
        let trouble = breaker.trouble().cloned();
        assert_eq!(
            trouble.map(|trouble| (trouble.since, trouble.code)),
            Some((0, "0x14".to_owned()))
        );
        breaker.hear(now, Word::Taken);
        assert_eq!((breaker.leave(now, 900), breaker.trouble()), (Leave::All, None));
    }

    #[test]
    fn answers_of_before_it_opened_do_not_lengthen_the_rest() {
        let mut breaker = refused(IN_A_ROW + 100, 0);
        assert_eq!(breaker.leave(FIRST, 0), Leave::AtMost(1));
        breaker.hear(FIRST - 1, Word::Taken);
        assert_eq!(breaker.leave(1, 0), Leave::All);
    }

    #[test]
    fn bad_numbers_rest_a_carrier_shortly_and_never_for_longer() {
        let (mut breaker, mut now, mut gone) = (Breaker::default(), 0, 0);
        while gone < 500 {
            match breaker.leave(now, 0) {
                Leave::NoneBefore(until) => now = until,
                Leave::All | Leave::AtMost(_) => {
                    breaker.hear(now, Word::BadNumber("0x0B"));
                    gone += 1;
                }
            }
        }
        assert!(now > 0, "a carrier that refuses all numbers is left alone");
        assert!(
            now <= 45 * FIRST,
            "500 bad numbers in a row hold the others back for {now} ms"
        );
        // Few and slow, they do not hold it up at all.
        let mut slow = Breaker::default();
        for n in 0..IN_A_ROW - 1 {
            slow.hear(Millis::from(n) * LONG, Word::BadNumber("0x0B"));
        }
        assert_eq!(slow.leave(now, 0), Leave::AtMost(1));
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_shut_a_carrier_out() {
        let mut breaker = refused(IN_A_ROW, 100 * MOST);
        assert_eq!(breaker.leave(0, 0), Leave::AtMost(1));
        // And a probe that fails by that clock is no late answer: it rests as ever.
        breaker.hear(0, Word::NotTaken("0x58"));
        assert_eq!(breaker.leave(0, 0), Leave::NoneBefore(2 * FIRST));
    }
}
