//! Dropping a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::imports::FileKind;

use super::names;
use crate::api;
use crate::locale::{Msg, Text, imports as words};
use crate::routes::Page;
use crate::ui::{Choice, FileDrop, ProblemView, Progress, RadioGroup};

/// The code of a choice, what the file holds by it, and what is said of such files; the gateway finds out what holds by none.
const KINDS: [(&str, Option<FileKind>, Msg); 4] = [
    ("any", None, words::DROP_ANY),
    ("customers", Some(FileKind::Customers), words::DROP_CUSTOMERS),
    ("purchases", Some(FileKind::Purchases), words::DROP_PURCHASES),
    ("events", Some(FileKind::Events), words::DROP_EVENTS),
];

/// What the file holds, and the place to drop it. On success one is taken to the import.
#[component]
pub(super) fn Upload() -> impl IntoView {
    let kind = RwSignal::new(KINDS[0].0.to_owned());
    let share = RwSignal::new(None::<f64>);
    let error = RwSignal::new(None::<api::Error>);
    let file_name = RwSignal::new(String::new());
    let chosen = move || {
        KINDS
            .into_iter()
            .find(|one| kind.with(|kind| kind == one.0))
            .unwrap_or(KINDS[0])
    };
    let kinds = Signal::derive(|| {
        KINDS
            .map(|(code, kind, _)| Choice::new(code, kind.map_or(words::KIND_ANY, names::kind).get()))
            .to_vec()
    });
    let go = Page::goer();
    let on_file = UnsyncCallback::new(move |file: web_sys::File| {
        if share.get_untracked().is_some() {
            return;
        }
        error.set(None);
        share.set(Some(0.0));
        file_name.set(file.name());
        let (go, kind) = (go.clone(), untrack(chosen).1);
        spawn_local(async move {
            let heard = move |now: f64| {
                share.try_set(Some(now));
            };
            match api::imports::create(kind, &file, heard).await {
                // Whoever left meanwhile stays where they went; it is listed among the imports.
                Ok(import) if !share.is_disposed() => go(Page::Import(import.id)),
                Ok(_) => {}
                Err(problem) => {
                    error.try_set(Some(problem));
                    share.try_set(None);
                }
            }
        });
    });
    let label = Text::from(move || chosen().2.get());
    let uploading = Text::from(move || format!("{} {}", words::UPLOADING.get(), file_name.get()));
    view! {
        <div class="import-upload">
            <RadioGroup label=words::KIND value=kind options=kinds segmented=true/>
            {move || if share.get().is_some() {
                view! { <div class="import-upload__progress"><Progress label=uploading share/></div> }.into_any()
            } else {
                view! { <FileDrop label hint=words::DROP_HINT accept=".csv,.txt,.tsv,.xlsx" on_file/> }.into_any()
            }}
            {move || error.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
        </div>
    }
}
