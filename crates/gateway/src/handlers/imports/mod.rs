//! `/api/imports`

mod apply;
mod cancel;
mod get;
mod list;
mod mapping;
mod refused;
mod upload;
mod words;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::imports::{FileKind, ImportState};

pub(crate) use words::mapping_problem;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, upload::upload))
        .routes(routes!(get::get))
        .routes(routes!(mapping::mapping))
        .routes(routes!(apply::apply))
        .routes(routes!(cancel::cancel))
        .routes(routes!(refused::refused))
}

/// The state stored under this code.
pub(crate) fn state_of(code: &str) -> ImportState {
    match code {
        "checking" => ImportState::Checking,
        "checked" => ImportState::Checked,
        "applying" => ImportState::Applying,
        "applied" => ImportState::Applied,
        "cancelled" => ImportState::Cancelled,
        _ => ImportState::Failed,
    }
}

fn wire_kind(code: &str) -> FileKind {
    match code {
        "purchases" => FileKind::Purchases,
        "events" => FileKind::Events,
        _ => FileKind::Customers,
    }
}

const fn intake_kind(kind: FileKind) -> intake::FileKind {
    match kind {
        FileKind::Customers => intake::FileKind::Customers,
        FileKind::Purchases => intake::FileKind::Purchases,
        FileKind::Events => intake::FileKind::Events,
    }
}
