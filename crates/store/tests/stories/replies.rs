//! What customers write back.

use domain::time::MINUTE;
use store::Store;
use store::contract::customers::{Card, CardPhone, Replied, TimelineWhat};

use super::customers::{id, stamp};
use domain::phone::{Phone, PhoneState};

pub async fn a_reply_that_is_told_again_is_listed_once(store: &dyn Store) {
    let card = Card {
        name: "王先生".into(),
        phone: Some(CardPhone {
            phone: Phone::parse("+8613800000001").ok(),
            state: PhoneState::Mobile,
            raw: None,
        }),
        ..Card::default()
    };
    store.create_customer(id(1), &card, &stamp(0)).await.unwrap();
    let reply = |text: &str, at| Replied {
        phone: "+8613800000001".into(),
        text: text.into(),
        opt_out: false,
        at,
    };
    for (carrier, told) in [
        // Written down, not acknowledged, and told again after a restart.
        ("smpp", vec![reply("好的", 0)]),
        ("smpp", vec![reply("好的", MINUTE), reply("几点到？", MINUTE)]),
        // The next day the same word is another reply, and so it is over another carrier.
        ("smpp", vec![reply("好的", 30 * MINUTE)]),
        ("cmpp", vec![reply("好的", 0)]),
    ] {
        store.replied(&stamp(0), carrier, &told).await.unwrap();
    }
    let timeline = store.timeline(id(1), None, 100).await.unwrap();
    let replies = timeline
        .iter()
        .filter(|item| matches!(item.what, TimelineWhat::Reply { .. }))
        .count();
    assert_eq!(replies, 4, "{timeline:?}");
}
