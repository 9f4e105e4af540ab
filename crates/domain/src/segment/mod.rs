//! Segments: rules that select customers. A rule runs as SQL in the store and as a pure function here; a
//! property test of the store holds the two equal.

mod built_in;
mod check;
mod eval;
mod explain;
mod found;
mod rule;
mod sentence;
mod words;

pub use built_in::BuiltIn;
pub use check::{MAX_CONDITIONS, MAX_DEPTH, RuleFlaw};
pub use eval::{DateRange, Today, attribute_name_fits, birthday_window, matches};
pub use explain::{Explained, explain};
pub use rule::{Calendar, Condition, DateTest, NumberTest, Rule, TextTest};
pub use sentence::{condition_sentence, sentence};
pub use words::stage as stage_name;
