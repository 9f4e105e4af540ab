//! What a carrier's connection last came to, which the gateway tells in English, for engineers: in the language of the screen.

use super::Lang;

/// What the gateway may tell, and the Chinese of it. What follows a text in brackets or behind a colon, a code say, is kept.
const SAID: [(&str, &str); 43] = [
    ("the bind was refused", "通道拒绝登录"),
    ("the bind was not answered", "登录没有得到答复"),
    ("the connection broke", "连接中断"),
    ("the connection takes nothing", "连接发不出数据"),
    ("the connection was refused", "通道拒绝登录"),
    ("the carrier hung up before the bind", "还没登录，通道就挂断了"),
    ("the carrier hung up", "通道挂断了连接"),
    ("the carrier no longer answers", "通道不再答复"),
    ("the carrier took leave", "通道主动断开"),
    ("we took leave", "已主动断开"),
    ("not connected", "连不上"),
    ("no answer", "没有答复"),
    (
        "the account is unknown, or this address is not allowed",
        "账号不存在，或本机地址不在白名单",
    ),
    ("the secret is wrong", "密码不对"),
    ("the version is too high", "通道不支持这个协议版本"),
    ("the gateway speaks another version", "通道用的是另一个协议版本"),
    ("a receipt or a reply that cannot be read", "有一条读不懂的回执或回复"),
    ("an answer to nothing that we sent", "有一个对不上任何消息的答复"),
    ("a PDU that cannot be read", "有一个读不懂的数据包"),
    ("a PDU of no possible length", "数据包的长度不可能"),
    ("the carrier does not read what it is told", "通道不读我们的答复"),
    ("turned away", "通道拒绝继续收发"),
    (
        "the server's certificate is of no authority that we trust",
        "服务器的证书不是受信任的机构签发的",
    ),
    (
        "the server's certificate is for another name",
        "服务器的证书是另一个名称的",
    ),
    (
        "the server's certificate is expired or not yet valid",
        "服务器的证书已过期或尚未生效",
    ),
    ("the server does not speak TLS on this port", "这个端口上服务器不用 TLS"),
    ("no secure connection could be agreed on", "谈不成加密连接"),
    ("the carrier's settings can't be read", "通道的设置读不出来"),
    ("the authority's certificate can't be read", "自有根证书读不出来"),
    ("the server's name is none", "证书上的名称不是域名或地址"),
    ("the key file can't be used", "密钥文件用不了"),
    (
        "the key file can be read by others; its mode must be 0600",
        "别人也能读密钥文件，权限必须是 0600",
    ),
    ("the key is not 64 hexadecimal digits", "密钥不是 64 位十六进制数"),
    ("the secret can't be opened with this key", "密码用这把密钥解不开"),
    ("connection refused", "对方拒绝连接"),
    ("connection reset", "连接被重置"),
    ("connection aborted", "连接被中止"),
    ("broken pipe", "连接已断"),
    ("timed out", "超时"),
    ("unexpected end of file", "对方提前断开"),
    ("host unreachable", "主机到不了"),
    ("network unreachable", "网络不通"),
    ("not found", "找不到地址"),
];

/// What the statuses of a refused SMPP bind mean.
const STATUSES: [(&str, &str); 4] = [
    ("0x05", "账号已经登录着"),
    ("0x0D", "登录失败"),
    ("0x0E", "密码不对"),
    ("0x0F", "账号不存在"),
];

/// It in words, with the code behind; what is not known is shown as it was told.
pub fn said(lang: Lang, told: &str) -> String {
    if lang == Lang::En {
        return told.to_owned();
    }
    if let Some((what, why)) = told.split_once(": ") {
        return format!("{}：{}", said(lang, what), said(lang, why));
    }
    let (text, code) = match told.strip_suffix(')').and_then(|told| told.rsplit_once(" (")) {
        Some((text, code)) => (text, Some(code)),
        None => (told, None),
    };
    let Some((_, text)) = SAID.iter().find(|(english, _)| *english == text) else {
        return told.to_owned();
    };
    let meant = code.and_then(|code| STATUSES.iter().find(|(status, _)| *status == code));
    match (code, meant) {
        (None, _) => (*text).to_owned(),
        (Some(code), None) => format!("{text}（{code}）"),
        (Some(code), Some((_, meant))) => format!("{text}：{meant}（{code}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_a_carrier_said_is_told_in_words_with_its_code() {
        for (told, zh) in [
            ("the bind was refused (0x0E)", "通道拒绝登录：密码不对（0x0E）"),
            ("the bind was refused (0x99)", "通道拒绝登录（0x99）"),
            ("the secret is wrong (3)", "密码不对（3）"),
            ("the connection broke: connection reset", "连接中断：连接被重置"),
            ("not connected: no answer", "连不上：没有答复"),
            (
                "a PDU of no possible length (1213486160)",
                "数据包的长度不可能（1213486160）",
            ),
            (
                "a PDU that cannot be read (the PDU is truncated)",
                "有一个读不懂的数据包（the PDU is truncated）",
            ),
            (
                "not connected: TLS: the server's certificate is for another name",
                "连不上：TLS：服务器的证书是另一个名称的",
            ),
            ("turned away: 0x0E", "通道拒绝继续收发：0x0E"),
            (
                "the key file can't be used: permission denied",
                "密钥文件用不了：permission denied",
            ),
            ("0x0B", "0x0B"),
        ] {
            assert_eq!(said(Lang::ZhCn, told), zh);
            assert_eq!(said(Lang::En, told), told);
        }
    }
}
