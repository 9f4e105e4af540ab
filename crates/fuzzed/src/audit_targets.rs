//! Leaves, notes, keys, packs, tiles.

use audit::check::{Lang, Options, verify};
use audit::signed::{Checkpoint, KeyName, KnownKey, Note, SignerKey, known_keys};
use audit::tiles::{Tile, read_bundle, write_bundle};
use audit::{Event, Form, Party, Value};

use crate::Target;

const PACKS: [&str; 8] = [
    include_str!("../../audit/vectors/run-full.jsonl"),
    include_str!("../../audit/vectors/run-masked.jsonl"),
    include_str!("../../audit/vectors/run-absent.jsonl"),
    include_str!("../../audit/vectors/run-sealed.jsonl"),
    include_str!("../../audit/vectors/receipt.jsonl"),
    include_str!("../../audit/vectors/consent.jsonl"),
    include_str!("../../audit/vectors/consent-sealed.jsonl"),
    include_str!("../../audit/vectors/log.jsonl"),
];
const KEYS: &str = include_str!("../../audit/vectors/log.vkey");

pub(crate) fn trusted() -> Vec<KnownKey> {
    known_keys(KEYS).unwrap_or_default()
}

fn leaves() -> Vec<Vec<u8>> {
    let event = |form, details: Vec<(&str, Value)>| Event {
        form,
        at: 1_767_225_600_000,
        actor: Party::new("user", "u1"),
        action: "run.closed".to_owned(),
        subject: Party::new("run", "r1"),
        details: details
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    };
    let all = vec![
        ("a", Value::Null),
        ("b", Value::Bool(true)),
        ("c", Value::Int(-7)),
        ("d", Value::Text("好".to_owned())),
        ("e", Value::Bytes(vec![0, 255])),
    ];
    let events = [event(Form::Worded, all), event(Form::Wordless, Vec::new())];
    events.iter().filter_map(|event| event.encode().ok()).collect()
}

/// A leaf: whatever is read would be written in the same octets.
pub(crate) const LEAF: Target = Target {
    name: "leaf",
    examples: leaves,
    run: |octets| {
        if let Ok(event) = Event::decode(octets) {
            assert_eq!(event.encode().as_deref(), Ok(octets), "another leaf for the same event");
        }
    },
};

pub(crate) fn notes() -> Vec<Vec<u8>> {
    let note = |pack: &&str| {
        let from = pack.find("\"checkpoint\":\"")? + 14;
        let to = from + pack[from..].find('"')?;
        Some(pack[from..to].replace("\\n", "\n").into_bytes())
    };
    PACKS[..1].iter().filter_map(note).collect()
}

/// A signed note: whatever is read would be written in the same octets, and what a key opens was signed by it.
pub(crate) const NOTE: Target = Target {
    name: "note",
    examples: notes,
    run: |octets| {
        if let Ok(note) = Note::parse(octets) {
            assert_eq!(note.to_string().as_bytes(), octets, "another note for the same octets");
        }
        if let Ok(text) = std::str::from_utf8(octets)
            && let Ok(signed) = Checkpoint::open_known(text, &trusted())
        {
            let same = |note: &Vec<u8>| {
                let own = std::str::from_utf8(note)
                    .ok()
                    .and_then(|note| Checkpoint::open_known(note, &trusted()).ok());
                own.is_some_and(|own| own.checkpoint == signed.checkpoint)
            };
            assert!(notes().iter().any(same), "a checkpoint that nobody signed was opened");
        }
    },
};

/// A file of keys: whatever is read would be written as it stands on its line.
pub(crate) const KEY: Target = Target {
    name: "key",
    examples: || vec![KEYS.as_bytes().to_vec()],
    run: |octets| {
        let Ok(text) = std::str::from_utf8(octets) else { return };
        for key in known_keys(text).unwrap_or_default() {
            let told = key.to_string();
            assert!(text.contains(&told), "a key that is not in the file: {told}");
            assert_eq!(told.parse(), Ok(key));
        }
    },
};

fn secrets() -> Vec<Vec<u8>> {
    let name = KeyName::parse("rollcall/fuzzed");
    let signer = name.map(|name| SignerKey::from_seed(name, [7; 32]));
    signer.into_iter().map(|key| key.secret_text().into_bytes()).collect()
}

/// The text of a secret key: whatever is read would be written in the same octets.
pub(crate) const SECRET_KEY: Target = Target {
    name: "secret_key",
    examples: secrets,
    run: |octets| {
        let Ok(text) = std::str::from_utf8(octets) else { return };
        if let Ok(key) = SignerKey::from_secret_text(text) {
            assert_eq!(key.secret_text(), text);
        }
    },
};

/// A pack: a verdict on whatever it is, in words. That nothing in one can be changed unnoticed, the tests of `audit` hold.
pub(crate) const PACK: Target = Target {
    name: "pack",
    examples: || PACKS.iter().map(|pack| pack.as_bytes().to_vec()).collect(),
    run: |octets| {
        let verdict = verify(octets, &Options { trusted: trusted() });
        for lang in [Lang::Zh, Lang::En] {
            assert!(!verdict.words(lang, |at| at.to_string()).is_empty());
        }
    },
};

/// The path of a tile: one tile has one path.
pub(crate) const TILE_PATH: Target = Target {
    name: "tile_path",
    examples: || {
        let paths = ["tile/0/000", "tile/1/x001/x234/067.p/9", "tile/entries/x001/067"];
        paths.iter().map(|path| path.as_bytes().to_vec()).collect()
    },
    run: |octets| {
        let Ok(text) = std::str::from_utf8(octets) else { return };
        if let Ok(tile) = text.parse::<Tile>() {
            assert_eq!(tile.to_string(), text);
        }
    },
};

/// A bundle of entries: whatever is read would be written in the same octets.
pub(crate) const BUNDLE: Target = Target {
    name: "bundle",
    examples: || {
        let leaves = leaves();
        write_bundle(leaves.iter().map(Vec::as_slice)).into_iter().collect()
    },
    run: |octets| {
        if let Ok(leaves) = read_bundle(octets) {
            assert_eq!(write_bundle(leaves).as_deref(), Ok(octets));
        }
    },
};
