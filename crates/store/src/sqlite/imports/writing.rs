//! What rows of a customers' file come to, and what is to be written of them.

use std::collections::HashMap;

use domain::consent::Purpose;
use domain::id::CustomerId;
use domain::phone::PhoneState;
use domain::time::Millis;
use uuid::Uuid;

use super::merge::{self, Said};
use super::purchases::{self, Purchase};
use super::rows::Row;
use crate::contract::customers::{CardPhone, CustomerRecord};
use crate::contract::imports::{CustomerLine, Verdict};
use crate::sqlite::customers::key_of;

/// What a batch is to write.
#[derive(Default)]
pub(super) struct Writing {
    pub(super) new: Vec<Row>,
    pub(super) changed: Vec<Row>,
    pub(super) tags: Vec<(CustomerId, String)>,
    pub(super) purchases: Vec<Purchase>,
    pub(super) consents: Vec<(CustomerId, u64, Said)>,
    /// Those of whose site the file says again what is known.
    pub(super) stages: Vec<CustomerId>,
}

#[derive(Default)]
pub(super) struct Known {
    pub(super) records: HashMap<Uuid, CustomerRecord>,
    pub(super) purchases: HashMap<(Uuid, i64), purchases::Day>,
}

/// The purchase that a customers' row makes.
pub(super) fn purchase(row: &CustomerLine, customer: Uuid) -> Option<Purchase> {
    Some(Purchase::last(customer, row.last_purchase?, row.amount?))
}

/// Adds a purchase to the sums, or corrects what a customers' file told of the day before; nothing, where a purchases' file
/// tells of the day.
fn add_purchase(
    record: &mut CustomerRecord,
    purchase: Option<Purchase>,
    known: Option<&purchases::Day>,
    to: &mut Vec<Purchase>,
) {
    let before = known.and_then(|day| day.last.as_ref()).map(|last| last.amount);
    let Some(purchase) = purchase.filter(|one| known.is_none_or(|day| !day.is_told()) && before != Some(one.amount))
    else {
        return;
    };
    record.facts.purchase_count += i64::from(before.is_none());
    record.facts.purchase_total += purchase.amount - before.unwrap_or(0);
    to.push(purchase);
}

impl Writing {
    pub(super) fn take_new(
        &mut self,
        id: Uuid,
        row: CustomerLine,
        key: Option<String>,
        withdrawn: &[Purpose],
        now: Millis,
    ) {
        let (id, line) = (CustomerId(id), row.line);
        let stage_said = row.site_stage.map(|_| now);
        let bought = purchase(&row, id.0);
        let mut record = merge::blank(id);
        let mut said = merge::bar(&mut record, withdrawn);
        said.extend(merge::apply(&mut record, row));
        add_purchase(&mut record, bought, None, &mut self.purchases);
        self.tags.extend(record.facts.tags.iter().map(|tag| (id, tag.clone())));
        self.consents.extend(said.into_iter().map(|one| (id, line, one)));
        self.new.push(Row {
            record,
            key,
            stage_said,
        });
    }

    pub(super) fn take_old(
        &mut self,
        old: &CustomerRecord,
        row: CustomerLine,
        known: &Known,
        withdrawn: &[Purpose],
        now: Millis,
    ) -> Verdict {
        let (id, line) = (old.facts.id, row.line);
        let stage_said = row.site_stage.map(|_| now);
        let unreadable = row.phone.as_ref().is_some_and(|new| new.state == PhoneState::Invalid);
        if unreadable && old.facts.phone.is_some() {
            return Verdict::PhoneKept;
        }
        let bought = purchase(&row, id.0);
        let day = bought.as_ref().and_then(|one| known.purchases.get(&one.when()));
        let mut record = old.clone();
        let mut said = merge::bar(&mut record, withdrawn);
        said.extend(merge::apply(&mut record, row));
        add_purchase(&mut record, bought, day, &mut self.purchases);
        if record == *old {
            self.stages.extend(stage_said.map(|_| id));
            return Verdict::Unchanged;
        }
        let added = record.facts.tags.iter().filter(|tag| !old.facts.tags.contains(tag));
        self.tags.extend(added.map(|tag| (id, tag.clone())));
        self.consents.extend(said.into_iter().map(|one| (id, line, one)));
        let key = key_of(&CardPhone {
            state: record.facts.phone_state,
            phone: record.facts.phone.clone(),
            raw: record.phone_raw.clone(),
        });
        self.changed.push(Row {
            record,
            key,
            stage_said,
        });
        Verdict::Changed
    }
}
