//! The paths of tiles and bundles.
//!
//! ```text
//! tile/<level>/<index>[.p/<width>]      tile/entries/<index>[.p/<width>]
//! index                                 groups of three digits, all but the last behind an x: 1234067 is x001/x234/067
//! width                                 1 to 255, only where the tile is not full
//! ```

use crate::tiles::{HEIGHT, WIDTH};
use std::fmt;
use std::str::FromStr;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Hashes of a level: 0 for leaves, 1 for the roots of full tiles of leaves, and so on to 63.
    Hashes(u8),
    /// The leaves themselves.
    Entries,
}

/// Which tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// What it holds.
    pub kind: TileKind,
    /// Its place within its level, from 0.
    pub index: u64,
    /// How many hashes or entries, 1 to 256.
    pub width: u16,
}

/// The path is no tile's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct PathError;

impl Tile {
    /// Whether nothing will be added to it.
    pub const fn is_full(&self) -> bool {
        self.width as u64 == WIDTH
    }

    /// The index of its first leaf; `None` beyond 64 bits.
    pub fn start(&self) -> Option<u64> {
        let level = match self.kind {
            TileKind::Hashes(level) => u32::from(level),
            TileKind::Entries => 0,
        };
        let span = 1_u64.checked_shl(HEIGHT * (level + 1))?;
        self.index.checked_mul(span)
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        let digits = self.index.to_string();
        let digits = format!("{digits:0>width$}", width = digits.len().div_ceil(3) * 3);
        let last = digits.len() - 3;
        for at in (0..last).step_by(3) {
            write!(f, "x{}/", &digits[at..at + 3])?;
        }
        f.write_str(&digits[last..])?;
        if self.is_full() {
            return Ok(());
        }
        write!(f, ".p/{}", self.width)
    }
}

impl FromStr for Tile {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let tile = parse(text).ok_or(PathError)?;
        // One tile has one path: what reads loosely is not written so.
        if tile.to_string() == text {
            Ok(tile)
        } else {
            Err(PathError)
        }
    }
}

fn parse(text: &str) -> Option<Tile> {
    let (kind, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes(level.parse().ok().filter(|level| *level < 64)?),
    };
    let (path, width) = match rest.split_once(".p/") {
        Some((path, width)) => (
            path,
            width.parse().ok().filter(|width| (1..WIDTH as u16).contains(width))?,
        ),
        None => (rest, WIDTH as u16),
    };
    let mut index = 0_u64;
    for part in path.split('/') {
        let digits = part.strip_prefix('x').unwrap_or(part);
        if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    Some(Tile { kind, index, width })
}

/// The tiles of hashes that a log of `size` leaves gained since it had `old`: the full ones, and the partial ones that a
/// checkpoint of this size needs. From `old` 0, all of them.
pub fn tiles_of(old: u64, size: u64) -> Vec<Tile> {
    let mut tiles = Vec::new();
    let (mut old, mut count) = (old, size);
    for level in 0.. {
        if count == 0 || old >= count {
            break;
        }
        let kind = TileKind::Hashes(level);
        let full = count / WIDTH;
        tiles.extend((old / WIDTH..full).map(|index| Tile {
            kind,
            index,
            width: WIDTH as u16,
        }));
        let width = (count % WIDTH) as u16;
        if width > 0 {
            tiles.push(Tile {
                kind,
                index: full,
                width,
            });
        }
        (old, count) = (old / WIDTH, full);
    }
    tiles
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn hashes(level: u8, index: u64, width: u16) -> Tile {
        Tile {
            kind: TileKind::Hashes(level),
            index,
            width,
        }
    }

    #[test]
    fn paths_of_the_specification() {
        let entries = Tile {
            kind: TileKind::Entries,
            index: 1_234_067,
            width: 256,
        };
        for (tile, path) in [
            (hashes(0, 0, 256), "tile/0/000"),
            (hashes(3, 1_234_067, 256), "tile/3/x001/x234/067"),
            (hashes(0, 273, 112), "tile/0/273.p/112"),
            (hashes(63, 1000, 1), "tile/63/x001/000.p/1"),
            (entries, "tile/entries/x001/x234/067"),
            (Tile { width: 9, ..entries }, "tile/entries/x001/x234/067.p/9"),
        ] {
            assert_eq!(tile.to_string(), path);
            assert_eq!(path.parse(), Ok(tile));
        }
    }

    #[test]
    fn other_paths_are_refused() {
        for bad in [
            "",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/x000/001",
            "tile/0/001/001",
            "tile/0/x001/x001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "/tile/0/000",
            "tile/data/000",
        ] {
            assert_eq!(bad.parse::<Tile>(), Err(PathError), "{bad}");
        }
    }

    #[test]
    fn the_tiles_of_the_specification() {
        // "A tree of size 70,000 will be represented by 273 full level 0 tiles, …"
        let tiles = tiles_of(0, 70_000);
        assert_eq!(tiles.len(), 273 + 1 + 1 + 1 + 1);
        assert!(tiles[..273].iter().all(Tile::is_full));
        assert_eq!(
            tiles[273..],
            [
                hashes(0, 273, 112),
                hashes(1, 0, 256),
                hashes(1, 1, 17),
                hashes(2, 0, 1)
            ]
        );
        assert_eq!(tiles_of(0, 256), [hashes(0, 0, 256), hashes(1, 0, 1)]);
        assert_eq!(tiles_of(0, 0), []);
        assert_eq!(tiles_of(7, 7), []);
        assert_eq!(tiles_of(3, 5), [hashes(0, 0, 5)]);
        assert_eq!(
            tiles_of(200, 257),
            [hashes(0, 0, 256), hashes(0, 1, 1), hashes(1, 0, 1)]
        );
    }

    #[test]
    fn starts_stay_within_64_bits() {
        assert_eq!(hashes(0, 3, 256).start(), Some(768));
        assert_eq!(hashes(1, 3, 256).start(), Some(3 << 16));
        assert_eq!(hashes(0, u64::MAX, 256).start(), None);
        assert_eq!(hashes(63, 0, 1).start(), None);
    }

    proptest! {
        #[test]
        fn there_and_back(level in 0u8..64, index: u64, width in 1u16..=256, text: String) {
            let tile = hashes(level, index, width);
            prop_assert_eq!(tile.to_string().parse(), Ok(tile));
            let _ = text.parse::<Tile>();
        }
    }
}
