//! Customers, segments, templates, campaigns and rolls: the rules of the product.
//!
//! Nothing here does I/O, reads a clock or is asynchronous, and all of it compiles for the browser:
//! gateway and app decide by the same functions.

pub mod breaker;
pub mod campaign;
pub mod cap;
pub mod command;
pub mod consent;
pub mod customer;
pub mod failover;
pub mod id;
pub mod lang;
pub mod library;
pub mod lint;
pub mod occasion;
pub mod pace;
pub mod phone;
pub mod plan;
pub mod reply;
pub mod role;
pub mod roll;
pub mod schedule;
pub mod segment;
pub mod template;
pub mod time;
pub mod weather;
