//! How often a customer may be written to, over all campaigns.

use serde::{Deserialize, Serialize};

use crate::consent::Purpose;
use crate::time::{DAY, Millis};

/// Most caps that hold for one message.
pub const MOST: usize = 3;

/// How many messages count for each cap, in the order of [`at`].
pub type Counts = [u16; MOST];

/// How many messages of one purpose a customer may be sent; 0: no cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurposeCap {
    /// On one day of the firm's zone.
    pub day: u16,
    /// On seven days, today being the last.
    pub week: u16,
}

/// The caps of each purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurposeCaps {
    /// For [`Purpose::Service`].
    pub service: PurposeCap,
    /// For [`Purpose::Care`].
    pub care: PurposeCap,
    /// For [`Purpose::Marketing`].
    pub marketing: PurposeCap,
}

impl PurposeCaps {
    /// Those of `purpose`.
    pub const fn of(&self, purpose: Purpose) -> PurposeCap {
        match purpose {
            Purpose::Service => self.service,
            Purpose::Care => self.care,
            Purpose::Marketing => self.marketing,
        }
    }
}

/// One cap as it stands at a moment: the customer has had enough once so many messages of these purposes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// So many are enough; at least 1.
    pub messages: u16,
    /// Messages since this moment count.
    pub since: Millis,
    /// Messages of these purposes count.
    pub purposes: &'static [Purpose],
}

/// The caps that hold for a message of `purpose` at `now`: the overall one, `messages` within `days`, which counts care and
/// marketing together and exempts service; then those of the purpose. `midnight` is when the day began in the firm's zone.
pub fn at(purpose: Purpose, (messages, days): (u16, u16), own: PurposeCap, now: Millis, midnight: Millis) -> Vec<Cap> {
    let one: &'static [Purpose] = match purpose {
        Purpose::Service => &[Purpose::Service],
        Purpose::Care => &[Purpose::Care],
        Purpose::Marketing => &[Purpose::Marketing],
    };
    let all: &'static [Purpose] = &[Purpose::Care, Purpose::Marketing];
    let overall = if purpose == Purpose::Service { 0 } else { messages };
    let caps: [(u16, Millis, &'static [Purpose]); MOST] = [
        (overall, now - Millis::from(days) * DAY, all),
        (own.day, midnight, one),
        (own.week, midnight - 6 * DAY, one),
    ];
    let cap = |(messages, since, purposes)| Cap {
        messages,
        since,
        purposes,
    };
    caps.into_iter().filter(|cap| cap.0 > 0).map(cap).collect()
}

/// How many messages are enough, cap by cap, as [`crate::plan::Policy`] wants them; 0: no cap.
pub fn enough(caps: &[Cap]) -> Counts {
    let mut enough = Counts::default();
    for (place, cap) in enough.iter_mut().zip(caps) {
        *place = cap.messages;
    }
    enough
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_caps_hold() {
        let own = PurposeCap { day: 1, week: 2 };
        let (now, midnight) = (100 * DAY + 5, 100 * DAY);
        let found = |purpose, overall, own| {
            let caps = at(purpose, overall, own, now, midnight);
            caps.iter()
                .map(|cap| (cap.messages, now - cap.since, cap.purposes.len()))
                .collect::<Vec<_>>()
        };
        let day_and_week = [(1, 5, 1), (2, 5 + 6 * DAY, 1)];
        assert_eq!(
            found(Purpose::Marketing, (4, 7), own),
            [vec![(4, 7 * DAY, 2)], day_and_week.to_vec()].concat()
        );
        assert_eq!(
            found(Purpose::Service, (4, 7), own),
            day_and_week,
            "service is exempt from the overall one"
        );
        assert_eq!(
            found(Purpose::Care, (0, 7), PurposeCap { day: 0, week: 3 }),
            [(3, 5 + 6 * DAY, 1)]
        );
        assert_eq!(found(Purpose::Care, (0, 7), PurposeCap::default()), []);
        let caps = at(Purpose::Care, (4, 7), PurposeCap { day: 0, week: 3 }, now, midnight);
        assert_eq!(enough(&caps), [4, 3, 0]);
    }
}
