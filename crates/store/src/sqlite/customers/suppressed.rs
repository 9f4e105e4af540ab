//! Numbers that opted out and belong to nobody: strangers', and those of erased customers.
//!
//! Each is kept as a keyed hash and nothing else. Whoever is entered with such a number later has withdrawn; a consent that is
//! recorded for them after that lifts it. That a number was an erased customer's is kept as such a hash, too, so that no file brings
//! them back unseen, and what it had withdrawn; when a person enters the number again, that goes, and what was withdrawn stands as that of
//! any other number. Nothing stands beside those of erased customers: no moment, no event, no order, for each would tell which customer it was; the log
//! holds one seal over all of them.

use std::collections::{HashMap, HashSet};

use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use domain::phone::Phone;
use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, SqliteConnection, Transaction};

use super::consent::{self, SUPPRESSED};
use super::erased_seal;
use super::opt_outs::{self, Sealed};
use crate::contract::customers::ConsentRecord;
use crate::error::{Error, Result};
use crate::sqlite::runs::moves::{CHUNK, padded, places};
use crate::sqlite::{Sqlite, keyed, ledger, log};
use crate::stamp::{Change, Stamp};

type Hash = [u8; 32];

/// Hashes numbers, so that a number can be recognised and not read. Kept apart from the database: there are few enough numbers
/// to try them all.
#[derive(Clone)]
pub struct NumberKey(Hash);

impl std::fmt::Debug for NumberKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NumberKey")
    }
}

impl NumberKey {
    /// The key that follows from a key which serves other ends as well.
    pub fn derived(main: &[u8; 32]) -> NumberKey {
        NumberKey(NumberKey(*main).hash("rollcall: numbers that opted out"))
    }

    fn hash(&self, what: &str) -> Hash {
        keyed::hash(&self.0, &[what.as_bytes()])
    }

    /// What tells this key from another.
    fn mark(&self) -> Hash {
        self.hash("rollcall: mark")
    }
}

/// The list, as far as this store can read it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers(Option<NumberKey>);

impl Numbers {
    fn key(&self) -> Result<&NumberKey> {
        self.0
            .as_ref()
            .ok_or(Error::WrongState("the store was opened without the key of numbers"))
    }

    /// Puts a number on the list. The log tells of each row that it comes and goes, by its salted leaf, and never whose it is: the
    /// hash alone could be guessed by whoever comes by the key.
    pub(crate) async fn put(
        &self,
        tx: &mut Transaction<'_, Engine>,
        phone: &str,
        purposes: &[Purpose],
        stamp: &Stamp,
    ) -> Result<()> {
        let number = self.key()?.hash(phone);
        let mut leaves = Vec::new();
        for purpose in purposes.iter().map(|purpose| purpose.code()) {
            let Sealed { leaf, salt } = opt_outs::seal(&number, purpose, stamp.at);
            let put = sqlx::query(
                "INSERT INTO suppressed (number, purpose, since, told, leaf, salt) VALUES ($1, $2, $3, 1, $4, $5)
                 ON CONFLICT DO NOTHING",
            )
            .bind(number.as_slice())
            .bind(purpose)
            .bind(stamp.at)
            .bind(leaf.as_bytes().as_slice())
            .bind(salt.as_bytes().as_slice())
            .execute(&mut **tx)
            .await?;
            leaves.extend((put.rows_affected() == 1).then_some(leaf));
        }
        opt_outs::tell(tx, stamp, opt_outs::KEPT, &leaves).await
    }

    /// Keeps that the number was an erased customer's, and what it withdrew: also while it was nobody's, of which the log has told.
    pub(crate) async fn erased(
        &self,
        tx: &mut Transaction<'_, Engine>,
        phone: &str,
        withdrawn: &[Purpose],
        stamp: &Stamp,
    ) -> Result<()> {
        let number = self.key()?.hash(phone);
        sqlx::query("INSERT INTO erased_number (number) VALUES ($1) ON CONFLICT DO NOTHING")
            .bind(number.as_slice())
            .execute(&mut **tx)
            .await?;
        let before = sqlx::query("DELETE FROM suppressed WHERE number = $1 RETURNING purpose, leaf")
            .bind(number.as_slice())
            .fetch_all(&mut **tx)
            .await?;
        let mut purposes: Vec<&str> = withdrawn.iter().map(|purpose| purpose.code()).collect();
        let mut leaves = Vec::new();
        for row in &before {
            purposes.push(row.try_get(0)?);
            leaves.extend(row.try_get::<Option<&[u8]>, _>(1)?.map(ledger::hash).transpose()?);
        }
        for purpose in purposes {
            sqlx::query("INSERT INTO erased_opt_out (number, purpose) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(number.as_slice())
                .bind(purpose)
                .execute(&mut **tx)
                .await?;
        }
        opt_outs::tell(tx, stamp, opt_outs::MOVED, &leaves).await?;
        // Also where nothing came: that would tell that the number was another erased customer's.
        erased_seal::seal(tx, stamp).await
    }

    /// Takes the number of a customer off the list for one purpose, if they stand as having given their consent to it.
    pub(crate) async fn lift(
        &self,
        tx: &mut Transaction<'_, Engine>,
        id: CustomerId,
        purpose: Purpose,
        stamp: &Stamp,
    ) -> Result<()> {
        // The purpose's code is one of three of ours.
        let sql = format!(
            "SELECT phone FROM customer WHERE id = $1 AND phone IS NOT NULL AND consent_{} = 1 AND EXISTS (SELECT 1 FROM prohibited)",
            purpose.code()
        );
        let phone: Option<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(&mut **tx)
            .await?;
        let Some(phone) = phone else { return Ok(()) };
        let number = self.key()?.hash(&phone);
        let gone = sqlx::query("DELETE FROM erased_opt_out WHERE number = $1 AND purpose = $2")
            .bind(number.as_slice())
            .bind(purpose.code())
            .execute(&mut **tx)
            .await?;
        if gone.rows_affected() > 0 {
            erased_seal::seal(tx, stamp).await?;
        }
        let lifted: Option<Option<Vec<u8>>> =
            sqlx::query_scalar("DELETE FROM suppressed WHERE number = $1 AND purpose = $2 RETURNING leaf")
                .bind(number.as_slice())
                .bind(purpose.code())
                .fetch_optional(&mut **tx)
                .await?;
        // What has no leaf was written past the product: nothing was told of it.
        let leaf = lifted.flatten().map(|leaf| ledger::hash(&leaf)).transpose()?;
        opt_outs::tell(tx, stamp, opt_outs::LIFTED, leaf.as_slice()).await
    }

    /// Who was erased with these numbers was brought back. What they had withdrawn stays so.
    pub(crate) async fn came_back<'p>(
        &self,
        tx: &mut Transaction<'_, Engine>,
        phones: impl Iterator<Item = &'p str>,
        stamp: &Stamp,
    ) -> Result<()> {
        let mut gone = false;
        for phone in phones {
            gone |= self.one_came_back(tx, phone, stamp).await?;
        }
        if gone {
            erased_seal::seal(tx, stamp).await
        } else {
            Ok(())
        }
    }

    /// Whether the number was listed as an erased customer's.
    async fn one_came_back(&self, tx: &mut Transaction<'_, Engine>, phone: &str, stamp: &Stamp) -> Result<bool> {
        let number = self.key()?.hash(phone);
        let erased = sqlx::query("DELETE FROM erased_number WHERE number = $1")
            .bind(number.as_slice())
            .execute(&mut **tx)
            .await?;
        let withdrawn: Vec<String> =
            sqlx::query_scalar("DELETE FROM erased_opt_out WHERE number = $1 RETURNING purpose")
                .bind(number.as_slice())
                .fetch_all(&mut **tx)
                .await?;
        let withdrawn: Vec<Purpose> = withdrawn
            .iter()
            .map(|code| consent::purpose(code))
            .collect::<Result<_>>()?;
        self.put(tx, phone, &withdrawn, stamp).await?;
        Ok(erased.rows_affected() > 0 || !withdrawn.is_empty())
    }

    /// Everybody on the list.
    pub(crate) async fn all(&self, connection: &mut SqliteConnection) -> Result<Suppressed> {
        let sql = "SELECT number, purpose FROM prohibited UNION ALL SELECT number, NULL FROM erased_number";
        let rows = sqlx::query(sql).fetch_all(connection).await?;
        let mut suppressed = Suppressed::default();
        if rows.is_empty() {
            return Ok(suppressed);
        }
        suppressed.key = Some(self.key()?.clone());
        for row in rows {
            let number: Vec<u8> = row.try_get(0)?;
            let number = number.try_into().map_err(|_| Error::Unreadable("suppressed.number"))?;
            let listed = suppressed.numbers.entry(number).or_default();
            match row.try_get(1)? {
                None => listed.erased = true,
                Some(code) => listed.withdrawn.push(consent::purpose(code)?),
            }
        }
        Ok(suppressed)
    }

    /// Those of these phones that are on the list for this purpose.
    pub(crate) async fn listed<'p>(
        &self,
        connection: &mut SqliteConnection,
        purpose: Purpose,
        phones: impl Iterator<Item = &'p str>,
    ) -> Result<HashSet<&'p str>> {
        let any = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM prohibited)");
        if !any.fetch_one(&mut *connection).await? {
            return Ok(HashSet::new());
        }
        let key = self.key()?;
        let phones: HashMap<Hash, &str> = phones.map(|phone| (key.hash(phone), phone)).collect();
        let hashes: Vec<&[u8]> = phones.keys().map(Hash::as_slice).collect();
        let mut listed = HashSet::new();
        for chunk in hashes.chunks(CHUNK) {
            let places = places(chunk.len());
            let sql = format!("SELECT number FROM prohibited WHERE purpose = ? AND number IN ({places})");
            let query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(purpose.code());
            let query = padded(chunk).fold(query, sqlx::query::QueryScalar::bind);
            let numbers: Vec<Vec<u8>> = query.fetch_all(&mut *connection).await?;
            listed.extend(numbers.iter().filter_map(|number| phones.get(number.as_slice())));
        }
        Ok(listed)
    }

    /// Whether the number was an erased customer's.
    pub(crate) async fn was_erased(&self, connection: &mut SqliteConnection, phone: &Phone) -> Result<bool> {
        let any = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM erased_number)");
        if !any.fetch_one(&mut *connection).await? {
            return Ok(false);
        }
        let listed = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM erased_number WHERE number = $1)");
        let number = self.key()?.hash(phone.e164());
        Ok(listed.bind(number.as_slice()).fetch_one(connection).await?)
    }

    /// A person entered the number of a customer: who was erased with it is back.
    pub(crate) async fn entered(&self, tx: &mut Transaction<'_, Engine>, id: CustomerId, stamp: &Stamp) -> Result<()> {
        let phone: Option<String> = sqlx::query_scalar(
            "SELECT phone FROM customer WHERE id = $1 AND phone IS NOT NULL AND EXISTS (SELECT 1 FROM erased_number)",
        )
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?;
        if let Some(phone) = phone {
            self.came_back(tx, [phone.as_str()].into_iter(), stamp).await?;
        }
        self.settle(tx, id, stamp).await
    }

    /// Records for a customer, whose number is new to us, what that number withdrew before.
    pub(crate) async fn settle(&self, tx: &mut Transaction<'_, Engine>, id: CustomerId, stamp: &Stamp) -> Result<()> {
        let row = sqlx::query(
            "SELECT phone, consent_service, consent_care, consent_marketing FROM customer
             WHERE id = $1 AND phone IS NOT NULL AND EXISTS (SELECT 1 FROM prohibited)",
        )
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?;
        let Some(row) = row else { return Ok(()) };
        let phone: String = row.try_get(0)?;
        let listed: Vec<String> = sqlx::query_scalar("SELECT purpose FROM prohibited WHERE number = $1")
            .bind(self.key()?.hash(&phone).as_slice())
            .fetch_all(&mut **tx)
            .await?;
        let mut withdrawn = Vec::new();
        for (place, purpose) in Purpose::ALL.into_iter().enumerate() {
            let is = Consent::from_number(row.try_get(place + 1)?);
            if is == Consent::Withdrawn || !listed.iter().any(|code| code == purpose.code()) {
                continue;
            }
            let record = ConsentRecord {
                purpose,
                is: Consent::Withdrawn,
                source: SUPPRESSED.to_owned(),
                evidence: None,
                given_at: stamp.at,
            };
            withdrawn.push((id, record));
        }
        consent::record_all(tx, &withdrawn, stamp).await
    }
}

/// The list in memory.
#[derive(Default)]
pub(crate) struct Suppressed {
    /// `None`: nobody is on it.
    key: Option<NumberKey>,
    numbers: HashMap<Hash, Listed>,
}

/// What the list says of a number.
#[derive(Default)]
pub(crate) struct Listed {
    /// What it withdrew.
    pub(crate) withdrawn: Vec<Purpose>,
    /// It was an erased customer's.
    pub(crate) erased: bool,
}

static NOT_LISTED: Listed = Listed {
    withdrawn: Vec::new(),
    erased: false,
};

impl Suppressed {
    /// What it says of this number.
    pub(crate) fn of(&self, phone: Option<&Phone>) -> &Listed {
        let (Some(key), Some(phone)) = (&self.key, phone) else {
            return &NOT_LISTED;
        };
        self.numbers.get(&key.hash(phone.e164())).unwrap_or(&NOT_LISTED)
    }
}

impl Sqlite {
    /// The store with the key under which numbers that opted out are kept.
    ///
    /// # Errors
    /// [`Error::OtherNumberKey`] if numbers are kept under another one.
    pub async fn with_number_key(self, key: NumberKey) -> Result<Sqlite> {
        let mark: Option<Vec<u8>> = sqlx::query_scalar("SELECT mark FROM number_key WHERE one = 1")
            .fetch_optional(self.read())
            .await?;
        if mark.as_deref() != Some(key.mark().as_slice()) {
            let mut tx = self.begin().await?;
            let numbers = count(&mut tx).await?;
            if numbers > 0 {
                return Err(Error::OtherNumberKey { numbers });
            }
            sqlx::query("INSERT INTO number_key (one, mark) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET mark = excluded.mark")
                .bind(key.mark().as_slice())
                .execute(&mut *tx)
                .await?;
            tx.commit().await?;
        }
        Ok(Sqlite {
            numbers: Numbers(Some(key)),
            ..self
        })
    }

    /// Forgets the numbers that opted out and belong to nobody, and those of erased customers; answers how many. For when their key is
    /// lost.
    pub async fn forget_suppressed(&self, stamp: &Stamp) -> Result<u64> {
        let mut tx = self.begin().await?;
        let numbers = count(&mut tx).await?;
        if numbers > 0 {
            sqlx::query("DELETE FROM suppressed").execute(&mut *tx).await?;
            sqlx::query("DELETE FROM erased_number").execute(&mut *tx).await?;
            sqlx::query("DELETE FROM erased_opt_out").execute(&mut *tx).await?;
            let change = Change::new("settings.opt_outs_forgotten", "organisation", 1).with("numbers", numbers);
            log::append(&mut tx, stamp, change).await?;
            erased_seal::seal(&mut tx, stamp).await?;
        }
        tx.commit().await?;
        Ok(numbers)
    }
}

async fn count(tx: &mut Transaction<'_, Engine>) -> Result<u64> {
    let sql = "SELECT COUNT(*) FROM (SELECT number FROM suppressed UNION SELECT number FROM erased_number)";
    let numbers: i64 = sqlx::query_scalar(sql).fetch_one(&mut **tx).await?;
    Ok(numbers.unsigned_abs())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Actor;
    use crate::contract::Log as _;
    use crate::contract::inbox::{Inbox as _, Replied};

    #[tokio::test]
    async fn another_key_is_refused_until_what_it_cannot_read_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.sqlite");
        let open = async |key: u8| {
            let store = Sqlite::open(&path).await.unwrap();
            store.with_number_key(NumberKey::derived(&[key; 32])).await
        };
        let stamp = Stamp {
            actor: Actor::System("test"),
            at: 1,
        };
        open(1).await.unwrap();
        let store = open(2).await.expect("nothing is kept under the first key");
        let stop = Replied {
            phone: "+8613800000001".into(),
            text: "退订".into(),
            opt_out: true,
            confirm: None,
            or: None,
            part: None,
            at: 1,
        };
        store.replied(&stamp, "smpp", &[stop]).await.unwrap();
        let kept: Vec<u8> = sqlx::query_scalar("SELECT DISTINCT number FROM suppressed")
            .fetch_one(store.read())
            .await
            .unwrap();
        assert_eq!(kept, NumberKey::derived(&[2; 32]).hash("+8613800000001"));
        open(2).await.expect("the same key");
        let refused = open(1).await;
        assert!(
            matches!(refused, Err(Error::OtherNumberKey { numbers: 1 })),
            "{refused:?}"
        );

        let keyless = Sqlite::open(&path).await.unwrap();
        let unreadable = keyless
            .numbers()
            .all(&mut keyless.read().acquire().await.unwrap())
            .await;
        assert!(matches!(unreadable, Err(Error::WrongState(_))));
        assert_eq!(keyless.forget_suppressed(&stamp).await.unwrap(), 1);
        assert_eq!(
            keyless.forget_suppressed(&stamp).await.unwrap(),
            0,
            "one event of it, not two"
        );
        assert_eq!(
            keyless.log_head().await.unwrap().size,
            4,
            "with the reply, its opt-out, and the seal over no erased customers"
        );
        open(1).await.unwrap();
    }
}
