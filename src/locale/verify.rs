//! Messages of 核验 (Verify), of the log's witness, and of receipts.

use super::{Lang, Msg};

messages! {
    NAV = "核验", "Verify";
    LEAD = "证明文件在这个浏览器里核对，不经过服务器，也不会离开这台设备。", "A proof is checked in this browser: no server takes part, and the file does not leave this device.";
    DROP = "放入证明文件", "The proof to check";
    DROP_HINT = "批次证明包、凭证、同意证明包或日志证明包（.jsonl）", "A run pack, a receipt, a consent pack or a log pack (.jsonl)";
    KEY = "日志公钥", "The log's public key";
    KEY_HINT = "留空：用这个浏览器记住的公钥。要不依赖本系统，请填公司另行公布的公钥，每行一个。", "Left empty: the key that this browser remembers. To depend on nothing here, give the key that the firm published elsewhere, one a line.";
    KEY_NONE = "这个浏览器还不认识任何公钥。不填的话，只能按文件自带的公钥核对。", "This browser knows no key yet. Without one, the file is checked by the key that it brings itself.";
    KEY_KNOWN = "浏览器记住的公钥", "Keys that this browser remembers";
    KEY_WRONG = "这不是公钥。公钥的样子是：名称+编号+密钥", "That is no key. A key looks like name+id+key";
    CHECKING = "正在核对…", "Checking…";
    PROVED = "证明成立", "Proved";
    PROVED_BY_OWN_KEY = "文件自身一致", "Consistent in itself";
    DISPROVED = "证明不成立", "Disproved";
    UNREADABLE = "无法判断", "Nothing can be said";
    NOT_SHOWN = "没有证明的", "What this does not show";
    BY_GIVEN_KEY = "按您填写的公钥核对。", "Checked by the key that you gave.";
    BY_KNOWN_KEY = "按这个浏览器记住的公钥核对。", "Checked by the key that this browser remembers.";
    BY_OWN_KEY = "按文件自带的公钥核对：没有人为这个公钥作保。", "Checked by the key that the file brings itself: nobody vouches for that key.";
    HELD_CONTRADICTS = "与此浏览器见过的日志不符", "It contradicts the log that this browser saw";
    HELD_FORKED_TEXT = "签名是真的，所以同一本日志有了两份历史。请保存文件，并通知管理员。", "The signature is genuine: there are two histories of one log. Keep the file, and tell an administrator.";
    HELD_DOUBTFUL_TEXT = "但此浏览器不认识签名的公钥，不能断定日志分了叉。", "This browser does not know the key that signed, so this alone does not show that the log was forked.";
    HELD_LONGER = "文件里的日志比网关现在的还长", "Its log is longer than the gateway's is now";
    HELD_LONGER_TEXT = "网关可能退回过旧备份，或者文件来自另一台服务器上的同名日志。", "The gateway may have been taken back to a backup, or the file is from another server of the same name.";
    HELD_UNKNOWN = "这次没能与此浏览器见过的日志比较：网关没有回答。", "It could not be compared with the log that this browser saw: the gateway did not answer.";
    FAILED = "没有核对成", "It could not be checked";
    FAILED_NETWORK = "连不上网关，或网关没有回答。", "The gateway cannot be reached, or did not answer.";
    FAILED_FORM = "收到的内容不是应有的样子。请重新载入页面再试。", "What came is not what it should be. Reload the page and try again.";
    FAILED_WORKER = "核对程序没能启动。请重新载入页面；浏览器太旧的话请更新。", "The checker could not be started. Reload the page; update the browser if it is old.";
    FAILED_SESSION = "需要登录后再核对。", "Sign in to check this.";
    FAILED_STATE = "只有已关闭、且冻结时已写入日志的批次才有证明。", "Only a run that is closed, and was committed to the log when it froze, can be proved.";

    RUN_PROOF = "证明", "Proof";
    RUN_UNCHECKED = "这个批次的证明还没有在这个浏览器里核对过。", "The proof of this run was not checked in this browser yet.";
    RUN_SINCE = "当时得到证明。此后名册有没有被改动，再核对一次才知道。", "It was proved then. Whether the roll was changed since, only another check tells.";
    RUN_CHECK = "在本浏览器核对", "Check in this browser";
    RUN_AGAIN = "再核对一次", "Check again";
    RUN_HOW = "取回号码打码的证明包，逐条核对。取回会记入日志。", "Fetches the pack with masked phones and checks every entry. The fetching is logged.";
    RUN_ELSEWHERE = "核验别处收到的文件", "Verify a file from elsewhere";

    RECEIPT = "凭证", "Receipt";
    RECEIPT_LEAD = "一位客户在一个批次上的条目和结果，附可独立核验的证明。", "One customer's entry on one run and its outcome, with a proof that anybody can check.";
    RECEIPT_OPEN = "凭证", "Receipt";
    RECEIPT_PRINT = "打印", "Print";
    RECEIPT_SAVE = "下载凭证文件", "Download the file";
    RECEIPT_TITLE = "发送凭证", "Receipt of a message";
    RECEIPT_ABOUT = "公司名称、电话与活动名称由网关提供，不在证明之内。", "The firm's name and phone and the campaign's name are the gateway's word, and no part of the proof.";
    RECEIPT_OUTCOME = "结果", "Outcome";
    RECEIPT_PHONE = "号码", "Phone";
    RECEIPT_NO_PHONE = "没有号码", "None";
    RECEIPT_NO_TEXT = "没有写给这位客户的内容", "None was written";
    RECEIPT_PLACE = "名册位置", "Place on the roll";
    RECEIPT_RUN = "批次标识", "Run's id";
    RECEIPT_CUSTOMER = "客户标识（系统内）", "Customer's id";
    RECEIPT_SEALED = "已封存：客户的资料已删除", "Sealed: the customer's data was erased";
    RECEIPT_FROZEN = "冻结", "Frozen";
    RECEIPT_CLOSED = "关闭", "Closed";
    RECEIPT_CODE = "检查点", "Checkpoint";
    RECEIPT_CODE_TEXT = "二维码就是签名的检查点，任何读码器都能读出。凭证文件可用“核验”页或 rollcall verify 核对。", "The code is the signed checkpoint; any reader reads it. The file is checked by the Verify page or by rollcall verify.";

    EVENT_PROOF = "证明", "Proof";
    EVENT_PROVED = "本浏览器已核对：这条记录原样在日志里", "Checked in this browser: this event stands in the log as shown";
    EVENT_CONTENT = "显示的内容与日志里的不同", "What is shown is not what stands in the log";
    EVENT_PLACE = "这条记录不在日志的这个位置", "This event does not stand at its place in the log";
    EVENT_LATER = "还没有检查点覆盖这条记录", "No checkpoint covers this event yet";
    EVENT_LATER_TEXT = "日志每秒签名一次，请稍后再核对。", "The log is signed once a second: check again in a moment.";
    EVENT_HASHES = "证明所用的哈希", "The hashes of the proof";
    EVENT_ROOT = "日志的根", "Root of the log";

    WITNESS = "日志见证", "Log witness";
    WITNESS_NONE = "这个浏览器还没有见过日志的检查点。", "This browser has not seen a checkpoint of the log yet.";
    WITNESS_FAILED = "这次没能核对，之前记住的检查点仍然有效。", "It could not be checked this time; what was kept before still stands.";
    WITNESS_UNKEPT = "这个浏览器存不住任何内容（存储被禁用或已满）：它见过的日志和警报，重新载入就忘了。", "This browser keeps nothing (its storage is refused or full): what it saw of the log, and any alarm, is forgotten on a reload.";
    WITNESS_LOOK = "现在核对", "Check now";
    WITNESS_SAVE = "保存检查点", "Save the checkpoint";
    WITNESS_SIZE = "日志长度", "Size";
    WITNESS_CHECKED = "最近核对", "Last checked";
    WITNESS_SINCE = "最早见到", "First seen";
    WITNESS_KEYS = "公钥", "Keys";
    WITNESS_FIRST_KEY = "公钥是第一次打开时从网关取得的。请与公司另行公布的公钥核对。", "The key came from the gateway on the first visit. Compare it with the one that the firm published elsewhere.";
    WITNESS_HOW = "浏览器记住见过的最后一个检查点，每次打开都核对：日志只能增长，不能改写。", "The browser remembers the last checkpoint that it saw, and checks on each visit that the log only grew and was not rewritten.";
    WITNESS_SETTLED = "已处理的警报", "Alarms that were settled";

    ALARM_ROLLED_BACK = "日志被退回：此浏览器见过的记录不见了", "The log was rolled back: events that this browser saw are gone";
    ALARM_REWRITTEN = "日志被改写：此浏览器见过的记录变了", "The log was rewritten: events that this browser saw have changed";
    ALARM_UNKNOWN_KEY = "日志由陌生的公钥签名", "The log is signed by a key that this browser does not know";
    ALARM_RETIRED_KEY = "日志只由已停用的公钥签名", "The log is signed by a retired key alone";
    ALARM_OTHER_LOG = "这是另一本日志", "This is another log";
    ALARM_GONE = "签名的日志不见了", "The signed log is gone";
    ALARM_FORKED = "日志分了叉：有一份签了名的证明，与此浏览器见过的记录不符", "The log was forked: a signed proof tells other events than this browser saw";
    ALARM_LOST = "此浏览器对日志的记忆读不出来了", "What this browser kept of the log can no longer be read";
    ALARM_WITHHELD = "网关照常运行，却一小时没有给出签名的日志", "The gateway runs, and for an hour has shown no signed log";
    ALARM_UNPROVEN = "日志变长了，但一小时以来没有证明它接着此浏览器见过的记录", "The log grew, and for an hour nothing proved that it follows on what this browser saw";
    ALARM_TEXT = "在查清之前，请不要相信这里显示的记录和证明。请通知管理员，并保存证据。", "Do not rely on the records and proofs shown here until this is explained. Tell an administrator, and save the evidence.";
    ALARM_KEY_TEXT = "公钥可能在这个浏览器很久没打开时换过，也可能有人冒签。请与公司公布的公钥核对。", "The key may have been replaced while this browser was away, or somebody else signs. Compare it with the key that the firm published.";
    ALARM_FITS_AGAIN = "现在的日志又与此浏览器所见相符；警报仍保留，等管理员处理。", "The log fits what this browser saw again; the alarm stays until an administrator settles it.";
    ALARM_DETAILS = "查看与处理", "See and settle";
    ALARM_SAVE = "保存证据", "Save the evidence";
    ALARM_FOUND = "发现", "Found";
    ALARM_KEPT = "此浏览器记住的", "What this browser kept";
    ALARM_OFFERED = "网关给出的", "What the gateway showed";
    ALARM_NOTHING = "没有检查点", "No checkpoint";
    ALARM_ADMIN = "只有管理员能在这个浏览器里处理警报。", "Only an administrator can settle the alarm, in this browser.";
    ALARM_WORDS = "查明的原因", "What was found";
    ALARM_WORDS_HINT = "至少 10 个字，例如：5月7日误恢复了旧备份，已核对。此浏览器从现在的日志重新开始见证，警报和这段话会保留。", "At least 10 characters, such as: an old backup was restored by mistake on 7 May. This browser then begins anew with the log as it is now; the alarm and these words are kept.";
    ALARM_SETTLE = "记下并解除警报", "Record this and end the alarm";
}

/// What holds of the log, as far as this browser can tell.
pub fn consistent(lang: Lang, since: &str) -> String {
    match lang {
        Lang::ZhCn => format!("与此浏览器自 {since} 起所见一致，只增未改"),
        Lang::En => format!("Consistent with what this browser has seen since {since}"),
    }
}

/// It is of the log that this browser has followed.
pub fn followed(lang: Lang, since: &str) -> String {
    match lang {
        Lang::ZhCn => format!("就是此浏览器自 {since} 起一直见证的那本日志"),
        Lang::En => format!("This is the log that this browser has followed since {since}"),
    }
}

/// It is of another log.
pub fn other_log(lang: Lang, origin: &str) -> String {
    match lang {
        Lang::ZhCn => format!("出自另一本日志 {origin}，不是此浏览器见证的那本。请填它的公钥来核对。"),
        Lang::En => format!(
            "It is of another log, {origin}, and not of the one that this browser follows. Give that log's key to check it."
        ),
    }
}

/// The witness in one line, for the top bar.
pub fn standing(lang: Lang, size: &str, checked: &str) -> String {
    match lang {
        Lang::ZhCn => format!("日志 {size} 条，{checked} 核对，与此浏览器所见一致"),
        Lang::En => format!("{size} log events, checked {checked}, consistent with what this browser saw"),
    }
}

/// How many events.
pub fn events(lang: Lang, size: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{size} 条记录"),
        Lang::En => format!("{size} events"),
    }
}

/// When this browser checked the proof of a run.
pub fn checked_at(lang: Lang, at: &str) -> String {
    match lang {
        Lang::ZhCn => format!("本浏览器于 {at} 核对"),
        Lang::En => format!("Checked by this browser, {at}"),
    }
}

/// At which number customers reach the firm.
pub fn firm_phone(lang: Lang, phone: &str) -> String {
    match lang {
        Lang::ZhCn => format!("客服电话 {phone}"),
        Lang::En => format!("Service phone {phone}"),
    }
}

/// A place on the roll.
pub fn place(lang: Lang, place: &str, all: &str) -> String {
    match lang {
        Lang::ZhCn => format!("第 {place} 位，共 {all} 位"),
        Lang::En => format!("{place} of {all}"),
    }
}

/// Where an event stands.
pub fn stands(lang: Lang, number: &str, size: &str) -> String {
    match lang {
        Lang::ZhCn => format!("第 {number} 号，在共 {size} 条的签名检查点之下，由叶子到根逐级算出。"),
        Lang::En => format!(
            "Number {number}, under the signed checkpoint of {size} events: hashed from the leaf up to the root."
        ),
    }
}

/// The gateway refused.
pub fn refused(lang: Lang, status: &str) -> String {
    match lang {
        Lang::ZhCn => format!("网关拒绝了（{status}）。"),
        Lang::En => format!("The gateway refused ({status})."),
    }
}

/// By whom and when an alarm was settled.
pub fn settled_by(lang: Lang, by: &str, at: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{by} 于 {at}"),
        Lang::En => format!("{by}, {at}"),
    }
}
