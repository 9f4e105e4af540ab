//! A number of a form.

use leptos::prelude::*;

use super::super::model;
use crate::locale::{lang, settings};

/// A whole number within bounds, as it is typed.
#[derive(Clone, Copy)]
pub(super) struct Whole {
    pub(super) text: RwSignal<String>,
    least: u64,
    most: u64,
}

impl Whole {
    pub(super) fn new(value: impl Into<u64>, least: u64, most: u64) -> Self {
        Self {
            text: RwSignal::new(value.into().to_string()),
            least,
            most,
        }
    }

    pub(super) fn read<T: TryFrom<u64>>(self) -> Option<T> {
        model::whole(&self.text.get(), self.least, self.most)
    }

    pub(super) fn error(self) -> Option<String> {
        self.read::<u64>()
            .is_none()
            .then(|| settings::between(lang(), self.least, self.most))
    }
}
