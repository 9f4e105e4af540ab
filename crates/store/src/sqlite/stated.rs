//! What rows say that events of the log say, too: in the words of the events, so that a reader has only to compare.

use domain::campaign::Content;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Column as _, Row};
use uuid::Uuid;

use super::roll_sum::RollKey;
use super::{row_seal, settings};
use crate::contract::{Organisation, StatedRow};
use crate::error::Result;

/// What the rows are, as sentences call them, and how they are read. Columns whose names begin with `id` are the row's id together; the others
/// are what it says; of one whose name begins with `sealed` its seal.
const STATED: [(&str, &str); 18] = [
    (
        "user",
        "SELECT id, role, CASE active WHEN 1 THEN 'true' ELSE 'false' END AS active, created_at,
           json_array('user', hex(id), login, name, password_hash) AS \"sealed login, name or password\" FROM staff",
    ),
    (
        "token",
        "SELECT id, role, created_by, created_at, revoked_at,
           json_array('token', hex(id), name, hex(secret_hash)) AS \"sealed name or secret\" FROM token",
    ),
    (
        "carrier",
        "SELECT name AS id, kind, CASE enabled WHEN 1 THEN 'true' ELSE 'false' END AS enabled, price_millis, rate,
           COALESCE(policy, '') AS policy, COALESCE(fallback, '') AS fallback,
           COALESCE(hours_from || '-' || hours_until, '') AS hours,
           json_array('carrier', name, config) AS \"sealed connection\" FROM carrier",
    ),
    (
        "template",
        "SELECT id, version, archived, updated_by, updated_at,
           json_array('template', hex(id), version, name, purpose, text, others) AS \"sealed name or texts\" FROM template",
    ),
    (
        "template version",
        "SELECT template_id AS id, version AS id_version, purpose, made_by, made_at,
           json_array('template', hex(template_id), version, name, purpose, text, others) AS \"sealed name or texts\" FROM template_version",
    ),
    (
        "segment",
        "SELECT id, version, archived_at, created_at, updated_at,
           json_array('segment', hex(id), name, rule, built_in, actor_kind, actor) AS \"sealed name, rule or author\" FROM segment",
    ),
    (
        "campaign",
        "SELECT id, version, state, digest, author, submitted_by, submitted_at, approved_by, approved_at, returned, created_at,
           updated_at, content, COALESCE(CAST(next_at AS TEXT), 'never') AS next_at,
           json_array('campaign', hex(id), name, hex(segment_id), hex(template_id), body) AS \"sealed name, text, segment or template\" FROM campaign",
    ),
    (
        "decision",
        "SELECT campaign_id AS id, at AS id_at, kind AS id_kind, made_by, digest, content,
           json_array('decision', hex(campaign_id), n, comment) AS \"sealed comment\" FROM decision",
    ),
    (
        "run",
        "SELECT id, campaign_id AS campaign, campaign_version, due_at, opened_at, author_id, approver_id, approved_at, digest, held_why, doomed, frozen_at, closed_at,
           digest AS frozen_content, author_id AS frozen_author, approver_id AS frozen_approver, approved_at AS frozen_approved_at,
           state = 'closed' AS closed, CASE state WHEN 'awaiting' THEN 'running' ELSE state END AS state, audience, roll, parts, cost_millis, COALESCE(rate, 0) AS rate,
           (SELECT COUNT(*) FROM attempt a WHERE a.entry_id >= no * 4294967296 AND a.entry_id < (no + 1) * 4294967296) AS attempts,
           (SELECT COALESCE(SUM(e.attempts), 0) FROM entry e WHERE e.run_no = no) AS attempts_of_entries,
           json_array('run', hex(id), name, author, approver) AS \"sealed name or people's names\" FROM run",
    ),
    (
        "opt-outs",
        "SELECT 1 AS id, COUNT(*) AS rows FROM suppressed WHERE told = 1",
    ),
    (
        "second carrier",
        "SELECT r.id, c.carrier AS id_carrier, c.since FROM run_carrier c JOIN run r ON r.no = c.run_no",
    ),
    (
        "settlement",
        "SELECT DISTINCT event AS id, how, at, settled_by,
           reason = COALESCE((SELECT w.words FROM event_words w WHERE w.seq = event AND w.key = 'reason'), '') AS reason,
           (SELECT COUNT(*) FROM settlement o WHERE o.event = settlement.event) AS entries FROM settlement WHERE event IS NOT NULL",
    ),
    (
        "conversation",
        "SELECT id, state, note IS NULL OR COALESCE(note = (SELECT w.words FROM event_words w WHERE w.seq = event AND w.key = 'note'), 0) AS note
         FROM conversation",
    ),
    (
        "reply",
        "SELECT id, json_array('reply', hex(id), hex(customer_id), at, text, carrier, phone, part_of, parts, hex(salt))
           AS \"sealed text, number, time or customer\" FROM reply WHERE text IS NOT NULL",
    ),
    (
        "import",
        "SELECT id, kind, bytes, state, new_rows AS new, changed_rows AS changed, unchanged_rows AS unchanged, refused_rows AS refused,
           unreachable_rows AS unreachable, actor_kind, actor, created_at FROM import_job",
    ),
    (
        "witness",
        "SELECT id, CASE WHEN folder IS NULL THEN 'false' ELSE 'true' END AS folder, CASE WHEN url IS NULL THEN 'false' ELSE 'true' END AS url,
           hours, json_array('witness', folder, url) AS \"sealed folder or address\" FROM witness",
    ),
    ("key", "SELECT key AS id, since, retired_at FROM log_key"),
    (
        "erased customer",
        "SELECT id, erased_at FROM customer WHERE erased_at IS NOT NULL",
    ),
];

/// The organisation, whose settings are read apart.
const ORGANISATION: (&str, &str) = (
    "organisation",
    "SELECT id, version, settings, json_array('organisation', settings) AS \"sealed settings\" FROM organisation",
);

/// How rows of this kind are read.
pub(super) fn select(of: &str) -> Option<&'static str> {
    let mut all = STATED.into_iter().chain([ORGANISATION]);
    all.find(|(kind, _)| *kind == of).map(|(_, sql)| sql)
}

/// All of them; sealed where the store has the key.
pub(super) async fn rows(pool: &SqlitePool, key: Option<&RollKey>) -> Result<Vec<StatedRow>> {
    let mut stated = Vec::new();
    for (of, sql) in STATED {
        for row in sqlx::query(sql).fetch_all(pool).await? {
            stated.push(stated_row(of, key, &row)?);
        }
    }
    stated.extend(organisation(pool, key).await?);
    Ok(stated)
}

fn stated_row(of: &'static str, key: Option<&RollKey>, row: &SqliteRow) -> Result<StatedRow> {
    let (mut id, mut says) = (Vec::new(), Vec::new());
    let plain = row.columns().iter().enumerate();
    for (n, column) in plain.filter(|(_, column)| !row_seal::is_sealed(column.name())) {
        let value = match column.name() {
            // Of what was approved, the log has the digest.
            "content" => row.try_get::<Option<_>, _>(n)?.map(digest),
            _ => text(row, n),
        };
        if column.name().starts_with("id") {
            id.extend(value);
        } else {
            says.push((column.name().to_owned(), value));
        }
    }
    says.extend(row_seal::of_row(key, row)?.map(|(column, seal)| (column, Some(seal))));
    Ok(StatedRow {
        of,
        id: id.join(" "),
        says,
    })
}

fn digest(content: &str) -> String {
    let content: Option<Content> = serde_json::from_str(content).ok();
    content.map_or_else(String::new, |content| content.digest())
}

/// What no event says of any column: what stands there can't be read.
const UNREADABLE: &str = "unreadable";

/// A value as an event would say it: numbers in decimal, ids with their dashes.
fn text(row: &SqliteRow, column: usize) -> Option<String> {
    if let Ok(number) = row.try_get::<Option<i64>, _>(column) {
        return number.map(|number| number.to_string());
    }
    if let Ok(text) = row.try_get::<Option<String>, _>(column) {
        return text;
    }
    let id = row.try_get::<Option<Uuid>, _>(column);
    id.map_or_else(|_| Some(UNREADABLE.to_owned()), |id| id.map(|id| id.to_string()))
}

async fn organisation(pool: &SqlitePool, key: Option<&RollKey>) -> Result<Option<StatedRow>> {
    let (of, sql) = ORGANISATION;
    let Some(row) = sqlx::query(sql).fetch_optional(pool).await? else {
        return Ok(None);
    };
    let version: i64 = row.try_get("version")?;
    let read: Option<Organisation> = serde_json::from_str(row.try_get("settings")?).ok();
    let readable = read.is_some();
    let said = settings::said(&read.unwrap_or_default()).into_iter();
    let said = said.map(|(key, value)| (key, if readable { value } else { UNREADABLE.to_owned() }));
    let says = std::iter::once(("version", version.to_string())).chain(said);
    let says = says.map(|(column, value)| (column.to_owned(), value));
    Ok(Some(StatedRow {
        of,
        id: "1".to_owned(),
        says: says
            .chain(row_seal::of_row(key, &row)?)
            .map(|(column, value)| (column, Some(value)))
            .collect(),
    }))
}
