//! Language, dates and numbers as people write them.
//!
//! A message is a constant with both languages side by side, so that a missing translation cannot compile:
//!
//! ```ignore
//! pub const TITLE: Msg = Msg::new("客户", "Customers");
//! view! { <h1>{tr(TITLE)}</h1> <button title=tr(HELP)/> <Button label=SAVE/> }
//! ```
//!
//! `tr` gives a reactive closure; kit components take a [`Text`], into which a `Msg`, a string or a closure converts.
//! A message with parameters is a plain function of the language: `fn found(lang: Lang, n: u64) -> String`, used as
//! `{move || found(lang(), n)}`.

/// Declares messages, Chinese and English side by side: `SAVE = "保存", "Save";`. The English text is the documentation.
macro_rules! messages {
    ($($name:ident = $zh:literal, $en:literal;)*) => {
        $(#[doc = $en] pub const $name: Msg = Msg::new($zh, $en);)*
    };
}

pub mod actors;
pub mod approvals;
pub mod audit;
pub mod campaigns;
pub mod carrier_said;
pub mod carriers;
pub mod customers;
pub mod dates;
pub mod doubts;
pub mod held;
pub mod imports;
pub mod library;
pub mod numbers;
pub mod pace;
pub mod replies;
pub mod reports;
pub mod runs;
pub mod schedule;
pub mod segments;
pub mod session;
pub mod settings;
pub mod templates;
mod text;
pub mod today;
pub mod ui;
pub mod verify;
pub mod witness;

use std::sync::LazyLock;

use leptos::prelude::*;

pub use dates as date;
pub use numbers::{money, number, percent, share};
pub use text::Text;

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag, as `lang` attributes and `Accept-Language` carry it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language's name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::ZhCn => "中文",
            Self::En => "English",
        }
    }

    /// The language of a tag such as `en-GB`; Chinese if it is neither.
    pub fn of_tag(tag: &str) -> Self {
        if tag.starts_with("en") { Self::En } else { Self::ZhCn }
    }
}

/// One message in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Msg {
    zh: &'static str,
    en: &'static str,
}

impl Msg {
    /// Both languages, Chinese first.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The text in a language.
    pub const fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::ZhCn => self.zh,
            Lang::En => self.en,
        }
    }

    /// The text in the language of the screen; reactive.
    pub fn get(self) -> &'static str {
        self.of(lang())
    }
}

/// A number as it is written, and the English word for one or for many.
pub fn counted(count: &str, one: &str, many: &str) -> String {
    format!("{count} {}", if count == "1" { one } else { many })
}

static LANG: LazyLock<ArcRwSignal<Lang>> = LazyLock::new(|| ArcRwSignal::new(Lang::default()));

const STORE_KEY: &str = "rollcall.lang";

/// The language of the screen; reactive.
pub fn lang() -> Lang {
    crate::state::read(&LANG)
}

/// The language of the screen for the domain's own words; reactive.
pub fn domain_lang() -> domain::lang::Lang {
    match lang() {
        Lang::ZhCn => domain::lang::Lang::ZhCn,
        Lang::En => domain::lang::Lang::En,
    }
}

/// The language of the screen, without following it.
pub fn lang_now() -> Lang {
    LANG.get_untracked()
}

/// Changes the language of the screen, at once and for later visits.
pub fn set_lang(lang: Lang) {
    crate::state::storage::set(STORE_KEY, lang.tag());
    apply(lang);
}

/// Takes up the language of the last visit, else the browser's.
pub fn init() {
    let tag = crate::state::storage::get(STORE_KEY).or_else(|| window().navigator().language());
    apply(tag.map_or(Lang::default(), |tag| Lang::of_tag(&tag)));
}

fn apply(lang: Lang) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", lang.tag());
    }
    LANG.set(lang);
}

/// The message as a reactive value for views and attributes.
pub fn tr(msg: Msg) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || msg.get()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_tag_gives_its_language() {
        for (tag, lang) in [
            ("en", Lang::En),
            ("en-GB", Lang::En),
            ("zh-CN", Lang::ZhCn),
            ("zh-TW", Lang::ZhCn),
            ("fr", Lang::ZhCn),
        ] {
            assert_eq!(Lang::of_tag(tag), lang, "{tag}");
        }
    }

    #[test]
    fn the_page_says_its_language() {
        for lang in [Lang::En, Lang::ZhCn] {
            set_lang(lang);
            let root = document().document_element().expect("a page has a root");
            assert_eq!(root.get_attribute("lang").as_deref(), Some(lang.tag()));
        }
    }
}
