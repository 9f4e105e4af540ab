//! Trying a carrier out with one message to one's own number.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use carrier::{Answer as Said, Carrier as Outside, Doubt, Message};
use domain::roll::Receipt;
use domain::time::{DAY, Millis};
use wire::carriers::{CarrierCame, CarrierTest, CarrierTested};

use crate::app::App;
use crate::caller::{Person, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};
use crate::handlers::trial::{MOST, own_number, too_many};
use crate::jobs::carriers::trial::{self, Unbound};
use crate::planning::Unplannable;
use crate::preview::unplannable;

/// How long a connection may take.
const BIND: Duration = Duration::from_secs(12);
/// How long a receipt is awaited. The browser waits with us.
const RECEIPT: Duration = Duration::from_secs(10);

/// Binds, hands one message over to one's own number, and waits a little for its receipt. A carrier that is switched off can
/// be tried too. The message is on no roll; the log says that it was sent, and of
/// the number the last digits.
#[utoipa::path(post, path = "/carriers/{name}/test", tag = "carriers", security(("session" = ["administer"])),
    request_body = CarrierTest, params(("name" = String, Path)),
    responses((status = 200, body = CarrierTested), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem),
        (status = 429, body = wire::Problem)))]
pub async fn test(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Path(name): Path<String>,
    Json(body): Json<CarrierTest>,
) -> Answer<Json<CarrierTested>> {
    let phone = own_number(&app, &body.to).await?;
    let record = app.store.carrier(&name).await?;
    let (_, firm) = app.store.organisation().await?;
    let stamp = may.stamp(&app);
    if !app
        .store
        .note_carrier_test(&stamp, &name, &phone, MOST, stamp.at - DAY)
        .await?
    {
        return Err(too_many());
    }
    let (outside, alone) = app
        .carriers
        .for_trial(&record)
        .await
        .ok_or_else(|| unplannable(Unplannable::Carrier))?;
    let message = trial::message(&firm.signature, &phone, stamp.at);
    let text = message.text.clone();
    let Outcome { came, code, references } = try_out(&app, &name, &outside, alone, message, stamp.at).await;
    Ok(Json(CarrierTested {
        text,
        came,
        code: code.filter(|code| !code.is_empty()),
        references,
    }))
}

/// How far a message came, the carrier's code for it, and its references if it was taken.
struct Outcome {
    came: CarrierCame,
    code: Option<String>,
    references: Vec<String>,
}

impl Outcome {
    fn at(came: CarrierCame, code: impl Into<Option<String>>) -> Outcome {
        Outcome {
            came,
            code: code.into(),
            references: Vec::new(),
        }
    }
}

/// Binds, hands `message` over, and waits for its receipt; `alone`: nobody else listens to this carrier.
async fn try_out(
    app: &App,
    name: &str,
    outside: &Arc<dyn Outside>,
    alone: bool,
    message: Message,
    now: Millis,
) -> Outcome {
    match trial::bound(outside, BIND).await {
        Err(Unbound::TurnedAway(why)) => return Outcome::at(CarrierCame::TurnedAway, why),
        Err(Unbound::Late(why)) => return Outcome::at(CarrierCame::NotBound, why),
        Ok(_) => {}
    }
    let trials = app.carriers.trials();
    let to = message.phone.clone();
    let handing_over = trials.hand_over(name);
    let said = outside.hand_over(now, &[message]).await.pop();
    if let Some(Said::Taken { references }) = &said {
        // Also when nobody else listens: a receipt whose acknowledgement is lost is told again, to whoever binds next.
        trials.expect(name, &**outside, references, &to, now);
    }
    drop(handing_over);
    let references = match said.unwrap_or(Said::NoAnswer(Doubt::UNKNOWN)) {
        Said::Deferred { code, .. } => return Outcome::at(CarrierCame::Deferred, code),
        Said::Refused { code, .. } => return Outcome::at(CarrierCame::Refused, code),
        Said::NoAnswer(doubt) => return Outcome::at(CarrierCame::NoAnswer, doubt.why.code().to_owned()),
        Said::Taken { references } => references,
    };
    let receipt = if alone {
        trial::receipt(outside, &references, &to, RECEIPT).await
    } else {
        app.wake.notify_one();
        let first = references.first().map_or("", String::as_str);
        trials.heard(name, first, RECEIPT).await
    };
    let (came, code) = match receipt {
        None => (CarrierCame::Taken, None),
        Some(receipt) if receipt.status == Receipt::Delivered => (CarrierCame::Delivered, receipt.code),
        Some(receipt) => (CarrierCame::Failed, receipt.code),
    };
    Outcome { came, code, references }
}
