//! Who acted, where it was no person: parts of the product that work by themselves.

use super::{Lang, Msg, lang};

messages! {
    COMMAND = "命令行", "command line";
    DISPATCH = "发送", "sending";
    FREEZE = "冻结名册", "freezing";
    IMPORT = "导入", "imports";
    RECEIPTS = "收回执", "receipts";
    RECONCILE = "核对", "reconciliation";
    REPLIES = "收回复", "replies";
    SCHEDULER = "排期", "schedule";
    SEQUENCER = "日志", "log";
    SESSION = "登录", "sign-in";
    SETUP = "初始设置", "set-up";
}

const PARTS: [(&str, Msg); 11] = [
    ("command", COMMAND),
    ("dispatch", DISPATCH),
    ("freeze", FREEZE),
    ("import", IMPORT),
    ("receipts", RECEIPTS),
    ("reconcile", RECONCILE),
    ("replies", REPLIES),
    ("scheduler", SCHEDULER),
    ("sequencer", SEQUENCER),
    ("session", SESSION),
    ("setup", SETUP),
];

/// A part by its code, in the language of the screen; whoever is none, a person say, keeps their name. Reactive.
pub fn called(name: &str) -> String {
    let part = PARTS.iter().find(|(code, _)| *code == name);
    part.map_or_else(
        || name.to_owned(),
        |(_, part)| match lang() {
            Lang::ZhCn => format!("系统（{}）", part.get()),
            Lang::En => format!("Rollcall ({})", part.get()),
        },
    )
}
