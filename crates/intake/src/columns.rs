//! What each column of a file means: guessed from its header, corrected by a person, remembered.

use std::collections::HashMap;
use std::hash::BuildHasher;

use serde::{Deserialize, Serialize};

pub use crate::field::{Field, FileKind, UnknownField};
pub use crate::mapping::{Mapping, MappingError};

use crate::headers;
use crate::text;

/// What we take a column for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// The field.
    pub field: Field,
    /// Whether the header is one that we know or remember, rather than one that only contains such a word.
    pub sure: bool,
}

/// The form in which a header is compared and remembered: half-width, lower case, without spaces, brackets and marks.
pub fn header_key(header: &str) -> String {
    text::fold(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a cell reads like a header of any kind of file.
pub(crate) fn is_known_header(cell: &str) -> bool {
    if cell.len() > 64 {
        return false;
    }
    let key = header_key(cell);
    let kinds = [FileKind::Customers, FileKind::Purchases, FileKind::Events];
    kinds.iter().any(|kind| headers::exact(*kind, &key).is_some())
}

/// What stands on a customer's card, and in no file of purchases or events.
const OF_CARD: [Field; 9] = [
    Field::Tier,
    Field::Birthday,
    Field::LunarBirthday,
    Field::Started,
    Field::Delivered,
    Field::Tags,
    Field::ConsentService,
    Field::ConsentCare,
    Field::ConsentMarketing,
];

/// The kind of file that the headers speak of. A word that a list of customers may hold as well (a type, a project, a contract)
/// tells of another kind only beside its day or amount, or where no names are listed.
pub fn kind<S: AsRef<str>>(columns: &[S]) -> FileKind {
    let keys: Vec<String> = columns.iter().map(|c| header_key(c.as_ref())).collect();
    let has = |kind, field: &Field| keys.iter().any(|k| headers::exact(kind, k).as_ref() == Some(field));
    let event = |field| has(FileKind::Events, &field);
    let purchase = |field| has(FileKind::Purchases, &field);
    let names = has(FileKind::Customers, &Field::Name);
    let (when, what) = (event(Field::EventDate), event(Field::EventText));
    let (day, amount) = (purchase(Field::PurchaseDate), purchase(Field::Amount));
    if OF_CARD.iter().any(|field| has(FileKind::Customers, field)) {
        FileKind::Customers
    } else if event(Field::EventKind) && when || event(Field::EventNumber) && !amount && (when || what || !names) {
        FileKind::Events
    } else if purchase(Field::PurchaseNumber) && (!names || day || amount)
        || purchase(Field::Item) && (!names || day && amount)
        || day && amount && !names
    {
        FileKind::Purchases
    } else {
        FileKind::Customers
    }
}

/// Takes each column for a field by its header: what is remembered first (by [`header_key`]), then headers that we know,
/// then headers that contain a word that we know. A field is given to one column only, the best and then the leftmost; a
/// column that is left becomes a custom attribute in a customer file, and is ignored in the others and where it has no header.
pub fn guess<S: AsRef<str>>(
    columns: &[S],
    kind: FileKind,
    remembered: &HashMap<String, Field, impl BuildHasher>,
) -> Vec<Guess> {
    let keys: Vec<String> = columns.iter().map(|c| header_key(c.as_ref())).collect();
    let mut guesses: Vec<Option<Guess>> = vec![None; keys.len()];
    let mut taken: Vec<Field> = Vec::new();
    let mut round = |guesses: &mut Vec<Option<Guess>>, sure: bool, find: &dyn Fn(&str) -> Option<(Field, usize)>| {
        let mut found: Vec<(usize, usize, Field)> = keys
            .iter()
            .enumerate()
            .filter(|(at, key)| guesses[*at].is_none() && !key.is_empty())
            .filter_map(|(at, key)| find(key).map(|(field, rank)| (rank, at, field)))
            .collect();
        found.sort_by_key(|f| (f.0, f.1));
        for (_, at, field) in found {
            let many = matches!(field, Field::Ignore);
            if many || !taken.contains(&field) {
                taken.push(field.clone());
                guesses[at] = Some(Guess { field, sure });
            }
        }
    };
    let fits = |f: &Field| match f {
        Field::Ignore => true,
        Field::Attribute(_) => kind == FileKind::Customers,
        _ => Field::of(kind).contains(f),
    };
    round(&mut guesses, true, &|key| {
        remembered.get(key).filter(|f| fits(f)).map(|f| (f.clone(), 0))
    });
    round(&mut guesses, true, &|key| headers::ranked(kind, key));
    round(&mut guesses, false, &|key| headers::within(kind, key));
    guesses
        .into_iter()
        .zip(columns)
        .map(|(guess, header)| {
            guess.unwrap_or_else(|| {
                let name = text::line(header.as_ref()).chars().take(64).collect::<String>();
                let field = if name.is_empty()
                    || kind != FileKind::Customers
                    || taken.contains(&Field::Attribute(name.clone()))
                {
                    Field::Ignore
                } else {
                    taken.push(Field::Attribute(name.clone()));
                    Field::Attribute(name)
                };
                Guess { field, sure: false }
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(kind: FileKind, headers: &str, want: &str) {
        let headers: Vec<&str> = headers.split('|').collect();
        let got: Vec<String> = guess(&headers, kind, &HashMap::new())
            .iter()
            .map(|g| format!("{}{}", g.field.key(), if g.sure { "" } else { "?" }))
            .collect();
        assert_eq!(got.join(" "), want, "{headers:?}");
    }

    #[test]
    fn guesses() {
        use FileKind::{Customers, Events, Purchases};
        check(
            Customers,
            "姓名|手机|工地状态|开工日期|交工日期|会员等级|生日(农历)|最近购买|购买金额|城市|备注",
            "name phone site_stage started delivered tier lunar_birthday last_purchase amount city note",
        );
        check(
            Customers,
            "客户编号|客户姓名|手机号码|生日|农历生日|性别|小区|标签|客服|项目经理",
            "number name phone birthday lunar_birthday sex site tags agent project_manager",
        );
        check(
            Customers,
            " ＮＡＭＥ |Mobile Phone|Customer-ID|E-mail",
            "name phone number attribute:E-mail?",
        );
        check(Customers, "电话|手机", "attribute:电话? phone");
        check(
            Customers,
            "业主的手机号（必填）|爱好|",
            "phone? attribute:爱好? ignore?",
        );
        check(
            Customers,
            "服务同意|关怀同意|营销同意",
            "consent_service consent_care consent_marketing",
        );
        check(Customers, "姓名|手机|行号|列|原因", "name phone ignore ignore ignore");
        check(
            Purchases,
            "手机号|订单号|下单日期|金额|商品|爱好",
            "phone purchase_number purchase_date amount item ignore?",
        );
        check(
            Events,
            "客户编号|类型|日期|内容|工单号|工地状态",
            "number event_kind event_date event_text event_number site_stage",
        );
    }

    #[test]
    fn memory_wins() {
        let remembered = HashMap::from([(header_key("联系 方式"), Field::Phone)]);
        let got = guess(&["手机", "联系方式"], FileKind::Customers, &remembered);
        assert_eq!(
            got[1],
            Guess {
                field: Field::Phone,
                sure: true
            }
        );
        assert_eq!(got[0].field, Field::Attribute("手机".into()));
    }

    #[test]
    fn kinds() {
        let check = |headers: &str, want| assert_eq!(kind(&headers.split('|').collect::<Vec<_>>()), want, "{headers}");
        check("姓名|手机|购买金额|最近购买", FileKind::Customers);
        check("手机|订单号|金额", FileKind::Purchases);
        check("手机|购买日期|金额", FileKind::Purchases);
        check("手机|商品|成交价|成交时间", FileKind::Purchases);
        check("手机|购买日期|金额|商品|姓名", FileKind::Purchases);
        check("姓名|手机|流水号|购买日期|金额", FileKind::Purchases);
        check("手机|类型|日期|内容", FileKind::Events);
        check("客户编号|姓名|工单号|内容", FileKind::Events);
        check("姓名|手机|流水号", FileKind::Customers);
        check("姓名|手机|类型|项目|备注", FileKind::Customers);
        check("姓名|手机|合同编号|城市", FileKind::Customers);
        check("客户编号|合同编号|购买日期|金额|会员等级", FileKind::Customers);
    }
}
