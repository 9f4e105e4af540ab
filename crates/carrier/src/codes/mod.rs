//! Carriers' codes as data: what a code means for an entry.
//!
//! A table has one code a line: code, meaning, and a note for the reader. Lines that begin with `#` are comments. A code
//! may end in `*`; the longest that fits counts. A test reads every line of every table.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::roll::{Failure, Receipt};

/// What a code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It was taken.
    Taken,
    /// We are too fast: definitely not taken.
    Throttled,
    /// The queue is full: definitely not taken.
    QueueFull,
    /// Refused for good, or failed.
    Failed(Failure),
    /// It holds that the connection is not bound: definitely not taken, and to be bound anew.
    Rebind,
    /// The carrier turned us away: stop, and say so.
    Stop,
    /// A receipt that is no failure.
    Told(Receipt),
}

fn meaning(word: &str) -> Option<Meaning> {
    Some(match word {
        "taken" => Meaning::Taken,
        "throttled" => Meaning::Throttled,
        "queue_full" => Meaning::QueueFull,
        "rebind" => Meaning::Rebind,
        "stop" => Meaning::Stop,
        "delivered" => Meaning::Told(Receipt::Delivered),
        "enroute" => Meaning::Told(Receipt::Enroute),
        "expired" => Meaning::Told(Receipt::Expired),
        failure => Meaning::Failed(Failure::from_code(failure)?),
    })
}

/// What a table says, read when it is first asked.
pub(crate) type Table = LazyLock<Meanings>;

/// The meanings of codes, and of those that begin so.
#[derive(Debug, Default)]
pub(crate) struct Meanings {
    whole: HashMap<&'static str, Meaning>,
    beginning: HashMap<&'static str, Meaning>,
}

/// The meaning of `code` in `table`.
pub(crate) fn look(table: &Table, code: &str) -> Option<Meaning> {
    let beginnings = (0..=code.len()).rev().filter_map(|end| code.get(..end));
    let mut known = beginnings.filter_map(|beginning| table.beginning.get(beginning));
    table.whole.get(code).or_else(|| known.next()).copied()
}

fn read(table: &'static str) -> Meanings {
    let mut meanings = Meanings::default();
    for (pattern, word) in rows(table) {
        let (codes, code) = match pattern.strip_suffix('*') {
            Some(beginning) => (&mut meanings.beginning, beginning),
            None => (&mut meanings.whole, pattern),
        };
        codes.extend(meaning(word).map(|meaning| (code, meaning)));
    }
    meanings
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?))
    })
}

/// What a receipt's code says, in whatever case; a code that no table has is a failure of unspecified kind.
pub(crate) fn receipt(table: &Table, code: &str) -> Receipt {
    match look(table, &code.to_ascii_uppercase()) {
        Some(Meaning::Told(receipt)) => receipt,
        Some(Meaning::Failed(why)) => Receipt::Failed(why),
        _ => Receipt::Failed(Failure::Unspecified),
    }
}

/// What receipts say, in both protocols: the states of SMPP 3.4 appendix B, and Chinese vendors' own codes.
pub(crate) static RECEIPTS: Table = Table::new(|| read(include_str!("receipts.tsv")));
/// CMPP_SUBMIT_RESP results.
pub(crate) static CMPP_RESULTS: Table = Table::new(|| read(include_str!("cmpp_results.tsv")));
/// SMPP command_status of submit_sm_resp and bind responses, in hexadecimal.
pub(crate) static SMPP_STATUS: Table = Table::new(|| read(include_str!("smpp_status.tsv")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read() {
        for table in [
            include_str!("receipts.tsv"),
            include_str!("cmpp_results.tsv"),
            include_str!("smpp_status.tsv"),
        ] {
            let lines = table.lines().filter(|line| !line.starts_with('#')).count();
            let meanings = read(table);
            // None is left out, and none is there twice.
            assert_eq!(meanings.whole.len() + meanings.beginning.len(), lines);
        }
    }

    #[test]
    fn codes_mean_what_the_vendors_say() {
        let cases = [
            ("DELIVRD", Receipt::Delivered),
            ("ACCEPTD", Receipt::Enroute),
            ("EXPIRED", Receipt::Expired),
            ("Delivrd", Receipt::Delivered),
            ("mk:0001", Receipt::Failed(Failure::UnknownSubscriber)),
            ("MK:0001", Receipt::Failed(Failure::UnknownSubscriber)),
            ("MK:0004", Receipt::Failed(Failure::Unreachable)),
            ("MI:0024", Receipt::Failed(Failure::Unreachable)),
            ("MI:9999", Receipt::Failed(Failure::Unreachable)),
            ("DB:0141", Receipt::Failed(Failure::Blocked)),
            ("IB:0064", Receipt::Failed(Failure::Unreachable)),
            ("ZZ:1234", Receipt::Failed(Failure::Unspecified)),
        ];
        for (code, want) in cases {
            assert_eq!(receipt(&RECEIPTS, code), want, "{code}");
        }
        assert_eq!(look(&CMPP_RESULTS, "8"), Some(Meaning::Throttled));
        assert_eq!(look(&SMPP_STATUS, "0x0E"), Some(Meaning::Stop));
        assert_eq!(look(&SMPP_STATUS, "0x04"), Some(Meaning::Rebind));
        assert_eq!(look(&SMPP_STATUS, "0x14"), Some(Meaning::QueueFull));
    }
}
