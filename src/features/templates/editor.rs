//! Where texts with variables are written: variables are painted as chips, findings stand at the words that cause them.
//!
//! A plain textarea lies over a painted copy of its text, so that the caret, undo and input methods are the browser's own.

use domain::lint::{Finding, Severity};
use domain::template::{Field, Piece, VariableInfo, tokens};
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::model::{Paint, char_to_utf16, inserted, mended, paints};
use crate::locale::{domain_lang, lang, templates as words, tr};
use crate::ui::{Button, Glyph, Icon, Look, Menu, MenuItem, unique_id};

/// A mend with more characters is not spelt out on its button.
const LONGEST_TOLD: usize = 16;

/// The editor.
#[component]
pub fn TextEditor(
    /// The text.
    text: Signal<String>,
    /// Takes what is written.
    write: Callback<String>,
    /// What the linter found in it.
    #[prop(into)]
    findings: Signal<Vec<Finding>>,
    /// Whether it cannot be changed.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let area = NodeRef::<Textarea>::new();
    let id = unique_id("text");
    let list = format!("{id}-findings");
    let insert = move |what: String| {
        if let Some(area) = area.get_untracked() {
            type_in(&area, &what);
            write.run(area.value());
        }
    };
    let go_to = move |place: std::ops::Range<usize>| {
        if let Some(area) = area.get_untracked() {
            let written = area.value();
            let at = |index| char_to_utf16(&written, index) as u32;
            let _ = area.focus();
            let _ = area.set_selection_range(at(place.start), at(place.end));
        }
    };
    let mend = move |finding: &Finding| {
        if let (Some(place), Some(with)) = (finding.place.clone(), finding.mend.clone()) {
            write.run(text.with_untracked(|text| mended(text, place, &with)));
        }
    };
    let painted = move || {
        let found = findings.get();
        text.with(|text| paints(text, &tokens(text), &found))
            .into_iter()
            .map(paint_view)
            .collect_view()
    };
    view! {
        <div class="editor" class:editor--locked=move || disabled.get()>
            <div class="editor__head">
                <label class="field__label" for=id.clone()>{tr(words::TEXT)}</label>
                <VariableMenu on_pick=Callback::new(insert) disabled/>
            </div>
            <div class="editor__paper">
                <div class="editor__paint" aria-hidden="true">{painted}</div>
                <textarea
                    id=id
                    class="editor__area"
                    node_ref=area
                    rows="5"
                    spellcheck="false"
                    aria-describedby=list.clone()
                    aria-invalid=move || findings.with(|all| all.iter().any(|one| one.severity == Severity::Block)).then_some("true")
                    readonly=move || disabled.get()
                    prop:value=move || text.get()
                    on:input=move |event| write.run(event_target_value(&event))
                ></textarea>
            </div>
            <ul class="findings" id=list aria-live="polite">
                {move || findings.get().into_iter().map(|finding| view! {
                    <FindingRow finding go_to=Callback::new(go_to) mend=Callback::new(move |finding: Finding| mend(&finding)) disabled/>
                }).collect_view()}
            </ul>
        </div>
    }
}

/// The variables to pick from; what is picked is spelt right.
#[component]
fn VariableMenu(
    /// Takes what is to be written.
    on_pick: Callback<String>,
    /// Whether nothing can be written.
    disabled: Signal<bool>,
) -> impl IntoView {
    let item = move |info: &'static VariableInfo| {
        let label = move || {
            let lang = domain_lang();
            format!("{} · {}", info.name(lang), lang.pick(info.about.0, info.about.1))
        };
        view! { <MenuItem label on:click=move |_| on_pick.run(inserted(info, domain_lang()))/> }
    };
    view! {
        <Show when=move || !disabled.get()>
            <Menu label=words::INSERT icon=Icon::Plus look=Look::Quiet>
                {Field::ALL.iter().map(item).collect_view()}
            </Menu>
        </Show>
    }
}

fn paint_view(paint: Paint) -> impl IntoView {
    let class = match (&paint.piece, paint.severity) {
        (Some(Piece::Variable { .. }), None) => "chip-paint",
        (_, Some(Severity::Block)) => "wrong-paint wrong-paint--block",
        (_, Some(Severity::Warn)) => "wrong-paint wrong-paint--warn",
        (_, Some(Severity::Hint)) => "wrong-paint wrong-paint--hint",
        (_, None) => "",
    };
    view! { <span class=class>{paint.text}</span> }
}

/// One finding: what is wrong, where, and a click that mends it where that is certain.
#[component]
pub fn FindingRow(
    /// The finding.
    finding: Finding,
    /// Selects its place.
    go_to: Callback<std::ops::Range<usize>>,
    /// Mends it.
    mend: Callback<Finding>,
    /// Whether nothing can be mended now.
    disabled: Signal<bool>,
) -> impl IntoView {
    let (icon, tone) = match finding.severity {
        Severity::Block => (Icon::Close, "crimson"),
        Severity::Warn => (Icon::Warning, "amber"),
        Severity::Hint => (Icon::Info, "indigo"),
    };
    let (place, message, with) = (finding.place.clone(), finding.message.clone(), finding.mend.clone());
    view! {
        <li class="finding" data-tone=tone>
            <Glyph icon/>
            {match place {
                Some(place) => view! { <button type="button" class="finding__text" on:click=move |_| go_to.run(place.clone())>{message}</button> }.into_any(),
                None => view! { <span class="finding__text">{message}</span> }.into_any(),
            }}
            {with.map(|with| {
                let own = StoredValue::new(finding.clone());
                let label = move || mend_label(&with);
                view! { <Button label look=Look::Plain disabled on:click=move |_| mend.run(own.get_value())/> }
            })}
        </li>
    }
}

/// What a mend does, in few words.
fn mend_label(with: &str) -> String {
    match with.chars().count() {
        0 => words::MEND_DELETE.get().to_owned(),
        1..=LONGEST_TOLD => words::mend_to(lang(), with),
        _ => words::MEND_ALL.get().to_owned(),
    }
}

/// Types into the area as a person would, so that undo takes it back.
fn type_in(area: &web_sys::HtmlTextAreaElement, what: &str) {
    let _ = area.focus();
    let typed = document().dyn_into::<web_sys::HtmlDocument>().is_ok_and(|document| {
        document
            .exec_command_with_show_ui_and_value("insertText", false, what)
            .unwrap_or(false)
    });
    if !typed {
        let _ = area.set_range_text(what);
    }
}
