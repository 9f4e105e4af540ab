//! Templates as files: taken to another firm, or written in a spreadsheet, and brought in after one has seen what it does.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wire::templates::SetReport;

use crate::api;
use crate::locale::{lang, number, templates as words};
use crate::state::action::Action;
use crate::state::toasts;
use crate::ui::{Banner, Button, Dialog, FileDrop, Icon, Look, Menu, MenuItem, MenuLink, ProblemView, Tone};

type Chosen = SendWrapper<web_sys::File>;

/// The menu of files on the list of templates.
#[component]
pub(super) fn SetMenu(
    /// Whether one may bring templates in.
    #[prop(into)]
    may: Signal<bool>,
    /// Opened to bring templates in.
    taking: RwSignal<bool>,
) -> impl IntoView {
    let file = |ending: &str| Signal::stored(api::templates::set_url(ending));
    view! {
        <Menu label=words::FILES icon=Icon::More>
            <MenuLink label=words::SET_XLSX href=file("xlsx") icon=Icon::Export download=true/>
            <MenuLink label=words::SET_JSON href=file("json") icon=Icon::Export download=true/>
            <Show when=move || may.get()>
                <MenuItem label=words::SET_TAKE icon=Icon::Import on:click=move |_| taking.set(true)/>
            </Show>
        </Menu>
    }
}

/// The window in which templates are brought in.
#[component]
pub(super) fn SetDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Called when they are here.
    done: Callback<()>,
) -> impl IntoView {
    view! { <Dialog open title=words::SET_TAKE><TakeSet open done/></Dialog> }
}

#[component]
fn TakeSet(
    /// Closes the window.
    open: RwSignal<bool>,
    /// Called when they are here.
    done: Callback<()>,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<Chosen>);
    let look = Action::new(move |file: &Chosen| api::templates::take_set(file, false));
    let take = Action::new(move |file: &Chosen| {
        let taken = api::templates::take_set(file, true);
        async move {
            let answer = taken.await;
            if let Ok(report) = &answer
                && report.taken
            {
                toasts::done(words::set_taken(
                    lang(),
                    &number(report.added.len() as u64),
                    &number(report.changed.len() as u64),
                ));
                done.try_run(());
                open.try_set(false);
            }
            answer
        }
    });
    let on_file = UnsyncCallback::new(move |file: web_sys::File| {
        take.value().set(None);
        let file = SendWrapper::new(file);
        chosen.set(Some(file.clone()));
        look.dispatch(file);
    });
    // What taking it said stands above what looking at it said.
    let answer = move || take.value().get().or_else(|| look.value().get());
    let busy = Signal::derive(move || look.pending().get() || take.pending().get());
    let report = move || answer().and_then(Result::ok);
    let ready = Signal::derive(move || {
        report()
            .is_some_and(|report| report.faults.is_empty() && !(report.added.is_empty() && report.changed.is_empty()))
    });
    let send = move || {
        if let Some(file) = chosen.get_untracked() {
            take.dispatch(file);
        }
    };
    view! {
        <p class="dialog__text">{move || words::SET_TEXT.get()}</p>
        <FileDrop label=words::SET_DROP hint=words::SET_HINT accept=".json,.xlsx,.csv" on_file/>
        <p role="status" class="field__hint">
            {move || chosen.get().map(|file| file.name())}
        </p>
        {move || answer().and_then(Result::err).map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
        {move || report().map(|report| view! { <Report report/> })}
        <div class="dialog__actions">
            <Button label=words::SET_CANCEL on:click=move |_| open.set(false)/>
            <Button label=words::SET_TAKE look=Look::Primary busy disabled=Signal::derive(move || !ready.get()) on:click=move |_| send()/>
        </div>
    }
}

/// What a set does, or why it can't be taken.
#[component]
fn Report(
    /// The gateway's answer.
    report: SetReport,
) -> impl IntoView {
    let named = |names: &[String]| {
        let first: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
        let more = if names.len() > first.len() { "…" } else { "" };
        first.join(words::comma(lang())) + more
    };
    let count = |names: &[String]| number(names.len() as u64);
    if !report.faults.is_empty() {
        let faults = report
            .faults
            .iter()
            .map(|fault| view! { <li><b>{fault.template.clone()}</b>" "{fault.message.clone()}</li> })
            .collect_view();
        return view! {
            <Banner tone=Tone::Crimson title=words::SET_WRONG text=words::SET_WRONG_TEXT/>
            <ul class="set-faults">{faults}</ul>
        }
        .into_any();
    }
    view! {
        <ul class="set-report">
            <li>{words::set_added(lang(), &count(&report.added))}" "<span class="field__hint">{named(&report.added)}</span></li>
            <li>{words::set_changed(lang(), &count(&report.changed))}" "<span class="field__hint">{named(&report.changed)}</span></li>
            <li>{words::set_same(lang(), &number(report.same))}</li>
        </ul>
    }
    .into_any()
}
