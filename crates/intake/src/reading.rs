//! One row being read: who it is about, and all that is wrong with it.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::columns::{Field, Mapping};
use crate::parsed::Who;
use crate::phone::{self, PhoneReading, Region};
use crate::record::Record;
use crate::values;
use crate::{Refusal, RefusalCode, text};

/// One row being read: collects what is wrong.
pub(crate) struct Reading<'r> {
    mapping: &'r Mapping,
    pub(crate) refusals: Vec<Refusal>,
    number: Option<Cow<'r, str>>,
    phone: PhoneReading,
    phone_raw: Cow<'r, str>,
}

impl<'r> Reading<'r> {
    /// Starts with what the reader found, and with cells that no header covers.
    pub(crate) fn new(mapping: &'r Mapping, record: &Record) -> Self {
        let mut reading = Self {
            mapping,
            refusals: Vec::new(),
            number: None,
            phone: PhoneReading::Missing,
            phone_raw: Cow::Borrowed(""),
        };
        for flaw in record.flaws() {
            match flaw.column {
                // What a formula would say in a column that nobody asks for refuses nobody.
                Some(column) if of_formula(flaw.code) && mapping.fields().get(column) == Some(&Field::Ignore) => {}
                Some(column) => reading.refuse(column, flaw.code),
                None => reading.refusals.push(flaw.clone()),
            }
        }
        let extra = (mapping.headers().len()..record.len()).find(|column| !text::trim(record.cell(*column)).is_empty());
        if let Some(column) = extra {
            reading.refuse(column, RefusalCode::ExtraCells);
        }
        reading
    }

    pub(crate) fn refuse(&mut self, column: usize, code: RefusalCode) {
        let header = self.mapping.headers().get(column).cloned().unwrap_or_default();
        self.refusals.push(Refusal {
            column: Some(column),
            header,
            code,
        });
    }

    /// The value, or `None` after noting why not.
    pub(crate) fn take<T>(&mut self, column: usize, value: Result<T, RefusalCode>) -> Option<T> {
        value.map_err(|code| self.refuse(column, code)).ok()
    }

    /// A date that has happened.
    pub(crate) fn past(&mut self, column: usize, cell: &str, today: NaiveDate) -> Option<NaiveDate> {
        let date = values::date(cell).and_then(|d| if d > today { Err(RefusalCode::FutureDate) } else { Ok(d) });
        self.take(column, date)
    }

    /// Takes a number or phone cell.
    pub(crate) fn identity(&mut self, column: usize, field: &Field, cell: &'r str, region: Region) {
        if *field == Field::Number {
            self.number = self.take(column, values::short(without_float(cell)));
        } else {
            self.phone = phone::normalise(cell, region);
            if self.phone != PhoneReading::Missing {
                let raw = text::line(cell);
                self.phone_raw = match raw.char_indices().nth(64) {
                    Some((at, _)) => raw[..at].to_owned().into(),
                    None => raw,
                };
            }
        }
    }

    /// The customer, if the row names one.
    pub(crate) fn who(&mut self) -> Who<'r> {
        if self.refusals.is_empty() && self.number.is_none() && self.phone == PhoneReading::Missing {
            self.refusals.push(Refusal::row(RefusalCode::NoIdentity));
        }
        Who {
            number: self.number.take(),
            phone: self.phone,
            phone_raw: std::mem::take(&mut self.phone_raw),
        }
    }

    pub(crate) fn finish<T>(self, value: T) -> Result<T, Vec<Refusal>> {
        if self.refusals.is_empty() {
            Ok(value)
        } else {
            Err(self.refusals)
        }
    }

    /// The filled cells of the row with their columns and fields.
    pub(crate) fn filled(&self, record: &'r Record) -> impl Iterator<Item = (usize, &'r Field, &'r str)> + use<'r> {
        let fields = self.mapping.fields();
        fields
            .iter()
            .enumerate()
            .take(record.len())
            .filter_map(move |(column, field)| {
                if *field == Field::Ignore {
                    return None;
                }
                let cell = text::trim(record.cell(column));
                (!cell.is_empty()).then_some((column, field, cell))
            })
    }
}

/// A number that a program took for a float: `10023.0` is `10023`.
pub(crate) fn without_float(cell: &str) -> &str {
    match cell.strip_suffix(".0") {
        Some(whole) if !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) => whole,
        _ => cell,
    }
}

fn of_formula(code: RefusalCode) -> bool {
    matches!(code, RefusalCode::FormulaError | RefusalCode::FormulaUncomputed)
}

impl Reading<'_> {
    /// Refuses a row that lacks a value, unless its cell was refused already.
    pub(crate) fn required<T>(&mut self, field: &Field, value: Option<T>, code: RefusalCode) -> Option<T> {
        if value.is_none() {
            let column = self.mapping.fields().iter().position(|f| f == field);
            match column {
                Some(column) if self.refusals.iter().any(|r| r.column == Some(column)) => {}
                Some(column) => self.refuse(column, code),
                None => self.refusals.push(Refusal::row(code)),
            }
        }
        value
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::FileKind;

    #[test]
    fn a_formula_refuses_nobody_from_a_column_that_is_not_read() {
        let headers = ["手机", "序号"].map(str::to_owned);
        let mapping = Mapping::new(FileKind::Customers, &headers, vec![Field::Phone, Field::Ignore]).unwrap();
        let refused = |column, code| {
            let mut record = Record::new();
            record.begin(2);
            record.push("13812345678");
            record.push("");
            record.flaw(column, code);
            Reading::new(&mapping, &record).refusals.len()
        };
        for code in [RefusalCode::FormulaError, RefusalCode::FormulaUncomputed] {
            assert_eq!((refused(0, code), refused(1, code)), (1, 0), "{code:?}");
            assert_eq!(refused(2, code), 1, "beyond the headers");
        }
        assert_eq!(refused(1, RefusalCode::WrongEncoding), 1, "its row may be shifted");
    }
}
