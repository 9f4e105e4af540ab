//! A new customer.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::CustomerId;
use wire::customers::{Customer, CustomerCard};

use super::back::Back;
use super::{card, customer_of};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Query};

/// Creates a customer. A phone may be shared by several, a number not.
#[utoipa::path(post, path = "/customers", tag = "customers", security(("capability" = ["edit_customers"])),
    params(Back), request_body = CustomerCard,
    responses((status = 201, body = Customer), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn create(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Query(back): Query<Back>,
    Json(body): Json<CustomerCard>,
) -> Answer<(StatusCode, Json<Customer>)> {
    let card = card::checked(&app, body, None).await?;
    back.allows(&app, card.phone.as_ref(), None).await?;
    let id = CustomerId(app.new_id());
    app.store.create_customer(id, &card, &may.stamp(&app)).await?;
    Ok((StatusCode::CREATED, Json(customer_of(app.store.customer(id).await?))))
}
