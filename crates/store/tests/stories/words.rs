//! What persons type about changes.

use domain::phone::{Phone, PhoneState};
use domain::roll::Settlement;
use domain::time::DAY;
use store::contract::customers::{Card, CardPhone};
use store::contract::inbox::{ConversationFilter, ConversationMove, ConversationState, Replied};
use store::contract::runs::Steering;
use store::contract::{EventRecord, LogFilter};
use store::{Error, Store};

use super::customers::{id, stamp};
use super::runs::{NOW, RUN, claim, frozen, lease};

/// The words beside the events of an action, newest first.
async fn words_of(store: &dyn Store, action: &str) -> Vec<Vec<(String, String)>> {
    let filter = LogFilter {
        action: Some(action.to_owned()),
        ..LogFilter::default()
    };
    let events = store.events(&filter, None, 10).await.unwrap();
    let said = |event: EventRecord| event.words.into_iter().map(|kept| (kept.key, kept.words)).collect();
    events.into_iter().map(said).collect()
}

/// What a person typed is kept beside the log, its digest in it; it goes with the customer of whom it speaks, or on its own.
pub async fn words_are_beside_the_log_and_can_be_erased(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let pause = Steering::Pause(Some("等王先生".to_owned()));
    store.steer(&stamp(NOW), RUN, pause).await.unwrap();
    store.steer(&stamp(NOW), RUN, Steering::Resume(None)).await.unwrap();
    let fence = lease(store).await;
    claim(store, &run, fence, 10).await.unwrap();
    let next = store
        .take_lease("two", NOW + DAY, NOW + 2 * DAY)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(store.recover(&stamp(NOW), next).await.unwrap(), 3);
    let named = async |seq: u32, why: &str| {
        let settled = store
            .settle(&stamp(NOW), RUN, Some(&[seq]), Settlement::Sent, why)
            .await;
        assert_eq!(settled.unwrap(), 1);
    };
    named(0, "王先生来电说收到").await;
    named(3, "李女士来电").await;
    store
        .settle(&stamp(NOW), RUN, None, Settlement::NotSent, "通道故障")
        .await
        .unwrap();
    let reason = |words: &str| vec![("reason".to_owned(), words.to_owned())];
    let said = ["通道故障", "李女士来电", "王先生来电说收到"].map(reason);
    assert_eq!(words_of(store, "doubt.settled").await, said);

    // Leaf and digest are what they were, whoever erases what is beside them.
    let leaves = store.leaves(0, 1_000).await.unwrap();
    for (leaf, _) in &leaves {
        for typed in ["先生", "女士", "通道故障"] {
            assert!(
                !leaf.windows(typed.len()).any(|part| part == typed.as_bytes()),
                "{typed}"
            );
        }
    }
    let kept = async |after| {
        let page = store.kept_words(after, 100).await.unwrap();
        page.into_iter().map(|(_, kept)| kept.unwrap()).collect::<Vec<_>>()
    };
    let kept_words = kept(None).await;
    for one in &kept_words {
        let event = audit::Event::decode(&leaves[one.seq as usize].0).unwrap();
        let digest = audit::commit::words(&one.salt, &one.words).to_string();
        let want = Some(&audit::Value::Text(digest));
        assert_eq!(event.details.get(&format!("{}_digest", one.key)), want, "{one:?}");
    }
    let one = &kept_words[0];
    assert_eq!(kept(Some((one.seq, one.key.clone()))).await, kept_words[1..]);

    store.erase_customer(id(1), "本人要求", &stamp(NOW)).await.unwrap();
    assert_eq!(
        words_of(store, "doubt.settled").await,
        [reason("通道故障"), reason("李女士来电"), Vec::new()]
    );
    assert_eq!(words_of(store, "customer.erased").await, [reason("本人要求")]);
    let paused = words_of(store, "run.paused").await;
    assert_eq!(paused, [reason("等王先生")], "it was said of the run");
    let filter = LogFilter {
        search: Some("等王".to_owned()),
        ..LogFilter::default()
    };
    let event = store.events(&filter, None, 2).await.unwrap().remove(0);
    store.erase_words(&stamp(NOW), event.seq).await.unwrap();
    assert_eq!(words_of(store, "run.paused").await, [Vec::new()]);
    let again = store.erase_words(&stamp(NOW), event.seq).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    assert_eq!(store.leaves(0, leaves.len() as u32).await.unwrap(), leaves);
    for (seq, there) in [(0, false), (3, true)] {
        let (_, history) = store.entry(run.no, seq).await.unwrap();
        assert!(history.iter().any(|one| one.what == "settled"));
        let told = format!("{history:?}");
        assert_eq!(told.contains("来电"), there, "{told}");
    }
}

/// What was noted about a number while it was nobody's goes with whoever it became.
pub async fn a_note_on_a_stranger_goes_with_the_customer(store: &dyn Store) {
    let hello = Replied {
        phone: "+8613900007777".into(),
        text: "你好".into(),
        opt_out: false,
        confirm: None,
        or: None,
        part: None,
        at: NOW,
    };
    store.replied(&stamp(NOW), "smpp", &[hello]).await.unwrap();
    let filter = ConversationFilter {
        state: ConversationState::New,
        campaign: None,
    };
    let open = store.conversations(&filter, None, 2).await.unwrap().remove(0);
    let done = ConversationMove::Done(None, Some("号码不在客户里，是李女士".into()));
    store
        .move_conversation(&stamp(NOW), open.id, open.version, done)
        .await
        .unwrap();
    let card = Card {
        phone: Some(CardPhone {
            state: PhoneState::Mobile,
            phone: Phone::parse("+8613900007777").ok(),
            raw: None,
        }),
        ..Card::default()
    };
    store.create_customer(id(7), &card, &stamp(NOW)).await.unwrap();
    assert_eq!(words_of(store, "conversation.done").await[0].len(), 1);
    store.erase_customer(id(7), "本人要求", &stamp(NOW)).await.unwrap();
    assert_eq!(words_of(store, "conversation.done").await, [Vec::new()]);
    assert_eq!(store.missing_words(9).await.unwrap(), []);
}
