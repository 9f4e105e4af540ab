//! The line of an entry, in run packs and receipts.
//!
//! ```text
//! {"n":PLACE,"leaf":HASH,"salt":HASH,"customer":UUID,"phone":PHONE,"text":TEXT,"parts":N,"cost":N,"froze":OUTCOME,"outcome":OUTCOME}
//! {"n":PLACE,"leaf":HASH,"outcome":OUTCOME}                                     sealed: erased, or not shown
//! PHONE  HASH  |  {"masked":"…","salt":HASH,"full":HASH}  |  {"phone":"…","salt":HASH,"masked":"…","mask_salt":HASH}
//! TEXT   HASH  |  {"text":"…","salt":HASH}
//! ```

use crate::base64::push_32;
use crate::commit::{self, Salt};
use crate::hash::Hash;
use crate::pack::scan::{Scan, push_uuid};
use crate::roll::entry::{
    Entry, mask_commitment, mask_message, phone_commitment, phone_message, text_commitment, text_message,
};
use crate::roll::outcome::Outcome;
use crate::sha::Messages;
use std::borrow::Cow;
use std::io::Write as _;

/// An entry as a pack shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine<'a> {
    /// Its place on the roll, from 0.
    pub place: u32,
    /// Its leaf at the freeze.
    pub leaf: Hash,
    /// What opens the leaf; `None` for a sealed entry.
    pub shown: Option<ShownEntry<'a>>,
    /// Its outcome at the close.
    pub outcome: Outcome<'a>,
}

/// What opens a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownEntry<'a> {
    /// The entry salt.
    pub salt: Salt,
    /// The customer's UUID.
    pub customer: [u8; 16],
    /// The phone, as much as is shown of it.
    pub phone: PhoneShown<'a>,
    /// The text, if it is shown.
    pub text: TextShown<'a>,
    /// Parts of the message.
    pub parts: u16,
    /// Cost in thousandths of a fen.
    pub cost_millis: u64,
    /// The outcome at the freeze.
    pub froze: Outcome<'a>,
}

/// How much of a phone is shown. Phones are visible ASCII without quotes and backslashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneShown<'a> {
    /// Nothing: the commitment alone.
    Absent(Hash),
    /// With its middle hidden.
    Masked {
        /// Such as `138****1234`.
        masked: &'a str,
        /// The mask salt.
        salt: Salt,
        /// The commitment to the full one.
        full: Hash,
    },
    /// In full.
    Full {
        /// In E.164; empty where there is none.
        phone: &'a str,
        /// The phone salt.
        salt: Salt,
        /// As it would be masked.
        masked: &'a str,
        /// The mask salt.
        mask_salt: Salt,
    },
}

/// Whether a text is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextShown<'a> {
    /// The commitment alone.
    Absent(Hash),
    /// The text as sent.
    Full {
        /// Empty where none was written.
        text: Cow<'a, str>,
        /// The text salt.
        salt: Salt,
    },
}

impl PhoneShown<'_> {
    /// The commitment that stands in the leaf.
    pub fn commitment(&self) -> Hash {
        match self {
            Self::Absent(commitment) => *commitment,
            Self::Masked { masked, salt, full } => mask_commitment(salt, full, masked),
            Self::Full {
                phone,
                salt,
                masked,
                mask_salt,
            } => mask_commitment(mask_salt, &phone_commitment(salt, phone), masked),
        }
    }
}

impl TextShown<'_> {
    /// The commitment that stands in the leaf.
    pub fn commitment(&self) -> Hash {
        match self {
            Self::Absent(commitment) => *commitment,
            Self::Full { text, salt } => text_commitment(salt, text),
        }
    }
}

/// The commitments to phone and text of many lines, hashed together; of a sealed line there are none, and what stands for it is
/// never read.
fn commitments(lines: &[EntryLine<'_>], together: &mut Messages) -> Vec<(Hash, Hash)> {
    let shown = || lines.iter().map(|line| line.shown.as_ref());
    for shown in shown().flatten() {
        if let PhoneShown::Full { phone, salt, .. } = &shown.phone {
            together.push(&phone_message(salt, phone));
        }
    }
    let mut full = together.digests().into_iter();
    for shown in shown().flatten() {
        match &shown.phone {
            PhoneShown::Absent(_) => {}
            PhoneShown::Masked { masked, salt, full } => together.push(&mask_message(salt, full, masked)),
            PhoneShown::Full { masked, mask_salt, .. } => {
                let full = full.next().unwrap_or(Hash::EMPTY);
                together.push(&mask_message(mask_salt, &full, masked));
            }
        }
    }
    let mut masked = together.digests().into_iter();
    for shown in shown().flatten() {
        if let TextShown::Full { text, salt } = &shown.text {
            together.push(&text_message(salt, text));
        }
    }
    let mut texts = together.digests().into_iter();
    let one = move |shown: Option<&ShownEntry<'_>>| {
        let Some(shown) = shown else {
            return (Hash::EMPTY, Hash::EMPTY);
        };
        let phone = match &shown.phone {
            PhoneShown::Absent(commitment) => Some(*commitment),
            PhoneShown::Masked { .. } | PhoneShown::Full { .. } => masked.next(),
        };
        let text = match &shown.text {
            TextShown::Absent(commitment) => Some(*commitment),
            TextShown::Full { .. } => texts.next(),
        };
        (phone.unwrap_or(Hash::EMPTY), text.unwrap_or(Hash::EMPTY))
    };
    shown().map(one).collect()
}

impl<'a> EntryLine<'a> {
    /// The leaf that what is shown makes; the stated one for a sealed entry. `room` is only there to be used again.
    pub fn made(&self, run: [u8; 16], room: &mut Vec<u8>) -> Hash {
        let Some(shown) = &self.shown else { return self.leaf };
        let entry = self.entry(run, shown, shown.phone.commitment(), shown.text.commitment());
        entry.leaf(&shown.salt, room)
    }

    /// [`EntryLine::made`] of many, hashed together.
    pub(crate) fn all_made(lines: &[Self], run: [u8; 16], together: &mut Messages) -> Vec<Hash> {
        let inner = commitments(lines, together);
        let mut room = Vec::new();
        let open = lines.iter().zip(inner);
        let open = open.filter_map(|(line, (phone, text))| Some((line, line.shown.as_ref()?, phone, text)));
        for (line, shown, phone, text) in open {
            room.clear();
            line.entry(run, shown, phone, text).encode(&mut room);
            together.push(&commit::message(&shown.salt, &room));
        }
        let mut made = together.digests().into_iter();
        let leaf = |line: &Self| line.shown.as_ref().and_then(|_| made.next()).unwrap_or(line.leaf);
        lines.iter().map(leaf).collect()
    }

    fn entry(&self, run: [u8; 16], shown: &ShownEntry<'a>, phone: Hash, text: Hash) -> Entry<'a> {
        Entry {
            run,
            place: self.place,
            customer: shown.customer,
            phone,
            text,
            parts: shown.parts,
            cost_millis: shown.cost_millis,
            froze: shown.froze,
        }
    }

    /// Reads a line without its end; `None` if it is not in form.
    pub(crate) fn parse(line: &'a [u8]) -> Option<Self> {
        let mut scan = Scan(line);
        let entry = Self::scan(&mut scan)?;
        scan.0.is_empty().then_some(entry)
    }

    /// Reads the first line of many, each with its end, and goes past it; `None` if it is not in form, and `lines` stands as it was.
    pub(crate) fn first(lines: &mut &'a [u8]) -> Option<Self> {
        let mut scan = Scan(lines);
        let entry = Self::scan(&mut scan)?;
        scan.past(b"\n")?;
        *lines = scan.0;
        Some(entry)
    }

    fn scan(scan: &mut Scan<'a>) -> Option<Self> {
        scan.past(b"{\"n\":")?;
        let place = u32::try_from(scan.number()?).ok()?;
        scan.past(b",\"leaf\":")?;
        let leaf = scan.hash()?;
        let shown = if scan.has(b",\"salt\":") {
            Some(shown(scan)?)
        } else {
            None
        };
        scan.past(b",\"outcome\":")?;
        let outcome = Outcome::parse(scan.plain()?)?;
        scan.past(b"}")?;
        Some(Self {
            place,
            leaf,
            shown,
            outcome,
        })
    }

    /// Appends the line with its end.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        // Writing into memory does not fail.
        let _ = write!(out, "{{\"n\":{}", self.place);
        push_hash(out, ",\"leaf\":", self.leaf.as_bytes());
        if let Some(shown) = &self.shown {
            push_hash(out, ",\"salt\":", shown.salt.as_bytes());
            out.extend_from_slice(b",\"customer\":\"");
            push_uuid(out, &shown.customer);
            out.push(b'"');
            push_phone(out, &shown.phone);
            push_text(out, &shown.text);
            let (parts, cost, froze) = (shown.parts, shown.cost_millis, shown.froze);
            let _ = write!(out, ",\"parts\":{parts},\"cost\":{cost},\"froze\":\"{froze}\"");
        }
        let _ = writeln!(out, ",\"outcome\":\"{}\"}}", self.outcome);
    }
}

fn shown<'a>(scan: &mut Scan<'a>) -> Option<ShownEntry<'a>> {
    let salt = salt(scan)?;
    scan.past(b",\"customer\":")?;
    let customer = scan.uuid()?;
    scan.past(b",\"phone\":")?;
    let phone = phone(scan)?;
    scan.past(b",\"text\":")?;
    let text = text(scan)?;
    scan.past(b",\"parts\":")?;
    let parts = scan.number()?.try_into().ok()?;
    scan.past(b",\"cost\":")?;
    let cost_millis = scan.number()?;
    scan.past(b",\"froze\":")?;
    let froze = Outcome::parse(scan.plain()?)?;
    Some(ShownEntry {
        salt,
        customer,
        phone,
        text,
        parts,
        cost_millis,
        froze,
    })
}

fn salt(scan: &mut Scan<'_>) -> Option<Salt> {
    scan.hash().map(|hash| Salt::new(*hash.as_bytes()))
}

fn phone<'a>(scan: &mut Scan<'a>) -> Option<PhoneShown<'a>> {
    let shown = if scan.has(b"{\"masked\":") {
        let masked = scan.plain()?;
        scan.past(b",\"salt\":")?;
        let salt = salt(scan)?;
        scan.past(b",\"full\":")?;
        let full = scan.hash()?;
        PhoneShown::Masked { masked, salt, full }
    } else if scan.has(b"{\"phone\":") {
        let phone = scan.plain()?;
        scan.past(b",\"salt\":")?;
        let phone_salt = salt(scan)?;
        scan.past(b",\"masked\":")?;
        let masked = scan.plain()?;
        scan.past(b",\"mask_salt\":")?;
        PhoneShown::Full {
            phone,
            salt: phone_salt,
            masked,
            mask_salt: salt(scan)?,
        }
    } else {
        return scan.hash().map(PhoneShown::Absent);
    };
    scan.past(b"}")?;
    Some(shown)
}

fn text<'a>(scan: &mut Scan<'a>) -> Option<TextShown<'a>> {
    if !scan.has(b"{\"text\":") {
        return scan.hash().map(TextShown::Absent);
    }
    let text = scan.text()?;
    scan.past(b",\"salt\":")?;
    let salt = salt(scan)?;
    scan.past(b"}")?;
    Some(TextShown::Full { text, salt })
}

fn push_hash(out: &mut Vec<u8>, key: &str, octets: &[u8; 32]) {
    out.extend_from_slice(key.as_bytes());
    out.push(b'"');
    push_32(out, octets);
    out.push(b'"');
}

fn push_phone(out: &mut Vec<u8>, phone: &PhoneShown<'_>) {
    match phone {
        PhoneShown::Absent(commitment) => push_hash(out, ",\"phone\":", commitment.as_bytes()),
        PhoneShown::Masked { masked, salt, full } => {
            let _ = write!(out, ",\"phone\":{{\"masked\":\"{masked}\"");
            push_hash(out, ",\"salt\":", salt.as_bytes());
            push_hash(out, ",\"full\":", full.as_bytes());
            out.push(b'}');
        }
        PhoneShown::Full {
            phone,
            salt,
            masked,
            mask_salt,
        } => {
            let _ = write!(out, ",\"phone\":{{\"phone\":\"{phone}\"");
            push_hash(out, ",\"salt\":", salt.as_bytes());
            let _ = write!(out, ",\"masked\":\"{masked}\"");
            push_hash(out, ",\"mask_salt\":", mask_salt.as_bytes());
            out.push(b'}');
        }
    }
}

fn push_text(out: &mut Vec<u8>, text: &TextShown<'_>) {
    match text {
        TextShown::Absent(commitment) => push_hash(out, ",\"text\":", commitment.as_bytes()),
        TextShown::Full { text, salt } => {
            out.extend_from_slice(b",\"text\":{\"text\":");
            // A string always has a form in JSON.
            out.extend(serde_json::to_vec(text).unwrap_or_default());
            push_hash(out, ",\"salt\":", salt.as_bytes());
            out.push(b'}');
        }
    }
}
