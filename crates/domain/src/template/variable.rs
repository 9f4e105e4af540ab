//! The variables that a text may use, as data.

use super::error::Wrong;
use crate::lang::Lang;

/// A variable of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Variable {
    /// One that every firm has.
    Field(Field),
    /// One of the firm's own attributes, by name.
    Attribute(String),
}

/// The variables that every firm has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Full name.
    Name,
    /// Surname.
    Surname,
    /// Surname with 先生 or 女士.
    Address,
    /// City.
    City,
    /// Membership tier.
    Tier,
    /// Name or address of the building site.
    Site,
    /// How far the site is.
    Stage,
    /// When the site started.
    Started,
    /// When the site is handed over.
    Due,
    /// The how many-eth day since the site started; the day itself is 1.
    Days,
    /// Project manager.
    Manager,
    /// Date of the last purchase.
    LastPurchase,
    /// The sum of purchases.
    Spent,
    /// The festival or solar term that the message is sent for, else that of the day.
    Festival,
    /// Today's weather in the customer's city.
    Weather,
    /// Today's date.
    Today,
    /// Today's day of the week.
    Weekday,
}

/// A variable for lists and chips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariableInfo {
    /// Which.
    pub field: Field,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Other names that mean the same.
    pub aliases: &'static [&'static str],
    /// What it is, in Chinese and English.
    pub about: (&'static str, &'static str),
    /// An example value, in a Chinese and an English text.
    pub example: (&'static str, &'static str),
}

impl VariableInfo {
    /// The name in this language.
    pub const fn name(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

macro_rules! fields {
    ($($field:ident $zh:literal $en:literal [$($alias:literal),*] ($about_zh:literal, $about_en:literal) ($zh_example:literal, $en_example:literal);)*) => {
        impl Field {
            /// All of them, in the order in which lists show them.
            pub const ALL: &[VariableInfo] = &[$(VariableInfo {
                field: Field::$field, zh: $zh, en: $en, aliases: &[$($alias),*],
                about: ($about_zh, $about_en), example: ($zh_example, $en_example),
            }),*];
        }
    };
}

fields! {
    Name "姓名" "name" ["客户姓名", "客户", "名字", "customer"] ("客户的全名", "The customer's full name") ("王建国", "Wang Jianguo");
    Surname "姓" "surname" ["姓氏"] ("客户的姓，认得复姓", "The customer's surname") ("王", "Wang");
    Address "称呼" "salutation" ["尊称", "address"] ("姓加先生或女士；不知道性别时没有值，请写备用词", "Surname with Mr or Ms; has no value while the sex is unknown, so give a fallback") ("王先生", "Mr Wang");
    City "城市" "city" ["所在城市"] ("客户所在的城市", "The customer's city") ("杭州", "Hangzhou");
    Tier "会员等级" "tier" ["等级", "级别", "VIP等级", "level"] ("会员等级", "Membership tier") ("金卡", "Gold");
    Site "工地" "site" ["工地名称", "工地地址", "小区"] ("工地的名称或地址", "Name or address of the building site") ("翠苑小区3幢", "3 Green Court");
    Stage "工地阶段" "stage" ["阶段", "工地状态", "施工阶段"] ("工地现在的阶段", "How far the site is") ("中期", "mid-term");
    Started "开工日期" "started" ["开工日", "开工时间"] ("工地开工的日期", "When the site started") ("3月8日", "8 March");
    Due "交工日期" "due" ["交付日期", "完工日期", "竣工日期", "交工时间"] ("工地交付的日期", "When the site is handed over") ("9月20日", "20 September");
    Days "开工天数" "days" ["施工天数"] ("今天是开工第几天，开工当天为 1", "Which day of building today is; the first is 1") ("61", "61");
    Manager "项目经理" "manager" ["工长", "project_manager"] ("工地的项目经理", "Project manager of the site") ("李工", "Li Gong");
    LastPurchase "最近购买日期" "purchase" ["最近购买", "购买日期", "last_purchase"] ("最近一次购买的日期", "Date of the last purchase") ("5月1日", "1 May");
    Spent "购买总额" "spent" ["消费金额", "累计消费", "消费总额", "购买金额", "金额"] ("累计购买的金额；没有购买过时没有值", "Sum of purchases; has no value for who never bought") ("12,800元", "¥12,800");
    Festival "节日" "festival" ["今天节日", "节气"] ("所逢的节日或节气，否则取发送当天的；平常日子没有值，请写备用词", "Festival or solar term that it is sent for, else that of the day; has no value on other days, so give a fallback") ("中秋节", "Mid-Autumn Festival");
    Weather "天气" "weather" ["城市天气", "当地天气"] ("客户所在城市当天的天气；不知道时没有值，请写备用词", "Today's weather in the customer's city; has no value while it is not known, so give a fallback") ("暴雨", "heavy rain");
    Today "今天日期" "today" ["今天", "日期", "date"] ("发送当天的日期", "The date of sending") ("5月7日", "7 May");
    Weekday "星期" "weekday" ["星期几", "周几"] ("发送当天是星期几", "The day of the week of sending") ("星期四", "Thursday");
}

/// What goes before the name of an attribute.
const PREFIXES: [&str; 4] = ["属性", "attr", "attribute", "自定义"];

impl Field {
    /// Its row of the list.
    pub fn info(self) -> &'static VariableInfo {
        // Every field has its row, which a test holds; the first row stands in, as this cannot fail.
        Field::ALL
            .iter()
            .find(|info| info.field == self)
            .unwrap_or(&Field::ALL[0])
    }
}

impl Variable {
    /// The variable of this name, letter case aside.
    pub(super) fn named(name: &str) -> Result<Variable, Wrong> {
        if let Some((prefix, attribute)) = name.split_once([':', '：'])
            && PREFIXES.iter().any(|known| known.eq_ignore_ascii_case(prefix.trim()))
        {
            let attribute = attribute.trim();
            return if attribute.is_empty() {
                Err(Wrong::EmptyAttribute)
            } else {
                Ok(Variable::Attribute(attribute.to_owned()))
            };
        }
        all_names()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, field)| Variable::Field(field))
            .ok_or_else(|| Wrong::Unknown(name.to_owned()))
    }

    /// The name to show, in this language.
    pub fn name(&self, lang: Lang) -> String {
        match self {
            Variable::Field(field) => field.info().name(lang).to_owned(),
            Variable::Attribute(name) => format!("{}:{name}", lang.pick("属性", "attr")),
        }
    }
}

fn all_names() -> impl Iterator<Item = (&'static str, Field)> {
    Field::ALL.iter().flat_map(|info| {
        [info.zh, info.en]
            .into_iter()
            .chain(info.aliases.iter().copied())
            .map(move |name| (name, info.field))
    })
}

/// The name that was probably meant: fewest edits, at most half of the longer name's characters.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let wanted: Vec<char> = name.to_lowercase().chars().take(40).collect();
    all_names()
        .map(|(known, _)| (edits(&wanted, &known.to_lowercase().chars().collect::<Vec<_>>()), known))
        .filter(|(edits, known)| edits * 2 <= known.chars().count().max(wanted.len()))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, known)| known)
}

/// Edits from one name to the other: insertions, deletions, substitutions, and neighbours swapped (optimal string alignment).
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_name_means_one_thing() {
        let mut seen = HashSet::new();
        for (name, field) in all_names() {
            assert!(seen.insert(name.to_lowercase()), "{name} twice");
            assert_eq!(Variable::named(name), Ok(Variable::Field(field)));
            assert_eq!(field.info().field, field);
        }
        assert_eq!(Variable::named("ATTR：楼栋 "), Ok(Variable::Attribute("楼栋".into())));
    }
}
