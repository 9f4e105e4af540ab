//! What the browser checks itself: packs, receipts, single events, and that the log which it saw only grew.
//!
//! The functions are pure and tested on the host; the program of the worker (feature `worker`) fetches and reads, and calls
//! them. The app talks to the worker in the words of [`talk`]. Everything is checked by `audit`, as the command line does.

pub mod asked;
pub mod behind;
pub mod held;
pub mod json;
pub mod pieces;
pub mod receipt;
pub mod report;
pub mod talk;
pub mod visit;
pub mod witness;
