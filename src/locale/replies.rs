//! Messages of 回复 (Replies).

use super::{Lang, Msg};

messages! {
    NAV = "回复", "Replies";
    LEAD = "客户回了什么，谁在处理。退订会自动登记，不在这里。", "What customers wrote back, and who deals with it. Opt-outs are recorded by themselves and are not here.";
    STATE = "状态", "State";
    NEW = "新", "New";
    TAKEN = "处理中", "Taken";
    DONE = "已办", "Done";
    CAMPAIGN = "活动", "Campaign";
    ALL_CAMPAIGNS = "全部活动", "All campaigns";
    LIST = "对话", "Conversations";
    EMPTY = "没有等待处理的回复", "No reply waits";
    EMPTY_TEXT = "客户回复短信后会出现在这里：点开看我们发过什么、对方说了什么，接手处理，办完记一句结果。要能收到回复，需要一条直连通道，并且短信发自客户可以回复的号码。", "When a customer answers a message it appears here: open it to see what we sent and what they say, take it, deal with it, note what came of it. Replies need a direct carrier and a number that customers can write to.";
    EMPTY_TAKEN = "没有人在处理对话", "Nobody is at a conversation";
    EMPTY_TAKEN_TEXT = "在“新”里接手一段对话，它就会出现在这里，同事也看得到是谁在处理。", "Take one under New: it then stands here, and colleagues see who is at it.";
    EMPTY_DONE = "还没有办结的对话", "Nothing is done yet";
    EMPTY_DONE_TEXT = "办结的对话会留在这里；客户再回复，它会重新变成“新”。", "Conversations that were dealt with stay here; a later reply makes one new again.";
    TO_CARRIERS = "看通道", "Carriers";
    CHOOSE = "选一段对话", "Choose a conversation";
    CHOOSE_TEXT = "按 j、k 上下移动，回车打开。", "j and k move down and up, Enter opens.";
    UNKNOWN = "陌生号码", "Unknown number";
    UNKNOWN_TEXT = "客户里没有这个号码。", "No customer has this number.";
    BACK = "返回列表", "Back to the list";
    OPEN_CUSTOMER = "客户资料", "The customer";
    FOLLOW_UP = "写一条跟进", "Write a follow-up";
    OPEN_ENTRY = "所在批次", "The run";
    THREAD = "往来记录", "What was said";
    OURS = "我们", "We";
    CONFIRMATION = "退订确认", "The opt-out confirmed";
    TAKE = "接手", "Take it";
    GIVE_BACK = "放回", "Give it back";
    FINISH = "办结", "Done";
    REOPEN = "重新处理", "Take it up again";
    RESULT = "处理结果", "What came of it";
    RESULT_HINT = "可以不写；最多 500 字。", "May stay empty; up to 500 characters.";
    ADD_NOTE = "只记到客户资料", "Only note it on the customer";
    NOTED = "已记到客户资料", "Noted on the customer";
    TAKEN_DONE = "已接手", "It is yours";
    GIVEN_BACK_DONE = "已放回", "It is given back";
    FINISHED_DONE = "已办结", "It is done";
    REOPENED_DONE = "已重新打开", "It is taken up again";
    COLLEAGUE = "同事正在处理", "A colleague is at it";
}

/// The name of a state and how many stand there.
pub fn state(lang: Lang, name: StateName, count: &str) -> String {
    let name = match name {
        StateName::New => NEW,
        StateName::Taken => TAKEN,
    };
    format!("{} {count}", name.of(lang))
}

/// A state whose conversations are counted.
#[derive(Clone, Copy, Debug)]
pub enum StateName {
    /// Nobody has taken them.
    New,
    /// Somebody is at them.
    Taken,
}

/// So many wait, for the menu.
pub fn waiting(lang: Lang, count: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{count} 条等待处理"),
        Lang::En => format!("{count} waiting"),
    }
}

/// Who is at it.
pub fn taken_by(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{name} 处理中"),
        Lang::En => format!("{name} is at it"),
    }
}

/// Who dealt with it.
pub fn done_by(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{name} 已办结"),
        Lang::En => format!("Done by {name}"),
    }
}

/// What the last reply answers.
pub fn answers(lang: Lang, campaign: &str) -> String {
    match lang {
        Lang::ZhCn => format!("回复“{campaign}”"),
        Lang::En => format!("Answers “{campaign}”"),
    }
}

/// Who noted something.
pub fn note_by(lang: Lang, name: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{name} 的备注"),
        Lang::En => format!("Note by {name}"),
    }
}
