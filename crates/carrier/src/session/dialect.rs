//! What a protocol must say of itself.

use domain::roll::{Failure, Receipt};
use domain::time::Millis;

use super::frame::Frames;
use crate::contract::{Deferral, Message, Part};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// It sends and hears.
    Both,
    /// It sends.
    Send,
    /// It hears.
    Hear,
}

/// What the carrier answers to one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Taken, under this reference.
    Taken(String),
    /// Definitely not taken, for now.
    Deferred(Deferral, String),
    /// Definitely not taken, for good.
    Refused(Failure, String),
    /// What became of a message that we asked about.
    Told(Option<Receipt>),
    /// The answer cannot be read.
    Unreadable,
}

/// What came in by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbound {
    /// A receipt.
    Receipt {
        /// The reference that the hand-over was told.
        reference: String,
        /// What it says.
        status: Receipt,
        /// The carrier's code.
        code: String,
        /// When, if it can be read.
        at: Option<Millis>,
        /// The numbers that it names, the customer's among them.
        numbers: Vec<String>,
    },
    /// A reply.
    Reply {
        /// Who wrote.
        from: String,
        /// Whether that is said to begin with the country's code.
        international: bool,
        /// To which number.
        to: String,
        /// The text.
        text: String,
        /// Which part of a long text this is.
        part: Option<Part>,
    },
    /// A receipt or a reply that cannot be read: told again it would be no clearer, and would fill the carrier's window; so
    /// it is acknowledged, and counted.
    Unreadable,
}

/// What a PDU means to the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The bind was accepted.
    Bound,
    /// The bind was refused; `stop` if trying again is of no use before a person mends it.
    Turned {
        /// Whether to stop.
        stop: bool,
        /// Why, in words safe to show.
        why: String,
    },
    /// An answer to what we sent under this sequence.
    Answer(u32, Verdict),
    /// The peer lives.
    Alive,
    /// Something came; `taken` acknowledges it, `busy` asks to send it later.
    Came {
        /// What.
        what: Inbound,
        /// Octets that acknowledge it.
        taken: Vec<u8>,
        /// Octets that ask to send it again later.
        busy: Vec<u8>,
    },
    /// To be answered with these octets.
    Reply(Vec<u8>),
    /// The peer hangs up, after these octets.
    Bye(Vec<u8>),
    /// The peer knows that we take leave.
    Gone,
}

/// A message that this protocol cannot send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the message cannot be sent: {0}")]
pub struct Unsendable(pub &'static str);

/// A protocol. Pure: it does no I/O and reads no clock.
pub trait Dialect: Send + Sync + 'static {
    /// One part, ready but for its sequence.
    type Part: Send + Sync + Clone;

    /// The bounds of its PDUs.
    fn frames(&self) -> Frames;
    /// Binds.
    fn bind(&self, leg: Leg, sequence: u32, now: Millis) -> Vec<u8>;
    /// Asks whether the peer lives.
    fn keep_alive(&self, sequence: u32) -> Vec<u8>;
    /// Takes leave.
    fn bye(&self, sequence: u32) -> Vec<u8>;
    /// Cuts a message into parts, tied together by `reference`.
    fn cut(&self, message: &Message, reference: u16) -> Result<Vec<Self::Part>, Unsendable>;
    /// Submits a part.
    fn submit(&self, part: &Self::Part, sequence: u32) -> Vec<u8>;
    /// Whether the protocol can ask about a message.
    const QUERIES: bool = false;
    /// Asks about a message; `None`: the protocol cannot, or the name is none of its names.
    fn query(&self, reference: &str, sequence: u32) -> Option<Vec<u8>> {
        let _ = (reference, sequence);
        None
    }
    /// How else a receipt may spell this reference.
    fn spellings(&self, reference: &str) -> Vec<String> {
        let _ = reference;
        Vec::new()
    }
    /// Reads a whole PDU. `Err`: octets that make no sense, in words safe to show; the session counts them and goes on.
    fn read(&self, pdu: &[u8]) -> Result<Heard, String>;
}
