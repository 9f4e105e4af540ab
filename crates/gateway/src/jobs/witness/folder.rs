//! The folder of checkpoints: what lies there is held against the log, and the next one is put beside it.
//!
//! Of two copies of a log that write into one folder, and of a log and its older state, the one finds there what it never signed. Other
//! things may lie there too, and say nothing.

use std::collections::HashSet;
use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use audit::signed::{Checkpoint, KnownKey, Note};
use store::contract::Sent;

use crate::app::App;
use crate::ledger::known_keys;
use crate::ledger::proofs::ProofFault;
use crate::ledger::root_at;

/// Octets of a file that is read, at most; a longer one is no checkpoint.
const LONGEST: u64 = 4_096;
/// Files that are read in one look, at most: those of the greatest sizes that were not looked at yet.
const AT_ONCE: usize = 1_000;

/// What a checkpoint of this log shows that does not fit the log. The graver is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Amiss {
    /// It has more events than the log: this one was taken back, or another copy is at work.
    Behind,
    /// The log had another root at that size: two copies are at work, or the log was written anew.
    OtherLog,
}

impl Amiss {
    const ALL: [Amiss; 2] = [Amiss::Behind, Amiss::OtherLog];

    /// As the failure of the place.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Amiss::Behind => "behind",
            Amiss::OtherLog => "other_log",
        }
    }

    /// What stands as the failure of the place, if it is this.
    pub(super) fn standing(sent: &Sent) -> Option<Amiss> {
        let failure = sent.failure.as_deref().filter(|_| sent.tries > 0)?;
        Amiss::ALL.into_iter().find(|amiss| amiss.code() == failure)
    }
}

/// Which files need not be looked at again while the gateway runs: the log only grows, and whatever fits it goes on doing so.
#[derive(Debug, Default)]
pub struct Looked {
    folder: PathBuf,
    /// By the sizes in their names.
    fine: HashSet<u64>,
}

/// Holds the checkpoints of this log that lie in the folder against the log. Where there are so many that some were not looked at yet,
/// what stood before stands until they were. A folder that can't be listed shows nothing.
///
/// # Errors
/// Those of the store.
pub(super) async fn look(app: &App, folder: &Path, sent: &Sent) -> store::Result<Option<Amiss>> {
    let mut looked = app.looked.lock().await;
    if looked.folder != folder {
        *looked = Looked {
            folder: folder.to_owned(),
            fine: HashSet::new(),
        };
    }
    let there = blocking(folder, sizes).await;
    let all: HashSet<u64> = there.iter().copied().collect();
    looked.fine.retain(|size| all.contains(size));
    let mut unread: Vec<u64> = there.into_iter().filter(|size| !looked.fine.contains(size)).collect();
    let all_at_once = unread.len() <= AT_ONCE;
    unread.truncate(AT_ONCE);
    let read = blocking(folder, move |folder| texts(folder, &unread)).await;
    // Asked for behind the reading: what this gateway wrote there meanwhile is never ahead of it.
    let head = app.store.signed_head().await?.size;
    let (mut found, mut keys) = (None, None);
    for (size, text) in read {
        if let Some((checkpoint, amiss)) = contradicts(app, &text, head).await? {
            if found >= Some(amiss) {
                continue;
            }
            let keys = match &keys {
                Some(keys) => keys,
                None => keys.insert(known(app).await?),
            };
            if Checkpoint::open_known(&text, keys).is_ok_and(|signed| signed.checkpoint == checkpoint) {
                found = Some(amiss);
                continue;
            }
        }
        looked.fine.insert(size);
    }
    Ok(found.or_else(|| Amiss::standing(sent).filter(|_| !all_at_once)))
}

/// How the text contradicts the log of `head` events, if it is a checkpoint of this log by its own words, and does. Whether it is signed
/// is another question, and a dearer one.
async fn contradicts(app: &App, text: &str, head: u64) -> store::Result<Option<(Checkpoint, Amiss)>> {
    let note = Note::parse(text.as_bytes()).ok();
    let Some(checkpoint) = note.and_then(|note| note.text().parse::<Checkpoint>().ok()) else {
        return Ok(None);
    };
    if checkpoint.origin() != app.sequencer.keys().origin() {
        return Ok(None);
    }
    let amiss = if checkpoint.size() > head {
        Amiss::Behind
    } else if root_at(&*app.store, checkpoint.size()).await? != Some(*checkpoint.root()) {
        Amiss::OtherLog
    } else {
        return Ok(None);
    };
    Ok(Some((checkpoint, amiss)))
}

/// The log's keys of all times; the present ones alone where the log proves no others.
async fn known(app: &App) -> store::Result<Vec<KnownKey>> {
    let own = app.sequencer.verifiers();
    match known_keys::all(&*app.store, &own).await {
        Ok(keys) => Ok(keys),
        Err(ProofFault::Proof(_)) => Ok(own.into_iter().map(KnownKey::from).collect()),
        Err(ProofFault::Store(error)) => Err(error),
    }
}

/// Runs what reads the folder where it may block.
async fn blocking<T: Default + Send + 'static>(folder: &Path, read: impl FnOnce(&Path) -> T + Send + 'static) -> T {
    let folder = folder.to_owned();
    let done = tokio::task::spawn_blocking(move || read(&folder));
    done.await.unwrap_or_default()
}

fn name(size: u64) -> String {
    format!("checkpoint-{size}.txt")
}

/// The sizes in the names of checkpoints, greatest first.
fn sizes(folder: &Path) -> Vec<u64> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let size = |entry: std::fs::DirEntry| {
        let file = entry.file_name();
        let file = file.to_str()?;
        let size: u64 = file.strip_prefix("checkpoint-")?.strip_suffix(".txt")?.parse().ok()?;
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        (is_file && file == name(size)).then_some(size)
    };
    let mut sizes: Vec<u64> = entries.flatten().filter_map(size).collect();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    sizes
}

/// What stands in these files, nothing in the place of what is no text or too long. One that can't be read is left out, to be tried again.
fn texts(folder: &Path, sizes: &[u64]) -> Vec<(u64, String)> {
    let text = |size: &u64| {
        let octets = octets(&folder.join(name(*size))).ok()?;
        let text = octets.and_then(|octets| String::from_utf8(octets).ok());
        Some((*size, text.unwrap_or_default()))
    };
    sizes.iter().filter_map(text).collect()
}

/// The file's octets, unless they are more than a checkpoint has.
fn octets(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let mut octets = Vec::new();
    File::open(path)?.take(LONGEST + 1).read_to_end(&mut octets)?;
    Ok((octets.len() as u64 <= LONGEST).then_some(octets))
}

/// Puts the note into a file of its own, whole or not at all. One that is there is never written over: if it says something else,
/// another log once had this size.
pub(super) fn keep(folder: &Path, size: u64, note: &str) -> Result<(), String> {
    let name = name(size);
    let (path, part) = (folder.join(&name), folder.join(format!("{name}.part")));
    let written = match octets(&path) {
        Ok(Some(kept)) if kept == note.as_bytes() => return Ok(()),
        Ok(_) => return Err("other_note".to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => File::create(&part)
            .and_then(|mut file| file.write_all(note.as_bytes()).and_then(|()| file.sync_all()))
            .and_then(|()| std::fs::rename(&part, &path)),
        Err(error) => Err(error),
    };
    written.map_err(|error| match error.kind() {
        ErrorKind::NotFound => "no_folder".to_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "not_allowed".to_owned(),
        ErrorKind::StorageFull => "full".to_owned(),
        _ => "not_written".to_owned(),
    })
}
