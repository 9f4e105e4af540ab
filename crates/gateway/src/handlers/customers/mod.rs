//! `/api/customers`

mod back;
pub(crate) mod card;
mod consents;
mod create;
mod edit;
mod erase;
mod facets;
mod get;
mod list;
mod masked;
mod notes;
mod reveal;
pub(crate) mod timeline;

pub(crate) use card::phone_of;
pub(crate) use masked::masked;

use domain::customer::Facts;
use domain::phone::{PhoneState, mask};
use store::contract::customers::CustomerRecord;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::customers::{Customer, CustomerCard, CustomerRow};

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(facets::facets))
        .routes(routes!(get::get, edit::edit))
        .routes(routes!(erase::erase))
        .routes(routes!(reveal::reveal))
        .routes(routes!(timeline::timeline))
        .routes(routes!(notes::add))
        .routes(routes!(consents::list, consents::add))
        .routes(routes!(consents::pack))
}

/// The phone as it is shown: masked; what is no number as given, unless it holds so many digits that it nearly is one.
fn shown_phone(facts: &Facts, raw: Option<&str>) -> Option<String> {
    match (&facts.phone, facts.phone_state) {
        (Some(phone), _) => Some(phone.masked()),
        (None, PhoneState::Invalid) => raw.map(|raw| {
            let digits = raw.chars().filter(char::is_ascii_digit).count();
            if digits >= 7 { mask(raw) } else { raw.to_owned() }
        }),
        (None, _) => None,
    }
}

/// A row of a list.
pub(crate) fn row_of(record: CustomerRecord) -> CustomerRow {
    let phone = shown_phone(&record.facts, record.phone_raw.as_deref());
    let facts = record.facts;
    CustomerRow {
        id: facts.id,
        number: record.number,
        name: facts.name,
        phone,
        phone_state: facts.phone_state,
        tier: facts.tier,
        city: facts.city,
        tags: facts.tags,
        site_stage: facts.site_stage,
        last_purchase: facts.last_purchase,
        last_contact: facts.last_contact,
        erased: facts.erased,
    }
}

/// A customer in full, with all phones masked.
fn customer_of(record: CustomerRecord) -> Customer {
    let hidden = masked::hidden(&record.facts.attributes);
    let phone = shown_phone(&record.facts, record.phone_raw.as_deref());
    let facts = record.facts;
    Customer {
        id: facts.id,
        version: record.version,
        card: CustomerCard {
            number: record.number,
            name: facts.name,
            sex: facts.sex,
            phone,
            tier: facts.tier,
            city: facts.city,
            tags: facts.tags,
            site_stage: facts.site_stage,
            site_name: facts.site_name,
            site_started: facts.site_started,
            site_due: facts.site_due,
            project_manager: facts.project_manager,
            birthday: facts.birthday,
            lunar_birthday: facts.lunar_birthday,
            agent: facts.agent,
            note: record.note,
            attributes: masked::shown(facts.attributes),
        },
        hidden,
        phone_state: facts.phone_state,
        agent_name: record.agent_name,
        purchase_count: facts.purchase_count,
        purchase_total: facts.purchase_total,
        last_purchase: facts.last_purchase,
        consents: facts.consents,
        last_contact: facts.last_contact,
        erased_at: record.erased_at,
        created_at: record.created_at,
        updated_at: record.updated_at,
    }
}
