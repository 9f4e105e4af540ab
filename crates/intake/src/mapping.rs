//! The columns of a file as a person has decided them.

use thiserror::Error;

use crate::columns::header_key;
use crate::field::{Field, FileKind};

/// Why a person's choice of columns can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MappingError {
    /// Two columns (0-based) were given the same field.
    #[error("columns {first} and {second} are both {field:?}")]
    Twice {
        /// The field.
        field: Field,
        /// The first column that has it.
        first: usize,
        /// The second.
        second: usize,
    },
    /// A column was given a field that files of this kind don't have.
    #[error("column {column} can't be {field:?}")]
    Foreign {
        /// The column.
        column: usize,
        /// The field.
        field: Field,
    },
    /// No column tells the customers apart: neither number nor phone.
    #[error("neither a number nor a phone column")]
    NoIdentity,
}

/// The columns of a file, as decided: one field a column, no field twice, and one that tells customers apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    kind: FileKind,
    headers: Vec<String>,
    fields: Vec<Field>,
}

impl Mapping {
    /// Checks a choice. `fields` may be shorter than `headers`: the rest is ignored.
    pub fn new(kind: FileKind, headers: &[String], mut fields: Vec<Field>) -> Result<Self, MappingError> {
        fields.resize(headers.len(), Field::Ignore);
        for (second, field) in fields.iter().enumerate() {
            let fits = match field {
                Field::Ignore => continue,
                Field::Attribute(_) => kind == FileKind::Customers,
                _ => Field::of(kind).contains(field),
            };
            if !fits {
                return Err(MappingError::Foreign {
                    column: second,
                    field: field.clone(),
                });
            }
            if let Some(first) = fields[..second].iter().position(|f| f == field) {
                return Err(MappingError::Twice {
                    field: field.clone(),
                    first,
                    second,
                });
            }
        }
        if !fields.iter().any(|f| matches!(f, Field::Number | Field::Phone)) {
            return Err(MappingError::NoIdentity);
        }
        Ok(Self {
            kind,
            headers: headers.to_vec(),
            fields,
        })
    }

    /// What one row stands for.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// The headers of the file.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The field of each column.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// What to remember for the next file: [`header_key`] and field of every column that has a header.
    pub fn memory(&self) -> impl Iterator<Item = (String, Field)> + '_ {
        self.headers
            .iter()
            .zip(&self.fields)
            .map(|(header, field)| (header_key(header), field.clone()))
            .filter(|(key, _)| !key.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_are_checked() {
        use Field::{Name, Phone};
        let check = |kind, fields: Vec<Field>, want: Option<MappingError>| {
            let headers = vec![String::from("x"); fields.len()];
            assert_eq!(Mapping::new(kind, &headers, fields).err(), want);
        };
        check(FileKind::Customers, vec![Name, Phone], None);
        check(FileKind::Customers, vec![Name], Some(MappingError::NoIdentity));
        check(
            FileKind::Customers,
            vec![Phone, Phone],
            Some(MappingError::Twice {
                field: Phone,
                first: 0,
                second: 1,
            }),
        );
        check(
            FileKind::Purchases,
            vec![Phone, Name],
            Some(MappingError::Foreign { column: 1, field: Name }),
        );
    }
}
