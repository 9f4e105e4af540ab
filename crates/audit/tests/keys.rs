//! By whose signature a pack is believed.

#![allow(clippy::unwrap_used)]
mod sample;

use audit::check::{At, Fault, Lang, Options, Reason, Verdict, verify};
use audit::pack::{LogHeader, LogPack, Signing};
use audit::signed::{Checkpoint, KnownKey, SignerKey};
use audit::{Event, Form, Party, Tree, Value, leaf_hash};
use sample::trusting;

#[test]
fn another_key_is_not_believed() {
    let name = audit::signed::KeyName::parse("rollcall.example/log").unwrap();
    let other = audit::signed::SignerKey::from_seed(name, [1; 32]);
    let trusted = vec![other.verifier().clone().into()];
    for (_, pack) in sample::all() {
        let verdict = verify(
            pack.as_slice(),
            &Options {
                trusted: trusted.clone(),
            },
        );
        assert_eq!(
            verdict,
            Verdict::Disproved(Fault {
                at: At::Header,
                reason: Reason::Untrusted
            })
        );
        assert_eq!(verdict.status(), 1);
        // A rotated log has a file of several keys.
        let several = Options {
            trusted: [trusted.clone(), trusting().trusted].concat(),
        };
        assert_eq!(verify(pack.as_slice(), &several).status(), 0);
    }
}

#[test]
fn a_retired_key_vouches_for_what_came_before_alone() {
    let key = sample::signer().verifier().clone();
    let until = |event| Options {
        trusted: vec![KnownKey {
            key: key.clone(),
            until: Some(event),
        }],
    };
    for (name, pack) in sample::all() {
        let Verdict::Proved(proof) = verify(pack.as_slice(), &trusting()) else {
            panic!("{name}")
        };
        let size = proof.checkpoint.size();
        assert_eq!(verify(pack.as_slice(), &until(size)).status(), 0, "{name}");
        let verdict = verify(pack.as_slice(), &until(size - 1));
        let reason = Reason::Retired {
            key: key.to_string(),
            event: size - 1,
        };
        assert_eq!(verdict, Verdict::Disproved(reason.at(At::Header)), "{name}");
        let named = |lang| verdict.words(lang, |_| String::new())[0].contains(&key.to_string());
        assert!(named(Lang::Zh) && named(Lang::En));
    }
}

/// What the file itself says of its key needs nobody who knew it before.
#[test]
fn a_log_pack_whose_events_retire_its_only_key_is_refused() {
    let key = sample::signer().verifier().to_string();
    let name = audit::signed::KeyName::parse("rollcall.example/log").unwrap();
    let other = audit::signed::SignerKey::from_seed(name, [1; 32]);
    for (retired, by_two, refused) in [
        (vec![key.clone()], false, true),
        (vec![other.verifier().to_string()], false, false),
        (vec![key.clone()], true, false),
        (vec![other.verifier().to_string(), key.clone()], true, true),
    ] {
        let pack = retiring(&retired, by_two.then_some(&other));
        let both = [trusting().trusted, vec![other.verifier().clone().into()]].concat();
        let verdict = verify(pack.as_slice(), &Options { trusted: both });
        let event = retired.iter().position(|retired| *retired == key).unwrap_or_default() as u64;
        let reason = Reason::Retired {
            key: key.clone(),
            event,
        };
        if refused {
            assert_eq!(verdict, Verdict::Disproved(reason.at(At::Event(event))));
        } else {
            assert_eq!(verdict.status(), 0, "{verdict:?}");
        }
    }
}

/// A log pack of a log that retires these keys and says nothing else, signed by the sample's key and `beside`.
fn retiring(keys: &[String], beside: Option<&SignerKey>) -> Vec<u8> {
    let leaf = |key: &String| {
        let event = Event {
            form: Form::Wordless,
            at: 1_700_000_000_000,
            actor: Party::new("system", "sequencer"),
            action: "log.key_retired".into(),
            subject: Party::new("log", ""),
            details: [("key".to_owned(), Value::Text(key.clone()))].into(),
        };
        event.encode().unwrap()
    };
    let leaves: Vec<Vec<u8>> = keys.iter().map(leaf).collect();
    let tree: Tree = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let own = sample::signer();
    let signers: Vec<&SignerKey> = std::iter::once(&own).chain(beside).collect();
    let checkpoint = Checkpoint::new(own.verifier().name().as_str(), tree.size(), tree.root()).unwrap();
    let signing = Signing {
        key: own.verifier().to_string(),
        checkpoint: checkpoint.sign(&signers).unwrap().to_string(),
    };
    let header = LogHeader::new(signing, 0, tree.size(), Vec::new(), Vec::new());
    let mut pack = LogPack::begin(Vec::new(), &header).unwrap();
    for leaf in &leaves {
        pack.event(leaf).unwrap();
    }
    pack.finish().unwrap()
}
