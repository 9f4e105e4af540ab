//! Trying a carrier out with one message to one's own number.

use std::time::Duration;

use axum::extract::State;
use carrier::{Answer as Said, Doubt};
use domain::phone::PhoneState;
use domain::roll::Receipt;
use domain::time::HOUR;
use wire::Code;
use wire::carriers::{CarrierCame, CarrierTest, CarrierTested};

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::handlers::campaigns::MOST_TESTS;
use crate::handlers::customers::card::phone_of;
use crate::jobs::carriers::trial::{self, Unbound};
use crate::planning::Unplannable;
use crate::preview::unplannable;

/// How long a connection may take.
const BIND: Duration = Duration::from_secs(12);
/// How long a receipt is awaited. The browser waits with us.
const RECEIPT: Duration = Duration::from_secs(10);

/// Binds, hands one message over to one's own number, and waits a little for its receipt. A carrier that is switched off can
/// be tried too. The message is on no roll; the log says that it was sent, and never to which number.
#[utoipa::path(post, path = "/carriers/{name}/test", tag = "carriers", security(("capability" = ["administer"])),
    request_body = CarrierTest, params(("name" = String, Path)),
    responses((status = 200, body = CarrierTested), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem),
        (status = 429, body = wire::Problem)))]
pub async fn test(
    may: May<cap::Administer>,
    State(app): State<App>,
    Path(name): Path<String>,
    Json(body): Json<CarrierTest>,
) -> Answer<Json<CarrierTested>> {
    let to = phone_of(&body.to);
    let Some(phone) = to.phone.filter(|_| to.state == PhoneState::Mobile) else {
        return Err(Failure::field(
            "to",
            (
                "请填写一个能收短信的手机号。",
                "Write a mobile number that can take messages.",
            ),
        ));
    };
    let record = app.store.carrier(&name).await?;
    let (_, firm) = app.store.organisation().await?;
    let stamp = may.stamp(&app);
    if !app
        .store
        .note_carrier_test(&stamp, &name, MOST_TESTS, stamp.at - HOUR)
        .await?
    {
        return Err(Failure::new(Code::TooManyAttempts)
            .retry_after(600)
            .detail(("一小时内最多试发 20 次。", "At most 20 test messages within an hour.")));
    }
    let (outside, alone) = app
        .carriers
        .for_trial(&record)
        .ok_or_else(|| unplannable(Unplannable::Carrier))?;
    let message = trial::message(&firm.signature, &phone, stamp.at);
    let mut tested = CarrierTested {
        text: message.text.clone(),
        came: CarrierCame::NoAnswer,
        code: None,
        references: Vec::new(),
    };
    let mut came = |came, code: Option<String>| {
        tested.came = came;
        tested.code = code.filter(|code| !code.is_empty());
    };
    match trial::bound(&outside, BIND).await {
        Err(Unbound::TurnedAway(why)) => {
            came(CarrierCame::TurnedAway, Some(why));
            return Ok(Json(tested));
        }
        Err(Unbound::Late(why)) => {
            came(CarrierCame::NotBound, Some(why));
            return Ok(Json(tested));
        }
        Ok(_) => {}
    }
    let handing_over = app.carriers.trials().hand_over(&name);
    let said = outside.hand_over(stamp.at, &[message]).await.pop();
    if let Some(Said::Taken { references }) = &said {
        // Also when nobody else listens: a receipt whose acknowledgement is lost is told again, to whoever binds next.
        app.carriers.trials().expect(&name, &*outside, references, phone.e164());
    }
    drop(handing_over);
    match said.unwrap_or(Said::NoAnswer(Doubt::UNKNOWN)) {
        Said::Deferred { code, .. } => came(CarrierCame::Deferred, Some(code)),
        Said::Refused { code, .. } => came(CarrierCame::Refused, Some(code)),
        Said::NoAnswer(doubt) => came(CarrierCame::NoAnswer, Some(doubt.why.code().to_owned())),
        Said::Taken { references } => {
            let receipt = if alone {
                trial::receipt(&outside, &references, RECEIPT).await
            } else {
                app.wake.notify_one();
                let first = references.first().map_or("", String::as_str);
                app.carriers.trials().heard(&name, first, RECEIPT).await
            };
            let (step, code) = match receipt {
                None => (CarrierCame::Taken, None),
                Some(receipt) if receipt.status == Receipt::Delivered => (CarrierCame::Delivered, receipt.code),
                Some(receipt) => (CarrierCame::Failed, receipt.code),
            };
            came(step, code);
            tested.references = references;
        }
    }
    Ok(Json(tested))
}
