//! The phone of a customer who was erased comes onto a card only when whoever writes it says so.

use domain::phone::Phone;
use serde::Deserialize;
use store::contract::customers::CardPhone;
use utoipa::IntoParams;
use wire::Code;

use crate::app::App;
use crate::error::{Answer, Failure};

/// Query of whatever writes a card.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Back {
    /// Whether a customer who was erased is entered anew; else their phone is refused.
    back: Option<bool>,
}

impl Back {
    /// Whether this phone may come onto a card on which `before` stands. What stands there already is not asked about.
    pub(super) async fn allows(&self, app: &App, phone: Option<&CardPhone>, before: Option<&Phone>) -> Answer<()> {
        let new = phone.and_then(|phone| phone.phone.as_ref());
        let Some(new) = new.filter(|new| before != Some(*new)) else {
            return Ok(());
        };
        if self.back != Some(true) && app.store.was_erased(new).await? {
            return Err(Failure::new(Code::Erased));
        }
        Ok(())
    }
}
