//! Reading the log.

use std::collections::{BTreeMap, HashMap};
use std::sync::PoisonError;

use async_trait::async_trait;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite as Engine};
use uuid::Uuid;

use super::log::OF_SUBJECT;
use super::{Sqlite, words};
use crate::contract::{EventRecord, Log, LogFilter, LogHead};
use crate::{Error, Result};

/// Leaves read at a time when the tree is taken up.
const LEAVES: i64 = 20_000;
/// Things of one name whose events a search finds; of the runs, the latest.
const CALLED: u32 = 5_000;
/// Kinds of subject that have a name, and where it is.
const NAMED: [(&str, &str); 8] = [
    ("user", "SELECT id, name FROM staff WHERE id IN ("),
    ("token", "SELECT id, name FROM token WHERE id IN ("),
    ("customer", "SELECT id, name FROM customer WHERE id IN ("),
    ("import", "SELECT id, file AS name FROM import_job WHERE id IN ("),
    ("segment", "SELECT id, name FROM segment WHERE id IN ("),
    ("template", "SELECT id, name FROM template WHERE id IN ("),
    ("campaign", "SELECT id, name FROM campaign WHERE id IN ("),
    ("run", "SELECT id, name FROM run WHERE id IN ("),
];

type Names = HashMap<(&'static str, Uuid), String>;

#[async_trait]
impl Log for Sqlite {
    async fn events(&self, filter: &LogFilter, before: Option<u64>, limit: u32) -> Result<Vec<EventRecord>> {
        let mut query = QueryBuilder::<Engine>::new(
            "SELECT seq, at, actor_kind, actor, action, subject_kind, subject, details, leaf_hash FROM event WHERE 1 = 1",
        );
        push(&mut query, filter, &self.called(filter).await?);
        if let Some(before) = before {
            query.push(" AND seq < ").push_bind(before as i64);
        }
        query.push(" ORDER BY seq DESC LIMIT ").push_bind(limit);
        let rows = query.build().fetch_all(self.read()).await?;
        let mut events = rows.iter().map(event_of).collect::<Result<Vec<_>>>()?;
        words::beside(self.read(), &mut events).await?;
        let names = self.names_in(&events).await?;
        let called = |kind: &str, id: &str| {
            let id = id.parse().ok()?;
            let (kind, _) = NAMED.into_iter().find(|(named, _)| *named == kind)?;
            names.get(&(kind, id)).cloned()
        };
        for event in &mut events {
            event.actor_name = called(&event.actor_kind, &event.actor).unwrap_or_else(|| event.actor.clone());
            event.subject_name = called(&event.subject_kind, &event.subject).filter(|name| !name.is_empty());
        }
        Ok(events)
    }

    async fn log_head(&self) -> Result<LogHead> {
        let mut tree = self.tree.lock().unwrap_or_else(PoisonError::into_inner).clone();
        loop {
            let hashes: Vec<Vec<u8>> =
                sqlx::query_scalar("SELECT leaf_hash FROM event WHERE seq >= $1 ORDER BY seq LIMIT $2")
                    .bind(tree.size() as i64)
                    .bind(LEAVES)
                    .fetch_all(self.read())
                    .await?;
            for hash in &hashes {
                tree.push(audit::Hash::try_from(hash.as_slice()).map_err(|_| Error::Unreadable("event"))?);
            }
            if (hashes.len() as i64) < LEAVES {
                break;
            }
        }
        let at = sqlx::query_scalar("SELECT at FROM event WHERE seq = $1")
            .bind(tree.size() as i64 - 1)
            .fetch_optional(self.read())
            .await?;
        let head = LogHead {
            size: tree.size(),
            root: *tree.root().as_bytes(),
            at,
        };
        let mut kept = self.tree.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.size() < tree.size() {
            *kept = tree;
        }
        Ok(head)
    }
}

impl Sqlite {
    /// Ids of whom and what is called what is searched, [`CALLED`] at most. Customers are not looked for by what was done to them.
    async fn called(&self, filter: &LogFilter) -> Result<Vec<String>> {
        let Some(search) = &filter.search else {
            return Ok(Vec::new());
        };
        let ids: Vec<Uuid> = sqlx::query_scalar(
            "SELECT id FROM staff WHERE name LIKE $1 ESCAPE '\\' OR login LIKE $1 ESCAPE '\\'
             UNION ALL SELECT id FROM token WHERE name LIKE $1 ESCAPE '\\'
             UNION ALL SELECT id FROM segment WHERE name LIKE $1 ESCAPE '\\'
             UNION ALL SELECT id FROM template WHERE name LIKE $1 ESCAPE '\\'
             UNION ALL SELECT id FROM campaign WHERE name LIKE $1 ESCAPE '\\'
             UNION ALL SELECT id FROM (SELECT id FROM run WHERE name LIKE $1 ESCAPE '\\' ORDER BY no DESC) LIMIT $2",
        )
        .bind(containing(search))
        .bind(CALLED)
        .fetch_all(self.read())
        .await?;
        Ok(ids.iter().map(Uuid::to_string).collect())
    }

    /// The names of all actors and subjects of some events: one query a kind.
    async fn names_in(&self, events: &[EventRecord]) -> Result<Names> {
        let mut wanted: BTreeMap<&'static str, Vec<Uuid>> = BTreeMap::new();
        let parties = events
            .iter()
            .flat_map(|event| [(&event.actor_kind, &event.actor), (&event.subject_kind, &event.subject)]);
        for (kind, id) in parties {
            if let (Some((kind, _)), Ok(id)) = (NAMED.iter().find(|(named, _)| named == kind), id.parse()) {
                wanted.entry(kind).or_default().push(id);
            }
        }
        let mut names = Names::new();
        for (kind, select) in NAMED {
            let Some(mut ids) = wanted.remove(kind) else { continue };
            ids.sort_unstable();
            ids.dedup();
            let mut query = QueryBuilder::<Engine>::new(select);
            let mut list = query.separated(", ");
            for id in ids {
                list.push_bind(id);
            }
            query.push(")");
            for row in query.build().fetch_all(self.read()).await? {
                names.insert((kind, row.try_get("id")?), row.try_get("name")?);
            }
        }
        Ok(names)
    }
}

fn push(query: &mut QueryBuilder<Engine>, filter: &LogFilter, called: &[String]) {
    if let Some(actor) = &filter.actor {
        query.push(" AND actor = ").push_bind(actor.clone());
    }
    match &filter.action {
        // A beginning is the range up to the same with its dot counted up: '/' follows '.'.
        Some(action) if action.ends_with('.') => {
            let end = format!("{}/", action.trim_end_matches('.'));
            query.push(" AND action >= ").push_bind(action.clone());
            query.push(" AND action < ").push_bind(end);
        }
        Some(action) => {
            query.push(" AND action = ").push_bind(action.clone());
        }
        None => {}
    }
    if let Some(subject) = &filter.subject {
        if subject.parse::<Uuid>().is_ok() {
            query.push(" AND seq IN (SELECT seq FROM ").push(OF_SUBJECT.0);
            query.push_bind(subject.clone()).push(OF_SUBJECT.1).push(")");
        } else {
            query.push(" AND (subject = ").push_bind(subject.clone());
            query.push(" OR subject_kind = ").push_bind(subject.clone()).push(")");
        }
    }
    if let Some(from) = filter.from {
        query.push(" AND at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        query.push(" AND at < ").push_bind(to);
    }
    if let Some(search) = &filter.search {
        query.push(" AND (1 = 0");
        for column in ["action", "subject", "actor", "details"] {
            query
                .push(format!(" OR {column} LIKE "))
                .push_bind(containing(search))
                .push(" ESCAPE '\\'");
        }
        query
            .push(" OR EXISTS (SELECT 1 FROM event_words w WHERE w.seq = event.seq AND w.words LIKE ")
            .push_bind(containing(search))
            .push(" ESCAPE '\\')");
        for column in ["actor", "subject"] {
            query.push(format!(" OR {column} IN ("));
            let mut list = query.separated(", ");
            for id in called {
                list.push_bind(id.clone());
            }
            query.push(")");
        }
        query.push(")");
    }
}

/// The LIKE pattern of everything that holds `text`.
fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

fn event_of(row: &SqliteRow) -> Result<EventRecord> {
    let details: BTreeMap<String, String> =
        serde_json::from_str(row.try_get("details")?).map_err(|_| Error::Unreadable("event"))?;
    let hash: &[u8] = row.try_get("leaf_hash")?;
    Ok(EventRecord {
        seq: row.try_get::<i64, _>("seq")?.unsigned_abs(),
        at: row.try_get("at")?,
        actor_kind: row.try_get("actor_kind")?,
        actor: row.try_get("actor")?,
        actor_name: String::new(),
        action: row.try_get("action")?,
        subject_kind: row.try_get("subject_kind")?,
        subject: row.try_get("subject")?,
        subject_name: None,
        details: details.into_iter().collect(),
        words: Vec::new(),
        leaf_hash: hash.try_into().map_err(|_| Error::Unreadable("event"))?,
    })
}
