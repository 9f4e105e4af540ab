//! What outlives a page: session, toasts, theme, live events.

pub mod storage;
