//! To whom: the segment with its live count, and who will be left out and why.

use domain::segment::Rule;
use leptos::prelude::*;
use wire::segments::SegmentRow;

use super::super::desk::Desk;
use super::super::left_out::LeftOut;
use super::named::Named;
use crate::api;
use crate::locale::{campaigns as words, lang, number, today, tr};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{
    Badge, Banner, Button, Empty, Glyph, Icon, LinkButton, ProblemView, SearchField, Skeleton, TextField, Tone,
};

/// The first step.
#[component]
pub fn Who(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let draft = desk.draft;
    let segments = fetched(|| {
        lang();
        api::segments::list()
    });
    let name_error = Signal::derive(move || {
        draft
            .name
            .with(|name| name.trim().is_empty())
            .then(|| words::NAME_MISSING.get().to_owned())
    });
    let empty_house = Memo::new(move |_| {
        let answer = segments.get();
        answer.is_some_and(|answer| answer.is_ok_and(|rows| rows.iter().all(|row| row.customers == 0)))
    });
    let take_rule = Action::new(move |(): &()| async move {
        let Some(id) = draft.segment.get_untracked() else {
            return;
        };
        match api::segments::one(id).await {
            Ok(segment) => {
                draft.rule.set(segment.rule.unwrap_or_else(Rule::nobody));
                draft.segment_moved.set(false);
                toasts::done(words::RULE_TAKEN.get());
            }
            Err(error) => toasts::failed(&error),
        }
    });
    view! {
        <div class="composer__name"><TextField label=words::NAME value=draft.name required=true max_length=60 hint=words::NAME_HINT error=name_error/></div>
        {move || draft.segment_moved.get().then(|| view! {
            <Banner tone=Tone::Amber title=words::SEGMENT_MOVED text=words::SEGMENT_MOVED_TEXT>
                <Button label=words::TAKE_RULE busy=take_rule.pending() on:click=move |_| { take_rule.dispatch(()); }/>
            </Banner>
        })}
        {move || empty_house.get().then(|| view! {
            <Banner tone=Tone::Amber title=today::NO_CUSTOMERS text=today::NO_CUSTOMERS_TEXT>
                <LinkButton label=today::IMPORT icon=Icon::Import href=Page::Imports.path()/>
            </Banner>
        })}
        {move || draft.segment.with(Option::is_none).then(|| draft.named().map(|id| view! { <Named id/> }))}
        <div class="composer__two">
            <div class="stack">
                {move || segments.is_awaited().then(|| view! { <Skeleton lines=8/> })}
                {move || segments.get().map(|answer| match answer {
                    Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| segments.refetch()/> }.into_any(),
                    Ok(rows) => view! { <Segments rows desk/> }.into_any(),
                })}
            </div>
            <WillGet desk/>
        </div>
    }
}

/// The segments to pick from.
#[component]
fn Segments(
    /// All of them.
    rows: Vec<SegmentRow>,
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let rows: Vec<_> = rows.into_iter().filter(|row| !row.unusable).collect();
    let many = rows.len() > 6;
    let rows = StoredValue::new(rows);
    let card = move |row: SegmentRow| {
        let (id, count) = (row.id, row.customers);
        let (name, sentence, built_in) = (row.name.clone(), row.sentence.clone(), row.built_in);
        view! {
            <label class="segment-pick" class:segment-pick--on=move || desk.draft.segment.get() == Some(id)>
                <input
                    type="radio"
                    name="segment"
                    prop:checked=move || desk.draft.segment.get() == Some(id)
                    on:change=move |_| desk.pick(row.clone())
                />
                <span class="segment-pick__name">{name} {built_in.then(|| view! { " " <Badge label=words::BUILT_IN/> })}</span>
                <span class="segment-pick__count num">{move || words::customers(lang(), &number(count))}</span>
                <span class="segment-pick__sentence">{sentence}</span>
            </label>
        }
    };
    view! {
        <div class="row row--between">
            {many.then(|| view! { <div class="grow"><SearchField label=words::FIND_SEGMENT value=search/></div> })}
            <LinkButton label=words::NEW_SEGMENT icon=Icon::Plus href=Page::SegmentNew.path()/>
        </div>
        <fieldset class="segment-picks">
            <legend class="visually-hidden">{tr(words::PICK_SEGMENT)}</legend>
            {move || {
                let typed = search.get();
                let fits = |row: &&SegmentRow| typed.is_empty() || row.name.contains(typed.trim()) || row.sentence.contains(typed.trim());
                let found: Vec<_> = rows.with_value(|rows| rows.iter().filter(fits).cloned().collect());
                if found.is_empty() {
                    view! { <Empty title=words::NO_SEGMENT_FITS icon=Icon::Segments/> }.into_any()
                } else {
                    found.into_iter().map(card).collect_view().into_any()
                }
            }}
        </fieldset>
    }
}

/// The live count: who will get it, and who will not.
#[component]
fn WillGet(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let shown = desk.preview.shown;
    let some = Memo::new(move |_| shown.with(Option::is_some));
    let nobody = Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.audience == 0)));
    view! {
        <section class="sheet composer__audience" aria-busy=move || desk.preview.busy.get().to_string()>
            <Show
                when=move || !desk.draft.addressed_to_nobody()
                fallback=|| view! { <Empty title=words::PICK_SEGMENT text=words::PICK_SEGMENT_TEXT icon=Icon::Segments/> }
            >
                <div class="sheet__head">
                    <h3>{move || desk.draft.segment_name.get()}</h3>
                    {move || desk.draft.segment.get().map(|id| view! { <a class="small" href=Page::Segment(id).path()>{tr(words::EDIT_SEGMENT)}</a> })}
                </div>
                <p class="composer__rule">{move || desk.draft.rule.with(|rule| domain::segment::sentence(rule, crate::locale::domain_lang(), &|_| None))}</p>
                {move || desk.preview.error.get().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=move |()| desk.preview.again()/> })}
                <Show when=move || some.get() fallback=move || desk.preview.busy.get().then(|| view! { <Skeleton lines=4/> })>
                    <Show
                        when=move || !nobody.get()
                        fallback=|| view! { <p class="composer__nobody"><Glyph icon=Icon::Info/> <span>{tr(words::NOBODY_FITS_TEXT)}</span></p> }
                    >
                        <LeftOut preview=Signal::derive(move || shown.get().unwrap_or_else(super::super::model::nothing))/>
                    </Show>
                </Show>
            </Show>
        </section>
    }
}
