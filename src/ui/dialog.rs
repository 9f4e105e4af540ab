//! A window over the page, and one that slides in at the side. The browser's own `<dialog>` keeps the focus inside and
//! gives it back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::button::{Button, Look};
use super::field::unique_id;
use super::icon::Icon;
use crate::locale::{Text, ui as words};
use crate::state::effect::effect;

/// Where a dialog stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// In the middle, as wide as a form.
    #[default]
    Middle,
    /// In the middle, as wide as a table.
    Wide,
    /// At the side, as high as the window.
    Side,
}

/// A window over the page. Its content lives only while it is open, so a form in it begins afresh. Escape and the
/// button at its corner close it.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Text,
    /// Where it stands.
    #[prop(optional)]
    place: Place,
    /// The content; give the buttons a `<div class="dialog__actions">` at the end.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let title_id = unique_id("dialog");
    let labelled = title_id.clone();
    effect(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            // In the next frame the content is there to take the focus.
            request_animation_frame(move || show(&dialog));
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let class = match place {
        Place::Middle => "dialog",
        Place::Wide => "dialog dialog--wide",
        Place::Side => "dialog dialog--side",
    };
    view! {
        <dialog class=class node_ref=element aria-labelledby=labelled on:close=move |_| open.set(false)>
            <Show when=move || open.get()>
                <div class="dialog__head">
                    <h2 class="dialog__title" id=title_id.clone()>{title.view()}</h2>
                    <Button label=words::CLOSE icon=Icon::Close icon_only=true look=Look::Plain on:click=move |_| open.set(false)/>
                </div>
                <div class="dialog__body">{children()}</div>
            </Show>
        </dialog>
    }
}

/// Opens the dialog; the focus goes to its first field (but the name of who signs in again, which is there), or where the browser
/// puts it.
fn show(dialog: &web_sys::HtmlDialogElement) {
    if !dialog.is_connected() || dialog.open() {
        return;
    }
    let _ = dialog.show_modal();
    let field = dialog
        .query_selector(".dialog__body :is(input, textarea, select):not(:disabled, [name=username])")
        .ok()
        .flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// A dialog at the side, for details beside a list.
#[component]
pub fn Drawer(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Text,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    view! { <Dialog open title place=Place::Side children/> }
}

/// Asks before something that cannot be undone. Children go between the text and the buttons (a reason, say).
#[component]
pub fn Confirm(
    /// Whether it is open; the caller closes it when the work is done.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Text,
    /// What will happen, and what will stay.
    #[prop(into)]
    text: Text,
    /// The word on the button that does it: the deed, not "OK".
    #[prop(into)]
    action: Text,
    /// Whether the deed destroys something.
    #[prop(optional)]
    danger: bool,
    /// Whether the deed is under way.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Whether something is still missing.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What else is asked.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let look = if danger { Look::Danger } else { Look::Primary };
    let children = StoredValue::new(children);
    view! {
        <Dialog open title>
            <p class="dialog__text">{text.view()}</p>
            {move || children.get_value().map(|children| children())}
            <div class="dialog__actions">
                <Button label=words::NOT_NOW on:click=move |_| open.set(false)/>
                <Button label=action look busy disabled on:click=move |_| on_confirm.run(())/>
            </div>
        </Dialog>
    }
}
