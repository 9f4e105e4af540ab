//! `/api/imports`

mod apply;
mod cancel;
mod get;
mod list;
mod mapping;
mod reading;
mod refused;
mod upload;
mod words;

use domain::id::ImportId;
use intake::Language;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::Code;
use wire::imports::{FileKind, ImportState};

pub(crate) use words::mapping_problem;

use crate::app::App;
use crate::error::Failure;
use crate::jobs::import::Unprepared;
use crate::lang::Lang;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, upload::upload))
        .routes(routes!(get::get))
        .routes(routes!(mapping::mapping))
        .routes(routes!(reading::reading))
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

/// What a file that cannot be looked at answers.
fn unprepared(error: Unprepared) -> Failure {
    match error {
        Unprepared::File(error) => Failure::new(Code::UnreadableFile)
            .detail((error.text(Language::Zh), error.text(Language::En)))
            .because(error.code()),
        Unprepared::Store(error) => error.into(),
    }
}

/// What a refused move answers: a conflict bears the import as it is now.
async fn refused_move(app: &App, id: ImportId, lang: Lang, error: store::Error) -> Failure {
    match error {
        store::Error::Conflict => match get::shown(app, id, lang).await {
            Ok(now) => Failure::new(Code::Conflict).current(&now).detail((
                "这个文件在您看过之后又按别的列核对了；什么都没有写入，请重新看一遍。",
                "The file was checked again with other columns after you looked at it; nothing was written. Please look again.",
            )),
            Err(failure) => failure,
        },
        error => error.into(),
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
