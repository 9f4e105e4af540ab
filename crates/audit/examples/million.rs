//! How long a roll of a million takes: `cargo run --release -p rollcall-audit --example million`. With a path behind `--`, the run pack
//! with masked phones is written there, for whoever checks it elsewhere.

#![allow(clippy::unwrap_used, clippy::print_stdout)]
use audit::check::{Helpers, Job, Options, verify, verify_with};
use audit::pack::{EntryLine, EventProof, PhoneShown, RunHeader, RunPack, ShownEntry, Signing, TextShown};
use audit::roll::entry::freeze_hash;
use audit::roll::{Entry, Frozen, Outcome, Secret, Trees, mask_commitment, phone_commitment, text_commitment};
use audit::signed::{Checkpoint, KeyName, SignerKey};
use audit::tiles::Growing;
use audit::{Event, Form, Hash, MemoryTree, Party, Value, leaf_hash};
use std::time::Instant;

const ENTRIES: u32 = 1_000_000;
const RUN: [u8; 16] = [0x11; 16];

fn main() {
    let leaves = timed("leaves at the freeze", 0.0, || {
        (0..ENTRIES).map(|place| line(place, None).leaf).collect::<Vec<Hash>>()
    });
    let tree: MemoryTree = timed("root over a million leaves", 1.0, || {
        leaves.iter().map(freeze_hash).collect()
    });
    let proofs = timed("a thousand proofs of an entry", 1.0, || {
        (0..1000)
            .map(|at| tree.inclusion(at * 997, u64::from(ENTRIES)).unwrap().len())
            .sum::<usize>()
    });
    assert!(proofs > 0);
    timed("50,000 events sequenced, a checkpoint for each 1,000", 1.0, sequence);
    for (name, show) in [("absent", 0), ("masked", 1), ("full", 2)] {
        let pack = pack(&leaves, show);
        println!("run pack, phones {name}: {} MB", pack.len() / 1_000_000);
        let verdict = timed("  verified", 1.5, || verify(pack.as_slice(), &Options::default()));
        assert_eq!(verdict.status(), 0, "{verdict:?}");
        let count = std::thread::available_parallelism().unwrap().get();
        let run = |jobs: Vec<Job<'_>>| {
            std::thread::scope(|threads| {
                for job in jobs {
                    threads.spawn(job);
                }
            });
        };
        let verdict = timed("  verified by all processors", 1.5, || {
            verify_with(Helpers { count, run }, pack.as_slice(), &Options::default())
        });
        assert_eq!(verdict.status(), 0, "{verdict:?}");
        if let Some(path) = std::env::args_os().nth(1).filter(|_| name == "masked") {
            std::fs::write(path, &pack).unwrap();
        }
    }
}

/// Says how long it took, and how that stands to the target in seconds; a target of 0 is none.
fn timed<T>(what: &str, target: f64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = work();
    let took = start.elapsed().as_secs_f64();
    match target {
        0.0 => println!("{what}: {took:.3} s"),
        target => println!("{what}: {took:.3} s, {:.2} of the target of {target} s", took / target),
    }
    out
}

fn sequence() {
    let (mut log, key) = (Growing::new(), key());
    for n in 0..50_000_u32 {
        log.push(leaf_hash(&n.to_be_bytes()));
        if n % 1000 == 999 {
            let tiles = log.take_tiles();
            let note = Checkpoint::new("bench.example", log.size(), log.root())
                .unwrap()
                .sign(&[&key])
                .unwrap();
            assert!(!tiles.is_empty() && !note.signatures().is_empty());
        }
    }
}

fn key() -> SignerKey {
    SignerKey::from_seed(KeyName::parse("bench.example").unwrap(), [1; 32])
}

const TEXT: &str = "【安居】张三您好,春节将至,祝您阖家安康。拒收请回复R";

/// The entry at a place; with its leaf, shown as packs without phones (0), with masked ones (1) or whole ones (2) show it.
fn line(place: u32, leaf: Option<(Hash, u8)>) -> EntryLine<'static> {
    let mut octets = [7; 32];
    octets[..4].copy_from_slice(&place.to_be_bytes());
    let secret = Secret::new(octets);
    let (phone, masked) = ("+8613800138000", "138****8000");
    let full = phone_commitment(&secret.phone_salt(), phone);
    let mask = mask_commitment(&secret.mask_salt(), &full, masked);
    let mut customer = [0x20; 16];
    customer[..4].copy_from_slice(&place.to_be_bytes());
    let froze = Outcome::parse("queued").unwrap();
    let text = text_commitment(&secret.text_salt(), TEXT);
    let shown = |phone| ShownEntry {
        salt: secret.entry_salt(),
        customer,
        phone,
        text: match leaf {
            Some((_, 1 | 2)) => TextShown::Full {
                text: TEXT.into(),
                salt: secret.text_salt(),
            },
            _ => TextShown::Absent(text),
        },
        parts: 1,
        cost_millis: 4500,
        froze,
    };
    let entry = Entry {
        run: RUN,
        place,
        customer,
        phone: mask,
        text,
        parts: 1,
        cost_millis: 4500,
        froze,
    };
    let phone = match leaf {
        Some((_, 2)) => PhoneShown::Full {
            phone,
            salt: secret.phone_salt(),
            masked,
            mask_salt: secret.mask_salt(),
        },
        Some((_, 1)) => PhoneShown::Masked {
            masked,
            salt: secret.mask_salt(),
            full,
        },
        _ => PhoneShown::Absent(mask),
    };
    let leaf = leaf.map_or_else(|| entry.leaf(&secret.entry_salt(), &mut Vec::new()), |(leaf, _)| leaf);
    EntryLine {
        place,
        leaf,
        shown: Some(shown(phone)),
        outcome: Outcome::parse("delivered").unwrap(),
    }
}

fn pack(leaves: &[Hash], show: u8) -> Vec<u8> {
    let mut trees = Trees::new();
    let delivered = Outcome::parse("delivered").unwrap();
    for leaf in leaves {
        trees.push(leaf, &delivered).unwrap();
    }
    let closed = trees.closed();
    let frozen = Frozen::new(closed.freeze_root, closed.audience, 0);
    let events: Vec<Vec<u8>> = [("run.frozen", frozen.details()), ("run.closed", closed.details())]
        .into_iter()
        .map(|(action, details)| event(action, details).encode().unwrap())
        .collect();
    let log: MemoryTree = events.iter().map(|leaf| leaf_hash(leaf)).collect();
    let key = key();
    let checkpoint = Checkpoint::new("bench.example", 2, log.root())
        .unwrap()
        .sign(&[&key])
        .unwrap();
    let proof = |index| EventProof {
        index,
        leaf: events[index as usize].clone(),
        proof: log.inclusion(index, 2).unwrap(),
    };
    let signing = Signing {
        key: key.verifier().to_string(),
        checkpoint: checkpoint.to_string(),
    };
    let mut pack = RunPack::begin(Vec::new(), &RunHeader::new(signing, proof(0), proof(1))).unwrap();
    for (place, leaf) in (0..).zip(leaves) {
        pack.entry(&line(place, Some((*leaf, show)))).unwrap();
    }
    pack.finish().unwrap()
}

fn event(action: &str, details: Vec<(&'static str, String)>) -> Event {
    Event {
        form: Form::Worded,
        at: 1,
        actor: Party::new("system", "engine"),
        action: action.into(),
        subject: Party::new("run", "11111111-1111-1111-1111-111111111111"),
        details: details
            .into_iter()
            .map(|(key, text)| (key.to_owned(), Value::Text(text)))
            .collect(),
    }
}
