//! What the cells mean: dates, lunar days, money, and the words of closed lists. An empty cell is the caller's to see.

mod date;
mod lunar;
mod money;
mod words;

pub use date::{birthday, date};
pub use lunar::{is_lunar, lunar_day};
pub use money::money;
pub use words::{event_kind, name, sex, short, site_stage, tags, tier, yes_no};
