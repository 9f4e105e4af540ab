//! What a second person decides.

use audit::Party;
use domain::campaign::CampaignAct;
use domain::id::{CampaignId, UserId};
use domain::time::Millis;
use sqlx::{Sqlite as Engine, Transaction};

use super::change::standing;
use super::note::{decision, moved};
use crate::contract::campaigns::DecisionWhat;
use crate::sqlite::{Sqlite, log, makers};
use crate::{Actor, Change, Error, Result, Stamp};

/// Approves or returns. The maker is not the checker, whatever their roles: that is checked here, inside the transaction.
pub(super) async fn decide(
    store: &Sqlite,
    stamp: &Stamp,
    id: CampaignId,
    digest: &str,
    what: DecisionWhat,
    comment: Option<&str>,
    next_at: Option<Millis>,
) -> Result<()> {
    let mut tx = store.begin().await?;
    let was = standing(&mut tx, id).await?;
    let act = if what == DecisionWhat::Approved {
        CampaignAct::Approve
    } else {
        CampaignAct::Return
    };
    let after = was.state.after(act).ok_or(Error::WrongState(was.state.code()))?;
    if was.digest != digest {
        return Err(Error::Conflict);
    }
    let checker = checker(&mut tx, &stamp.actor, id).await?;
    if what == DecisionWhat::Returned {
        decision(&mut tx, stamp, id, what, comment, digest, None).await?;
        sqlx::query("UPDATE campaign SET returned = 1 WHERE id = $1")
            .bind(id.0)
            .execute(&mut *tx)
            .await?;
        moved(&mut tx, stamp, id, "campaign.returned", &was, after).await?;
        return Ok(tx.commit().await?);
    }
    let content: String = sqlx::query_scalar(
        "UPDATE campaign SET version = version + 1, state = 'approved', approved_by = $2, approved_at = $3, next_at = $4,
           updated_at = $3 WHERE id = $1 RETURNING content",
    )
    .bind(id.0)
    .bind(checker.0)
    .bind(stamp.at)
    .bind(next_at)
    .fetch_one(&mut *tx)
    .await?;
    decision(&mut tx, stamp, id, what, comment, digest, Some(&content)).await?;
    let change = Change::new("campaign.approved", "campaign", id)
        .with("from_state", was.state.code())
        .with("to_state", after.code())
        .with("version", was.version + 1)
        .with("digest", digest)
        .with("next_at", next_at.map_or("never".to_owned(), |at| at.to_string()));
    log::append(&mut tx, stamp, change).await?;
    Ok(tx.commit().await?)
}

/// Who decides about a campaign: a person, who has no hand in it, neither by the tables nor by what the log says of it. Else `WrongState("own_work")`.
pub(crate) async fn checker(tx: &mut Transaction<'_, Engine>, actor: &Actor, id: CampaignId) -> Result<UserId> {
    let Actor::User(checker) = *actor else {
        return Err(Error::WrongState("own_work"));
    };
    let own: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM campaign WHERE id = $1 AND (author = $2 OR submitted_by = $2))
             OR EXISTS (SELECT 1 FROM campaign_maker WHERE campaign_id = $1 AND staff_id = $2)",
    )
    .bind(id.0)
    .bind(checker.0)
    .fetch_one(&mut **tx)
    .await?;
    let hands = makers::makers(tx, id).await?;
    let decides = Party::new(actor.kind(), actor.id());
    if own || makers::made_by(tx, &hands, &decides).await? {
        return Err(Error::WrongState("own_work"));
    }
    Ok(checker)
}
