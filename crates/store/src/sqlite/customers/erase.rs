//! Erasing a customer: everything personal goes, wherever it is kept; id, sums and outcomes stay, and that the number opted out.

use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use domain::time::Millis;
use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use crate::error::Result;
use crate::sqlite::inbox::owners;
use crate::sqlite::{dialect, log};

/// Statements with the customer's id as $1. A table that comes to hold something personal adds its own here.
const STATEMENTS: &[&str] = &[
    "DELETE FROM customer_tag WHERE customer_id = $1",
    "DELETE FROM customer_note WHERE customer_id = $1",
    "UPDATE consent_record SET evidence = NULL, salt = NULL WHERE customer_id = $1",
    "UPDATE settlement SET reason = '' WHERE entry_id IN (SELECT id FROM entry WHERE customer_id = $1)
       OR event IN (SELECT seq FROM event_about WHERE customer_id = $1)",
    "DELETE FROM event_words WHERE seq IN (SELECT seq FROM event_about WHERE customer_id = $1)",
    "DELETE FROM event_about WHERE customer_id = $1",
    "UPDATE letter SET name = '', phone = NULL, text = NULL, secret = NULL WHERE entry_id IN (SELECT id FROM entry WHERE customer_id = $1)",
];

/// The customer's replies.
const REPLIES: &str =
    "UPDATE reply SET text = NULL, phone = NULL, parts = NULL, salt = NULL WHERE customer_id = $1 AND text IS NOT NULL";
/// Nobody's replies from a number.
const REPLIES_OF_NUMBER: &str =
    "UPDATE reply SET text = NULL, phone = NULL, parts = NULL, salt = NULL WHERE customer_id IS NULL AND phone = $1";

/// What files said of the customer, and where it stands in words.
const OF_FILES: [(&str, &str); 2] = [("customer_event", "text"), ("purchase", "item")];

/// The numbers by which the customer was written to, or wrote.
const NUMBERS: &str =
    "SELECT l.phone FROM entry e JOIN letter l ON l.entry_id = e.id WHERE e.customer_id = $1 AND l.phone IS NOT NULL
     UNION SELECT phone FROM reply WHERE customer_id = $1 AND phone IS NOT NULL
     UNION SELECT phone FROM conversation WHERE customer_id = $1
     UNION SELECT phone FROM customer WHERE id = $1 AND phone IS NOT NULL";

/// What answered a number of the customer's, of now or of before, where nobody else has it.
const CONFIRMATIONS: &str = "DELETE FROM confirmation WHERE phone = $1";

/// The conversations with the customer.
const CONVERSATIONS: &str = "SELECT id FROM conversation WHERE customer_id = $1";
/// Those with a number.
const OF_PHONE: &str = "SELECT id FROM conversation WHERE phone = $1";

const CARD: &str = "UPDATE customer SET number = NULL, name = '', sex = NULL, phone = NULL, phone_state = 0, phone_raw = NULL, \
     phone_key = NULL, tier = NULL, city = NULL, tags = '[]', site_stage = NULL, site_stage_said = NULL, site_name = NULL, site_started = NULL, \
     site_due = NULL, project_manager = NULL, birthday = NULL, lunar_birthday = NULL, agent_id = NULL, note = NULL, \
     attributes = '{}', erased_at = $1, updated_at = $1, version = version + 1 WHERE id = $2 AND erased_at IS NULL";

/// What outlives an erased customer.
pub(super) struct Erased {
    /// The number.
    pub phone: Option<String>,
    /// What was withdrawn.
    pub withdrawn: Vec<Purpose>,
    /// Who has the number, too.
    pub sharing: Vec<CustomerId>,
    /// How many conversations went with the customer.
    pub conversations: usize,
    /// How many replies lost what they said.
    pub replies: u64,
}

/// `None`: there was nothing left to erase.
pub(super) async fn customer(tx: &mut Transaction<'_, Engine>, id: CustomerId, now: Millis) -> Result<Option<Erased>> {
    let row = sqlx::query("SELECT phone, consent_service, consent_care, consent_marketing FROM customer WHERE id = $1")
        .bind(id.0)
        .fetch_one(&mut **tx)
        .await?;
    let numbers: Vec<String> = sqlx::query_scalar(NUMBERS).bind(id.0).fetch_all(&mut **tx).await?;
    let erased = sqlx::query(CARD).bind(now).bind(id.0).execute(&mut **tx).await?;
    if erased.rows_affected() == 0 {
        return Ok(None);
    }
    let theirs: Vec<Uuid> = sqlx::query_scalar(CONVERSATIONS)
        .bind(id.0)
        .fetch_all(&mut **tx)
        .await?;
    let mut conversations = theirs.len();
    forget(tx, theirs).await?;
    let emptied = sqlx::query(REPLIES).bind(id.0).execute(&mut **tx).await?;
    let mut replies = emptied.rows_affected();
    for statement in STATEMENTS {
        sqlx::query(*statement).bind(id.0).execute(&mut **tx).await?;
    }
    for (table, words) in OF_FILES {
        // A key is made of what was written, and goes with it.
        let sql = format!(
            "UPDATE {table} SET {words} = NULL, number = NULL, key = {} WHERE customer_id = $1",
            dialect::RANDOM
        );
        sqlx::query(AssertSqlSafe(sql)).bind(id.0).execute(&mut **tx).await?;
    }
    let phone: Option<String> = row.try_get(0)?;
    let mut withdrawn = Vec::new();
    for (place, purpose) in Purpose::ALL.into_iter().enumerate() {
        if Consent::from_number(row.try_get(place + 1)?) == Consent::Withdrawn {
            withdrawn.push(purpose);
        }
    }
    let sharing = match &phone {
        Some(phone) => owners(tx, phone).await?,
        None => Vec::new(),
    };
    for number in &numbers {
        if owners(tx, number).await?.is_empty() {
            let nobodys: Vec<Uuid> = sqlx::query_scalar(OF_PHONE).bind(number).fetch_all(&mut **tx).await?;
            conversations += nobodys.len();
            forget(tx, nobodys).await?;
            let emptied = sqlx::query(REPLIES_OF_NUMBER).bind(number).execute(&mut **tx).await?;
            replies += emptied.rows_affected();
            sqlx::query(CONFIRMATIONS).bind(number).execute(&mut **tx).await?;
        }
    }
    Ok(Some(Erased {
        phone,
        withdrawn,
        sharing,
        conversations,
        replies,
    }))
}

/// Deletes conversations with whatever was noted about them: also while the number was nobody's, when no event could be about a customer.
async fn forget(tx: &mut Transaction<'_, Engine>, conversations: Vec<Uuid>) -> Result<()> {
    let about = format!(
        "(SELECT seq FROM {}$1{} WHERE subject_kind = 'conversation')",
        log::OF_SUBJECT.0,
        log::OF_SUBJECT.1
    );
    for id in conversations {
        for table in ["event_words", "event_about"] {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM {table} WHERE seq IN {about}")))
                .bind(id.to_string())
                .execute(&mut **tx)
                .await?;
        }
        sqlx::query("DELETE FROM conversation WHERE id = $1")
            .bind(id)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
