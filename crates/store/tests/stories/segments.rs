//! Segments.

use domain::id::SegmentId;
use domain::segment::{BuiltIn, Condition, Rule};
use store::{Error, Store};
use uuid::Uuid;

use super::customers::stamp;

pub async fn built_in_segments_are_there(store: &dyn Store) {
    let segments = store.segments(false).await.unwrap();
    let built_in: Vec<_> = segments.iter().filter_map(|segment| segment.built_in).collect();
    assert_eq!(built_in, BuiltIn::ALL);
    for segment in &segments {
        let edit = store
            .edit_segment(segment.id, segment.version, "x", &Rule::everybody(), &stamp(1))
            .await;
        assert!(matches!(edit, Err(Error::WrongState(_))), "{edit:?}");
        let archive = store.archive_segment(segment.id, true, &stamp(1)).await;
        assert!(matches!(archive, Err(Error::WrongState(_))), "{archive:?}");
    }
}

pub async fn segments_are_edited_under_lock(store: &dyn Store) {
    let id = SegmentId(Uuid::from_u128(1));
    let rule = Rule::Is(Condition::City(vec!["杭州".into()]));
    store.create_segment(id, "杭州", &rule, &stamp(1)).await.unwrap();
    assert_eq!(store.segment(id).await.unwrap().rule.as_ref(), Some(&rule));
    store
        .edit_segment(id, 1, "杭州客户", &Rule::everybody(), &stamp(2))
        .await
        .unwrap();
    let late = store.edit_segment(id, 1, "宁波", &rule, &stamp(3)).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let read = store.segment(id).await.unwrap();
    assert_eq!(
        (read.version, read.name.as_str(), read.updated_by.as_str()),
        (2, "杭州客户", "command")
    );
    store.archive_segment(id, true, &stamp(4)).await.unwrap();
    assert!(
        store
            .segments(false)
            .await
            .unwrap()
            .iter()
            .all(|segment| segment.id != id)
    );
    let edit = store.edit_segment(id, 3, "x", &rule, &stamp(5)).await;
    assert!(matches!(edit, Err(Error::WrongState(_))), "{edit:?}");
    store.archive_segment(id, false, &stamp(6)).await.unwrap();
    assert!(
        store
            .segments(false)
            .await
            .unwrap()
            .iter()
            .any(|segment| segment.id == id)
    );
    assert!(store.segment_uses().await.unwrap().is_empty());
}

pub async fn two_segments_that_are_offered_have_two_names(store: &dyn Store) {
    let (one, other, rule) = (
        SegmentId(Uuid::from_u128(1)),
        SegmentId(Uuid::from_u128(2)),
        Rule::everybody(),
    );
    store.create_segment(one, "杭州", &rule, &stamp(1)).await.unwrap();
    let again = store.create_segment(other, "杭州", &rule, &stamp(2)).await;
    assert!(matches!(again, Err(Error::Taken("name"))), "{again:?}");
    store.create_segment(other, "宁波", &rule, &stamp(3)).await.unwrap();
    let renamed = store.edit_segment(other, 1, "杭州", &rule, &stamp(4)).await;
    assert!(matches!(renamed, Err(Error::Taken("name"))), "{renamed:?}");
    let stale = store.edit_segment(other, 7, "杭州", &rule, &stamp(4)).await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    store.edit_segment(one, 1, "杭州", &rule, &stamp(5)).await.unwrap();
    // The name of what is put away is free; who comes back to it keeps it, and may be edited under it.
    store.archive_segment(one, true, &stamp(6)).await.unwrap();
    store.edit_segment(other, 1, "杭州", &rule, &stamp(7)).await.unwrap();
    store.archive_segment(one, false, &stamp(8)).await.unwrap();
    store.edit_segment(one, 4, "杭州", &rule, &stamp(9)).await.unwrap();
}
