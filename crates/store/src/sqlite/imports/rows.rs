//! Writing customers, a thousand a statement.
//!
//! A statement names only the columns of which some row of its batch says something; the others take their defaults. A
//! file has the same columns from its first row to its last, so there are few such statements, and they stay prepared.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use domain::customer::SiteStage;
use domain::time::Millis;
use uuid::Uuid;

use super::statement::{Statement, Values};
use crate::contract::customers::CustomerRecord;
use crate::error::Result;
use crate::sqlite::facts::{day_number, lunar_number, sex_number, solar_number};

/// A customer to be written, and what `customer.phone_key` is to hold.
pub(super) struct Row {
    pub(super) record: CustomerRecord,
    pub(super) key: Option<String>,
}

/// A column: whether a row says something other than its default, and the value, which is taken out of the row.
struct Column {
    name: &'static str,
    said: fn(&Row) -> bool,
    take: fn(&mut Row, &mut Values),
}

macro_rules! column {
    ($name:literal, $row:ident, $to:ident, $said:expr, $value:expr) => {
        Column {
            name: $name,
            said: |$row| $said,
            take: |$row, $to| {
                $to.add($value);
            },
        }
    };
}

const COLUMNS: [Column; 26] = [
    column!("number", row, to, row.record.number.is_some(), row.record.number.take()),
    column!(
        "name",
        row,
        to,
        !row.record.facts.name.is_empty(),
        std::mem::take(&mut row.record.facts.name)
    ),
    column!(
        "sex",
        row,
        to,
        row.record.facts.sex.is_some(),
        row.record.facts.sex.map(sex_number)
    ),
    column!(
        "phone",
        row,
        to,
        row.record.facts.phone.is_some(),
        row.record.facts.phone.take().map(String::from)
    ),
    column!(
        "phone_state",
        row,
        to,
        row.record.facts.phone_state.number() != 0,
        row.record.facts.phone_state.number()
    ),
    column!(
        "phone_raw",
        row,
        to,
        row.record.phone_raw.is_some(),
        row.record.phone_raw.take()
    ),
    column!("phone_key", row, to, row.key.is_some(), row.key.take()),
    column!(
        "tier",
        row,
        to,
        row.record.facts.tier.is_some(),
        row.record.facts.tier.take()
    ),
    column!(
        "city",
        row,
        to,
        row.record.facts.city.is_some(),
        row.record.facts.city.take()
    ),
    column!(
        "tags",
        row,
        to,
        !row.record.facts.tags.is_empty(),
        json(&row.record.facts.tags)
    ),
    column!(
        "site_stage",
        row,
        to,
        row.record.facts.site_stage.is_some(),
        row.record.facts.site_stage.map(SiteStage::number)
    ),
    column!(
        "site_name",
        row,
        to,
        row.record.facts.site_name.is_some(),
        row.record.facts.site_name.take()
    ),
    column!(
        "site_started",
        row,
        to,
        row.record.facts.site_started.is_some(),
        row.record.facts.site_started.map(day_number)
    ),
    column!(
        "site_due",
        row,
        to,
        row.record.facts.site_due.is_some(),
        row.record.facts.site_due.map(day_number)
    ),
    column!(
        "project_manager",
        row,
        to,
        row.record.facts.project_manager.is_some(),
        row.record.facts.project_manager.take()
    ),
    column!(
        "last_purchase",
        row,
        to,
        row.record.facts.last_purchase.is_some(),
        row.record.facts.last_purchase.map(day_number)
    ),
    column!(
        "purchase_count",
        row,
        to,
        row.record.facts.purchase_count != 0,
        row.record.facts.purchase_count
    ),
    column!(
        "purchase_total",
        row,
        to,
        row.record.facts.purchase_total != 0,
        row.record.facts.purchase_total
    ),
    column!(
        "birthday",
        row,
        to,
        row.record.facts.birthday.is_some(),
        row.record.facts.birthday.map(|day| solar_number(day.month, day.day))
    ),
    column!(
        "lunar_birthday",
        row,
        to,
        row.record.facts.lunar_birthday.is_some(),
        row.record
            .facts
            .lunar_birthday
            .map(|day| lunar_number(day.month, day.day, day.leap))
    ),
    column!(
        "consent_service",
        row,
        to,
        row.record.facts.consents.service.number() != 0,
        row.record.facts.consents.service.number()
    ),
    column!(
        "consent_care",
        row,
        to,
        row.record.facts.consents.care.number() != 0,
        row.record.facts.consents.care.number()
    ),
    column!(
        "consent_marketing",
        row,
        to,
        row.record.facts.consents.marketing.number() != 0,
        row.record.facts.consents.marketing.number()
    ),
    column!(
        "agent_id",
        row,
        to,
        row.record.facts.agent.is_some(),
        row.record.facts.agent.map(|id| id.0)
    ),
    column!("note", row, to, row.record.note.is_some(), row.record.note.take()),
    column!(
        "attributes",
        row,
        to,
        !row.record.facts.attributes.is_empty(),
        json(&row.record.facts.attributes)
    ),
];

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
    pub(super) fn insert(&mut self, rows: Vec<Row>, to: &mut Vec<Statement>) -> Result<()> {
        let said = |row: &Row| {
            let bits = COLUMNS.iter().enumerate();
            bits.fold(0, |mask, (bit, column)| mask | (u32::from((column.said)(row)) << bit))
        };
        let columns = rows.iter().fold(0, |mask, row| mask | said(row));
        self.write(rows, columns, false, to)
    }

    /// Replaces customers who are there. What no file can say stays: when they were made and when we last wrote.
    pub(super) fn update(&mut self, rows: Vec<Row>, to: &mut Vec<Statement>) -> Result<()> {
        self.write(rows, ALL, true, to)
    }

    fn write(&mut self, mut rows: Vec<Row>, columns: u32, update: bool, to: &mut Vec<Statement>) -> Result<()> {
        let these: Vec<&Column> = (0..COLUMNS.len())
            .filter(|bit| columns & (1 << bit) != 0)
            .map(|bit| &COLUMNS[bit])
            .collect();
        for batch in rows.chunks_mut(BATCH) {
            let mut values = Values::with_room(batch.len() * (these.len() + 1));
            for row in &mut *batch {
                values.add(row.record.facts.id.0);
                for column in &these {
                    (column.take)(row, &mut values);
                }
            }
            let sql = if batch.len() == BATCH {
                let text = || self.text(&these, BATCH, update);
                match self.full.get(&(columns, update)) {
                    Some(known) => known.clone(),
                    None => {
                        let text: Arc<str> = text().into();
                        self.full.insert((columns, update), text.clone());
                        text
                    }
                }
            } else {
                self.text(&these, batch.len(), update).into()
            };
            to.push(values.bound_to(sql, batch.len() == BATCH)?);
        }
        Ok(())
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
                let _ = write!(sql, ", {name} = excluded.{name}");
            }
        }
        sql
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
