//! A template: its text, what a customer would read, its versions.

use domain::campaign::Content;
use domain::consent::Purpose;
use domain::id::TemplateId;
use domain::role::Capability;
use domain::schedule::AllowedHours;
use leptos::prelude::*;
use wire::Code;
use wire::templates::{Template, TemplateEdit};

use super::diff::DiffView;
use super::list::purpose_name;
use super::model;
use super::versions::Versions;
use super::wordings::{Wordings, WordingsEditor, in_one};
use crate::api;
use crate::locale::{date, domain_lang, lang, number, templates as words, tr};
use crate::routes::{Page, with_query};
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::{session, toasts};
use crate::ui::{
    Banner, Bubble, Button, Choice, Confirm, Crumb, Icon, LinkButton, Look, PageHeader, PhonePreview, ProblemView,
    RadioGroup, Skeleton, TextField, Tone,
};

/// The page at `Page::TemplateNew`.
#[component]
pub fn TemplateNewPage() -> impl IntoView {
    view! {
        <PageHeader title=words::NEW crumbs=vec![Crumb::to(Page::Templates)]/>
        <TemplateForm known=None on_saved=Callback::new(|_| ())/>
    }
}

/// The page at `Page::Template(id)`.
#[component]
pub fn TemplatePage(
    /// Which template.
    id: TemplateId,
) -> impl IntoView {
    let template = fetched(move || api::templates::one(id));
    let again = Callback::new(move |_: Template| template.refetch());
    view! {
        {move || template.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || template.get().map(|answer| match answer {
            Err(error) => view! {
                <PageHeader title=words::ONE crumbs=vec![Crumb::to(Page::Templates)]/>
                <ProblemView error=Signal::stored(error) on_retry=move |()| template.refetch()/>
            }.into_any(),
            Ok(known) => {
                let (archived, version) = (known.archived, known.version);
                view! {
                    <PageHeader title=known.name.clone() crumbs=vec![Crumb::to(Page::Templates)]>
                        {(!archived && session::may(Capability::Compose)).then(|| view! {
                            <Archive id/>
                            <LinkButton label=words::WRITE icon=Icon::Campaigns href=format!("{}{}", Page::CampaignNew.path(), with_query("", &[("template", Some(id.to_string()))]))/>
                        })}
                    </PageHeader>
                    {archived.then(|| view! { <Banner tone=Tone::Outlined title=words::ARCHIVED text=words::ARCHIVED_TEXT/> })}
                    <TemplateForm known=Some(known) on_saved=again/>
                    <Versions id version/>
                }.into_any()
            }
        })}
    }
}

#[component]
fn Archive(
    /// Which template.
    id: TemplateId,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let go = Page::goer();
    let archive = Action::new(move |(): &()| {
        let go = go.clone();
        async move {
            match api::templates::archive(id).await {
                Ok(()) => go(Page::Templates),
                Err(error) => toasts::failed(&error),
            }
        }
    });
    view! {
        <Button label=words::ARCHIVE on:click=move |_| open.set(true)/>
        <Confirm
            open
            title=words::ARCHIVE
            text=words::ARCHIVE_TEXT
            action=words::ARCHIVE
            busy=archive.pending()
            on_confirm=move |()| { archive.dispatch(()); }
        />
    }
}

#[component]
fn TemplateForm(
    /// What is saved; `None` for a new one.
    known: Option<Template>,
    /// It was saved again.
    on_saved: Callback<Template>,
) -> impl IntoView {
    let locked = known.as_ref().is_some_and(|known| known.archived) || !session::may(Capability::Compose);
    let name = RwSignal::new(known.as_ref().map(|known| known.name.clone()).unwrap_or_default());
    let wordings = known.as_ref().map_or_else(
        || Wordings::new(String::new(), Vec::new()),
        |known| Wordings::new(known.text.clone(), known.others.clone()),
    );
    let purpose = RwSignal::new(
        known
            .as_ref()
            .map_or(Purpose::Care, |known| known.purpose)
            .code()
            .to_owned(),
    );
    let id = known.as_ref().map(|known| known.id);
    let version = RwSignal::new(known.as_ref().map(|known| known.version));
    let chosen = Memo::new(move |_| purpose_of(&purpose.get()));
    let content = Memo::new(move |_| {
        let signature = session::me().map(|me| me.firm.signature).unwrap_or_default();
        let (text, others) = wordings.get();
        Content {
            others,
            ..Content::of_text(text, signature, chosen.get())
        }
    });
    let message = Memo::new(move |_| {
        let today = date::iso_day(date::now()).parse().ok()?;
        content.with(|content| model::example(content, wordings.at(), today))
    });
    let lengths = Memo::new(move |_| {
        let today = date::iso_day(date::now()).parse().ok();
        let length = |content: &Content, wording| {
            let message = model::example(content, wording, today?)?;
            Some((message.text.chars().count(), message.parts))
        };
        content.with(|content| {
            (0..wordings.count())
                .map(|wording| length(content, wording))
                .collect::<Vec<_>>()
        })
    });
    let findings = Memo::new(move |_| {
        lengths.with(|lengths| {
            let longest = |wording: usize| lengths.get(wording).copied().flatten();
            content.with(|content| model::findings(content, AllowedHours::default(), longest, domain_lang()))
        })
    });
    let go = Page::goer();
    let save = Action::new(move |edit: &TemplateEdit| {
        let (edit, go) = (edit.clone(), go.clone());
        async move {
            let answer = match id {
                Some(id) => api::templates::save(id, &edit).await,
                None => api::templates::create(&edit).await,
            };
            match answer {
                Ok(saved) => {
                    toasts::done(words::SAVED.get());
                    if id.is_none() {
                        go(Page::Template(saved.id));
                    }
                    on_saved.try_run(saved);
                    None
                }
                Err(error) => Some(error),
            }
        }
    });
    let failed = move || save.value().get().flatten();
    let field = move |name: &'static str| Signal::derive(move || failed().and_then(|error| error.field(name)));
    let edit = move || {
        let (text, others) = wordings.get();
        TemplateEdit {
            version: version.get(),
            name: name.get().trim().to_owned(),
            purpose: chosen.get(),
            text,
            others,
        }
    };
    let theirs = move || {
        let problem = failed()?
            .problem()
            .filter(|problem| problem.code == Code::Conflict)?
            .clone();
        crate::api::json::read::<Template>(problem.current?).ok()
    };
    let plain = move || {
        failed().filter(|error| {
            error.code() != Some(Code::Conflict) && error.problem().is_none_or(|problem| problem.fields.is_empty())
        })
    };
    let ready = move || !locked && !name.with(|name| name.trim().is_empty()) && !wordings.any_empty();
    let purposes = Signal::derive(|| {
        Purpose::ALL
            .map(|purpose| Choice::new(purpose.code(), purpose_name(purpose).get()))
            .to_vec()
    });
    let bubbles = Signal::derive(move || {
        message
            .get()
            .map(|message| Bubble::sent(message.text))
            .into_iter()
            .collect::<Vec<_>>()
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if ready() {
            save.dispatch(edit());
        }
    };
    view! {
        <div class="beside">
            <form class="stack" on:submit=send>
                <TextField label=words::NAME value=name required=true max_length=60 disabled=locked error=field("name")/>
                <RadioGroup label=words::PURPOSE value=purpose options=purposes segmented=true disabled=locked/>
                <WordingsEditor wordings findings disabled=locked/>
                {move || field("text").get().map(|error| view! { <p class="field__error" role="alert">{error}</p> })}
                {move || plain().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
                {move || theirs().map(|theirs| {
                    let (newest, by, saved) = (theirs.version, theirs.updated_by.clone(), in_one(&theirs.text, &theirs.others));
                    view! {
                        <Banner tone=Tone::Amber title=words::CONFLICT text=move || words::conflict(lang(), &by)>
                            <Button label=words::KEEP_MINE on:click=move |_| {
                                version.set(Some(newest));
                                save.dispatch(edit());
                            }/>
                            <Button label=words::TAKE_THEIRS on:click={
                                move |_| { name.set(theirs.name.clone()); wordings.set(theirs.text.clone(), theirs.others.clone()); version.set(Some(theirs.version)); save.value().set(None); }
                            }/>
                        </Banner>
                        <DiffView old=Signal::stored(saved) new=Signal::derive(move || { let (text, others) = wordings.get(); in_one(&text, &others) })/>
                    }
                })}
                {(!locked).then(|| view! {
                    <div class="form__actions"><Button label=words::SAVE look=Look::Primary submit=true busy=save.pending() disabled=Signal::derive(move || !ready())/></div>
                })}
            </form>
            <aside class="template__preview">
                <PhonePreview sender=words::SENDER bubbles/>
                <p class="template__parts">{move || message.with(|message| message.as_ref().map(|message| {
                    words::parts(lang(), &number(message.parts), &number(message.text.chars().count() as u64))
                }))}</p>
                <p class="template__note">{tr(words::PREVIEW_NOTE)}</p>
            </aside>
        </div>
    }
}

fn purpose_of(code: &str) -> Purpose {
    Purpose::ALL
        .into_iter()
        .find(|purpose| purpose.code() == code)
        .unwrap_or(Purpose::Care)
}
