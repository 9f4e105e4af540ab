//! Several wordings of one text: a tab each, one of them in the editor.

use domain::campaign::MOST_WORDINGS;
use domain::lint::{Finding, Severity};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::editor::TextEditor;
use crate::locale::{domain_lang, templates as words, tr};
use crate::ui::{Button, Glyph, Icon, Look, unique_id};

/// The wordings of a text, one of which is being written; never none.
#[derive(Clone, Copy, Debug)]
pub struct Wordings {
    all: RwSignal<Vec<String>>,
    /// The place of the one that is being written.
    at: RwSignal<usize>,
}

impl Wordings {
    /// These wordings, the first of them being written.
    pub fn new(text: String, others: Vec<String>) -> Self {
        Self {
            all: RwSignal::new(joined(text, others)),
            at: RwSignal::new(0),
        }
    }

    /// Takes these instead.
    pub fn set(self, text: String, others: Vec<String>) {
        self.at.set(0);
        self.all.set(joined(text, others));
    }

    /// The first and the others; reactive.
    pub fn get(self) -> (String, Vec<String>) {
        let mut all = self.all.get();
        let others = all.split_off(1.min(all.len()));
        (all.pop().unwrap_or_default(), others)
    }

    /// The place of the one that is being written; reactive.
    pub fn at(self) -> usize {
        self.at.get().min(self.count() - 1)
    }

    /// Writes the one at this place from now on.
    pub fn go(self, place: usize) {
        self.at.set(place);
    }

    /// How many there are, one at least; reactive.
    pub fn count(self) -> usize {
        self.all.with(Vec::len).max(1)
    }

    /// Whether one of them says nothing; reactive.
    pub fn any_empty(self) -> bool {
        self.all.with(|all| all.iter().any(|text| text.trim().is_empty()))
    }

    /// Whether none of them says anything; reactive.
    pub fn is_empty(self) -> bool {
        self.all.with(|all| all.iter().all(|text| text.trim().is_empty()))
    }

    fn current(self) -> String {
        let at = self.at();
        self.all.with(|all| all.get(at).cloned().unwrap_or_default())
    }

    fn write(self, text: String) {
        let at = untrack(|| self.at());
        self.all.update(|all| {
            if let Some(one) = all.get_mut(at) {
                *one = text;
            }
        });
    }

    fn add(self) {
        self.all.update(|all| all.push(String::new()));
        self.at.set(untrack(|| self.count()) - 1);
    }

    fn put(self, place: usize, text: String) {
        self.all.update(|all| all.insert(place.min(all.len()), text));
        self.at.set(place);
    }

    /// Takes the current one out.
    fn remove(self) -> (usize, String) {
        let at = untrack(|| self.at());
        let mut removed = String::new();
        self.all.update(|all| removed = all.remove(at));
        self.at.set(at.min(untrack(|| self.count()) - 1));
        (at, removed)
    }

    /// Moves the current one by so many places, and stays with it.
    fn shift(self, by: isize) {
        let at = untrack(|| self.at());
        let Some(to) = at.checked_add_signed(by).filter(|to| *to < untrack(|| self.count())) else {
            return;
        };
        self.all.update(|all| all.swap(at, to));
        self.at.set(to);
    }
}

fn joined(text: String, others: Vec<String>) -> Vec<String> {
    std::iter::once(text).chain(others).collect()
}

/// All wordings in one text, to be held against another's; one alone is as it is.
pub fn in_one(text: &str, others: &[String]) -> String {
    if others.is_empty() {
        return text.to_owned();
    }
    let named = std::iter::once(text)
        .chain(others.iter().map(String::as_str))
        .enumerate()
        .map(|(place, text)| format!("{}\n{text}", domain::lint::wording_name(place, domain_lang())));
    named.collect::<Vec<_>>().join("\n\n")
}

/// The editor of the current wording, and above it a tab for each where there are several.
#[component]
pub fn WordingsEditor(
    /// The wordings.
    wordings: Wordings,
    /// What the linter found, each with the place of its wording, or `None` if it is about all of them.
    #[prop(into)]
    findings: Signal<Vec<(Option<usize>, Finding)>>,
    /// Whether nothing can be changed.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let base = StoredValue::new(unique_id("wording"));
    let panel = format!("{}-panel", base.get_value());
    let several = Memo::new(move |_| wordings.count() > 1);
    let here = Signal::derive(move || {
        let at = wordings.at();
        let of_it = |(place, _): &&(Option<usize>, Finding)| place.is_none_or(|place| place == at);
        findings.with(|all| {
            all.iter()
                .filter(of_it)
                .map(|(_, finding)| finding.clone())
                .collect::<Vec<_>>()
        })
    });
    let text = Signal::derive(move || wordings.current());
    let labelled = move || several.get().then(|| format!("{}-{}", base.get_value(), wordings.at()));
    view! {
        <div class="wordings">
            <Show when=move || several.get()>
                <Tabs wordings findings base/>
            </Show>
            <div id=panel role=move || several.get().then_some("tabpanel") aria-labelledby=labelled>
                <TextEditor text write=Callback::new(move |text| wordings.write(text)) findings=here disabled/>
            </div>
            <Show when=move || !disabled.get()>
                <Acts wordings several/>
            </Show>
        </div>
    }
}

/// The row of tabs, a sign on those that something stands against.
#[component]
fn Tabs(
    /// The wordings.
    wordings: Wordings,
    /// What the linter found.
    findings: Signal<Vec<(Option<usize>, Finding)>>,
    /// What the tabs' ids begin with.
    base: StoredValue<String>,
) -> impl IntoView {
    let id = move |place: usize| format!("{}-{place}", base.get_value());
    let on_key = move |event: web_sys::KeyboardEvent| {
        let (at, count) = untrack(|| (wordings.at(), wordings.count()));
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        wordings.go(next);
        if let Some(tab) = document().get_element_by_id(&id(next)) {
            let _ = tab.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    let count = Memo::new(move |_| wordings.count());
    let tab = move |place: usize| {
        let shown = move || wordings.at() == place;
        let wrong = Memo::new(move |_| {
            findings.with(|all| {
                all.iter()
                    .any(|(at, finding)| *at == Some(place) && finding.severity == Severity::Block)
            })
        });
        view! {
            <button
                type="button"
                class="tabs__tab"
                role="tab"
                id=id(place)
                aria-controls=format!("{}-panel", base.get_value())
                aria-selected=move || shown().to_string()
                tabindex=move || if shown() { "0" } else { "-1" }
                on:click=move |_| wordings.go(place)
            >
                {move || domain::lint::wording_name(place, domain_lang())}
                {move || wrong.get().then(|| view! { <Glyph icon=Icon::Warning/> <span class="visually-hidden">{tr(words::WORDING_WRONG)}</span> })}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=tr(words::WORDINGS) on:keydown=on_key>
            {move || (0..count.get()).map(tab).collect_view()}
        </div>
    }
}

/// Adding, moving and removing; what was removed can be had back.
#[component]
fn Acts(
    /// The wordings.
    wordings: Wordings,
    /// Whether there are several.
    several: Memo<bool>,
) -> impl IntoView {
    let removed = RwSignal::new(None::<(usize, String)>);
    let full = Signal::derive(move || wordings.count() >= MOST_WORDINGS);
    let add = move |_| {
        removed.set(None);
        wordings.add();
    };
    let remove = move |_| removed.set(Some(wordings.remove()).filter(|(_, text)| !text.trim().is_empty()));
    let undo = move |_| {
        if let Some((place, text)) = removed.get_untracked() {
            wordings.put(place, text);
        }
        removed.set(None);
    };
    view! {
        <div class="wordings__acts">
            <Button label=words::ADD_WORDING icon=Icon::Plus look=Look::Plain disabled=full on:click=add/>
            <Show when=move || several.get()>
                <Button label=words::WORDING_EARLIER icon=Icon::Left icon_only=true look=Look::Plain disabled=Signal::derive(move || wordings.at() == 0) on:click=move |_| wordings.shift(-1)/>
                <Button label=words::WORDING_LATER icon=Icon::Right icon_only=true look=Look::Plain disabled=Signal::derive(move || wordings.at() + 1 == wordings.count()) on:click=move |_| wordings.shift(1)/>
                <Button label=words::REMOVE_WORDING icon=Icon::Trash look=Look::Plain on:click=remove/>
            </Show>
            <span class="row" role="status">
                {move || removed.with(Option::is_some).then(|| view! {
                    <span class="muted small">{tr(words::WORDING_REMOVED)}</span>
                    <Button label=words::UNDO icon=Icon::Undo look=Look::Plain on:click=undo/>
                })}
            </span>
        </div>
        <Show when=move || several.get()>
            <p class="muted small">{tr(words::WORDINGS_HINT)}</p>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn of(texts: [&str; 3]) -> Wordings {
        let [first, second, third] = texts.map(str::to_owned);
        Wordings::new(first, vec![second, third])
    }

    #[test]
    fn wordings_are_added_moved_and_taken_out() {
        let owner = Owner::new();
        owner.set();
        let all = of(["a", "b", "c"]);
        all.shift(-1);
        assert_eq!((all.get(), all.at()), (("a".into(), vec!["b".into(), "c".into()]), 0));
        all.shift(1);
        assert_eq!((all.get(), all.at()), (("b".into(), vec!["a".into(), "c".into()]), 1));
        all.write("x".into());
        all.go(2);
        let (place, text) = all.remove();
        assert_eq!((place, text.as_str(), all.at(), all.count()), (2, "c", 1, 2));
        all.put(place, text);
        assert_eq!(all.get(), ("b".into(), vec!["x".into(), "c".into()]));
        all.add();
        assert_eq!((all.at(), all.any_empty(), all.is_empty()), (3, true, false));
        all.set("y".into(), Vec::new());
        assert_eq!((all.get(), all.at()), (("y".into(), Vec::new()), 0));
    }

    #[test]
    fn one_wording_is_compared_as_it_is() {
        let owner = Owner::new();
        owner.set();
        assert_eq!(in_one("a", &[]), "a");
        let two = in_one("a", &["b".to_owned()]);
        assert!(two.contains("\na\n\n") && two.ends_with("\nb"), "{two}");
    }
}
