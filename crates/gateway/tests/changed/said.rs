//! What was said goes with its customer, and what was said before it was sealed.

use domain::id::CustomerId;
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use gateway::ledger::recompute::recompute;
use store::contract::customers::{Card, CardPhone};
use store::contract::inbox::Replied;
use uuid::Uuid;

use crate::common::{Fixture, START, unlock};
use crate::firm::by;
use crate::run;

/// Two wrote, and one of them was erased.
#[tokio::test]
async fn what_was_said_goes_with_its_customer_and_nothing_else_does() {
    let fixture = Fixture::empty().await;
    let (store, admin) = (&fixture.app.store, by(Role::Admin, START));
    for n in [1, 2] {
        let phone = format!("+861380000000{n}");
        let card = Card {
            phone: Some(CardPhone {
                state: PhoneState::Mobile,
                phone: Phone::parse(&phone).ok(),
                raw: None,
            }),
            ..Card::default()
        };
        store
            .create_customer(CustomerId(Uuid::from_u128(n)), &card, &admin)
            .await
            .unwrap();
        let reply = Replied {
            phone,
            text: "谢谢".to_owned(),
            opt_out: false,
            or: None,
            confirm: None,
            part: None,
            at: START,
        };
        store.replied(&admin, "sandbox", &[reply]).await.unwrap();
    }
    let erased = CustomerId(Uuid::from_u128(1));
    store.erase_customer(erased, "本人要求", &admin).await.unwrap();
    fixture.app.sequencer.catch_up(START).await.unwrap();
    let keys = fixture.app.sequencer.verifiers();
    for key in &keys {
        store.add_log_key(&admin, &key.to_string()).await.unwrap();
    }
    let found = recompute(&**store, &keys).await.unwrap();
    assert_eq!(found.differs, Vec::<String>::new());

    let mut raw = fixture.lock().await;
    let left: Vec<(i64, i64)> =
        sqlx::query_as("SELECT COUNT(text) + COUNT(phone) + COUNT(parts), COUNT(salt) FROM reply GROUP BY customer_id ORDER BY customer_id")
            .fetch_all(&mut raw)
            .await
            .unwrap();
    assert_eq!(left, [(0, 0), (2, 1)], "without its salt a seal can't be guessed");
    sqlx::raw_sql("DELETE FROM conversation; UPDATE reply SET text = NULL, phone = NULL, salt = NULL; COMMIT")
        .execute(&mut raw)
        .await
        .unwrap();
    unlock(raw).await;
    let found = recompute(&**store, &keys).await.unwrap().differs;
    for (of, found) in ["conversation ", "reply "].iter().zip(&found) {
        let only_one = found.ends_with("it or a later one is gone, and only 1 went with customers who were erased");
        assert!(found.starts_with(of) && only_one, "{found}");
    }
    assert_eq!(found.len(), 2, "{found:?}");
}

/// A reply that a version before wrote down.
#[tokio::test]
async fn a_reply_of_before_is_sealed_once() {
    let fixture = Fixture::empty().await;
    let (store, admin) = (&fixture.app.store, by(Role::Admin, START));
    let write = async |id: &str, text: &str| {
        let mut raw = fixture.lock().await;
        let sql =
            format!("INSERT INTO reply (id, at, text, phone) VALUES (x'{id}', 1, '{text}', '+8613800000001'); COMMIT");
        run(&mut raw, &sql).await;
        unlock(raw).await;
    };
    let (before, past) = ("00000000000000000000000000000007", "00000000000000000000000000000008");
    write(before, "谢谢").await;
    fixture.app.sequencer.catch_up(START).await.unwrap();
    let keys = fixture.app.sequencer.verifiers();
    for key in &keys {
        store.add_log_key(&admin, &key.to_string()).await.unwrap();
    }
    let differs = async || recompute(&**store, &keys).await.unwrap().differs;
    assert_eq!(differs().await, Vec::<String>::new());
    assert_eq!(store.commit_late_replies(&admin).await.unwrap(), 1);
    assert_eq!(differs().await, Vec::<String>::new());
    write(past, "好的").await;
    assert_eq!(store.commit_late_replies(&admin).await.unwrap(), 0);
    assert_eq!(
        differs().await,
        ["reply 00000000-0000-0000-0000-000000000008: the log does not know it"]
    );
}
