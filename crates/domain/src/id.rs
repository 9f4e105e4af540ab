//! Identifiers: UUIDv7, one type for each kind of thing. The gateway makes them; the domain only carries them.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    )*};
}

ids! {
    /// A member of staff who signs in.
    UserId;
    /// An API token of another system.
    TokenId;
    /// A customer.
    CustomerId;
    /// A segment.
    SegmentId;
    /// A template.
    TemplateId;
    /// A campaign.
    CampaignId;
    /// A run of a campaign.
    RunId;
    /// An import of one file.
    ImportId;
    /// A conversation with a number that wrote to us.
    ConversationId;
}
