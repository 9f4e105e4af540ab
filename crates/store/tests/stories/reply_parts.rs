//! Long replies.

use domain::consent::{Consent, Purpose, opts_out};
use domain::reply::Cut;
use domain::time::{DAY, Millis};
use store::Store;
use store::contract::customers::TimelineWhat;
use store::contract::inbox::{ConversationState as State, Replied, ReplyPart};

use super::customers::{id, stamp};
use super::replies::{CARRIER, customer, listed, reply};
use super::runs::{NOW, lease};

/// A long reply comes in parts, in any order and now and then again: it is one reply, and a word that stands across parts opts out.
pub async fn parts_of_a_reply_are_one_reply(store: &dyn Store) {
    const PHONE: &str = "+8613800000001";
    customer(store, 1, PHONE).await;
    customer(store, 2, PHONE).await;
    let part = |number, text, at: Millis| Replied {
        part: Some(ReplyPart {
            reference: 7,
            total: 3,
            number,
            cut: None,
        }),
        confirm: Some("您已退订".into()),
        ..reply(PHONE, text, at)
    };
    let texts = async || {
        let timeline = store.timeline(id(2), None, 100).await.unwrap();
        let texts = timeline.into_iter().filter_map(|item| match item.what {
            TimelineWhat::Reply { text } => Some(text),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    let hear = async |parts: &[Replied]| store.replied(&stamp(NOW), CARRIER, parts).await.unwrap();
    assert!(hear(&[part(2, "三点以后在家，短信请退", NOW)]).await);
    assert!(!hear(&[part(2, "三点以后在家，短信请退", NOW + 1)]).await, "told again");
    assert!(hear(&[part(1, "你们周六来的话，", NOW + 2)]).await);
    assert_eq!(texts().await, ["你们周六来的话，三点以后在家，短信请退…"]);
    assert_eq!(listed(store, State::New).await[0].text, texts().await[0]);
    let service = async || store.customer(id(2)).await.unwrap().facts.consents.of(Purpose::Service);
    assert_ne!(service().await, Consent::Withdrawn);
    hear(&[part(3, "订。", NOW + 3), part(3, "订。", NOW + 4)]).await;
    assert_eq!(texts().await, ["你们周六来的话，三点以后在家，短信请退订。"]);
    assert_eq!(service().await, Consent::Withdrawn);
    let fence = lease(store).await;
    let due = store
        .claim_confirmations(&stamp(NOW), fence, CARRIER, NOW - DAY, 10)
        .await
        .unwrap();
    assert_eq!(due.len(), 1);
    // The next day the phone counts from the beginning: that is another reply.
    hear(&[part(1, "早", NOW + DAY)]).await;
    assert_eq!(texts().await.len(), 2);
    store
        .erase_customer(id(1), "本人要求", &stamp(NOW + DAY))
        .await
        .unwrap();
    store
        .erase_customer(id(2), "本人要求", &stamp(NOW + DAY))
        .await
        .unwrap();
    hear(&[part(2, "上好", NOW + DAY + 1)]).await;
    assert_eq!(texts().await, ["", ""], "what was erased stays so");
}

/// Some handsets give all their replies one reference.
pub async fn another_reply_with_the_same_reference_is_another(store: &dyn Store) {
    const PHONE: &str = "+8613800000001";
    customer(store, 1, PHONE).await;
    customer(store, 2, PHONE).await;
    let part = |number, text, at: Millis| Replied {
        part: Some(ReplyPart {
            reference: 5,
            total: 2,
            number,
            cut: None,
        }),
        ..reply(PHONE, text, at)
    };
    let told = [
        part(1, "师傅明天几点到，", NOW),
        part(2, "我要去上班。", NOW),
        part(1, "算了，以后短信也请给我退", NOW),
        // The carrier tells the first again.
        part(1, "师傅明天几点到，", NOW + 1),
        part(2, "订，谢谢。", NOW + 2),
        part(1, "算了，以后短信也请给我退", NOW + 3),
    ];
    for part in told {
        store.replied(&stamp(NOW), CARRIER, &[part]).await.unwrap();
    }
    for n in [1, 2] {
        let timeline = store.timeline(id(n), None, 100).await.unwrap();
        let texts = timeline.into_iter().filter_map(|item| match item.what {
            TimelineWhat::Reply { text } => Some(text),
            _ => None,
        });
        let mut texts: Vec<String> = texts.collect();
        texts.sort();
        assert_eq!(
            texts,
            ["师傅明天几点到，我要去上班。", "算了，以后短信也请给我退订，谢谢。"]
        );
        let consents = store.customer(id(n)).await.unwrap().facts.consents;
        assert_eq!(consents.of(Purpose::Service), Consent::Withdrawn);
    }
}

/// Some handsets cut a long text wherever the octets end.
pub async fn a_character_that_was_cut_is_whole_again(store: &dyn Store) {
    const TEXT: &str = "好的😀，请给我退订";
    let utf16: Vec<u16> = TEXT.encode_utf16().collect();
    let gbk = encoding_rs::GBK.encode("好的，请给我退订").0.into_owned();
    // Within the pair of surrogates; within 退, and where what is behind it reads well alone.
    for (n, whole, at) in [
        (1, Cut::Utf16(utf16), 3),
        (2, Cut::Gbk(gbk.clone()), gbk.len() - 3),
        (3, Cut::Gbk(gbk.clone()), gbk.len() - 1),
    ] {
        let phone = format!("+861380000000{n}");
        customer(store, n, &phone).await;
        let (front, back, text) = match &whole {
            Cut::Utf16(units) => {
                let (front, back) = units.split_at(at);
                (Cut::Utf16(front.to_vec()), Cut::Utf16(back.to_vec()), TEXT)
            }
            Cut::Gbk(octets) => {
                let (front, back) = octets.split_at(at);
                (Cut::Gbk(front.to_vec()), Cut::Gbk(back.to_vec()), "好的，请给我退订")
            }
        };
        let part = |number, cut: &Cut, at| {
            let alone = match cut {
                Cut::Utf16(units) => String::from_utf16_lossy(units),
                Cut::Gbk(octets) => encoding_rs::GBK.decode(octets).0.into_owned(),
            };
            Replied {
                part: Some(ReplyPart {
                    reference: 9,
                    total: 2,
                    number,
                    cut: Some(cut.clone()),
                }),
                opt_out: opts_out(&alone),
                ..reply(&phone, &alone, at)
            }
        };
        let told = [part(2, &back, NOW), part(1, &front, NOW + 1), part(2, &back, NOW + 2)];
        for part in told {
            store.replied(&stamp(NOW), CARRIER, &[part]).await.unwrap();
        }
        let timeline = store.timeline(id(n), None, 100).await.unwrap();
        let said = timeline.into_iter().find_map(|item| match item.what {
            TimelineWhat::Reply { text } => Some(text),
            _ => None,
        });
        assert_eq!(said.as_deref(), Some(text));
        let consents = store.customer(id(n)).await.unwrap().facts.consents;
        assert_eq!(consents.of(Purpose::Service), Consent::Withdrawn, "{text}");
    }
}
