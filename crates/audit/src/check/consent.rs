//! Consent packs.

use super::signing::Log;
use super::{At, NotShown, Options, Proof, Reason, Shown, Stop, is_trailer, trailer};
use crate::commit::Salt;
use crate::leaf::Event;
use crate::pack::consent::{ConsentHeader, ConsentLine};
use crate::pack::lines::{Lines, Unreadable, canonical};
use crate::value::Value;
use crate::verify::verify_inclusion;
use std::io::BufRead;

/// Checks a consent pack behind its header.
pub(super) fn check(header: &ConsentHeader, lines: &mut Lines<impl BufRead>, options: &Options) -> Result<Proof, Stop> {
    let log = Log::open(&header.signing, options)?;
    let (mut records, mut customers, mut last) = (0, 0, String::new());
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
                expected: records,
                found: line.n,
            };
            return Err(reason.at(at).into());
        }
        let event = log.event(&line.event, at)?;
        recorded(&line, &event).map_err(|reason| reason.at(at))?;
        customers += u64::from(line.record.customer != last);
        last = line.record.customer;
        records += 1;
    }
    let mut not_shown = log.not_shown;
    not_shown.push(NotShown::Later);
    Ok(Proof {
        shown: Shown::Consent { records, customers },
        checkpoint: log.checkpoint,
        key: log.key,
        not_shown,
    })
}

fn recorded(line: &ConsentLine, event: &Event) -> Result<(), Reason> {
    let detail = |key: &str| match event.details.get(key) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    let size = detail("consents")
        .and_then(|text| text.parse().ok())
        .ok_or(Reason::Event)?;
    let root = detail("consent_root")
        .and_then(|text| text.parse().ok())
        .ok_or(Reason::Event)?;
    let salt = Salt::new(*line.salt.as_bytes());
    if line.record.leaf(&salt) != line.leaf {
        return Err(Reason::Consent);
    }
    verify_inclusion(&line.record.hash(&salt), line.place, size, &line.proof, &root).map_err(|_| Reason::Consent)
}
