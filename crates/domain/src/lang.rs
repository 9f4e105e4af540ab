//! The languages in which the product speaks to its users.

use serde::{Deserialize, Serialize};

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The language that an `Accept-Language` header (RFC 9110 §12.5.4) prefers among ours; Chinese when it names neither.
    pub fn from_accept(header: &str) -> Lang {
        let mut best = (0, Lang::ZhCn);
        for choice in header.split(',') {
            let (tag, weight) = choice.split_once(';').unwrap_or((choice, ""));
            let tag = tag.trim().to_ascii_lowercase();
            let lang = match tag.split('-').next() {
                Some("zh") => Lang::ZhCn,
                Some("en") => Lang::En,
                _ => continue,
            };
            let weight = weight
                .trim()
                .strip_prefix("q=")
                .map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let weight = (weight * 1000.0_f32) as i32;
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }

    /// The one of two texts that is in this language.
    pub const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Lang::ZhCn => zh,
            Lang::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_is_found() {
        for (header, lang) in [
            ("", Lang::ZhCn),
            ("en", Lang::En),
            ("en-GB,en;q=0.9", Lang::En),
            ("de,en;q=0.5,zh;q=0.8", Lang::ZhCn),
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::ZhCn),
            ("fr, en;q=0", Lang::ZhCn),
            (";;;,,q=", Lang::ZhCn),
        ] {
            assert_eq!(Lang::from_accept(header), lang, "{header}");
        }
    }
}
