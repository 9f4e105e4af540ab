//! From what `intake` reads to what the store takes.

use std::collections::{BTreeMap, HashMap};

use domain::consent::Purpose;
use domain::id::UserId;
use domain::phone::PhoneState;
use domain::segment::{Today, attribute_name_fits};
use intake::{Consents, EventKind, ParsedCustomer, ParsedEvent, ParsedPurchase, PhoneReading, Who};
use store::contract::Staff;
use store::contract::customers::CardPhone;
use store::contract::imports::{CustomerLine, EventLine, LineOwner, PurchaseLine};

/// What conversion needs to know.
pub(super) struct Known {
    /// Members of staff by name and by login.
    pub(super) agents: HashMap<String, UserId>,
    /// The header of the column of agents.
    pub(super) agent_header: String,
    /// For the beginning of days.
    pub(super) today: Today,
}

/// Whom a file means by a name or a login. A name that several have means none of them, and the row keeps it as it stands.
pub(super) fn agents(staff: &[Staff]) -> HashMap<String, UserId> {
    let mut names: HashMap<&str, Option<UserId>> = HashMap::new();
    for one in staff {
        names
            .entry(&one.name)
            .and_modify(|id| *id = None)
            .or_insert(Some(one.id));
    }
    let named = names.into_iter().filter_map(|(name, id)| Some((name.to_owned(), id?)));
    // A login is one person's alone.
    named
        .chain(staff.iter().map(|one| (one.login.clone(), one.id)))
        .collect()
}

fn phone(who: &mut Who<'_>) -> Option<CardPhone> {
    let of = |state, number: intake::E164| CardPhone {
        state,
        phone: Some(number.into()),
        raw: None,
    };
    match who.phone {
        PhoneReading::Missing => None,
        PhoneReading::Mobile(number) => Some(of(PhoneState::Mobile, number)),
        PhoneReading::Landline(number) => Some(of(PhoneState::Landline, number)),
        PhoneReading::Invalid(_) => Some(CardPhone {
            state: PhoneState::Invalid,
            phone: None,
            raw: Some(std::mem::take(&mut who.phone_raw).into_owned()),
        }),
    }
}

fn consents(said: Consents) -> Vec<(Purpose, bool)> {
    [
        (Purpose::Service, said.service),
        (Purpose::Care, said.care),
        (Purpose::Marketing, said.marketing),
    ]
    .into_iter()
    .filter_map(|(purpose, yes)| Some((purpose, yes?)))
    .collect()
}

/// An attribute's name as a rule can name it: without quotation marks and backslashes, at most 60 characters.
fn attribute_name(name: &str) -> Option<String> {
    if attribute_name_fits(name) {
        return Some(name.to_owned());
    }
    let clean: String = name
        .chars()
        .filter(|c| *c != '"' && *c != '\\' && !c.is_control())
        .take(60)
        .collect();
    attribute_name_fits(&clean).then_some(clean)
}

/// A customer. An agent whom nobody knows is kept as an attribute under the column's header, so that nothing is lost.
pub(super) fn customer(line: u64, mut read: ParsedCustomer<'_>, known: &Known) -> CustomerLine {
    let phone = phone(&mut read.who);
    let mut attributes: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in read.attributes {
        if let Some(name) = attribute_name(name) {
            attributes.insert(name, value.into_owned());
        }
    }
    let agent = read.agent.and_then(|name| {
        let found = known.agents.get(name.as_ref()).copied();
        if let (None, Some(header)) = (found, attribute_name(&known.agent_header)) {
            attributes.insert(header, name.into_owned());
        }
        found
    });
    CustomerLine {
        line,
        number: read.who.number.map(std::borrow::Cow::into_owned),
        phone,
        name: read.name.map(std::borrow::Cow::into_owned),
        sex: read.sex,
        tier: read.tier.map(std::borrow::Cow::into_owned),
        city: read.city.map(std::borrow::Cow::into_owned),
        tags: read.tags.into_iter().map(std::borrow::Cow::into_owned).collect(),
        site_stage: read.site_stage,
        site_name: read.site.map(std::borrow::Cow::into_owned),
        site_started: read.started,
        site_due: read.delivered,
        project_manager: read.project_manager.map(std::borrow::Cow::into_owned),
        last_purchase: read.last_purchase,
        amount: read.amount,
        birthday: read.birthday,
        lunar_birthday: read.lunar_birthday,
        consents: consents(read.consents),
        agent,
        note: read.note.map(std::borrow::Cow::into_owned),
        attributes,
    }
}

fn owner(mut who: Who<'_>) -> LineOwner {
    LineOwner {
        phone: phone(&mut who),
        number: who.number.map(std::borrow::Cow::into_owned),
    }
}

/// A purchase.
pub(super) fn purchase(read: ParsedPurchase<'_>) -> PurchaseLine {
    PurchaseLine {
        owner: owner(read.who),
        number: read.number.map(std::borrow::Cow::into_owned),
        day: read.date,
        amount: read.amount,
        item: read.item.map(std::borrow::Cow::into_owned),
    }
}

/// An event.
pub(super) fn event(read: ParsedEvent<'_>, known: &Known) -> EventLine {
    EventLine {
        owner: owner(read.who),
        kind: match read.kind {
            EventKind::Site => "site",
            EventKind::Repair => "repair",
            EventKind::Complaint => "complaint",
        },
        day: read.date,
        at: known.today.start_of(read.date),
        site_stage: read.site_stage,
        text: read.text.map(std::borrow::Cow::into_owned),
        number: read.number.map(std::borrow::Cow::into_owned),
    }
}

#[cfg(test)]
mod tests {
    use domain::role::Role;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_name_that_two_have_means_neither() {
        let one = |n: u128, login: &str, name: &str| Staff {
            id: UserId(Uuid::from_u128(n)),
            login: login.into(),
            name: name.into(),
            role: Role::Agent,
            active: true,
            created_at: 0,
            seen_at: None,
        };
        let known = agents(&[one(1, "wang1", "王芳"), one(2, "wang2", "王芳"), one(3, "li", "李雷")]);
        let of = |name: &str| known.get(name).map(|id| id.0.as_u128());
        assert_eq!(
            ["王芳", "wang1", "wang2", "李雷", "li"].map(of),
            [None, Some(1), Some(2), Some(3), Some(3)]
        );
    }
}
