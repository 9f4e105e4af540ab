//! Messages of 存疑 (In doubt): entries in doubt over all runs, and receipts for nobody.

use super::{Lang, Msg, counted};

messages! {
    NAV = "存疑", "In doubt";
    LEAD = "交出去却不知道通道收没收的，和找不到主人的回执。无论怎么认定，都不会重发。",
        "What was handed over and not answered, and receipts for nobody. However it is settled, nothing is sent again.";
    ENTRIES = "存疑条目", "Entries in doubt";
    ORPHANS = "无主回执", "Receipts for nobody";
    NO_DOUBTS = "没有存疑条目", "Nothing is in doubt";
    NO_DOUBTS_TEXT = "每一次交出都得到了答复。断线或停电时没等到答复的，会列在这里等人核实。",
        "Every hand-over was answered. Those that a lost connection or a power cut left without an answer are listed here.";
    NO_ORPHANS = "没有无主回执", "No receipts for nobody";
    NO_ORPHANS_TEXT = "收到的每一份回执都对上了一条消息。对不上的会留在这里，不会丢弃。",
        "Every receipt belongs to a message. One that does not is kept here, and never thrown away.";
    TO_RUNS = "去看批次", "Go to the runs";
    SINCE = "存疑时间", "In doubt since";
    KNOWN = "知道的", "What is known";
    CHOOSE = "认定", "Settle";
    CHOOSE_LOADED = "选中已载入的全部", "Choose all that are loaded";
    REFERENCE = "通道编号", "Carrier's reference";
    CODE = "状态码", "Code";
    STATUS = "回执内容", "What it says";
    ENROUTE = "途中", "On its way";
    RECEIVED = "收到时间", "Received";
}

/// What is known of an entry in doubt.
pub fn known(lang: Lang, attempt: &str) -> String {
    match lang {
        Lang::ZhCn => format!("第 {attempt} 次交出，没有答复"),
        Lang::En => format!("Handed over {}, no answer", counted(attempt, "time", "times")),
    }
}

/// How many of its parts the carrier has taken.
pub fn taken(lang: Lang, parts: &str, taken: &str) -> String {
    match lang {
        Lang::ZhCn => format!("共 {parts} 个分条，通道已收 {taken} 个"),
        Lang::En => format!("The carrier took {taken} of {parts} parts"),
    }
}

/// The box that chooses a customer's entry.
pub fn choose(lang: Lang, customer: &str) -> String {
    match lang {
        Lang::ZhCn => format!("选中 {customer}"),
        Lang::En => format!("Choose {customer}"),
    }
}

/// Settles those that are chosen.
pub fn settle_chosen(lang: Lang, chosen: &str) -> String {
    match lang {
        Lang::ZhCn => format!("认定所选（{chosen}）"),
        Lang::En => format!("Settle the chosen ({chosen})"),
    }
}
