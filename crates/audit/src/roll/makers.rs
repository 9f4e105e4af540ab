//! Who made a campaign, by its own events: whoever wrote it, or changed or handed it in since an approval was last taken from it. None
//! of them may approve it.

use crate::leaf::{Event, Party};
use crate::value::Value;

/// The makers, as far as the events went by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Makers {
    author: Option<Party>,
    submitted: Option<Party>,
    hands: Vec<Party>,
}

impl Makers {
    /// Takes in the next event of the campaign.
    pub fn event(&mut self, event: &Event) {
        let actor = event.actor.clone();
        match event.action.as_str() {
            "campaign.created" => self.author = Some(actor),
            "campaign.edited" => {
                if event.details.get("from_state") == Some(&Value::Text("approved".to_owned())) {
                    self.hands.clear();
                }
                self.hands.push(actor);
            }
            "campaign.submitted" => {
                self.hands.push(actor.clone());
                self.submitted = Some(actor);
            }
            _ => {}
        }
    }

    /// All of them, some more than once.
    pub fn iter(&self) -> impl Iterator<Item = &Party> {
        self.author.iter().chain(&self.submitted).chain(&self.hands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf::Form;

    #[test]
    fn whoever_had_a_hand_in_it_since_an_approval_was_taken_from_it() {
        let mut makers = Makers::default();
        let mut after = |actor: &str, action: &str, from: &str| {
            makers.event(&Event {
                form: Form::Wordless,
                at: 1,
                actor: Party::new("user", actor),
                action: action.into(),
                subject: Party::new("campaign", "c"),
                details: [("from_state".to_owned(), Value::Text(from.into()))].into(),
            });
            let mut ids: Vec<String> = makers.iter().map(|party| party.id.clone()).collect();
            ids.sort();
            ids.dedup();
            ids.concat()
        };
        for (actor, action, from, want) in [
            ("a", "campaign.created", "", "a"),
            ("b", "campaign.edited", "draft", "ab"),
            ("c", "campaign.submitted", "draft", "abc"),
            ("d", "campaign.approved", "submitted", "abc"),
            ("e", "campaign.edited", "approved", "ace"),
            ("b", "campaign.submitted", "draft", "abe"),
        ] {
            assert_eq!(after(actor, action, from), want, "{action} by {actor}");
        }
    }
}
