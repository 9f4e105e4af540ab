//! The staff, and the first admin.

use domain::id::UserId;
use domain::role::Role;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite as Engine, Transaction};

use super::super::settings::to_json;
use super::super::{Sqlite, log};
use super::sessions;
use crate::contract::{Credentials, NewStaff, Organisation, SecretHash, Staff, StaffEdit};
use crate::{Change, Error, Result, Stamp};

const COLUMNS: &str = "id, login, name, role, active, created_at, seen_at";

pub(super) fn staff_of(row: &SqliteRow) -> Result<Staff> {
    Ok(Staff {
        id: UserId(row.try_get("id")?),
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        role: Role::from_code(row.try_get("role")?).ok_or(Error::Unreadable("staff"))?,
        active: row.try_get("active")?,
        created_at: row.try_get("created_at")?,
        seen_at: row.try_get("seen_at")?,
    })
}

pub(super) async fn all(store: &Sqlite) -> Result<Vec<Staff>> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM staff ORDER BY login"
    )))
    .fetch_all(store.read())
    .await?
    .iter()
    .map(staff_of)
    .collect()
}

pub(super) async fn by_id(store: &Sqlite, id: UserId) -> Result<Staff> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM staff WHERE id = $1"
    )))
    .bind(id.0)
    .fetch_one(store.read())
    .await?;
    staff_of(&row)
}

pub(super) async fn nobody(store: &Sqlite) -> Result<bool> {
    let somebody: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM staff)")
        .fetch_one(store.read())
        .await?;
    Ok(!somebody)
}

pub(super) async fn credentials(store: &Sqlite, login: &str) -> Result<Option<Credentials>> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS}, password_hash FROM staff WHERE login = $1"
    )))
    .bind(login.to_lowercase())
    .fetch_optional(store.read())
    .await?;
    row.map(|row| {
        Ok(Credentials {
            staff: staff_of(&row)?,
            password_hash: row.try_get("password_hash")?,
        })
    })
    .transpose()
}

pub(super) async fn password_hash(store: &Sqlite, id: UserId) -> Result<String> {
    Ok(sqlx::query_scalar("SELECT password_hash FROM staff WHERE id = $1")
        .bind(id.0)
        .fetch_one(store.read())
        .await?)
}

pub(super) async fn add(store: &Sqlite, stamp: &Stamp, new: NewStaff) -> Result<()> {
    let mut tx = store.begin().await?;
    insert(&mut tx, stamp, new).await?;
    tx.commit().await?;
    Ok(())
}

async fn insert(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, new: NewStaff) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO staff (id, login, name, role, password_hash, active, created_at) VALUES ($1, $2, $3, $4, $5, 1, $6)
         ON CONFLICT (login) DO NOTHING",
    )
    .bind(new.id.0)
    .bind(new.login.to_lowercase())
    .bind(&new.name)
    .bind(new.role.code())
    .bind(&new.password_hash)
    .bind(stamp.at)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Taken("login"));
    }
    log::append(
        tx,
        stamp,
        Change::new("user.added", "user", new.id).with("role", new.role.code()),
    )
    .await?;
    Ok(())
}

pub(super) async fn edit(store: &Sqlite, stamp: &Stamp, id: UserId, edit: StaffEdit) -> Result<()> {
    let mut tx = store.begin().await?;
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM staff WHERE id = $1"
    )))
    .bind(id.0)
    .fetch_one(&mut *tx)
    .await?;
    let before = staff_of(&row)?;
    sqlx::query(
        "UPDATE staff SET name = $2, role = $3, active = $4, password_hash = COALESCE($5, password_hash) WHERE id = $1",
    )
    .bind(id.0)
    .bind(&edit.name)
    .bind(edit.role.code())
    .bind(edit.active)
    .bind(&edit.password_hash)
    .execute(&mut *tx)
    .await?;
    let admins: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM staff WHERE role = $1 AND active = 1")
        .bind(Role::Admin.code())
        .fetch_one(&mut *tx)
        .await?;
    if admins == 0 {
        return Err(Error::WrongState("last_admin"));
    }
    if edit.password_hash.is_some() || !edit.active {
        sessions::end_all(&mut tx, stamp, id, None).await?;
    }
    let change = Change::new("user.changed", "user", id)
        .with("role", format!("{} > {}", before.role.code(), edit.role.code()))
        .with("active", format!("{} > {}", before.active, edit.active))
        .with("renamed", before.name != edit.name)
        .with("password", edit.password_hash.is_some());
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn change_password(
    store: &Sqlite,
    stamp: &Stamp,
    id: UserId,
    hash: &str,
    keep: Option<&str>,
) -> Result<()> {
    let mut tx = store.begin().await?;
    let done = sqlx::query("UPDATE staff SET password_hash = $2 WHERE id = $1")
        .bind(id.0)
        .bind(hash)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let ended = sessions::end_all(&mut tx, stamp, id, keep).await?;
    let change = Change::new("user.password_changed", "user", id).with("sessions_ended", ended);
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn offer_setup(store: &Sqlite, secret: SecretHash) -> Result<()> {
    let mut tx = store.begin().await?;
    sqlx::query(
        "INSERT INTO organisation (id, version, settings, setup_hash) VALUES (1, 0, $1, $2)
         ON CONFLICT (id) DO UPDATE SET setup_hash = excluded.setup_hash",
    )
    .bind(to_json(&Organisation::default())?)
    .bind(secret.as_slice())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn set_up(
    store: &Sqlite,
    stamp: &Stamp,
    secret: SecretHash,
    admin: NewStaff,
    organisation: Organisation,
) -> Result<()> {
    let mut tx = store.begin().await?;
    let done = sqlx::query(
        "UPDATE organisation SET setup_hash = NULL, settings = $2, version = version + 1
         WHERE id = 1 AND setup_hash = $1 AND NOT EXISTS (SELECT 1 FROM staff)",
    )
    .bind(secret.as_slice())
    .bind(to_json(&organisation)?)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    insert(&mut tx, stamp, admin).await?;
    let change = Change::new("organisation.set_up", "organisation", 1).with("zone", &organisation.zone);
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(())
}
