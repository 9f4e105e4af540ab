//! One condition as an inline sentence with the right controls.

mod attribute;
mod dates;
mod many;
mod numbers;
mod person;

use domain::segment::Condition;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::builder::Editing;
use super::model::NodeId;
use super::topic::Topic;
use crate::locale::{Msg, campaigns as words, lang, number};
use crate::ui::Choice;
use attribute::Attribute;
use dates::Dates;
use many::Many;
use numbers::Numbers;
use person::{Birthday, ConsentOf};

/// The controls of a condition. Its topic never changes, so they are built once and follow its values.
pub(super) fn controls(edit: Editing, id: NodeId, topic: Topic) -> AnyView {
    match topic {
        Topic::SiteStage | Topic::Tier | Topic::City | Topic::Tag | Topic::Agent => {
            view! { <Many edit id topic/> }.into_any()
        }
        Topic::SiteStarted | Topic::SiteDue | Topic::LastPurchase | Topic::LastContact => {
            view! { <Dates edit id topic/> }.into_any()
        }
        Topic::PurchaseCount | Topic::PurchaseTotal => view! { <Numbers edit id topic/> }.into_any(),
        Topic::Birthday => view! { <Birthday edit id/> }.into_any(),
        Topic::Consent => view! { <ConsentOf edit id/> }.into_any(),
        Topic::Attribute => view! { <Attribute edit id/> }.into_any(),
        Topic::Customers => view! { <Named edit id/> }.into_any(),
    }
}

/// How many customers the condition names; whom, is not changed here.
#[component]
fn Named(
    /// The rule.
    edit: Editing,
    /// Which condition.
    id: NodeId,
) -> impl IntoView {
    let count = reading(edit, id, |condition| match condition {
        Condition::Customers(these) => Some(these.len()),
        _ => None,
    });
    view! { <span class="num">{move || words::customers(lang(), &number(count.get()))}</span> }
}

fn code(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().map(str::to_owned).unwrap_or_default()
}

fn read<T: DeserializeOwned>(code: &str) -> Option<T> {
    crate::api::json::read(serde_json::Value::String(code.to_owned())).ok()
}

fn choices<T: Copy + Serialize>(all: &[T], name: impl Fn(T) -> Msg) -> Vec<Choice> {
    all.iter()
        .map(|one| Choice::new(code(*one), name(*one).get()))
        .collect()
}

/// What a condition's control reads, while the condition is there; the default once it is gone.
fn reading<T: Default + PartialEq + Send + Sync + 'static>(
    edit: Editing,
    id: NodeId,
    get: impl Fn(&Condition) -> Option<T> + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |_| {
        edit.tree
            .with(|tree| tree.condition(id).and_then(&get))
            .unwrap_or_default()
    })
}

fn writing<T: 'static>(
    edit: Editing,
    id: NodeId,
    make: impl Fn(T) -> Option<Condition> + Send + Sync + 'static,
) -> Callback<T> {
    Callback::new(move |value| {
        if let Some(condition) = make(value) {
            edit.tree.update(|tree| tree.set(id, condition));
        }
    })
}
