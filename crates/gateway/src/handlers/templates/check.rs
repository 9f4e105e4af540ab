//! What a template may hold.

use domain::template::Template;
use store::contract::templates::TemplateText;
use wire::templates::TemplateEdit;

use crate::error::{Answer, Failure};
use crate::handlers::campaigns::check::named;

/// Most characters of a template's text.
const LONGEST: usize = 500;

/// The fields as they are kept, or everything that is wrong with them. A text with an unknown variable is refused with its
/// place: `text` for the first, and the message says which.
pub(super) fn checked(edit: TemplateEdit) -> Answer<TemplateText> {
    let mut faults: Vec<_> = named(&edit.name).into_iter().collect();
    let length = edit.text.trim().chars().count();
    if !(1..=LONGEST).contains(&length) {
        let message = ("正文为 1 到 500 个字。", "The text has 1 to 500 characters.");
        faults.push(("text".to_owned(), message.into()));
    }
    if let Err(errors) = Template::parse_all(&edit.text) {
        use domain::lang::Lang;
        for error in errors {
            let (from, to) = (error.place.start + 1, error.place.end);
            let message = (
                format!("第 {from} 到 {to} 字：{}", error.words(Lang::ZhCn)),
                format!("Characters {from} to {to}: {}", error.words(Lang::En)),
            );
            faults.push(("text".to_owned(), message.into()));
        }
    }
    Failure::of_fields(faults)?;
    Ok(TemplateText {
        name: edit.name.trim().to_owned(),
        purpose: edit.purpose,
        text: edit.text,
    })
}
