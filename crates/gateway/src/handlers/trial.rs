//! What all ways of sending to one's own number share.

use domain::phone::{Phone, PhoneState};
use wire::Code;

use super::customers::card::phone_of;
use crate::error::{Answer, Failure};

/// Messages that one may send so within an hour: enough to polish a text, too few to write to customers past the approval.
pub(super) const MOST: u32 = 20;

/// One's own number, as written; the fault of the field `to` when it takes no messages.
pub(super) fn own_number(written: &str) -> Answer<Phone> {
    let to = phone_of(written);
    to.phone.filter(|_| to.state == PhoneState::Mobile).ok_or_else(|| {
        let text = (
            "请填写一个能收短信的手机号。",
            "Write a mobile number that can take messages.",
        );
        Failure::field("to", text)
    })
}

/// One has sent [`MOST`].
pub(super) fn too_many() -> Failure {
    Failure::new(Code::TooManyAttempts)
        .retry_after(600)
        .detail(("一小时内最多试发 20 次。", "At most 20 test messages within an hour."))
}
