//! The small controls that stand in a condition's sentence.

use chrono::NaiveDate;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::locale::{Text, lang, segments as words, tr, ui};
use crate::ui::{Choice, Glyph, Icon};

/// A whole number, possibly shown in hundreds (fen as yuan). What is no number leaves the old one.
#[component]
pub(super) fn InlineNumber(
    #[prop(into)] label: Text,
    #[prop(into)] value: Signal<i64>,
    #[prop(into)] on_number: Callback<i64>,
    /// Whether the number is fen and shown in yuan.
    #[prop(optional)]
    money: bool,
    /// The largest that is taken.
    #[prop(default = i64::MAX)]
    most: i64,
) -> impl IntoView {
    let shown = move || number_text(value.get(), money);
    view! {
        <input
            class="input input--number inline-number"
            class:inline-number--wide=money
            type="text"
            inputmode=if money { "decimal" } else { "numeric" }
            autocomplete="off"
            aria-label=label.view()
            prop:value=shown
            on:input=move |event| {
                if let Some(number) = read_number(&event_target_value(&event), money) && number <= most {
                    on_number.run(number);
                }
            }
            on:change=move |event| {
                let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
                if let Some(input) = input {
                    input.set_value(&number_text(value.get_untracked(), money));
                }
            }
        />
    }
}

/// A date. An emptied field leaves the old one.
#[component]
pub(super) fn InlineDate(
    #[prop(into)] label: Text,
    #[prop(into)] value: Signal<NaiveDate>,
    #[prop(into)] on_date: Callback<NaiveDate>,
) -> impl IntoView {
    view! {
        <input
            class="input inline-date"
            type="date"
            aria-label=label.view()
            prop:value=move || value.get().to_string()
            on:change=move |event| {
                if let Ok(date) = event_target_value(&event).parse() {
                    on_date.run(date);
                }
            }
        />
    }
}

/// Any number of values from a list, as chips.
#[component]
pub(super) fn ManyPicker(
    #[prop(into)] label: Text,
    #[prop(into)] values: Signal<Vec<String>>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] on_values: Callback<Vec<String>>,
) -> impl IntoView {
    let name = move |value: &str| {
        choices.with(|all| {
            let known = all.iter().find(|one| one.value == value);
            known.map_or_else(|| value.to_owned(), |one| one.label.clone())
        })
    };
    let left = move || {
        values.with(|values| {
            choices
                .get()
                .into_iter()
                .filter(|one| !values.contains(&one.value))
                .collect::<Vec<_>>()
        })
    };
    // The arrows go through a closed list one by one, and each it goes past is chosen: by keys it is taken when it is left or with Enter.
    let by_keys = StoredValue::new(false);
    let take = move |select: web_sys::HtmlSelectElement| {
        let value = select.value();
        // Back to the invitation: what was taken leaves the list, and its neighbour must not seem taken.
        select.set_value("");
        if !value.is_empty() {
            let mut all = values.get_untracked();
            all.push(value);
            on_values.run(all);
        }
    };
    view! {
        <span class="many" role="group" aria-label=label.view()>
            <For each=move || values.get() key=Clone::clone let:value>
                {
                    let (own, said, shown) = (value.clone(), value.clone(), value);
                    view! {
                        <span class="chip">
                            <span>{move || name(&shown)}</span>
                            <button
                                type="button"
                                class="chip__remove"
                                aria-label=move || format!("{} {}", ui::REMOVE.of(lang()), name(&said))
                                on:click=move |_| {
                                    let rest = values.get_untracked().into_iter().filter(|one| *one != own).collect();
                                    on_values.run(rest);
                                }
                            >
                                <Glyph icon=Icon::Close/>
                            </button>
                        </span>
                    }
                }
            </For>
            <span class="select inline-select many__add">
                <select
                    class="input"
                    aria-label=tr(words::PICK_VALUE)
                    prop:value=""
                    on:pointerdown=move |_| by_keys.set_value(false)
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event_target_value(&event).is_empty() {
                            event.prevent_default();
                            take(event_target(&event));
                        } else {
                            by_keys.set_value(true);
                        }
                    }
                    on:change=move |event| {
                        if !by_keys.get_value() {
                            take(event_target(&event));
                        }
                    }
                    on:blur=move |event| take(event_target(&event))
                >
                    <option value="">{tr(words::PICK)}</option>
                    {move || left().into_iter().map(|one| view! { <option value=one.value>{one.hint.map_or(one.label.clone(), |hint| format!("{} ({hint})", one.label))}</option> }).collect_view()}
                </select>
                <Glyph icon=Icon::Plus/>
            </span>
        </span>
    }
}

/// The number as it stands in the field.
fn number_text(number: i64, money: bool) -> String {
    if !money {
        return number.to_string();
    }
    match number % 100 {
        0 => (number / 100).to_string(),
        fen => format!("{}.{:02}", number / 100, fen.abs()),
    }
}

/// What was typed, with or without separators; money as yuan with at most two decimals.
fn read_number(text: &str, money: bool) -> Option<i64> {
    let text: String = text
        .chars()
        .filter(|sign| !matches!(sign, ',' | '，' | ' ' | '¥'))
        .collect();
    if !money {
        return text.parse().ok().filter(|number| *number >= 0);
    }
    let (yuan, fen) = text.split_once('.').unwrap_or((&text, ""));
    if fen.len() > 2 || !fen.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let fen: i64 = format!("{fen:0<2}").parse().ok()?;
    let yuan: i64 = yuan.parse().ok().filter(|yuan| *yuan >= 0)?;
    yuan.checked_mul(100)?.checked_add(fen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_is_typed_is_read() {
        for (text, money, read) in [
            ("12", false, Some(12)),
            ("1,200", false, Some(1_200)),
            ("-1", false, None),
            ("", false, None),
            ("12.5", false, None),
            ("10000", true, Some(1_000_000)),
            ("¥1，000.5", true, Some(100_050)),
            ("1.234", true, None),
            ("1.x", true, None),
            ("99999999999999999999", true, None),
        ] {
            assert_eq!(read_number(text, money), read, "{text}");
        }
    }

    #[test]
    fn money_is_shown_in_yuan() {
        for (fen, text) in [(1_000_000, "10000"), (1_205, "12.05"), (0, "0")] {
            assert_eq!(number_text(fen, true), text);
            assert_eq!(read_number(text, true), Some(fen));
        }
    }
}
