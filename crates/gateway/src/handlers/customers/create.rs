//! A new customer.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::CustomerId;
use serde::Deserialize;
use utoipa::IntoParams;
use wire::Code;
use wire::customers::{Customer, CustomerCard};

use super::{card, customer_of};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Query};

/// Query of a creation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CreateQuery {
    /// Whether a customer who was erased is entered anew; else their phone is refused.
    back: Option<bool>,
}

/// Creates a customer. A phone may be shared by several, a number not.
#[utoipa::path(post, path = "/customers", tag = "customers", security(("capability" = ["edit_customers"])),
    params(CreateQuery), request_body = CustomerCard,
    responses((status = 201, body = Customer), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn create(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Query(query): Query<CreateQuery>,
    Json(body): Json<CustomerCard>,
) -> Answer<(StatusCode, Json<Customer>)> {
    let card = card::checked(&app, body, None).await?;
    if let Some(phone) = card.phone.as_ref().and_then(|phone| phone.phone.as_ref())
        && query.back != Some(true)
        && app.store.was_erased(phone).await?
    {
        return Err(Failure::new(Code::Erased));
    }
    let id = CustomerId(app.new_id());
    app.store.create_customer(id, &card, &may.stamp(&app)).await?;
    Ok((StatusCode::CREATED, Json(customer_of(app.store.customer(id).await?))))
}
