//! What a row makes of a customer. What a row does not say, it leaves alone.

use domain::consent::{Consent, Consents, Purpose};
use domain::customer::Facts;
use domain::id::CustomerId;
use domain::phone::PhoneState;

use crate::contract::customers::CustomerRecord;
use crate::contract::imports::CustomerLine;
use crate::sqlite::customers::consent::SUPPRESSED;

/// A consent that a row changes.
pub(super) struct Said {
    pub purpose: Purpose,
    pub is: Consent,
    /// How we know: from the row, or from what the number withdrew before.
    pub source: &'static str,
}

/// A customer of whom nothing is known yet.
pub(super) fn blank(id: CustomerId) -> CustomerRecord {
    CustomerRecord {
        facts: Facts::unknown(id),
        version: 1,
        number: None,
        phone_raw: None,
        note: None,
        agent_name: None,
        created_at: 0,
        updated_at: 0,
        erased_at: None,
    }
}

/// Writes what the row says into `record`; answers the consents that it changes. Purchases are not looked at.
pub(super) fn apply(record: &mut CustomerRecord, line: CustomerLine) -> Vec<Said> {
    let facts = &mut record.facts;
    if let Some(phone) = line.phone
        && phone.state != PhoneState::Missing
    {
        facts.phone_state = phone.state;
        facts.phone = phone.phone;
        record.phone_raw = phone.raw;
    }
    if let Some(name) = line.name {
        facts.name = name;
    }
    set(&mut record.number, line.number);
    set(&mut record.note, line.note);
    set(&mut facts.sex, line.sex);
    set(&mut facts.tier, line.tier);
    set(&mut facts.city, line.city);
    set(&mut facts.site_stage, line.site_stage);
    set(&mut facts.site_name, line.site_name);
    set(&mut facts.site_started, line.site_started);
    set(&mut facts.site_due, line.site_due);
    set(&mut facts.project_manager, line.project_manager);
    set(&mut facts.birthday, line.birthday);
    set(&mut facts.lunar_birthday, line.lunar_birthday);
    set(&mut facts.agent, line.agent);
    facts.last_purchase = facts.last_purchase.max(line.last_purchase);
    if !line.tags.is_empty() {
        facts.tags.extend(line.tags);
        facts.tags.sort_unstable();
        facts.tags.dedup();
    }
    facts.attributes.extend(line.attributes);
    consents(&mut facts.consents, &line.consents)
}

/// Withdraws what the customer's number withdrew before it was theirs.
pub(super) fn bar(record: &mut CustomerRecord, withdrawn: &[Purpose]) -> Vec<Said> {
    let mut said = Vec::new();
    for &purpose in withdrawn {
        let is = record.facts.consents.of_mut(purpose);
        if std::mem::replace(is, Consent::Withdrawn) != Consent::Withdrawn {
            said.push(Said {
                purpose,
                is: Consent::Withdrawn,
                source: SUPPRESSED,
            });
        }
    }
    said
}

fn set<T>(old: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *old = new;
    }
}

/// A withdrawal that we know of is never undone by a file: it came from the customer, and perhaps after the file was made.
fn consents(known: &mut Consents, said: &[(Purpose, bool)]) -> Vec<Said> {
    let mut changed = Vec::new();
    for (purpose, yes) in said {
        let slot = known.of_mut(*purpose);
        let new = if *yes { Consent::Given } else { Consent::Withdrawn };
        if *slot != new && *slot != Consent::Withdrawn {
            *slot = new;
            changed.push(Said {
                purpose: *purpose,
                is: new,
                source: "import",
            });
        }
    }
    changed
}
