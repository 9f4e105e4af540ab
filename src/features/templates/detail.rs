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
use crate::state::fetched::fetched;
use crate::state::{session, toasts};
use crate::ui::{Banner, Button, Confirm, Crumb, Icon, LinkButton, PageHeader, ProblemView, Skeleton, Tone};

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
