//! Templates.

use domain::consent::Purpose;
use domain::id::TemplateId;
use store::contract::templates::TemplateText;
use store::{Error, Store};
use uuid::Uuid;

use super::customers::stamp;

pub async fn templates_have_versions(store: &dyn Store) {
    let id = TemplateId(Uuid::from_u128(1));
    let first = TemplateText {
        name: "立夏".into(),
        purpose: Purpose::Care,
        text: "{姓名}您好".into(),
        others: Vec::new(),
    };
    let second = TemplateText {
        text: "{姓名}您好，立夏安康".into(),
        others: vec!["立夏安康，{姓名}".into()],
        ..first.clone()
    };
    store.add_template(&stamp(1), id, &first).await.unwrap();
    assert_eq!(store.edit_template(&stamp(2), id, 1, &first).await.unwrap(), 1);
    assert_eq!(store.edit_template(&stamp(2), id, 1, &second).await.unwrap(), 2);
    let late = store.edit_template(&stamp(3), id, 1, &first).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let texts: Vec<_> = store
        .template_versions(id)
        .await
        .unwrap()
        .into_iter()
        .map(|one| (one.version, one.text))
        .collect();
    assert_eq!(texts, [(2, second.clone()), (1, first.clone())]);
    assert_eq!(store.templates().await.unwrap()[0].text, second);

    store.archive_template(&stamp(4), id).await.unwrap();
    store.archive_template(&stamp(5), id).await.unwrap();
    assert!(store.templates().await.unwrap().is_empty());
    let read = store.template(id).await.unwrap();
    assert_eq!((read.archived, read.updated_at), (true, 4));
    let edit = store.edit_template(&stamp(6), id, 2, &first).await;
    assert!(matches!(edit, Err(Error::WrongState("archived"))), "{edit:?}");

    let unknown = TemplateId(Uuid::from_u128(2));
    assert!(matches!(store.template(unknown).await, Err(Error::NotFound)));
    assert!(matches!(store.template_versions(unknown).await, Err(Error::NotFound)));
    assert!(matches!(
        store.archive_template(&stamp(7), unknown).await,
        Err(Error::NotFound)
    ));
}
