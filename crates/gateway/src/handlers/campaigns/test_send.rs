//! Sending a text to one's own number, before anybody else sees it.

use axum::extract::State;
use carrier::{Answer as Said, Doubt, Message};
use domain::id::CampaignId;
use domain::time::{DAY, HOUR, Millis};
use wire::Code;
use wire::campaigns::{TestSend, TestSent};

use super::check;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::handlers::trial::{MOST, own_number, too_many};
use crate::jobs::carriers::trial;
use crate::lang::Lang;
use crate::planning::Unplannable;
use crate::preview::{message_for, unplannable};

/// Renders the content for a customer and hands it over to its carrier, for one number. It is on no roll; the log says that
/// it was sent, and of the number the last digits.
#[utoipa::path(post, path = "/campaigns/{id}/test", tag = "campaigns", security(("capability" = ["compose"])),
    request_body = TestSend, params(("id" = CampaignId, Path)),
    responses((status = 200, body = TestSent), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem),
        (status = 429, body = wire::Problem), (status = 502, body = wire::Problem)))]
pub async fn test(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
    Json(body): Json<TestSend>,
) -> Answer<Json<TestSent>> {
    Failure::of_fields(check::faults(&body.content))?;
    app.store.campaign(id).await?;
    let phone = own_number(&app, &body.to).await?;
    let message = message_for(&app, &body.content, body.customer, body.wording).await?;
    let record = app.store.carrier(&body.content.carrier).await?;
    let carrier = app
        .carriers
        .get(&record)
        .ok_or_else(|| unplannable(Unplannable::Carrier))?;
    let stamp = may.stamp(&app);
    let digest = body.content.digest();
    if !app
        .store
        .note_test(&stamp, id, &digest, &phone, MOST, stamp.at - DAY)
        .await?
    {
        return Err(too_many());
    }
    let handed = Message {
        key: trial::key(),
        phone: phone.e164().to_owned(),
        text: message.text.clone(),
        parts: message.parts,
        valid_until: stamp.at + Millis::from(body.content.valid_hours) * HOUR,
    };
    let handing_over = app.carriers.trials().hand_over(&record.name);
    let said = carrier.hand_over(stamp.at, &[handed]).await.pop();
    if let Some(Said::Taken { references }) = &said {
        app.carriers
            .trials()
            .expect(&record.name, &*carrier, references, phone.e164(), stamp.at);
    }
    drop(handing_over);
    Ok(Json(TestSent {
        text: message.text,
        parts: message.parts,
        answer: answer(may.lang, said.unwrap_or(Said::NoAnswer(Doubt::UNKNOWN)))?,
    }))
}

/// What the carrier said, in words; that it did not take the message is a failure.
fn answer(lang: Lang, said: Said) -> Answer<String> {
    match said {
        Said::Taken { .. } => Ok(lang
            .pick("通道已接受，请查看手机。", "The carrier took it; look at your phone.")
            .to_owned()),
        Said::NoAnswer(_) => Ok(lang
            .pick(
                "通道没有回答，短信可能会到，也可能不会。",
                "The carrier did not answer; the message may arrive or not.",
            )
            .to_owned()),
        Said::Deferred { code, .. } => Err(Failure::new(Code::CarrierRefused).detail((
            format!("通道正忙（{code}），请稍后再试。"),
            format!("The carrier is busy ({code}); try again later."),
        ))),
        Said::Refused { code, .. } => Err(Failure::new(Code::CarrierRefused).detail((
            format!("通道拒绝了这条短信（{code}）。"),
            format!("The carrier refused the message ({code})."),
        ))),
    }
}
