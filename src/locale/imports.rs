//! Messages of 导入 (Imports).

use super::{Lang, Msg, number};

messages! {
    NAV = "导入", "Imports";
    ONE = "导入详情", "Import";
    LEAD = "拖入表格，核对我们的理解，再写入。写入之前什么都不会改变。", "Drop a file, check what we understood, then apply. Nothing changes before that.";
    KIND = "文件里是什么", "What the file holds";
    KIND_ANY = "自动识别", "Recognise it";
    KIND_CUSTOMERS = "客户", "Customers";
    KIND_PURCHASES = "购买记录", "Purchases";
    KIND_EVENTS = "工地、报修、投诉", "Site, repair, complaint";
    DROP_ANY = "客户、购买记录或事件：一行一条，看列名就知道是哪一种", "Customers, purchases or events, one a row: its columns tell which";
    DROP_CUSTOMERS = "客户表：一行一位客户", "Customers: one a row";
    DROP_PURCHASES = "购买记录：一行一笔，用客户编号或手机对应到人", "Purchases: one a row, with the customer's number or phone";
    DROP_EVENTS = "事件表：一行一件，用客户编号或手机对应到人", "Events: one a row, with the customer's number or phone";
    DROP_HINT = "CSV 或 Excel（.xlsx）；UTF-8、GB18030 编码和分隔符自动识别。", "CSV or Excel (.xlsx); encoding and delimiter are recognised.";
    UPLOADING = "正在上传", "Uploading";
    EARLIER = "以前的导入", "Earlier imports";
    EARLIER_EMPTY = "还没有导入过文件", "Nothing was imported yet";
    EARLIER_EMPTY_TEXT = "第一份文件导入后，数目、原件名和被拒的行都会留在这里。", "After the first file, its counts and refused rows stay here.";
    FILE = "文件", "File";
    STATE = "状态", "State";
    BY = "上传人", "By";
    WHEN = "时间", "When";
    SIZE = "大小", "Size";
    FORMAT = "格式", "Format";

    SAME_PURCHASE = "有订单号的按订单号认。没有的，同一客户、同一天、同样金额和商品：在别的文件里出现过，算同一笔；在本文件里有几行，就算几笔。", "Purchases are told apart by their order numbers. Without one, the same customer, day, amount and item is the same purchase if another file told of it; as many rows as this file has of it, as many purchases they are.";
    STATE_CHECKING = "正在核对", "Checking";
    STATE_CHECKED = "等待写入", "Ready to apply";
    STATE_APPLYING = "正在写入", "Applying";
    STATE_APPLIED = "已写入", "Applied";
    STATE_CANCELLED = "已取消", "Cancelled";
    STATE_FAILED = "未能导入", "Failed";

    STEPS = "导入的步骤", "Steps of the import";
    STEP_READ = "读取", "Read";
    STEP_CHECK = "核对", "Check";
    STEP_APPLY = "写入", "Apply";
    STEP_DONE = "完成", "Done";

    COUNTS = "写入后会怎样", "What applying does";
    COUNTS_DONE = "写入的结果", "What was applied";
    COUNTS_SO_FAR = "目前的数目", "Counts so far";
    ROWS_SUM = "行数等于各项之和", "Rows as a sum";
    NEW = "新增", "New";
    CHANGED = "更新", "Changed";
    UNCHANGED = "不变", "Unchanged";
    REFUSED = "不能接受", "Refused";
    REFUSALS = "不能接受的原因", "Why rows are refused";
    REFUSALS_TEXT = "其余的行照常写入；被拒的行可取回，改好后再导入一次即可。", "All other rows are taken; fetch the refused ones, mend them and import again.";
    REASON = "原因", "Reason";
    COLUMN = "列", "Column";
    ROWS = "行数", "Rows";

    COLUMNS = "核对各列", "Check the columns";
    COLUMNS_TEXT = "每一列上面是文件的表头，下面是它对应的内容。不对就改，我们会记住。", "Above each column stands its header, below what it goes to. Mend what is wrong; it is remembered.";
    COLUMNS_SHUT = "各列与样例", "Columns and sample";
    LINE = "行", "Line";
    SAMPLE = "文件的前几行和我们的理解", "The first rows, and what we understood";
    UNDERSTOOD = "理解为", "understood as";
    GUESS_REMEMBERED = "上次的选择", "remembered";
    GUESS_SURE = "已识别", "recognised";
    GUESS_LIKELY = "请确认", "please check";
    GUESS_UNKNOWN = "未识别", "not recognised";
    GUESS_CHOSEN = "您选的", "chosen";
    RECHECK = "按新的对应重新核对", "Check again with these columns";
    BY_COMMA = "逗号分隔", "comma-separated";
    BY_SEMICOLON = "分号分隔", "semicolon-separated";
    BY_BAR = "竖线分隔", "bar-separated";
    BY_TAB = "制表符分隔", "tab-separated";
    UNDO = "撤销改动", "Undo the changes";
    MISSING_KEY = "没有手机也没有客户编号的列，认不出是谁", "Neither a phone nor a number column: nobody can be told apart";
    TWICE = "有两列对应到同一项", "Two columns go to the same field";

    APPLYING = "正在写入", "Applying";
    CHECKING = "正在核对每一行，还没有写入任何内容", "Checking every row; nothing is written yet";
    APPLYING_TEXT = "全部写完之前，客户资料保持原样；取消就等于没有发生过。", "Until it ends, nothing has changed; cancel, and it never happened.";
    CANCEL = "取消导入", "Cancel the import";
    CANCEL_ASK = "取消这次导入？", "Cancel this import?";
    CANCEL_TEXT = "什么都不会写入，文件可以再次上传。", "Nothing will be written; the file can be uploaded again.";
    FETCH_REFUSED = "取回被拒的行", "Fetch the refused rows";
    TO_CUSTOMERS = "去看客户", "To the customers";
    ANOTHER = "再导入一份", "Import another file";
    DONE = "已写入，一行不差", "Applied; every row is accounted for";
    DONE_NOTHING = "已核对，没有需要改变的内容", "All there already; nothing had to change";
    CANCELLED = "已取消，没有写入任何内容", "Cancelled; nothing was written";
    FAILED = "这份文件没能导入，没有写入任何内容", "This file could not be imported; nothing was written";
    FAILED_DO = "请在表格软件里打开，另存为 CSV（UTF-8）或 .xlsx，再上传一次。", "Open it in your spreadsheet, save it as CSV (UTF-8) or .xlsx, and upload it again.";
    NOTHING_TO_APPLY = "没有可写入的行", "There is nothing to apply";

    ERASED_TEXT = "系统只留着他们号码的加密指纹。没有导入他们；如果本人又成为客户，可以一起录入。", "Only a keyed hash of their numbers is kept. They are not brought in; if they are customers again, take them in.";
    MERGED_TEXT = "合并的单元格只有第一行有内容，其余各行在这一列都当作空。请在表格软件里取消合并、填满，再上传。", "Of a merged cell only the first row holds the content; the others read as empty there. Unmerge and fill them in your spreadsheet, and upload it again.";
    ZEROS_TEXT = "例如文件里是 12，系统里是 00012。表格软件会去掉数字前面的零；照这样写入，就是新的客户。请把编号列设为文本、补上零，再上传。", "Such as 12 in the file and 00012 here. Spreadsheets strip zeros in front of numbers; applied like this, they are new customers. Make the column text, restore the zeros, and upload it again.";
    BRING_ERASED = "连同已删除的客户", "Bring them back";
    WITH_ERASED = "连同已删除的客户一起导入", "Who was erased comes back";
    WITH_ERASED_TEXT = "文件里曾按要求删除的客户，写入后会重新录入。", "Customers of this file who were erased will be entered anew.";
    LEAVE_ERASED = "不导入他们", "Leave them out";

    F_NUMBER = "客户编号", "Customer number";
    F_NAME = "姓名", "Name";
    F_SEX = "性别或称呼", "Sex or form of address";
    F_PHONE = "手机", "Phone";
    F_SITE_STAGE = "工地状态", "Site stage";
    F_SITE = "工地名称或地址", "Site";
    F_STARTED = "开工日期", "Started on";
    F_DELIVERED = "交工日期", "Handed over on";
    F_TIER = "会员等级", "Tier";
    F_BIRTHDAY = "生日", "Birthday";
    F_LUNAR_BIRTHDAY = "农历生日", "Lunar birthday";
    F_LAST_PURCHASE = "最近购买日期", "Last purchase";
    F_AMOUNT = "金额", "Amount";
    F_CITY = "城市", "City";
    F_TAGS = "标签", "Tags";
    F_AGENT = "负责人", "Responsible agent";
    F_PROJECT_MANAGER = "项目经理", "Project manager";
    F_CONSENT_SERVICE = "同意服务通知", "Consent: service";
    F_CONSENT_CARE = "同意关怀问候", "Consent: care";
    F_CONSENT_MARKETING = "同意营销推广", "Consent: marketing";
    F_NOTE = "备注", "Note";
    F_PURCHASE_NUMBER = "订单号", "Purchase number";
    F_PURCHASE_DATE = "购买日期", "Purchase date";
    F_ITEM = "商品或项目", "Item";
    F_EVENT_KIND = "事件类型", "Kind of event";
    F_EVENT_DATE = "事件日期", "Event date";
    F_EVENT_TEXT = "事件内容", "What happened";
    F_EVENT_NUMBER = "事件编号", "Event number";
    F_ATTRIBUTE = "自定义属性", "Attribute of its own";
    F_IGNORE = "不导入", "Not imported";
}

/// An attribute that bears the column's header.
pub fn attribute(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("属性“{name}”"),
        Lang::En => format!("attribute “{name}”"),
    }
}

/// The label of a column's choice, for screen readers.
pub fn goes_to(lang: Lang, header: &str) -> String {
    match lang {
        Lang::ZhCn => format!("列“{header}”对应到"),
        Lang::En => format!("Column “{header}” goes to"),
    }
}

/// A workbook has several sheets
pub const SHEETS_LEFT: Msg = Msg::new("一次读一张工作表", "One sheet is read at a time");
/// Which sheet is read
pub const SHEET: Msg = Msg::new("读哪张工作表", "Sheet to read");

/// Which sheets are not read, and what to do.
pub fn sheets_left(lang: Lang, sheets: &str) -> String {
    match lang {
        Lang::ZhCn => format!("没有读的：{sheets}。可以改读其中一张；几张都要的，写入后再上传一次，选下一张。"),
        Lang::En => format!(
            "Not read: {sheets}. Choose one of them instead; for several, apply this one, upload the file again and choose the next."
        ),
    }
}

/// How many merged cells leave rows empty.
pub fn merged(lang: Lang, cells: u64) -> String {
    let cells = number(i64::try_from(cells).unwrap_or(i64::MAX));
    match lang {
        Lang::ZhCn => format!("有 {cells} 处合并单元格跨了几行"),
        Lang::En if cells == "1" => "1 merged cell reaches over several rows".to_owned(),
        Lang::En => format!("{cells} merged cells reach over several rows"),
    }
}

/// How many new numbers are known with other zeros in front.
pub fn zeros(lang: Lang, rows: u64) -> String {
    let rows = number(i64::try_from(rows).unwrap_or(i64::MAX));
    match lang {
        Lang::ZhCn => format!("至少 {rows} 行的客户编号与已有客户只差前面的零"),
        Lang::En if rows == "1" => {
            "At least 1 row has a number that differs by zeros in front from a customer's".to_owned()
        }
        Lang::En => format!("At least {rows} rows have numbers that differ by zeros in front from customers'"),
    }
}

/// How many rows are of who was erased.
pub fn erased(lang: Lang, rows: u64) -> String {
    let rows = number(i64::try_from(rows).unwrap_or(i64::MAX));
    match lang {
        Lang::ZhCn => format!("有 {rows} 行是曾按要求删除的客户"),
        Lang::En if rows == "1" => "1 row is of a customer who was erased".to_owned(),
        Lang::En => format!("{rows} rows are of customers who were erased"),
    }
}

/// How many columns were changed.
pub fn columns_changed(lang: Lang, count: usize) -> String {
    match lang {
        Lang::ZhCn => format!("改了 {count} 列，尚未核对"),
        Lang::En if count == 1 => "1 column changed, not checked yet".to_owned(),
        Lang::En => format!("{count} columns changed, not checked yet"),
    }
}

/// How many of the taken rows cannot be written to.
pub fn unreachable(lang: Lang, count: u64) -> String {
    let count = number(i64::try_from(count).unwrap_or(i64::MAX));
    match lang {
        Lang::ZhCn => format!("其中 {count} 位能写入但收不到短信（固定电话或号码无效）"),
        Lang::En => format!("{count} of them are taken but cannot be texted (landline or invalid number)"),
    }
}

/// The apply button, with what it will do.
pub fn apply_rows(lang: Lang, rows: u64) -> String {
    let rows = number(i64::try_from(rows).unwrap_or(i64::MAX));
    match lang {
        Lang::ZhCn => format!("写入 {rows} 行"),
        Lang::En if rows == "1" => "Apply 1 row".to_owned(),
        Lang::En => format!("Apply {rows} rows"),
    }
}

/// How far a pass is.
pub fn rows_done(lang: Lang, done: u64, total: Option<u64>) -> String {
    let show = |rows: u64| number(i64::try_from(rows).unwrap_or(i64::MAX));
    match (lang, total) {
        (Lang::ZhCn, Some(total)) => format!("{} / {} 行", show(done), show(total)),
        (Lang::ZhCn, None) => format!("{} 行", show(done)),
        (Lang::En, Some(total)) => format!("{} of {} rows", show(done), show(total)),
        (Lang::En, None) => format!("{} rows", show(done)),
    }
}
