//! From a campaign's content to the one planning that counting, previewing and freezing share ([`domain::plan::Plan`]).

use domain::campaign::Content;
use domain::cap::{self, Cap};
use domain::id::CampaignId;
use domain::plan::{Plan, Policy, Terms};
use domain::segment::{Rule, Today};
use domain::template::TemplateError;
use domain::time::Millis;
use store::contract::{CarrierRecord, Organisation};

use crate::app::App;
use crate::firing;
use crate::handlers::carriers::SANDBOX;

/// Everything that planning a content needs.
#[derive(Debug, Clone)]
pub struct Planning {
    /// The planning of messages.
    pub plan: Plan,
    /// Whom it selects.
    pub rule: Rule,
    /// The day against which the rule is read.
    pub today: Today,
    /// The frequency caps that hold for it.
    pub caps: Vec<Cap>,
}

/// Why a content cannot be planned.
#[derive(Debug, thiserror::Error)]
pub enum Unplannable {
    /// Its text is no template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Its carrier does not exist, or is switched off.
    #[error("the carrier cannot be used")]
    Carrier,
    /// The store could not answer.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What a carrier asks for a message, and what it does not take: as many parts as it is sent.
pub fn terms(record: &CarrierRecord) -> Terms {
    Terms {
        price_millis: record.price_millis,
        rule: match record.kind.as_str() {
            SANDBOX => sms::Rule::ChineseBilling,
            "smpp" => carrier::smpp::RULE,
            _ => carrier::cmpp::RULE,
        },
        refuses: Vec::new(),
    }
}

/// The firm's rules about whom it writes to, with the caps that hold for the purpose.
pub fn policy(settings: &Organisation, caps: &[Cap]) -> Policy {
    Policy {
        care_needs_consent: settings.care_needs_consent,
        enough: cap::enough(caps),
    }
}

/// Makes a content ready to be planned as if it were sent at `at`. With `campaign`, whom its runs wrote to for the same birthday
/// is left out, as at a freeze.
///
/// # Errors
/// [`Unplannable`].
pub async fn planning(
    app: &App,
    content: &Content,
    campaign: Option<CampaignId>,
    at: Millis,
) -> Result<Planning, Unplannable> {
    let carrier = match app.store.carrier(&content.carrier).await {
        Ok(carrier) if carrier.enabled => carrier,
        Ok(_) | Err(store::Error::NotFound) => return Err(Unplannable::Carrier),
        Err(error) => return Err(error.into()),
    };
    let settings = app.settings();
    let today = Today::at(at, firing::offset_minutes(app.zone(), at));
    let caps = settings.caps(content.purpose, at, firing::midnight(app.zone(), at));
    let mut plan = Plan::new(content, today.date, terms(&carrier), policy(&settings, &caps))?;
    plan.bar(app.store.opted_out(content.purpose).await?);
    if let (Some(campaign), Some(firing)) = (campaign, content.birthdays()) {
        let birthday = firing.occasion_of(today.date);
        plan.greeted(app.store.greeted(campaign, birthday, &today).await?);
    }
    Ok(Planning {
        plan,
        rule: content.audience(),
        today,
        caps,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_over_directly_is_counted_as_it_travels() {
        let parts = |kind: &str, text: &str| {
            let record = CarrierRecord {
                name: kind.to_owned(),
                kind: kind.to_owned(),
                enabled: true,
                price_millis: 3_000,
                rate: 0,
                config: String::new(),
                policy: None,
                hours: None,
                fallback: None,
            };
            terms(&record).asked(text)
        };
        for (text, counts) in [
            ("😀".repeat(70), [1, 3, 3]),
            ("a".repeat(160), [3, 1, 1]),
            ("a".repeat(161), [3, 2, 3]),
        ] {
            for (kind, count) in ["sandbox", "smpp", "cmpp"].into_iter().zip(counts) {
                assert_eq!(parts(kind, &text), Ok((count, u64::from(count) * 3_000)), "{kind}");
            }
        }
    }
}
