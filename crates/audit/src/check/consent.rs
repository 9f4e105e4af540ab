//! Consent packs.

use super::signing::Log;
use super::{At, NotShown, Options, Proof, Reason, Shown, Stop, is_trailer, trailer};
use crate::commit::Salt;
use crate::leaf::Event;
use crate::pack::consent::{ConsentHeader, ConsentLine, consent_hash, recorded};
use crate::pack::lines::{Lines, Unreadable, canonical};
use crate::verify::verify_inclusion;
use std::collections::HashSet;
use std::io::BufRead;

/// Checks a consent pack behind its header.
pub(super) fn check(header: &ConsentHeader, lines: &mut Lines<impl BufRead>, options: &Options) -> Result<Proof, Stop> {
    let log = Log::open(&header.signing, options)?;
    let (mut records, mut customers, mut sealed) = (0, 0, 0);
    let (mut given, mut bare, mut withdrawn) = (0, 0, 0);
    let mut late = None;
    // Which record of which event: none counts twice.
    let mut seen = HashSet::new();
    let (mut last, mut event) = (String::new(), None);
    loop {
        let number = lines.number() + 1;
        let line = lines.next()?;
        if is_trailer(line) {
            trailer(line, number, records)?;
            break;
        }
        let line: ConsentLine = canonical(line).ok_or(Unreadable::Line(number))?;
        let at = At::Entry(records);
        if line.n != records {
            let reason = Reason::Place {
                expected: records + 1,
                found: line.n.saturating_add(1),
            };
            return Err(reason.at(at).into());
        }
        if let Some(proof) = &line.event {
            event = Some((proof.index, log.event(proof, at)?));
        }
        let (index, event) = event.as_ref().ok_or_else(|| Reason::Event.at(at))?;
        sealed += u64::from(stands(&line, event).map_err(|reason| reason.at(at))?);
        if !seen.insert((*index, line.place)) {
            return Err(Reason::Again.at(at).into());
        }
        if let Some(record) = line.record {
            match &*record.is {
                "given" => given += 1,
                "withdrawn" => withdrawn += 1,
                _ => return Err(Unreadable::Line(number).into()),
            }
            bare += u64::from(record.is == "given" && record.evidence.is_none());
            if record.recorded_at.is_some() {
                let (count, last) = late.unwrap_or((0, event.at));
                late = Some((count + 1, event.at.max(last)));
            }
            // Ascending ids, as on a roll: nobody comes again after somebody else.
            if record.customer < last {
                return Err(Reason::Customer.at(at).into());
            }
            customers += u64::from(record.customer != last);
            last = record.customer;
        }
        records += 1;
    }
    let mut not_shown = log.not_shown;
    not_shown.push(NotShown::Later);
    not_shown.push(NotShown::Rest);
    if late.is_some() {
        not_shown.push(NotShown::Earlier);
    }
    if sealed > 0 {
        not_shown.push(NotShown::Sealed);
    }
    Ok(Proof {
        shown: Shown::Consent {
            records,
            customers,
            given,
            bare,
            withdrawn,
            sealed,
            late,
        },
        checkpoint: log.checkpoint,
        key: log.key,
        not_shown,
    })
}

/// Checks a line against the event that recorded it. Whether it is sealed: counted, but not opened.
fn stands(line: &ConsentLine, event: &Event) -> Result<bool, Reason> {
    let (size, root) = recorded(event).ok_or(Reason::Event)?;
    let sealed = match (&line.salt, &line.record) {
        (Some(salt), Some(record)) if record.leaf(&Salt::new(*salt.as_bytes())) == line.leaf => false,
        (None, None) => true,
        _ => return Err(Reason::Consent),
    };
    verify_inclusion(&consent_hash(&line.leaf), line.place, size, &line.proof, &root).map_err(|_| Reason::Consent)?;
    Ok(sealed)
}
