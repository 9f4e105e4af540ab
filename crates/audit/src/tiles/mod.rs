//! The tiled layout of a log: <https://c2sp.org/tlog-tiles>. Static files that any tool can follow: hashes in tiles of 256,
//! entries in bundles of 256.

pub mod bundle;
pub mod growing;
pub mod path;
pub mod upper;

pub use bundle::{BundleError, read_bundle, write_bundle};
pub use growing::{Growing, ResumeError, node_in};
pub use path::{PathError, Tile, TileKind, tiles_of};
pub use upper::Upper;

/// Hashes of a full tile, and entries of a full bundle.
pub const WIDTH: u64 = 256;
/// Levels of the tree that one tile spans.
pub const HEIGHT: u32 = 8;
