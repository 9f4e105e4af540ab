//! One pass over the audience: counts, and for each message its length and how many fallbacks it used.

use std::collections::HashMap;

use domain::cap::Counts;
use domain::customer::Facts;
use domain::id::CustomerId;
use domain::plan::{Candidate, Detail, Planned, Seen, Totals};
use domain::roll::Exclusion;
use wire::campaigns::ExcludedCount;

use crate::app::App;
use crate::error::Answer;
use crate::planning::Planning;

/// Customers of one page.
const PAGE: u32 = 8_192;
/// Customers named beside a reason.
const NAMED: usize = 5;

/// A message of the survey.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    pub customer: CustomerId,
    pub characters: u16,
    pub parts: u16,
    pub fallbacks: u16,
    pub wording: u16,
    /// Values brought 【】 or a link into it.
    pub marked: bool,
}

/// Somebody left out.
#[derive(Debug, Clone)]
pub(super) struct LeftOut {
    pub customer: CustomerId,
    pub detail: Option<Detail>,
}

/// What the pass came to. About 24 bytes a message and 16 an entry.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub audience: u64,
    pub messages: Vec<Measured>,
    pub missing: Option<LeftOut>,
    entries: Vec<CustomerId>,
    reasons: HashMap<Exclusion, (u64, Vec<(CustomerId, String)>)>,
    seen: Seen,
}

impl Survey {
    /// Plans the whole audience. Yields between pages, so that a large one does not keep others waiting.
    pub async fn of(app: &App, planning: &Planning, recent: &HashMap<CustomerId, Counts>) -> Answer<Survey> {
        let mut survey = Survey::default();
        let mut after = None;
        loop {
            let page = app.store.audience(&planning.rule, &planning.today, after, PAGE).await?;
            after = page.last().map(|facts| facts.id).or(after);
            let last = page.len() < PAGE as usize;
            for facts in &page {
                survey.take(facts, planning, recent.get(&facts.id).copied().unwrap_or_default());
            }
            if last {
                return Ok(survey);
            }
            tokio::task::yield_now().await;
        }
    }

    fn take(&mut self, facts: &Facts, planning: &Planning, recent: Counts) {
        let entry = self.audience as u32;
        self.audience += 1;
        self.entries.push(facts.id);
        match planning.plan.one(Candidate { entry, facts, recent }, &mut self.seen) {
            Planned::Message(message) => self.messages.push(Measured {
                customer: facts.id,
                characters: message.text.chars().count().min(usize::from(u16::MAX)) as u16,
                parts: message.parts,
                fallbacks: message.fallbacks,
                wording: message.wording,
                marked: planning.plan.brings_marks(&message),
            }),
            Planned::Excluded { reason, detail } => {
                let (count, named) = self.reasons.entry(reason).or_default();
                *count += 1;
                if named.len() < NAMED {
                    named.push((facts.id, facts.name.clone()));
                }
                if reason == Exclusion::VariableMissing && self.missing.is_none() {
                    self.missing = Some(LeftOut {
                        customer: facts.id,
                        detail,
                    });
                }
            }
        }
    }

    pub fn totals(&self) -> Totals {
        self.seen.totals()
    }

    /// Characters and parts of the longest message in a wording, from 0.
    pub fn longest(&self, wording: usize) -> Option<(usize, u16)> {
        let in_it = self
            .messages
            .iter()
            .filter(|message| usize::from(message.wording) == wording);
        let longest = in_it.max_by_key(|message| message.characters)?;
        Some((usize::from(longest.characters), longest.parts))
    }

    /// Reasons, most frequent first.
    pub fn excluded(&self) -> Vec<ExcludedCount> {
        let mut counts: Vec<ExcludedCount> = self
            .reasons
            .iter()
            .map(|(reason, (customers, sample))| ExcludedCount {
                reason: *reason,
                customers: *customers,
                sample: sample.clone(),
            })
            .collect();
        counts.sort_by_key(|count| (std::cmp::Reverse(count.customers), count.reason));
        counts
    }

    /// How many messages hold 【】 or a link that came with a customer's values.
    pub fn marked(&self) -> usize {
        self.messages.iter().filter(|message| message.marked).count()
    }

    /// How many are left out for this reason.
    pub fn left_out(&self, reason: Exclusion) -> u64 {
        self.reasons.get(&reason).map_or(0, |(count, _)| *count)
    }

    /// The wording of a customer's message, from 0.
    pub fn wording_of(&self, customer: CustomerId) -> Option<u16> {
        let message = self.messages.iter().find(|message| message.customer == customer)?;
        Some(message.wording)
    }

    /// Whose entry has this number.
    pub fn entry(&self, number: u32) -> Option<CustomerId> {
        self.entries.get(number as usize).copied()
    }
}
