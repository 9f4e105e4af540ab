//! What all steps of the composer work on.

use domain::campaign::{Content, Limits};
use domain::id::{CampaignId, CustomerId};
use domain::lint::{self, CarrierPolicy, Subject, lint_wordings};
use domain::schedule::AllowedHours;
use domain::segment::Rule;
use leptos::prelude::*;
use wire::campaigns::{Campaign, ContentPreview, Finding, Sample, SampleKind, Severity};
use wire::segments::SegmentRow;

use super::draft::{Draft, now_local};
use super::model::samples::Key;
use super::model::timing::Hours;
use super::model::{Step, findings, limits, rate_of, timing, valid_hours};
use super::previewer::Previewer;
use super::saver::Saver;
use crate::api;
use crate::locale::{Msg, campaigns as words, domain_lang, lang, pace, schedule};
use crate::state::asking::Asking;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::Choice;

/// What all steps of the composer work on.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Which campaign.
    pub id: CampaignId,
    /// The fields.
    pub draft: Draft,
    /// What the fields say, with limits proposed where nobody typed any.
    pub content: Memo<Content>,
    /// Keeps it safe.
    pub saver: Saver,
    /// What would happen.
    pub preview: Previewer,
    /// What the linter finds here, each with the place of its wording, or `None` if it is about all of them.
    pub own: Memo<Vec<(Option<usize>, lint::Finding)>>,
    /// All that stands against it, gravest first.
    pub findings: Memo<Vec<Finding>>,
    /// The hours in which it may go out, and why.
    pub hours: Memo<Hours>,
    /// The step in sight, from 0.
    pub step: RwSignal<usize>,
    /// Which segment was picked last, while its rule is on its way.
    picking: Asking,
    /// The customer picked for the phone.
    pub picked: RwSignal<Option<Choice>>,
    /// Which sample was asked for, while which customer was picked and which wording was written.
    sample: RwSignal<(Option<CustomerId>, usize, Option<Key>)>,
}

impl Desk {
    /// Lays a campaign out. Call inside a component.
    pub fn new(loaded: &Campaign, step: Step) -> Self {
        let draft = Draft::of(loaded);
        let picked = RwSignal::new(None::<Choice>);
        let customer =
            Signal::derive(move || picked.with(|choice| choice.as_ref().and_then(|choice| choice.value.parse().ok())));
        let fields = Memo::new(move |_| draft.content());
        let asked = Memo::new(move |_| fields.with(|fields| addressed(fields).then(|| fields.clone())));
        // Limits that were never more than a proposal go on following the preview.
        let loaded_limits = loaded.content.limits;
        let on_first = Callback::new(move |first: ContentPreview| {
            if first.complete && limits::proposed(&first) == loaded_limits {
                draft.limits.set(None);
            }
        });
        let preview = Previewer::new(loaded.id, asked, customer, on_first);
        let content = Memo::new(move |_| Content {
            limits: limits_of(draft, preview),
            ..fields.get()
        });
        let proposed = Signal::derive(move || draft.limits.with(Option::is_none));
        let last_name = loaded.name.clone();
        let wanted = Memo::new(move |before: Option<&(String, Content)>| {
            let name = draft.name.get().trim().to_owned();
            let kept = before.map_or(&last_name, |(name, _)| name);
            (if name.is_empty() { kept.clone() } else { name }, content.get())
        });
        let settings = fetched(api::settings::settings);
        let carriers = fetched(api::settings::carriers);
        let carrier = Memo::new(move |_| {
            let all = carriers.get()?.ok()?;
            all.into_iter()
                .find(|one| fields.with(|fields| fields.carrier == one.name))
        });
        let hours = Memo::new(move |_| {
            let settings = settings.get().and_then(Result::ok);
            let purpose = fields.with(|fields| fields.purpose);
            Hours {
                firm: settings
                    .as_ref()
                    .map_or_else(AllowedHours::default, |settings| settings.hours),
                purpose: settings.and_then(|settings| settings.purpose_hours.of(purpose)),
                carrier: carrier.with(|carrier| carrier.as_ref()?.hours),
            }
        });
        let policy =
            Memo::new(move |_| carrier.with(|carrier| CarrierPolicy::built_in(carrier.as_ref()?.policy.as_deref()?)));
        let own = Memo::new(move |_| {
            let policy = policy.get();
            let longest = |wording: usize| {
                preview.shown.with(|shown| {
                    let samples = shown.as_ref().map(|shown| shown.samples.as_slice()).unwrap_or_default();
                    let of_it = samples.iter().filter(|sample| usize::from(sample.wording) == wording);
                    let length = |sample: &Sample| Some((sample.text.as_ref()?.chars().count(), sample.parts));
                    of_it.filter_map(length).max()
                })
            };
            content.with(|content| {
                let next = content.schedule.next_after(now_local());
                let subject = |wording| {
                    let mut subject = Subject::new(content, hours.get().shown(), longest(wording));
                    if let Some(policy) = &policy {
                        subject = subject.policy(policy);
                    }
                    match next {
                        Some(next) => subject.at(next),
                        None => subject,
                    }
                };
                lint_wordings(content, subject, domain_lang())
            })
        });
        let findings = Memo::new(move |_| {
            let mut mine: Vec<Finding> = own.with(|own| {
                let travelling = |(wording, finding): &(Option<usize>, lint::Finding)| {
                    findings::travelling(*wording, finding, domain_lang())
                };
                own.iter().map(travelling).collect()
            });
            mine.extend(gaps(draft, preview, content));
            let told = preview
                .shown
                .with(|shown| shown.as_ref().map(|shown| shown.findings.clone()));
            findings::all(mine, &told.unwrap_or_default())
        });
        Self {
            id: loaded.id,
            draft,
            content,
            saver: Saver::new(loaded, wanted, proposed),
            preview,
            own,
            findings,
            hours,
            step: RwSignal::new(step.number()),
            picking: Asking::here(),
            picked,
            sample: RwSignal::new((None, 0, None)),
        }
    }

    /// Takes a segment with its rule as it is now. Of several picked in a row, the last one counts.
    pub fn pick(self, row: SegmentRow) {
        let draft = self.draft;
        self.picking
            .ask(api::segments::one(row.id), move |answer| match answer {
                Ok(segment) => {
                    draft.rule.set(segment.rule.unwrap_or_else(Rule::nobody));
                    draft.segment.set(Some(row.id));
                    draft.segment_name.set(Some(row.name));
                    draft.segment_moved.set(false);
                }
                Err(error) => toasts::failed(&error),
            });
    }

    /// Goes to a step.
    pub fn go(self, step: Step) {
        self.step.set(step.number());
    }

    /// Asks for a sample.
    pub fn ask_for(self, chosen: Option<Key>) {
        let customer = self.preview.customer.get_untracked();
        self.sample
            .set((customer, untrack(|| self.draft.wordings.at()), chosen));
    }

    /// Which sample is asked for; what was asked for another customer, or while another wording was written, does not count.
    /// Where nothing is asked for and there are several wordings, it is the one that is being written. Reactive.
    pub fn chosen(self) -> Option<Key> {
        let (customer, wording, chosen) = self.sample.get();
        let wordings = self.draft.wordings;
        let asked = chosen.filter(|_| customer == self.preview.customer.get() && wording == wordings.at());
        let written = (wordings.count() > 1).then(|| (SampleKind::Wording, wordings.at() as u16));
        asked.or(written)
    }
}

/// Whether it is for anybody: a segment, or a customer who was named.
fn addressed(content: &Content) -> bool {
    content.segment.is_some() || content.rule.named().is_some()
}

/// The limits that count: typed, else proposed from the preview, else as loaded. Reactive.
fn limits_of(draft: Draft, preview: Previewer) -> Limits {
    let base = draft.base_limits();
    draft.limits.with(|typed| match typed {
        Some(typed) => typed.limits().unwrap_or(base),
        None => preview.shown.with(|shown| {
            let complete = shown.as_ref().filter(|shown| shown.complete);
            complete.map_or(base, limits::proposed)
        }),
    })
}

/// What is missing or wrong that no linter of texts looks at. Reactive.
fn gaps(draft: Draft, preview: Previewer, content: Memo<Content>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |rule: &str, severity, message: String| {
        found.push(Finding {
            rule: rule.to_owned(),
            severity,
            wording: None,
            place: None,
            message,
            mend: None,
        });
    };
    let block = |message: Msg| (Severity::Block, message.get().to_owned());
    if draft.name.with(|name| name.trim().is_empty()) {
        let (severity, message) = block(words::NAME_MISSING);
        add("name", severity, message);
    }
    if draft.addressed_to_nobody() {
        let (severity, message) = block(words::SEGMENT_MISSING);
        add("segment_missing", severity, message);
    }
    if draft.timing.flaw().is_some() {
        let (severity, message) = block(words::SCHEDULE_WRONG);
        add("schedule", severity, message);
    } else if content.with(|content| timing::passed(&content.schedule, now_local())) {
        let (severity, message) = block(schedule::PASSED);
        add("schedule_past", severity, message);
    }
    if valid_hours(&draft.valid.get()).is_none() {
        let (severity, message) = block(words::VALID_MISSING);
        add("valid_hours", severity, message);
    }
    if rate_of(&draft.rate.get()).is_none() {
        let (severity, message) = block(pace::WRONG);
        add("rate", severity, message);
    }
    let nobody = preview
        .shown
        .with(|shown| shown.as_ref().is_some_and(|shown| shown.audience == 0));
    if nobody {
        let (severity, message) = block(words::NOBODY_FITS_TEXT);
        add("nobody", severity, message);
    }
    let unread = draft
        .limits
        .with(|typed| typed.as_ref().is_some_and(|typed| typed.limits().is_none()));
    if unread {
        let (severity, message) = block(words::LIMITS_MISSING);
        add("limits", severity, message);
    }
    let over = preview.shown.with(|shown| {
        let shown = shown.as_ref().filter(|shown| shown.complete);
        shown.map_or_else(Vec::new, |shown| {
            content.with(|content| limits::exceeded(&content.limits, shown))
        })
    });
    for limit in over.into_iter().take(1) {
        add(
            "over_limit",
            Severity::Block,
            words::over_limit(lang(), limit_name(limit).get()),
        );
    }
    found
}

/// The name of a limit.
pub const fn limit_name(limit: limits::Limit) -> Msg {
    match limit {
        limits::Limit::People => words::LIMIT_PEOPLE,
        limits::Limit::Parts => words::LIMIT_PARTS,
        limits::Limit::Cost => words::LIMIT_COST,
    }
}
