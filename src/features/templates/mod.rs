//! 模板: texts with named variables.

mod detail;
mod editor;
mod list;
pub mod model;
mod versions;

pub use detail::{TemplateNewPage, TemplatePage};
pub use editor::TextEditor;
pub use list::{TemplatesPage, purpose_name};
