//! Values of a list: stages, tiers, cities, tags, agents.

use domain::customer::SiteStage;
use domain::segment::Condition;
use leptos::prelude::*;
use wire::customers::FacetCount;

use super::super::builder::Editing;
use super::super::model::NodeId;
use super::super::names;
use super::super::pickers::ManyPicker;
use super::super::topic::Topic;
use super::{choices, code, read, reading, writing};
use crate::features::customers::words as people;
use crate::locale::{number, segments as words, tr};
use crate::ui::Choice;

/// A condition that is one of several values.
#[component]
pub(super) fn Many(edit: Editing, id: NodeId, topic: Topic) -> impl IntoView {
    let values = reading(edit, id, |condition| match condition {
        Condition::SiteStage(these) => Some(these.iter().map(|one| code(*one)).collect::<Vec<_>>()),
        Condition::Tier(these) | Condition::City(these) | Condition::Tag(these) => Some(these.clone()),
        Condition::Agent(these) => Some(these.iter().map(ToString::to_string).collect()),
        _ => None,
    });
    let on_values = writing(edit, id, move |values: Vec<String>| match topic {
        Topic::SiteStage => {
            let mut stages: Vec<SiteStage> = values.iter().filter_map(|code| read(code)).collect();
            stages.sort_unstable();
            Some(Condition::SiteStage(stages))
        }
        Topic::Tier => Some(Condition::Tier(values)),
        Topic::City => Some(Condition::City(values)),
        Topic::Tag => Some(Condition::Tag(values)),
        Topic::Agent => Some(Condition::Agent(
            values.iter().filter_map(|id| id.parse().ok()).collect(),
        )),
        _ => None,
    });
    let counted = |all: &[FacetCount]| -> Vec<Choice> {
        all.iter()
            .map(|one| {
                let count = number(i64::try_from(one.customers).unwrap_or(i64::MAX));
                Choice::new(one.value.clone(), one.value.clone()).hint(count)
            })
            .collect()
    };
    let choices = Signal::derive(move || {
        edit.facets.with(|facets| match topic {
            Topic::SiteStage => choices(&SiteStage::ALL, people::stage),
            Topic::Tier => counted(&facets.tiers),
            Topic::City => counted(&facets.cities),
            Topic::Tag => counted(&facets.tags),
            _ => facets
                .agents
                .iter()
                .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
                .collect(),
        })
    });
    view! {
        <span>{tr(words::IS_ONE_OF)}</span>
        <ManyPicker label=names::topic(topic) values choices on_values/>
    }
}
