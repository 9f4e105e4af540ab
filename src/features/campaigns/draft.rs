//! A draft as its fields hold it.

use domain::campaign::{Content, Limits};
use domain::id::{CustomerId, SegmentId, TemplateId};
use domain::segment::Rule;
use leptos::prelude::*;
use wire::campaigns::Campaign;

use super::model::limits::{OPEN, Typed};
use super::model::timing::{Flaw, Timing, local};
use super::model::{late_code, late_of, purpose_of, rate_of, valid_hours};
use crate::features::templates::Wordings;
use crate::locale::date;

/// A draft as its fields hold it. What cannot be read counts as it was when it last could.
#[derive(Clone, Copy)]
pub struct Draft {
    /// For the colleagues.
    pub name: RwSignal<String>,
    /// Which segment is picked.
    pub segment: RwSignal<Option<SegmentId>>,
    /// Its name.
    pub segment_name: RwSignal<Option<String>>,
    /// Whether its rule changed since it was picked.
    pub segment_moved: RwSignal<bool>,
    /// Its rule as it was when it was picked.
    pub rule: RwSignal<Rule>,
    /// Which template the text came from.
    pub template: RwSignal<Option<TemplateId>>,
    /// The wordings of the text.
    pub wordings: Wordings,
    /// The signature.
    pub signature: RwSignal<String>,
    /// Code of the purpose.
    pub purpose: RwSignal<String>,
    /// The schedule's fields.
    pub timing: TimingFields,
    /// Code of the late policy.
    pub late: RwSignal<String>,
    /// Hours for which it is worth sending.
    pub valid: RwSignal<String>,
    /// Name of the carrier.
    pub carrier: RwSignal<String>,
    /// Messages a minute; empty: as many as the carrier takes.
    pub rate: RwSignal<String>,
    /// Limits as typed; `None` while they follow the preview.
    pub limits: RwSignal<Option<Typed>>,
    /// What was loaded: stands in for what cannot be read.
    base: StoredValue<Content>,
}

/// The fields of [`Timing`].
#[derive(Clone, Copy)]
pub struct TimingFields {
    /// Kind.
    pub kind: RwSignal<String>,
    /// Date and time of once.
    pub at: RwSignal<String>,
    /// Time of the recurring ones.
    pub time: RwSignal<String>,
    /// Weekday.
    pub weekday: RwSignal<String>,
    /// Day of the month.
    pub day: RwSignal<String>,
    /// Month.
    pub month: RwSignal<String>,
    /// Festival or solar term.
    pub occasion: RwSignal<String>,
    /// Days from it.
    pub offset: RwSignal<String>,
    /// Which birthdays.
    pub calendar: RwSignal<String>,
    /// Days from a birthday.
    pub birthday_offset: RwSignal<String>,
}

/// The wall-clock time of the organisation now.
pub fn now_local() -> chrono::NaiveDateTime {
    local(&date::to_local(date::now())).unwrap_or_default()
}

impl TimingFields {
    fn new(timing: Timing) -> Self {
        Self {
            kind: RwSignal::new(timing.kind),
            at: RwSignal::new(timing.at),
            time: RwSignal::new(timing.time),
            weekday: RwSignal::new(timing.weekday),
            day: RwSignal::new(timing.day),
            month: RwSignal::new(timing.month),
            occasion: RwSignal::new(timing.occasion),
            offset: RwSignal::new(timing.offset),
            calendar: RwSignal::new(timing.calendar),
            birthday_offset: RwSignal::new(timing.birthday_offset),
        }
    }

    /// What the fields hold; reactive.
    pub fn get(self) -> Timing {
        Timing {
            kind: self.kind.get(),
            at: self.at.get(),
            time: self.time.get(),
            weekday: self.weekday.get(),
            day: self.day.get(),
            month: self.month.get(),
            occasion: self.occasion.get(),
            offset: self.offset.get(),
            calendar: self.calendar.get(),
            birthday_offset: self.birthday_offset.get(),
        }
    }

    fn set(self, timing: Timing) {
        self.kind.set(timing.kind);
        self.at.set(timing.at);
        self.time.set(timing.time);
        self.weekday.set(timing.weekday);
        self.day.set(timing.day);
        self.month.set(timing.month);
        self.occasion.set(timing.occasion);
        self.offset.set(timing.offset);
        self.calendar.set(timing.calendar);
        self.birthday_offset.set(timing.birthday_offset);
    }

    /// What is wrong with them; reactive.
    pub fn flaw(self) -> Option<Flaw> {
        self.get().schedule().err()
    }
}

/// Limits that nobody has set yet, those of a draft just begun, follow the preview.
fn typed(campaign: &Campaign) -> Option<Typed> {
    (campaign.version > 1).then(|| Typed::of(&campaign.content.limits))
}

fn rate_text(rate: Option<u32>) -> String {
    rate.map(|rate| rate.to_string()).unwrap_or_default()
}

impl Draft {
    /// The fields of a campaign.
    pub fn of(campaign: &Campaign) -> Self {
        let content = &campaign.content;
        Self {
            name: RwSignal::new(campaign.name.clone()),
            segment: RwSignal::new(content.segment),
            segment_name: RwSignal::new(campaign.segment.clone()),
            segment_moved: RwSignal::new(campaign.segment_moved),
            rule: RwSignal::new(content.rule.clone()),
            template: RwSignal::new(content.template),
            wordings: Wordings::new(content.text.clone(), content.others.clone()),
            signature: RwSignal::new(content.signature.clone()),
            purpose: RwSignal::new(content.purpose.code().to_owned()),
            timing: TimingFields::new(Timing::of(&content.schedule, now_local())),
            late: RwSignal::new(late_code(content.late).to_owned()),
            valid: RwSignal::new(content.valid_hours.to_string()),
            carrier: RwSignal::new(content.carrier.clone()),
            rate: RwSignal::new(rate_text(content.rate)),
            limits: RwSignal::new(typed(campaign)),
            base: StoredValue::new(content.clone()),
        }
    }

    /// Takes over a campaign as somebody else left it.
    pub fn take(self, campaign: &Campaign) {
        let content = &campaign.content;
        self.base.set_value(content.clone());
        self.name.set(campaign.name.clone());
        self.segment.set(content.segment);
        self.segment_name.set(campaign.segment.clone());
        self.segment_moved.set(campaign.segment_moved);
        self.rule.set(content.rule.clone());
        self.template.set(content.template);
        self.wordings.set(content.text.clone(), content.others.clone());
        self.signature.set(content.signature.clone());
        self.purpose.set(content.purpose.code().to_owned());
        self.timing.set(Timing::of(&content.schedule, now_local()));
        self.late.set(late_code(content.late).to_owned());
        self.valid.set(content.valid_hours.to_string());
        self.carrier.set(content.carrier.clone());
        self.rate.set(rate_text(content.rate));
        self.limits.set(typed(campaign));
    }

    /// The content; reactive. While limits follow the preview, they are open here.
    pub fn content(self) -> Content {
        let base = self.base.get_value();
        let limits = self
            .limits
            .with(|typed| typed.as_ref().map_or(Some(OPEN), Typed::limits));
        let (text, others) = self.wordings.get();
        Content {
            segment: self.segment.get(),
            rule: self.rule.get(),
            template: self.template.get(),
            text,
            others,
            signature: self.signature.get().trim().to_owned(),
            purpose: purpose_of(&self.purpose.get()),
            schedule: self.timing.get().schedule().unwrap_or(base.schedule),
            late: late_of(&self.late.get()),
            valid_hours: valid_hours(&self.valid.get()).unwrap_or(base.valid_hours),
            carrier: self.carrier.get(),
            rate: rate_of(&self.rate.get()).unwrap_or(base.rate),
            limits: limits.unwrap_or(base.limits),
        }
    }

    /// Whether neither a segment is picked nor a customer named; reactive.
    pub fn addressed_to_nobody(self) -> bool {
        self.segment.with(Option::is_none) && self.named().is_none()
    }

    /// The customer whom it is for, where it is for one who was named; reactive.
    pub fn named(self) -> Option<CustomerId> {
        self.rule.with(|rule| rule.named().and_then(<[_]>::first).copied())
    }

    /// The limits to fall back on while they follow a preview that has not come.
    pub fn base_limits(self) -> Limits {
        self.base.with_value(|base| base.limits)
    }
}
