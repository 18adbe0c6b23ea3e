//! Values that pass the seam: four kinds that both engines share.

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::error::{Error, Result};

/// A parameter of a statement, borrowed from the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// NULL.
    Null,
    /// A 64-bit integer; truth is 0 or 1.
    Int(i64),
    /// Text without NUL.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl From<i64> for Arg<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Arg<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Arg<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, T: Into<Arg<'a>>> From<Option<T>> for Arg<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<kontor_core::id::MarketplaceKey> for Arg<'_> {
    fn from(value: kontor_core::id::MarketplaceKey) -> Self {
        Self::Int(value.0)
    }
}

impl From<kontor_core::time::Micros> for Arg<'_> {
    fn from(value: kontor_core::time::Micros) -> Self {
        Self::Int(value.0)
    }
}

macro_rules! id_args {
    ($($name:ident),*) => {$(
        impl<'a> From<&'a kontor_core::id::$name> for Arg<'a> {
            fn from(value: &'a kontor_core::id::$name) -> Self {
                Self::Text(value.as_str())
            }
        }
    )*};
}
id_args!(
    ConversationId,
    AccountId,
    GuestId,
    ShopId,
    ImportId,
    InvitationId,
    TokenId,
    ContactId,
    CallbackId,
    CodeId,
    PrincipalId
);

impl rusqlite::ToSql for Arg<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::ValueRef;
        // PostgreSQL cannot hold it; what one engine refuses, both refuse.
        if let Self::Text(value) = self
            && value.contains('\0')
        {
            let reason = "text with NUL".into();
            return Err(rusqlite::Error::ToSqlConversionFailure(reason));
        }
        Ok(rusqlite::types::ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

impl ToSql for Arg<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Self::Int(value) => value.to_sql(ty, out),
            Self::Text(value) => value.to_sql(ty, out),
            Self::Blob(value) => value.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// NULL.
    Null,
    /// A 64-bit integer.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    /// The value as a parameter.
    #[must_use]
    pub fn as_arg(&self) -> Arg<'_> {
        match self {
            Self::Null => Arg::Null,
            Self::Int(value) => Arg::Int(*value),
            Self::Text(value) => Arg::Text(value),
            Self::Blob(value) => Arg::Blob(value),
        }
    }
}

/// A row as both engines give it: values by position from 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The integer at this position.
    ///
    /// # Errors
    /// [`Error::Row`] where it is none; so for all of these.
    pub fn int(&self, at: usize) -> Result<i64> {
        match self.0.get(at) {
            Some(Value::Int(value)) => Ok(*value),
            _ => Err(Error::Row("integer expected")),
        }
    }

    /// The integer at this position, `None` for NULL.
    ///
    /// # Errors
    /// [`Error::Row`].
    pub fn opt_int(&self, at: usize) -> Result<Option<i64>> {
        match self.0.get(at) {
            Some(Value::Null) => Ok(None),
            _ => self.int(at).map(Some),
        }
    }

    /// The text at this position.
    ///
    /// # Errors
    /// [`Error::Row`].
    pub fn text(&self, at: usize) -> Result<String> {
        match self.0.get(at) {
            Some(Value::Text(value)) => Ok(value.clone()),
            _ => Err(Error::Row("text expected")),
        }
    }

    /// The text at this position, `None` for NULL.
    ///
    /// # Errors
    /// [`Error::Row`].
    pub fn opt_text(&self, at: usize) -> Result<Option<String>> {
        match self.0.get(at) {
            Some(Value::Null) => Ok(None),
            _ => self.text(at).map(Some),
        }
    }

    /// The bytes at this position.
    ///
    /// # Errors
    /// [`Error::Row`].
    pub fn blob(&self, at: usize) -> Result<&[u8]> {
        match self.0.get(at) {
            Some(Value::Blob(value)) => Ok(value),
            _ => Err(Error::Row("bytes expected")),
        }
    }

    /// Bytes of a fixed length at this position.
    ///
    /// # Errors
    /// [`Error::Row`].
    pub fn bytes<const N: usize>(&self, at: usize) -> Result<[u8; N]> {
        self.blob(at)?
            .try_into()
            .map_err(|_| Error::Row("bytes of another length expected"))
    }
}

/// Builds the parameters of a statement: `args![marketplace, &id, now]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::Arg::from($value)),*] };
}
