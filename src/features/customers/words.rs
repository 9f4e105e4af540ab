//! What the domain's closed lists are called on the screen.

use domain::consent::{Consent, Purpose};
use domain::customer::{Sex, SiteStage};
use domain::phone::PhoneState;

use crate::locale::{Msg, customers as words};
use crate::ui::Tone;

/// The stage of a site.
pub const fn stage(stage: SiteStage) -> Msg {
    match stage {
        SiteStage::NotStarted => words::STAGE_NOT_STARTED,
        SiteStage::Started => words::STAGE_STARTED,
        SiteStage::MidTerm => words::STAGE_MID_TERM,
        SiteStage::Final => words::STAGE_FINAL,
        SiteStage::Delivered => words::STAGE_DELIVERED,
        SiteStage::Maintenance => words::STAGE_MAINTENANCE,
    }
}

/// What we know of a phone.
pub const fn phone_state(state: PhoneState) -> Msg {
    match state {
        PhoneState::Mobile => words::PHONE_MOBILE,
        PhoneState::Landline => words::PHONE_LANDLINE,
        PhoneState::Invalid => words::PHONE_INVALID,
        PhoneState::Missing => words::PHONE_MISSING,
    }
}

/// How a customer is addressed.
pub const fn sex(sex: Sex) -> Msg {
    match sex {
        Sex::Female => words::SEX_FEMALE,
        Sex::Male => words::SEX_MALE,
    }
}

/// A purpose.
pub const fn purpose(purpose: Purpose) -> Msg {
    match purpose {
        Purpose::Service => words::PURPOSE_SERVICE,
        Purpose::Care => words::PURPOSE_CARE,
        Purpose::Marketing => words::PURPOSE_MARKETING,
    }
}

/// What a purpose covers.
pub const fn purpose_hint(purpose: Purpose) -> Msg {
    match purpose {
        Purpose::Service => words::PURPOSE_SERVICE_HINT,
        Purpose::Care => words::PURPOSE_CARE_HINT,
        Purpose::Marketing => words::PURPOSE_MARKETING_HINT,
    }
}

/// Where a customer stands for a purpose.
pub const fn consent(consent: Consent) -> Msg {
    match consent {
        Consent::Unknown => words::CONSENT_UNKNOWN,
        Consent::Given => words::CONSENT_GIVEN,
        Consent::Withdrawn => words::CONSENT_WITHDRAWN,
    }
}

/// The tone of a consent.
pub const fn consent_tone(consent: Consent) -> Tone {
    match consent {
        Consent::Unknown => Tone::Neutral,
        Consent::Given => Tone::Jade,
        Consent::Withdrawn => Tone::Crimson,
    }
}

/// How a consent is known, by its code; an unknown code counts as other.
pub fn source(code: &str) -> Msg {
    match code {
        "form" => words::SOURCE_FORM,
        "phone" => words::SOURCE_PHONE,
        "shop" => words::SOURCE_SHOP,
        "reply" => words::SOURCE_REPLY,
        "import" => words::SOURCE_IMPORT,
        "suppressed" => words::SOURCE_SUPPRESSED,
        _ => words::SOURCE_OTHER,
    }
}

/// The codes of sources that a person may record, in the order of the form.
pub const SOURCES: [&str; 5] = ["form", "phone", "shop", "reply", "other"];
