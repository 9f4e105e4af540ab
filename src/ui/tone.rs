//! The colours that carry meaning, each with a pattern of its own, so that they are told apart in grey.

/// A tone of a mark, badge, banner or bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing to say.
    #[default]
    Neutral,
    /// Done and well (delivered).
    Jade,
    /// On its way (handed over, accepted).
    Indigo,
    /// Waiting (queued).
    Pale,
    /// Held back on purpose, until a time.
    Lavender,
    /// Not known: a person should look (in doubt).
    Amber,
    /// Failed.
    Crimson,
    /// Left out with a reason (excluded).
    Hatched,
    /// Ended without being sent (expired, cancelled).
    Outlined,
}

impl Tone {
    /// All tones, in the order of the legend.
    pub const ALL: [Self; 9] = [
        Self::Neutral,
        Self::Jade,
        Self::Indigo,
        Self::Pale,
        Self::Lavender,
        Self::Amber,
        Self::Crimson,
        Self::Hatched,
        Self::Outlined,
    ];

    /// The value of the `data-tone` attribute, after which the styles go; `--tone-<name>` is its colour.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Jade => "jade",
            Self::Indigo => "indigo",
            Self::Pale => "pale",
            Self::Lavender => "lavender",
            Self::Amber => "amber",
            Self::Crimson => "crimson",
            Self::Hatched => "hatched",
            Self::Outlined => "outlined",
        }
    }
}
