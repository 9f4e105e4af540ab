//! How a person is addressed.

use crate::customer::Sex;
use crate::lang::Lang;

/// Surnames of two characters that are still common (《百家姓》 and the census lists of compound surnames).
const COMPOUND: [&str; 40] = [
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "令狐", "呼延", "轩辕", "百里", "东郭",
];

/// Words that staff write behind a surname instead of a given name: such a name is an address already.
const ADDRESSED: [&str; 14] = [
    "先生", "女士", "小姐", "太太", "老师", "经理", "总", "阿姨", "叔叔", "医生", "师傅", "大姐", "大哥", "老板",
];

/// The surname in a full name: the first one or two characters of a Chinese name, the last word of another.
pub fn surname(name: &str) -> Option<&str> {
    let name = name.trim();
    let first = name.chars().next()?;
    if !is_han(first) {
        return name.rsplit(char::is_whitespace).next();
    }
    let two = name.char_indices().nth(2).map_or(name.len(), |(at, _)| at);
    // A name of two characters that looks like a compound surname is one only if something follows: 东方 alone is 东 + 方.
    let compound = two < name.len() && COMPOUND.contains(&&name[..two]);
    Some(if compound {
        &name[..two]
    } else {
        &name[..first.len_utf8()]
    })
}

/// Writes how a person is addressed behind `out`: 王先生, 欧阳女士, Mr Smith. `false`, and nothing written, when it is not known.
pub fn address(name: &str, sex: Option<Sex>, lang: Lang, out: &mut String) -> bool {
    let name = name.trim();
    if ADDRESSED
        .iter()
        .any(|word| name.len() > word.len() && name.ends_with(word))
    {
        out.push_str(name);
        return true;
    }
    let (Some(surname), Some(sex)) = (surname(name), sex) else {
        return false;
    };
    match lang {
        Lang::ZhCn => {
            out.push_str(surname);
            out.push_str(match sex {
                Sex::Male => "先生",
                Sex::Female => "女士",
            });
        }
        Lang::En => {
            out.push_str(match sex {
                Sex::Male => "Mr ",
                Sex::Female => "Ms ",
            });
            out.push_str(surname);
        }
    }
    true
}

/// Whether a character is a Chinese one: the unified ideographs, and their extensions, which rare names need.
pub(crate) fn is_han(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_addressed_as_they_should_be() {
        use Sex::{Female, Male};
        for (name, sex, lang, expected) in [
            ("王建国", Some(Male), Lang::ZhCn, Some("王先生")),
            ("欧阳娜娜", Some(Female), Lang::ZhCn, Some("欧阳女士")),
            ("东方", Some(Male), Lang::ZhCn, Some("东先生")),
            ("王建国", None, Lang::ZhCn, None),
            ("李女士", None, Lang::ZhCn, Some("李女士")),
            ("张总", Some(Male), Lang::ZhCn, Some("张总")),
            ("总", Some(Male), Lang::ZhCn, Some("总先生")),
            ("", Some(Male), Lang::ZhCn, None),
            ("  ", Some(Male), Lang::ZhCn, None),
            ("John Smith", Some(Male), Lang::En, Some("Mr Smith")),
            ("Smith", Some(Female), Lang::ZhCn, Some("Smith女士")),
            ("𠮷田", Some(Male), Lang::ZhCn, Some("𠮷先生")),
        ] {
            let mut out = String::new();
            let known = address(name, sex, lang, &mut out);
            assert_eq!(known.then_some(out.as_str()), expected, "{name}");
            assert!(known || out.is_empty());
        }
    }
}
