//! Bundles of entries: each leaf behind its length, 16 bits big-endian.

/// Why leaves make no bundle, or octets are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// A leaf is longer than its length can say.
    #[error("an entry of a bundle has at most 65535 octets")]
    TooLong,
    /// The octets end in the middle of an entry.
    #[error("the bundle ends in the middle of an entry")]
    Truncated,
}

/// The bundle of these leaves, 256 at most.
///
/// # Errors
/// [`BundleError::TooLong`].
pub fn write_bundle<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, BundleError> {
    let mut out = Vec::new();
    for leaf in leaves {
        let length = u16::try_from(leaf.len()).map_err(|_| BundleError::TooLong)?;
        out.extend(length.to_be_bytes());
        out.extend(leaf);
    }
    Ok(out)
}

/// The leaves of a bundle.
///
/// # Errors
/// [`BundleError::Truncated`].
pub fn read_bundle(mut rest: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut leaves = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk().ok_or(BundleError::Truncated)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (leaf, after) = after.split_at_checked(length).ok_or(BundleError::Truncated)?;
        leaves.push(leaf);
        rest = after;
    }
    Ok(leaves)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_layout_is_the_documented_one() {
        let bundle = write_bundle([&b"ab"[..], b"", b"c"]).unwrap();
        assert_eq!(bundle, b"\0\x02ab\0\0\0\x01c");
        assert_eq!(read_bundle(&bundle[..3]), Err(BundleError::Truncated));
        assert_eq!(read_bundle(&bundle[..5]), Err(BundleError::Truncated));
        assert_eq!(write_bundle([vec![0; 65_536].as_slice()]), Err(BundleError::TooLong));
    }

    proptest! {
        #[test]
        fn there_and_back(leaves: Vec<Vec<u8>>, octets: Vec<u8>) {
            let bundle = write_bundle(leaves.iter().map(Vec::as_slice)).unwrap();
            prop_assert_eq!(read_bundle(&bundle).unwrap(), leaves);
            if let Ok(read) = read_bundle(&octets) {
                prop_assert_eq!(write_bundle(read).unwrap(), octets);
            }
        }
    }
}
