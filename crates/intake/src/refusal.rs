//! Why a row was not taken.

use serde::{Deserialize, Serialize};

use crate::Language;

/// One reason for which a row is refused, and the cell that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The 0-based column; `None` if the reason is about the whole row.
    pub column: Option<usize>,
    /// The header of that column; empty if it has none, or from the reader, which knows no headers.
    pub header: String,
    /// The reason.
    pub code: RefusalCode,
}

impl Refusal {
    /// A refusal of one cell.
    pub fn new(column: usize, code: RefusalCode) -> Self {
        Self {
            column: Some(column),
            header: String::new(),
            code,
        }
    }

    /// A refusal of a row as a whole.
    pub fn row(code: RefusalCode) -> Self {
        Self {
            column: None,
            header: String::new(),
            code,
        }
    }

    /// The column as people name it: its header, else its letter as in a spreadsheet; empty for the whole row.
    pub fn place(&self) -> String {
        match self.column {
            _ if !self.header.is_empty() => self.header.clone(),
            Some(column) => column_letter(column),
            None => String::new(),
        }
    }

    /// The reason in the person's language.
    pub fn text(&self, language: Language) -> &'static str {
        self.code.text(language)
    }
}

/// The letters with which spreadsheets name a 0-based column: A … Z, AA …
fn column_letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut n = column + 1;
    while n > 0 {
        letters.push(b'A' + ((n - 1) % 26) as u8);
        n = (n - 1) / 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $zh:literal, $en:literal;)*) => {
        /// The closed list of reasons. Serialised as the stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum RefusalCode {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl RefusalCode {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What is wrong and what to do, in the person's language.
            pub fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Zh) => $zh, (Self::$name, Language::En) => $en,)*
                }
            }
        }
    };
}

codes! {
    /// A cell has more than [`crate::MAX_CELL_CHARS`] characters.
    CellTooLong, "cell_too_long", "内容超过 10,000 个字，请缩短", "The cell has more than 10,000 characters; shorten it";
    /// Bytes that are no characters in the file's encoding.
    WrongEncoding, "wrong_encoding", "有无法识别的字符（编码错误），请重新填写", "The cell has characters that can't be read (wrong encoding); write it anew";
    /// A quote was opened and never closed.
    OpenQuote, "open_quote", "引号没有成对，无法分清这一行的各列", "A quotation mark is never closed, so the columns can't be told apart";
    /// Cells beyond [`crate::MAX_COLUMNS`].
    TooManyColumns, "too_many_columns", "列数超过 512 列", "The row has more than 512 columns";
    /// Filled cells to the right of the last header.
    ExtraCells, "extra_cells", "这一行比表头多出内容，可能缺少引号而错列", "The row has more cells than the header; a missing quotation mark may have shifted it";
    /// A spreadsheet error such as `#N/A`.
    FormulaError, "formula_error", "公式出错（如 #N/A），请改为实际内容", "The formula failed (such as #N/A); write the value itself";
    /// A formula without the result that a spreadsheet stores beside it: a program wrote the file.
    FormulaUncomputed, "formula_uncomputed", "公式没有算出结果，请用 Excel 或 WPS 打开文件并保存一次", "The formula has no stored result; open the file in a spreadsheet and save it once";
    /// Neither number nor phone.
    NoIdentity, "no_identity", "既没有客户编号也没有手机，无法认出是谁", "Neither customer number nor phone, so the person can't be recognised";
    /// A new customer without a name (for the job that knows who is new).
    NoName, "no_name", "没有姓名", "There is no name";
    /// A name of more than 64 characters.
    NameTooLong, "name_too_long", "姓名超过 64 个字", "The name has more than 64 characters";
    /// A customer number, tag, city or the like beyond its length.
    TooLong, "too_long", "内容过长", "The value is too long";
    /// No date in any form we know.
    BadDate, "bad_date", "不是日期，请写成 2026-05-07", "Not a date; write it as 2026-05-07";
    /// A date such as 26-5-7.
    TwoDigitYear, "two_digit_year", "年份只有两位，请写四位年份", "The year has two digits; write all four";
    /// Day, month and year could be read in two ways, such as 5/7/2026.
    AmbiguousDate, "ambiguous_date", "分不清月和日，请写成 2026-05-07", "Month and day can't be told apart; write it as 2026-05-07";
    /// Such as 30 February.
    NoSuchDay, "no_such_day", "没有这一天", "There is no such day";
    /// Before 1900 or after 2100.
    DateOutOfRange, "date_out_of_range", "日期应在 1900 年至 2100 年之间", "The date must lie between 1900 and 2100";
    /// A birthday or a purchase that has not happened yet.
    FutureDate, "future_date", "日期不能晚于今天", "The date must not lie in the future";
    /// The day of handing over lies before the start.
    DeliveredBeforeStart, "delivered_before_start", "交工日期早于开工日期", "The handing over lies before the start";
    /// No lunar day in any form we know.
    BadLunarDate, "bad_lunar_date", "不是农历日期，请写成 八月十五", "Not a lunar date; write it as 八月十五 or 08-15";
    /// No amount of money.
    BadMoney, "bad_money", "不是金额，请写成 1234.50", "Not an amount; write it as 1234.50";
    /// An amount beyond what can be counted, or negative.
    MoneyOutOfRange, "money_out_of_range", "金额超出范围", "The amount is out of range";
    /// Neither yes nor no.
    BadYesNo, "bad_yes_no", "请填 是 或 否", "Write yes or no";
    /// Neither man nor woman nor unknown.
    BadSex, "bad_sex", "性别请填 男 或 女", "Write male or female";
    /// A stage of work that we don't know.
    BadStage, "bad_stage", "工地阶段请填 未开工、已开工、中期、收尾、已交付 或 维保中", "Write the stage as not started, started, mid-term, final, delivered or maintenance";
    /// A kind of event that we don't know.
    BadEventKind, "bad_event_kind", "类型请填 工地、报修 或 投诉", "Write the kind as site, repair or complaint";
    /// A purchase or an event without its date.
    NoDate, "no_date", "没有日期", "There is no date";
    /// A purchase without its amount.
    NoAmount, "no_amount", "没有金额", "There is no amount";
    /// An event without its kind.
    NoEventKind, "no_event_kind", "没有类型", "There is no kind";
    /// A purchase or an event whose customer is unknown (for the job that knows the customers).
    UnknownCustomer, "unknown_customer", "找不到这位客户，请先导入客户", "No such customer; import the customers first";
    /// The same number or phone on an earlier row of the same file (for the job that sees all rows).
    RepeatedInFile, "repeated_in_file", "与本文件前面的行重复", "The same customer stands on an earlier row of this file";
    /// A phone without a number, and several customers have it (for the job that knows the customers).
    SeveralCustomers, "several_customers", "这个手机属于多位客户，请填写客户编号", "Several customers have this phone; write the customer number";
    /// No phone stands in the phone's place, and the customer has a good one, which is kept (for the job that knows the customers).
    PhoneKept, "phone_kept", "手机号码无法识别；系统里已有可用的号码，没有覆盖。请改正，或留空以沿用原号码", "The phone can't be read, and the customer has one that can: it was kept. Correct it, or leave the cell empty";
    /// The phone was an erased customer's (for the job that knows of them).
    Erased, "erased", "这个号码的客户曾按要求删除，没有重新导入；确实要再次录入，请在导入页选择“连同已删除的客户”", "The customer with this phone was erased and is not brought back; to bring them back, choose so on the import's page";
    /// The number of a purchase or an event is another customer's (for the job that knows them).
    OtherCustomers, "other_customers", "这个单号已属于另一位客户，请核对", "This number belongs to another customer's purchase or event; check it";
    /// The number belongs to one customer and the phone to another (for the job that knows the customers).
    TwoCustomers, "two_customers", "客户编号与手机分属两位客户，请核对", "Number and phone belong to two different customers; check them";
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_its_own_and_says_something() {
        let mut seen = HashSet::new();
        for code in RefusalCode::ALL {
            assert!(seen.insert(code.code()));
            assert!(seen.insert(code.text(Language::Zh)) && seen.insert(code.text(Language::En)));
            assert_eq!(serde_json::to_value(code).unwrap(), code.code());
        }
    }

    #[test]
    fn letters() {
        let check = |column, want: &str| assert_eq!(column_letter(column), want);
        check(0, "A");
        check(25, "Z");
        check(26, "AA");
        check(701, "ZZ");
        check(702, "AAA");
    }
}
