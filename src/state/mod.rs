//! What outlives a page: session, toasts, theme, density, live events. Each is reached by plain functions, from anywhere,
//! after an `await` too; those that read are reactive.

pub mod density;
pub mod focus;
pub mod live;
pub mod paged;
pub mod session;
pub mod storage;
pub mod theme;
pub mod toasts;
