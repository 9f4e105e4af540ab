//! The rule as nested groups of conditions, changed by buttons and by keys: Alt with an arrow moves a part up, down, into
//! a group and out of it.

use domain::segment::{Rule, RuleFlaw};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wire::customers::Facets;

use super::add::AddMenu;
use super::condition::controls;
use super::model::{Join, NodeId, Tree};
use super::names;
use super::topic::Topic;
use crate::locale::{lang, segments as words, tr};
use crate::ui::{Button, Choice, Icon, InlineSelect, Look, Menu, MenuItem};

/// What every part of the builder needs.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    /// The rule as it is edited.
    pub tree: RwSignal<Tree>,
    /// What can be chosen from.
    pub facets: Signal<Facets>,
    /// The rule.
    pub rule: Memo<Rule>,
    /// What is wrong with it, by path.
    pub flaws: Memo<Vec<(String, RuleFlaw)>>,
}

impl Editing {
    /// Begins to edit a rule.
    pub fn new(rule: &Rule, facets: Signal<Facets>) -> Self {
        let tree = RwSignal::new(Tree::of(rule));
        let rule = Memo::new(move |_| tree.with(Tree::rule));
        let flaws = Memo::new(move |_| rule.with(Rule::flaws));
        Self {
            tree,
            facets,
            rule,
            flaws,
        }
    }

    /// Changes where a part stands, and keeps the focus on it.
    fn shift(self, id: NodeId, change: impl FnOnce(&mut Tree)) {
        self.tree.update(change);
        request_animation_frame(move || {
            let part = document().get_element_by_id(&part_id(id));
            if let Some(part) = part.and_then(|part| part.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = part.focus();
            }
        });
    }

    fn flaw(self, id: NodeId) -> Memo<Option<RuleFlaw>> {
        Memo::new(move |_| {
            let path = self.tree.with(|tree| tree.find(id).is_some().then(|| tree.path(id)))?;
            self.flaws
                .with(|all| all.iter().find(|(at, _)| *at == path).map(|(_, flaw)| *flaw))
        })
    }
}

/// Puts the focus on a part once it is drawn: on its first control, else on itself.
pub(super) fn focus(id: Option<NodeId>) {
    let Some(id) = id else { return };
    request_animation_frame(move || {
        let Some(part) = document().get_element_by_id(&part_id(id)) else {
            return;
        };
        let control = part.query_selector("select, input").ok().flatten();
        if let Ok(target) = control.unwrap_or(part).dyn_into::<web_sys::HtmlElement>() {
            let _ = target.focus();
        }
    });
}

fn part_id(id: NodeId) -> String {
    format!("part-{id}")
}

/// The whole rule.
#[component]
pub(super) fn Builder(edit: Editing) -> impl IntoView {
    let root = Memo::new(move |_| edit.tree.with(|tree| tree.root.id));
    view! { <div class="rule">{move || group(edit, root.get())}</div> }
}

/// A group: how it joins, its parts, and how to add one.
fn group(edit: Editing, id: NodeId) -> AnyView {
    let shape = Memo::new(move |_| edit.tree.with(|tree| tree.group(id)).unwrap_or((Join::All, Vec::new())));
    let join = Memo::new(move |_| shape.get().0);
    let is_root = edit.tree.with_untracked(|tree| tree.root.id == id);
    let code = |join: Join| Join::ALL.iter().position(|one| *one == join).unwrap_or(0).to_string();
    let joins = Signal::derive(move || {
        Join::ALL
            .map(|join| Choice::new(code(join), names::join(join).get()))
            .to_vec()
    });
    let pick = move |picked: String| {
        if let Some(join) = picked.parse::<usize>().ok().and_then(|at| Join::ALL.get(at).copied()) {
            edit.tree.update(|tree| tree.set_join(id, join));
        }
    };
    let empty = move || {
        shape.with(|(join, parts)| {
            parts.is_empty().then_some(if *join == Join::Any {
                words::EMPTY_ANY
            } else {
                words::EMPTY_ALL
            })
        })
    };
    let flaw = edit.flaw(id);
    view! {
        <div
            class="rule__group"
            class:rule__group--root=is_root
            data-join=move || code(join.get())
            id=part_id(id)
            role="group"
            tabindex="-1"
            aria-label=move || names::join(join.get()).get()
            on:keydown=move |event| keys(&event, edit, id)
        >
            <div class="rule__head">
                <InlineSelect label=words::JOIN value=Signal::derive(move || code(join.get())) options=joins on_pick=pick/>
                {(!is_root).then(|| view! { <PartMenu edit id/> })}
            </div>
            <Flaw flaw/>
            {move || empty().filter(|_| is_root).map(|empty| view! { <p class="rule__empty">{tr(empty)}</p> })}
            <ul class="rule__parts">
                <For each=move || shape.get().1 key=|id| *id let:part>
                    <li class="rule__part">
                        <span class="rule__joiner" aria-hidden="true">{move || {
                            let first = shape.with(|(_, parts)| parts.first() == Some(&part));
                            (!first).then(|| names::between(join.get()).get())
                        }}</span>
                        {one(edit, part)}
                    </li>
                </For>
            </ul>
            <div class="rule__add"><AddMenu edit group=id/></div>
        </div>
    }
    .into_any()
}

/// A part: a group or a condition; it never changes from one to the other.
fn one(edit: Editing, id: NodeId) -> AnyView {
    let topic = edit.tree.with_untracked(|tree| tree.condition(id).map(Topic::of));
    let Some(topic) = topic else { return group(edit, id) };
    let flaw = edit.flaw(id);
    let said = Memo::new(move |_| {
        let condition = edit.tree.with(|tree| tree.condition(id).cloned());
        condition.map(|condition| {
            edit.facets
                .with(|facets| names::sentence(&Rule::Is(condition), lang(), facets))
        })
    });
    view! {
        <div
            class="condition"
            class:condition--flawed=move || flaw.get().is_some()
            id=part_id(id)
            role="group"
            tabindex="-1"
            aria-label=move || said.get()
            on:keydown=move |event| keys(&event, edit, id)
        >
            <div class="condition__words">
                <strong class="condition__topic">{move || names::topic(topic).get()}</strong>
                {controls(edit, id, topic)}
            </div>
            <PartMenu edit id/>
            <Flaw flaw/>
        </div>
    }
    .into_any()
}

#[component]
fn Flaw(flaw: Memo<Option<RuleFlaw>>) -> impl IntoView {
    view! {
        <p class="rule__flaw" aria-live="polite">
            {move || flaw.get().map(|flaw| flaw.text(names::domain_lang(lang())))}
        </p>
    }
}

/// What can be done with a part.
#[component]
fn PartMenu(edit: Editing, id: NodeId) -> impl IntoView {
    let can = move |test: fn(&Tree, NodeId) -> bool| Signal::derive(move || !edit.tree.with(|tree| test(tree, id)));
    let first = can(|tree, id| tree.place(id).is_some_and(|at| at > 0));
    let last = can(|tree, id| {
        let parts = tree.parent(id).and_then(|parent| tree.group(parent));
        parts.is_some_and(|(_, parts)| parts.last() != Some(&id))
    });
    let deepest = can(Tree::can_indent);
    let outermost = can(|tree, id| tree.parent(id).is_some_and(|parent| parent != tree.root.id));
    view! {
        <div class="rule__tools">
            <Menu label=words::ROW_MENU icon=Icon::More icon_only=true>
                <MenuItem label=words::MOVE_UP icon=Icon::ArrowUp disabled=first on:click=move |_| edit.shift(id, |tree| { tree.shift(id, false); })/>
                <MenuItem label=words::MOVE_DOWN icon=Icon::ArrowDown disabled=last on:click=move |_| edit.shift(id, |tree| { tree.shift(id, true); })/>
                <MenuItem label=words::INDENT icon=Icon::Right disabled=deepest on:click=move |_| edit.shift(id, |tree| tree.indent(id))/>
                <MenuItem label=words::OUTDENT icon=Icon::Left disabled=outermost on:click=move |_| edit.shift(id, |tree| tree.outdent(id))/>
            </Menu>
            <Button label=words::DELETE icon=Icon::Close icon_only=true look=Look::Plain on:click=move |_| remove(edit, id)/>
        </div>
    }
}

/// Takes a part out; the focus goes to the group it stood in.
fn remove(edit: Editing, id: NodeId) {
    let parent = edit.tree.with_untracked(|tree| tree.parent(id));
    edit.tree.update(|tree| tree.remove(id));
    focus(parent);
}

fn keys(event: &web_sys::KeyboardEvent, edit: Editing, id: NodeId) {
    if !event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    match event.key().as_str() {
        "ArrowUp" => edit.shift(id, |tree| {
            tree.shift(id, false);
        }),
        "ArrowDown" => edit.shift(id, |tree| {
            tree.shift(id, true);
        }),
        "ArrowRight" => edit.shift(id, |tree| tree.indent(id)),
        "ArrowLeft" => edit.shift(id, |tree| tree.outdent(id)),
        "Delete" => remove(edit, id),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
