//! Which of what is shown answers what was typed last. Who types fast is ahead of the answers.

use leptos::prelude::*;

/// What was asked of one or several sources.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Counts what was asked: a slow answer to an older question must not replace a newer one.
    ticket: StoredValue<u32>,
    /// Whether each source has answered to what was typed last; what stays in sight of the others is no answer to it.
    fresh: StoredValue<Vec<bool>>,
    /// Enter was pressed before the answers were there: it then means the first of them.
    eager: StoredValue<bool>,
}

impl Asked {
    /// Nothing was asked yet of so many sources.
    pub fn new(sources: usize) -> Self {
        Self {
            ticket: StoredValue::new(0),
            fresh: StoredValue::new(vec![false; sources]),
            eager: StoredValue::new(false),
        }
    }

    /// Something is being typed, or was taken: what is shown, and every answer on its way, is no answer to it.
    pub fn typing(self) {
        self.next();
        self.eager.set_value(false);
    }

    /// The sources are asked anew: the question's ticket. An Enter that waits goes on waiting.
    pub fn next(self) -> u32 {
        let ticket = self.ticket.get_value().wrapping_add(1);
        self.ticket.set_value(ticket);
        self.fresh.update_value(|fresh| fresh.fill(false));
        ticket
    }

    /// A source has answered, with `any` to choose from. `None`: too late, and to be dropped. Else whether an Enter waits for
    /// its first.
    pub fn answered(self, ticket: u32, source: usize, any: bool) -> Option<bool> {
        if self.ticket.try_get_value() != Some(ticket) {
            return None;
        }
        self.fresh.update_value(|fresh| fresh[source] = true);
        let taken = any && self.eager.get_value();
        if taken {
            self.eager.set_value(false);
        }
        Some(taken)
    }

    /// Whether what is shown of this source answers what was typed last.
    pub fn is_fresh(self, source: usize) -> bool {
        self.fresh.with_value(|fresh| fresh[source])
    }

    /// Enter was pressed: it waits, if an answer is still to come.
    pub fn wait(self) {
        let coming = self.fresh.with_value(|fresh| fresh.contains(&false));
        self.eager.set_value(coming);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn with_two(check: impl FnOnce(Asked)) {
        Owner::new().with(|| check(Asked::new(2)));
    }

    #[test]
    fn an_answer_to_what_was_typed_before_is_none() {
        with_two(|asked| {
            let old = asked.next();
            asked.typing();
            assert_eq!(asked.answered(old, 0, true), None);
            assert!(!asked.is_fresh(0), "what is shown of it may not be taken");
            let now = asked.next();
            assert_eq!(asked.answered(now, 0, true), Some(false));
            assert!(asked.is_fresh(0) && !asked.is_fresh(1));
        });
    }

    #[test]
    fn an_early_enter_takes_the_first_answer_once() {
        with_two(|asked| {
            asked.typing();
            asked.wait();
            let ticket = asked.next();
            assert_eq!(asked.answered(ticket, 1, false), Some(false), "nothing to take");
            assert_eq!(asked.answered(ticket, 0, true), Some(true));
            assert_eq!(asked.answered(ticket, 1, true), Some(false), "once");
            asked.wait();
            assert_eq!(
                asked.answered(ticket, 0, true),
                Some(false),
                "all have answered: nothing is waited for"
            );
        });
    }

    #[test]
    fn typing_on_takes_an_early_enter_back() {
        with_two(|asked| {
            asked.typing();
            asked.wait();
            asked.typing();
            let ticket = asked.next();
            assert_eq!(asked.answered(ticket, 0, true), Some(false));
        });
    }
}
