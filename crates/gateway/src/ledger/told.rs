//! What the log's events say about rows, held against the rows.

use std::collections::{BTreeMap, BTreeSet};

use audit::roll::events::{CLOSED, FROZEN};
use audit::roll::{Makers, Moved};
use audit::{Event, Party};
use domain::id::RunId;
use store::contract::{KeptLeaf, StatedRow};
use store::{RollKey, RollSum, Store, Summed, ToldSum};

use super::recompute::Found;
use super::rules::{OPT_OUTS, RULES, Rule, Which, Word};

/// Rows that come without an event of their own: the segments that are built in, and the settings before anybody changed them.
const UNTOLD: [&str; 2] = ["segment", "organisation"];
/// Rows of these kinds go with their customers, whose ids the log does not connect with them; of a reply, what it said. Beside each, which detail of
/// the erasure says how many.
const WITH_CUSTOMERS: [(&str, &str); 2] = [("conversation", "conversations"), (REPLY, "replies")];
/// The event with which it goes.
const ERASED: &str = "customer.erased";

/// The id of a row that is the only one.
const ONLY: &str = "1";
/// What happens to a run once. Of several such events the first is believed, and the others are named.
const ONCE: [&str; 2] = [FROZEN, CLOSED];

/// Replies are told of since this event, or since the first of them: none of before is accused until then.
const REPLY: &str = "reply";
const REPLIES: &str = "log.replies_committed";

/// Details that are told under the key.
const KEYED: [&str; 4] = ["seal", "sum", "sum_kept", "sum_said"];

/// What stands in a column, in the words of the events; `None` is NULL.
type Value = Option<String>;
/// What the last events say of each column.
type Says = BTreeMap<&'static str, Value>;

/// What the events that went by say of each row.
#[derive(Debug)]
pub(super) struct Told {
    rows: BTreeMap<(&'static str, String), Says>,
    /// What has happened of [`ONCE`], and to which run.
    once: BTreeSet<(&'static str, String)>,
    /// How the entries of each run moved.
    moved: BTreeMap<String, Moved>,
    /// Which of them, as far as the key tells.
    sums: BTreeMap<String, ToldSum>,
    key: Option<RollKey>,
    /// Who made each campaign.
    makers: BTreeMap<String, Makers>,
    /// Whether replies are told of.
    replies: bool,
    /// The last event of each row that goes with a customer.
    last: BTreeMap<(&'static str, String), u64>,
    /// Events that erased a customer, and how many rows of each kind went with each; events of before do not say.
    erased: Vec<(u64, [Option<u64>; WITH_CUSTOMERS.len()])>,
}

impl Told {
    /// Before any event.
    pub(super) fn new(key: Option<RollKey>) -> Self {
        let none = Says::from([("rows", Some("0".to_owned()))]);
        Self {
            rows: BTreeMap::from([((OPT_OUTS, ONLY.to_owned()), none)]),
            once: BTreeSet::new(),
            moved: BTreeMap::new(),
            sums: BTreeMap::new(),
            key,
            makers: BTreeMap::new(),
            replies: false,
            last: BTreeMap::new(),
            erased: Vec::new(),
        }
    }

    /// Takes in the next event.
    pub(super) fn event(&mut self, kept: &KeptLeaf, found: &mut Found) {
        let Some(event) = &kept.event else { return };
        if let Some(action) = ONCE.into_iter().find(|action| *action == event.action) {
            let run = &event.subject.id;
            if !self.once.insert((action, run.clone())) {
                let seq = kept.seq;
                found
                    .differs
                    .push(format!("event {seq}: it says {action} of run {run} a second time"));
                return;
            }
        }
        self.replies |= event.subject.kind == REPLY || event.action == REPLIES;
        found.under_another_key += u64::from(self.under_another_key(event));
        if event.subject.kind == "run" {
            self.moved.entry(event.subject.id.clone()).or_default().event(event);
            self.summed(event);
        }
        if event.subject.kind == "campaign" {
            self.makers.entry(event.subject.id.clone()).or_default().event(event);
        }
        if let Some(campaign) = self
            .decided(event)
            .filter(|campaign| self.made_by(campaign, &event.actor))
        {
            let (seq, action) = (kept.seq, &event.action);
            found.differs.push(format!(
                "event {seq}: it says {action} by one of those who made campaign {campaign}"
            ));
        }
        if event.action == ERASED {
            let went = WITH_CUSTOMERS.map(|(_, many)| text(event, many)?.parse().ok());
            self.erased.push((kept.seq, went));
        }
        for rule in RULES.iter().filter(|rule| rule.action == event.action) {
            self.rule(rule, event, kept.seq);
            if WITH_CUSTOMERS.iter().any(|(of, _)| *of == rule.of) {
                self.last.insert((rule.of, event.subject.id.clone()), kept.seq);
            }
        }
    }

    /// Whether the event tells something that only another key could read.
    fn under_another_key(&self, event: &Event) -> bool {
        let mut told = KEYED.iter().filter_map(|key| text(event, key));
        self.key.as_ref().is_some_and(|key| told.any(|told| !key.made(&told)))
    }

    /// The campaign that the event is a second person's word about: an approval, or that a run may go beyond its limits.
    fn decided(&self, event: &Event) -> Option<String> {
        match event.action.as_str() {
            "campaign.approved" => Some(event.subject.id.clone()),
            "run.released" if matches!(text(event, "held_why")?.as_str(), "people" | "parts" | "cost") => self
                .rows
                .get(&("run", event.subject.id.clone()))?
                .get("campaign")?
                .clone(),
            _ => None,
        }
    }

    /// Whether somebody is one of the campaign's makers, also through a token.
    fn made_by(&self, campaign: &str, somebody: &Party) -> bool {
        let by_token = |maker: &Party| {
            let added = self.rows.get(&("token", maker.id.clone()));
            let by = added.and_then(|says| says.get("created_by")?.as_ref());
            maker.kind == "token" && somebody.kind == "user" && by == Some(&somebody.id)
        };
        let makers = self.makers.get(campaign);
        makers.is_some_and(|makers| makers.iter().any(|maker| maker == somebody || by_token(maker)))
    }

    /// How the entries of a run moved.
    pub(super) fn moved(&self, run: RunId) -> Moved {
        self.moved.get(&run.to_string()).copied().unwrap_or_default()
    }

    fn summed(&mut self, event: &Event) {
        let run = &event.subject.id;
        let Some((key, id)) = self.key.as_ref().zip(run.parse().ok()) else {
            return;
        };
        let new = || ToldSum::new(key.clone(), id);
        self.sums.entry(run.clone()).or_insert_with(new).event(event);
    }

    /// Whether what is kept of a run is what its events tell, as far as is known.
    pub(super) fn fits(&self, run: RunId, of: Summed, kept: &RollSum) -> bool {
        self.sums.get(&run.to_string()).is_none_or(|told| told.fits(of, kept))
    }

    fn rule(&mut self, rule: &Rule, event: &Event, seq: u64) {
        let Some(id) = id(rule.which, event, seq) else { return };
        let row = (rule.of, id);
        for (column, word) in rule.columns {
            if matches!(word, Word::Gone) {
                self.rows.remove(&row);
                return;
            }
            let before = self.rows.get(&row).and_then(|says| says.get(column).cloned());
            let value = self.value(*word, column, event, before);
            let says = self.rows.entry(row.clone()).or_default();
            match value {
                Some(value) => says.insert(column, value),
                None => says.remove(column),
            };
        }
    }

    /// What stands in the column behind the event; `None` where that is not known.
    fn value(&self, word: Word, column: &str, event: &Event, before: Option<Value>) -> Option<Value> {
        Some(match word {
            Word::Same => Some(text(event, column)?),
            Word::Detail(key) => Some(text(event, key)?),
            Word::MayBe(key) => text(event, key),
            Word::After(key) => Some(text(event, key)?.split_once(" > ")?.1.to_owned()),
            Word::At => Some(event.at.to_string()),
            Word::FirstAt => before.unwrap_or_else(|| Some(event.at.to_string())),
            Word::Actor => Some(event.actor.id.clone()),
            Word::ActorKind => Some(event.actor.kind.clone()),
            // Whom a token stands for, the log does not say.
            Word::User => (event.actor.kind == "user").then(|| Some(event.actor.id.clone()))?,
            Word::Is(value) => Some(value.to_owned()),
            Word::Null => None,
            Word::Next => add(before, 1)?,
            Word::Less(key) => add(before, -text(event, key)?.parse::<i64>().ok()?)?,
            Word::Add(key) => match text(event, key) {
                Some(more) => add(before, more.parse().ok()?)?,
                None => before?,
            },
            Word::IfDetail(key, is, value) if text(event, key).as_deref() == Some(is) => Some(value.to_owned()),
            Word::IfDetail(..) => before?,
            Word::Going(key) => {
                let state = text(event, key)?;
                Some(if state == "awaiting" {
                    "running".to_owned()
                } else {
                    state
                })
            }
            Word::OfCampaign(column) => self
                .rows
                .get(&("campaign", text(event, "campaign")?))?
                .get(column)?
                .clone(),
            Word::Sealed => {
                Some(text(event, "seal").filter(|seal| self.key.as_ref().is_some_and(|key| key.made(seal)))?)
            }
            Word::Gone => return None,
        })
    }

    /// Holds the rows against what was told.
    pub(super) async fn ended(&mut self, store: &dyn Store, found: &mut Found) -> store::Result<()> {
        for row in store.stated().await? {
            let StatedRow { of, id, says } = row;
            let Some(told) = self.rows.remove(&(of, id.clone())) else {
                if !UNTOLD.contains(&of) && (of != REPLY || self.replies) {
                    found.differs.push(format!("{of} {id}: the log does not know it"));
                }
                continue;
            };
            for (column, value) in says {
                if told.get(column.as_str()).is_some_and(|told| *told != value) {
                    let what = column.trim_start_matches("sealed ").replace('_', " ");
                    found
                        .differs
                        .push(format!("{of} {id}: its {what} is not what the log says"));
                }
            }
        }
        let mut gone: Vec<_> = std::mem::take(&mut self.rows).into_keys().collect();
        for (kind, (of, _)) in WITH_CUSTOMERS.iter().enumerate() {
            let theirs = gone.extract_if(.., |(gone, _)| *gone == *of).collect();
            found.differs.extend(self.without_a_customer(kind, theirs));
        }
        found.differs.extend(
            gone.into_iter()
                .map(|(of, id)| format!("{of} {id}: it is in the log, and gone")),
        );
        Ok(())
    }

    /// Which of the rows of a kind that are gone did not go with customers who were erased behind their last event: the latest first,
    /// of which no more can be gone than went since.
    fn without_a_customer(&self, kind: usize, gone: Vec<(&'static str, String)>) -> Vec<String> {
        let last = |row| (self.last.get(&row).copied().unwrap_or_default(), row);
        let mut gone: Vec<_> = gone.into_iter().map(last).collect();
        gone.sort_unstable_by(|one, other| other.cmp(one));
        let mut erased = self.erased.iter().rev().peekable();
        let (mut went, mut fled, mut differs) = (Some(0), 0, Vec::new());
        for (seq, (of, id)) in gone {
            while let Some((_, more)) = erased.next_if(|(at, _)| *at > seq) {
                went = went.zip(more[kind]).map(|(went, more)| went + more);
            }
            match went {
                Some(0) => differs.push(format!("{of} {id}: it is in the log, and gone")),
                Some(went) if fled == went => differs.push(format!(
                    "{of} {id}: it or a later one is gone, and only {went} went with customers who were erased"
                )),
                Some(_) | None => fled += 1,
            }
        }
        differs
    }
}

/// The row's id, as the store says it.
fn id(which: Which, event: &Event, seq: u64) -> Option<String> {
    let subject = &event.subject.id;
    Some(match which {
        Which::Subject => subject.clone(),
        Which::Only => ONLY.to_owned(),
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
fn add(before: Option<Value>, more: i64) -> Option<Value> {
    let number: i64 = before??.parse().ok()?;
    Some(Some((number + more).to_string()))
}

fn text(event: &Event, key: &str) -> Option<String> {
    match event.details.get(key) {
        Some(audit::Value::Text(text)) => Some(text.clone()),
        _ => None,
    }
}
