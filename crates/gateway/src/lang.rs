//! The language of a request, and texts in both.

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

pub use domain::lang::Lang;

/// The language that a request prefers.
pub fn of(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::from_accept(accepted.unwrap_or(""))
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
