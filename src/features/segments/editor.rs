//! Editing a segment: its name and rule, and beside them whom it selects.

use domain::id::SegmentId;
use domain::segment::Rule;
use leptos::prelude::*;
use wire::customers::Facets;
use wire::segments::{Segment, SegmentEdit};

use super::builder::{Builder, Editing};
use super::conflict::ConflictView;
use super::model::Tree;
use super::names;
use super::preview::Preview;
use super::why::Why;
use crate::api;
use crate::locale::{lang, segments as words, tr, ui};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{Button, LinkButton, Look, ProblemView, TextField};

/// What the gateway offers to choose from; empty until it is there.
pub(super) fn use_facets() -> Signal<Facets> {
    let facets = fetched(api::customers::facets);
    Signal::derive(move || facets.get().and_then(Result::ok).unwrap_or_else(Facets::default))
}

/// The editor. Without `before`, the segment is new.
#[component]
pub(super) fn Editor(before: Option<RwSignal<Segment>>, name: String, rule: Rule) -> impl IntoView {
    let facets = use_facets();
    let edit = Editing::new(&rule, facets);
    let name = RwSignal::new(name);
    let saved = RwSignal::new((name.get_untracked(), edit.rule.get_untracked()));
    let version = RwSignal::new(before.map(|segment| segment.with_untracked(|segment| segment.version)));
    let id: Option<SegmentId> = before.map(|segment| segment.with_untracked(|segment| segment.id));
    let (tried, error) = (RwSignal::new(false), RwSignal::new(None::<api::Error>));
    let theirs = RwSignal::new(None::<Segment>);
    let changed =
        move || saved.with(|(saved, rule)| name.with(|name| name != saved) || edit.rule.with(|now| now != rule));
    let name_error = Signal::derive(move || {
        let told = error.with(|error| error.as_ref().and_then(|error| error.field("name")));
        let blank = name.with(|name| name.trim().is_empty());
        told.or_else(|| (tried.get() && blank).then(|| words::NAME_NEEDED.get().to_owned()))
    });
    let go = Page::goer();
    let save = Action::new(move |(): &()| {
        let go = go.clone();
        let segment = SegmentEdit {
            version: version.get_untracked(),
            name: name.get_untracked().trim().to_owned(),
            rule: edit.rule.get_untracked(),
        };
        async move {
            let answer = match id {
                None => api::segments::create(&segment).await,
                Some(id) => api::segments::save(id, &segment).await,
            };
            match answer {
                Ok(now) => {
                    theirs.set(None);
                    error.set(None);
                    version.set(Some(now.version));
                    saved.set((now.name.clone(), segment.rule));
                    if let Some(before) = before {
                        toasts::done(words::SAVED.get());
                        before.set(now);
                    } else {
                        toasts::done(words::CREATED.get());
                        go(Page::Segment(now.id));
                    }
                }
                Err(problem) => match lost_update(&problem) {
                    Some(current) => {
                        version.set(Some(current.version));
                        theirs.set(Some(current));
                    }
                    None => error.set(Some(problem)),
                },
            }
        }
    });
    let take_theirs = Callback::new(move |segment: Segment| {
        name.set(segment.name.clone());
        edit.tree.set(Tree::of(&segment.rule));
        saved.set((segment.name.clone(), edit.rule.get_untracked()));
        theirs.set(None);
        if let Some(before) = before {
            before.set(segment);
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let fits = name.with_untracked(|name| !name.trim().is_empty());
        if fits && edit.flaws.with_untracked(Vec::is_empty) {
            save.dispatch(());
        }
    };
    let sentence = Memo::new(move |_| {
        edit.rule
            .with(|rule| facets.with(|facets| names::sentence(rule, lang(), facets)))
    });
    let other_error = move || error.get().filter(|error| error.field("name").is_none());
    view! {
        {move || theirs.get().map(|current| view! {
            <ConflictView
                mine=(name.get_untracked(), edit.rule.get_untracked())
                theirs=current
                facets
                busy=save.pending()
                on_mine=Callback::new(move |()| { save.dispatch(()); })
                on_theirs=take_theirs
            />
        })}
        <div class="segment" hidden=move || theirs.with(Option::is_some)>
            <form class="segment__main" novalidate on:submit=submit>
                <TextField label=words::NAME value=name hint=words::NAME_HINT error=name_error required=true max_length=60/>
                <p class="segment__sentence" aria-live="polite">{move || sentence.get()}</p>
                <Builder edit/>
                {move || other_error().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
                <div class="segment__foot">
                    <span class="segment__state" role="status">{move || (id.is_some() && changed()).then(|| tr(words::UNSAVED)())}</span>
                    <LinkButton label=ui::CANCEL href=Page::Segments.path()/>
                    <Button
                        label=ui::SAVE
                        look=Look::Primary
                        submit=true
                        busy=save.pending()
                        disabled=Signal::derive(move || id.is_some() && !changed() || !edit.flaws.with(Vec::is_empty))
                    />
                </div>
            </form>
            <aside class="segment__side">
                <Preview rule=edit.rule/>
                <Why rule=edit.rule/>
            </aside>
        </div>
    }
}

fn lost_update(problem: &api::Error) -> Option<Segment> {
    let problem = problem
        .problem()
        .filter(|problem| problem.code == wire::Code::Conflict)?;
    crate::api::json::read(problem.current.clone()?).ok()
}
