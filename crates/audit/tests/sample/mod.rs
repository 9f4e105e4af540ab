//! A small log with a run of eight customers and two consents, the same at every call.

#![allow(clippy::unwrap_used, dead_code)]
use audit::check::{At, Fault, Options, Verdict, verify};
use audit::pack::{
    ConsentLine, ConsentRecord, EntryLine, EventProof, LogHeader, LogPack, PhoneShown, ReceiptHeader, RunHeader,
    RunPack, ShownEntry, Signing, TextShown, write_consents, write_receipt,
};
use audit::roll::entry::freeze_hash;
use audit::roll::{
    Closed, Entry, Frozen, Outcome, Secret, Trees, close_leaf, mask_commitment, phone_commitment, text_commitment,
};
use audit::signed::{Checkpoint, KeyName, SignerKey};
use audit::{Event, Form, Hash, MemoryTree, Party, Salt, Tree, Value, leaf_hash};

pub const RUN: [u8; 16] = [0x11; 16];
const RUN_TEXT: &str = "11111111-1111-1111-1111-111111111111";
/// Froze, closed.
const OUTCOMES: [(&str, &str); 8] = [
    ("queued", "delivered"),
    ("queued", "delivered"),
    ("excluded:no_consent", "excluded:no_consent"),
    ("queued", "failed:unreachable"),
    ("queued", "no_receipt"),
    ("queued", "expired"),
    ("queued", "excluded:opted_out"),
    ("queued", "delivered"),
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Show {
    Full,
    Masked,
    Absent,
    Sealed,
}

pub fn signer() -> SignerKey {
    SignerKey::from_seed(KeyName::parse("rollcall.example/log").unwrap(), [42; 32])
}

fn secret(place: usize) -> Secret {
    Secret::new([place as u8 + 1; 32])
}

/// Phone, masked phone, text.
fn person(place: usize) -> (String, String, String) {
    let masked = format!("138****800{place}");
    (
        format!("+86138001380{place:02}"),
        masked,
        format!("【安居】第{place}位\"您好\"\n拒收请回复R"),
    )
}

pub fn entry(place: usize, show: Show) -> (Vec<u8>, Hash) {
    let (phone, masked, text) = person(place);
    let secret = secret(place);
    let full = phone_commitment(&secret.phone_salt(), &phone);
    let mask = mask_commitment(&secret.mask_salt(), &full, &masked);
    let parts = u16::from(OUTCOMES[place].0 == "queued");
    let frozen = Entry {
        run: RUN,
        place: place as u32,
        customer: [place as u8 + 0x20; 16],
        phone: mask,
        text: text_commitment(&secret.text_salt(), &text),
        parts,
        cost_millis: u64::from(parts) * 4500,
        froze: Outcome::parse(OUTCOMES[place].0).unwrap(),
    };
    let leaf = frozen.leaf(&secret.entry_salt(), &mut Vec::new());
    let (phone, text) = match show {
        Show::Full => (
            PhoneShown::Full {
                phone: &phone,
                salt: secret.phone_salt(),
                masked: &masked,
                mask_salt: secret.mask_salt(),
            },
            TextShown::Full {
                text: text.into(),
                salt: secret.text_salt(),
            },
        ),
        Show::Masked => (
            PhoneShown::Masked {
                masked: &masked,
                salt: secret.mask_salt(),
                full,
            },
            TextShown::Absent(frozen.text),
        ),
        _ => (PhoneShown::Absent(mask), TextShown::Absent(frozen.text)),
    };
    let shown = ShownEntry {
        salt: secret.entry_salt(),
        customer: frozen.customer,
        phone,
        text,
        parts,
        cost_millis: frozen.cost_millis,
        froze: frozen.froze,
    };
    let line = EntryLine {
        place: place as u32,
        leaf,
        shown: (show != Show::Sealed).then_some(shown),
        outcome: Outcome::parse(OUTCOMES[place].1).unwrap(),
    };
    let mut pack = RunPack::begin(Vec::new(), &header_stub()).unwrap();
    pack.entry(&line).unwrap();
    let whole = pack.finish().unwrap();
    let line = whole.split(|b| *b == b'\n').nth(1).unwrap();
    ([line, b"\n"].concat(), leaf)
}

fn header_stub() -> RunHeader {
    let none = EventProof {
        index: 0,
        leaf: Vec::new(),
        proof: Vec::new(),
    };
    let signing = Signing {
        key: String::new(),
        checkpoint: String::new(),
    };
    RunHeader::new(signing, none.clone(), none)
}

fn outcome(place: usize) -> Outcome<'static> {
    Outcome::parse(OUTCOMES[place].1).unwrap()
}

fn trees() -> Trees {
    let mut trees = Trees::new();
    for place in 0..OUTCOMES.len() {
        trees.push(&entry(place, Show::Absent).1, &outcome(place)).unwrap();
    }
    trees
}

fn consents() -> Vec<(ConsentRecord, Salt)> {
    let record = |customer: &str, is: &str, evidence: Option<&str>| ConsentRecord {
        customer: customer.into(),
        purpose: "care".into(),
        is: is.into(),
        source: "form".into(),
        evidence: evidence.map(str::to_owned),
        given_at: 1_767_000_000_000,
        recorded_at: None,
    };
    let (a, b) = (
        "20202020-2020-2020-2020-202020202020",
        "21212121-2121-2121-2121-212121212121",
    );
    let records = [record(a, "given", Some("合同第7条")), record(b, "withdrawn", None)];
    let salt = |at| Secret::new([at; 32]).consent_salt();
    records
        .into_iter()
        .zip(90..)
        .map(|(record, at)| (record, salt(at)))
        .collect()
}

fn event(at: i64, action: &str, subject: (&str, &str), details: Vec<(&str, String)>) -> Event {
    Event {
        form: Form::Worded,
        at,
        actor: Party::new("system", "engine"),
        action: action.into(),
        subject: Party::new(subject.0, subject.1),
        details: details
            .into_iter()
            .map(|(key, text)| (key.into(), Value::Text(text)))
            .collect(),
    }
}

/// What the log's events say of the run.
#[derive(Clone)]
pub struct Told {
    pub frozen: Frozen,
    pub closed: Closed,
    /// Which run the event at the close is about.
    pub closed_of: &'static str,
}

/// What they say where all is well.
pub fn told() -> Told {
    let closed: Closed = trees().closed();
    let mut frozen = Frozen::new(closed.freeze_root, closed.audience, 1);
    frozen.content = Some("d1".into());
    let closed_of = RUN_TEXT;
    Told {
        frozen,
        closed,
        closed_of,
    }
}

fn leaves(told: &Told) -> Vec<Vec<u8>> {
    let tree: MemoryTree = consents().iter().map(|(record, salt)| record.hash(salt)).collect();
    let consent = vec![("consents", "2".into()), ("consent_root", tree.root().to_string())];
    let events = [
        event(1, "organisation.set_up", ("organisation", ""), vec![]),
        event(2, "import.applied", ("import", "i1"), consent),
        event(
            1_767_225_600_000,
            "run.frozen",
            ("run", RUN_TEXT),
            told.frozen.details(),
        ),
        event(4, "session.opened", ("user", "u1"), vec![]),
        event(
            1_767_240_000_000,
            "run.closed",
            ("run", told.closed_of),
            told.closed.details(),
        ),
        event(6, "session.ended", ("user", "u1"), vec![]),
        event(7, "session.opened", ("user", "u2"), vec![]),
    ];
    events.iter().map(|event| event.encode().unwrap()).collect()
}

/// The log in which the events say this.
pub struct Log(Vec<Vec<u8>>);

impl Log {
    pub fn of(told: &Told) -> Self {
        Self(leaves(told))
    }

    fn tree(&self) -> MemoryTree {
        self.0.iter().map(|leaf| leaf_hash(leaf)).collect()
    }

    fn checkpoint(&self, size: u64) -> String {
        let root = self.tree().root_at(size).unwrap();
        let checkpoint = Checkpoint::new("rollcall.example/log", size, root).unwrap();
        checkpoint.sign(&[&signer()]).unwrap().to_string()
    }

    fn signing(&self) -> Signing {
        Signing {
            key: signer().verifier().to_string(),
            checkpoint: self.checkpoint(7),
        }
    }

    fn proof(&self, index: u64) -> EventProof {
        EventProof {
            index,
            leaf: self.0[index as usize].clone(),
            proof: self.tree().inclusion(index, 7).unwrap(),
        }
    }

    /// With the events at these numbers as those of the freeze and the close.
    pub fn run_pack(&self, [frozen, closed]: [u64; 2], show: impl Fn(usize) -> Show) -> Vec<u8> {
        let header = RunHeader::new(self.signing(), self.proof(frozen), self.proof(closed));
        let empty = RunPack::begin(Vec::new(), &header).unwrap().finish().unwrap();
        let mut out = empty[..empty.len() - "{\"end\":0}\n".len()].to_vec();
        for place in 0..OUTCOMES.len() {
            out.extend(entry(place, show(place)).0);
        }
        out.extend(b"{\"end\":8}\n");
        out
    }

    pub fn receipt(&self, place: usize, show: Show) -> Vec<u8> {
        let places = 0..OUTCOMES.len();
        let leaf = |place| entry(place, Show::Absent).1;
        let frozen: MemoryTree = places.clone().map(|place| freeze_hash(&leaf(place))).collect();
        let closed: MemoryTree = places.map(|place| close_leaf(&leaf(place), &outcome(place))).collect();
        let at = place as u64;
        let header = ReceiptHeader::new(
            self.signing(),
            self.proof(2),
            self.proof(4),
            frozen.inclusion(at, 8).unwrap(),
            closed.inclusion(at, 8).unwrap(),
        );
        let sealed = EntryLine {
            place: place as u32,
            leaf: leaf(place),
            shown: None,
            outcome: outcome(place),
        };
        let mut out = Vec::new();
        write_receipt(&mut out, &header, &sealed).unwrap();
        let mut lines: Vec<&[u8]> = out.split_inclusive(|b| *b == b'\n').collect();
        let line = entry(place, show).0;
        lines[1] = &line;
        lines.concat()
    }
}

/// The log where all is well.
fn log() -> Log {
    Log::of(&told())
}

/// The numbers of the events at the freeze and the close.
pub const EVENTS: [u64; 2] = [2, 4];

pub fn run_pack(show: impl Fn(usize) -> Show) -> Vec<u8> {
    log().run_pack(EVENTS, show)
}

pub fn receipt(place: usize, show: Show) -> Vec<u8> {
    log().receipt(place, show)
}

pub fn consent_pack() -> Vec<u8> {
    consent_of_event(1)
}

/// As if this event had recorded them.
pub fn consent_of_event(event: u64) -> Vec<u8> {
    let tree: MemoryTree = consents().iter().map(|(record, salt)| record.hash(salt)).collect();
    let line = |(n, (record, salt)): (usize, (ConsentRecord, Salt))| ConsentLine {
        n: n as u64,
        leaf: record.leaf(&salt),
        salt: Some(Hash::new(*salt.as_bytes())),
        record: Some(record),
        place: n as u64,
        proof: tree.inclusion(n as u64, 2).unwrap(),
        event: Some(log().proof(event)),
    };
    let lines: Vec<ConsentLine> = consents().into_iter().enumerate().map(line).collect();
    let mut out = Vec::new();
    write_consents(&mut out, log().signing(), &lines).unwrap();
    out
}

/// The second of the two is erased, and was recorded by the event of the first.
pub fn consent_sealed() -> Vec<u8> {
    let whole = String::from_utf8(consent_pack()).unwrap();
    let mut lines: Vec<String> = whole.split_inclusive('\n').map(str::to_owned).collect();
    let second = &lines[2];
    let (from, to) = (second.find(",\"salt\"").unwrap(), second.find(",\"place\"").unwrap());
    let event = second.find(",\"event\"").unwrap();
    lines[2] = format!("{}{}}}\n", &second[..from], &second[to..event]);
    lines.concat().into_bytes()
}

pub fn log_pack() -> Vec<u8> {
    let log = log();
    let tree: Tree = log.0[..3].iter().map(|leaf| leaf_hash(leaf)).collect();
    let edge = tree.edge().to_vec();
    let mut header = LogHeader::new(log.signing(), 3, 3, edge, log.tree().consistency(6, 7).unwrap());
    header.since = Some(log.checkpoint(3));
    let mut pack = LogPack::begin(Vec::new(), &header).unwrap();
    for leaf in &log.0[3..6] {
        pack.event(leaf).unwrap();
    }
    pack.finish().unwrap()
}

/// Every kind of pack, under the name of its vector.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("run-full.jsonl", run_pack(|_| Show::Full)),
        ("run-masked.jsonl", run_pack(|_| Show::Masked)),
        ("run-absent.jsonl", run_pack(|_| Show::Absent)),
        (
            "run-sealed.jsonl",
            run_pack(|place| if place == 3 { Show::Sealed } else { Show::Absent }),
        ),
        ("receipt.jsonl", receipt(3, Show::Full)),
        ("consent.jsonl", consent_pack()),
        ("consent-sealed.jsonl", consent_sealed()),
        ("log.jsonl", log_pack()),
    ]
}

pub fn trusting() -> Options {
    Options {
        trusted: vec![signer().verifier().clone().into()],
    }
}

/// The code of the reason and where it is.
pub fn fault(pack: &[u8]) -> (&'static str, At) {
    match verify(pack, &trusting()) {
        Verdict::Disproved(Fault { at, reason }) => (reason.code(), at),
        other => panic!("{other:?}"),
    }
}
