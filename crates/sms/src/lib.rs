//! Alphabets and parts of SMS texts.
//!
//! A *part* is one radio message of a long SMS. [`count`] says how many parts a text takes under a [`Rule`], [`split`]
//! cuts it as the radio does, [`forcing`] names the characters that keep a text out of GSM-7, and [`suggestions`] finds
//! harmless replacements that bring it back or save a part. Sources: 3GPP TS 23.038 (alphabets), TS 23.040 §9.2.3.24
//! (concatenation).
//!
//! Everything here is a pure function of its input, never panics, and runs in the browser as well as in the gateway.

pub mod concat;
pub mod encoding;
pub mod parts;
pub mod suggest;

pub use concat::{ConcatError, Reference, Width};
pub use encoding::{Encoding, Forcing, forcing};
pub use parts::{CN_LIMIT, Parts, Rule, TooLong, count, count_radio, split};
pub use suggest::{Change, Gain, Suggestion, suggestions};
