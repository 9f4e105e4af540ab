//! Receipts in a deliver_sm: as TLVs, or as the text of SMPP 3.4 appendix B.

use domain::roll::{Failure, Receipt};
use rusmpp::tlvs::{Tlv, TlvValue};
use rusmpp::values::MessageState;

use crate::codes;
use crate::session::{Inbound, time};

/// A text such as `id:… sub:001 dlvrd:001 submit date:… done date:… stat:… err:… text:…`, in whatever order and case.
struct Fields<'a> {
    text: &'a str,
    /// ASCII alone changes its case, so that places in both strings are the same.
    lower: String,
}

impl<'a> Fields<'a> {
    fn of(text: &'a str) -> Fields<'a> {
        let lower = text.to_ascii_lowercase();
        Fields { text, lower }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let at = self.lower.find(name)? + name.len();
        self.text.get(at..)?.split_whitespace().next()
    }
}

/// Whether TLVs say that this is a receipt, whatever esm_class does: nobody's reply names a message and its state.
pub(super) fn by_tlvs(tlvs: &[Tlv]) -> bool {
    let any = |is: fn(&TlvValue) -> bool| tlvs.iter().filter_map(Tlv::value).any(is);
    any(|value| matches!(value, TlvValue::ReceiptedMessageId(_)))
        && any(|value| matches!(value, TlvValue::MessageState(_)))
}

/// The receipt that these say; TLVs count before the text. `None`: it is none.
pub(super) fn read(tlvs: &[Tlv], text: &str, offset_minutes: i32) -> Option<Inbound> {
    let (mut id, mut state) = (None, None);
    for tlv in tlvs {
        match tlv.value() {
            Some(TlvValue::ReceiptedMessageId(told)) => id = Some(told.as_str().to_owned()),
            Some(TlvValue::MessageState(told)) => state = Some(*told),
            _ => {}
        }
    }
    let fields = Fields::of(text);
    let stat = fields.get("stat:");
    let error = fields.get("err:").filter(|error| error.contains(':'));
    let reference = id.or_else(|| fields.get("id:").map(str::to_owned))?;
    let said = stat.map(|stat| codes::receipt(&codes::RECEIPTS, stat));
    // A vendor's code in `err` says more than a bare UNDELIV.
    let status = match (state.map(of_state), said, error) {
        (None, None, _) => return None,
        (Some(Receipt::Failed(_)), _, Some(error)) | (None, Some(Receipt::Failed(_)), Some(error)) => {
            codes::receipt(&codes::RECEIPTS, error)
        }
        (Some(status), ..) | (None, Some(status), _) => status,
    };
    let code = error.or(stat).map_or_else(
        || format!("state {}", u8::from(state.unwrap_or_default())),
        str::to_owned,
    );
    let at = fields
        .get("done date:")
        .and_then(|done| time::done(done, offset_minutes));
    Some(Inbound::Receipt {
        reference: plain(&reference),
        status,
        code,
        at,
        numbers: Vec::new(),
    })
}

/// message_state (SMPP 3.4 section 5.2.28).
pub(super) fn of_state(state: MessageState) -> Receipt {
    match u8::from(state) {
        2 => Receipt::Delivered,
        3 => Receipt::Expired,
        4 | 8 => Receipt::Failed(Failure::Rejected),
        5 => Receipt::Failed(Failure::Unreachable),
        7 => Receipt::Failed(Failure::Unspecified),
        // Under way, or read by a person: nothing final.
        _ => Receipt::Enroute,
    }
}

/// What a carrier that is asked tells of a message; `None`: it does not know, which is no end.
pub(super) fn asked(state: MessageState) -> Option<Receipt> {
    (state != MessageState::Unknown).then(|| of_state(state))
}

/// An id without what carriers add: blanks, zeros in front; in lower case.
pub(super) fn plain(id: &str) -> String {
    let bare = id.trim().trim_start_matches('0');
    if bare.is_empty() {
        "0".to_owned()
    } else {
        bare.to_ascii_lowercase()
    }
}

/// Whether two ids name the same message: some carriers tell it in hexadecimal when they take it and in decimal in the
/// receipt, or the other way round (SMPP 3.4 leaves it open).
pub fn same_id(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let crossed = |hex: &str, decimal: &str| matches!((u128::from_str_radix(hex, 16), decimal.parse::<u128>()), (Ok(a), Ok(b)) if a == b);
    one == other || crossed(&one, &other) || crossed(&other, &one)
}

/// The spellings under which a message may be known: as told, in decimal for hexadecimal, and the other way round. A store
/// that looks for all of them finds what [`same_id`] finds.
pub fn spellings(id: &str) -> Vec<String> {
    let plain = plain(id);
    let decimal = u128::from_str_radix(&plain, 16).map(|number| number.to_string());
    let hex = plain.parse::<u128>().map(|number| format!("{number:x}"));
    let mut all = vec![plain];
    all.extend(decimal);
    all.extend(hex);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_many_carriers() {
        let text = |stat: &str, err: &str| {
            format!(
                "id:0A1b sub:001 dlvrd:001 submit date:2511270530 done date:2511270534 stat:{stat} err:{err} Text:x"
            )
        };
        let cases = [
            (text("DELIVRD", "000"), Receipt::Delivered, "DELIVRD"),
            (
                text("UNDELIV", "MK:0001"),
                Receipt::Failed(Failure::UnknownSubscriber),
                "MK:0001",
            ),
            (text("EXPIRED", "001"), Receipt::Expired, "EXPIRED"),
            (
                "ID:A1B STAT:REJECTD".into(),
                Receipt::Failed(Failure::Rejected),
                "REJECTD",
            ),
        ];
        for (text, want, want_code) in cases {
            let Some(Inbound::Receipt {
                reference,
                status,
                code,
                ..
            }) = read(&[], &text, 480)
            else {
                panic!("{text}")
            };
            assert_eq!(
                (reference.as_str(), status, code.as_str()),
                ("a1b", want, want_code),
                "{text}"
            );
        }
        assert_eq!(read(&[], "退订", 480), None);
    }

    #[test]
    fn ids_in_hexadecimal_and_decimal() {
        for (one, other, same) in [
            ("0000A1B", "a1b", true),
            ("A1B", "2587", true),
            ("2587", "0A1B", true),
            ("a1b", "a1c", false),
            ("uuid-1", "uuid-1", true),
            ("uuid-1", "uuid-2", false),
        ] {
            assert_eq!(same_id(one, other), same, "{one} {other}");
            assert_eq!(spellings(one).contains(&plain(other)), same, "{one} {other}");
        }
    }
}
