//! What would happen if a content ran now: the whole audience is planned, by the same plan that a freeze uses.

mod birthdays;
pub(crate) mod findings;
mod samples;
mod survey;

use domain::campaign::Content;
use domain::id::{CampaignId, CustomerId};
use domain::plan::{Plan, Totals};
use domain::segment::Today;
use tokio::sync::Semaphore;
use wire::Code;
use wire::campaigns::ContentPreview;

use crate::app::App;
use crate::error::{Answer, Failure};
use crate::lang::Lang;
use crate::planning::{Unplannable, planning};
use survey::Survey;

/// Previews that may read the audience at the same time, so that the store's readers are left to others, too.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A preview, and what a submission checks against.
#[derive(Debug)]
pub struct Previewed {
    /// As it travels.
    pub preview: ContentPreview,
    /// What the messages come to.
    pub totals: Totals,
}

/// Previews a content of a campaign. Exact whatever the size of the audience; a text that cannot be rendered gives counts of the
/// audience alone. What goes out on birthdays is previewed on the next day on which anybody has one.
pub async fn preview(
    app: &App,
    lang: Lang,
    campaign: Option<CampaignId>,
    content: &Content,
    chosen: Option<CustomerId>,
) -> Answer<Previewed> {
    let coming = match content.birthdays() {
        Some(firing) => Some(birthdays::coming(app, content, firing).await?),
        None => None,
    };
    let now = coming.as_ref().map_or_else(|| app.now(), |coming| coming.at);
    let (day, birthdays) = coming.map_or((None, Vec::new()), |coming| (Some(coming.day), coming.days));
    let price_millis = match app.store.carrier(&content.carrier).await {
        Ok(carrier) => carrier.price_millis,
        Err(store::Error::NotFound) => 0,
        Err(error) => return Err(error.into()),
    };
    let planned = match planning(app, content, campaign, now).await {
        Ok(planned) => Some(planned),
        Err(Unplannable::Template(_) | Unplannable::Carrier) => None,
        Err(Unplannable::Store(error)) => return Err(error.into()),
    };
    let Some(planned) = planned else {
        let today = Today::at(now, app.offset_minutes(now));
        let (audience, _) = app.store.count(&content.audience(), &today).await?;
        return Ok(Previewed {
            preview: ContentPreview {
                audience,
                people: 0,
                excluded: Vec::new(),
                parts: 0,
                cost: 0,
                price_millis,
                findings: findings::findings(app, lang, content, |_| None, None).await?,
                samples: Vec::new(),
                complete: false,
                day,
                birthdays,
            },
            totals: Totals::default(),
        });
    };
    let _turn = AT_ONCE.acquire().await.map_err(Failure::internal)?;
    let recent = app.store.recent_messages(&planned.caps).await?;
    let survey = Survey::of(app, &planned, &recent).await?;
    let samples = samples::samples(app, lang, content, &planned, &survey, &recent, chosen).await?;
    let totals = survey.totals();
    let longest = |wording| survey.longest(wording);
    let findings = findings::findings(app, lang, content, longest, Some((&survey, &totals))).await?;
    Ok(Previewed {
        preview: ContentPreview {
            audience: survey.audience,
            people: totals.people,
            excluded: survey.excluded(),
            parts: totals.parts,
            cost: totals.cost(),
            price_millis,
            findings,
            samples,
            complete: true,
            day,
            birthdays,
        },
        totals,
    })
}

/// The message for one customer in one wording, as a test send shows it: to `customer`, or to the first of the audience, or to somebody of
/// whom nothing is known.
pub async fn message_for(
    app: &App,
    content: &Content,
    customer: Option<CustomerId>,
    wording: u16,
) -> Answer<domain::plan::Message> {
    let planned = planning(app, content, None, app.now()).await.map_err(unplannable)?;
    let facts = match customer {
        Some(id) => app.store.facts(&[id], &planned.today).await?.pop(),
        None => app.store.audience(&content.rule, &planned.today, None, 1).await?.pop(),
    };
    let facts =
        facts.ok_or_else(|| Failure::field("customer", ("请先选择一位客户。", "Pick a customer to render it for.")))?;
    rendered(&planned.plan, &facts, usize::from(wording))
}

fn rendered(plan: &Plan, facts: &domain::customer::Facts, wording: usize) -> Answer<domain::plan::Message> {
    plan.message(facts, wording).map_err(|(_, detail)| {
        let words = |lang| detail.words(lang);
        Failure::field(
            "customer",
            (words(domain::lang::Lang::ZhCn), words(domain::lang::Lang::En)),
        )
    })
}

/// What stands against planning, as a failure of the field that causes it.
pub fn unplannable(error: Unplannable) -> Failure {
    match error {
        Unplannable::Template(error) => Failure::new(Code::Blocked).and_field(
            "content.text",
            (
                error.words(domain::lang::Lang::ZhCn),
                error.words(domain::lang::Lang::En),
            ),
        ),
        Unplannable::Carrier => Failure::field(
            "content.carrier",
            (
                "这个通道不存在或已停用，请另选一个。",
                "This carrier does not exist or is switched off; pick another.",
            ),
        ),
        Unplannable::Store(error) => error.into(),
    }
}
