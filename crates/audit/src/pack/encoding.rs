//! How octets and hashes travel in packs: base 64.

use crate::base64;
use crate::hash::Hash;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Octets as base 64, for fields.
pub(crate) mod octets {
    use super::{Deserialize, Deserializer, Error, Serializer, base64};

    pub fn serialize<S: Serializer>(octets: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode(octets))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        base64::decode(&text).ok_or_else(|| D::Error::custom("not base 64"))
    }
}

/// A hash as base 64.
#[derive(Clone, Copy)]
pub(crate) struct Packed(pub Hash);

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode(self.0.as_bytes()))
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let octets = base64::decode_32(text.as_bytes()).ok_or_else(|| D::Error::custom("not a hash in base 64"))?;
        Ok(Self(Hash::new(octets)))
    }
}

/// One hash as a field.
pub(crate) mod hash {
    use super::{Deserialize, Deserializer, Hash, Packed, Serialize, Serializer};

    pub fn serialize<S: Serializer>(hash: &Hash, serializer: S) -> Result<S::Ok, S::Error> {
        Packed(*hash).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        Ok(Packed::deserialize(deserializer)?.0)
    }
}

/// One hash as a field that may be absent.
pub(crate) mod optional {
    use super::{Deserialize, Deserializer, Hash, Packed, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands a field on so")]
    pub fn serialize<S: Serializer>(hash: &Option<Hash>, serializer: S) -> Result<S::Ok, S::Error> {
        hash.map(Packed).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Hash>, D::Error> {
        Ok(Option::<Packed>::deserialize(deserializer)?.map(|packed| packed.0))
    }
}

/// A list of hashes as a field.
pub(crate) mod hashes {
    use super::{Deserialize, Deserializer, Hash, Packed, Serializer};

    pub fn serialize<S: Serializer>(hashes: &[Hash], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(hashes.iter().copied().map(Packed))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Hash>, D::Error> {
        let hashes = Vec::<Packed>::deserialize(deserializer)?;
        Ok(hashes.into_iter().map(|packed| packed.0).collect())
    }
}
