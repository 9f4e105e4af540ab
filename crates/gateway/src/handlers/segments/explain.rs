//! Why a customer is in or out.

use axum::extract::State;
use domain::segment::{self, Explained};
use wire::segments::{ExplainRule, Explanation};

use super::{agents, check_rule, today};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;
use crate::handlers::customers::masked;

/// The rule's tree, with what holds for the customer and what was found.
#[utoipa::path(post, path = "/segments/explain", tag = "segments", security(("capability" = ["see_customers"])),
    request_body = ExplainRule,
    responses((status = 200, body = Explanation), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn explain(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Json(body): Json<ExplainRule>,
) -> Answer<Json<Explanation>> {
    check_rule(&body.rule)?;
    let customer = app.store.customer(body.customer).await?.facts;
    let agents = agents(&app).await?;
    let name = |id| agents.get(&id).cloned();
    let tree = segment::explain(&body.rule, &customer, &today(&app), may.lang, &name);
    Ok(Json(explanation_of(tree)))
}

fn explanation_of(tree: Explained) -> Explanation {
    Explanation {
        holds: tree.holds,
        sentence: tree.sentence,
        found: tree.found.as_deref().map(masked),
        parts: tree.parts.into_iter().map(explanation_of).collect(),
    }
}
