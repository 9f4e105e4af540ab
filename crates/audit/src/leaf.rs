//! The canonical encoding of an event as a leaf of the log.
//!
//! ```text
//! leaf    = version at actor action subject details
//! version = 0x01 | 0x02, see [`Form`]
//! at      = 8 octets: milliseconds since 1970-01-01T00:00:00Z, signed, big-endian
//! actor   = text(kind) text(id)
//! action  = text
//! subject = text(kind) text(id)
//! details = count:u16 count*( text(key) value ), keys strictly ascending by their octets
//! text    = length:u16 octets(UTF-8)
//! value   = 0x00                  null
//!         | 0x01                  false
//!         | 0x02                  true
//!         | 0x03 8 octets         integer, signed, big-endian
//!         | 0x04 text             text
//!         | 0x05 length:u16 octets
//! ```
//!
//! All numbers are big-endian. An event has exactly one encoding, and whatever decodes encodes to the same octets: there
//! are no floats, no optional fields and no order to choose. A leaf has at most [`MAX_LEAF`] octets, for the entry bundles
//! of the C2SP tlog-tiles layout give each a 16-bit length.
//!
//! The sequence number is left out: the place of a leaf is its index in the tree, which an inclusion proof already binds
//! (RFC 6962 §2.1.1), so that events may be encoded before they are numbered.
//!
//! **No personal data goes into a leaf.** The log is never rewritten, so what is in it can't be erased. Details about a
//! customer carry ids, counts, digests and codes, never a name, a phone, a birthday or a text; what has to be proved about
//! such data goes in as a salted commitment ([`crate::commit`]); so do words that a person typed ([`Form`]).

use crate::value::{Details, Value};
use serde::{Deserialize, Serialize};

/// The most octets that a leaf may have.
pub const MAX_LEAF: usize = u16::MAX as usize;

/// What a leaf promises of itself, told by its first octet. The layout behind it is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `0x01`: a detail may hold words that a person typed, such as a reason. Written before there was the second form; it stays
    /// valid for ever, because the log is never rewritten.
    Worded,
    /// `0x02`: no detail holds words that a person typed. Of such words the leaf has the salted digest alone
    /// ([`crate::commit::words`]), under their key with `_digest` behind it; words and salt are kept beside the log, and can be erased.
    Wordless,
}

impl Form {
    /// The first octet.
    pub const fn octet(self) -> u8 {
        match self {
            Self::Worded => 1,
            Self::Wordless => 2,
        }
    }

    /// The form that begins with this octet.
    pub const fn from_octet(octet: u8) -> Option<Self> {
        match octet {
            1 => Some(Self::Worded),
            2 => Some(Self::Wordless),
            _ => None,
        }
    }

    /// The form of a leaf by its first octet; nothing else of it is read.
    pub fn of(leaf: &[u8]) -> Option<Self> {
        leaf.first().copied().and_then(Self::from_octet)
    }
}

/// Who did something, or what it was done to: a kind such as `user`, `customer`, `run`, and an id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The kind.
    pub kind: String,
    /// The id; empty where the kind has only one, such as `system`.
    pub id: String,
}

impl Party {
    /// From a kind and an id.
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
        }
    }
}

/// One event of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What the leaf promises of itself.
    pub form: Form,
    /// UTC milliseconds.
    pub at: i64,
    /// Who did it.
    pub actor: Party,
    /// What was done, such as `campaign.approved`.
    pub action: String,
    /// What it was done to.
    pub subject: Party,
    /// What else is to be remembered.
    pub details: Details,
}

/// Why an event has no leaf, or octets are no leaf.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// The leaf, or one field, would be longer than its length can say.
    #[error("a leaf and each of its fields have at most {MAX_LEAF} octets")]
    TooLong,
    /// JSON details that are no object, or hold a list, an object or a number that is not a 64-bit integer.
    #[error("the detail {0:?} has no canonical form: use null, true, false, a 64-bit integer or a text")]
    NotCanonical(String),
    /// The octets end too early.
    #[error("the leaf ends in the middle of a field")]
    Truncated,
    /// The octets go on after the last field.
    #[error("the leaf goes on after its last field")]
    Trailing,
    /// Another layout than this one.
    #[error("leaf version {0} is not known")]
    Version(u8),
    /// A text that is not UTF-8.
    #[error("a text of the leaf is not UTF-8")]
    NotUtf8,
    /// Keys out of order, or twice.
    #[error("the detail {0:?} is out of order")]
    Order(String),
    /// A value of a kind that the layout lacks.
    #[error("value tag {0} is not known")]
    Tag(u8),
}

impl Event {
    /// The octets of the leaf.
    ///
    /// # Errors
    /// [`LeafError::TooLong`].
    pub fn encode(&self) -> Result<Vec<u8>, LeafError> {
        let mut out = vec![self.form.octet()];
        out.extend(self.at.to_be_bytes());
        for text in [
            &self.actor.kind,
            &self.actor.id,
            &self.action,
            &self.subject.kind,
            &self.subject.id,
        ] {
            put(&mut out, text.as_bytes())?;
        }
        out.extend(length(self.details.len())?);
        for (key, value) in &self.details {
            put(&mut out, key.as_bytes())?;
            match value {
                Value::Null => out.push(0),
                Value::Bool(false) => out.push(1),
                Value::Bool(true) => out.push(2),
                Value::Int(n) => {
                    out.push(3);
                    out.extend(n.to_be_bytes());
                }
                Value::Text(text) => {
                    out.push(4);
                    put(&mut out, text.as_bytes())?;
                }
                Value::Bytes(octets) => {
                    out.push(5);
                    put(&mut out, octets)?;
                }
            }
        }
        if out.len() > MAX_LEAF {
            return Err(LeafError::TooLong);
        }
        Ok(out)
    }

    /// Reads a leaf.
    ///
    /// # Errors
    /// [`LeafError`] for anything that [`Event::encode`] would not have written.
    pub fn decode(leaf: &[u8]) -> Result<Self, LeafError> {
        if leaf.len() > MAX_LEAF {
            return Err(LeafError::TooLong);
        }
        let mut rest = Rest(leaf);
        let [version] = rest.array()?;
        let event = Self {
            form: Form::from_octet(version).ok_or(LeafError::Version(version))?,
            at: i64::from_be_bytes(rest.array()?),
            actor: rest.party()?,
            action: rest.text()?,
            subject: rest.party()?,
            details: rest.details()?,
        };
        if rest.0.is_empty() {
            Ok(event)
        } else {
            Err(LeafError::Trailing)
        }
    }

    /// The RFC 6962 hash of the leaf.
    ///
    /// # Errors
    /// As [`Event::encode`].
    pub fn hash(&self) -> Result<crate::Hash, LeafError> {
        self.encode().map(|leaf| crate::leaf_hash(&leaf))
    }
}

fn length(n: usize) -> Result<[u8; 2], LeafError> {
    u16::try_from(n).map(u16::to_be_bytes).map_err(|_| LeafError::TooLong)
}

fn put(out: &mut Vec<u8>, octets: &[u8]) -> Result<(), LeafError> {
    out.extend(length(octets.len())?);
    out.extend(octets);
    Ok(())
}

/// What of a leaf is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], LeafError> {
        let (head, tail) = self.0.split_at_checked(n).ok_or(LeafError::Truncated)?;
        self.0 = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], LeafError> {
        let (head, tail) = self.0.split_first_chunk().ok_or(LeafError::Truncated)?;
        self.0 = tail;
        Ok(*head)
    }

    fn sized(&mut self) -> Result<&'a [u8], LeafError> {
        let length = u16::from_be_bytes(self.array()?);
        self.take(usize::from(length))
    }

    fn text(&mut self) -> Result<String, LeafError> {
        let text = std::str::from_utf8(self.sized()?).map_err(|_| LeafError::NotUtf8)?;
        Ok(text.to_owned())
    }

    fn party(&mut self) -> Result<Party, LeafError> {
        Ok(Party {
            kind: self.text()?,
            id: self.text()?,
        })
    }

    fn value(&mut self) -> Result<Value, LeafError> {
        let [tag] = self.array()?;
        Ok(match tag {
            0 => Value::Null,
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 => Value::Int(i64::from_be_bytes(self.array()?)),
            4 => Value::Text(self.text()?),
            5 => Value::Bytes(self.sized()?.to_vec()),
            other => return Err(LeafError::Tag(other)),
        })
    }

    fn details(&mut self) -> Result<Details, LeafError> {
        let count = u16::from_be_bytes(self.array()?);
        let mut details = Details::new();
        for _ in 0..count {
            let key = self.text()?;
            if details.last_key_value().is_some_and(|(last, _)| *last >= key) {
                return Err(LeafError::Order(key));
            }
            let value = self.value()?;
            details.insert(key, value);
        }
        Ok(details)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::value::details_from_json;
    use proptest::prelude::*;
    use serde_json::json;

    fn sample() -> Event {
        Event {
            form: Form::Worded,
            at: 1_767_225_600_000,
            actor: Party::new("user", "u1"),
            action: "run.closed".into(),
            subject: Party::new("run", "r1"),
            details: details_from_json(&json!({"sent": 3, "ok": true, "by": null, "a": "好"})).unwrap(),
        }
    }

    #[test]
    fn the_layout_is_the_documented_one() {
        let want = concat!(
            "01",
            "0000019b76daa800",
            "0004",
            "75736572",
            "0002",
            "7531",
            "000a",
            "72756e2e636c6f736564",
            "0003",
            "72756e",
            "0002",
            "7231",
            "0004",
            "0001",
            "61",
            "04",
            "0003",
            "e5a5bd",
            "0002",
            "6279",
            "00",
            "0002",
            "6f6b",
            "02",
            "0004",
            "73656e74",
            "03",
            "0000000000000003",
        );
        assert_eq!(hex::encode(sample().encode().unwrap()), want);
        let mut wordless = sample();
        wordless.form = Form::Wordless;
        let leaf = wordless.encode().unwrap();
        assert_eq!(hex::encode(&leaf), format!("02{}", &want[2..]));
        assert_eq!(Form::of(&leaf), Some(Form::Wordless));
    }

    #[test]
    fn what_is_no_leaf_is_refused_by_name() {
        let leaf = sample().encode().unwrap();
        for cut in 0..leaf.len() {
            assert_eq!(Event::decode(&leaf[..cut]), Err(LeafError::Truncated), "{cut}");
        }
        let more = [&leaf[..], &[0]].concat();
        assert_eq!(Event::decode(&more), Err(LeafError::Trailing));
        let change = |at: usize, to: u8| {
            let mut leaf = leaf.clone();
            leaf[at] = to;
            Event::decode(&leaf)
        };
        assert_eq!(change(0, 0), Err(LeafError::Version(0)));
        assert_eq!(change(0, 3), Err(LeafError::Version(3)));
        assert_eq!(change(11, 0xFF), Err(LeafError::NotUtf8));
        let key_a = leaf.iter().position(|b| *b == b'a').unwrap();
        assert_eq!(change(key_a, b'z'), Err(LeafError::Order("by".into())));
        assert_eq!(change(key_a + 1, 9), Err(LeafError::Tag(9)));
        assert_eq!(Event::decode(&vec![1; MAX_LEAF + 1]), Err(LeafError::TooLong));
    }

    #[test]
    fn a_key_twice_is_out_of_order() {
        let mut event = sample();
        event.details = details_from_json(&json!({"a": null, "b": null})).unwrap();
        let mut leaf = event.encode().unwrap();
        let at = leaf.len() - 2;
        assert_eq!(leaf[at], b'b');
        leaf[at] = b'a';
        assert_eq!(Event::decode(&leaf), Err(LeafError::Order("a".into())));
    }

    #[test]
    fn too_long_is_refused() {
        let mut event = sample();
        event.action = "x".repeat(MAX_LEAF + 1);
        assert_eq!(event.encode(), Err(LeafError::TooLong));
        event.action = "x".repeat(MAX_LEAF);
        assert_eq!(event.encode(), Err(LeafError::TooLong));
    }

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            any::<String>().prop_map(Value::Text),
            any::<Vec<u8>>().prop_map(Value::Bytes),
        ]
    }

    fn any_event() -> impl Strategy<Value = Event> {
        let details = proptest::collection::btree_map(".{0,6}", any_value(), 0..6);
        let texts = proptest::array::uniform5(".{0,9}");
        (any::<bool>(), any::<i64>(), texts, details).prop_map(|(worded, at, [a, b, c, d, e], details)| Event {
            form: if worded { Form::Worded } else { Form::Wordless },
            at,
            actor: Party::new(a, b),
            action: c,
            subject: Party::new(d, e),
            details,
        })
    }

    proptest! {
        #[test]
        fn there_and_back(event in any_event()) {
            prop_assert_eq!(Event::decode(&event.encode().unwrap()), Ok(event));
        }

        #[test]
        fn whatever_decodes_encodes_to_the_same_octets(
            event in any_event(), at in any::<prop::sample::Index>(), bit in 0..8u8,
        ) {
            let mut leaf = event.encode().unwrap();
            let at = at.index(leaf.len());
            leaf[at] ^= 1 << bit;
            if let Ok(other) = Event::decode(&leaf) {
                prop_assert_eq!(other.encode().unwrap(), leaf);
                prop_assert_ne!(other, event);
            }
        }

        #[test]
        fn no_octets_panic(octets in any::<Vec<u8>>()) {
            let _ = Event::decode(&octets);
            let _ = Event::decode(&[&[1][..], &octets].concat());
        }
    }
}
