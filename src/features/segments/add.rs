//! The menu that adds a condition or a group.

use leptos::prelude::*;

use super::builder::{Editing, focus};
use super::model::{Join, NodeId};
use super::names;
use super::topic::Topic;
use crate::locale::{Msg, segments as words, tr};
use crate::ui::{Icon, Look, Menu, MenuItem, MenuLine};

const GROUPS: [(Msg, &[Topic]); 6] = [
    (words::G_SITE, &[Topic::SiteStage, Topic::SiteStarted, Topic::SiteDue]),
    (
        words::G_PURCHASE,
        &[Topic::LastPurchase, Topic::PurchaseCount, Topic::PurchaseTotal],
    ),
    (
        words::G_PERSON,
        &[Topic::Tier, Topic::City, Topic::Tag, Topic::Birthday, Topic::Agent],
    ),
    (words::G_CONSENT, &[Topic::Consent]),
    (words::G_CONTACT, &[Topic::LastContact]),
    (words::G_OWN, &[Topic::Attribute]),
];

/// The menu at the foot of a group.
#[component]
pub(super) fn AddMenu(edit: Editing, group: NodeId) -> impl IntoView {
    let add = move |topic: Topic| {
        let id = edit.tree.try_update(|tree| tree.add(group, topic.fresh()));
        focus(id);
    };
    view! {
        <Menu label=words::ADD icon=Icon::Plus look=Look::Quiet>
            {GROUPS
                .map(|(title, topics)| view! {
                    <p class="menu__label" role="presentation">{tr(title)}</p>
                    {topics
                        .iter()
                        .map(|topic| {
                            let topic = *topic;
                            view! { <MenuItem label=names::topic(topic) on:click=move |_| add(topic)/> }
                        })
                        .collect_view()}
                })
                .collect_view()}
            <MenuLine/>
            <MenuItem
                label=words::ADD_GROUP
                icon=Icon::Segments
                on:click=move |_| {
                    let id = edit.tree.try_update(|tree| tree.add_group(group, Join::Any));
                    focus(id);
                }
            />
        </Menu>
    }
}
