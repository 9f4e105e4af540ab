//! Erasing a customer.

use axum::extract::State;
use domain::id::CustomerId;
use wire::customers::{Erase, Erased};

use super::customer_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// Erases everything personal of a customer for good; what was sent stays counted. Says where somebody else with the number was
/// left out for the customer's sake.
#[utoipa::path(post, path = "/customers/{id}/erase", tag = "customers", security(("capability" = ["edit_customers"])),
    params(("id" = CustomerId, Path)), request_body = Erase,
    responses((status = 200, body = Erased), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn erase(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
    Json(body): Json<Erase>,
) -> Answer<Json<Erased>> {
    let reason = body.reason.trim();
    let record = app.store.customer(id).await?;
    if !(1..=200).contains(&reason.chars().count()) {
        return Err(Failure::field(
            "reason",
            ("请写明原因，最多 200 个字", "Write the reason, at most 200 characters"),
        ));
    }
    if [&record.facts.name]
        .into_iter()
        .chain(&record.number)
        .any(|secret| secret.chars().count() > 1 && reason.contains(secret.as_str()))
    {
        return Err(Failure::field(
            "reason",
            (
                "原因会留在日志里，请不要写姓名或编号",
                "The reason stays in the log; don't name the person",
            ),
        ));
    }
    let unheard = app.store.stands_in(id).await?;
    app.store.erase_customer(id, reason, &may.stamp(&app)).await?;
    Ok(Json(Erased {
        customer: customer_of(app.store.customer(id).await?),
        unheard,
    }))
}
