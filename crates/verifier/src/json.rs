//! Reads answers, and what a browser keeps. Every type of the app is read by this one small deserializer from a parsed value: what is
//! generated for a type is then less than half of what reading straight from text takes, and the app is smaller by it.
//!
//! Structs are objects and never arrays, map keys are texts, and a byte string has no form.

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Value, map};

/// Why a value is not what was expected; for developers.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(String);

/// The value as a `T`.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Unreadable> {
    T::deserialize(Json(value))
}

/// The value of a text.
pub fn parse(text: &str) -> Result<Value, Unreadable> {
    serde_json::from_str(text).map_err(|error| Unreadable(error.to_string()))
}

impl Unreadable {
    fn of(what: &str, name: &str) -> Self {
        Self([what, name].concat())
    }
}

// The messages are put together without formatting, because each would be code of its own in every type.
impl serde::de::Error for Unreadable {
    fn custom<T: std::fmt::Display>(what: T) -> Self {
        Self(what.to_string())
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self::of("another type was expected", "")
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self::of("another value was expected", "")
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self::of("another length was expected", "")
    }

    fn unknown_variant(name: &str, _: &'static [&'static str]) -> Self {
        Self::of("unknown variant ", name)
    }

    fn unknown_field(name: &str, _: &'static [&'static str]) -> Self {
        Self::of("unknown field ", name)
    }

    fn missing_field(name: &'static str) -> Self {
        Self::of("missing field ", name)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::of("duplicate field ", name)
    }
}

struct Json(Value);

fn other<T>(expected: &str) -> Result<T, Unreadable> {
    Err(Unreadable::of("expected ", expected))
}

macro_rules! numbers {
    ($($read:ident)*) => {$(
        fn $read<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            number(&self.0, visitor)
        }
    )*};
}

fn number<'de, V: Visitor<'de>>(value: &Value, visitor: V) -> Result<V::Value, Unreadable> {
    if let Some(number) = value.as_u64() {
        visitor.visit_u64(number)
    } else if let Some(number) = value.as_i64() {
        visitor.visit_i64(number)
    } else if let Some(number) = value.as_f64() {
        visitor.visit_f64(number)
    } else {
        other("a number")
    }
}

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => number(&self.0, visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(fields) => visitor.visit_map(Fields(fields.into_iter(), None)),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => other("true or false"),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => other("a text"),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            _ => other("nothing"),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => other("a list"),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields(fields.into_iter(), None)),
            _ => other("an object"),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let variant = match self.0 {
            Value::String(name) => Variant(name, Value::Null),
            Value::Object(fields) if fields.len() == 1 => match fields.into_iter().next() {
                Some((name, value)) => Variant(name, value),
                None => return other("a variant"),
            },
            _ => return other("a variant"),
        };
        visitor.visit_enum(variant)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { i128 u128 bytes byte_buf unit_struct }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        match self.0.next() {
            Some(value) => seed.deserialize(Json(value)).map(Some),
            None => Ok(None),
        }
    }
}

struct Fields(map::IntoIter, Option<Value>);

impl<'de> MapAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        match self.0.next() {
            Some((name, value)) => {
                self.1 = Some(value);
                seed.deserialize(StringDeserializer::new(name)).map(Some)
            }
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(Json(self.1.take().unwrap_or_default()))
    }
}

struct Variant(String, Value);

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Json;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Json), Unreadable> {
        Ok((seed.deserialize(StringDeserializer::new(self.0))?, Json(self.1)))
    }
}

impl<'de> VariantAccess<'de> for Json {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        serde::Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    use serde::{Deserialize, Serialize};
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Whole {
        id: Id,
        small: i8,
        share: f64,
        pair: (bool, String),
        maybe: Option<u64>,
        #[serde(default)]
        absent: Vec<u8>,
        counts: BTreeMap<String, u64>,
        mark: char,
        any: Value,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Id(u32);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Plain {
        Alone,
        One(Id),
        Two(u8, u8),
        Named { a: Option<u8> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Tagged {
        Nothing {},
        Inner(Named),
        Fields { list: Vec<i64> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Named {
        name: String,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "event", content = "data", rename_all = "snake_case")]
    enum Adjacent {
        Bare {},
        Moved(Named),
    }

    /// The value reads as the library itself reads it, be it well or not at all.
    fn check<T: DeserializeOwned + PartialEq + Debug>(value: Value) {
        let theirs = serde_json::from_value::<T>(value.clone()).ok();
        assert_eq!(read::<T>(value.clone()).ok(), theirs, "{value}");
    }

    #[test]
    fn values_read_as_the_library_reads_them() {
        let whole = json!({"id": 7, "small": -3, "share": 0.5, "pair": [true, "x"], "maybe": null, "counts": {"a": 1},
            "mark": "准", "any": {"deep": [1, null]}, "unknown": {"is": "left out"}});
        check::<Whole>(whole.clone());
        assert_eq!(read::<Whole>(whole.clone()).unwrap().any, json!({"deep": [1, null]}));
        for (field, value) in [
            ("small", json!(300)),
            ("id", json!("7")),
            ("id", json!(-1)),
            ("share", json!(2)),
            ("pair", json!([true])),
            ("maybe", json!(4)),
            ("maybe", json!("4")),
            ("counts", json!([])),
            ("mark", json!("two")),
        ] {
            let mut changed = whole.clone();
            changed[field] = value;
            check::<Whole>(changed);
        }
        for value in [
            json!("alone"),
            json!({"one": 1}),
            json!({"two": [1, 2]}),
            json!({"named": {"a": 1}}),
            json!({"named": {}}),
            json!("unknown"),
            json!({"unknown": 1}),
            json!({"alone": null}),
            json!({"alone": 1}),
            json!({"alone": null, "one": 1}),
            json!({}),
            json!(1),
        ] {
            check::<Plain>(value);
        }
        for value in [
            json!({"kind": "nothing"}),
            json!({"kind": "inner", "name": "n"}),
            json!({"kind": "inner"}),
            json!({"kind": "fields", "list": [1, -2]}),
            json!({"list": []}),
        ] {
            check::<Tagged>(value);
        }
        for value in [
            json!({"event": "bare", "data": {}}),
            json!({"data": {"name": "n"}, "event": "moved"}),
            json!({"event": "moved"}),
        ] {
            check::<Adjacent>(value);
        }
        check::<()>(Value::Null);
        check::<()>(json!(1));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (value, text) in [
            (json!({}), "missing field name"),
            (json!({"name": 1}), "expected a text"),
            (json!([]), "expected an object"),
        ] {
            assert_eq!(read::<Named>(value).unwrap_err().to_string(), text);
        }
        assert_eq!(
            read::<Plain>(json!("gone")).unwrap_err().to_string(),
            "unknown variant gone"
        );
    }
}
