//! Carriers' codes as data: what a code means for an entry.
//!
//! A table has one code a line: code, meaning, and a note for the reader. Lines that begin with `#` are comments. A code
//! may end in `*`; the longest that fits counts. A test reads every line of every table.

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
        "stop" => Meaning::Stop,
        "delivered" => Meaning::Told(Receipt::Delivered),
        "enroute" => Meaning::Told(Receipt::Enroute),
        "expired" => Meaning::Told(Receipt::Expired),
        failure => Meaning::Failed(Failure::from_code(failure)?),
    })
}

/// The meaning of `code` in `table`.
pub(crate) fn look(table: &'static str, code: &str) -> Option<Meaning> {
    rows(table)
        .filter(|(pattern, _)| match pattern.strip_suffix('*') {
            Some(prefix) => code.starts_with(prefix),
            None => *pattern == code,
        })
        .max_by_key(|(pattern, _)| (pattern.trim_end_matches('*').len(), !pattern.ends_with('*')))
        .and_then(|(_, word)| meaning(word))
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?))
    })
}

/// What a receipt's code says; a code that no table has is a failure of unspecified kind.
pub(crate) fn receipt(table: &'static str, code: &str) -> Receipt {
    match look(table, code) {
        Some(Meaning::Told(receipt)) => receipt,
        Some(Meaning::Failed(why)) => Receipt::Failed(why),
        _ => Receipt::Failed(Failure::Unspecified),
    }
}

/// What receipts say, in both protocols: the states of SMPP 3.4 appendix B, and Chinese vendors' own codes.
pub(crate) const RECEIPTS: &str = include_str!("receipts.tsv");
/// CMPP_SUBMIT_RESP results.
pub(crate) const CMPP_RESULTS: &str = include_str!("cmpp_results.tsv");
/// SMPP command_status of submit_sm_resp and bind responses, in hexadecimal.
pub(crate) const SMPP_STATUS: &str = include_str!("smpp_status.tsv");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read() {
        for table in [RECEIPTS, CMPP_RESULTS, SMPP_STATUS] {
            let lines = table.lines().filter(|line| !line.starts_with('#')).count();
            assert_eq!(rows(table).count(), lines);
            for (code, word) in rows(table) {
                assert!(meaning(word).is_some(), "{code}: {word}");
            }
        }
    }

    #[test]
    fn codes_mean_what_the_vendors_say() {
        let cases = [
            ("DELIVRD", Receipt::Delivered),
            ("ACCEPTD", Receipt::Enroute),
            ("EXPIRED", Receipt::Expired),
            ("MK:0001", Receipt::Failed(Failure::UnknownSubscriber)),
            ("MK:0004", Receipt::Failed(Failure::Unreachable)),
            ("MI:0024", Receipt::Failed(Failure::Unreachable)),
            ("MI:9999", Receipt::Failed(Failure::Unreachable)),
            ("DB:0141", Receipt::Failed(Failure::Blocked)),
            ("IB:0064", Receipt::Failed(Failure::Unreachable)),
            ("ZZ:1234", Receipt::Failed(Failure::Unspecified)),
        ];
        for (code, want) in cases {
            assert_eq!(receipt(RECEIPTS, code), want, "{code}");
        }
        assert_eq!(look(CMPP_RESULTS, "8"), Some(Meaning::Throttled));
        assert_eq!(look(SMPP_STATUS, "0x0E"), Some(Meaning::Stop));
        assert_eq!(look(SMPP_STATUS, "0x14"), Some(Meaning::QueueFull));
    }
}
