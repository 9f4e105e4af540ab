//! Editing a customer.

use axum::extract::State;
use domain::id::CustomerId;
use wire::Code;
use wire::customers::{Customer, CustomerEdit};

use super::back::Back;
use super::{card, customer_of};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path, Query};

/// Replaces a customer's card. A phone that is absent, or sent back masked as it was shown, stays; an empty one is removed.
#[utoipa::path(put, path = "/customers/{id}", tag = "customers", security(("capability" = ["edit_customers"])),
    params(("id" = CustomerId, Path), Back), request_body = CustomerEdit,
    responses((status = 200, body = Customer), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn edit(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
    Query(back): Query<Back>,
    Json(body): Json<CustomerEdit>,
) -> Answer<Json<Customer>> {
    let before = app.store.customer(id).await?;
    let phone = before.facts.phone.clone();
    let card = card::checked(&app, body.card, Some(before)).await?;
    back.allows(&app, card.phone.as_ref(), phone.as_ref()).await?;
    match app.store.edit_customer(id, body.version, &card, &may.stamp(&app)).await {
        Ok(()) => Ok(Json(customer_of(app.store.customer(id).await?))),
        Err(store::Error::Conflict) => {
            let current = customer_of(app.store.customer(id).await?);
            Err(Failure::new(Code::Conflict).current(&current))
        }
        Err(error) => Err(error.into()),
    }
}
