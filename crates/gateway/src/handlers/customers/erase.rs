//! Erasing a customer.

use axum::extract::State;
use domain::id::CustomerId;
use domain::phone::Phone;
use store::contract::customers::CustomerRecord;
use wire::customers::{Erase, Erased};

use super::customer_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// So many digits are a phone.
const PHONE: usize = 7;

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
    if names(reason, &record) {
        return Err(Failure::field(
            "reason",
            (
                "原因会留在日志里，请不要写姓名、电话、编号或工地名",
                "The reason stays in the log; don't name the person, the phone, the number or the site",
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

/// Whether a text tells who the customer is: by name, number or site, or by the phone however its digits are set apart.
fn names(text: &str, record: &CustomerRecord) -> bool {
    let facts = &record.facts;
    let words = [&facts.name].into_iter().chain(&record.number).chain(&facts.site_name);
    let digits = |text: &str| text.chars().filter_map(digit).collect::<String>();
    let told = digits(text);
    let phone = facts.phone.as_ref().map(Phone::national);
    let phones = phone.into_iter().chain(record.phone_raw.as_deref());
    let mut phones = phones.map(|phone| digits(phone.strip_prefix("+86").unwrap_or(phone)));
    words
        .into_iter()
        .any(|word| word.chars().count() > 1 && text.contains(word.as_str()))
        || phones.any(|phone| phone.len() >= PHONE && told.contains(&phone))
}

/// A digit, also as wide as a Chinese character.
fn digit(letter: char) -> Option<char> {
    let narrow = match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0'))?,
        other => other,
    };
    narrow.is_ascii_digit().then_some(narrow)
}
