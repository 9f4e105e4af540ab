//! What the inbox shows, apart from how.

use domain::id::{CampaignId, ConversationId};
use wire::customers::{TimelineItem, TimelineWhat};
use wire::replies::{ConversationState, RepliesQuery};

/// The list's filter, as the URL holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Which state; new where the URL says none.
    pub state: Option<ConversationState>,
    /// Answers to this campaign.
    pub campaign: Option<CampaignId>,
}

impl Filter {
    /// The filter of the two keys of the URL.
    pub fn new(state: &str, campaign: &str) -> Self {
        Self {
            state: match state {
                "taken" => Some(ConversationState::Taken),
                "done" => Some(ConversationState::Done),
                _ => None,
            },
            campaign: campaign.parse().ok(),
        }
    }

    /// The question to the gateway.
    pub fn query(&self, cursor: Option<String>) -> RepliesQuery {
        RepliesQuery {
            state: self.state,
            campaign: self.campaign,
            cursor,
            limit: None,
        }
    }
}

/// The place to go to by j (`by` 1) and k (-1) among `count`, from the place that has the focus or is open.
pub fn next(from: Option<usize>, by: isize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match from {
        None => 0,
        Some(from) => from.saturating_add_signed(by).min(last),
    })
}

/// The id that the URL names.
pub fn chosen(text: Option<String>) -> Option<ConversationId> {
    text?.parse().ok()
}

/// What was said, oldest first: our messages that have a text, their replies, our notes.
pub fn said(items: Vec<TimelineItem>) -> Vec<TimelineItem> {
    let spoken = |what: &TimelineWhat| match what {
        TimelineWhat::Entry { text, .. } => text.is_some(),
        TimelineWhat::Reply { text } | TimelineWhat::Confirmation { text, .. } => !text.is_empty(),
        TimelineWhat::Note { .. } => true,
        _ => false,
    };
    items.into_iter().rev().filter(|item| spoken(&item.what)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn keys_move_within_the_list() {
        for (from, by, count, want) in [
            (None, 1, 3, Some(0)),
            (None, -1, 0, None),
            (Some(0), 1, 3, Some(1)),
            (Some(2), 1, 3, Some(2)),
            (Some(0), -1, 3, Some(0)),
        ] {
            assert_eq!(next(from, by, count), want, "{from:?} {by} {count}");
        }
    }

    #[test]
    fn what_has_no_words_is_not_said() {
        let reply = |at, text: &str| TimelineItem {
            at,
            what: TimelineWhat::Reply { text: text.into() },
        };
        let card = TimelineItem {
            at: 2,
            what: TimelineWhat::Card {
                act: "created".into(),
                actor: "x".into(),
            },
        };
        let shown = said(vec![reply(3, "later"), card, reply(1, "first"), reply(0, "")]);
        let order: Vec<_> = shown.iter().map(|item| item.at).collect();
        assert_eq!(order, [1, 3]);
    }
}
