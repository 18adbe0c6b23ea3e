//! Objects as objects: serde also reads a struct from an array by the order of its fields, which the
//! API's description does not name and nobody who reordered the fields would think of.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// Refuses JSON that has an array where `T` wants an object.
///
/// # Errors
/// What is wrong, as serde says it.
pub fn check<T: DeserializeOwned>(json: &[u8]) -> Result<(), Error> {
    // Without an array there is nothing to look at.
    if !json.contains(&b'[') {
        return Ok(());
    }
    let value: Value = serde_json::from_slice(json)?;
    T::deserialize(Strict(&value)).map(drop)
}

struct Strict<'a>(&'a Value);

impl<'de> IntoDeserializer<'de, Error> for Strict<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => {
                visitor.visit_seq(SeqDeserializer::new(items.iter().map(Strict)))
            }
            Value::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, value)| (name.as_str(), Strict(value)));
                visitor.visit_map(MapDeserializer::new(fields))
            }
            plain => plain.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.is_array() {
            return Err(Error::invalid_type(Unexpected::Seq, &"an object"));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(default)]
        inner: Option<Inner>,
        #[serde(default)]
        lines: Vec<Inner>,
    }

    #[derive(Deserialize)]
    struct Inner {
        #[serde(default)]
        name: String,
    }

    #[test]
    fn an_array_is_no_object() {
        for (json, fits) in [
            (r#"{"inner":{"name":"a"},"lines":[{"name":"["},{}]}"#, true),
            (r#"{"inner":null,"lines":[]}"#, true),
            (r"[null,[]]", false),
            (r#"{"inner":[]}"#, false),
            (r#"{"inner":["a"]}"#, false),
            (r#"{"lines":[["a"]]}"#, false),
        ] {
            let read = serde_json::from_str::<Outer>(json).expect("serde reads each of them");
            let names = read
                .inner
                .iter()
                .chain(&read.lines)
                .map(|inner| inner.name.len());
            assert!(names.sum::<usize>() <= 2);
            assert_eq!(check::<Outer>(json.as_bytes()).is_ok(), fits, "{json}");
        }
    }
}
