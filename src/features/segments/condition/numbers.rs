//! How many, and how much.

use domain::segment::{Condition, NumberTest};
use leptos::prelude::*;

use super::super::builder::Editing;
use super::super::model::NodeId;
use super::super::pickers::InlineNumber;
use super::super::topic::Topic;
use super::writing;
use crate::locale::{Msg, segments as words, tr};
use crate::ui::{Choice, InlineSelect};

/// A condition over a number.
#[component]
pub(super) fn Numbers(edit: Editing, id: NodeId, topic: Topic) -> impl IntoView {
    const KINDS: [(&str, Msg); 3] = [
        ("least", words::AT_LEAST),
        ("most", words::AT_MOST),
        ("between", words::BETWEEN),
    ];
    let money = topic == Topic::PurchaseTotal;
    let test = Memo::new(move |_| {
        edit.tree
            .with(|tree| match tree.condition(id) {
                Some(Condition::PurchaseCount(test) | Condition::PurchaseTotal(test)) => Some(*test),
                _ => None,
            })
            .unwrap_or(NumberTest::AtLeast(0))
    });
    let set = writing(edit, id, move |test| {
        Some(if money {
            Condition::PurchaseTotal(test)
        } else {
            Condition::PurchaseCount(test)
        })
    });
    let kind = Memo::new(move |_| match test.get() {
        NumberTest::AtLeast(_) => "least",
        NumberTest::AtMost(_) => "most",
        NumberTest::Between(..) => "between",
    });
    let ends = move || match test.get() {
        NumberTest::AtLeast(one) | NumberTest::AtMost(one) => (one, one),
        NumberTest::Between(least, most) => (least, most),
    };
    let make = move |kind: &str, (least, most): (i64, i64)| match kind {
        "least" => NumberTest::AtLeast(least),
        "most" => NumberTest::AtMost(most),
        _ => NumberTest::Between(least, most),
    };
    let kinds = Signal::derive(move || KINDS.map(|(code, name)| Choice::new(code, name.get())).to_vec());
    let unit = if money { words::YUAN } else { words::TIMES };
    let first = Callback::new(move |one: i64| {
        set.run(match test.get_untracked() {
            NumberTest::AtLeast(_) => NumberTest::AtLeast(one),
            NumberTest::AtMost(_) => NumberTest::AtMost(one),
            NumberTest::Between(_, most) => NumberTest::Between(one, most),
        });
    });
    view! {
        <InlineSelect
            label=words::TEST
            value=Signal::derive(move || kind.get().to_owned())
            options=kinds
            on_pick=move |kind: String| set.run(make(&kind, ends()))
        />
        <InlineNumber label=words::VALUE value=Signal::derive(move || ends().0) on_number=first money/>
        {move || (kind.get() == "between").then(|| view! {
            <span>{tr(words::TO)}</span>
            <InlineNumber label=words::TO value=Signal::derive(move || ends().1) on_number=move |most| set.run(NumberTest::Between(ends().0, most)) money/>
        })}
        <span>{tr(unit)}</span>
    }
}
