//! The language of a request, and texts in both.

use std::borrow::Cow;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, request::Parts};

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese of the mainland; what is spoken unless the request prefers English.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// The first of our languages that `Accept-Language` names; weights are taken as sorted, as browsers send them.
    pub fn of(headers: &HeaderMap) -> Lang {
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        for range in accepted.unwrap_or("").split(',') {
            match range.trim().get(..2).map(str::to_ascii_lowercase).as_deref() {
                Some("zh") => return Lang::ZhCn,
                Some("en") => return Lang::En,
                _ => {}
            }
        }
        Lang::ZhCn
    }

    /// Picks the text of this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::ZhCn => zh,
            Lang::En => en,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Lang, Infallible> {
        Ok(Lang::of(&parts.headers))
    }
}

/// A text in both languages; made from a pair `(zh, en)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    zh: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Text {
    /// The text in `lang`.
    pub fn into_lang(self, lang: Lang) -> String {
        match lang {
            Lang::ZhCn => self.zh.into_owned(),
            Lang::En => self.en.into_owned(),
        }
    }
}

impl From<(&'static str, &'static str)> for Text {
    fn from((zh, en): (&'static str, &'static str)) -> Text {
        Text {
            zh: Cow::Borrowed(zh),
            en: Cow::Borrowed(en),
        }
    }
}

impl From<(String, String)> for Text {
    fn from((zh, en): (String, String)) -> Text {
        Text {
            zh: Cow::Owned(zh),
            en: Cow::Owned(en),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_first_language_we_speak_wins() {
        for (header, expected) in [
            ("", Lang::ZhCn),
            ("en-GB,en;q=0.9", Lang::En),
            ("fr, en;q=0.8, zh;q=0.5", Lang::En),
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::ZhCn),
            ("de", Lang::ZhCn),
            ("é", Lang::ZhCn),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, header.parse().unwrap());
            assert_eq!(Lang::of(&headers), expected, "{header}");
        }
    }
}
