//! Messages of 活动 (Campaigns).

use super::{Lang, Msg, counted};

messages! {
    NAV = "活动", "Campaigns";
    ONE = "活动", "Campaign";
    NEW = "新建活动", "New campaign";
    LEAD = "写给谁，写什么，什么时候发。每个活动由另一个人审批后才会发出。", "To whom, in which words, and when. Nothing goes out before a second person has approved it.";
    SEARCH = "按名称或内容查找", "Find by name or text";
    STATE = "状态", "State";
    ALL_STATES = "全部（不含归档）", "All but archived";
    NAME = "名称", "Name";
    SEGMENT = "客群", "Segment";
    NEXT = "下次发送", "Fires next";
    LAST_RUN = "最近批次", "Last run";
    SEE_RUN = "查看名册", "See the roll";
    UPDATED = "修改于", "Changed";
    AUTHOR = "撰写人", "Written by";
    ACTIONS = "操作", "Actions";
    NOTHING = "还没有活动", "No campaigns yet";
    NOTHING_TEXT = "选一群客户，写几句话，交给同事审批，然后看着名册一格一格填满。", "Pick a group, write a few words, have a colleague approve them, and watch the roll fill.";
    NO_MATCH = "没有符合的活动", "No campaign fits";
    NO_MATCH_TEXT = "换个状态或换个词试试。", "Try another state or another word.";
    CLEAR = "清除筛选", "Clear the filters";

    DRAFT = "草稿", "Draft";
    SUBMITTED = "待审批", "Waits for approval";
    APPROVED = "已批准", "Approved";
    ARCHIVED = "已归档", "Archived";
    RETURNED = "已退回", "Returned";

    CREATING = "正在建立草稿…", "Making a draft…";
    COPY = "复制", "Copy";
    COPIED = "已复制为新草稿", "Copied to a new draft";
    ARCHIVE = "归档", "Archive";
    ARCHIVE_TITLE = "归档这个活动？", "Archive this campaign?";
    ARCHIVE_TEXT = "归档后不再出现在列表里，也不会再发送；已有的批次和日志都保留。以后可以恢复为草稿。", "It leaves the list and fires no more; its runs and the log stay. It can be restored as a draft later.";
    ARCHIVED_DONE = "活动已归档", "Campaign archived";
    RESTORE = "恢复为草稿", "Restore as a draft";
    RESTORED = "已恢复为草稿", "Restored as a draft";
    WITHDRAW = "撤回", "Withdraw";
    WITHDRAW_TITLE = "撤回后再修改？", "Take it back to change it?";
    WITHDRAW_TEXT = "活动不再等待审批，变回草稿。改好后要重新提交。", "It no longer waits for approval and becomes a draft again. Submit it anew when it is ready.";
    WITHDRAWN = "已撤回，可以修改了", "Taken back; you can change it now";
    EDIT = "修改", "Edit";
    EDIT_TITLE = "修改已批准的活动？", "Edit an approved campaign?";
    EDIT_TEXT = "批准只对现在的内容有效。一旦改动内容、客群、时间或上限，批准立即作废，活动停止发送，需要重新提交审批。只改名称不影响批准。", "The approval covers exactly what is there now. Any change to text, segment, schedule or limits voids it at once: the campaign stops firing and must be approved again. A new name alone does not.";
    EDIT_ACTION = "知道了，去修改", "I understand, edit it";
    EDITING_APPROVED = "批准仍然有效，直到您改动内容", "The approval holds until you change something";
    EDITING_APPROVED_TEXT = "第一处改动保存时，批准作废。", "It becomes void when the first change is saved.";
    DONE_EDITING = "不改了", "Leave it as it is";
    VOIDED_NOW = "批准已作废，改好后请重新提交", "The approval is void; submit it again when it is ready";

    STEPS = "写活动的步骤", "Steps of writing a campaign";
    STEP_WHO = "写给谁", "To whom";
    STEP_WHAT = "写什么", "Which words";
    STEP_WHEN = "什么时候", "When";
    STEP_REVIEW = "检查与提交", "Review and submit";
    BACK = "上一步", "Back";
    FORWARD = "下一步", "Next";

    SAVING = "正在保存…", "Saving…";
    UNSAVED = "有未保存的改动", "Not saved yet";
    SAVE_FAILED = "没有保存上，会自动重试", "Not saved; trying again by itself";
    SAVE_REFUSED = "没有保存上", "Not saved";
    SAVE_NOW = "立即重试", "Try now";
    CONFLICT_SHORT = "别人刚改过", "Changed by somebody else";

    NAME_HINT = "只给同事看，客户看不到。", "For your colleagues; customers do not see it.";
    NAME_MISSING = "给活动起个名字。", "Give the campaign a name.";
    FIND_SEGMENT = "查找客群", "Find a segment";
    NAMED_TEXT = "只写给这一位；选一个客群，就改为写给客群。", "It is for this customer alone; pick a segment, and it is for that instead.";
    PICK_SEGMENT = "选一个客群", "Pick a segment";
    PICK_SEGMENT_TEXT = "客群是一条规则：发送那一刻符合的客户，一个不漏。", "A segment is a rule: whoever fits it at the moment of sending is on the roll, nobody missed.";
    BUILT_IN = "内置", "Built in";
    NEW_SEGMENT = "新建客群", "New segment";
    EDIT_SEGMENT = "查看客群", "See the segment";
    NO_SEGMENT_FITS = "没有符合的客群", "No segment fits";
    SEGMENT_MOVED = "这个客群的规则后来改过", "The segment's rule has changed since";
    SEGMENT_MOVED_TEXT = "活动仍按选定时的规则发送。要用新规则，请点“采用新规则”。", "The campaign keeps the rule as it was when it was picked. Take the new one if that is what you want.";
    TAKE_RULE = "采用新规则", "Take the new rule";
    RULE_TAKEN = "已采用新规则", "The new rule is taken";
    AUDIENCE = "受众", "Audience";
    WILL_GET = "会收到", "Will get it";
    LEFT_OUT = "不会收到", "Left out";
    LEFT_OUT_LEAD = "在客群里，但这次不会收到：", "In the segment, but left out this time:";
    NOBODY_LEFT_OUT = "没有人被排除。", "Nobody is left out.";
    NOT_COUNTED = "文字写好后，这里会列出谁收不到、为什么。", "Once there is a text, this shows who will not get it, and why.";
    NOBODY_FITS_TEXT = "选中的客群现在没有人。草稿会保留，换一个客群或改规则后才能提交。", "The segment selects nobody now. The draft is kept; pick another or change its rule before submitting.";

    START_FROM = "从模板开始", "Start from a template";
    FROM_LIBRARY = "从文库选", "Pick from the library";
    LIBRARY_TITLE = "选一条文字", "Pick a text";
    TEMPLATES_TITLE = "选一个模板", "Pick a template";
    TEMPLATES_NONE = "还没有模板，直接写就好。", "There are no templates yet; just write.";
    TEMPLATE_TAKEN = "已换成模板的内容", "The template's text is in place";
    UNDO = "撤销", "Undo";
    USE = "使用", "Use it";
    SIGNATURE = "签名", "Signature";
    SIGNATURE_HINT = "发送时自动加上【】。", "【】 is added when it is sent.";
    PURPOSE = "用途", "Purpose";
    SERVICE_HINT = "客户正在办的事：上门、报修、订单。", "About something they have with us: a visit, a repair, an order.";
    CARE_HINT = "问候、天气提醒、保养提示。", "Greetings, weather warnings, maintenance.";
    MARKETING_HINT = "优惠与推广：需要同意记录，末尾自动加退订。", "Offers: needs recorded consent, and ends with the opt-out line.";
    ADDED = "发送时自动加上：", "Added when it is sent:";
    SENDER = "短信", "Messages";
    KIND_TYPICAL = "一般", "Typical";
    KIND_LONGEST = "最长", "Longest";
    KIND_ODDEST = "最特别", "Oddest";
    KIND_SPARSE = "资料最少", "Fewest data";
    KIND_MISSING = "缺内容", "Missing value";
    KIND_DEAREST = "最贵", "Costliest";
    KIND_RANDOM = "随机", "At random";
    KIND_CHOSEN = "指定", "Chosen";
    SAMPLES = "看谁收到的样子", "Whose message to see";
    PREVIOUS_SAMPLE = "上一位", "Previous customer";
    NEXT_SAMPLE = "下一位", "Next customer";
    CHOOSE_CUSTOMER = "看某位客户收到的样子", "See it for a customer";
    CHOOSE_CUSTOMER_HINT = "姓名或手机尾号", "Name or end of the phone";
    NO_SAMPLE = "选好客群、写好文字，这里就是客户手机上的样子。", "Pick a segment and write: this is then how it looks on a customer's phone.";
    NOT_RENDERED = "先改好标红的变量，这里就会显示真实效果。", "Mend the marked variables; then the real message shows here.";
    WONT_GET = "这位客户不会收到", "This customer will not get it";

    VALID = "有效时长", "Worth sending for";
    VALID_HINT = "超过这段时间还没发出的，就不再发。", "What has not gone out by then is not sent any more.";
    VALID_WRONG = "请填 1 到 168 之间的整数。", "Give a whole number from 1 to 168.";
    HOURS = "小时", "hours";
    LATE = "到点没能开始时", "If it could not start on time";
    LATE_HOLD = "停下，等人决定", "Hold it until a person decides";
    LATE_SEND = "只要没过有效期，照发", "Send it all the same, while it is valid";
    LATE_CANCEL = "取消这一次", "Cancel this run";
    CARRIER = "通道", "Carrier";

    LIMITS = "上限", "Limits";
    LIMITS_LEAD = "发送时超过任何一项，批次会停下来等人决定。批准也包括这些上限。", "A run that exceeds one of them waits for a decision. The approval covers them, too.";
    LIMIT_PEOPLE = "最多人数", "Most people";
    LIMIT_PARTS = "最多分条", "Most parts";
    LIMIT_COST = "最高费用", "Highest cost";
    LIMIT_WRONG = "请填大于 0 的整数。", "Give a whole number above 0.";
    LIMIT_COST_WRONG = "请填金额，最多两位小数。", "Give an amount with at most two decimals.";
    LIMITS_PROPOSED = "按预览留出余量，跟着预览变。", "Proposed from the preview with headroom; follows it.";
    LIMITS_AGAIN = "按当前预览重设", "Set from the preview";
    PEOPLE_UNIT = "人", "people";
    PARTS_UNIT = "个分条", "parts";
    YUAN = "元", "yuan";

    REVIEW_LEAD = "审批人看到的就是这些。", "This is what the approver will see.";
    FIVE = "客户收到的样子", "How customers get it";
    EACH_WORDING = "每种写法的样子", "Each wording as it arrives";
    CONTENT = "内容", "Content";
    RULE = "客群规则", "Rule";
    TEXT = "文字", "Text";
    SCHEDULE = "时间", "Schedule";
    NONE_PICKED = "还没选", "None picked yet";
    FINDINGS = "提醒", "Findings";
    NO_FINDINGS = "没有发现问题", "Nothing stands against it";
    MEND_THERE = "去修改", "Go there";
    SEGMENT_MISSING = "还没有选客群。", "No segment is picked yet.";
    SCHEDULE_WRONG = "发送时间还没填对。", "The time is not right yet.";
    VALID_MISSING = "有效时长还没填对。", "How long it is worth sending is not right yet.";
    LIMITS_MISSING = "上限还没填对。", "The limits are not right yet.";

    TEST = "发给自己试试", "Send yourself a test";
    TEST_LEAD = "真的发一条到您的手机，按正在预览的客户来写；不计入名册。", "Sends one real message to your phone, written for the customer in the preview; on no roll.";
    TEST_TO = "您的手机号", "Your number";
    TEST_SEND = "发送测试", "Send the test";
    TEST_SENT = "测试已交给通道", "The test was handed over";

    SUBMIT = "提交审批", "Submit for approval";
    SUBMITTED_DONE = "已提交，等另一个人审批", "Submitted; it waits for a second person";
    SUBMIT_BLOCKED = "先解决标红的问题，才能提交。", "Settle what is marked before submitting.";
    BAR = "预览合计", "Sum of the preview";
    COUNTING = "正在计算…", "Counting…";
    PREVIEW_FAILED = "预览没有算出来", "No preview came";

    CONFLICT = "有人同时改了这个活动", "Somebody else changed this campaign meanwhile";
    CONFLICT_TEXT = "您写的都还在。请看两边有什么不同，再决定留哪一边。", "What you wrote is all still here. See where the two differ, and choose.";
    CHOOSE = "看看两边", "See both";
    LEFT_BEHIND = "上次离开时有内容没保存上", "Something was not saved when you left";
    LEFT_BEHIND_TEXT = "它留在这个浏览器里。", "This browser kept it.";
    LEFT_RESTORE = "放回去", "Put it back";
    LEFT_DROP = "不要了", "Drop it";
    LEFT_KEPT = "没保存的内容留在这个浏览器里，再打开这个活动就能放回去。", "What is not saved is kept in this browser: open the campaign again to put it back.";
    GONE_ON = "这个活动已被提交或归档，草稿不能再保存", "This campaign was submitted or archived meanwhile; the draft can no longer be saved";
    RELOAD = "查看现在的样子", "See how it stands";

    RETURNED_BY = "已退回，请按意见修改", "Returned: please mend it";
    WAITS = "已提交，等另一个人审批", "Submitted: waits for a second person";
    WAITS_TEXT = "审批期间内容锁定。要修改，先撤回。", "It is locked meanwhile. Take it back to change it.";
    GO_DECIDE = "去审批", "Decide on it";
    NEXT_FIRING = "下次发送", "Fires next";
    NO_FIRING = "不会再发送", "It fires no more";
    RUNS = "批次", "Runs";
    NO_RUNS = "还没有发送过。", "It has not fired yet.";
    HISTORY = "经过", "What was decided";
    NO_HISTORY = "还没有提交过。", "It was never submitted.";
    DIGEST = "内容指纹", "Digest";
    WHAT_SUBMITTED = "提交审批", "Submitted";
    WHAT_WITHDRAWN = "撤回", "Withdrawn";
    WHAT_APPROVED = "批准", "Approved";
    WHAT_RETURNED = "退回", "Returned";
    WHAT_VOIDED = "因修改，批准作废", "An edit voided the approval";
}

/// The name of a follow-up begun on this day; nothing in it tells of whom it is for.
pub fn follow_up(lang: Lang, day: &str) -> String {
    match lang {
        Lang::ZhCn => format!("跟进 {day}"),
        Lang::En => format!("Follow-up {day}"),
    }
}

/// The name of a draft that has none yet.
pub fn untitled(lang: Lang, day: &str) -> String {
    match lang {
        Lang::ZhCn => format!("未命名活动 {day}"),
        Lang::En => format!("Untitled campaign, {day}"),
    }
}

/// What is not saved is kept, and why it was not.
pub fn left_kept(lang: Lang, why: &str) -> String {
    let (why, kept) = (why.trim_end_matches(['。', '.']), LEFT_KEPT.of(lang));
    match lang {
        Lang::ZhCn => format!("{why}。{kept}"),
        Lang::En => format!("{why}. {kept}"),
    }
}

/// When it was saved.
pub fn saved_at(lang: Lang, time: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{time} 已保存"),
        Lang::En => format!("saved {time}"),
    }
}

/// How many customers, as a segment's card says.
pub fn customers(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 位客户"),
        Lang::En => counted(count, "customer", "customers"),
    }
}

/// People, in the bar.
pub fn people(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 人"),
        Lang::En if count == "1" => "1 person".to_owned(),
        Lang::En => format!("{count} people"),
    }
}

/// Parts, in the bar.
pub fn parts(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 个分条"),
        Lang::En if count == "1" => "1 part".to_owned(),
        Lang::En => format!("{count} parts"),
    }
}

/// Findings, in the bar: how many block, how many there are besides.
pub fn findings(lang: Lang, blocking: usize, others: usize) -> String {
    match (lang, blocking, others) {
        (Lang::ZhCn, 0, 0) => "没有问题".to_owned(),
        (Lang::En, 0, 0) => "no findings".to_owned(),
        (Lang::ZhCn, 0, n) => format!("{n} 处提醒"),
        (Lang::En, 0, 1) => "1 finding".to_owned(),
        (Lang::En, 0, n) => format!("{n} findings"),
        (Lang::ZhCn, b, 0) => format!("{b} 处必须解决"),
        (Lang::En, b, 0) => format!("{b} to settle"),
        (Lang::ZhCn, b, n) => format!("{b} 处必须解决，{n} 处提醒"),
        (Lang::En, b, n) => format!("{b} to settle, {n} more"),
    }
}

/// What is still to be written, in the bar.
pub fn unwritten(lang: Lang, parts: usize) -> String {
    match lang {
        Lang::ZhCn => format!("还差 {parts} 项"),
        Lang::En => format!("{parts} to fill in"),
    }
}

/// Where one is among the samples.
pub fn sample_of(lang: Lang, at: usize, count: usize) -> String {
    match lang {
        Lang::ZhCn => format!("第 {at} 位，共 {count} 位"),
        Lang::En => format!("{at} of {count}"),
    }
}

/// Parts and cost under a phone.
pub fn sample_cost(lang: Lang, parts: u16, cost: &str) -> String {
    match (lang, parts) {
        (Lang::ZhCn, _) => format!("{parts} 个分条 · {cost}"),
        (Lang::En, 1) => format!("1 part · {cost}"),
        (Lang::En, _) => format!("{parts} parts · {cost}"),
    }
}

/// More customers than are named: how many more.
pub fn and_more(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("另有 {count} 位"),
        Lang::En => format!("and {count} more"),
    }
}

/// How long it is worth sending.
pub fn valid_for(lang: Lang, hours: u16) -> String {
    match lang {
        Lang::ZhCn => format!("{hours} 小时"),
        Lang::En => counted(&hours.to_string(), "hour", "hours"),
    }
}

/// Limits in one line.
pub fn limits(lang: Lang, people: &str, parts: &str, cost: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{people} 人 · {parts} 个分条 · {cost}"),
        Lang::En => format!("{} · {} · {cost}", self::people(lang, people), self::parts(lang, parts)),
    }
}

/// A limit that a run as previewed would exceed.
pub fn over_limit(lang: Lang, limit: &str) -> String {
    match lang {
        Lang::ZhCn => format!("现在就已超过“{limit}”。提高上限，或缩小客群，才能提交。"),
        Lang::En => format!("It exceeds “{limit}” already. Raise the limit or narrow the segment to submit it."),
    }
}

/// Who decided and when.
pub fn by_at(lang: Lang, who: &str, when: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{who}，{when}"),
        Lang::En => format!("{who}, {when}"),
    }
}

/// A run by its number within the campaign.
pub fn run_number(lang: Lang, number: usize) -> String {
    match lang {
        Lang::ZhCn => format!("第 {number} 次发送的名册"),
        Lang::En => format!("Roll of firing {number}"),
    }
}
