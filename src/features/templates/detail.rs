//! A template: its text, what a customer would read, its versions.

use domain::id::TemplateId;
use domain::role::Capability;
use leptos::prelude::*;
use wire::templates::Template;

use super::form::TemplateForm;
use super::versions::Versions;
use crate::api;
use crate::locale::templates as words;
use crate::routes::{Page, with_query};
use crate::state::action::Action;
use crate::state::{session, toasts};
use crate::ui::{Banner, Button, Confirm, Crumb, Icon, LinkButton, PageHeader, Tone, load};

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
    load(
        words::ONE,
        move || api::templates::one(id),
        move |template: RwSignal<Template>| {
            let known = template.get_untracked();
            let archived = known.archived;
            let name = Memo::new(move |_| template.with(|template| template.name.clone()));
            let version = Memo::new(move |_| template.with(|template| template.version));
            // The form stays: what was typed while it was being saved is in it.
            let saved = Callback::new(move |now| template.set(now));
            view! {
                <PageHeader title=name crumbs=vec![Crumb::to(Page::Templates)]>
                    {(!archived && session::may(Capability::Compose)).then(|| view! {
                        <Archive id/>
                        <LinkButton label=words::WRITE icon=Icon::Campaigns href=format!("{}{}", Page::CampaignNew.path(), with_query("", &[("template", Some(id.to_string()))]))/>
                    })}
                </PageHeader>
                {archived.then(|| view! { <Banner tone=Tone::Outlined title=words::ARCHIVED text=words::ARCHIVED_TEXT/> })}
                <TemplateForm known=Some(known) on_saved=saved/>
                <Versions id version/>
            }
            .into_any()
        },
    )
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
