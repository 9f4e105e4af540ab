//! Which words: left what one writes, right what the customer will see.

use domain::campaign::MOST_WORDINGS;
use domain::consent::Purpose;
use domain::id::TemplateId;
use domain::lint::Finding;
use leptos::prelude::*;
use wire::templates::TemplateRow;

use super::super::desk::Desk;
use super::super::model::findings::step_of;
use super::super::model::{Step, purpose_of};
use super::super::phone::SamplePhone;
use crate::api;
use crate::features::library::{LibraryBrowser, Picked};
use crate::features::templates::{WordingsEditor, purpose_name};
use crate::locale::{campaigns as words, lang, library, number, templates, tr};
use crate::state::fetched::fetched;
use crate::ui::{Button, Choice, Dialog, Icon, Look, Place, ProblemView, RadioGroup, Skeleton, TextField};

/// The second step.
#[component]
pub fn What(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let draft = desk.draft;
    let in_text = Signal::derive(move || {
        let here = |(_, finding): &&(Option<usize>, Finding)| {
            // That there is no text yet is plain to see, and the bar says it.
            step_of(finding.rule) == Step::What && finding.rule != "empty" && !about_signature(finding)
        };
        desk.own
            .with(|own| own.iter().filter(here).cloned().collect::<Vec<_>>())
    });
    let signature_error = Signal::derive(move || {
        desk.own.with(|own| {
            let found = own.iter().find(|(_, finding)| about_signature(finding));
            found.map(|(_, finding)| finding.message.clone())
        })
    });
    let purposes = Signal::derive(|| {
        let hint = |purpose| match purpose {
            Purpose::Service => words::SERVICE_HINT,
            Purpose::Care => words::CARE_HINT,
            Purpose::Marketing => words::MARKETING_HINT,
        };
        Purpose::ALL
            .map(|purpose| Choice::new(purpose.code(), purpose_name(purpose).get()).hint(hint(purpose).get()))
            .to_vec()
    });
    let added = move || {
        let opt_out = purpose_of(&draft.purpose.get()).needs_opt_out();
        let signature = draft.signature.with(|signature| format!("【{}】", signature.trim()));
        view! {
            <p class="composer__added">
                <span class="muted">{tr(words::ADDED)}</span> " " <code>{signature}</code>
                {opt_out.then(|| view! { " … " <code>{domain::plan::OPT_OUT}</code> })}
            </p>
        }
    };
    view! {
        <div class="composer__two composer__two--phone">
            <div class="stack">
                <TemplatePick desk/>
                <WordingsEditor wordings=draft.wordings findings=in_text/>
                {added}
                <div class="composer__signature"><TextField label=words::SIGNATURE value=draft.signature max_length=18 hint=words::SIGNATURE_HINT error=signature_error/></div>
                <RadioGroup label=words::PURPOSE value=draft.purpose options=purposes/>
            </div>
            <div class="composer__phone"><SamplePhone desk/></div>
        </div>
    }
}

fn about_signature(finding: &Finding) -> bool {
    finding.place.is_none() && finding.rule.starts_with("signature")
}

/// Starting from a template; what it replaces can be had back.
#[component]
fn TemplatePick(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let draft = desk.draft;
    let put = move |texts: Vec<String>| {
        let mut texts = texts.into_iter();
        draft.wordings.set(texts.next().unwrap_or_default(), texts.collect());
    };
    let (open, library_open) = (RwSignal::new(false), RwSignal::new(false));
    let before = RwSignal::new(None::<(Vec<String>, String)>);
    let begin_with = move |template: Option<TemplateId>, purpose: Purpose, texts: Vec<String>| {
        let empty = untrack(|| draft.wordings.is_empty());
        let (text, others) = untrack(|| draft.wordings.get());
        let old = std::iter::once(text).chain(others).collect();
        before.set((!empty).then(|| (old, draft.purpose.get_untracked())));
        draft.template.set(template);
        draft.purpose.set(purpose.code().to_owned());
        put(texts);
        open.set(false);
        library_open.set(false);
    };
    let take = Callback::new(move |row: TemplateRow| {
        let texts = std::iter::once(row.text).chain(row.others).collect();
        begin_with(Some(row.id), row.purpose, texts);
    });
    let take_text = Callback::new(move |picked: Picked| {
        let texts = match picked.text {
            Some(one) => picked.item.texts.into_iter().skip(one).take(1).collect(),
            None => picked.item.texts.into_iter().take(MOST_WORDINGS).collect(),
        };
        begin_with(None, picked.item.purpose, texts);
    });
    let undo = move |_| {
        if let Some((texts, purpose)) = before.get_untracked() {
            put(texts);
            draft.purpose.set(purpose);
        }
        draft.template.set(None);
        before.set(None);
    };
    view! {
        <div class="row">
            <Button label=words::START_FROM icon=Icon::Templates on:click=move |_| open.set(true)/>
            <Button label=words::FROM_LIBRARY icon=Icon::Star on:click=move |_| library_open.set(true)/>
            <span class="row" role="status">
                {move || before.with(Option::is_some).then(|| view! {
                    <span class="muted small">{tr(words::TEMPLATE_TAKEN)}</span>
                    <Button label=words::UNDO icon=Icon::Undo look=Look::Plain on:click=undo/>
                })}
            </span>
        </div>
        <Dialog open title=words::TEMPLATES_TITLE place=Place::Wide>
            <Templates take/>
        </Dialog>
        <Dialog open=library_open title=words::LIBRARY_TITLE place=Place::Wide>
            <LibraryBrowser action=library::USE take=take_text/>
        </Dialog>
    }
}

#[component]
fn Templates(
    /// One is taken.
    take: Callback<TemplateRow>,
) -> impl IntoView {
    let rows = fetched(api::templates::list);
    let card = move |row: TemplateRow| {
        let wordings = row.others.len() + 1;
        let (name, text, purpose) = (row.name.clone(), row.text.clone(), purpose_name(row.purpose));
        view! {
            <li class="template-pick">
                <p class="template-pick__name">{name} " " <span class="muted small">{tr(purpose)}</span></p>
                <p class="template-pick__text">{text}</p>
                {(wordings > 1).then(|| view! { <p class="muted small">{move || templates::wordings(lang(), &number(wordings as u64))}</p> })}
                <Button label=words::USE on:click=move |_| take.run(row.clone())/>
            </li>
        }
    };
    view! {
        {move || rows.is_awaited().then(|| view! { <Skeleton lines=6/> })}
        {move || rows.get().map(|answer| match answer {
            Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| rows.refetch()/> }.into_any(),
            Ok(rows) if rows.is_empty() => view! { <p class="muted">{tr(words::TEMPLATES_NONE)}</p> }.into_any(),
            Ok(rows) => view! { <ul class="template-picks">{rows.into_iter().map(card).collect_view()}</ul> }.into_any(),
        })}
    }
}
