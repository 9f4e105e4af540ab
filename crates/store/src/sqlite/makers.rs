//! Who made and who approved a campaign, by what the log says.

use audit::roll::Makers;
use audit::{Event, Party, Value};
use domain::id::CampaignId;
use sqlx::AssertSqlSafe;

use super::log;
use crate::error::{Error, Result};

/// The digest of the content that was last approved for a campaign, of what is logged before the event `before`; `None` too where one
/// of its makers approved it.
pub(super) async fn approved(
    connection: &mut sqlx::SqliteConnection,
    campaign: CampaignId,
    before: u64,
) -> Result<Option<String>> {
    let (mut makers, mut approved) = (Makers::default(), None);
    for event in campaign_events(connection, campaign, before).await? {
        makers.event(&event);
        if event.action == "campaign.approved" {
            approved = Some((makers.clone(), event));
        }
    }
    let Some((makers, event)) = approved else {
        return Ok(None);
    };
    if made_by(connection, &makers, &event.actor).await? {
        return Ok(None);
    }
    Ok(match event.details.get("digest") {
        Some(Value::Text(digest)) => Some(digest.clone()),
        _ => None,
    })
}

/// Who made a campaign, by the log.
pub(super) async fn makers(connection: &mut sqlx::SqliteConnection, campaign: CampaignId) -> Result<Makers> {
    let mut makers = Makers::default();
    for event in campaign_events(connection, campaign, u64::MAX).await? {
        makers.event(&event);
    }
    Ok(makers)
}

/// Whether this member of staff is one of the makers, also through a token.
pub(super) async fn made_by(connection: &mut sqlx::SqliteConnection, makers: &Makers, staff: &Party) -> Result<bool> {
    for maker in makers.iter() {
        if maker == staff {
            return Ok(true);
        }
        if maker.kind == "token" {
            let added = of_subject(connection, ("token", &maker.id), "'token.added'", u64::MAX).await?;
            if added.iter().any(|event| event.actor == *staff) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// What is logged of a campaign's making and approvals before the event `before`, in its order.
async fn campaign_events(
    connection: &mut sqlx::SqliteConnection,
    campaign: CampaignId,
    before: u64,
) -> Result<Vec<Event>> {
    let actions = "'campaign.created', 'campaign.edited', 'campaign.submitted', 'campaign.approved'";
    of_subject(connection, ("campaign", &campaign.to_string()), actions, before).await
}

/// The events of these actions about a subject before the event `before`, in their order, as their leaves say them.
async fn of_subject(
    connection: &mut sqlx::SqliteConnection,
    (kind, id): (&str, &str),
    actions: &str,
    before: u64,
) -> Result<Vec<Event>> {
    let sql = format!(
        "SELECT leaf FROM {}$1{} WHERE subject_kind = $2 AND action IN ({actions}) AND seq < $3 ORDER BY seq",
        log::OF_SUBJECT.0,
        log::OF_SUBJECT.1
    );
    let leaves: Vec<Vec<u8>> = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(id)
        .bind(kind)
        .bind(i64::try_from(before).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    let decode = |leaf: &Vec<u8>| Event::decode(leaf).map_err(|_| Error::Unreadable("event.leaf"));
    leaves.iter().map(decode).collect()
}
