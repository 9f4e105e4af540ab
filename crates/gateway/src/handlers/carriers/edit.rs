//! Setting a carrier up.

use axum::extract::State;
use store::contract::CarrierRecord;
use wire::settings::{Carrier, Sandbox};

use super::{SANDBOX, carrier_of, form};
use crate::app::App;
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::lang::Text;

/// Dearest part: 10 yuan.
pub(super) const DEAREST: u64 = 1_000 * 1_000;
/// Longest until an ordinary receipt: ten minutes.
const SLOWEST: u32 = 600_000;

/// Sets a carrier up. Its name and kind stay what they are; a secret that is not told stays as well.
#[utoipa::path(put, path = "/carriers/{name}", tag = "carriers", security(("session" = ["administer"])), request_body = Carrier,
    params(("name" = String, Path)),
    responses((status = 200, body = Carrier), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn edit(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Path(name): Path<String>,
    Json(body): Json<Carrier>,
) -> Answer<Json<Carrier>> {
    let before = app.store.carrier(&name).await?;
    let known = app.store.carriers().await?;
    let mut faults = faults(&body, &before);
    faults.extend(form::beside(&name, body.hours, body.fallback.as_deref(), &known));
    Failure::of_fields(faults)?;
    let config = match (body.sandbox, body.direct) {
        (Some(sandbox), _) => serde_json::to_string(&sandbox).map_err(Failure::internal)?,
        (None, Some(direct)) => form::config(&name, direct, Some(&before.config), app.carriers.secrets())?,
        (None, None) => before.config,
    };
    let after = CarrierRecord {
        name,
        kind: before.kind,
        enabled: body.enabled,
        price_millis: body.price_millis,
        rate: body.rate,
        policy: body.policy,
        hours: body.hours,
        fallback: body.fallback,
        config,
    };
    app.store.put_carrier(&may.stamp(&app), after.clone()).await?;
    // Saved by a person: one that had stopped may try again.
    if app
        .carriers
        .live(&after.name)
        .is_some_and(|live| live.stopped.is_some())
    {
        app.carriers.hang_up(&after.name);
    }
    app.carriers.troubles().try_again(&after.name);
    app.wake.notify_one();
    Ok(Json(carrier_of(&app, after, &known, true).await?))
}

fn faults(body: &Carrier, before: &CarrierRecord) -> Vec<(String, Text)> {
    let mut faults = Vec::new();
    let mut expect = |fine: bool, field: &str, zh: &'static str, en: &'static str| {
        if !fine {
            faults.push((field.to_owned(), (zh, en).into()));
        }
    };
    expect(
        body.name == before.name,
        "name",
        "通道名称不能改。",
        "A carrier's name stays.",
    );
    expect(
        body.kind == before.kind,
        "kind",
        "通道类型不能改。",
        "A carrier's kind stays.",
    );
    expect(
        body.price_millis <= DEAREST,
        "price_millis",
        "每条最多 10 元。",
        "At most 10 yuan a part.",
    );
    expect(
        body.sandbox.is_none() || before.kind == SANDBOX,
        "sandbox",
        "只有沙箱通道有这些设置。",
        "Only the sandbox has these settings.",
    );
    expect(
        body.direct.as_ref().is_none_or(|direct| direct.kind() == before.kind),
        "direct",
        "通道类型不能改。",
        "A carrier's kind stays.",
    );
    if let Some(sandbox) = body.sandbox {
        for (field, share) in shares(sandbox) {
            expect(
                share <= 1000,
                &format!("sandbox.{field}"),
                "最多 1000‰。",
                "At most 1,000 permille.",
            );
        }
        let fates = [sandbox.refused, sandbox.failed, sandbox.silent, sandbox.dropped];
        expect(
            fates.map(u32::from).iter().sum::<u32>() <= 1000,
            "sandbox",
            "拒绝、失败、无回执与断线合计最多 1000‰。",
            "Refused, failed, silent and dropped add up to 1,000 permille at most.",
        );
        expect(
            sandbox.receipt_ms <= SLOWEST,
            "sandbox.receipt_ms",
            "最多十分钟。",
            "At most ten minutes.",
        );
    }
    faults.extend(form::unknown_policy(body.policy.as_deref()));
    if let Some(direct) = body.direct.as_ref().filter(|direct| direct.kind() == before.kind) {
        faults.extend(form::faults(direct, true));
    }
    faults
}

const fn shares(sandbox: Sandbox) -> [(&'static str, u16); 7] {
    [
        ("refused", sandbox.refused),
        ("failed", sandbox.failed),
        ("silent", sandbox.silent),
        ("twice", sandbox.twice),
        ("late", sandbox.late),
        ("throttled", sandbox.throttled),
        ("dropped", sandbox.dropped),
    ]
}
