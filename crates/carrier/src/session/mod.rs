//! What SMPP and CMPP have in common: connections, window, answers by sequence, keep-alive, back-off, and how it stands.
//!
//! A protocol says by [`Dialect`] how its octets are to be read and written; [`Direct`] makes a carrier of it. What a
//! connection wrote is counted octet by octet: what was not written whole when it broke was certainly not taken, and what
//! was is in doubt.

mod backoff;
mod batch;
mod dialect;
mod direct;
mod frame;
mod inbox;
mod late;
mod link;
mod settings;
mod state;
mod sum;
mod talk;
pub(crate) mod text;
pub(crate) mod time;
mod tls;

pub use backoff::Backoff;
pub use dialect::{Dialect, Heard, Inbound, Leg, Unsendable, Verdict};
pub use direct::Direct;
pub use frame::{FrameError, Frames};
pub use settings::{Clock, Connector, Pace, Stream, Tcp};
pub use tls::{Tls, TlsFault, TlsSetting};
