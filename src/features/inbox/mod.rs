//! 回复: what customers wrote back, and the working through of it.

mod acts;
mod list;
mod model;
mod talk;
mod thread;

pub use list::InboxPage;
