//! What the form of a direct carrier may hold.

use carrier::session::TlsSetting;
use domain::lint::CarrierPolicy;
use domain::schedule::AllowedHours;
use store::contract::CarrierRecord;
use wire::carriers::{Cmpp, Direct, Line, Smpp, Tls};

use crate::error::{Answer, Failure};
use crate::jobs::carriers::direct;
use crate::lang::Text;
use crate::secrets::Secrets;

/// Characters of the authorities' certificates.
const LONGEST_AUTHORITIES: usize = 100_000;

type Faults = Vec<(String, Text)>;

/// Whether it is fine, which field it is about, and what is said where it is not.
type Rule = (bool, &'static str, (&'static str, &'static str));

fn broken<const N: usize>(rules: [Rule; N]) -> Faults {
    let broken = rules.into_iter().filter(|(fine, ..)| !fine);
    broken
        .map(|(_, field, words)| (field.to_owned(), words.into()))
        .collect()
}

/// Whether `text` is printable ASCII of at most `most` characters.
fn plain(text: &str, most: usize) -> bool {
    text.len() <= most && text.bytes().all(|octet| octet.is_ascii_graphic())
}

/// What is wrong with the form; `known`: a secret is kept already.
pub(super) fn faults(form: &Direct, known: bool) -> Faults {
    let own = match form {
        Direct::Smpp(smpp) => of_smpp(smpp),
        Direct::Cmpp(cmpp) => of_cmpp(cmpp),
    };
    [of_line(form.line(), known), own, of_tls(form)].concat()
}

fn of_line(line: &Line, known: bool) -> Faults {
    let host = !line.host.is_empty() && plain(&line.host, 253);
    let from = !line.from.is_empty() && plain(&line.from, 20);
    let secret = line.secret.as_ref().map_or(known, |secret| !secret.0.is_empty());
    let offset = (-720..=840).contains(&line.offset_minutes);
    let (host_words, from_words) = (
        ("请填写服务器的域名或地址。", "Write the server's name or address."),
        ("1 到 20 个数字或英文字符。", "1 to 20 digits or plain characters."),
    );
    broken([
        (host, "direct.line.host", host_words),
        (line.port > 0, "direct.line.port", ("1 到 65535。", "1 to 65535.")),
        (secret, "direct.line.secret", ("请填写密码。", "Write the secret.")),
        (from, "direct.line.from", from_words),
        (
            (1..=16).contains(&line.binds),
            "direct.line.binds",
            ("1 到 16。", "1 to 16."),
        ),
        (
            (1..=1_000).contains(&line.window),
            "direct.line.window",
            ("1 到 1000。", "1 to 1,000."),
        ),
        (
            offset,
            "direct.line.offset_minutes",
            ("-720 到 840 分钟。", "-720 to 840 minutes."),
        ),
    ])
}

fn of_smpp(smpp: &Smpp) -> Faults {
    let account = !smpp.line.account.is_empty() && plain(&smpp.line.account, 15);
    let account_words = ("1 到 15 个英文字符。", "1 to 15 plain characters.");
    let secret_words = ("最多 8 个英文字符。", "At most 8 plain characters.");
    let system_words = ("最多 12 个英文字符。", "At most 12 plain characters.");
    let (ton, npi) = (("0 到 6。", "0 to 6."), ("0 到 18。", "0 to 18."));
    broken([
        (account, "direct.line.account", account_words),
        (plain(secret(&smpp.line), 8), "direct.line.secret", secret_words),
        (plain(&smpp.system_type, 12), "direct.system_type", system_words),
        (smpp.from_ton <= 6, "direct.from_ton", ton),
        (smpp.to_ton <= 6, "direct.to_ton", ton),
        (smpp.from_npi <= 18, "direct.from_npi", npi),
        (smpp.to_npi <= 18, "direct.to_npi", npi),
    ])
}

fn of_cmpp(cmpp: &Cmpp) -> Faults {
    let account = cmpp.line.account.len() == 6 && plain(&cmpp.line.account, 6);
    let account_words = ("正好 6 个英文字符。", "Exactly 6 plain characters.");
    let secret_words = ("最多 64 个英文字符。", "At most 64 plain characters.");
    let service_words = ("最多 10 个英文字符。", "At most 10 plain characters.");
    broken([
        (account, "direct.line.account", account_words),
        (plain(secret(&cmpp.line), 64), "direct.line.secret", secret_words),
        (plain(&cmpp.service, 10), "direct.service", service_words),
    ])
}

/// The secret as it is typed; empty where the kept one stays.
fn secret(line: &Line) -> &str {
    line.secret.as_ref().map_or("", |secret| secret.0.as_str())
}

fn of_tls(form: &Direct) -> Faults {
    let Direct::Smpp(Smpp { tls: Some(tls), .. }) = form else {
        return Faults::new();
    };
    let setting = if tls.authorities.len() > LONGEST_AUTHORITIES {
        Err(TlsSetting::Authority)
    } else {
        direct::tls(form).map(drop)
    };
    let authorities_words = (
        "请粘贴 PEM 格式的证书，最多 100,000 个字符。",
        "Paste certificates in PEM, at most 100,000 characters.",
    );
    let name_words = ("这不是域名或 IP 地址。", "This is no name or address.");
    broken([
        (
            setting != Err(TlsSetting::Authority),
            "direct.tls.authorities",
            authorities_words,
        ),
        (setting != Err(TlsSetting::Name), "direct.tls.name", name_words),
    ])
}

/// The fault of a policy that does not come with the product.
pub(super) fn unknown_policy(id: Option<&str>) -> Option<(String, Text)> {
    let known = id.is_none_or(|id| CarrierPolicy::built_in_ids().any(|one| one == id));
    let text = ("没有这样的文字规则。", "There is no such policy.");
    (!known).then(|| ("policy".to_owned(), text.into()))
}

/// What is wrong with the hours of the carrier `name`, and with the one that is to take over from it.
pub(super) fn beside(
    name: &str,
    hours: Option<AllowedHours>,
    fallback: Option<&str>,
    known: &[CarrierRecord],
) -> Faults {
    let possible = hours.is_none_or(AllowedHours::are_possible);
    let fits = |second: &str| second != name && known.iter().any(|record| record.name == second);
    let hours_words = ("开始必须早于结束。", "The hours have to begin before they end.");
    broken([
        (possible, "hours", hours_words),
        (
            fallback.is_none_or(fits),
            "fallback",
            ("请另选一个通道。", "Pick another carrier."),
        ),
    ])
}

/// To whom a secret is told: server, port, account, and how the connection is secured.
fn peer(form: &Direct) -> (&str, u16, &str, Option<&Tls>) {
    let line = form.line();
    let tls = match form {
        Direct::Smpp(smpp) => smpp.tls.as_ref(),
        Direct::Cmpp(_) => None,
    };
    (&line.host, line.port, &line.account, tls)
}

/// The config under which a form is stored: its secret sealed for the carrier `name`, or kept from `before`. A secret is never
/// told to another than for whom it was typed.
pub(super) fn config(name: &str, mut form: Direct, before: Option<&str>, secrets: &Secrets) -> Answer<String> {
    let sealed = match (form.line_mut().secret.take(), before) {
        (Some(secret), _) => {
            direct::check(&form, &secret.0).map_err(|_| misfit())?;
            secrets.seal(name, &secret.0).map_err(Failure::internal)?
        }
        (None, Some(before)) => {
            direct::check(&form, "").map_err(|_| misfit())?;
            let before = read(before)?;
            if peer(&before.direct) != peer(&form) {
                return Err(Failure::field(
                    "direct.line.secret",
                    (
                        "服务器、端口、账号或加密方式改了，请重新填写密码。",
                        "Server, port, account or TLS changed: type the secret again.",
                    ),
                ));
            }
            before.sealed
        }
        (None, None) => {
            return Err(Failure::field(
                "direct.line.secret",
                ("请填写密码。", "Write the secret."),
            ));
        }
    };
    form.line_mut().secret_set = false;
    serde_json::to_string(&direct::Config { direct: form, sealed }).map_err(Failure::internal)
}

fn misfit() -> Failure {
    Failure::field(
        "direct",
        ("有设置不符合协议的要求。", "A setting does not fit the protocol."),
    )
}

/// The stored settings.
pub(super) fn read(config: &str) -> Answer<direct::Config> {
    serde_json::from_str(config).map_err(Failure::internal)
}

/// The form as it is answered: it says only that a secret is set.
pub(super) fn shown(config: &str) -> Answer<Direct> {
    let config = read(config)?;
    let mut form = config.direct;
    let line = form.line_mut();
    line.secret = None;
    line.secret_set = !config.sealed.is_empty();
    Ok(form)
}
