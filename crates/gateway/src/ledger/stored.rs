//! The log's tree, taken up from the tiles that are stored.

use std::collections::HashMap;

use audit::Hash;
use audit::tiles::{Growing, ResumeError, TileKind, WIDTH};
use store::Store;

/// Why there is no tree.
#[derive(Debug, thiserror::Error)]
pub(super) enum ResumeFault {
    /// The stored tiles are too short.
    #[error(transparent)]
    Tiles(#[from] ResumeError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The tree of the first `size` events, from the tiles that were open then. The caller compares its root.
pub(super) async fn grown_to(store: &dyn Store, size: u64) -> Result<Growing, ResumeFault> {
    let mut open = HashMap::new();
    let (mut level, mut count) = (0_u8, size);
    while count > 0 {
        let (index, width) = (count / WIDTH, count % WIDTH);
        if width > 0 {
            let mut tile = store.tile(level, index).await?.unwrap_or_default();
            tile.truncate(width as usize);
            open.insert(level, tile);
        }
        (level, count) = (level + 1, index);
    }
    Growing::resume(size, |tile| {
        let TileKind::Hashes(level) = tile.kind else {
            return Ok(Vec::new());
        };
        Ok(open.remove(&level).unwrap_or_default())
    })
}

/// The root that the stored tree had when it had `size` events; none if its tiles are too short.
///
/// # Errors
/// Those of the store.
pub async fn root_at(store: &dyn Store, size: u64) -> store::Result<Option<Hash>> {
    match grown_to(store, size).await {
        Ok(tree) => Ok(Some(tree.root())),
        Err(ResumeFault::Tiles(_)) => Ok(None),
        Err(ResumeFault::Store(error)) => Err(error),
    }
}
