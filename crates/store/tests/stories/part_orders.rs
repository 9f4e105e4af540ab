//! Receipts of parts, in whatever order.

use domain::roll::{EntryState, Failure, Receipt};
use domain::time::HOUR;
use store::Store;
use store::contract::runs::{Heard, Letter, Said, SaidWhat};

use super::customers::stamp;
use super::runs::{NOW, claim, frozen, lease, said, states};

const UNTIL: i64 = NOW + 72 * HOUR;

pub async fn receipts_of_parts_say_the_same_in_any_order(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let name = |letter: &Letter, part| format!("{}.{part}", letter.entry);
    let both = |letter| SaidWhat::Taken(vec![name(letter, 1).into(), name(letter, 2).into()]);
    let taken: Vec<Said> = letters.iter().map(|letter| said(letter, both(letter))).collect();
    store.said(&stamp(NOW), run.no, "sandbox", &taken, UNTIL).await.unwrap();
    let hear = async |letter: &Letter, told: &[(u8, Receipt)]| {
        let heard = |&(part, status): &(u8, Receipt)| Heard {
            reference: name(letter, part).into(),
            key: None,
            status,
            code: None,
            at: NOW,
            numbers: Vec::new(),
        };
        let heard: Vec<Heard> = told.iter().map(heard).collect();
        store.heard(&stamp(NOW), "sandbox", &heard, UNTIL).await.unwrap();
    };
    let three = async || {
        let states = states(store, &run).await;
        [states[0], states[3], states[5]]
    };
    let (off, done) = ((1, Receipt::Failed(Failure::Unreachable)), (1, Receipt::Delivered));
    hear(&letters[0], &[off]).await;
    hear(&letters[0], &[done]).await;
    hear(&letters[1], &[done]).await;
    hear(&letters[1], &[off]).await;
    hear(&letters[2], &[done, off]).await;
    assert_eq!(three().await, [EntryState::Failed(Failure::Unreachable); 3]);
    for letter in &letters {
        hear(letter, &[(2, Receipt::Delivered)]).await;
    }
    assert_eq!(three().await, [EntryState::Delivered; 3]);
}
