//! The refused rows.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::ImportId;
use futures::stream;
use store::Change;
use tokio::io::AsyncReadExt;
use wire::Code;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::Path;
use crate::jobs::import;
use crate::lang::Lang;

/// The refused rows as they stood in the file, with line, column and reason; to be mended and imported again. Kept for
/// thirty days. Phones stand in them in full: the log says who took them away.
#[utoipa::path(get, path = "/imports/{id}/refused.csv", tag = "imports", security(("capability" = ["edit_customers"])),
    params(("id" = ImportId, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = wire::Problem)))]
pub async fn refused(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ImportId>,
) -> Answer<Response> {
    app.store.import(id).await?;
    let path = import::refused_of(&app, id, may.lang == Lang::ZhCn);
    let file = tokio::fs::File::open(path).await.map_err(|_| {
        Failure::new(Code::NotFound).detail((
            "没有被拒的行，或已超过 30 天。",
            "No rows were refused, or it was more than thirty days ago.",
        ))
    })?;
    let change = Change::new("import.refused_exported", "import", id);
    app.store.note(&may.stamp(&app), vec![change]).await?;
    let body = stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; 64 * 1024];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((chunk, file)))
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"refused.csv\""),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}
