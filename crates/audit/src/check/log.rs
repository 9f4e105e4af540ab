//! Log packs.

use super::signing::Log;
use super::{At, Options, Proof, Reason, Shown, Stop, is_trailer, trailer};
use crate::hash::leaf_hash;
use crate::leaf::Event;
use crate::pack::lines::{Lines, Unreadable, canonical};
use crate::pack::log::{EventLine, LogHeader};
use crate::signed::{Checkpoint, KeyChange};
use crate::tree::Tree;
use crate::verify::verify_consistency;
use std::collections::BTreeMap;
use std::io::BufRead;

/// Checks a log pack behind its header.
pub(super) fn check(header: &LogHeader, lines: &mut Lines<impl BufRead>, options: &Options) -> Result<Proof, Stop> {
    let log = Log::open(&header.signing, options)?;
    let tree = Tree::resume(header.first, header.edge.clone());
    let mut tree = tree.map_err(|_| Reason::Range.at(At::Header))?;
    if let Some(since) = &header.since {
        // It may be older than the key that the pack names.
        let older = if options.trusted.is_empty() {
            Checkpoint::open(since, &log.keys).ok()
        } else {
            Checkpoint::open_known(since, &options.trusted).ok()
        };
        let older = older.ok_or_else(|| Reason::Since.at(At::Header))?.checkpoint;
        let grew =
            older.origin() == log.checkpoint.origin() && older.size() == header.first && *older.root() == tree.root();
        if !grew {
            return Err(Reason::Since.at(At::Header).into());
        }
    }
    let mut count = 0;
    let mut retired = BTreeMap::new();
    loop {
        let number = lines.number() + 1;
        let line = lines.next()?;
        if is_trailer(line) {
            trailer(line, number, count)?;
            break;
        }
        let line: EventLine = canonical(line).ok_or(Unreadable::Line(number))?;
        let at = At::Event(tree.size());
        if line.n != tree.size() {
            let reason = Reason::Place {
                expected: tree.size(),
                found: line.n,
            };
            return Err(reason.at(at).into());
        }
        if leaf_hash(&line.leaf) != line.hash {
            return Err(Reason::Octets.at(at).into());
        }
        let event = Event::decode(&line.leaf).map_err(|_| Reason::Event.at(at))?;
        if let Some(KeyChange::Retired(key)) = KeyChange::of(&event)
            && log.keys.iter().any(|signed| signed.to_string() == key)
        {
            retired.entry(key.to_owned()).or_insert(line.n);
        }
        tree.push(line.hash);
        count += 1;
    }
    if count != header.count {
        let (said, found) = (header.count, count);
        return Err(Reason::Trailer { said, found }.at(At::Whole).into());
    }
    let (size, root) = (log.checkpoint.size(), log.checkpoint.root());
    // An empty beginning is consistent with every log, so an empty range at its start proves the checkpoint alone.
    verify_consistency(tree.size(), size, &tree.root(), root, &header.proof)
        .map_err(|_| Reason::Range.at(At::Whole))?;
    // The checkpoint covers every event of the file, whatever the reader knew of its keys.
    if retired.len() == log.keys.len()
        && let Some(&event) = retired.get(&log.key)
    {
        let key = log.key;
        return Err(Reason::Retired { key, event }.at(At::Event(event)).into());
    }
    Ok(Proof {
        shown: Shown::Log {
            first: header.first,
            count,
            since: header.since.is_some(),
        },
        checkpoint: log.checkpoint,
        key: log.key,
        not_shown: log.not_shown,
    })
}
