//! Messages of 通道 (Carriers).

use super::{Lang, Msg};

messages! {
    SANDBOX = "沙箱通道", "Sandbox carrier";
    SANDBOX_TEXT = "内置的演练通道：不发出真实短信，按下面的比例给出结果。相同种子，结果相同。", "Built in, for rehearsal: sends nothing, and answers in these shares. The same seed gives the same fates.";
    ENABLED = "启用", "Enabled";
    PRICE = "每个分条", "Price per part";
    PRICE_HINT = "例如 0.045", "For example 0.045";
    PRICE_WRONG = "请写金额，最多五位小数。", "Write an amount with at most five decimals.";
    YUAN = "元", "yuan";
    RATE = "速度上限", "Speed limit";
    RATE_HINT = "每秒分条数：长短信每一分条都算。0 表示不限。", "Parts a second: each part of a long text counts. 0 means no limit.";
    PER_SECOND = "个分条/秒", "a second";
    PERMILLE = "‰", "‰";
    MIX = "结果比例", "Shares";
    MIX_DELIVERED = "送达", "Delivered";
    MIX_REFUSED = "通道拒绝", "Refused";
    MIX_FAILED = "失败", "Failed";
    MIX_SILENT = "无回执", "No receipt";
    MIX_DROPPED = "断线存疑", "Dropped, in doubt";
    MIX_TWICE = "重复回执", "Receipt twice";
    MIX_LATE = "迟到回执", "Late receipt";
    MIX_THROTTLED = "先限速", "Throttled first";
    REFUSED_HINT = "通道当场拒绝。", "The carrier refuses at once.";
    FAILED_HINT = "回执说没送到。", "The receipt says not delivered.";
    SILENT_HINT = "永远等不到回执。", "No receipt ever comes.";
    DROPPED_HINT = "答复前断线，条目存疑。", "The line drops before the answer.";
    TWICE_HINT = "同一条回执来两次。", "The same receipt comes twice.";
    LATE_HINT = "回执很晚才来。", "The receipt comes late.";
    THROTTLED_HINT = "第一次被要求放慢。", "First it asks to slow down.";
    RECEIPT_MS = "回执耗时", "Receipt after";
    MILLISECONDS = "毫秒", "ms";
    SEED = "种子", "Seed";
    SEED_HINT = "换一个数，换一批结果。", "Another number, other fates.";
    POLICY = "文字规则", "Rules for texts";
    POLICY_NONE = "没有", "None";
    POLICY_HINT = "撰写时按它检查：不接受的行业和词、手机号、模板变量", "Checked while one writes: trades and words it refuses, mobile numbers, variables of templates";
    OWN_HOURS = "通道自己的时段", "Hours of its own";
    OWN_HOURS_HINT = "留空，就按公司和用途的时段；填了，就取交集。", "Left empty, firm and purpose decide; else what all allow counts.";
    FALLBACK = "备用通道", "Takes over from it";
    FALLBACK_NONE = "没有", "None";
    FALLBACK_HINT = "这个通道停下、半分钟连不上或一直拒绝时，还没交出去的消息改走它。它不比这里贵、在自己的时段内、并接受这段文字时才会用。", "While this one is stopped, without a connection for half a minute, or refuses everything, what was not handed over goes by the other: if it is not dearer, its hours allow, and it takes the text.";
    TAKEN_OVER_TEXT = "只有确定没有交出去的消息才会改走；可能已经收下的，一条也不会再发。", "Only what was certainly not taken goes there; nothing that this one may have is sent again.";
    ADD = "添加通道", "Add a carrier";
    ADD_TEXT = "运营商或短信网关给您的账号。先试发一条，再启用。", "The account that a carrier or aggregator gave you. Try it out before you switch it on.";
    NAME = "通道名称", "Name";
    NAME_HINT = "1 到 40 个字，只用文字、数字和 - _ .，以后不能改。", "1 to 40 letters, digits, - _ . It stays.";
    PROTOCOL = "协议", "Protocol";
    CMPP3_HINT = "中国移动与多数国内网关", "China Mobile and most gateways in China";
    CMPP2_HINT = "较早的国内网关", "Older gateways in China";
    SMPP_HINT = "国际通道", "International carriers";
    HOST = "服务器", "Server";
    HOST_HINT = "域名或 IP 地址", "Name or address";
    PORT = "端口", "Port";
    ACCOUNT = "账号", "Account";
    ACCOUNT_CMPP = "Source_Addr，正好 6 个字符", "Source_Addr, exactly 6 characters";
    ACCOUNT_SMPP = "system_id，最多 15 个字符", "system_id, up to 15 characters";
    SECRET = "密码", "Password";
    SECRET_NEW = "加密保存，以后不再显示。", "Kept encrypted, and never shown again.";
    SECRET_KEPT = "已加密保存。留空则不变。", "One is kept, encrypted. Leave it empty to keep it.";
    FROM = "接入号", "Our number";
    FROM_HINT = "客户看到的发送号码", "The number that customers see";
    BINDS = "连接数", "Connections";
    BINDS_HINT = "1 到 16，以账号允许的为准", "1 to 16, as many as the account allows";
    WINDOW = "滑动窗口", "Window";
    WINDOW_HINT = "一条连接上最多几条未答复；多数网关是 16", "Most unanswered messages on one connection; 16 at most gateways";
    TLS = "用 TLS 加密连接", "Secure the connection by TLS";
    TLS_HINT = "运营商给了 TLS 端口时打开；会核对服务器的证书。", "Where the carrier offers a port for TLS. The server's certificate is checked.";
    TLS_NAME = "证书上的名称", "Name on the certificate";
    TLS_NAME_HINT = "留空就是上面的服务器", "Empty: the server's name above";
    AUTHORITIES = "自有根证书（PEM）", "Authorities of your own (PEM)";
    AUTHORITIES_HINT = "运营商用自己签发的证书时粘贴在这里，可以留空。", "Where the carrier's certificate is of an authority of its own; may stay empty.";
    MORE = "更多协议设置", "More of the protocol";
    LEGS = "连接的用途", "What connections are for";
    LEGS_BOTH = "收发合一", "Each sends and hears";
    LEGS_APART = "收发分开", "Some send, others hear";
    OFFSET = "通道的时钟", "The carrier's clock";
    OFFSET_HINT = "回执里的时间按它计算，中国是 +08:00", "Receipts tell times by it; +08:00 in China";
    OFFSET_WRONG = "请写成 +08:00 这样。", "Write it like +08:00.";
    SERVICE = "业务代码", "Service_Id";
    SERVICE_HINT = "Service_Id，最多 10 个字符，可以留空", "Up to 10 characters; may stay empty";
    CODING = "中文编码", "Chinese texts";
    CODING_UCS2 = "UCS-2（Msg_Fmt 8）", "UCS-2 (Msg_Fmt 8)";
    CODING_GBK = "GBK（Msg_Fmt 15）", "GBK (Msg_Fmt 15)";
    CODING_HINT = "以网关要求的为准。条数不变；有 GBK 写不出的字时，整条改用 UCS-2。", "As the gateway asks. The parts are as many; a message with a character that GBK lacks goes in UCS-2.";
    SYSTEM_TYPE = "system_type", "system_type";
    SYSTEM_TYPE_HINT = "最多 12 个字符，可以留空", "Up to 12 characters; may stay empty";
    FROM_TON = "接入号类型（TON）", "Type of our number (TON)";
    FROM_NPI = "接入号编号方案（NPI）", "Plan of our number (NPI)";
    TO_TON = "客户号码类型（TON）", "Type of customers' numbers (TON)";
    TO_NPI = "客户号码编号方案（NPI）", "Plan of customers' numbers (NPI)";
    LONG = "长短信", "Long messages";
    LONG_HEADER = "拆条，带用户数据头（UDH）", "In parts with a user data header (UDH)";
    LONG_SAR = "拆条，用 sar_* 字段", "In parts with sar_* fields";
    LONG_PAYLOAD = "整条，用 message_payload", "Whole, in message_payload";
    ADDED = "通道已添加", "The carrier is added";
    REMOVE = "删除", "Remove";
    REMOVE_TEXT = "账号和密码会一起删除。正在使用它的批次和活动会阻止删除。", "Account and password go with it. A run or campaign that uses it prevents this.";
    REMOVED = "通道已删除", "The carrier is removed";
    LIVE = "现在的状态", "How it stands now";
    CONNECTING = "正在连接", "Connecting";
    OFF = "已停用", "Switched off";
    BOUND = "已连接", "Connected";
    PARTLY = "部分连接", "Partly connected";
    STOPPED = "已停下", "Stopped";
    CONNECTIONS = "连接", "Connections";
    IN_WINDOW = "未答复", "Unanswered";
    SPEED = "速度", "Speed";
    STRAYS = "认不出的答复或回执", "Answers that fit nothing";
    LAST_ERROR = "最近的错误", "Last error";
    STOPPED_TITLE = "通道拒绝了这个账号，不再自动重试", "The carrier refuses the account; it is not tried again by itself";
    STOPPED_TEXT = "改正设置并保存后会重新连接。没有发出的消息都留着，不会丢。", "Mend the settings and save: it then connects anew. What was not sent waits; nothing is lost.";
    TRY = "试发", "Try it out";
    TRY_TEXT = "连接通道，给自己的手机发一条短信，再等 10 秒回执。不进任何名册，按价格计费。", "Connects, sends one message to your own phone, and waits 10 seconds for its receipt. It is on no roll, and costs a part.";
    TRY_TO = "自己的手机号", "Your own mobile number";
    TRY_SEND = "发一条", "Send one";
    TRYING = "正在连接、发送、等回执，最多 22 秒", "Connecting, sending, waiting for the receipt: 22 seconds at most";
    CODE = "通道的说法", "The carrier says";
    SENT_TEXT = "发出的文字", "What was sent";
    CAME_NOT_BOUND = "连不上", "No connection";
    CAME_NOT_BOUND_TEXT = "12 秒内没有连上。请核对服务器、端口，以及对方是否放行了本机的 IP。", "Not connected within 12 seconds. Check server and port, and whether the carrier lets this machine's address in.";
    CAME_TURNED_AWAY = "账号被拒绝", "The account is refused";
    CAME_TURNED_AWAY_TEXT = "请核对账号、密码和协议版本。", "Check account, password and version of the protocol.";
    CAME_DEFERRED = "通道正忙，没有发出", "The carrier is busy; nothing was sent";
    CAME_DEFERRED_TEXT = "连接和账号没有问题，请稍后再试。", "Connection and account are fine; try again later.";
    CAME_REFUSED = "通道拒绝了这条短信", "The carrier refused the message";
    CAME_REFUSED_TEXT = "连接和账号没有问题。常见原因：签名未报备、接入号不对、没有余额。", "Connection and account are fine. Often: an unregistered signature, a wrong number of ours, no credit.";
    CAME_NO_ANSWER = "没有答复", "No answer";
    CAME_NO_ANSWER_TEXT = "短信可能会到，也可能不会，请看手机。", "The message may arrive or not; look at your phone.";
    CAME_TAKEN = "通道已接受", "The carrier took it";
    CAME_TAKEN_TEXT = "10 秒内没有回执，请看手机。", "No receipt within 10 seconds; look at your phone.";
    CAME_DELIVERED = "已送达", "Delivered";
    CAME_DELIVERED_TEXT = "连接、发送、回执都通了，可以启用。", "Connection, sending and receipt all work. It can be switched on.";
    CAME_FAILED = "没有送到", "Not delivered";
    CAME_FAILED_TEXT = "通道接受后，回执说没有送到。", "The carrier took it, and its receipt says that it did not arrive.";
}

/// So many of so many.
pub fn of(lang: Lang, some: u64, all: u64) -> String {
    match lang {
        Lang::ZhCn => format!("{some} / {all}"),
        Lang::En => format!("{some} of {all}"),
    }
}

/// So many parts answered a second, or taken at most.
pub fn a_second(lang: Lang, rate: u64) -> String {
    match lang {
        Lang::ZhCn => format!("每秒 {rate} 个分条"),
        Lang::En => format!("{rate} parts a second"),
    }
}

/// Which carrier takes over.
pub fn taken_over(lang: Lang, second: &str) -> String {
    match lang {
        Lang::ZhCn => format!("现在由“{second}”代发"),
        Lang::En => format!("{second} takes over now"),
    }
}

/// The sandbox's shares make no sense.
pub fn mix_wrong(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhCn => "每项填 0 到 1000 的整数；通道拒绝、失败、无回执与断线合计不能超过 1000‰。",
        Lang::En => {
            "Give whole numbers from 0 to 1,000; refused, failed, no receipt and dropped may not exceed 1,000‰ together."
        }
    }
}

/// A carrier's published policy.
pub fn policy_of(lang: Lang, carrier: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{carrier}的规则"),
        Lang::En => format!("{carrier}’s"),
    }
}

/// A carrier's name as people read it: the built-in one has a name in words.
pub fn called(name: &str) -> String {
    if name == "sandbox" {
        SANDBOX.get().to_owned()
    } else {
        name.to_owned()
    }
}
