//! 模板: texts with named variables.

mod clouds;
mod detail;
mod diff;
mod editor;
mod form;
mod list;
pub mod model;
mod set;
mod versions;
mod wordings;

pub use detail::{TemplateNewPage, TemplatePage};
pub use diff::DiffView;
pub use list::{TemplatesPage, purpose_name};
pub use wordings::{Wordings, WordingsEditor};
