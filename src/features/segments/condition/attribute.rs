//! One of the firm's own attributes.

use domain::segment::{Condition, TextTest};
use leptos::prelude::*;

use super::super::builder::Editing;
use super::super::model::NodeId;
use super::writing;
use crate::locale::{Msg, Text, segments as words, tr};
use crate::ui::{Choice, InlineSelect};

/// A condition over an attribute.
#[component]
pub(super) fn Attribute(edit: Editing, id: NodeId) -> impl IntoView {
    const KINDS: [(&str, Msg); 4] = [
        ("one_of", words::ONE_OF),
        ("contains", words::CONTAINS),
        ("known", words::KNOWN),
        ("unknown", words::UNKNOWN),
    ];
    let now = Memo::new(move |_| {
        edit.tree
            .with(|tree| match tree.condition(id) {
                Some(Condition::Attribute { name, is }) => Some((name.clone(), is.clone())),
                _ => None,
            })
            .unwrap_or((String::new(), TextTest::Known))
    });
    let set = writing(edit, id, |(name, is): (String, TextTest)| {
        Some(Condition::Attribute { name, is })
    });
    let kind = Memo::new(move |_| match now.get().1 {
        TextTest::OneOf(_) => "one_of",
        TextTest::Contains(_) => "contains",
        TextTest::Known => "known",
        TextTest::Unknown => "unknown",
    });
    let text = move || match now.get().1 {
        TextTest::OneOf(these) => these.join("、"),
        TextTest::Contains(part) => part,
        TextTest::Known | TextTest::Unknown => String::new(),
    };
    let test_of = |kind: &str, text: &str| match kind {
        "one_of" => TextTest::OneOf(split(text)),
        "contains" => TextTest::Contains(text.trim().to_owned()),
        "known" => TextTest::Known,
        _ => TextTest::Unknown,
    };
    let list = format!("attributes-{id}");
    let label = Text::from(words::NAME_OF_ATTRIBUTE);
    view! {
        <input
            class="input inline-text"
            type="text"
            list=list.clone()
            maxlength="60"
            autocomplete="off"
            aria-label=label.view()
            placeholder=label.view()
            prop:value=move || now.with(|now| now.0.clone())
            on:change=move |event| set.run((event_target_value(&event).trim().to_owned(), now.get_untracked().1))
        />
        <datalist id=list>
            {move || edit.facets.with(|facets| facets.attributes.iter().map(|name| view! { <option value=name.clone()></option> }).collect_view())}
        </datalist>
        <InlineSelect
            label=words::TEST
            value=Signal::derive(move || kind.get().to_owned())
            options=Signal::derive(|| KINDS.map(|(code, name)| Choice::new(code, name.get())).to_vec())
            on_pick=move |kind: String| {
                let is = test_of(&kind, &untrack(text));
                set.run((now.get_untracked().0, is));
            }
        />
        {move || matches!(kind.get(), "one_of" | "contains").then(|| view! {
            <input
                class="input inline-text"
                type="text"
                autocomplete="off"
                aria-label=tr(words::VALUE)
                placeholder=if kind.get() == "one_of" { "A、B、C" } else { "" }
                prop:value=text
                on:change=move |event| set.run((now.get_untracked().0, test_of(kind.get_untracked(), &event_target_value(&event))))
            />
        })}
    }
}

/// The values of a list as people write one.
fn split(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for one in text.split(['、', ',', '，', ';', '；', '\n']) {
        let one = one.trim();
        if !one.is_empty() && !all.iter().any(|other| other == one) {
            all.push(one.to_owned());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_list_is_read_as_people_write_it() {
        assert_eq!(split("三室、两室, 两室；  四室 ,"), ["三室", "两室", "四室"]);
        assert_eq!(split(" "), Vec::<String>::new());
    }
}
