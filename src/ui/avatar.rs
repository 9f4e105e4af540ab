//! A person in one or two letters.

use leptos::prelude::*;

/// A person in one or two letters. It is decoration: the name stands beside it.
#[component]
pub fn Avatar(
    /// The person's name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    view! { <span class="avatar" aria-hidden="true">{move || name.with(|name| initials(name))}</span> }
}

/// The last sign of a Chinese name, the initials of another.
pub fn initials(name: &str) -> String {
    let name = name.trim();
    match name.chars().last() {
        None => "·".to_owned(),
        Some(last) if !last.is_ascii() => last.to_string(),
        Some(_) => name
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .take(2)
            .flat_map(char::to_uppercase)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::initials;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn names_become_letters() {
        for (name, letters) in [("王芳", "芳"), ("Ada Lovelace King", "AL"), ("root", "R"), ("  ", "·")] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
