//! What lists and rules offer to choose from.

use axum::extract::State;
use wire::customers::{AgentName, FacetCount, Facets};

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// Cities, tags, tiers and so on, most frequent first. May be a minute old.
#[utoipa::path(get, path = "/customers/facets", tag = "customers", security(("capability" = ["see_customers"])),
    responses((status = 200, body = Facets)))]
pub async fn facets(_: May<cap::SeeCustomers>, State(app): State<App>) -> Answer<Json<Facets>> {
    let facets = app.store.customer_facets().await?;
    let staff = app.store.staff().await?;
    let counted = |counts: Vec<(String, u64)>| {
        counts
            .into_iter()
            .map(|(value, customers)| FacetCount { value, customers })
            .collect()
    };
    Ok(Json(Facets {
        cities: counted(facets.cities),
        tags: counted(facets.tags),
        tiers: counted(facets.tiers),
        attributes: facets.attributes,
        agents: staff
            .into_iter()
            .filter(|one| one.active)
            .map(|one| AgentName {
                id: one.id,
                name: one.name,
            })
            .collect(),
        customers: facets.customers,
    }))
}
