//! Editing a segment: its name and rule, and beside them whom it selects.

use domain::segment::Rule;
use leptos::prelude::*;
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
use crate::state::facets::facets;
use crate::state::guard::guard;
use crate::state::toasts;
use crate::ui::{Button, LinkButton, Look, ProblemView, TextField};

/// What is written, and what is saved.
#[derive(Clone, Copy)]
struct Desk {
    /// The saved segment; `None` for a new one.
    before: Option<RwSignal<Segment>>,
    edit: Editing,
    name: RwSignal<String>,
    /// Name and rule as the gateway has them.
    saved: RwSignal<(String, Rule)>,
    version: RwSignal<Option<i64>>,
    /// What somebody else saved in the meantime.
    theirs: RwSignal<Option<Segment>>,
    /// Saving was tried: from then on one is told what is missing.
    tried: RwSignal<bool>,
    error: RwSignal<Option<api::Error>>,
}

impl Desk {
    fn new(before: Option<RwSignal<Segment>>, name: String, edit: Editing) -> Self {
        Self {
            before,
            edit,
            saved: RwSignal::new((name.clone(), edit.rule.get_untracked())),
            name: RwSignal::new(name),
            version: RwSignal::new(before.map(|segment| segment.with_untracked(|segment| segment.version))),
            theirs: RwSignal::new(None),
            tried: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    fn written(self) -> SegmentEdit {
        SegmentEdit {
            version: self.version.get_untracked(),
            name: self.name.get_untracked().trim().to_owned(),
            rule: self.edit.rule.get_untracked(),
        }
    }

    fn is_nameless(self) -> bool {
        self.name.with(|name| name.trim().is_empty())
    }

    fn is_changed(self) -> bool {
        self.saved
            .with(|(name, rule)| self.name.with(|now| now != name) || self.edit.rule.with(|now| now != rule))
    }

    fn may_save(self) -> bool {
        (self.before.is_none() || self.is_changed()) && self.edit.flaws.with(Vec::is_empty)
    }

    fn name_error(self) -> Option<String> {
        let told = self
            .error
            .with(|error| error.as_ref().and_then(|error| error.field("name")));
        let missing = self.tried.get() && self.is_nameless();
        told.or_else(|| missing.then(|| words::NAME_NEEDED.get().to_owned()))
    }

    /// What the gateway said that belongs to no field.
    fn other_error(self) -> Option<api::Error> {
        self.error.get().filter(|error| error.field("name").is_none())
    }

    /// Saves what is written. Who was slower than somebody else is shown both versions.
    async fn save(self) -> Option<Segment> {
        let written = self.written();
        let answer = match self.before.map(|before| before.with_untracked(|segment| segment.id)) {
            None => api::segments::create(&written).await,
            Some(id) => api::segments::save(id, &written).await,
        };
        self.error.set(None);
        let error = match answer {
            Ok(now) => {
                self.theirs.set(None);
                self.version.set(Some(now.version));
                self.saved.set((now.name.clone(), written.rule));
                return Some(now);
            }
            Err(error) => error,
        };
        match error.theirs::<Segment>() {
            Some(theirs) => {
                self.version.set(Some(theirs.version));
                self.theirs.set(Some(theirs));
            }
            None => self.error.set(Some(error)),
        }
        None
    }

    /// Takes somebody else's version instead.
    fn take(self, theirs: Segment) {
        self.name.set(theirs.name.clone());
        let rule = theirs.rule.clone().unwrap_or_else(Rule::nobody);
        self.edit.tree.set(Tree::of(&rule));
        self.saved.set((theirs.name.clone(), self.edit.rule.get_untracked()));
        self.theirs.set(None);
        if let Some(before) = self.before {
            before.set(theirs);
        }
    }
}

/// The editor. Without `before`, the segment is new.
#[component]
pub(super) fn Editor(before: Option<RwSignal<Segment>>, name: String, rule: Rule) -> impl IntoView {
    let facets = facets();
    let edit = Editing::new(&rule, facets);
    let desk = Desk::new(before, name, edit);
    let go = Page::goer();
    let save = Action::new(move |(): &()| {
        let go = go.clone();
        async move {
            let Some(now) = desk.save().await else { return };
            if let Some(before) = before {
                toasts::done(words::SAVED.get());
                before.set(now);
            } else {
                toasts::done(words::CREATED.get());
                go(Page::Segment(now.id));
            }
        }
    });
    guard(move || desk.is_changed());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        desk.tried.set(true);
        if untrack(|| !desk.is_nameless() && edit.flaws.with(Vec::is_empty)) {
            save.dispatch(());
        }
    };
    let sentence = move || {
        edit.rule
            .with(|rule| facets.with(|facets| names::sentence(rule, lang(), facets)))
    };
    let unsaved = move || (before.is_some() && desk.is_changed()).then(|| tr(words::UNSAVED)());
    view! {
        {move || desk.theirs.get().map(|theirs| view! {
            <ConflictView
                mine=(desk.name.get_untracked(), edit.rule.get_untracked())
                theirs
                facets
                error=desk.error
                busy=save.pending()
                on_mine=Callback::new(move |()| { save.dispatch(()); })
                on_theirs=Callback::new(move |theirs| desk.take(theirs))
            />
        })}
        <div class="segment" hidden=move || desk.theirs.with(Option::is_some)>
            <form class="segment__main" novalidate on:submit=submit>
                <TextField label=words::NAME value=desk.name hint=words::NAME_HINT error=Signal::derive(move || desk.name_error()) required=true max_length=60/>
                <p class="segment__sentence" aria-live="polite">{sentence}</p>
                <Builder edit/>
                {move || desk.other_error().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
                <div class="segment__foot">
                    <span class="segment__state" role="status">{unsaved}</span>
                    <LinkButton label=ui::CANCEL href=Page::Segments.path()/>
                    <Button label=ui::SAVE look=Look::Primary submit=true busy=save.pending() disabled=Signal::derive(move || !desk.may_save())/>
                </div>
            </form>
            <aside class="segment__side">
                <Preview rule=edit.rule/>
                <Why rule=edit.rule/>
            </aside>
        </div>
    }
}
