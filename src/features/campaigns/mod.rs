//! 活动: list, detail and the composer.

mod acts;
mod composer;
mod create;
mod desk;
mod detail;
mod draft;
mod kept;
mod left_out;
mod list;
pub mod model;
mod phone;
mod previewer;
mod saver;
mod standing;
mod summary;
mod words;

pub use create::CampaignNewPage;
pub use detail::CampaignPage;
pub use left_out::LeftOut;
pub use list::CampaignsPage;
pub use model::state_tone;
pub use phone::SmallPhones;
pub use summary::{ContentTable, FindingList, History};
pub use words::{content_rows, decision_look, limits_words, local_moment, schedule_words, state_name};
