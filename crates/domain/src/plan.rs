//! The one way from a campaign's content and a customer to a message or to the reason why there is none.
//! Counting, previewing and freezing all go through [`Plan::one`], so they cannot disagree.
//!
//! # The order of reasons
//! A customer who could be left out for several reasons is left out for the first of these: erased, no phone, invalid
//! phone, landline, opted out, no consent, greeted already, duplicate phone, frequency cap, variable missing, carrier policy, over budget.
//!
//! An opt-out goes by the number, not by our records of who has it: see [`Plan::bar`].

mod detail;
mod seen;

pub use detail::{Detail, LimitKind};
pub use seen::{Seen, Totals};

use std::collections::HashSet;

use std::num::NonZeroU32;

use chrono::{Datelike, NaiveDate};
use sms::TooLong;

use crate::campaign::{Content, Limits};
use crate::cap::Counts;
use crate::consent::{Consent, Purpose};
use crate::customer::Facts;
use crate::id::CustomerId;
use crate::lang::Lang;
use crate::lint::links;
use crate::phone::{Phone, PhoneState};
use crate::roll::Exclusion;
use crate::template::{Piece, RenderContext, Template, TemplateError, deal};

/// The opt-out line of a Chinese text, in the words that carriers look for.
pub const OPT_OUT: &str = "拒收请回复R";
/// The opt-out line of a text without Chinese characters.
pub const OPT_OUT_EN: &str = "Reply R to opt out";

/// What the carrier asks for a message, and what it does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Price for a part, in fen × 1,000.
    pub price_millis: u64,
    /// How it counts parts.
    pub rule: sms::Rule,
    /// Words whose texts it does not take; compared as they are.
    pub refuses: Vec<String>,
}

impl Terms {
    /// How many parts a text takes, and what they cost, in fen × 1,000.
    ///
    /// # Errors
    /// It takes no text of this length.
    pub fn asked(&self, text: &str) -> Result<(u16, u64), TooLong> {
        let parts = sms::count(text, self.rule)?.parts.min(usize::from(u16::MAX)) as u16;
        Ok((parts, u64::from(parts) * self.price_millis))
    }
}

/// The firm's rules about whom it writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// Whether care messages need recorded consent (marketing always does), or only no withdrawal.
    pub care_needs_consent: bool,
    /// How many messages are enough for one customer, cap by cap; 0: no cap.
    pub enough: Counts,
}

/// A campaign's content made ready to be planned for many customers.
#[derive(Debug, Clone)]
pub struct Plan {
    wordings: Vec<Wording>,
    /// Where dealing begins.
    seed: u64,
    head: String,
    purpose: Purpose,
    terms: Terms,
    policy: Policy,
    limits: Limits,
    room: usize,
    /// Phones that opted out, under whichever customer.
    barred: HashSet<u64>,
    /// Who was written to for this birthday already.
    greeted: HashSet<CustomerId>,
}

/// A wording made ready.
#[derive(Debug, Clone)]
struct Wording {
    template: Template,
    context: RenderContext,
    /// What of it, and of the signature, carriers read as a mark.
    own: Marks,
}

/// What carriers read as more than words: brackets of a signature, and links.
#[derive(Debug, Clone, Copy)]
struct Marks {
    brackets: usize,
    links: usize,
}

impl Marks {
    fn of(text: &str) -> Marks {
        Marks {
            brackets: text.matches(['【', '】']).count(),
            links: links(text),
        }
    }

    /// Of what is the same for everybody.
    fn of_wording(head: &str, template: &Template) -> Marks {
        let own = template.pieces().iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Variable { .. } => None,
        });
        let own: Vec<&str> = std::iter::once(head).chain(own).collect();
        Marks::of(&own.join(" "))
    }
}

/// One customer of the audience.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Place of the customer's entry on the roll, from 0; names the entry whose phone a later one repeats.
    pub entry: u32,
    /// The customer.
    pub facts: &'a Facts,
    /// How many messages to the customer count for each cap, those that other runs are about to send included.
    pub recent: Counts,
}

/// What becomes of one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    /// Left out.
    Excluded {
        /// Why.
        reason: Exclusion,
        /// What exactly.
        detail: Option<Detail>,
    },
    /// Written to.
    Message(Message),
}

/// A message ready to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The whole text: 【signature】, body, opt-out line.
    pub text: String,
    /// Parts, by the carrier's way of counting.
    pub parts: u16,
    /// Cost, in fen × 1,000.
    pub cost_millis: u64,
    /// How many variables had no value and used their fallback.
    pub fallbacks: u16,
    /// Which wording it is in, from 0.
    pub wording: u16,
}

impl Plan {
    /// Makes a content ready. `today` is the civil date of sending in the organisation's zone.
    ///
    /// Several wordings are dealt in turn to those who are written to, in the order in which they are planned, beginning at
    /// one that content and day decide: the same content on the same day is always dealt the same way. Whoever lacks a value
    /// for the wording that falls to them gets the next one that can be rendered.
    ///
    /// # Errors
    /// A wording is no template.
    pub fn new(content: &Content, today: NaiveDate, terms: Terms, policy: Policy) -> Result<Plan, TemplateError> {
        let head = if content.signature.is_empty() {
            String::new()
        } else {
            format!("【{}】", content.signature)
        };
        Ok(Plan {
            wordings: content
                .wordings()
                .map(|text| {
                    let template = Template::parse(text)?;
                    Ok(Wording {
                        own: Marks::of_wording(&head, &template),
                        template,
                        context: RenderContext {
                            occasion: content.firing().map(|firing| firing.occasion),
                            ..RenderContext::of(text, today)
                        },
                    })
                })
                .collect::<Result<_, _>>()?,
            seed: seed(content, today),
            room: head.len() + content.wordings().map(str::len).max().unwrap_or(0) + 48,
            head,
            purpose: content.purpose,
            terms,
            policy,
            limits: content.limits,
            barred: HashSet::new(),
            greeted: HashSet::new(),
        })
    }

    /// Leaves out whoever has one of these phones: somebody with that phone has opted out of the content's purpose, and
    /// whoever else we know under it reads on the same screen.
    pub fn bar(&mut self, phones: impl IntoIterator<Item = Phone>) {
        self.barred.extend(phones.into_iter().map(|phone| seen::digits(&phone)));
    }

    /// Leaves out whom an earlier run of the campaign wrote to for the same birthday.
    pub fn greeted(&mut self, customers: impl IntoIterator<Item = CustomerId>) {
        self.greeted.extend(customers);
    }

    /// Plans one customer, and notes in `seen` what later ones depend on. Pure but for that.
    pub fn one(&self, candidate: Candidate<'_>, seen: &mut Seen) -> Planned {
        self.plan(candidate, None, seen)
            .unwrap_or_else(|(reason, detail)| Planned::Excluded { reason, detail })
    }

    /// As [`Plan::one`], in one wording, from 0, whichever would fall to the customer: for looking at.
    pub fn one_in(&self, candidate: Candidate<'_>, wording: usize, seen: &mut Seen) -> Planned {
        self.plan(candidate, Some(wording), seen)
            .unwrap_or_else(|(reason, detail)| Planned::Excluded { reason, detail })
    }

    /// Whether the customer's values brought something into a message that carriers read as another's signature or as a link, and
    /// that its wording does not hold itself.
    pub fn brings_marks(&self, message: &Message) -> bool {
        let told = Marks::of(&message.text);
        let wording = self.wordings.get(usize::from(message.wording));
        wording.is_some_and(|Wording { own, .. }| told.brackets > own.brackets || told.links > own.links)
    }

    /// The limits that the content sets itself; [`Totals::exceeds`] holds totals against them.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How many wordings there are.
    pub fn wordings(&self) -> usize {
        self.wordings.len()
    }

    /// The whole text for one customer in one wording, from 0, whether or not they may be written to; for looking at, and for
    /// test sends. A wording that there is not counts as the first.
    ///
    /// # Errors
    /// As [`Template::render`], or the carrier takes no text of this length.
    pub fn message(&self, facts: &Facts, wording: usize) -> Result<Message, (Exclusion, Detail)> {
        let wording = if wording < self.wordings.len() { wording } else { 0 };
        let Wording { template, context, .. } = &self.wordings[wording];
        let mut text = String::with_capacity(self.room);
        text.push_str(&self.head);
        let fallbacks = template
            .render_into(facts, context, &mut text)
            .map_err(|missing| (Exclusion::VariableMissing, Detail::Variable(missing.written)))?;
        self.opt_out(&mut text, context.lang);
        let asked = self.terms.asked(&text);
        let (parts, cost_millis) =
            asked.map_err(|long| (Exclusion::CarrierPolicy, Detail::TooLong(long.units as u32)))?;
        if let Some(word) = self.terms.refuses.iter().find(|word| text.contains(word.as_str())) {
            return Err((Exclusion::CarrierPolicy, Detail::Word(word.clone())));
        }
        Ok(Message {
            text,
            parts,
            cost_millis,
            fallbacks,
            wording: wording as u16,
        })
    }

    /// The message in the wording that falls to the customer at a place among those who are written to, else in the next that
    /// can be rendered; else what stands against the first.
    fn dealt(&self, facts: &Facts, place: u64) -> Result<Message, (Exclusion, Detail)> {
        let count = self.wordings.len();
        let first = NonZeroU32::new(count as u32).map_or(0, |count| deal(self.seed, place, count)) as usize;
        let message = self.message(facts, first);
        if message.is_ok() {
            return message;
        }
        (1..count)
            .find_map(|n| self.message(facts, (first + n) % count).ok())
            .map_or(message, Ok)
    }

    fn plan(
        &self,
        candidate: Candidate<'_>,
        wording: Option<usize>,
        seen: &mut Seen,
    ) -> Result<Planned, (Exclusion, Option<Detail>)> {
        let facts = candidate.facts;
        if facts.erased {
            return Err((Exclusion::Erased, None));
        }
        let phone = match (facts.phone_state, &facts.phone) {
            (PhoneState::Missing, _) => return Err((Exclusion::NoPhone, None)),
            (PhoneState::Invalid, _) | (_, None) => return Err((Exclusion::InvalidPhone, None)),
            (PhoneState::Landline, _) => return Err((Exclusion::Landline, None)),
            (PhoneState::Mobile, Some(phone)) => phone,
        };
        if !self.barred.is_empty() && self.barred.contains(&seen::digits(phone)) {
            return Err((Exclusion::OptedOut, None));
        }
        self.consented(facts.consents.of(self.purpose))
            .map_err(|reason| (reason, None))?;
        if self.greeted.contains(&facts.id) {
            return Err((Exclusion::Greeted, None));
        }
        if let Some(entry) = seen.entry_of(phone) {
            return Err((Exclusion::Duplicate, Some(Detail::Entry(entry))));
        }
        let counted = candidate.recent.into_iter().zip(self.policy.enough);
        if let Some((recent, _)) = counted
            .into_iter()
            .find(|&(recent, enough)| enough > 0 && recent >= enough)
        {
            return Err((Exclusion::FrequencyCap, Some(Detail::Messages(recent))));
        }
        let message = match wording {
            Some(wording) => self.message(facts, wording),
            None => self.dealt(facts, seen.totals().people),
        }
        .map_err(|(reason, detail)| (reason, Some(detail)))?;
        seen.take(phone, candidate.entry, &message)
            .map_err(|limit| (Exclusion::OverBudget, Some(Detail::Limit(limit))))?;
        Ok(Planned::Message(message))
    }

    fn consented(&self, consent: Consent) -> Result<(), Exclusion> {
        let needed = match self.purpose {
            Purpose::Service => false,
            Purpose::Care => self.policy.care_needs_consent,
            Purpose::Marketing => true,
        };
        match consent {
            Consent::Withdrawn => Err(Exclusion::OptedOut),
            Consent::Unknown if needed => Err(Exclusion::NoConsent),
            Consent::Unknown | Consent::Given => Ok(()),
        }
    }

    /// Adds the opt-out line where the purpose asks for it, set off from what stands before it.
    fn opt_out(&self, text: &mut String, lang: Lang) {
        if !self.purpose.needs_opt_out() {
            return;
        }
        let ends = |ch: char| ch.is_whitespace() || "。！？；…~～.!?;】）)".contains(ch);
        let set_off = text.is_empty() || text.ends_with(ends);
        match lang {
            Lang::ZhCn => {
                text.push_str(if set_off { "" } else { "，" });
                text.push_str(OPT_OUT);
            }
            Lang::En => {
                text.push_str(if text.ends_with(' ') {
                    ""
                } else if set_off {
                    " "
                } else {
                    ". "
                });
                text.push_str(OPT_OUT_EN);
            }
        }
    }
}

/// Where dealing begins: the beginning of the content's digest and the day. One wording needs none.
fn seed(content: &Content, today: NaiveDate) -> u64 {
    if content.others.is_empty() {
        return 0;
    }
    let digest = content.digest();
    let start = digest.get(..8).and_then(|start| u64::from_str_radix(start, 16).ok());
    start.unwrap_or(0) + u64::from(today.num_days_from_ce().unsigned_abs())
}

#[cfg(test)]
mod tests;
