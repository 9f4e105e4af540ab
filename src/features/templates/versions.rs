//! The versions of a template, and what changed between them.

use domain::id::TemplateId;
use leptos::prelude::*;
use wire::templates::TemplateVersion;

use super::diff::DiffView;
use super::wordings::in_one;
use crate::api;
use crate::locale::{lang, number, templates as words, tr};
use crate::state::fetched::fetched;
use crate::ui::{ProblemView, When};

/// The versions, newest first, each beside the one before it.
#[component]
pub fn Versions(
    /// Which template.
    id: TemplateId,
    /// Its present version: a new one is fetched.
    version: Memo<i64>,
) -> impl IntoView {
    let versions = fetched(move || {
        version.get();
        api::templates::versions(id)
    });
    view! {
        <section class="section">
            <h2>{tr(words::VERSIONS)}</h2>

                {move || versions.get().map(|answer| match answer {
                    Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| versions.refetch()/> }.into_any(),
                    Ok(all) => {
                        let before: Vec<String> = all.iter().skip(1).map(|one| in_one(&one.text, &one.others)).chain([String::new()]).collect();
                        all.into_iter().zip(before).map(|(one, before)| view! { <Version one before/> }).collect_view().into_any()
                    }
                })}
        </section>
    }
}

#[component]
fn Version(
    /// The version.
    one: TemplateVersion,
    /// The text of the one before it.
    before: String,
) -> impl IntoView {
    let (version, by, text) = (one.version, one.by, in_one(&one.text, &one.others));
    view! {
        <details class="version">
            <summary>{move || words::version(lang(), &number(version), &by)} " · " <When at=one.at/></summary>
            <DiffView old=Signal::stored(before) new=Signal::stored(text)/>
        </details>
    }
}
