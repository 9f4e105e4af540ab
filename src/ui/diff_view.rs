//! What changed between two texts, line by line.

use leptos::prelude::*;

use crate::locale::{tr, ui as words};

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// It stayed.
    Same(String),
    /// It is new.
    Added(String),
    /// It is gone.
    Removed(String),
}

/// The shortest script from the old lines to the new ones.
pub fn diff_lines(old: &str, new: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    // common[i][j] is the length of the longest common subsequence of old[i..] and new[j..].
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            out.push(Line::Same(old[i].to_owned()));
            i += 1;
            j += 1;
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            out.push(Line::Removed(old[i].to_owned()));
            i += 1;
        } else {
            out.push(Line::Added(new[j].to_owned()));
            j += 1;
        }
    }
    out
}

/// What changed between two texts, line by line, with signs as well as colours.
#[component]
pub fn DiffView(
    /// The text before.
    #[prop(into)]
    old: Signal<String>,
    /// The text after.
    #[prop(into)]
    new: Signal<String>,
) -> impl IntoView {
    let lines = Memo::new(move |_| diff_lines(&old.get(), &new.get()));
    let line_view = |line: Line| {
        let (class, sign, said, text) = match line {
            Line::Same(text) => ("diff__line", " ", None, text),
            Line::Added(text) => ("diff__line diff__line--added", "+", Some(words::ADDED), text),
            Line::Removed(text) => ("diff__line diff__line--removed", "−", Some(words::REMOVED), text),
        };
        view! {
            <li class=class>
                <span class="diff__sign" aria-hidden="true">{sign}</span>
                {said.map(|said| view! { <span class="visually-hidden">{tr(said)} </span> })}
                <span class="diff__text">{text}</span>
            </li>
        }
    };
    view! {
        <Show
            when=move || lines.with(|lines| lines.iter().any(|line| !matches!(line, Line::Same(_))))
            fallback=|| view! { <p class="muted">{tr(words::NO_CHANGES)}</p> }
        >
            <ul class="diff">{move || lines.get().into_iter().map(line_view).collect_view()}</ul>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, script: &str) {
        let written: Vec<String> = diff_lines(old, new)
            .into_iter()
            .map(|line| match line {
                Line::Same(text) => format!(" {text}"),
                Line::Added(text) => format!("+{text}"),
                Line::Removed(text) => format!("-{text}"),
            })
            .collect();
        assert_eq!(written.join("|"), script);
    }

    #[test]
    fn the_script_is_the_shortest() {
        check("a\nb\nc", "a\nb\nc", " a| b| c");
        check("a\nb\nc", "a\nx\nc", " a|-b|+x| c");
        check("", "a", "+a");
        check("a\nb", "b", "-a| b");
        check("a", "", "-a");
    }
}
