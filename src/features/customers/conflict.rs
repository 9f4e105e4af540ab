//! Two versions of a customer, field by field. Pure but for the view at the end.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wire::customers::CustomerCard;

use super::model::lunar_words;
use super::words as names;
use crate::api;
use crate::locale::{Lang, Msg, customers as words, lang, tr, ui};
use crate::ui::{Button, Look, ProblemView};

/// A field of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Number,
    Name,
    Sex,
    Phone,
    Tier,
    City,
    Tags,
    SiteStage,
    SiteName,
    SiteStarted,
    SiteDue,
    ProjectManager,
    Birthday,
    LunarBirthday,
    Agent,
    Note,
    Attributes,
}

impl Part {
    const ALL: [Self; 17] = [
        Self::Name,
        Self::Number,
        Self::Sex,
        Self::Phone,
        Self::City,
        Self::Tier,
        Self::Tags,
        Self::Agent,
        Self::SiteStage,
        Self::SiteName,
        Self::SiteStarted,
        Self::SiteDue,
        Self::ProjectManager,
        Self::Birthday,
        Self::LunarBirthday,
        Self::Note,
        Self::Attributes,
    ];

    const fn name(self) -> Msg {
        match self {
            Self::Number => words::NUMBER,
            Self::Name => words::NAME,
            Self::Sex => words::SEX,
            Self::Phone => words::PHONE,
            Self::Tier => words::TIER,
            Self::City => words::CITY,
            Self::Tags => words::TAGS,
            Self::SiteStage => words::STAGE,
            Self::SiteName => words::SITE_NAME,
            Self::SiteStarted => words::SITE_STARTED,
            Self::SiteDue => words::SITE_DUE,
            Self::ProjectManager => words::PROJECT_MANAGER,
            Self::Birthday => words::BIRTHDAY,
            Self::LunarBirthday => words::LUNAR_BIRTHDAY,
            Self::Agent => words::AGENT,
            Self::Note => words::NOTE,
            Self::Attributes => words::ATTRIBUTES,
        }
    }

    /// Copies this field of `from` over that of `to`.
    fn copy(self, from: &CustomerCard, to: &mut CustomerCard) {
        match self {
            Self::Number => to.number.clone_from(&from.number),
            Self::Name => to.name.clone_from(&from.name),
            Self::Sex => to.sex = from.sex,
            Self::Phone => to.phone.clone_from(&from.phone),
            Self::Tier => to.tier.clone_from(&from.tier),
            Self::City => to.city.clone_from(&from.city),
            Self::Tags => to.tags.clone_from(&from.tags),
            Self::SiteStage => to.site_stage = from.site_stage,
            Self::SiteName => to.site_name.clone_from(&from.site_name),
            Self::SiteStarted => to.site_started = from.site_started,
            Self::SiteDue => to.site_due = from.site_due,
            Self::ProjectManager => to.project_manager.clone_from(&from.project_manager),
            Self::Birthday => to.birthday = from.birthday,
            Self::LunarBirthday => to.lunar_birthday = from.lunar_birthday,
            Self::Agent => to.agent = from.agent,
            Self::Note => to.note.clone_from(&from.note),
            Self::Attributes => to.attributes.clone_from(&from.attributes),
        }
    }

    fn same(self, one: &CustomerCard, other: &CustomerCard) -> bool {
        let mut copy = other.clone();
        self.copy(one, &mut copy);
        copy == *other
    }

    /// The field in words; empty if there is nothing.
    fn show(self, card: &CustomerCard, lang: Lang, agent: &dyn Fn(domain::id::UserId) -> String) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::Number => text(&card.number),
            Self::Name => card.name.clone(),
            Self::Sex => card
                .sex
                .map_or_else(String::new, |sex| names::sex(sex).of(lang).to_owned()),
            Self::Phone => text(&card.phone),
            Self::Tier => text(&card.tier),
            Self::City => text(&card.city),
            Self::Tags => card.tags.join(" · "),
            Self::SiteStage => card
                .site_stage
                .map_or_else(String::new, |stage| names::stage(stage).of(lang).to_owned()),
            Self::SiteName => text(&card.site_name),
            Self::SiteStarted => card.site_started.map_or_else(String::new, |day| day.to_string()),
            Self::SiteDue => card.site_due.map_or_else(String::new, |day| day.to_string()),
            Self::ProjectManager => text(&card.project_manager),
            Self::Birthday => card
                .birthday
                .map_or_else(String::new, |day| words::month_day(lang, day.month, day.day)),
            Self::LunarBirthday => card
                .lunar_birthday
                .map_or_else(String::new, |day| lunar_words(day, lang)),
            Self::Agent => card.agent.map_or_else(String::new, agent),
            Self::Note => text(&card.note),
            Self::Attributes => {
                let all: Vec<String> = card
                    .attributes
                    .iter()
                    .map(|(name, value)| format!("{name}: {value}"))
                    .collect();
                all.join("\n")
            }
        }
    }
}

/// The fields in which the two differ, and whether theirs is the better default: they changed it, and I did not.
///
/// An absent phone of mine means "unchanged" and never differs.
pub(super) fn differences(base: &CustomerCard, mine: &CustomerCard, theirs: &CustomerCard) -> Vec<(Part, bool)> {
    Part::ALL
        .into_iter()
        .filter(|part| *part != Part::Phone || mine.phone.is_some())
        .filter(|part| !part.same(mine, theirs))
        .map(|part| {
            let mine_untouched = part != Part::Phone && part.same(base, mine);
            (part, mine_untouched)
        })
        .collect()
}

/// My version, with theirs for the fields in `take`.
pub(super) fn merged(mine: &CustomerCard, theirs: &CustomerCard, take: &BTreeSet<Part>) -> CustomerCard {
    let mut card = mine.clone();
    for part in take {
        if *part == Part::Phone {
            // Theirs is masked: it stays by not being sent.
            card.phone = None;
        } else {
            part.copy(theirs, &mut card);
        }
    }
    card
}

/// Both versions beside each other, to choose from.
#[component]
pub(super) fn ConflictView(
    base: CustomerCard,
    mine: CustomerCard,
    theirs: CustomerCard,
    /// Why what was chosen could not be saved.
    error: RwSignal<Option<api::Error>>,
    #[prop(into)] busy: Signal<bool>,
    agent: Callback<domain::id::UserId, String>,
    on_choose: Callback<CustomerCard>,
) -> impl IntoView {
    let rows = differences(&base, &mine, &theirs);
    let take = RwSignal::new(
        rows.iter()
            .filter(|(_, take)| *take)
            .map(|(part, _)| *part)
            .collect::<BTreeSet<_>>(),
    );
    let cards = StoredValue::new((mine, theirs));
    let shown = move |part: Part, of_theirs: bool| {
        cards.with_value(|(mine, theirs)| {
            let text = part.show(if of_theirs { theirs } else { mine }, lang(), &|id| agent.run(id));
            if text.is_empty() {
                words::EMPTY_VALUE.get().to_owned()
            } else {
                text
            }
        })
    };
    let choice = move |part: Part, of_theirs: bool| {
        let name = format!("conflict-{part:?}");
        view! {
            <label class="conflict__choice">
                <input
                    type="radio"
                    name=name
                    prop:checked=move || take.with(|take| take.contains(&part)) == of_theirs
                    on:change=move |_| take.update(|take| {
                        if of_theirs { take.insert(part); } else { take.remove(&part); }
                    })
                />
                <span>{move || shown(part, of_theirs)}</span>
            </label>
        }
    };
    view! {
        <section class="conflict" role="alert" aria-labelledby="conflict-title">
            <h2 class="conflict__title" id="conflict-title">{tr(words::CONFLICT)}</h2>
            <p>{tr(words::CONFLICT_TEXT)}</p>
            <table class="conflict__table">
                <thead><tr><th scope="col">{tr(words::FIELD)}</th><th scope="col">{tr(ui::MINE)}</th><th scope="col">{tr(ui::THEIRS)}</th></tr></thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|(part, _)| view! {
                            <tr>
                                <th scope="row">{move || part.name().get()}</th>
                                <td>{choice(part, false)}</td>
                                <td>{choice(part, true)}</td>
                            </tr>
                        })
                        .collect_view()}
                </tbody>
            </table>
            {move || error.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <Button
                label=words::SAVE_CHOSEN
                look=Look::Primary
                busy
                on:click=move |_| {
                    let card = cards.with_value(|(mine, theirs)| take.with_untracked(|take| merged(mine, theirs, take)));
                    on_choose.run(card);
                }
            />
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn card(name: &str, city: Option<&str>, phone: Option<&str>) -> CustomerCard {
        CustomerCard {
            name: name.to_owned(),
            city: city.map(str::to_owned),
            phone: phone.map(str::to_owned),
            ..CustomerCard::default()
        }
    }

    #[test]
    fn only_what_differs_is_asked() {
        let base = card("王芳", None, Some("138****1234"));
        let mine = card("王小芳", None, None);
        let theirs = card("王芳", Some("杭州"), Some("138****1234"));
        assert_eq!(
            differences(&base, &mine, &theirs),
            [(Part::Name, false), (Part::City, true)]
        );
        let taken = merged(&mine, &theirs, &BTreeSet::from([Part::City]));
        assert_eq!(taken, card("王小芳", Some("杭州"), None));
    }

    #[test]
    fn their_phone_stays_by_not_being_sent() {
        let base = card("王芳", None, Some("138****1234"));
        let mine = card("王芳", None, Some("13900001111"));
        let theirs = card("王芳", None, Some("137****9999"));
        assert_eq!(differences(&base, &mine, &theirs), [(Part::Phone, false)]);
        assert_eq!(merged(&mine, &theirs, &BTreeSet::from([Part::Phone])).phone, None);
        assert_eq!(
            merged(&mine, &theirs, &BTreeSet::new()).phone.as_deref(),
            Some("13900001111")
        );
    }

    #[test]
    fn every_field_can_be_taken() {
        let theirs = CustomerCard {
            number: Some("A1".into()),
            tier: Some("VIP".into()),
            tags: vec!["老客户".into()],
            note: Some("x".into()),
            ..card("李雷", Some("上海"), None)
        };
        let mine = CustomerCard::default();
        let all = Part::ALL.into_iter().collect();
        assert_eq!(merged(&mine, &theirs, &all), theirs);
    }
}
