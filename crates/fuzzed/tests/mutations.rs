//! Each target over its examples, what the fuzzer once found, and seeded random changes of them.
#![allow(missing_docs, clippy::unwrap_used)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fuzzed::{TARGETS, Target};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Changes of each example.
const ROUNDS: usize = 400;

/// One change, as a fuzzer makes them: a bit, an octet, a piece cut out, doubled, moved or taken from another example.
fn change(rng: &mut ChaCha8Rng, octets: &mut Vec<u8>, other: &[u8]) {
    if octets.is_empty() {
        octets.push(rng.random());
        return;
    }
    let at = rng.random_range(0..octets.len());
    let to = rng.random_range(at..=octets.len()).min(at + 64);
    match rng.random_range(0..7) {
        0 => octets[at] ^= 1 << rng.random_range(0..8),
        1 => octets[at] = [0, 1, 0x7F, 0x80, 0xFF, b'"', b'\n', b'{'][rng.random_range(0..8)],
        2 => drop(octets.drain(at..to)),
        3 => {
            let piece = octets[at..to].to_vec();
            octets.splice(at..at, piece);
        }
        4 => octets.truncate(at),
        5 => octets.insert(at, rng.random()),
        _ => {
            let from = rng.random_range(0..=other.len());
            let piece = &other[from..(from + 64).min(other.len())];
            octets.splice(at..to, piece.iter().copied());
        }
    }
}

fn holds(target: &Target, octets: &[u8]) {
    let run = catch_unwind(AssertUnwindSafe(|| (target.run)(octets)));
    assert!(
        run.is_ok(),
        "{}: {:?} = {octets:02x?}",
        target.name,
        String::from_utf8_lossy(octets)
    );
}

fn found(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn swept(names: &[&str]) {
    for name in names {
        let target = fuzzed::target(name);
        let mut examples = (target.examples)();
        assert!(!examples.is_empty(), "{name} has nothing to begin from");
        examples.extend(found(name));
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        for (example, other) in examples.iter().zip(examples.iter().cycle().skip(1)) {
            holds(&target, example);
            for _ in 0..ROUNDS {
                let mut octets = example.clone();
                for _ in 0..rng.random_range(1..4) {
                    change(&mut rng, &mut octets, other);
                }
                holds(&target, &octets);
            }
        }
    }
}

#[test]
fn what_the_log_and_its_packs_are_read_by() {
    swept(&["leaf", "note", "key", "secret_key", "pack", "tile_path", "bundle"]);
}

#[test]
fn what_a_browser_keeps_is_read_by() {
    swept(&["kept"]);
}

#[test]
fn what_texts_are_read_by() {
    swept(&["template", "parts"]);
}

#[test]
fn what_carriers_are_read_by() {
    swept(&["cmpp", "smpp", "frames"]);
}

#[test]
fn what_customer_files_are_read_by() {
    swept(&["table", "values"]);
}

#[test]
fn every_target_is_swept_and_fuzzed() {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
    let manifest = std::fs::read_to_string(programs.join("../Cargo.toml")).unwrap();
    for target in TARGETS {
        let program = std::fs::read_to_string(programs.join(format!("{}.rs", target.name))).unwrap();
        assert!(program.contains(&format!("fuzzed::target(\"{}\")", target.name)));
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)));
        let swept = include_str!("mutations.rs");
        assert!(
            swept.matches(&format!("\"{}\"", target.name)).count() > 0,
            "{} is swept nowhere",
            target.name
        );
    }
}
