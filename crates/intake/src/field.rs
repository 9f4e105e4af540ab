//! What a column can hold.

use serde::{Deserialize, Serialize};
use thiserror::Error;

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

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
}
