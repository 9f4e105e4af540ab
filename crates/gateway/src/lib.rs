//! The provider API, the engine behind it, and the rollcall binary.
//!
//! [`app::App`] holds what every handler and job needs; [`router::router`] assembles the API from `handlers`;
//! [`cli`] is what the binary runs.

pub mod app;
pub mod assets;
pub mod auth;
pub mod caller;
pub mod cli;
pub mod clock;
pub mod cursor;
pub mod demo;
pub mod error;
pub mod extract;
pub mod firing;
pub mod handlers;
pub mod jobs;
pub mod lang;
pub mod ledger;
pub mod listen;
pub mod live;
pub mod metrics;
pub mod observe;
pub mod openapi;
pub mod planning;
pub mod preview;
pub mod router;
pub mod secrets;
