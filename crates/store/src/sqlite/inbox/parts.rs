//! Parts of long replies, which carriers tell one by one, in any order, and now and then again.

use domain::reply::Cut;
use domain::time::Millis;
use serde::{Deserialize, Serialize};
use sqlx::{Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::reply::{AGAIN, given_since};
use crate::contract::inbox::{Replied, ReplyPart};
use crate::error::{Error, Result};

/// Stands for what has not come.
const MISSING: &str = "…";

/// The text of a part as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Words {
    Text(String),
    /// UTF-16, cut within a character.
    Units(Vec<u16>),
    /// GBK, cut wherever the octets end.
    Gbk {
        gbk: Vec<u8>,
    },
}

/// What a reply is to those that came before it.
pub(super) enum Joined {
    /// It is whole, or the first part of it that came.
    New,
    /// A part that is known.
    Known,
    /// One more part.
    More {
        /// The text as far as it had come before.
        before: String,
        /// The text with it.
        text: String,
        /// The rows that hold it.
        rows: Vec<Uuid>,
    },
}

/// The texts of a reply's parts, of which only this one has come, as they are kept.
pub(super) fn first(reply: &Replied) -> Option<(String, String)> {
    let part = reply.part.as_ref()?;
    let mut texts = vec![None; usize::from(part.total.max(part.number))];
    *texts.get_mut(usize::from(part.number).checked_sub(1)?)? = Some(words(part, &reply.text));
    Some((of(part), serde_json::to_string(&texts).ok()?))
}

/// What the parts of one reply have in common.
fn of(part: &ReplyPart) -> String {
    format!("{}/{}", part.reference, part.total)
}

fn words(part: &ReplyPart, text: &str) -> Words {
    match part.cut.clone() {
        None => Words::Text(text.to_owned()),
        Some(Cut::Utf16(units)) => Words::Units(units),
        Some(Cut::Gbk(gbk)) => Words::Gbk { gbk },
    }
}

/// The text of parts in order; what is missing between or behind them is shown as such.
fn text(texts: &[Option<Words>]) -> String {
    let mut units = Vec::new();
    // Octets of parts that stand side by side are read together.
    let together =
        texts.chunk_by(|one, next| matches!((one, next), (Some(Words::Gbk { .. }), Some(Words::Gbk { .. }))));
    for texts in together {
        let mut octets = Vec::new();
        for text in texts {
            match text {
                Some(Words::Text(text)) => units.extend(text.encode_utf16()),
                Some(Words::Units(cut)) => units.extend(cut),
                Some(Words::Gbk { gbk }) => octets.extend(gbk),
                None => units.extend(MISSING.encode_utf16()),
            }
        }
        units.extend(encoding_rs::GBK.decode_without_bom_handling(&octets).0.encode_utf16());
    }
    String::from_utf16_lossy(&units)
}

/// Joins a part to those of the same reply that came before it. Some handsets give all their replies one reference: a place that
/// another text has is another reply's.
pub(super) async fn join(tx: &mut Transaction<'_, Engine>, carrier: &str, reply: &Replied) -> Result<Joined> {
    let Some(part) = &reply.part else {
        return Ok(Joined::New);
    };
    let there = sqlx::query(
        "SELECT at, parts FROM reply WHERE phone = $1 AND at BETWEEN $2 AND $3 AND part_of = $4 AND carrier = $5
         ORDER BY at DESC, id DESC",
    )
    .bind(&reply.phone)
    .bind(reply.at - AGAIN)
    .bind(reply.at + AGAIN)
    .bind(of(part))
    .bind(carrier)
    .fetch_all(&mut **tx)
    .await?;
    for row in there {
        let (at, parts): (Millis, String) = (row.try_get(0)?, row.try_get(1)?);
        let mut texts: Vec<Option<Words>> =
            serde_json::from_str(&parts).map_err(|_| Error::Unreadable("reply.parts"))?;
        let (before, words) = (text(&texts), words(part, &reply.text));
        match usize::from(part.number).checked_sub(1).and_then(|n| texts.get_mut(n)) {
            Some(place @ None) => *place = Some(words),
            Some(Some(known)) if *known == words && !given_since(tx, &reply.phone, at).await? => {
                return Ok(Joined::Known);
            }
            _ => continue,
        }
        let text = text(&texts);
        let rows = sqlx::query_scalar(
            "UPDATE reply SET text = $6, parts = $7 WHERE phone = $1 AND at = $2 AND part_of = $3 AND carrier = $4 AND parts = $5
             RETURNING id",
        )
        .bind(&reply.phone)
        .bind(at)
        .bind(of(part))
        .bind(carrier)
        .bind(&parts)
        .bind(&text)
        .bind(serde_json::to_string(&texts).map_err(|_| Error::Unreadable("reply.parts"))?)
        .fetch_all(&mut **tx)
        .await?;
        return Ok(Joined::More { before, text, rows });
    }
    Ok(Joined::New)
}
