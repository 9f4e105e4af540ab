//! One customer.

use axum::extract::State;
use domain::id::CustomerId;
use wire::customers::Customer;

use super::customer_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};

/// One customer, the phone masked.
#[utoipa::path(get, path = "/customers/{id}", tag = "customers", security(("capability" = ["see_customers"])),
    params(("id" = CustomerId, Path)),
    responses((status = 200, body = Customer), (status = 404, body = wire::Problem)))]
pub async fn get(
    _: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
) -> Answer<Json<Customer>> {
    Ok(Json(customer_of(app.store.customer(id).await?)))
}
