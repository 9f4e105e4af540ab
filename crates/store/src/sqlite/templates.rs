//! Templates in SQLite.

use async_trait::async_trait;
use domain::consent::Purpose;
use domain::id::TemplateId;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite as Engine, Transaction};

use super::campaigns::person;
use super::{Sqlite, log};
use crate::contract::templates::{TemplateRecord, TemplateText, TemplateVersionRecord, Templates};
use crate::{Change, Error, Result, Stamp};

const SELECT: &str = "SELECT t.*, COALESCE(s.name, '') AS by_name,
    (SELECT COUNT(*) FROM campaign c WHERE c.template_id = t.id AND c.state <> 'archived') AS campaigns
  FROM template t LEFT JOIN staff s ON s.id = t.updated_by ";

#[async_trait]
impl Templates for Sqlite {
    async fn templates(&self) -> Result<Vec<TemplateRecord>> {
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE t.archived = 0 ORDER BY t.updated_at DESC, t.id DESC"
        )))
        .fetch_all(self.read())
        .await?
        .iter()
        .map(template)
        .collect()
    }

    async fn template(&self, id: TemplateId) -> Result<TemplateRecord> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE t.id = $1")))
            .bind(id.0)
            .fetch_one(self.read())
            .await?;
        template(&row)
    }

    async fn template_versions(&self, id: TemplateId) -> Result<Vec<TemplateVersionRecord>> {
        let rows = sqlx::query(
            "SELECT v.*, COALESCE(s.name, '') AS by_name FROM template_version v LEFT JOIN staff s ON s.id = v.made_by
             WHERE v.template_id = $1 ORDER BY v.version DESC",
        )
        .bind(id.0)
        .fetch_all(self.read())
        .await?;
        if rows.is_empty() {
            return Err(Error::NotFound);
        }
        rows.iter()
            .map(|row| {
                Ok(TemplateVersionRecord {
                    version: row.try_get("version")?,
                    text: text(row)?,
                    made_by: row.try_get("by_name")?,
                    made_at: row.try_get("made_at")?,
                })
            })
            .collect()
    }

    async fn add_template(&self, stamp: &Stamp, id: TemplateId, text: &TemplateText) -> Result<()> {
        let mut tx = self.begin().await?;
        let by = person(&mut tx, &stamp.actor).await?;
        sqlx::query(
            "INSERT INTO template (id, version, name, purpose, text, updated_by, updated_at, others)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.0)
        .bind(&text.name)
        .bind(text.purpose.code())
        .bind(&text.text)
        .bind(by.map(|by| by.0))
        .bind(stamp.at)
        .bind(to_json(&text.others)?)
        .execute(&mut *tx)
        .await?;
        keep_version(&mut tx, stamp, id, 1, text).await?;
        log::append(
            &mut tx,
            stamp,
            Change::new("template.created", "template", id).with("purpose", text.purpose.code()),
        )
        .await?;
        Ok(tx.commit().await?)
    }

    async fn edit_template(&self, stamp: &Stamp, id: TemplateId, version: i64, text: &TemplateText) -> Result<i64> {
        let mut tx = self.begin().await?;
        let row = sqlx::query("SELECT version, name, purpose, text, others, archived FROM template WHERE id = $1")
            .bind(id.0)
            .fetch_one(&mut *tx)
            .await?;
        if row.try_get::<i64, _>("version")? != version {
            return Err(Error::Conflict);
        }
        if row.try_get::<bool, _>("archived")? {
            return Err(Error::WrongState("archived"));
        }
        if self::text(&row)? == *text {
            return Ok(version);
        }
        let by = person(&mut tx, &stamp.actor).await?;
        sqlx::query(
            "UPDATE template SET version = version + 1, name = $3, purpose = $4, text = $5, updated_by = $6, updated_at = $7,
               others = $8
             WHERE id = $1 AND version = $2",
        )
        .bind(id.0)
        .bind(version)
        .bind(&text.name)
        .bind(text.purpose.code())
        .bind(&text.text)
        .bind(by.map(|by| by.0))
        .bind(stamp.at)
        .bind(to_json(&text.others)?)
        .execute(&mut *tx)
        .await?;
        keep_version(&mut tx, stamp, id, version + 1, text).await?;
        let change = Change::new("template.changed", "template", id)
            .with("from_version", version)
            .with("to_version", version + 1);
        log::append(&mut tx, stamp, change).await?;
        tx.commit().await?;
        Ok(version + 1)
    }

    async fn archive_template(&self, stamp: &Stamp, id: TemplateId) -> Result<()> {
        let mut tx = self.begin().await?;
        let archived: bool = sqlx::query_scalar("SELECT archived FROM template WHERE id = $1")
            .bind(id.0)
            .fetch_one(&mut *tx)
            .await?;
        if archived {
            return Ok(());
        }
        sqlx::query("UPDATE template SET archived = 1, updated_at = $2 WHERE id = $1")
            .bind(id.0)
            .bind(stamp.at)
            .execute(&mut *tx)
            .await?;
        log::append(&mut tx, stamp, Change::new("template.archived", "template", id)).await?;
        Ok(tx.commit().await?)
    }
}

async fn keep_version(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    id: TemplateId,
    version: i64,
    text: &TemplateText,
) -> Result<()> {
    let by = person(tx, &stamp.actor).await?;
    sqlx::query(
        "INSERT INTO template_version (template_id, version, name, purpose, text, made_by, made_at, others)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.0)
    .bind(version)
    .bind(&text.name)
    .bind(text.purpose.code())
    .bind(&text.text)
    .bind(by.map(|by| by.0))
    .bind(stamp.at)
    .bind(to_json(&text.others)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn to_json(others: &[String]) -> Result<String> {
    serde_json::to_string(others).map_err(|_| Error::Unreadable("template.others"))
}

fn template(row: &SqliteRow) -> Result<TemplateRecord> {
    Ok(TemplateRecord {
        id: TemplateId(row.try_get("id")?),
        version: row.try_get("version")?,
        text: text(row)?,
        archived: row.try_get("archived")?,
        campaigns: row.try_get::<i64, _>("campaigns")?.unsigned_abs(),
        updated_by: row.try_get("by_name")?,
        updated_at: row.try_get("updated_at")?,
    })
}

fn text(row: &SqliteRow) -> Result<TemplateText> {
    let purpose: &str = row.try_get("purpose")?;
    let purpose = Purpose::ALL.into_iter().find(|known| known.code() == purpose);
    Ok(TemplateText {
        name: row.try_get("name")?,
        purpose: purpose.ok_or(Error::Unreadable("template"))?,
        text: row.try_get("text")?,
        others: serde_json::from_str(row.try_get("others")?).map_err(|_| Error::Unreadable("template.others"))?,
    })
}
