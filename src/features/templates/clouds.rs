//! The wording as clouds keep it that take a template's code and parameters instead of a text: what to register, what would
//! fill it, and what they refuse.

use domain::campaign::Content;
use domain::lint::CarrierPolicy;
use domain::template::Style;
use leptos::prelude::*;

use super::model::{Registered, registered};
use super::wordings::Wordings;
use crate::locale::{Lang, date, domain_lang, lang, templates as words, tr};
use crate::ui::{CopyButton, Glyph, Icon};

/// The clouds, by the ids of their policies.
const CLOUDS: [(&str, Style); 2] = [("aliyun", Style::Named), ("tencent", Style::Positional)];

/// Folded away until somebody wants it.
#[component]
pub(super) fn Clouds(
    /// What is written.
    content: Memo<Content>,
    /// Its wordings.
    wordings: Wordings,
) -> impl IntoView {
    let cloud = move |(id, style): (&'static str, Style)| {
        let policy = CarrierPolicy::built_in(id)?;
        let (zh, en) = (policy.zh.clone(), policy.en.clone());
        let name = move || match lang() {
            Lang::ZhCn => zh.clone(),
            Lang::En => en.clone(),
        };
        let kept = Memo::new(move |_| {
            let today = date::iso_day(date::now()).parse().ok()?;
            content.with(|content| registered(content, wordings.at(), style, &policy, today, domain_lang()))
        });
        Some(view! {
            <section class="cloud">
                <h3>{name}</h3>
                {move || kept.get().map(|kept| view! { <Kept kept/> })}
            </section>
        })
    };
    view! {
        <details class="clouds">
            <summary>{tr(words::CLOUDS)}</summary>
            <p class="muted">{tr(words::CLOUDS_TEXT)}</p>
            <div class="clouds__all">{CLOUDS.map(cloud).into_iter().flatten().collect_view()}</div>
        </details>
    }
}

#[component]
fn Kept(
    /// As the cloud keeps it.
    kept: Registered,
) -> impl IntoView {
    let text = kept.text.map(|text| {
        let copied = text.clone();
        view! { <div class="cloud__text"><code>{text}</code> <CopyButton text=Signal::stored(copied)/></div> }
    });
    let pair = |(key, value)| view! { <div><dt><code>{key}</code></dt><dd>{value}</dd></div> };
    let example = (!kept.parameters.is_empty()).then(|| {
        view! {
            <p class="small muted">{tr(words::CLOUDS_EXAMPLE)}</p>
            <dl class="cloud__parameters">{kept.parameters.into_iter().map(pair).collect_view()}</dl>
        }
    });
    let refused = (!kept.refused.is_empty()).then(|| {
        let one = |message| view! { <li class="finding" data-tone="crimson"><Glyph icon=Icon::Close/> <span class="finding__text">{message}</span></li> };
        view! { <ul class="findings">{kept.refused.into_iter().map(one).collect_view()}</ul> }
    });
    view! { {text} {example} {refused} }
}
