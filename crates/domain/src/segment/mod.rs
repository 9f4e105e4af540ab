//! Segments: rules that select customers. A rule runs as SQL in the store and as a pure function here; a
//! property test of the store holds the two equal.

mod eval;
mod rule;

pub use eval::{DateRange, Today, attribute_name_fits, birthday_window, matches};
pub use rule::{Calendar, Condition, DateTest, NumberTest, Rule, TextTest};
