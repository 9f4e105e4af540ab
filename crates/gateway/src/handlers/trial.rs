//! What all ways of sending to one's own number share.

use domain::phone::{Phone, PhoneState};
use wire::Code;

use super::customers::card::phone_of;
use crate::app::App;
use crate::error::{Answer, Failure};

/// Messages that one may send so within a day: enough to polish a text, too few to write to customers past the approval.
pub(super) const MOST: u32 = 20;

/// One's own number, as written; the fault of the field `to` when it takes no messages, opted out, or is a customer's,
/// whatever that customer's name: names can be given.
pub(super) async fn own_number(app: &App, written: &str) -> Answer<Phone> {
    let to = phone_of(written);
    let phone = to.phone.filter(|_| to.state == PhoneState::Mobile).ok_or_else(|| {
        let text = (
            "请填写一个能收短信的手机号。",
            "Write a mobile number that can take messages.",
        );
        Failure::field("to", text)
    })?;
    let known = app.store.number_is_known(&phone).await?;
    if known.opted_out {
        let text = ("这个号码已拒收短信。", "This number has opted out of messages.");
        return Err(Failure::field("to", text));
    }
    if known.customers {
        let text = (
            "客户里有这个号码；试发只能发到不在客户里的手机。",
            "A customer has this number; a test goes to a phone that is no customer's.",
        );
        return Err(Failure::field("to", text));
    }
    Ok(phone)
}

/// One has sent [`MOST`].
pub(super) fn too_many() -> Failure {
    Failure::new(Code::TooManyAttempts)
        .retry_after(3_600)
        .detail(("一天内最多试发 20 次。", "At most 20 test messages within a day."))
}
