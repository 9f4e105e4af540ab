//! What the log's events say about rows, held against the rows.

use std::collections::BTreeMap;

use audit::{Event, Value};
use store::Store;
use store::contract::{KeptLeaf, StatedRow};

use super::recompute::Found;
use super::rules::{RULES, Rule, Which, Word};

/// Rows that come without an event of their own: the segments that are built in, and the settings before anybody changed them.
const UNTOLD: [&str; 2] = ["segment", "organisation"];
/// Rows that may go without a word: a conversation goes with its customer, whose id the log does not connect with it.
const FLEETING: [&str; 1] = ["conversation"];

/// What the last events say of each column; `None` stands for NULL.
type Says = BTreeMap<&'static str, Option<String>>;

/// What the events that went by say of each row.
#[derive(Debug, Default)]
pub(super) struct Told(BTreeMap<(&'static str, String), Says>);

impl Told {
    /// Takes in the next event.
    pub(super) fn event(&mut self, kept: &KeptLeaf) {
        let Some(event) = &kept.event else { return };
        for rule in RULES.iter().filter(|rule| rule.action == event.action) {
            self.rule(rule, event, kept.seq);
        }
    }

    fn rule(&mut self, rule: &Rule, event: &Event, seq: u64) {
        let Some(id) = id(rule.which, event, seq) else { return };
        let row = (rule.of, id);
        if matches!(rule.word, Word::Gone) {
            self.0.remove(&row);
            return;
        }
        let before = self.0.get(&row).and_then(|says| says.get(rule.column).cloned());
        let value = match rule.word {
            Word::Detail(key) => text(event, key).map(Some),
            Word::MayBe(key) => Some(text(event, key)),
            Word::After(key) => text(event, key)
                .and_then(|change| Some(change.split_once(" > ")?.1.to_owned()))
                .map(Some),
            Word::At => Some(Some(event.at.to_string())),
            Word::FirstAt => before.or(Some(Some(event.at.to_string()))),
            Word::Actor => Some(Some(event.actor.id.clone())),
            Word::ActorKind => Some(Some(event.actor.kind.clone())),
            // Whom a token stands for, the log does not say.
            Word::User => (event.actor.kind == "user").then(|| Some(event.actor.id.clone())),
            Word::Is(value) => Some(Some(value.to_owned())),
            Word::Null => Some(None),
            Word::Next => add(before, 1),
            Word::Add(key) => match text(event, key) {
                Some(more) => more.parse().ok().and_then(|more| add(before, more)),
                None => before,
            },
            Word::IfDetail(key, is, value) if text(event, key).as_deref() == Some(is) => Some(Some(value.to_owned())),
            Word::IfDetail(..) => before,
            Word::OfCampaign(column) => {
                text(event, "campaign").and_then(|campaign| self.0.get(&("campaign", campaign))?.get(column).cloned())
            }
            Word::Gone => None,
        };
        let says = self.0.entry(row).or_default();
        match value {
            Some(value) => says.insert(rule.column, value),
            None => says.remove(rule.column),
        };
    }

    /// Holds the rows against what was told.
    pub(super) async fn ended(mut self, store: &dyn Store, found: &mut Found) -> store::Result<()> {
        for row in store.stated().await? {
            let StatedRow { of, id, says } = row;
            let Some(told) = self.0.remove(&(of, id.clone())) else {
                if !UNTOLD.contains(&of) {
                    found.differs.push(format!("{of} {id}: the log does not know it"));
                }
                continue;
            };
            for (column, value) in says {
                if told.get(column.as_str()).is_some_and(|told| *told != value) {
                    let what = column.replace('_', " ");
                    found
                        .differs
                        .push(format!("{of} {id}: its {what} is not what the log says"));
                }
            }
        }
        let gone = self.0.into_keys().filter(|(of, _)| !FLEETING.contains(of));
        found
            .differs
            .extend(gone.map(|(of, id)| format!("{of} {id}: it is in the log, and gone")));
        Ok(())
    }
}

/// The row's id, as the store says it.
fn id(which: Which, event: &Event, seq: u64) -> Option<String> {
    let subject = &event.subject.id;
    Some(match which {
        Which::Subject => subject.clone(),
        Which::Only => "1".to_owned(),
        Which::Event => seq.to_string(),
        Which::Named(key) => text(event, key)?,
        Which::Part(part) => format!("{subject} {part}"),
        Which::PartNamed(key) => format!("{subject} {}", text(event, key)?),
        Which::Then(kind) => format!("{subject} {} {kind}", event.at),
        Which::Voided if text(event, "from_state")? == "approved" => format!("{subject} {} voided", event.at),
        Which::Voided => return None,
    })
}

/// A number that was told, and more.
fn add(before: Option<Option<String>>, more: u64) -> Option<Option<String>> {
    let number: u64 = before??.parse().ok()?;
    Some(Some((number + more).to_string()))
}

fn text(event: &Event, key: &str) -> Option<String> {
    match event.details.get(key) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    }
}
