//! What a template may hold.

use domain::campaign::MOST_WORDINGS;
use domain::lang::Lang;
use domain::lint;
use domain::template::Template;
use store::contract::templates::TemplateText;
use wire::templates::TemplateEdit;

use crate::error::{Answer, Failure};
use crate::handlers::campaigns::check::named;

/// Most characters of a wording.
const LONGEST: usize = 500;

/// The fields as they are kept, or everything that is wrong with them. A text with an unknown variable is refused with its
/// place: `text` for the first, and the message says which.
pub(super) fn checked(edit: TemplateEdit) -> Answer<TemplateText> {
    let mut faults: Vec<_> = named(&edit.name).into_iter().collect();
    if edit.others.len() >= MOST_WORDINGS {
        faults.push(("text".to_owned(), ("最多 8 种写法。", "At most 8 wordings.").into()));
    }
    let several = !edit.others.is_empty();
    for (place, text) in std::iter::once(&edit.text).chain(&edit.others).enumerate() {
        let named = |(zh, en): (String, String)| {
            if several {
                let of = |lang| lint::wording_name(place, lang);
                (format!("{}：{zh}", of(Lang::ZhCn)), format!("{}: {en}", of(Lang::En)))
            } else {
                (zh, en)
            }
        };
        faults.extend(
            wrong(text)
                .into_iter()
                .map(|words| ("text".to_owned(), named(words).into())),
        );
    }
    Failure::of_fields(faults)?;
    Ok(TemplateText {
        name: edit.name.trim().to_owned(),
        purpose: edit.purpose,
        text: edit.text,
        others: edit.others,
    })
}

/// What is wrong with one wording.
fn wrong(text: &str) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    if !(1..=LONGEST).contains(&text.trim().chars().count()) {
        let words = ("正文为 1 到 500 个字。", "The text has 1 to 500 characters.");
        wrong.push((words.0.to_owned(), words.1.to_owned()));
    }
    for error in Template::parse_all(text).err().unwrap_or_default() {
        let (from, to) = (error.place.start + 1, error.place.end);
        wrong.push((
            format!("第 {from} 到 {to} 字：{}", error.words(Lang::ZhCn)),
            format!("Characters {from} to {to}: {}", error.words(Lang::En)),
        ));
    }
    wrong
}
