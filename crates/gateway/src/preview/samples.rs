//! Renderings worth looking at.

use std::collections::HashMap;

use domain::campaign::Content;
use domain::cap::Counts;
use domain::customer::Facts;
use domain::id::CustomerId;
use domain::plan::{Candidate, Detail, Planned, Seen};
use domain::segment::{Today, matches};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use wire::campaigns::{Sample, SampleKind};

use super::survey::{Measured, Survey};
use crate::app::App;
use crate::error::Answer;
use crate::lang::Lang;
use crate::planning::Planning;

/// One of each kind, those that there are. The same content over the same audience gives the same samples.
pub(super) async fn samples(
    app: &App,
    lang: Lang,
    content: &Content,
    planning: &Planning,
    survey: &Survey,
    recent: &HashMap<CustomerId, Counts>,
    chosen: Option<CustomerId>,
) -> Answer<Vec<Sample>> {
    let mut picks: Vec<Pick> = picks(&survey.messages, &content.digest());
    if let Some(missing) = &survey.missing {
        picks.push((SampleKind::Missing, missing.customer, None));
    }
    if let Some(chosen) = chosen {
        picks.insert(0, (SampleKind::Chosen, chosen, survey.wording_of(chosen)));
    }
    picks.extend(one_of_each(planning.plan.wordings(), survey, chosen));
    let ids: Vec<CustomerId> = picks.iter().map(|(_, id, _)| *id).collect();
    let facts: HashMap<CustomerId, Facts> = app
        .store
        .facts(&ids, &planning.today)
        .await?
        .into_iter()
        .map(|facts| (facts.id, facts))
        .collect();
    let mut samples = Vec::new();
    for (kind, id, wording) in picks {
        let Some(facts) = facts.get(&id) else { continue };
        let candidate = Candidate {
            entry: 0,
            facts,
            recent: recent.get(&id).copied().unwrap_or_default(),
        };
        let mut sample = sample(lang, planning, candidate, kind, wording);
        if kind == SampleKind::Chosen && !matches(&planning.rule, facts, &planning.today) {
            let words = if matches(&content.rule, facts, &planning.today) {
                lang.pick("这一天不是 TA 的生日", "It is not their birthday on that day")
            } else {
                lang.pick("不在这个客群里", "Not in this segment")
            };
            sample.detail = Some(words.to_owned());
        }
        if kind == SampleKind::Missing
            && let Some(detail) = survey.missing.as_ref().and_then(|missing| missing.detail.clone())
        {
            sample.detail = Some(in_words(app, lang, survey, &planning.today, &detail).await?);
        }
        samples.push(sample);
    }
    Ok(samples)
}

/// Why somebody is shown, who, and in which wording; `None`: the one that falls to them.
type Pick = (SampleKind, CustomerId, Option<u16>);

/// Each of several wordings, for the one asked for, else for the first to whom it falls.
fn one_of_each(wordings: usize, survey: &Survey, chosen: Option<CustomerId>) -> Vec<Pick> {
    if wordings < 2 {
        return Vec::new();
    }
    let whom = |wording| {
        let dealt = survey.messages.iter().find(|message| message.wording == wording);
        let first = dealt.or(survey.messages.first()).map(|message| message.customer);
        chosen
            .or(first)
            .or(survey.missing.as_ref().map(|missing| missing.customer))
    };
    (0..wordings as u16)
        .filter_map(|wording| Some((SampleKind::Wording, whom(wording)?, Some(wording))))
        .collect()
}

fn sample(lang: Lang, planning: &Planning, candidate: Candidate<'_>, kind: SampleKind, wording: Option<u16>) -> Sample {
    let facts = candidate.facts;
    let mut sample = Sample {
        kind,
        customer: facts.id,
        name: facts.name.clone(),
        phone: facts.phone.as_ref().map(domain::phone::Phone::masked),
        text: None,
        wording: wording.unwrap_or(0),
        excluded: None,
        detail: None,
        parts: 0,
        cost_millis: 0,
    };
    // On its own, so that nobody is a duplicate of themselves.
    let mut alone = Seen::new();
    let planned = match wording {
        Some(wording) => planning.plan.one_in(candidate, usize::from(wording), &mut alone),
        None => planning.plan.one(candidate, &mut alone),
    };
    match planned {
        Planned::Message(message) => {
            sample.text = Some(message.text);
            sample.wording = message.wording;
            sample.parts = message.parts;
            sample.cost_millis = message.cost_millis;
        }
        Planned::Excluded { reason, detail } => {
            sample.excluded = Some(reason);
            sample.detail = detail.map(|detail| detail.words(lang));
        }
    }
    sample
}

/// A detail in words; an entry's number is of no use before there is a roll, so its customer is named.
async fn in_words(app: &App, lang: Lang, survey: &Survey, today: &Today, detail: &Detail) -> Answer<String> {
    if let Detail::Entry(number) = detail
        && let Some(id) = survey.entry(*number)
        && let Some(other) = app.store.facts(&[id], today).await?.pop()
    {
        return Ok(match lang {
            Lang::ZhCn => format!("与{}号码相同", other.name),
            Lang::En => format!("Same phone as {}", other.name),
        });
    }
    Ok(detail.words(lang))
}

/// Whom to show: of median length, the longest, the dearest, with most fallbacks, furthest from the ordinary, and one drawn
/// by lot from the content's digest. Where several would do, one is taken that is not shown yet.
fn picks(messages: &[Measured], digest: &str) -> Vec<Pick> {
    let mut lengths: Vec<u16> = messages.iter().map(|message| message.characters).collect();
    if lengths.is_empty() {
        return Vec::new();
    }
    let middle = lengths.len() / 2;
    let median = *lengths.select_nth_unstable(middle).1;
    let mut picks: Vec<Pick> = Vec::new();
    let mut pick = |kind, rank: &dyn Fn(&Measured) -> u32| {
        let fresh = |message: &Measured| picks.iter().all(|(_, id, _)| *id != message.customer);
        // The first of the highest rank: max_by_key would give the last.
        let best = messages.iter().map(rank).max().unwrap_or(0);
        let mut of_rank = messages.iter().filter(|message| rank(message) == best);
        let first = of_rank.clone().next();
        let found = of_rank.find(|message| fresh(message)).or(first);
        if let Some(found) = found {
            picks.push((kind, found.customer, Some(found.wording)));
        }
    };
    let odd = |message: &Measured| {
        let marked = if message.marked { u32::from(u16::MAX) } else { 0 };
        marked + u32::from(message.characters.abs_diff(median)) + 10 * u32::from(message.fallbacks)
    };
    pick(SampleKind::Typical, &|message| u32::MAX - odd(message));
    pick(SampleKind::Longest, &|message| u32::from(message.characters));
    if messages.iter().any(|message| message.fallbacks > 0) {
        pick(SampleKind::Sparse, &|message| u32::from(message.fallbacks));
    }
    pick(SampleKind::Dearest, &|message| u32::from(message.parts));
    if messages.iter().any(|message| odd(message) > 0) {
        pick(SampleKind::Oddest, &odd);
    }
    let mut seed = [0; 32];
    let bytes = hex::decode(digest).unwrap_or_default();
    seed.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    let lot = ChaCha8Rng::from_seed(seed).random_range(0..messages.len());
    let drawn = &messages[lot];
    picks.push((SampleKind::Random, drawn.customer, Some(drawn.wording)));
    picks
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn each_kind_shows_what_it_says() {
        let measured = |id: u128, characters, parts, fallbacks| Measured {
            customer: CustomerId(Uuid::from_u128(id)),
            characters,
            parts,
            fallbacks,
            wording: 0,
            marked: false,
        };
        let messages = [
            measured(1, 30, 1, 0),
            measured(2, 31, 1, 0),
            measured(3, 32, 1, 1),
            measured(4, 90, 2, 0),
            measured(5, 5, 1, 2),
        ];
        let picks = picks(&messages, &"ab".repeat(32));
        let of = |kind| {
            let found = picks.iter().find(|(one, _, _)| *one == kind);
            found.map(|(_, id, _)| id.0.as_u128())
        };
        assert_eq!(of(SampleKind::Typical), Some(2));
        assert_eq!(of(SampleKind::Longest), Some(4));
        assert_eq!(of(SampleKind::Sparse), Some(5));
        // The only dear one is shown already, and shown again.
        assert_eq!(of(SampleKind::Dearest), Some(4));
        assert_eq!(of(SampleKind::Oddest), Some(4));
        assert!(of(SampleKind::Random).is_some());
        assert!(super::picks(&[], "").is_empty());

        // What carriers would stumble over is odder than any length.
        let mut messages = messages;
        messages[1].marked = true;
        let picks = super::picks(&messages, &"ab".repeat(32));
        let odd = picks.iter().find(|(one, _, _)| *one == SampleKind::Oddest);
        assert_eq!(odd.map(|(_, id, _)| id.0.as_u128()), Some(2));
    }
}
