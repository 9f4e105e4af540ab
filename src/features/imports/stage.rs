//! Where the import stands: the four steps, and what each state says and offers.

use leptos::prelude::*;
use wire::imports::{Import, ImportState};

use super::counts::writable;
use crate::locale::{Msg, Text, imports as words, lang, tr};
use crate::routes::Page;
use crate::ui::{Banner, Button, Glyph, Icon, LinkButton, Look, Progress, Tone};

/// The four steps of every import.
#[component]
pub(super) fn Steps(#[prop(into)] state: Signal<ImportState>) -> impl IntoView {
    const STEPS: [Msg; 4] = [words::STEP_READ, words::STEP_CHECK, words::STEP_APPLY, words::STEP_DONE];
    let at = move || match state.get() {
        ImportState::Checking => 0,
        ImportState::Checked | ImportState::Failed | ImportState::Cancelled => 1,
        ImportState::Applying => 2,
        ImportState::Applied => 3,
    };
    view! {
        <ol class="import-steps" aria-label=tr(words::STEPS)>
            {STEPS
                .into_iter()
                .enumerate()
                .map(|(index, name)| view! {
                    <li
                        class="import-steps__one"
                        class:import-steps__one--done=move || index < at() || at() == 3
                        aria-current=move || (index == at()).then_some("step")
                    >
                        <span class="import-steps__number" aria-hidden="true">
                            {move || if index < at() || at() == 3 { view! { <Glyph icon=Icon::Check/> }.into_any() } else { (index + 1).into_any() }}
                        </span>
                        {tr(name)}
                    </li>
                })
                .collect_view()}
        </ol>
    }
}

/// What the present state says.
#[component]
pub(super) fn StateBanner(import: RwSignal<Import>) -> impl IntoView {
    let state = Memo::new(move |_| import.with(|import| import.state));
    let problem = Memo::new(move |_| import.with(|import| import.problem.clone()));
    let moving = move |label: Msg, text: Msg| {
        let share = Signal::derive(move || import.with(|import| Some(f64::from(import.progress.permille) / 1_000.0)));
        let rows = move || import.with(|import| words::rows_done(lang(), import.progress.done, import.progress.total));
        view! {
            <div class="import-moving">
                <Progress label share/>
                <p class="import-note"><span class="num">{rows}</span> " · " {tr(text)}</p>
            </div>
        }
    };
    move || match state.get() {
        ImportState::Checking => moving(words::STATE_CHECKING, words::CHECKING).into_any(),
        ImportState::Applying => moving(words::APPLYING, words::APPLYING_TEXT).into_any(),
        ImportState::Checked => ().into_any(),
        ImportState::Applied => {
            let nothing = import.with_untracked(|import| writable(import.counts) == 0);
            view! { <Banner tone=Tone::Jade title=if nothing { words::DONE_NOTHING } else { words::DONE }/> }.into_any()
        }
        ImportState::Cancelled => view! { <Banner tone=Tone::Outlined title=words::CANCELLED/> }.into_any(),
        ImportState::Failed => {
            let text = Text::from(move || {
                let why = problem.get().unwrap_or_default();
                format!("{why} {}", words::FAILED_DO.get()).trim().to_owned()
            });
            view! { <Banner tone=Tone::Crimson title=words::FAILED text/> }.into_any()
        }
    }
}

/// What can be done in the present state.
#[component]
pub(super) fn Actions(
    import: RwSignal<Import>,
    #[prop(into)] blocked: Signal<bool>,
    #[prop(into)] busy: Signal<bool>,
    on_apply: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let state = Memo::new(move |_| import.with(|import| import.state));
    let rows = Memo::new(move |_| import.with(|import| writable(import.counts)));
    let cancel = move || view! { <Button label=words::CANCEL on:click=move |_| on_cancel.run(())/> };
    let apply = Text::from(move || words::apply_rows(lang(), rows.get()));
    let another = || view! { <LinkButton label=words::ANOTHER href=Page::Imports.path() icon=Icon::Import/> };
    view! {
        <div class="import-actions">
            {move || match state.get() {
                ImportState::Checking | ImportState::Applying => cancel().into_any(),
                ImportState::Checked => view! {
                    {cancel()}
                    <Button
                        label=apply
                        look=Look::Primary
                        busy
                        disabled=Signal::derive(move || blocked.get() || rows.get() == 0)
                        on:click=move |_| on_apply.run(())
                    />
                }
                .into_any(),
                ImportState::Applied => view! {
                    {another()}
                    <LinkButton label=words::TO_CUSTOMERS href=Page::Customers.path() look=Look::Primary icon=Icon::Customers/>
                }
                .into_any(),
                ImportState::Cancelled | ImportState::Failed => another().into_any(),
            }}
        </div>
    }
}
