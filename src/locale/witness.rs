//! Messages of where the log's checkpoints are sent to be kept.

use super::{Lang, Msg};

messages! {
    NAV = "检查点外存", "Checkpoints";
    LEAD = "把日志的检查点送到别处保存。日志若被改写，别处那份就是证据。", "Checkpoints of the log, kept elsewhere: should the log ever be rewritten, what is kept there shows it.";
    FOLDER = "文件夹", "Folder";
    FOLDER_HINT = "网关所在机器上的完整路径，最好挂载自另一台机器。每个检查点存成一个文件，从不覆盖。", "A full path on the gateway's machine, best mounted from another one. Each checkpoint becomes a file that is never written over.";
    URL = "网址", "Address";
    URL_HINT = "以 https:// 开头的网址；检查点以 POST 发去，回答 2xx 就算收到。", "An https:// address: it is sent each checkpoint by POST, and says by any 2xx that it is kept.";
    OFTEN = "多久一次", "How often";
    EACH = "每个检查点都送", "Each checkpoint";
    HOURLY = "至多每小时一次", "At most once an hour";
    SIX_HOURS = "至多每 6 小时一次", "At most once in 6 hours";
    DAILY = "至多每天一次", "At most once a day";
    WEEKLY = "至多每周一次", "At most once a week";
    SAVE = "保存并试送", "Save and try it";
    SAVED = "已保存", "Saved";
    SEND = "现在送一次", "Send one now";
    STATE = "最近的情况", "What came of it";
    NOWHERE = "检查点还没有送往别处", "No checkpoint is kept elsewhere yet";
    NOWHERE_TEXT = "只有打开过无漏的浏览器记得日志的样子。填一个管这台服务器的人也改不到的地方。", "So far only the browsers that open Rollcall remember the log. Name a place that whoever runs this server cannot change.";
    NOT_YET = "还没有送到过", "None has arrived yet";
    NO_FOLDER = "文件夹不见了", "the folder is not there";
    NOT_ALLOWED = "网关没有写入这个文件夹的权限", "the gateway may not write there";
    FULL = "磁盘满了", "the disk is full";
    OTHER_NOTE = "那里已有一份同样长度、内容却不同的检查点：日志曾被改写，或者文件夹被别的日志用过", "a checkpoint of the same size is there and says something else: the log was rewritten, or the folder is another log's";
    OTHER_LOG = "那里有与本日志不符的检查点，日志曾被改写，或另有副本在运行；查明后把它移走", "a checkpoint there contradicts this log, which was rewritten or has another copy at work; once that is settled, move it away";
    BEHIND = "那里有更新的检查点，本库被退回过旧状态，或另有副本在运行；查明后把它移走", "a newer checkpoint is there: this database was taken back, or another copy is at work; once that is settled, move it away";
    NOT_WRITTEN = "写入失败", "it could not be written";
    NO_ANSWER = "对方没有回答", "there was no answer";
    NOT_REACHED = "连不上对方", "the address could not be reached";
    CONTRADICTED = "外存的检查点与日志不符", "Checkpoints kept elsewhere contradict the log";
    CONTRADICTED_TEXT = "可能另有副本在运行，或数据库退回过旧备份。", "Another copy is at work, or the database was taken back.";
    UNKNOWN = "原因不明", "for a reason that is not known";
}

/// At most once in so many hours, where it is none of the usual.
pub fn hours(lang: Lang, hours: &str) -> String {
    match lang {
        Lang::ZhCn => format!("至多每 {hours} 小时一次"),
        Lang::En => format!("At most once in {hours} hours"),
    }
}

/// What arrived last.
pub fn arrived(lang: Lang, size: &str, at: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{at} 送到，日志 {size} 条"),
        Lang::En => format!("Arrived {at}, at {size} log events"),
    }
}

/// What failed last, and that it is tried again.
pub fn failed(lang: Lang, at: &str, why: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{at} 出了问题：{why}。会自动再试。"),
        Lang::En => format!("Failed {at}: {why}. It is tried again."),
    }
}

/// What the address answered instead of taking it.
pub fn answered(lang: Lang, status: &str) -> String {
    match lang {
        Lang::ZhCn => format!("对方回答 {status}"),
        Lang::En => format!("the answer was {status}"),
    }
}
