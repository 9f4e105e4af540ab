//! The organisation's settings and its carriers, in SQLite.

use async_trait::async_trait;
use domain::consent::Purpose;
use domain::phone::Phone;
use domain::schedule::AllowedHours;
use domain::time::Millis;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::{Sqlite, log};
use crate::contract::{CarrierRecord, Organisation, Settings};
use crate::{Change, Error, Result, Stamp};

pub(super) fn to_json(organisation: &Organisation) -> Result<String> {
    serde_json::to_string(organisation).map_err(|_| Error::Unreadable("organisation"))
}

#[async_trait]
impl Settings for Sqlite {
    async fn organisation(&self) -> Result<(i64, Organisation)> {
        let row = sqlx::query("SELECT version, settings FROM organisation WHERE id = 1")
            .fetch_optional(self.read())
            .await?;
        let Some(row) = row else {
            return Ok((0, Organisation::default()));
        };
        let json: &str = row.try_get("settings")?;
        let organisation = serde_json::from_str(json).map_err(|_| Error::Unreadable("organisation"))?;
        Ok((row.try_get("version")?, organisation))
    }

    async fn set_organisation_and_firings(
        &self,
        stamp: &Stamp,
        version: i64,
        organisation: Organisation,
        moved: &(dyn Fn(Millis) -> Millis + Sync),
    ) -> Result<i64> {
        let mut tx = self.begin().await?;
        let before: Option<String> =
            sqlx::query_scalar("SELECT settings FROM organisation WHERE id = 1 AND version = $1")
                .bind(version)
                .fetch_optional(&mut *tx)
                .await?;
        if version == 0 {
            sqlx::query(
                "INSERT INTO organisation (id, version, settings) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING",
            )
            .bind(to_json(&organisation)?)
            .execute(&mut *tx)
            .await?;
        }
        let done =
            sqlx::query("UPDATE organisation SET version = version + 1, settings = $1 WHERE id = 1 AND version = $2")
                .bind(to_json(&organisation)?)
                .bind(version)
                .execute(&mut *tx)
                .await?;
        if done.rows_affected() == 0 {
            return Err(Error::Conflict);
        }
        let mut change = Change::new("settings.changed", "organisation", 1).with("version", version + 1);
        let now = said(&organisation);
        if let Some(before) = before {
            let before = serde_json::from_str(&before).map_err(|_| Error::Unreadable("organisation"))?;
            change = change.with("from", differing(said(&before), &now));
        }
        change.details.extend(now);
        log::append(&mut tx, stamp, change).await?;
        reschedule(&mut tx, stamp, moved).await?;
        tx.commit().await?;
        Ok(version + 1)
    }

    async fn carriers(&self) -> Result<Vec<CarrierRecord>> {
        sqlx::query("SELECT * FROM carrier ORDER BY name")
            .fetch_all(self.read())
            .await?
            .iter()
            .map(carrier_of)
            .collect()
    }

    async fn carrier(&self, name: &str) -> Result<CarrierRecord> {
        let row = sqlx::query("SELECT * FROM carrier WHERE name = $1")
            .bind(name)
            .fetch_one(self.read())
            .await?;
        carrier_of(&row)
    }

    async fn put_carrier(&self, stamp: &Stamp, carrier: CarrierRecord) -> Result<()> {
        let mut tx = self.begin().await?;
        let before = sqlx::query("SELECT * FROM carrier WHERE name = $1")
            .bind(&carrier.name)
            .fetch_optional(&mut *tx)
            .await?
            .as_ref()
            .map(carrier_of)
            .transpose()?;
        sqlx::query(
            "INSERT INTO carrier (name, kind, enabled, price_millis, rate, config, policy, fallback, hours_from, hours_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, enabled = excluded.enabled,
               price_millis = excluded.price_millis, rate = excluded.rate, config = excluded.config, policy = excluded.policy,
               fallback = excluded.fallback, hours_from = excluded.hours_from, hours_until = excluded.hours_until",
        )
        .bind(&carrier.name)
        .bind(&carrier.kind)
        .bind(carrier.enabled)
        .bind(carrier.price_millis as i64)
        .bind(carrier.rate)
        .bind(&carrier.config)
        .bind(&carrier.policy)
        .bind(&carrier.fallback)
        .bind(carrier.hours.map(|hours| hours.from))
        .bind(carrier.hours.map(|hours| hours.until))
        .execute(&mut *tx)
        .await?;
        let now = set_up(&carrier);
        let mut change = Change::new("carrier.changed", "carrier", &carrier.name);
        if let Some(before) = before {
            // What its module needs holds passwords: that it is another is all that is told of it.
            change = change
                .with("from", differing(set_up(&before), &now))
                .with("config_changed", before.config != carrier.config);
        }
        change.details.extend(now);
        log::append(&mut tx, stamp, change).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn remove_carrier(&self, stamp: &Stamp, name: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        let used: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM run WHERE carrier = $1 AND state <> 'closed')
               OR EXISTS (SELECT 1 FROM run_carrier c JOIN run r ON r.no = c.run_no WHERE c.carrier = $1 AND r.state <> 'closed')
               OR EXISTS (SELECT 1 FROM carrier WHERE fallback = $1)
               OR EXISTS (SELECT 1 FROM campaign WHERE state IN ('submitted', 'approved') AND content ->> '$.carrier' = $1)",
        )
        .bind(name)
        .fetch_one(&mut *tx)
        .await?;
        if used {
            return Err(Error::WrongState("a run, a campaign or a carrier uses the carrier"));
        }
        let done = sqlx::query("DELETE FROM carrier WHERE name = $1")
            .bind(name)
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(Error::NotFound);
        }
        log::append(&mut tx, stamp, Change::new("carrier.removed", "carrier", name)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn note_carrier_test(&self, stamp: &Stamp, name: &str, to: &Phone, most: u32, since: Millis) -> Result<bool> {
        let mut tx = self.begin().await?;
        if !log::may_test(&mut tx, stamp, most, since).await? {
            return Ok(false);
        }
        let change = Change::new("carrier.tested", "carrier", name).with("to", log::ending(to));
        log::append(&mut tx, stamp, change).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(self.read()).await?;
        Ok(())
    }

    async fn shut(&self) {
        self.close().await;
    }
}

/// Moves the next firings that are still to come.
async fn reschedule(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    moved: &(dyn Fn(Millis) -> Millis + Sync),
) -> Result<()> {
    let firings: Vec<(Uuid, Millis)> =
        sqlx::query_as("SELECT id, next_at FROM campaign WHERE state = 'approved' AND next_at > $1 ORDER BY id")
            .bind(stamp.at)
            .fetch_all(&mut **tx)
            .await?;
    let mut changes = Vec::new();
    for (campaign, from) in firings {
        let to = moved(from);
        if to == from {
            continue;
        }
        sqlx::query("UPDATE campaign SET next_at = $2 WHERE id = $1")
            .bind(campaign)
            .bind(to)
            .execute(&mut **tx)
            .await?;
        let change = Change::new("campaign.rescheduled", "campaign", campaign);
        changes.push(change.with("from", from).with("to", to));
    }
    log::append_all(tx, stamp, changes).await?;
    Ok(())
}

/// How a carrier is set up, as the log says it.
fn set_up(carrier: &CarrierRecord) -> Vec<(&'static str, String)> {
    vec![
        ("kind", carrier.kind.clone()),
        ("enabled", carrier.enabled.to_string()),
        ("price_millis", carrier.price_millis.to_string()),
        ("rate", carrier.rate.to_string()),
        ("policy", carrier.policy.clone().unwrap_or_default()),
        ("fallback", carrier.fallback.clone().unwrap_or_default()),
        ("hours", carrier.hours.map_or_else(String::new, span)),
    ]
}

/// What was another before, for the log: `hours=480-1200; cap=4/7`.
fn differing(before: Vec<(&'static str, String)>, now: &[(&'static str, String)]) -> String {
    let changed = before.into_iter().filter(|was| !now.contains(was));
    let changed: Vec<String> = changed.map(|(key, value)| format!("{key}={value}")).collect();
    changed.join("; ")
}

/// The settings as the log says them.
pub(super) fn said(organisation: &Organisation) -> Vec<(&'static str, String)> {
    let hours = |purpose| organisation.purpose_hours.of(purpose).map_or_else(String::new, span);
    let cap = |purpose| {
        let cap = organisation.caps.of(purpose);
        format!("{}/{}", cap.day, cap.week)
    };
    vec![
        ("firm", organisation.firm.clone()),
        ("signature", organisation.signature.clone()),
        ("phone", organisation.phone.clone()),
        ("zone", organisation.zone.clone()),
        ("hours", span(organisation.hours)),
        ("purpose_hours", of_purposes(hours)),
        (
            "cap",
            format!("{}/{}", organisation.cap_messages, organisation.cap_days),
        ),
        ("caps", of_purposes(cap)),
        ("receipt_hours", organisation.receipt_hours.to_string()),
        ("gap_days", organisation.gap_days.to_string()),
        ("own_days", organisation.days.len().to_string()),
        ("care_needs_consent", organisation.care_needs_consent.to_string()),
        ("confirm_opt_outs", organisation.confirmation.on.to_string()),
    ]
}

/// Hours, for the log: minutes of the day.
fn span(hours: AllowedHours) -> String {
    format!("{}-{}", hours.from, hours.until)
}

/// What holds for each purpose, for the log.
fn of_purposes(of: impl Fn(Purpose) -> String) -> String {
    let all = Purpose::ALL.map(|purpose| format!("{}:{}", purpose.code(), of(purpose)));
    all.join(" ")
}

fn carrier_of(row: &SqliteRow) -> Result<CarrierRecord> {
    Ok(CarrierRecord {
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        enabled: row.try_get("enabled")?,
        price_millis: row.try_get::<i64, _>("price_millis")?.unsigned_abs(),
        rate: row.try_get("rate")?,
        config: row.try_get("config")?,
        policy: row.try_get("policy")?,
        hours: match (row.try_get("hours_from")?, row.try_get("hours_until")?) {
            (Some(from), Some(until)) => Some(AllowedHours { from, until }),
            _ => None,
        },
        fallback: row.try_get("fallback")?,
    })
}
