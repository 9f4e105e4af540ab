//! What each column of a file means: guessed from its header, corrected by a person, remembered.

use std::collections::HashMap;
use std::hash::BuildHasher;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::headers;
use crate::text;

/// What one row of a file stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A customer, perhaps with their site and last purchase.
    Customers,
    /// A purchase of a customer.
    Purchases,
    /// Something that happened: a site's change of stage, a repair, a complaint.
    Events,
}

/// What a column holds. Serialised as its [`Field::key`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Field {
    /// The customer's number in the firm's other system.
    Number,
    /// The customer's name.
    Name,
    /// Sex or form of address.
    Sex,
    /// The phone.
    Phone,
    /// The stage of the site.
    SiteStage,
    /// The site's name or address.
    Site,
    /// The day on which the work began.
    Started,
    /// The day on which the site is or was handed over.
    Delivered,
    /// The membership tier.
    Tier,
    /// The birthday, solar unless the cell says otherwise.
    Birthday,
    /// The birthday in the lunar calendar.
    LunarBirthday,
    /// The day of the last purchase.
    LastPurchase,
    /// The amount of a purchase.
    Amount,
    /// The city.
    City,
    /// Tags.
    Tags,
    /// The agent who looks after the customer.
    Agent,
    /// The project manager of the site.
    ProjectManager,
    /// Consent to service messages.
    ConsentService,
    /// Consent to care messages.
    ConsentCare,
    /// Consent to marketing.
    ConsentMarketing,
    /// A note.
    Note,
    /// The number of the purchase.
    PurchaseNumber,
    /// The day of the purchase.
    PurchaseDate,
    /// What was bought.
    Item,
    /// The kind of event.
    EventKind,
    /// The day of the event.
    EventDate,
    /// What happened, in words.
    EventText,
    /// The number of the event in the firm's other system.
    EventNumber,
    /// A custom attribute of this name.
    Attribute(String),
    /// Not imported.
    Ignore,
}

const KEYS: &[(Field, &str)] = &[
    (Field::Number, "number"),
    (Field::Name, "name"),
    (Field::Sex, "sex"),
    (Field::Phone, "phone"),
    (Field::SiteStage, "site_stage"),
    (Field::Site, "site"),
    (Field::Started, "started"),
    (Field::Delivered, "delivered"),
    (Field::Tier, "tier"),
    (Field::Birthday, "birthday"),
    (Field::LunarBirthday, "lunar_birthday"),
    (Field::LastPurchase, "last_purchase"),
    (Field::Amount, "amount"),
    (Field::City, "city"),
    (Field::Tags, "tags"),
    (Field::Agent, "agent"),
    (Field::ProjectManager, "project_manager"),
    (Field::ConsentService, "consent_service"),
    (Field::ConsentCare, "consent_care"),
    (Field::ConsentMarketing, "consent_marketing"),
    (Field::Note, "note"),
    (Field::PurchaseNumber, "purchase_number"),
    (Field::PurchaseDate, "purchase_date"),
    (Field::Item, "item"),
    (Field::EventKind, "event_kind"),
    (Field::EventDate, "event_date"),
    (Field::EventText, "event_text"),
    (Field::EventNumber, "event_number"),
    (Field::Ignore, "ignore"),
];

/// A key that names no field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no field {0:?}")]
pub struct UnknownField(String);

impl Field {
    /// A stable name: `phone`, `site_stage`, …; a custom attribute is `attribute:` and its name.
    pub fn key(&self) -> String {
        match self {
            Self::Attribute(name) => format!("attribute:{name}"),
            _ => KEYS
                .iter()
                .find(|(f, _)| f == self)
                .map_or("ignore", |(_, key)| key)
                .to_owned(),
        }
    }

    /// The fields that a file of this kind may have, in the order in which a form should offer them, without
    /// [`Field::Attribute`] and [`Field::Ignore`], which fit every column of a customer file and of any file.
    pub fn of(kind: FileKind) -> &'static [Self] {
        use Field as F;
        match kind {
            FileKind::Customers => &[
                F::Number,
                F::Name,
                F::Sex,
                F::Phone,
                F::SiteStage,
                F::Site,
                F::Started,
                F::Delivered,
                F::Tier,
                F::Birthday,
                F::LunarBirthday,
                F::LastPurchase,
                F::Amount,
                F::City,
                F::Tags,
                F::Agent,
                F::ProjectManager,
                F::ConsentService,
                F::ConsentCare,
                F::ConsentMarketing,
                F::Note,
            ],
            FileKind::Purchases => &[
                F::Number,
                F::Phone,
                F::PurchaseNumber,
                F::PurchaseDate,
                F::Amount,
                F::Item,
            ],
            FileKind::Events => &[
                F::Number,
                F::Phone,
                F::EventKind,
                F::EventDate,
                F::SiteStage,
                F::EventText,
                F::EventNumber,
            ],
        }
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.key()
    }
}

impl TryFrom<String> for Field {
    type Error = UnknownField;

    fn try_from(key: String) -> Result<Self, UnknownField> {
        if let Some(name) = key.strip_prefix("attribute:") {
            return Ok(Self::Attribute(text::line(name).into_owned()));
        }
        match KEYS.iter().find(|(_, k)| *k == key) {
            Some((field, _)) => Ok(field.clone()),
            None => Err(UnknownField(key)),
        }
    }
}

/// What we take a column for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// The field.
    pub field: Field,
    /// Whether the header is one that we know or remember, rather than one that only contains such a word.
    pub sure: bool,
}

/// The form in which a header is compared and remembered: half-width, lower case, without spaces, brackets and marks.
pub fn header_key(header: &str) -> String {
    text::fold(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a cell reads like a header of any kind of file.
pub(crate) fn is_known_header(cell: &str) -> bool {
    if cell.len() > 64 {
        return false;
    }
    let key = header_key(cell);
    let kinds = [FileKind::Customers, FileKind::Purchases, FileKind::Events];
    kinds.iter().any(|kind| headers::exact(*kind, &key).is_some())
}

/// The kind of file that the headers speak of.
pub fn kind<S: AsRef<str>>(columns: &[S]) -> FileKind {
    let keys: Vec<String> = columns.iter().map(|c| header_key(c.as_ref())).collect();
    let has = |kind, field: &Field| keys.iter().any(|k| headers::exact(kind, k).as_ref() == Some(field));
    if has(FileKind::Events, &Field::EventKind) || has(FileKind::Events, &Field::EventNumber) {
        FileKind::Events
    } else if has(FileKind::Purchases, &Field::PurchaseNumber)
        || has(FileKind::Purchases, &Field::Item)
        || (has(FileKind::Purchases, &Field::PurchaseDate)
            && has(FileKind::Purchases, &Field::Amount)
            && !has(FileKind::Customers, &Field::Name))
    {
        FileKind::Purchases
    } else {
        FileKind::Customers
    }
}

/// Takes each column for a field by its header: what is remembered first (by [`header_key`]), then headers that we know,
/// then headers that contain a word that we know. A field is given to one column only, the best and then the leftmost; a
/// column that is left becomes a custom attribute in a customer file, and is ignored in the others and where it has no header.
pub fn guess<S: AsRef<str>>(
    columns: &[S],
    kind: FileKind,
    remembered: &HashMap<String, Field, impl BuildHasher>,
) -> Vec<Guess> {
    let keys: Vec<String> = columns.iter().map(|c| header_key(c.as_ref())).collect();
    let mut guesses: Vec<Option<Guess>> = vec![None; keys.len()];
    let mut taken: Vec<Field> = Vec::new();
    let mut round = |guesses: &mut Vec<Option<Guess>>, sure: bool, find: &dyn Fn(&str) -> Option<(Field, usize)>| {
        let mut found: Vec<(usize, usize, Field)> = keys
            .iter()
            .enumerate()
            .filter(|(at, key)| guesses[*at].is_none() && !key.is_empty())
            .filter_map(|(at, key)| find(key).map(|(field, rank)| (rank, at, field)))
            .collect();
        found.sort_by_key(|f| (f.0, f.1));
        for (_, at, field) in found {
            let many = matches!(field, Field::Ignore);
            if many || !taken.contains(&field) {
                taken.push(field.clone());
                guesses[at] = Some(Guess { field, sure });
            }
        }
    };
    let fits = |f: &Field| match f {
        Field::Ignore => true,
        Field::Attribute(_) => kind == FileKind::Customers,
        _ => Field::of(kind).contains(f),
    };
    round(&mut guesses, true, &|key| {
        remembered.get(key).filter(|f| fits(f)).map(|f| (f.clone(), 0))
    });
    round(&mut guesses, true, &|key| headers::ranked(kind, key));
    round(&mut guesses, false, &|key| headers::within(kind, key));
    guesses
        .into_iter()
        .zip(columns)
        .map(|(guess, header)| {
            guess.unwrap_or_else(|| {
                let name = text::line(header.as_ref()).chars().take(64).collect::<String>();
                let field = if name.is_empty()
                    || kind != FileKind::Customers
                    || taken.contains(&Field::Attribute(name.clone()))
                {
                    Field::Ignore
                } else {
                    taken.push(Field::Attribute(name.clone()));
                    Field::Attribute(name)
                };
                Guess { field, sure: false }
            })
        })
        .collect()
}

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
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(kind: FileKind, headers: &str, want: &str) {
        let headers: Vec<&str> = headers.split('|').collect();
        let got: Vec<String> = guess(&headers, kind, &HashMap::new())
            .iter()
            .map(|g| format!("{}{}", g.field.key(), if g.sure { "" } else { "?" }))
            .collect();
        assert_eq!(got.join(" "), want, "{headers:?}");
    }

    #[test]
    fn guesses() {
        use FileKind::{Customers, Events, Purchases};
        check(
            Customers,
            "姓名|手机|工地状态|开工日期|交工日期|会员等级|生日(农历)|最近购买|购买金额|城市|备注",
            "name phone site_stage started delivered tier lunar_birthday last_purchase amount city note",
        );
        check(
            Customers,
            "客户编号|客户姓名|手机号码|生日|农历生日|性别|小区|标签|客服|项目经理",
            "number name phone birthday lunar_birthday sex site tags agent project_manager",
        );
        check(
            Customers,
            " ＮＡＭＥ |Mobile Phone|Customer-ID|E-mail",
            "name phone number attribute:E-mail?",
        );
        check(Customers, "电话|手机", "attribute:电话? phone");
        check(
            Customers,
            "业主的手机号（必填）|爱好|",
            "phone? attribute:爱好? ignore?",
        );
        check(
            Customers,
            "服务同意|关怀同意|营销同意",
            "consent_service consent_care consent_marketing",
        );
        check(Customers, "姓名|手机|行号|列|原因", "name phone ignore ignore ignore");
        check(
            Purchases,
            "手机号|订单号|下单日期|金额|商品|爱好",
            "phone purchase_number purchase_date amount item ignore?",
        );
        check(
            Events,
            "客户编号|类型|日期|内容|工单号|工地状态",
            "number event_kind event_date event_text event_number site_stage",
        );
    }

    #[test]
    fn memory_wins() {
        let remembered = HashMap::from([(header_key("联系 方式"), Field::Phone)]);
        let got = guess(&["手机", "联系方式"], FileKind::Customers, &remembered);
        assert_eq!(
            got[1],
            Guess {
                field: Field::Phone,
                sure: true
            }
        );
        assert_eq!(got[0].field, Field::Attribute("手机".into()));
    }

    #[test]
    fn kinds() {
        let check = |headers: &str, want| assert_eq!(kind(&headers.split('|').collect::<Vec<_>>()), want, "{headers}");
        check("姓名|手机|购买金额|最近购买", FileKind::Customers);
        check("手机|订单号|金额", FileKind::Purchases);
        check("手机|购买日期|金额", FileKind::Purchases);
        check("手机|类型|日期|内容", FileKind::Events);
    }

    #[test]
    fn keys_come_back() {
        for (field, _) in KEYS {
            let json = serde_json::to_string(field).unwrap();
            assert_eq!(&serde_json::from_str::<Field>(&json).unwrap(), field);
        }
        let custom = Field::Attribute("爱好".into());
        assert_eq!(Field::try_from(custom.key()).unwrap(), custom);
        assert!(Field::try_from("nonsense".to_owned()).is_err());
    }

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
