//! Commands for scripts: lines of JSON in, lines of JSON out. The caller brings the streams; nothing here opens any.

mod almanac;
mod lines;
mod lint;
mod parts;

pub use almanac::{RangeError, almanac};
pub use lines::{LINE_LIMIT, Tally};
pub use lint::lint;
pub use parts::parts;
