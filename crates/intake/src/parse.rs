//! From a row of cells to a customer, a purchase or an event.
//!
//! An empty cell means "not said": on an update it leaves alone what we have. All texts borrow from the record where they
//! can, so a million rows cost hardly an allocation each.

use crate::columns::{Field, FileKind, Mapping};
use crate::parsed::{Context, Parsed, ParsedCustomer, ParsedEvent, ParsedPurchase};
use crate::reading::{Reading, without_float};
use crate::record::Record;
use crate::values;
use crate::{Refusal, RefusalCode, text};

/// Reads a row by the kind of its file. Refuses it with everything that is wrong with it, each with its column.
pub fn parse_row<'r>(mapping: &'r Mapping, record: &'r Record, context: &Context) -> Result<Parsed<'r>, Vec<Refusal>> {
    match mapping.kind() {
        FileKind::Customers => parse_customer(mapping, record, context).map(Parsed::Customer),
        FileKind::Purchases => parse_purchase(mapping, record, context).map(Parsed::Purchase),
        FileKind::Events => parse_event(mapping, record, context).map(Parsed::Event),
    }
}

/// Reads a row of a customer file.
pub fn parse_customer<'r>(
    mapping: &'r Mapping,
    record: &'r Record,
    context: &Context,
) -> Result<ParsedCustomer<'r>, Vec<Refusal>> {
    let mut reading = Reading::new(mapping, record);
    let mut out = ParsedCustomer::empty();
    let mut delivered_at = None;
    for (at, field, cell) in reading.filled(record) {
        match field {
            Field::Number | Field::Phone => reading.identity(at, field, cell, context.region),
            Field::Name => out.name = reading.take(at, values::name(cell)),
            Field::Sex => out.sex = reading.take(at, values::sex(cell)).flatten(),
            Field::SiteStage => out.site_stage = reading.take(at, values::site_stage(cell)),
            Field::Site => out.site = reading.take(at, values::short(cell)),
            Field::Started => out.started = reading.take(at, values::date(cell)),
            Field::Delivered => {
                out.delivered = reading.take(at, values::date(cell));
                delivered_at = Some(at);
            }
            Field::Tier => out.tier = reading.take(at, values::tier(cell)),
            Field::Birthday if values::is_lunar(cell) => {
                out.lunar_birthday = reading.take(at, values::lunar_day(cell));
            }
            Field::Birthday => out.birthday = reading.take(at, values::birthday(cell, context.today)),
            Field::LunarBirthday => out.lunar_birthday = reading.take(at, values::lunar_day(cell)),
            Field::LastPurchase => out.last_purchase = reading.past(at, cell, context.today),
            Field::Amount => out.amount = reading.take(at, values::money(cell)),
            Field::City => out.city = reading.take(at, values::short(cell)),
            Field::Tags => out.tags = reading.take(at, values::tags(cell)).unwrap_or_default(),
            Field::Agent => out.agent = reading.take(at, values::short(cell)),
            Field::ProjectManager => out.project_manager = reading.take(at, values::short(cell)),
            Field::ConsentService => out.consents.service = reading.take(at, values::yes_no(cell)).flatten(),
            Field::ConsentCare => out.consents.care = reading.take(at, values::yes_no(cell)).flatten(),
            Field::ConsentMarketing => out.consents.marketing = reading.take(at, values::yes_no(cell)).flatten(),
            Field::Note => out.note = Some(text::paragraph(cell)),
            Field::Attribute(name) => {
                if let Some(value) = reading.take(at, values::short(cell)) {
                    out.attributes.push((name, value));
                }
            }
            // A mapping holds no other field for a customer file.
            _ => {}
        }
    }
    if let Some(at) = delivered_at
        && out.delivered.zip(out.started).is_some_and(|(end, start)| end < start)
    {
        reading.refuse(at, RefusalCode::DeliveredBeforeStart);
    }
    out.who = reading.who();
    reading.finish(out)
}

/// Reads a row of a purchase file.
pub fn parse_purchase<'r>(
    mapping: &'r Mapping,
    record: &'r Record,
    context: &Context,
) -> Result<ParsedPurchase<'r>, Vec<Refusal>> {
    let mut reading = Reading::new(mapping, record);
    let (mut number, mut date, mut amount, mut item) = (None, None, None, None);
    for (at, field, cell) in reading.filled(record) {
        match field {
            Field::Number | Field::Phone => reading.identity(at, field, cell, context.region),
            Field::PurchaseNumber => number = reading.take(at, values::short(without_float(cell))),
            Field::PurchaseDate => date = reading.past(at, cell, context.today),
            Field::Amount => amount = reading.take(at, values::money(cell)),
            Field::Item => item = reading.take(at, values::short(cell)),
            _ => {}
        }
    }
    let who = reading.who();
    let date = reading.required(&Field::PurchaseDate, date, RefusalCode::NoDate);
    let amount = reading.required(&Field::Amount, amount, RefusalCode::NoAmount);
    match (date, amount) {
        (Some(date), Some(amount)) => reading.finish(ParsedPurchase {
            who,
            number,
            date,
            amount,
            item,
        }),
        _ => Err(reading.refusals),
    }
}

/// Reads a row of an event file.
pub fn parse_event<'r>(
    mapping: &'r Mapping,
    record: &'r Record,
    context: &Context,
) -> Result<ParsedEvent<'r>, Vec<Refusal>> {
    let mut reading = Reading::new(mapping, record);
    let (mut kind, mut date, mut site_stage, mut said, mut number) = (None, None, None, None, None);
    for (at, field, cell) in reading.filled(record) {
        match field {
            Field::Number | Field::Phone => reading.identity(at, field, cell, context.region),
            Field::EventKind => kind = reading.take(at, values::event_kind(cell)),
            Field::EventDate => date = reading.past(at, cell, context.today),
            Field::SiteStage => site_stage = reading.take(at, values::site_stage(cell)),
            Field::EventText => said = Some(text::paragraph(cell)),
            Field::EventNumber => number = reading.take(at, values::short(without_float(cell))),
            _ => {}
        }
    }
    let who = reading.who();
    let kind = kind.or(context.event_kind);
    let kind = reading.required(&Field::EventKind, kind, RefusalCode::NoEventKind);
    let date = reading.required(&Field::EventDate, date, RefusalCode::NoDate);
    match (kind, date) {
        (Some(kind), Some(date)) => reading.finish(ParsedEvent {
            who,
            kind,
            date,
            site_stage,
            text: said,
            number,
        }),
        _ => Err(reading.refusals),
    }
}
