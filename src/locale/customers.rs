//! Messages of 客户 (Customers).

use super::{Lang, Msg, counted, date};

messages! {
    NAV = "客户", "Customers";
    ONE = "客户", "Customer";
    NEW = "新建客户", "New customer";
    EDIT = "编辑客户", "Edit customer";
    LEAD = "我们联系的每一个人：电话、同意、工地、购买，以及说过和听到的一切。", "Everybody we write to: phone, consents, site, purchases, and all that was said and heard.";
    IMPORT = "导入客户", "Import customers";
    SEARCH = "姓名、手机尾号或编号", "Name, end of the phone, or number";
    FILTERS = "筛选", "Filters";
    CLEAR_FILTERS = "清除全部筛选", "Clear all filters";
    ACTIVE_FILTERS = "生效的筛选", "Filters in force";
    ANY = "不限", "Any";
    SORT = "排序", "Order";
    SORT_NEWEST = "最近添加", "Last added";
    SORT_NAME = "姓名", "Name";
    SORT_CHANGED = "最近修改", "Last changed";
    LIST = "客户列表", "List of customers";
    EMPTY = "还没有客户", "No customers yet";
    EMPTY_TEXT = "点“导入客户”，放入手上的客户表（CSV 或 Excel）：列会自动识别，写入之前先告诉您新增、更新和不能接受的各有多少。", "Choose Import customers and drop the file you have (CSV or Excel): its columns are recognised, and before anything is written you see how many are new, changed and refused.";
    EMPTY_DEMO = "装入演示公司", "Load the demo firm";
    NONE_FOUND = "没有符合条件的客户", "No customer fits";
    NONE_FOUND_TEXT = "换一个关键词，或者放宽筛选。", "Try another word, or fewer filters.";

    NAME = "姓名", "Name";
    NUMBER = "客户编号", "Customer number";
    NUMBER_HINT = "贵公司系统里的编号，不能重复；再次导入时按它对应。", "Your own number for this customer; unique, and what later imports go by.";
    SEX = "称呼", "Form of address";
    SEX_FEMALE = "女士", "Ms";
    SEX_MALE = "先生", "Mr";
    PHONE = "手机", "Phone";
    PHONE_HINT = "怎么写都行，空格、短横线、+86 都能识别。", "Write it any way you like: spaces, dashes and +86 are understood.";
    PHONE_KEEP = "留空表示不变", "Leave empty to keep it";
    PHONE_CLEAR = "删去这个号码", "Remove this number";
    PHONE_STATE = "号码状态", "Phone state";
    PHONE_MOBILE = "可发短信", "Mobile";
    PHONE_LANDLINE = "固定电话", "Landline";
    PHONE_INVALID = "号码无效", "Invalid";
    PHONE_MISSING = "没有号码", "No phone";
    TIER = "会员等级", "Tier";
    CITY = "城市", "City";
    TAG = "标签", "Tag";
    TAGS = "标签", "Tags";
    TAGS_HINT = "输入后按回车添加。", "Press Enter to add one.";
    SEGMENT = "客群", "Segment";
    STAGE = "工地阶段", "Site stage";
    STAGE_NOT_STARTED = "未开工", "Not started";
    STAGE_STARTED = "已开工", "Started";
    STAGE_MID_TERM = "中期", "Mid-term";
    STAGE_FINAL = "收尾", "Final";
    STAGE_DELIVERED = "已交付", "Delivered";
    STAGE_MAINTENANCE = "维保中", "Maintenance";
    SITE = "工地", "Site";
    SITE_NAME = "工地名称或地址", "Name or address of the site";
    SITE_STARTED = "开工日期", "Started on";
    SITE_DUE = "交工日期", "Handed over on";
    PROJECT_MANAGER = "项目经理", "Project manager";
    BIRTHDAY = "公历生日", "Birthday";
    LUNAR_BIRTHDAY = "农历生日", "Lunar birthday";
    BIRTHDAYS = "生日", "Birthdays";
    MONTH = "月", "Month";
    DAY = "日", "Day";
    LEAP = "闰月", "Leap month";
    AGENT = "负责人", "Responsible agent";
    NOTE = "备注", "Note";
    NOTE_HINT = "长期有效的说明；每次沟通请记在时间线上。", "What stays true; single talks belong on the time line.";
    ATTRIBUTES = "自定义属性", "Own attributes";
    ATTRIBUTES_HINT = "户型、装修风格、车牌……贵公司自己关心的内容，可用于客群和模板。", "Whatever your firm keeps of its customers; usable in segments and templates.";
    ATTRIBUTE_NAME = "名称", "Name";
    ATTRIBUTE_VALUE = "内容", "Value";
    ATTRIBUTE_ADD = "添加属性", "Add an attribute";
    LAST_PURCHASE = "最近购买", "Last purchase";
    LAST_CONTACT = "最近联系", "Last contact";
    PURCHASES = "购买", "Purchases";
    PURCHASE_COUNT = "次数", "How many";
    PURCHASE_TOTAL = "累计金额", "In total";
    NO_PURCHASES = "还没有购买记录", "No purchases recorded";
    NO_SITE = "没有工地信息", "No site recorded";
    NO_BIRTHDAYS = "没有生日信息", "No birthday recorded";
    NEVER_CONTACTED = "从未联系过", "Never written to";
    OWED = "上次联系", "Last written to";
    PERSON = "基本信息", "Person";
    NOT_RECORDED = "未填", "Not recorded";
    ADDED_ON = "加入时间", "Added";
    CHANGED_ON = "最近修改", "Last changed";

    REVEAL = "显示号码", "Show the number";
    REVEAL_HINT = "查看完整号码会记入日志", "Looking at the full number is logged";
    REVEALED = "已记入日志，片刻后自动隐藏", "Logged; hides again in a moment";
    HIDE = "隐藏号码", "Hide the number";

    TIMELINE = "往来记录", "Said and heard";
    TIMELINE_EMPTY = "还没有往来", "Nothing said or heard yet";
    TIMELINE_EMPTY_TEXT = "发出的短信、收到的回复、同意、购买和备注都会出现在这里。", "Messages sent, replies, consents, purchases and notes will stand here.";
    WRITE_TO = "写给这位客户", "Write to them";
    REPLY = "客户回复", "The customer wrote";
    CONFIRMATION = "退订确认", "Opt-out confirmed";
    NOTE_BY = "备注", "Note";
    ADD_NOTE = "添加备注", "Add a note";
    NOTE_PLACEHOLDER = "记下一次电话、一个约定……", "A call, a promise …";
    NOTE_ADDED = "备注已添加", "Note added";
    PURCHASE = "购买", "Purchase";
    EVENT_SITE = "工地进展", "At the site";
    EVENT_REPAIR = "报修", "Repair";
    EVENT_COMPLAINT = "投诉", "Complaint";
    EVENT_OTHER = "事件", "Event";
    ACT_CREATED = "创建了客户", "Customer created";
    ACT_EDITED = "修改了资料", "Card edited";
    ACT_IMPORTED = "通过导入更新", "Imported";
    ACT_ERASED = "客户已删除", "Customer erased";
    OPEN_RUN = "查看批次", "Open the run";

    CONSENTS = "同意", "Consents";
    PURPOSE = "用途", "Purpose";
    PURPOSE_SERVICE = "服务通知", "Service";
    PURPOSE_CARE = "关怀问候", "Care";
    PURPOSE_MARKETING = "营销推广", "Marketing";
    PURPOSE_SERVICE_HINT = "上门、维修、订单", "visits, repairs, orders";
    PURPOSE_CARE_HINT = "节日、天气、保养提醒", "greetings, weather, upkeep";
    PURPOSE_MARKETING_HINT = "活动与优惠", "offers";
    CONSENT_UNKNOWN = "没有记录", "Nothing recorded";
    CONSENT_GIVEN = "已同意", "Given";
    CONSENT_WITHDRAWN = "已退订", "Withdrawn";
    RECORD_CONSENT = "记录同意或退订", "Record a consent";
    CONSENT_IS = "客户的意思", "The customer's wish";
    CONSENT_GIVE = "同意接收", "Agrees";
    CONSENT_WITHDRAW = "不再接收", "Withdraws";
    SOURCE = "怎么知道的", "How we know";
    SOURCE_FORM = "签字表单", "A form";
    SOURCE_PHONE = "电话", "A call";
    SOURCE_SHOP = "到店", "At the shop";
    SOURCE_REPLY = "短信回复", "A reply";
    SOURCE_IMPORT = "导入", "An import";
    SOURCE_SUPPRESSED = "此号码此前已退订", "This number opted out before";
    SOURCE_OTHER = "其他", "Other";
    EVIDENCE = "凭据", "Evidence";
    EVIDENCE_HINT = "表单编号、通话编号或客户原话；同意必须有凭据。", "The form's number, the call's, or the customer's words; needed for a consent.";
    EVIDENCE_NEEDED = "请写明凭据，否则这份同意无法证明", "Write down the evidence; without it the consent cannot be proved";
    GIVEN_AT = "发生时间", "When";
    GIVEN_AT_HINT = "不填就是现在", "Empty means now";
    CONSENT_RECORDED = "已记录", "Recorded";

    MORE_ACTIONS = "更多操作", "More actions";
    ERASE = "删除客户", "Erase customer";
    ERASE_ASK = "删除这位客户的全部资料？", "Erase all that we know of this customer?";
    ERASE_GOES = "会永久消失", "Gone for good";
    ERASE_GOES_TEXT = "姓名、电话、工地、生日、标签、备注、自定义属性，以及短信、回复、事件、购买和同意凭据里的文字。", "Name, phone, site, birthdays, tags, notes, attributes, and the words of messages, replies, events, purchases and evidence.";
    ERASE_STAYS = "会留下", "Stays";
    ERASE_STAYS_TEXT = "名册上的无名条目和它的结果、购买的日期与金额（总数仍然对得上），以及“谁在何时因何删除”的日志。号码的加密指纹会留下：以后的文件里再有这个号码，会先告诉您，不会悄悄导入；退订过的，再录入时仍然不会打扰。", "Nameless entries on the rolls with their outcomes, and dates and amounts of purchases, so that the sums still add up; and the log of who erased, when and why. And a keyed hash of the number: when a later file holds it, you are told and nobody is brought back unseen; who opted out is left alone when entered again.";
    ERASE_REASON = "删除的原因", "Why";
    ERASE_REASON_HINT = "会写进日志，请不要写客户的姓名或电话。", "Goes into the log; never name the person or the phone.";
    ERASE_TYPE = "请输入以下文字以确认：", "To confirm, type:";
    ERASE_WORD = "删除", "ERASE";
    ERASE_DO = "永久删除", "Erase for good";
    ENTER_ANEW = "确认重新录入", "Enter them anew";
    ERASED = "已删除", "Erased";
    ERASED_NAME = "已删除的客户", "Erased customer";
    ERASED_TEXT = "资料已删除，只留下名册上的无名条目。", "The data is gone; only nameless entries on the rolls remain.";
    ERASED_DONE = "客户已删除", "Customer erased";

    SAVED = "已保存", "Saved";
    CREATED = "客户已创建", "Customer created";
    FORM_LEAD_NEW = "有姓名、编号或手机中的一项就可以先建，其余以后再补。", "A name, a number or a phone is enough to begin with; the rest can follow.";
    SECTION_PERSON = "是谁", "Who";
    SECTION_REACH = "怎么联系", "How to reach them";
    SECTION_SITE = "工地", "The site";
    SECTION_DATES = "生日", "Birthdays";
    SECTION_CARE = "归类与负责人", "Sorting and care";
    NAME_OR_PHONE = "姓名、编号、手机请至少填一项", "Write at least a name, a number or a phone";
    DATE_ORDER = "交工日期早于开工日期", "Handed over before it was started";
    DAY_MISSING = "请选择月和日", "Choose month and day";
    NO_SUCH_DAY = "没有这一天", "There is no such day";
    ATTRIBUTE_TWICE = "名称重复或为空", "A name is missing or used twice";
    LEAVE_UNSAVED = "还有没保存的修改，确定离开吗？", "There are unsaved changes. Leave anyway?";

    CONFLICT = "您编辑的时候，别人改了这位客户", "Somebody else changed this customer meanwhile";
    CONFLICT_TEXT = "两边的内容都在这里，一个字也没丢。逐项选择保留哪一个，再保存。", "Both versions are here, nothing is lost. Choose for each field, then save.";
    FIELD = "字段", "Field";
    EMPTY_VALUE = "（空）", "(empty)";
    SAVE_CHOSEN = "按所选保存", "Save the chosen";
}

/// The filter chip's removal, for screen readers.
pub fn remove_filter(lang: Lang, what: &str) -> String {
    match lang {
        Lang::ZhCn => format!("去掉筛选：{what}"),
        Lang::En => format!("Remove the filter {what}"),
    }
}

/// How many customers fit.
pub fn found(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 位客户"),
        Lang::En => counted(count, "customer", "customers"),
    }
}

/// How many days ago, from two on.
pub fn days_ago(lang: Lang, days: i64) -> String {
    match (lang, days) {
        (Lang::ZhCn, ..365) => format!("{days} 天前"),
        (Lang::ZhCn, _) => format!("{} 年多以前", days / 365),
        (Lang::En, ..365) => format!("{days} days ago"),
        (Lang::En, 365..730) => "over a year ago".to_owned(),
        (Lang::En, _) => format!("over {} years ago", days / 365),
    }
}

/// How soon a day comes.
pub fn in_days(lang: Lang, days: i64) -> String {
    match (lang, days) {
        (Lang::ZhCn, 0) => "就在今天".to_owned(),
        (Lang::ZhCn, 1) => "明天".to_owned(),
        (Lang::ZhCn, _) => format!("还有 {days} 天"),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::En, 1) => "tomorrow".to_owned(),
        (Lang::En, _) => format!("in {days} days"),
    }
}

/// A day of the year: `5月9日`, `9 May`.
pub fn month_day(lang: Lang, month: u8, day: u8) -> String {
    match lang {
        Lang::ZhCn => format!("{month}月{day}日"),
        Lang::En => format!("{day} {}", date::month_name(lang, month)),
    }
}

/// The consent of a purpose in one line, for the time line.
pub fn consent_line(lang: Lang, purpose: &str, is: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{purpose}：{is}"),
        Lang::En => format!("{purpose}: {is}"),
    }
}

/// Who did it.
pub fn by(lang: Lang, who: &str) -> String {
    match lang {
        Lang::ZhCn => format!("操作人：{who}"),
        Lang::En => format!("by {who}"),
    }
}

/// Nobody at the number of an erased customer hears of these runs.
pub fn unheard(lang: Lang, runs: &[String]) -> String {
    match lang {
        Lang::ZhCn => format!(
            "同号码的另一位客户曾因重复被“{}”排除，现在这个号码收不到它了；需要的话请单独发一条。",
            runs.join("”“")
        ),
        Lang::En => format!(
            "Another customer with the same number was left out of {} as a duplicate. Nobody at that number is written to now; \
             write to them alone if they should hear of it.",
            runs.join(", ")
        ),
    }
}
