//! What a text may use.

use domain::template::{Field, VariableInfo};
use wire::campaigns::Variable;

use crate::caller::{May, cap};
use crate::extract::Json;
use crate::lang::Lang;

/// The variables that every firm has, named in the language of the request.
#[utoipa::path(get, path = "/variables", tag = "templates", security(("capability" = ["see_customers"])),
    responses((status = 200, body = Vec<Variable>)))]
pub async fn variables(may: May<cap::SeeCustomers>) -> Json<Vec<Variable>> {
    Json(Field::ALL.iter().map(|info| variable(info, may.lang)).collect())
}

fn variable(info: &VariableInfo, lang: Lang) -> Variable {
    let name = lang.pick(info.zh, info.en);
    let other = lang.pick(info.en, info.zh);
    Variable {
        name: name.to_owned(),
        aliases: std::iter::once(other)
            .chain(info.aliases.iter().copied())
            .map(str::to_owned)
            .collect(),
        about: lang.pick(info.about.0, info.about.1).to_owned(),
        example: lang.pick(info.example.0, info.example.1).to_owned(),
    }
}
