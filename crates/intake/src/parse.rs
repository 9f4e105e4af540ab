//! From a row of cells to a customer, a purchase or an event.
//!
//! An empty cell means "not said": on an update it leaves alone what we have. All texts borrow from the record where they
//! can, so a million rows cost hardly an allocation each.

use std::borrow::Cow;

use chrono::NaiveDate;
use domain::customer::{LunarDay, Sex, SiteStage, SolarDay};
use serde::{Deserialize, Serialize};

use crate::columns::{Field, FileKind, Mapping};
use crate::phone::{self, PhoneReading, Region};
use crate::record::Record;
use crate::values;
use crate::{Refusal, RefusalCode, text};

/// What reading a row needs to know besides the row.
#[derive(Debug, Clone)]
pub struct Context {
    /// Where a phone without country code belongs.
    pub region: Region,
    /// Today in the organisation's zone: birthdays and purchases can't lie after it.
    pub today: NaiveDate,
    /// The kind of the events of a file without a column for it.
    pub event_kind: Option<EventKind>,
}

impl Context {
    /// The rules of a Chinese firm on a given day.
    pub fn china(today: NaiveDate) -> Self {
        Self {
            region: Region::CN,
            today,
            event_kind: None,
        }
    }
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The site went to another stage.
    Site,
    /// A repair was asked for.
    Repair,
    /// A complaint was made.
    Complaint,
}

/// How a row says which customer it is about. At least one of number and phone text is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who<'r> {
    /// The external number; match by it first.
    pub number: Option<Cow<'r, str>>,
    /// The phone; match by it if there is no number.
    pub phone: PhoneReading,
    /// The phone as written (one line); empty if there is none. To be kept with an invalid phone.
    pub phone_raw: Cow<'r, str>,
}

/// What a row says of consent; `None` is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Consents {
    /// To service messages.
    pub service: Option<bool>,
    /// To care messages.
    pub care: Option<bool>,
    /// To marketing.
    pub marketing: Option<bool>,
}

/// A customer as a row describes them. `None` is not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedCustomer<'r> {
    /// Who.
    pub who: Who<'r>,
    /// The name, at most 64 characters.
    pub name: Option<Cow<'r, str>>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Stage of the site.
    pub site_stage: Option<SiteStage>,
    /// Name or address of the site.
    pub site: Option<Cow<'r, str>>,
    /// When the work began.
    pub started: Option<NaiveDate>,
    /// When the site is or was handed over; not before `started`.
    pub delivered: Option<NaiveDate>,
    /// Membership tier.
    pub tier: Option<Cow<'r, str>>,
    /// Solar birthday.
    pub birthday: Option<SolarDay>,
    /// Lunar birthday.
    pub lunar_birthday: Option<LunarDay>,
    /// The day of the last purchase.
    pub last_purchase: Option<NaiveDate>,
    /// Its amount in fen. With `last_purchase` it makes one purchase.
    pub amount: Option<i64>,
    /// City.
    pub city: Option<Cow<'r, str>>,
    /// Tags, without repeats; empty if not said.
    pub tags: Vec<Cow<'r, str>>,
    /// The responsible agent, by the name or login that the file uses.
    pub agent: Option<Cow<'r, str>>,
    /// The project manager.
    pub project_manager: Option<Cow<'r, str>>,
    /// Consents.
    pub consents: Consents,
    /// A note of several lines.
    pub note: Option<Cow<'r, str>>,
    /// Custom attributes that are said: name and value.
    pub attributes: Vec<(&'r str, Cow<'r, str>)>,
}

/// A purchase as a row describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedPurchase<'r> {
    /// Whose.
    pub who: Who<'r>,
    /// Its number in the firm's other system.
    pub number: Option<Cow<'r, str>>,
    /// The day.
    pub date: NaiveDate,
    /// The amount in fen.
    pub amount: i64,
    /// What was bought.
    pub item: Option<Cow<'r, str>>,
}

/// An event as a row describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedEvent<'r> {
    /// Whose.
    pub who: Who<'r>,
    /// What kind.
    pub kind: EventKind,
    /// The day.
    pub date: NaiveDate,
    /// The site's new stage, if said.
    pub site_stage: Option<SiteStage>,
    /// What happened.
    pub text: Option<Cow<'r, str>>,
    /// Its number in the firm's other system.
    pub number: Option<Cow<'r, str>>,
}

/// What a row came to, by the kind of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
// The value lives on the stack for one row; a box would cost an allocation a row.
#[allow(clippy::large_enum_variant)]
pub enum Parsed<'r> {
    /// A customer.
    Customer(ParsedCustomer<'r>),
    /// A purchase.
    Purchase(ParsedPurchase<'r>),
    /// An event.
    Event(ParsedEvent<'r>),
}

/// Reads a row by the kind of its file. Refuses it with everything that is wrong with it, each with its column.
pub fn parse_row<'r>(mapping: &'r Mapping, record: &'r Record, context: &Context) -> Result<Parsed<'r>, Vec<Refusal>> {
    match mapping.kind() {
        FileKind::Customers => parse_customer(mapping, record, context).map(Parsed::Customer),
        FileKind::Purchases => parse_purchase(mapping, record, context).map(Parsed::Purchase),
        FileKind::Events => parse_event(mapping, record, context).map(Parsed::Event),
    }
}

/// One row being read: collects what is wrong.
struct Reading<'r> {
    mapping: &'r Mapping,
    refusals: Vec<Refusal>,
    number: Option<Cow<'r, str>>,
    phone: PhoneReading,
    phone_raw: Cow<'r, str>,
}

impl<'r> Reading<'r> {
    /// Starts with what the reader found, and with cells that no header covers.
    fn new(mapping: &'r Mapping, record: &Record) -> Self {
        let mut reading = Self {
            mapping,
            refusals: Vec::new(),
            number: None,
            phone: PhoneReading::Missing,
            phone_raw: Cow::Borrowed(""),
        };
        for flaw in record.flaws() {
            match flaw.column {
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

    fn refuse(&mut self, column: usize, code: RefusalCode) {
        let header = self.mapping.headers().get(column).cloned().unwrap_or_default();
        self.refusals.push(Refusal {
            column: Some(column),
            header,
            code,
        });
    }

    /// The value, or `None` after noting why not.
    fn take<T>(&mut self, column: usize, value: Result<T, RefusalCode>) -> Option<T> {
        value.map_err(|code| self.refuse(column, code)).ok()
    }

    /// A date that has happened.
    fn past(&mut self, column: usize, cell: &str, today: NaiveDate) -> Option<NaiveDate> {
        let date = values::date(cell).and_then(|d| if d > today { Err(RefusalCode::FutureDate) } else { Ok(d) });
        self.take(column, date)
    }

    /// Takes a number or phone cell.
    fn identity(&mut self, column: usize, field: &Field, cell: &'r str, region: Region) {
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
    fn who(&mut self) -> Who<'r> {
        if self.refusals.is_empty() && self.number.is_none() && self.phone == PhoneReading::Missing {
            self.refusals.push(Refusal::row(RefusalCode::NoIdentity));
        }
        Who {
            number: self.number.take(),
            phone: self.phone,
            phone_raw: std::mem::take(&mut self.phone_raw),
        }
    }

    fn finish<T>(self, value: T) -> Result<T, Vec<Refusal>> {
        if self.refusals.is_empty() {
            Ok(value)
        } else {
            Err(self.refusals)
        }
    }

    /// The filled cells of the row with their columns and fields.
    fn filled(&self, record: &'r Record) -> impl Iterator<Item = (usize, &'r Field, &'r str)> + use<'r> {
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
fn without_float(cell: &str) -> &str {
    match cell.strip_suffix(".0") {
        Some(whole) if !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) => whole,
        _ => cell,
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
                if out.delivered.zip(out.started).is_some_and(|(end, start)| end < start) {
                    reading.refuse(at, RefusalCode::DeliveredBeforeStart);
                }
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
    out.who = reading.who();
    reading.finish(out)
}

impl ParsedCustomer<'_> {
    fn empty() -> Self {
        Self {
            who: Who {
                number: None,
                phone: PhoneReading::Missing,
                phone_raw: Cow::Borrowed(""),
            },
            name: None,
            sex: None,
            site_stage: None,
            site: None,
            started: None,
            delivered: None,
            tier: None,
            birthday: None,
            lunar_birthday: None,
            last_purchase: None,
            amount: None,
            city: None,
            tags: Vec::new(),
            agent: None,
            project_manager: None,
            consents: Consents::default(),
            note: None,
            attributes: Vec::new(),
        }
    }
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

impl Reading<'_> {
    /// Refuses a row that lacks a value, unless its cell was refused already.
    fn required<T>(&mut self, field: &Field, value: Option<T>, code: RefusalCode) -> Option<T> {
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
