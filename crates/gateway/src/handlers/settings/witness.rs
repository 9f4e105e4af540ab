//! Where checkpoints are sent to be kept.

use std::path::Path;

use axum::extract::State;
use store::contract::{Place, Sent, Witness};
use wire::Code;
use wire::settings::{WitnessPlace, WitnessSettings, WitnessState};

use crate::app::App;
use crate::caller::{May, Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;
use crate::jobs::witness;

/// The longest address or path.
const LONGEST: usize = 1_000;
/// A month.
const MOST_HOURS: u16 = 744;

/// Where checkpoints go, how often, and what came of the last ones.
#[utoipa::path(get, path = "/settings/witness", tag = "settings", security(("capability" = ["administer"])),
    responses((status = 200, body = WitnessState)))]
pub async fn get(_: May<cap::Administer>, State(app): State<App>) -> Answer<Json<WitnessState>> {
    Ok(Json(state(&app).await?))
}

/// Replaces where checkpoints go, if the version is the one sent. What is due is sent within seconds.
#[utoipa::path(put, path = "/settings/witness", tag = "settings", security(("session" = ["administer"])),
    request_body = WitnessSettings,
    responses((status = 200, body = WitnessState), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn put(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Json(body): Json<WitnessSettings>,
) -> Answer<Json<WitnessState>> {
    let set = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let version = body.version;
    let witness = Witness {
        folder: set(body.folder),
        url: set(body.url),
        hours: body.hours,
    };
    Failure::of_fields(faults(&witness))?;
    match app.store.set_witness(&may.stamp(&app), version, &witness).await {
        Ok(_) => Ok(Json(state(&app).await?)),
        Err(store::Error::Conflict) => Err(Failure::new(Code::Conflict).current(&state(&app).await?)),
        Err(error) => Err(error.into()),
    }
}

/// Sends the last checkpoint to each place at once, due or not, and answers what came of it: a way to try the settings out.
#[utoipa::path(post, path = "/settings/witness/send", tag = "settings", security(("session" = ["administer"])),
    responses((status = 200, body = WitnessState)))]
pub async fn send(_: Person<cap::Administer>, State(app): State<App>) -> Answer<Json<WitnessState>> {
    witness::send_now(&app).await?;
    Ok(Json(state(&app).await?))
}

fn faults(witness: &Witness) -> Vec<(String, crate::lang::Text)> {
    let mut faults = Vec::new();
    if let Some(folder) = &witness.folder {
        let path = Path::new(folder);
        if !path.is_absolute() || folder.len() > LONGEST || !path.is_dir() {
            let why = (
                "请填写网关所在机器上已有文件夹的完整路径。",
                "The full path of a folder that is there, on the gateway's machine.",
            );
            faults.push(("folder".to_owned(), why.into()));
        }
    }
    if let Some(url) = &witness.url {
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let good = host.is_some_and(|host| !host.is_empty() && !host.starts_with(['/', ':', '?', '#']));
        if !good || url.len() > LONGEST || url.parse::<axum::http::Uri>().is_err() {
            let why = (
                "请填写以 https:// 或 http:// 开头的地址。",
                "An address that begins with https:// or http://.",
            );
            faults.push(("url".to_owned(), why.into()));
        }
    }
    if witness.hours > MOST_HOURS {
        faults.push(("hours".to_owned(), ("0 到 744 小时。", "0 to 744 hours.").into()));
    }
    faults
}

async fn state(app: &App) -> store::Result<WitnessState> {
    let (version, witness) = app.store.witness().await?;
    let there = [witness.folder.is_some(), witness.url.is_some()];
    let mut places = Vec::new();
    for (place, there) in Place::ALL.into_iter().zip(there) {
        places.push(if there {
            Some(place_of(app.store.sent(place).await?))
        } else {
            None
        });
    }
    let url_sent = places.pop().flatten();
    Ok(WitnessState {
        settings: WitnessSettings {
            version,
            folder: witness.folder,
            url: witness.url,
            hours: witness.hours,
        },
        folder_sent: places.pop().flatten(),
        url_sent,
    })
}

fn place_of(sent: Sent) -> WitnessPlace {
    WitnessPlace {
        size: sent.size,
        sent_at: sent.sent_at,
        failed_at: sent.failed_at,
        failure: sent.failure,
        failing: sent.tries > 0,
    }
}
