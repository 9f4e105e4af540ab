//! Messages of 审批 (Approvals).

use super::{Lang, Msg};

messages! {
    NAV = "审批", "Approvals";
    ONE = "审批", "Approval";
    LEAD = "别人写好、等您过目的活动。像客户那样读一遍，再决定。", "Campaigns that colleagues wrote and that wait for you. Read them as a customer would, then decide.";
    NOTHING = "没有等待审批的活动", "Nothing waits for approval";
    NOTHING_TEXT = "同事提交活动后，会出现在这里。批准由第二个人作出，没有例外。", "What a colleague submits appears here. A second person decides, without exception.";
    TO_CAMPAIGNS = "看全部活动", "All campaigns";
    NAME = "活动", "Campaign";
    BY = "提交人", "Submitted by";
    AT = "提交于", "Submitted";
    NEXT = "将发送于", "Fires";
    SEGMENT = "客群", "Segment";
    SO_FAR = "此前", "So far";
    AGAIN = "曾批准过", "Approved before";
    FIRST = "首次提交", "First time";
    OWN = "您自己写的", "Your own";
    ON_APPROVAL = "批准后立即", "At once when approved";
    NONE = "—", "—";

    APPROVE = "批准", "Approve";
    APPROVE_TITLE = "批准这个活动？", "Approve this campaign?";
    APPROVE_TEXT = "批准对您看到的内容有效：文字、客群、时间、通道和上限。任何改动都会使它作废。", "The approval covers what you saw: text, segment, schedule, carrier and limits. Any change voids it.";
    COMMENT = "附言（选填）", "Comment (optional)";
    STAMP = "盖章批准", "Stamp it";
    RETURN = "退回", "Return";
    RETURN_TITLE = "退回给撰写人？", "Return it to its writer?";
    RETURN_TEXT = "写清楚要改什么。活动变回草稿，对方会看到您的意见。", "Say what to mend. It becomes a draft again, and your words stand on top of it.";
    REASON = "要改什么", "What to mend";
    RETURN_IT = "退回", "Return it";
    OWN_TITLE = "需要另一个人来审批", "A second person must decide";
    OWN_TEXT = "这是您写的、改过的或提交的。撰写和审批必须是两个人，不论角色。", "You wrote, edited or submitted this. Writer and approver are two people, whatever their roles.";
    SEE_CAMPAIGN = "查看活动", "See the campaign";
    APPROVED = "已批准", "Approved";
    RETURNED_DONE = "已退回", "Returned";
    NEXT_FIRING = "下次发送", "It fires next";
    NO_FIRING = "现在就开始发送。", "It goes out now.";
    BACK_TO_LIST = "回到审批", "Back to approvals";
    DECIDED = "已经有人决定了", "Somebody has decided already";
    DECIDED_TEXT = "这个活动不再等待审批。", "This campaign no longer waits for approval.";
    LOOK_AGAIN = "重新查看", "Look again";

    FIVE = "像客户那样读", "Read as the customer would";
    FIVE_LEAD = "一般、最长、资料最少、最贵、随机，各取一位；没有的不列。", "Typical, longest, fewest data, costliest, at random: one each, of those that there are.";
    WORDINGS = "每种写法", "Each wording";
    WORDINGS_LEAD = "几种写法轮流发给客户，批准的是全部。", "They go to the customers in turn; the approval covers all of them.";
    NO_SAMPLES = "现在没有人会收到，所以没有可看的样子。", "Nobody would get it now, so there is nothing to show.";
    CHANGES = "和上次批准相比", "Against what was approved last";
    FIRST_TIME = "这个活动还没有批准过，没有可比的。", "It was never approved before; there is nothing to hold it against.";
    UNCHANGED = "和上次批准的完全相同。", "Exactly what was approved last.";
    BEFORE = "上次批准", "Approved last";
    NOW = "这次提交", "Submitted now";
    LEFT_OUT = "谁收不到，为什么", "Who is left out, and why";
    LIMITS = "上限与预览", "Limits and preview";
    PREVIEW = "按现在算", "If it ran now";
    LIMIT = "上限", "Limit";
    PEOPLE = "人数", "People";
    PARTS = "分条", "Parts";
    COST = "费用", "Cost";
    WITHIN = "在上限内", "Within";
    OVER = "超过上限", "Over";
    FINDINGS = "提醒", "Findings";
    CONTENT = "提交的内容", "What was submitted";
    DIGEST = "内容指纹", "Digest";
    DIGEST_HINT = "批准只对这个指纹有效。", "The approval binds to this digest.";
    HISTORY = "经过", "What was decided";
    PRICE = "每个分条", "Per part";
}

/// Who submitted it, and when.
pub fn submitted(lang: Lang, who: &str, when: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{who}，{when} 提交"),
        Lang::En => format!("Submitted by {who}, {when}"),
    }
}

/// Who approved it last, and when.
pub fn last(lang: Lang, who: &str, when: &str) -> String {
    match lang {
        Lang::ZhCn => format!("上次由 {who} 批准，{when}"),
        Lang::En => format!("Approved last by {who}, {when}"),
    }
}
