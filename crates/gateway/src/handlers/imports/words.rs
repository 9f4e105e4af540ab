//! What is wrong with the columns, in words.

use intake::{Field, MappingError};

use crate::jobs::import::Both;

/// What is wrong with a choice of columns: JSON, as a record's problem.
pub(crate) fn mapping_problem(error: &MappingError, headers: &[String]) -> Both {
    let name = |column: usize| match headers.get(column) {
        Some(header) if !header.is_empty() => format!("“{header}”"),
        _ => format!("{}", column + 1),
    };
    match error {
        MappingError::Twice { first, second, .. } => Both {
            zh: format!("{} 和 {} 两列选了同一项", name(*first), name(*second)),
            en: format!(
                "The columns {} and {} are taken for the same thing",
                name(*first),
                name(*second)
            ),
        },
        MappingError::Foreign { column, field } => {
            let what = if *field == Field::Ignore {
                String::new()
            } else {
                field.key()
            };
            Both {
                zh: format!("{} 列不能作为 {what}", name(*column)),
                en: format!("The column {} cannot be {what}", name(*column)),
            }
        }
        MappingError::NoIdentity => Both {
            zh: "没有“客户编号”或“手机”列，无法认出客户；请指定其中一列".to_owned(),
            en: "No column is a customer number or a phone, so nobody can be recognised; choose one".to_owned(),
        },
    }
}
