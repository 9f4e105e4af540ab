//! The steps of something done in order.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::locale::{Text, tr, ui as words};

/// The steps of something done in order; one may go back to any that was reached.
#[component]
pub fn Stepper(
    /// What is done; said to screen readers.
    #[prop(into)]
    label: Text,
    /// The steps' names.
    steps: Vec<Text>,
    /// The step shown, from 0.
    current: RwSignal<usize>,
    /// The last step that may be gone to, from 0.
    #[prop(into)]
    reachable: Signal<usize>,
    /// Whether a step is complete, by its number.
    #[prop(into, optional)]
    done: Option<Callback<usize, bool>>,
) -> impl IntoView {
    view! {
        <nav class="stepper" aria-label=label.view()>
            <ol class="stepper__steps">
                {steps
                    .into_iter()
                    .enumerate()
                    .map(|(index, step)| {
                        let beyond = move || index > reachable.get();
                        let is_done = move || done.map_or_else(|| index < current.get(), |done| done.run(index)) && index != current.get();
                        view! {
                            <li class="stepper__step" class:stepper__step--done=is_done class:stepper__step--current=move || current.get() == index>
                                <button
                                    type="button"
                                    class="stepper__button"
                                    aria-current=move || (current.get() == index).then_some("step")
                                    disabled=beyond
                                    on:click=move |_| current.set(index)
                                >
                                    <span class="stepper__number" aria-hidden="true">
                                        {move || if is_done() { view! { <Glyph icon=Icon::Check/> }.into_any() } else { (index + 1).into_any() }}
                                    </span>
                                    <span class="stepper__label">{step.view()}</span>
                                    {move || is_done().then(|| view! { <span class="visually-hidden">{tr(words::STEP_DONE)}</span> })}
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </nav>
    }
}
