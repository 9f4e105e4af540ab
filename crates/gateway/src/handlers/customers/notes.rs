//! Notes on a customer.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::CustomerId;
use wire::customers::NewNote;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// Adds a note.
#[utoipa::path(post, path = "/customers/{id}/notes", tag = "customers", security(("capability" = ["edit_customers"])),
    params(("id" = CustomerId, Path)), request_body = NewNote,
    responses((status = 204), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn add(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
    Json(body): Json<NewNote>,
) -> Answer<StatusCode> {
    let text = body.text.trim();
    if !(1..=2_000).contains(&text.chars().count()) {
        return Err(Failure::field(
            "text",
            ("备注为 1 到 2,000 个字", "A note has 1 to 2,000 characters"),
        ));
    }
    app.store.add_note(id, text, &may.stamp(&app)).await?;
    Ok(StatusCode::NO_CONTENT)
}
