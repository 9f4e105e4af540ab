//! Messages of 客群 (Segments).

use super::{Lang, Msg};

messages! {
    NAV = "客群", "Segments";
    ONE = "客群", "Segment";
    NEW = "新建客群", "New segment";
    LEAD = "用规则选出客户。名单不保存，每次都按当时的资料重新算。", "Rules that select customers. No list is kept; each use counts anew.";
    LIST = "客群列表", "List of segments";
    NAME = "名称", "Name";
    NAME_HINT = "同事一看就懂的叫法", "What a colleague understands at once";
    NAME_NEEDED = "请给客群起个名字", "Give the segment a name";
    SENTENCE = "规则", "Rule";
    CUSTOMERS = "客户", "Customers";
    UNUSABLE = "不能用，请修改或归档", "Can't be used; mend or archive it";
    UNREADABLE = "规则读不懂", "The rule can't be read";
    UNREADABLE_TEXT = "可能是其他版本写的，或被人直接改过。重写后保存，或归档它。已经用它的活动仍按原来的规则。", "Another version may have written it, or somebody changed it by hand. Write it anew and save, or archive it. Campaigns that use it keep the rule they were written with.";
    CAMPAIGNS = "活动", "Campaigns";
    CHANGED = "最近修改", "Last changed";
    BUILT_IN = "内置", "Built in";
    EMPTY = "还没有客群", "No segments yet";
    EMPTY_TEXT = "客群是一条规则，例如“工地在施工中的 VIP”。写活动时从这里选人。", "A segment is a rule, such as “VIPs whose site is under way”. Campaigns choose from here.";
    EDITOR_LEAD = "加条件，随时看到选中了谁。", "Add conditions, and see whom they select as you go.";
    BUILT_IN_LEAD = "内置的客群，不能直接改；复制一份再改。", "Comes with the product; copy it to change it.";
    COPY = "复制后修改", "Copy to change";
    WRITE_TO = "给他们写活动", "Write to them";
    ARCHIVE = "归档", "Archive";
    ARCHIVE_ASK = "归档这个客群？", "Archive this segment?";
    ARCHIVE_TEXT = "它会从列表中消失；已经用它的活动不受影响。", "It leaves the list; campaigns that use it are not affected.";
    ARCHIVED = "已归档", "Archived";
    SAVED = "已保存", "Saved";
    CREATED = "客群已创建", "Segment created";
    UNSAVED = "有未保存的修改", "Unsaved changes";

    RULE = "规则", "Rule";
    ALL = "全部满足", "All of these";
    ANY = "至少满足一项", "At least one of these";
    NONE = "全都不满足", "None of these";
    JOIN = "组内关系", "How the group joins";
    AND = "并且", "and";
    OR = "或者", "or";
    NOR = "也不", "nor";
    ADD = "添加条件", "Add a condition";
    ADD_GROUP = "条件组", "A group";
    EMPTY_ALL = "还没有条件，现在选中所有客户", "No conditions yet: everybody is selected";
    EMPTY_ANY = "还没有条件，现在一个也选不中", "No conditions yet: nobody is selected";
    MOVE_UP = "上移", "Move up";
    MOVE_DOWN = "下移", "Move down";
    INDENT = "放进组里", "Into a group";
    OUTDENT = "移出这一组", "Out of the group";
    DELETE = "删除", "Delete";
    ROW_MENU = "条件操作", "What to do with this";

    G_SITE = "工地", "Site";
    G_PURCHASE = "购买", "Purchases";
    G_PERSON = "客户", "Person";
    G_CONSENT = "同意", "Consent";
    G_CONTACT = "联系", "Contact";
    G_OWN = "自定义属性", "Own attributes";

    C_SITE_STAGE = "工地阶段", "Site stage";
    C_SITE_STARTED = "开工日期", "Site started";
    C_SITE_DUE = "交工日期", "Site handed over";
    C_TIER = "会员等级", "Tier";
    C_CITY = "城市", "City";
    C_TAG = "标签", "Tag";
    C_LAST_PURCHASE = "最近购买", "Last purchase";
    C_PURCHASE_COUNT = "购买次数", "Number of purchases";
    C_PURCHASE_TOTAL = "购买总额", "Purchases in total";
    C_BIRTHDAY = "生日", "Birthday";
    C_CONSENT = "同意", "Consent";
    C_CUSTOMERS = "点名的客户", "Named customers";
    C_AGENT = "负责人", "Responsible agent";
    C_LAST_CONTACT = "最近联系", "Last contact";
    C_ATTRIBUTE = "属性", "Attribute";

    TEST = "怎么比", "Test";
    WITHIN_LAST = "最近…天内", "in the last … days";
    LONGER_AGO = "早于…天前", "longer than … days ago";
    WITHIN_NEXT = "未来…天内", "in the next … days";
    BETWEEN_DATES = "在两个日期之间", "between two dates";
    KNOWN = "有记录", "is known";
    UNKNOWN = "没有记录", "is not known";
    AT_LEAST = "至少", "at least";
    AT_MOST = "至多", "at most";
    BETWEEN = "介于", "between";
    ONE_OF = "是其中之一", "is one of";
    CONTAINS = "包含", "contains";
    DAYS = "天", "days";
    TIMES = "次", "times";
    YUAN = "元", "yuan";
    TO = "至", "to";
    FROM_DATE = "从", "From";
    TO_DATE = "到", "To";
    IS_ONE_OF = "是", "is";
    PICK = "添加…", "Add …";
    PICK_VALUE = "选择要添加的值", "Choose a value to add";
    VALUE = "值", "Value";
    NAME_OF_ATTRIBUTE = "属性名", "Attribute";
    CALENDAR = "历法", "Calendar";
    SOLAR = "公历", "solar";
    LUNAR = "农历", "lunar";
    EITHER = "公历或农历", "solar or lunar";
    BIRTHDAY_FROM = "从今天起第几天开始（0 为今天）", "Begins so many days from today (0: today)";
    BIRTHDAY_DAYS = "持续几天", "Lasts so many days";
    BIRTHDAY_BEGINS = "从", "from";
    BIRTHDAY_LATER = "天后起，", "days on, for";
    FOR_PURPOSE = "用途", "Purpose";

    PREVIEW = "选中了谁", "Who is selected";
    COUNTING = "正在数…", "Counting …";
    SAMPLE = "其中几位", "A few of them";
    NOBODY = "现在没有客户符合", "Nobody fits at present";
    NOBODY_TEXT = "规则可以先保存，以后有人符合就会选中。", "The rule can be kept; whoever fits later is selected then.";
    MEND_FIRST = "补全标出的条件后，这里会显示人数", "Complete the marked conditions to see the count";
    WHY = "某位客户在不在里面，为什么？", "Is a customer in or out, and why?";
    WHY_PICK = "找一位客户", "Find a customer";
    WHY_HINT = "姓名、手机尾号或编号", "Name, end of the phone, or number";
    IS_IN = "在这个客群里", "is in this segment";
    IS_OUT = "不在这个客群里", "is not in this segment";
    HOLDS = "成立", "holds";
    FAILS = "不成立", "does not hold";
    FOUND = "实际是", "found";

    CONFLICT = "您编辑的时候，别人改了这个客群", "Somebody else changed this segment meanwhile";
    CONFLICT_TEXT = "两个版本都在下面，选一个。您写的内容没有丢失。", "Both versions stand below; choose one. What you wrote is not lost.";
}

/// The name of a copy.
pub fn copy_name(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{name}（副本）"),
        Lang::En => format!("{name} (copy)"),
    }
}

/// Who changed it last.
pub fn changed_by(lang: Lang, who: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{who}修改"),
        Lang::En => format!("changed by {who}"),
    }
}

/// How many of those selected can be texted.
pub fn reachable(lang: Lang, count: &str, share: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 位能收到短信（{share}）"),
        Lang::En => format!("{count} can be texted ({share})"),
    }
}
