//! `/api/settings`

mod check;
mod edit;
mod get;
mod witness;

pub(crate) use check::{NO_SIGNATURE, is_signature};
use domain::consent::Confirmation;
use store::contract::Organisation;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::settings::Settings;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get::get, edit::edit))
        .routes(routes!(witness::get, witness::put))
        .routes(routes!(witness::send))
}

fn settings_of(version: i64, organisation: Organisation) -> Settings {
    Settings {
        version,
        firm: organisation.firm,
        signature: organisation.signature,
        phone: organisation.phone,
        zone: organisation.zone,
        hours: organisation.hours,
        purpose_hours: organisation.purpose_hours,
        cap_messages: organisation.cap_messages,
        cap_days: organisation.cap_days,
        caps: organisation.caps,
        receipt_hours: organisation.receipt_hours,
        gap_days: organisation.gap_days,
        care_needs_consent: organisation.care_needs_consent,
        days: organisation.days,
        confirmation: organisation.confirmation,
    }
}

fn organisation_of(settings: Settings) -> Organisation {
    Organisation {
        firm: settings.firm.trim().to_owned(),
        signature: settings.signature.trim().to_owned(),
        phone: settings.phone.trim().to_owned(),
        zone: settings.zone,
        hours: settings.hours,
        purpose_hours: settings.purpose_hours,
        cap_messages: settings.cap_messages,
        cap_days: settings.cap_days,
        caps: settings.caps,
        receipt_hours: settings.receipt_hours,
        gap_days: settings.gap_days,
        care_needs_consent: settings.care_needs_consent,
        days: settings.days,
        confirmation: Confirmation {
            on: settings.confirmation.on,
            zh: settings.confirmation.zh.trim().to_owned(),
            en: settings.confirmation.en.trim().to_owned(),
        },
    }
}
