//! 客户: list, detail, create, edit, erase.

mod card;
mod conflict;
mod consents;
mod detail;
mod draft;
mod erase;
mod filters;
mod form;
mod list;
mod model;
mod notes;
mod phone;
mod sections;
mod side;
mod timeline;
pub mod words;

pub use detail::CustomerPage;
pub use form::{CustomerEditPage, CustomerNewPage};
pub use list::CustomersPage;
