//! Phones in E.164, and how much of them is shown. Parsing what people write is `intake`'s.

use serde::{Deserialize, Serialize};

/// A phone number in E.164: `+` and 7 to 15 digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// The text is not a phone number in E.164.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number in E.164 (+ and 7 to 15 digits)")]
pub struct NotE164;

/// What we know of a customer's phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhoneState {
    /// None was given.
    #[default]
    Missing,
    /// A mobile number that can take a message.
    Mobile,
    /// A landline.
    Landline,
    /// Something was given that is no phone number; it is kept as given.
    Invalid,
}

impl Phone {
    /// Reads E.164.
    pub fn parse(text: &str) -> Result<Phone, NotE164> {
        let digits = text.strip_prefix('+').ok_or(NotE164)?;
        let fits = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Phone(text.to_owned())) } else { Err(NotE164) }
    }

    /// The number in E.164, in full. Not for logs.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// As people write it: without +86 for China, in full elsewhere.
    pub fn national(&self) -> &str {
        self.0.strip_prefix("+86").unwrap_or(&self.0)
    }

    /// With the middle hidden: `138****1234`.
    pub fn masked(&self) -> String {
        mask(self.national())
    }

    /// The last four digits.
    pub fn tail(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

/// Hides the middle of a number: three characters stay at the front, four at the end, fewer for short ones.
pub fn mask(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    let (front, back) = if chars.len() >= 8 {
        (3, 4)
    } else {
        (1, 1.min(chars.len().saturating_sub(1)))
    };
    let hidden = chars.len().saturating_sub(front + back);
    let mut shown: String = chars.iter().take(front).collect();
    shown.extend(std::iter::repeat_n('*', hidden));
    shown.extend(&chars[chars.len().saturating_sub(back).max(front.min(chars.len()))..]);
    shown
}

impl PhoneState {
    /// The stable number under which this is stored.
    pub const fn number(self) -> i16 {
        match self {
            PhoneState::Missing => 0,
            PhoneState::Mobile => 1,
            PhoneState::Landline => 2,
            PhoneState::Invalid => 3,
        }
    }

    /// The state stored under `number`; an unknown number reads as [`PhoneState::Invalid`].
    pub const fn from_number(number: i16) -> PhoneState {
        match number {
            0 => PhoneState::Missing,
            1 => PhoneState::Mobile,
            2 => PhoneState::Landline,
            _ => PhoneState::Invalid,
        }
    }
}

/// Shows the masked number, so that none reaches a log by accident.
impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

impl TryFrom<String> for Phone {
    type Error = NotE164;
    fn try_from(text: String) -> Result<Phone, NotE164> {
        Phone::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_e164_is_a_phone() {
        for (text, fits) in [
            ("+8613812345678", true),
            ("13812345678", false),
            ("+86138", false),
            ("+86138123456789012", false),
            ("+86138１2345678", false),
            ("", false),
        ] {
            assert_eq!(Phone::parse(text).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn the_middle_is_hidden() {
        for (number, shown) in [
            ("13812345678", "138****5678"),
            ("+4915112345678", "+49*******5678"),
            ("12345", "1***5"),
            ("1", "1"),
            ("", ""),
        ] {
            assert_eq!(mask(number), shown, "{number}");
        }
        assert_eq!(format!("{:?}", Phone::parse("+8613812345678")), "Ok(138****5678)");
    }
}
