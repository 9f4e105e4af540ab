//! Messages of 客群 (Segments).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("客群", "Segments");
/// A segment's page.
pub const ONE: Msg = Msg::new("客群", "Segment");
/// The title for a new segment.
pub const NEW: Msg = Msg::new("新建客群", "New segment");
