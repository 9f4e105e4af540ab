//! What the form of a direct carrier may hold.

use carrier::session::TlsSetting;
use domain::lint::CarrierPolicy;
use domain::schedule::AllowedHours;
use store::contract::CarrierRecord;
use wire::carriers::{Direct, Line};

use crate::error::{Answer, Failure};
use crate::jobs::carriers::direct;
use crate::lang::Text;
use crate::secrets::Secrets;

/// Characters of the authorities' certificates.
const LONGEST_AUTHORITIES: usize = 100_000;

type Faults = Vec<(String, Text)>;

fn expect(faults: &mut Faults, fine: bool, field: &str, zh: &'static str, en: &'static str) {
    if !fine {
        faults.push((field.to_owned(), (zh, en).into()));
    }
}

/// Whether `text` is printable ASCII of at most `most` characters.
fn plain(text: &str, most: usize) -> bool {
    text.len() <= most && text.bytes().all(|octet| octet.is_ascii_graphic())
}

/// What is wrong with the form; `known`: a secret is kept already.
pub(super) fn faults(form: &Direct, known: bool) -> Faults {
    let mut faults = of_line(form.line(), known);
    let line = form.line();
    let secret = line.secret.as_ref().map_or("", |secret| secret.0.as_str());
    match form {
        Direct::Smpp(smpp) => {
            let account = (1..=15).contains(&line.account.len()) && plain(&line.account, 15);
            expect(
                &mut faults,
                account,
                "direct.line.account",
                "1 到 15 个英文字符。",
                "1 to 15 plain characters.",
            );
            expect(
                &mut faults,
                plain(secret, 8),
                "direct.line.secret",
                "最多 8 个英文字符。",
                "At most 8 plain characters.",
            );
            let system = plain(&smpp.system_type, 12);
            expect(
                &mut faults,
                system,
                "direct.system_type",
                "最多 12 个英文字符。",
                "At most 12 plain characters.",
            );
            if smpp
                .tls
                .as_ref()
                .is_some_and(|tls| tls.authorities.len() > LONGEST_AUTHORITIES)
            {
                faults.push(authorities());
            } else if let Err(setting) = direct::tls(form) {
                faults.push(match setting {
                    TlsSetting::Authority => authorities(),
                    TlsSetting::Name => {
                        let words = ("这不是域名或 IP 地址。", "This is no name or address.");
                        ("direct.tls.name".to_owned(), words.into())
                    }
                });
            }
            for (field, ton) in [("from_ton", smpp.from_ton), ("to_ton", smpp.to_ton)] {
                expect(&mut faults, ton <= 6, &format!("direct.{field}"), "0 到 6。", "0 to 6.");
            }
            for (field, npi) in [("from_npi", smpp.from_npi), ("to_npi", smpp.to_npi)] {
                expect(
                    &mut faults,
                    npi <= 18,
                    &format!("direct.{field}"),
                    "0 到 18。",
                    "0 to 18.",
                );
            }
        }
        Direct::Cmpp(cmpp) => {
            let account = line.account.len() == 6 && plain(&line.account, 6);
            expect(
                &mut faults,
                account,
                "direct.line.account",
                "正好 6 个英文字符。",
                "Exactly 6 plain characters.",
            );
            expect(
                &mut faults,
                plain(secret, 64),
                "direct.line.secret",
                "最多 64 个英文字符。",
                "At most 64 plain characters.",
            );
            let service = plain(&cmpp.service, 10);
            expect(
                &mut faults,
                service,
                "direct.service",
                "最多 10 个英文字符。",
                "At most 10 plain characters.",
            );
        }
    }
    faults
}

fn authorities() -> (String, Text) {
    let words = (
        "请粘贴 PEM 格式的证书，最多 100,000 个字符。",
        "Paste certificates in PEM, at most 100,000 characters.",
    );
    ("direct.tls.authorities".to_owned(), words.into())
}

fn of_line(line: &Line, known: bool) -> Faults {
    let mut faults = Faults::new();
    let host = !line.host.is_empty() && plain(&line.host, 253);
    expect(
        &mut faults,
        host,
        "direct.line.host",
        "请填写服务器的域名或地址。",
        "Write the server's name or address.",
    );
    expect(
        &mut faults,
        line.port > 0,
        "direct.line.port",
        "1 到 65535。",
        "1 to 65535.",
    );
    let secret = match &line.secret {
        Some(secret) => !secret.0.is_empty(),
        None => known,
    };
    expect(
        &mut faults,
        secret,
        "direct.line.secret",
        "请填写密码。",
        "Write the secret.",
    );
    let from = !line.from.is_empty() && plain(&line.from, 20);
    expect(
        &mut faults,
        from,
        "direct.line.from",
        "1 到 20 个数字或英文字符。",
        "1 to 20 digits or plain characters.",
    );
    expect(
        &mut faults,
        (1..=16).contains(&line.binds),
        "direct.line.binds",
        "1 到 16。",
        "1 to 16.",
    );
    expect(
        &mut faults,
        (1..=1_000).contains(&line.window),
        "direct.line.window",
        "1 到 1000。",
        "1 to 1,000.",
    );
    let offset = (-720..=840).contains(&line.offset_minutes);
    expect(
        &mut faults,
        offset,
        "direct.line.offset_minutes",
        "-720 到 840 分钟。",
        "-720 to 840 minutes.",
    );
    faults
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
    let mut faults = Faults::new();
    expect(
        &mut faults,
        hours.is_none_or(AllowedHours::are_possible),
        "hours",
        "开始必须早于结束。",
        "The hours have to begin before they end.",
    );
    let fits = |second: &str| second != name && known.iter().any(|record| record.name == second);
    expect(
        &mut faults,
        fallback.is_none_or(fits),
        "fallback",
        "请另选一个通道。",
        "Pick another carrier.",
    );
    faults
}

/// The config under which a form is stored: its secret sealed for the carrier `name`, or kept from `before`.
pub(super) fn config(name: &str, mut form: Direct, before: Option<&str>, secrets: &Secrets) -> Answer<String> {
    let sealed = match (form.line_mut().secret.take(), before) {
        (Some(secret), _) => {
            direct::check(&form, &secret.0).map_err(|_| misfit())?;
            secrets.seal(name, &secret.0).map_err(Failure::internal)?
        }
        (None, Some(before)) => {
            direct::check(&form, "").map_err(|_| misfit())?;
            read(before)?.sealed
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
