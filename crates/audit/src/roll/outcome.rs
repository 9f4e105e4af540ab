//! Outcomes as they stand in leaves and packs: a code, and behind a colon its reason where it has one.

use std::fmt;

/// The outcome of an entry without its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the codes below say what each is")]
pub enum Kind {
    Excluded,
    Queued,
    Held,
    HandedOver,
    InDoubt,
    Accepted,
    NoReceipt,
    Delivered,
    Failed,
    Expired,
    Cancelled,
}

/// An outcome with its reason, such as `delivered` or `failed:blocked`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome<'a> {
    kind: Kind,
    text: &'a str,
}

impl Kind {
    /// All of them, in the order of their numbers in the store.
    pub const ALL: [Self; 11] = [
        Self::Excluded,
        Self::Queued,
        Self::Held,
        Self::HandedOver,
        Self::InDoubt,
        Self::Accepted,
        Self::NoReceipt,
        Self::Delivered,
        Self::Failed,
        Self::Expired,
        Self::Cancelled,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Excluded => "excluded",
            Self::Queued => "queued",
            Self::Held => "held",
            Self::HandedOver => "handed_over",
            Self::InDoubt => "in_doubt",
            Self::Accepted => "accepted",
            Self::NoReceipt => "no_receipt",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    /// The detail by which the log tells how many entries went from it.
    pub const fn left(self) -> &'static str {
        match self {
            Self::Excluded => "from_excluded",
            Self::Queued => "from_queued",
            Self::Held => "from_held",
            Self::HandedOver => "from_handed_over",
            Self::InDoubt => "from_in_doubt",
            Self::Accepted => "from_accepted",
            Self::NoReceipt => "from_no_receipt",
            Self::Delivered => "from_delivered",
            Self::Failed => "from_failed",
            Self::Expired => "from_expired",
            Self::Cancelled => "from_cancelled",
        }
    }

    /// Whether nothing further is awaited.
    pub const fn is_terminal(self) -> bool {
        matches!(
            self,
            Self::Excluded | Self::NoReceipt | Self::Delivered | Self::Failed | Self::Expired | Self::Cancelled
        )
    }

    /// Whether it comes with a reason.
    const fn has_reason(self) -> bool {
        matches!(self, Self::Excluded | Self::Held | Self::Failed)
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl<'a> Outcome<'a> {
    /// Reads `kind` or `kind:reason`. Excluded, held and failed have a reason, the others have none; a reason has 1 to 32
    /// lower-case letters and underscores.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (code, reason) = match text.split_once(':') {
            Some((code, reason)) => (code, Some(reason)),
            None => (text, None),
        };
        let kind = Kind::from_code(code)?;
        let fits = match reason {
            None => !kind.has_reason(),
            Some(reason) => {
                let letter = |b: u8| b.is_ascii_lowercase() || b == b'_';
                kind.has_reason() && (1..=32).contains(&reason.len()) && reason.bytes().all(letter)
            }
        };
        fits.then_some(Self { kind, text })
    }

    /// Without its reason.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The reason's code, where it has one.
    pub fn reason(&self) -> Option<&'a str> {
        self.text.split_once(':').map(|(_, reason)| reason)
    }

    /// As it stands in leaves and packs.
    pub const fn text(&self) -> &'a str {
        self.text
    }
}

impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_their_kinds() {
        let read = |text| Outcome::parse(text).map(|outcome| (outcome.kind(), outcome.reason()));
        assert_eq!(read("delivered"), Some((Kind::Delivered, None)));
        assert_eq!(read("failed:blocked"), Some((Kind::Failed, Some("blocked"))));
        let long = format!("failed:{}", "x".repeat(33));
        for bad in [
            "",
            "sent",
            "failed",
            "delivered:late",
            "failed:",
            "failed:Bad",
            "failed:a:b",
            &long,
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
            assert_eq!(kind.left(), format!("from_{}", kind.code()));
        }
        assert_eq!(Kind::ALL.into_iter().filter(|kind| kind.is_terminal()).count(), 6);
    }
}
