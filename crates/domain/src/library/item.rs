//! One item of the library: the wordings for one occasion.

use serde::{Deserialize, Serialize};

use super::{ItemError, Occasion};
use crate::consent::Purpose;
use crate::lang::Lang;
use crate::template::Template;

/// Wordings that say the same to different customers. Each language has at least one, and all of them are templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Item(Written);

/// An item as the files and the gateway's answers write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    occasion: Occasion,
    purpose: Purpose,
    variants: Variants,
}

/// Texts by language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Variants {
    #[serde(rename = "zh-CN")]
    zh: Vec<String>,
    en: Vec<String>,
}

impl Item {
    /// Its id: stable, for campaigns remember where their text came from.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Whether it is for customers with a building site, beside a general one for the same occasion.
    pub fn is_for_sites(&self) -> bool {
        self.0.id.rsplit('.').next() == Some("site")
    }

    /// Why one writes it.
    pub fn occasion(&self) -> Occasion {
        self.0.occasion
    }

    /// The purpose for which the customer's consent is asked.
    pub fn purpose(&self) -> Purpose {
        self.0.purpose
    }

    /// The wordings in a language, never none. Their order is stable; new ones come at the end.
    pub fn texts(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::ZhCn => &self.0.variants.zh,
            Lang::En => &self.0.variants.en,
        }
    }

    /// The wordings in all languages.
    pub(super) fn all_texts(&self) -> impl Iterator<Item = &str> {
        let Variants { zh, en } = &self.0.variants;
        zh.iter().chain(en).map(String::as_str)
    }
}

impl TryFrom<Written> for Item {
    type Error = ItemError;

    fn try_from(written: Written) -> Result<Item, ItemError> {
        let good = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || matches!(ch, '_' | '.');
        if written.id.is_empty() || !written.id.chars().all(good) {
            return Err(ItemError::Id(written.id));
        }
        let item = Item(written);
        for lang in [Lang::ZhCn, Lang::En] {
            if item.texts(lang).is_empty() {
                let id = item.0.id;
                return Err(ItemError::NoText { id, lang });
            }
        }
        for text in item.all_texts() {
            Template::parse(text).map_err(|source| ItemError::Text {
                id: item.id().to_owned(),
                text: text.to_owned(),
                source,
            })?;
        }
        Ok(item)
    }
}

impl From<Item> for Written {
    fn from(item: Item) -> Written {
        item.0
    }
}
