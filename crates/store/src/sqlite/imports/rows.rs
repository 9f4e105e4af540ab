//! Writing customers, a thousand a statement.
//!
//! A statement names only the columns of which some row of its batch says something; the others take their defaults. A
//! file has the same columns from its first row to its last, so there are few such statements, and they stay prepared.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use domain::consent::Consent;
use domain::customer::SiteStage;
use domain::id::CustomerId;
use domain::phone::PhoneState;
use domain::time::Millis;
use uuid::Uuid;

use super::script::{Script, Values};
use crate::contract::customers::CustomerRecord;
use crate::sqlite::facts::{day_number, lunar_number, sex_number, solar_number};

/// A customer to be written, and what `customer.phone_key` is to hold.
pub(super) struct Row {
    pub(super) record: CustomerRecord,
    pub(super) key: Option<String>,
    /// When the stage of the site was said, if the row says one.
    pub(super) stage_said: Option<Millis>,
}

/// A column: whether a row says something other than its default, and the value, which is taken out of the row.
struct Column {
    name: &'static str,
    said: fn(&Row) -> bool,
    take: fn(&mut Row, &mut Values),
}

/// Columns, one a line: the name, of which kind it is, where the row has it, and how that is stored. `some` is said where it is
/// there, `number` where it is not 0, `full` where it is not empty.
macro_rules! columns {
    (some, $name:literal, [$(.$path:ident)+] $(, $stored:expr)?) => {
        Column {
            name: $name,
            said: |row| row$(.$path)+.is_some(),
            take: |row, to| {
                to.add(row$(.$path)+.take()$(.map($stored))?);
            },
        }
    };
    (number, $name:literal, [$(.$path:ident)+], $stored:expr) => {
        Column {
            name: $name,
            said: |row| $stored(row$(.$path)+) != 0,
            take: |row, to| {
                to.add($stored(row$(.$path)+));
            },
        }
    };
    (full, $name:literal, [$(.$path:ident)+], $stored:expr) => {
        Column {
            name: $name,
            said: |row| !row$(.$path)+.is_empty(),
            take: |row, to| {
                to.add($stored(&mut row$(.$path)+));
            },
        }
    };
    ($($name:literal: $kind:ident $(.$path:ident)+ $(=> $stored:expr)?;)*) => {
        [$(columns!($kind, $name, [$(.$path)+] $(, $stored)?)),*]
    };
}

const COLUMNS: [Column; 27] = columns! {
    "number": some.record.number;
    "name": full.record.facts.name => std::mem::take;
    "sex": some.record.facts.sex => sex_number;
    "phone": some.record.facts.phone => String::from;
    "phone_state": number.record.facts.phone_state => PhoneState::number;
    "phone_raw": some.record.phone_raw;
    "phone_key": some.key;
    "tier": some.record.facts.tier;
    "city": some.record.facts.city;
    "tags": full.record.facts.tags => json;
    "site_stage": some.record.facts.site_stage => SiteStage::number;
    "site_stage_said": some.stage_said;
    "site_name": some.record.facts.site_name;
    "site_started": some.record.facts.site_started => day_number;
    "site_due": some.record.facts.site_due => day_number;
    "project_manager": some.record.facts.project_manager;
    "last_purchase": some.record.facts.last_purchase => day_number;
    "purchase_count": number.record.facts.purchase_count => i64::from;
    "purchase_total": number.record.facts.purchase_total => i64::from;
    "birthday": some.record.facts.birthday => |day| solar_number(day.month, day.day);
    "lunar_birthday": some.record.facts.lunar_birthday => |day| lunar_number(day.month, day.day, day.leap);
    "consent_service": number.record.facts.consents.service => Consent::number;
    "consent_care": number.record.facts.consents.care => Consent::number;
    "consent_marketing": number.record.facts.consents.marketing => Consent::number;
    "agent_id": some.record.facts.agent => |id| id.0;
    "note": some.record.note;
    "attributes": full.record.facts.attributes => json;
};

/// Every column.
const ALL: u32 = (1 << COLUMNS.len()) - 1;

/// Rows per statement: SQLite takes 32,766 values.
const BATCH: usize = 1_000;

/// Texts and maps of texts can always be written as JSON.
fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The statement texts; those over a full batch are made once and used again.
pub(super) struct Statements {
    import: Uuid,
    now: Millis,
    full: HashMap<(u32, bool), Arc<str>>,
}

impl Statements {
    pub(super) fn new(import: Uuid, now: Millis) -> Statements {
        Statements {
            import,
            now,
            full: HashMap::new(),
        }
    }

    /// Inserts customers who are new.
    pub(super) fn insert(&mut self, rows: Vec<Row>, to: &mut Script) {
        let said = |row: &Row| {
            let bits = COLUMNS.iter().enumerate();
            bits.fold(0, |mask, (bit, column)| mask | (u32::from((column.said)(row)) << bit))
        };
        let columns = rows.iter().fold(0, |mask, row| mask | said(row));
        self.write(rows, columns, false, to);
    }

    /// Replaces customers who are there. What no file can say stays: when they were made and when we last wrote.
    pub(super) fn update(&mut self, rows: Vec<Row>, to: &mut Script) {
        self.write(rows, ALL, true, to);
    }

    fn write(&mut self, mut rows: Vec<Row>, columns: u32, update: bool, to: &mut Script) {
        let these: Vec<&Column> = (0..COLUMNS.len())
            .filter(|bit| columns & (1 << bit) != 0)
            .map(|bit| &COLUMNS[bit])
            .collect();
        for batch in rows.chunks_mut(BATCH) {
            let full = batch.len() == BATCH;
            let sql = match self.full.get(&(columns, update)).filter(|_| full) {
                Some(known) => known.clone(),
                None => self.text(&these, batch.len(), update).into(),
            };
            let values = to.add(&sql, full, batch.len() * (these.len() + 1));
            for row in batch {
                values.add(row.record.facts.id.0);
                for column in &these {
                    (column.take)(row, values);
                }
            }
            if full {
                self.full.insert((columns, update), sql);
            }
        }
    }

    /// What is the same for every row of an import is not bound but written out.
    fn text(&self, columns: &[&Column], rows: usize, update: bool) -> String {
        let names: Vec<&str> = ["created_at", "updated_at", "import_id", "id"]
            .into_iter()
            .chain(columns.iter().map(|column| column.name))
            .collect();
        let one = format!(
            "({now},{now},x'{import}',?{})",
            ",?".repeat(columns.len()),
            now = self.now,
            import = self.import.simple()
        );
        let mut sql = format!(
            "INSERT INTO customer ({}) VALUES {}",
            names.join(", "),
            vec![one.as_str(); rows].join(",")
        );
        if update {
            sql.push_str(" ON CONFLICT (id) DO UPDATE SET version = customer.version + 1");
            // When somebody was made stays, and the key is what it is.
            for name in names.iter().filter(|name| !["created_at", "id"].contains(name)) {
                let _ = match *name {
                    // A row without a stage says nothing of it.
                    "site_stage_said" => write!(sql, ", {name} = COALESCE(excluded.{name}, customer.{name})"),
                    _ => write!(sql, ", {name} = excluded.{name}"),
                };
            }
        }
        sql
    }
}

/// Writes that the stages of these customers' sites were said again.
pub(super) fn stages_said(customers: &[CustomerId], now: Millis, to: &mut Script) {
    for batch in customers.chunks(10_000) {
        let sql = format!(
            "UPDATE customer SET site_stage_said = ? WHERE id IN (?{})",
            ",?".repeat(batch.len() - 1)
        );
        let values = to.add(&sql, false, batch.len() + 1).add(now);
        for id in batch {
            values.add(id.0);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_column_that_a_file_can_fill_is_there_once() {
        let names: std::collections::BTreeSet<_> = COLUMNS.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), COLUMNS.len());
    }
}
