//! What all ways of sending to one's own number share.

use domain::phone::{Phone, PhoneState};
use store::Store;
use wire::Code;

use super::customers::card::phone_of;
use crate::app::App;
use crate::error::{Answer, Failure};

/// Messages that one may send so within a day: enough to polish a text, too few to write to customers past the approval.
pub(crate) const MOST: u32 = 20;

/// Why a number is not one's own, in both languages.
type NotOwn = (&'static str, &'static str);

/// The number as written, if it takes messages, did not opt out, and is no customer's, whatever that customer's name: names can be given.
pub(crate) async fn own(store: &dyn Store, written: &str) -> store::Result<Result<Phone, NotOwn>> {
    let to = phone_of(written);
    let Some(phone) = to.phone.filter(|_| to.state == PhoneState::Mobile) else {
        return Ok(Err((
            "请填写一个能收短信的手机号。",
            "Write a mobile number that can take messages.",
        )));
    };
    let known = store.number_is_known(&phone).await?;
    if known.opted_out {
        return Ok(Err(("这个号码已退订短信。", "This number has opted out of messages.")));
    }
    if known.customers {
        return Ok(Err((
            "客户里有这个号码；试发只能发到不在客户里的手机。",
            "A customer has this number; a test goes to a phone that is no customer's.",
        )));
    }
    Ok(Ok(phone))
}

/// The caller's own number; that it is not is the fault of the field `to`.
pub(super) async fn own_number(app: &App, written: &str) -> Answer<Phone> {
    let own = own(&*app.store, written).await?;
    own.map_err(|why| Failure::field("to", why))
}

/// One has sent [`MOST`].
pub(super) fn too_many() -> Failure {
    Failure::new(Code::TooManyAttempts)
        .retry_after(3_600)
        .detail(("一天内最多试发 20 次。", "At most 20 test messages within a day."))
}
