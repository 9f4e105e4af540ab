//! 模板: texts with named variables.

mod detail;
mod diff;
mod editor;
mod list;
pub mod model;
mod versions;

pub use detail::{TemplateNewPage, TemplatePage};
pub use diff::DiffView;
pub use editor::TextEditor;
pub use list::{TemplatesPage, purpose_name};
