//! A segment's page: the editor for those who may, the rule in words for the others.

use domain::id::SegmentId;
use domain::role::Capability;
use domain::segment::Rule;
use leptos::prelude::*;
use wire::segments::Segment;

use super::editor::Editor;
use super::names;
use super::outline::Outline;
use super::preview::Preview;
use super::why::Why;
use crate::api;
use crate::locale::{Text, lang, lang_now, segments as words, tr};
use crate::routes::{Page, QueryKey, use_query, with_query};
use crate::state::action::Action;
use crate::state::facets::facets;
use crate::state::session::may;
use crate::state::toasts;
use crate::ui::{
    Badge, Banner, Confirm, Crumb, Icon, LinkButton, Look, Menu, MenuItem, MenuLink, PageHeader, ProblemView, Tone,
    load,
};

/// The new segment's page begins with this segment's rule.
const FROM: QueryKey<SegmentId> = QueryKey::new("from");

/// The page at `Page::Segment(id)`.
#[component]
pub fn SegmentPage(
    /// Whose page it is.
    id: SegmentId,
) -> impl IntoView {
    load(
        words::ONE,
        move || api::segments::one(id),
        |segment| view! { <Here segment/> }.into_any(),
    )
}

/// The page at `Page::SegmentNew`; `?from=` copies another.
#[component]
pub fn SegmentNewPage() -> impl IntoView {
    let from = use_query(FROM).get_untracked();
    let header =
        || view! { <PageHeader title=words::NEW lead=words::EDITOR_LEAD crumbs=vec![Crumb::to(Page::Segments)]/> };
    match from {
        None => view! {
            {header()}
            <Editor before=None name=String::new() rule=Rule::everybody()/>
        }
        .into_any(),
        Some(id) => load(
            words::NEW,
            move || api::segments::one(id),
            move |segment: RwSignal<Segment>| {
                let segment = segment.get_untracked();
                let name = words::copy_name(lang_now(), &segment.name);
                view! {
                    {header()}
                    <Editor before=None name rule=segment.rule.unwrap_or_else(Rule::nobody)/>
                }
                .into_any()
            },
        )
        .into_any(),
    }
}

#[component]
fn Here(segment: RwSignal<Segment>) -> impl IntoView {
    let (id, built_in) = segment.with_untracked(|segment| (segment.id, segment.built_in));
    let archiving = RwSignal::new(false);
    let writes = may(Capability::Compose);
    let title = Text::from(move || segment.with(|segment| segment.name.clone()));
    let lead = if built_in {
        words::BUILT_IN_LEAD
    } else {
        words::EDITOR_LEAD
    };
    let copy = format!("{}{}", Page::SegmentNew.path(), with_query("", &[FROM.to(Some(&id))]));
    let copy_here = copy.clone();
    let write = format!(
        "{}{}",
        Page::CampaignNew.path(),
        with_query("", &[("segment", Some(id.to_string()))])
    );
    let (name, rule) = segment.with_untracked(|segment| (segment.name.clone(), written(segment)));
    let unreadable = move || segment.with(|segment| segment.rule.is_none());
    view! {
        <PageHeader
            title
            lead
            crumbs=vec![Crumb::to(Page::Segments)]
            aside=move || built_in.then(|| view! { <Badge label=words::BUILT_IN tone=Tone::Indigo/> })
        >
            {(writes && !built_in).then(|| view! {
                <Menu label=words::ROW_MENU icon=Icon::More icon_only=true look=Look::Quiet>
                    <MenuLink label=words::COPY href=copy icon=Icon::Copy/>
                    <MenuItem label=words::ARCHIVE icon=Icon::Archive danger=true on:click=move |_| archiving.set(true)/>
                </Menu>
            })}
            {writes.then(|| view! { <LinkButton label=words::WRITE_TO href=write icon=Icon::Send/> })}
            {(writes && built_in).then(|| view! { <LinkButton label=words::COPY href=copy_here look=Look::Primary icon=Icon::Copy/> })}
        </PageHeader>
        {move || unreadable().then(|| view! { <Banner tone=Tone::Crimson title=words::UNREADABLE text=words::UNREADABLE_TEXT/> })}
        {if writes && !built_in {
            view! { <Editor before=Some(segment) name rule/> }.into_any()
        } else {
            view! { <Reading segment/> }.into_any()
        }}
        <Archive id open=archiving/>
    }
}

/// The rule as it is shown: where it can't be read, one that selects nobody until it is written anew.
fn written(segment: &Segment) -> Rule {
    segment.rule.clone().unwrap_or_else(Rule::nobody)
}

/// The rule in words, whom it selects, and why.
#[component]
fn Reading(segment: RwSignal<Segment>) -> impl IntoView {
    let facets = facets();
    let rule = Memo::new(move |_| segment.with(written));
    view! {
        <div class="segment">
            <section class="segment__main" aria-labelledby="segment-rule">
                <h2 class="preview__title" id="segment-rule">{tr(words::RULE)}</h2>
                <p class="segment__sentence">{move || rule.with(|rule| facets.with(|facets| names::sentence(rule, lang(), facets)))}</p>
                {move || rule.with(is_nested).then(|| view! { <Outline rule facets/> })}
            </section>
            <aside class="segment__side">
                <Preview rule/>
                <Why rule/>
            </aside>
        </div>
    }
}

/// Whether the sentence alone may be hard to follow.
fn is_nested(rule: &Rule) -> bool {
    match rule {
        Rule::All(parts) | Rule::Any(parts) | Rule::None(parts) => parts.len() > 1,
        Rule::Is(_) => false,
    }
}

#[component]
fn Archive(id: SegmentId, open: RwSignal<bool>) -> impl IntoView {
    let error = RwSignal::new(None::<api::Error>);
    let go = Page::goer();
    let archive = Action::new(move |(): &()| {
        let go = go.clone();
        async move {
            match api::segments::archive(id).await {
                Ok(()) => {
                    toasts::done(words::ARCHIVED.get());
                    go(Page::Segments);
                }
                Err(problem) => error.set(Some(problem)),
            }
        }
    });
    view! {
        <Confirm
            open
            title=words::ARCHIVE_ASK
            text=words::ARCHIVE_TEXT
            action=words::ARCHIVE
            danger=true
            busy=archive.pending()
            on_confirm=move |()| { archive.dispatch(()); }
        >
            {move || error.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
        </Confirm>
    }
}
