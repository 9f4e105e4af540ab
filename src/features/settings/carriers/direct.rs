//! How a direct carrier is spoken to, as it is typed.

use leptos::prelude::*;
use wire::carriers::{Cmpp, CmppVersion, Coding, Direct, Legs, Line, Long, Secret, Smpp, Tls};

use super::super::model;
use super::whole::Whole;
use crate::api;
use crate::locale::{Msg, carriers as words, tr};
use crate::ui::{Choice, Kind, RadioGroup, Select, Switch, TextArea, TextField};

/// The protocols by the code that the form keeps.
const CMPP_3: &str = "cmpp3";
const CMPP_2: &str = "cmpp2";
const SMPP: &str = "smpp";
/// Minutes east of UTC in China.
const CHINA: i32 = 480;

/// What a protocol and its version are called.
pub(super) const fn protocol_name(direct: &Direct) -> &'static str {
    match direct {
        Direct::Smpp(_) => "SMPP 3.4",
        Direct::Cmpp(cmpp) => match cmpp.version {
            CmppVersion::V20 => "CMPP 2.0",
            CmppVersion::V30 => "CMPP 3.0",
        },
    }
}

/// The fields of a direct carrier, as they are typed.
#[derive(Clone, Copy)]
pub(super) struct DirectFields {
    protocol: RwSignal<String>,
    secret_kept: bool,
    host: RwSignal<String>,
    port: Whole,
    account: RwSignal<String>,
    secret: RwSignal<String>,
    from: RwSignal<String>,
    binds: Whole,
    window: Whole,
    legs: RwSignal<String>,
    offset: RwSignal<String>,
    service: RwSignal<String>,
    coding: RwSignal<String>,
    system_type: RwSignal<String>,
    from_ton: Whole,
    from_npi: Whole,
    to_ton: Whole,
    to_npi: Whole,
    long: RwSignal<String>,
    secured: RwSignal<bool>,
    tls_name: RwSignal<String>,
    authorities: RwSignal<String>,
}

impl DirectFields {
    /// The fields of a carrier that is yet to be added: what most gateways in China ask for.
    pub(super) fn empty() -> Self {
        let line = Line {
            host: String::new(),
            port: 7_890,
            account: String::new(),
            secret: None,
            secret_set: false,
            from: String::new(),
            binds: 1,
            window: 16,
            legs: Legs::Both,
            offset_minutes: CHINA,
        };
        Self::new(&Direct::Cmpp(Cmpp {
            line,
            version: CmppVersion::V30,
            service: String::new(),
            coding: Coding::Ucs2,
        }))
    }

    /// The fields of a carrier that is set up.
    pub(super) fn new(direct: &Direct) -> Self {
        let line = direct.line();
        let text = |value: &str| RwSignal::new(value.to_owned());
        let (protocol, service, coding) = match direct {
            Direct::Smpp(_) => (SMPP, "", Coding::default()),
            Direct::Cmpp(cmpp) => match cmpp.version {
                CmppVersion::V20 => (CMPP_2, cmpp.service.as_str(), cmpp.coding),
                CmppVersion::V30 => (CMPP_3, cmpp.service.as_str(), cmpp.coding),
            },
        };
        let smpp = match direct {
            Direct::Smpp(smpp) => smpp.clone(),
            Direct::Cmpp(cmpp) => Smpp {
                line: cmpp.line.clone(),
                system_type: String::new(),
                from_ton: 0,
                from_npi: 0,
                to_ton: 1,
                to_npi: 1,
                long: Long::Header,
                tls: None,
            },
        };
        Self {
            protocol: text(protocol),
            secret_kept: line.secret_set,
            host: text(&line.host),
            port: Whole::new(line.port, 1, 65_535),
            account: text(&line.account),
            secret: text(""),
            from: text(&line.from),
            binds: Whole::new(line.binds, 1, 16),
            window: Whole::new(line.window, 1, 1_000),
            legs: text(legs_code(line.legs)),
            offset: RwSignal::new(model::offset_text(line.offset_minutes)),
            service: text(service),
            coding: text(coding_code(coding)),
            system_type: text(&smpp.system_type),
            from_ton: Whole::new(smpp.from_ton, 0, 6),
            from_npi: Whole::new(smpp.from_npi, 0, 18),
            to_ton: Whole::new(smpp.to_ton, 0, 6),
            to_npi: Whole::new(smpp.to_npi, 0, 18),
            long: text(long_code(smpp.long)),
            secured: RwSignal::new(smpp.tls.is_some()),
            tls_name: text(smpp.tls.as_ref().map_or("", |tls| tls.name.as_str())),
            authorities: text(smpp.tls.as_ref().map_or("", |tls| tls.authorities.as_str())),
        }
    }

    /// What was typed, if every number is one; the gateway judges the rest and names the field.
    pub(super) fn read(self) -> Option<Direct> {
        let typed = |field: RwSignal<String>| field.get().trim().to_owned();
        let secret = self.secret.get();
        let line = Line {
            host: typed(self.host),
            port: self.port.read()?,
            account: typed(self.account),
            secret: (!secret.is_empty()).then_some(Secret(secret)),
            secret_set: self.secret_kept,
            from: typed(self.from),
            binds: self.binds.read()?,
            window: self.window.read()?,
            legs: if self.legs.get() == legs_code(Legs::Apart) {
                Legs::Apart
            } else {
                Legs::Both
            },
            offset_minutes: model::offset(&self.offset.get())?,
        };
        let protocol = self.protocol.get();
        if protocol != SMPP {
            let version = if protocol == CMPP_2 {
                CmppVersion::V20
            } else {
                CmppVersion::V30
            };
            let service = typed(self.service);
            let coding = if self.coding.get() == coding_code(Coding::Gbk) {
                Coding::Gbk
            } else {
                Coding::Ucs2
            };
            return Some(Direct::Cmpp(Cmpp {
                line,
                version,
                service,
                coding,
            }));
        }
        let long = self.long.get();
        Some(Direct::Smpp(Smpp {
            line,
            system_type: typed(self.system_type),
            from_ton: self.from_ton.read()?,
            from_npi: self.from_npi.read()?,
            to_ton: self.to_ton.read()?,
            to_npi: self.to_npi.read()?,
            long: [Long::Header, Long::Sar, Long::Payload]
                .into_iter()
                .find(|&one| long_code(one) == long)
                .unwrap_or_default(),
            tls: self.secured.get().then(|| Tls {
                name: typed(self.tls_name),
                authorities: typed(self.authorities),
            }),
        }))
    }

    /// Empties the field of the secret, once it is kept.
    pub(super) fn forget_secret(self) {
        self.secret.try_set(String::new());
    }

    fn is_smpp(self) -> bool {
        self.protocol.with(|protocol| protocol == SMPP)
    }
}

const fn legs_code(legs: Legs) -> &'static str {
    match legs {
        Legs::Both => "both",
        Legs::Apart => "apart",
    }
}

const fn coding_code(coding: Coding) -> &'static str {
    match coding {
        Coding::Ucs2 => "ucs2",
        Coding::Gbk => "gbk",
    }
}

const fn long_code(long: Long) -> &'static str {
    match long {
        Long::Header => "header",
        Long::Sar => "sar",
        Long::Payload => "payload",
    }
}

/// The choices of a list, in the language of the screen.
fn choices<const N: usize>(all: [(&'static str, Msg); N]) -> Signal<Vec<Choice>> {
    Signal::derive(move || all.map(|(code, label)| Choice::new(code, label.get())).to_vec())
}

/// What the gateway said to the last try.
#[derive(Clone, Copy)]
struct Said(Signal<Option<api::Error>>);

impl Said {
    fn about(self, name: &str) -> Option<String> {
        self.0.with(|error| error.as_ref().and_then(|error| error.field(name)))
    }

    /// What it said of a field, by its name in the request.
    fn of(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.about(name))
    }

    /// What is wrong with a number, by the form's own judgement first.
    fn of_number(self, field: Whole, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || field.error().or_else(|| self.about(name)))
    }
}

/// How a direct carrier is spoken to. The protocol is asked of a new one; later its version at most.
#[component]
pub(super) fn DirectForm(
    /// Its fields.
    fields: DirectFields,
    /// Whether it is yet to be added.
    adding: bool,
    /// What the gateway said to the last try.
    #[prop(into)]
    failed: Signal<Option<api::Error>>,
) -> impl IntoView {
    let said = Said(failed);
    let offers_protocol = adding || !fields.protocol.with_untracked(|protocol| protocol == SMPP);
    view! {
        {offers_protocol.then(|| view! {
            <RadioGroup label=words::PROTOCOL value=fields.protocol options=protocols(adding) segmented=!adding/>
        })}
        {line_fields(fields, said)}
        {move || fields.is_smpp().then(|| tls_fields(fields, said))}
        <details class="more">
            <summary>{tr(words::MORE)}</summary>
            <div class="columns">{more_fields(fields, said)}</div>
        </details>
    }
}

/// What is offered: the kind stays; a version of CMPP may be raised.
fn protocols(adding: bool) -> Signal<Vec<Choice>> {
    let all = [
        (CMPP_3, "CMPP 3.0", words::CMPP3_HINT),
        (CMPP_2, "CMPP 2.0", words::CMPP2_HINT),
        (SMPP, "SMPP 3.4", words::SMPP_HINT),
    ];
    Signal::derive(move || {
        all.into_iter()
            .filter(|(code, ..)| adding || *code != SMPP)
            .map(|(code, name, hint)| Choice::new(code, name).hint(hint.get()))
            .collect()
    })
}

/// What every direct carrier gives its customers: where it is, who one is there, and how much at once.
fn line_fields(fields: DirectFields, said: Said) -> impl IntoView {
    let account_hint = move || {
        tr(if fields.is_smpp() {
            words::ACCOUNT_SMPP
        } else {
            words::ACCOUNT_CMPP
        })()
    };
    let secret_hint = if fields.secret_kept {
        words::SECRET_KEPT
    } else {
        words::SECRET_NEW
    };
    view! {
        <div class="columns">
            <TextField label=words::HOST value=fields.host required=true max_length=253 hint=words::HOST_HINT error=said.of("direct.line.host")/>
            <TextField label=words::PORT value=fields.port.text kind=Kind::Number required=true error=said.of_number(fields.port, "direct.line.port")/>
            <TextField label=words::ACCOUNT value=fields.account required=true max_length=15 hint=account_hint error=said.of("direct.line.account")/>
            <TextField label=words::SECRET value=fields.secret kind=Kind::Password autocomplete="new-password" required=!fields.secret_kept
                hint=secret_hint error=said.of("direct.line.secret")/>
            <TextField label=words::FROM value=fields.from required=true max_length=20 hint=words::FROM_HINT error=said.of("direct.line.from")/>
            <TextField label=words::BINDS value=fields.binds.text kind=Kind::Number hint=words::BINDS_HINT error=said.of_number(fields.binds, "direct.line.binds")/>
            <TextField label=words::WINDOW value=fields.window.text kind=Kind::Number hint=words::WINDOW_HINT error=said.of_number(fields.window, "direct.line.window")/>
        </div>
    }
}

/// Whether SMPP goes through TLS, and whom one believes then.
fn tls_fields(fields: DirectFields, said: Said) -> impl IntoView {
    view! {
        <Switch label=words::TLS checked=fields.secured hint=words::TLS_HINT/>
        <Show when=move || fields.secured.get()>
            <div class="columns">
                <TextField label=words::TLS_NAME value=fields.tls_name max_length=253 hint=words::TLS_NAME_HINT error=said.of("direct.tls.name")/>
                <TextArea label=words::AUTHORITIES value=fields.authorities rows=3 hint=words::AUTHORITIES_HINT error=said.of("direct.tls.authorities")/>
            </div>
        </Show>
    }
}

/// What few have to change.
fn more_fields(fields: DirectFields, said: Said) -> impl IntoView {
    let legs = choices([
        (legs_code(Legs::Both), words::LEGS_BOTH),
        (legs_code(Legs::Apart), words::LEGS_APART),
    ]);
    let offset_error = Signal::derive(move || {
        let wrong = model::offset(&fields.offset.get()).is_none();
        wrong.then(|| words::OFFSET_WRONG.get().to_owned())
    });
    view! {
        <Select label=words::LEGS value=fields.legs options=legs/>
        <TextField label=words::OFFSET value=fields.offset hint=words::OFFSET_HINT error=offset_error/>
        {move || if fields.is_smpp() {
            smpp_fields(fields, said).into_any()
        } else {
            cmpp_fields(fields, said).into_any()
        }}
    }
}

fn cmpp_fields(fields: DirectFields, said: Said) -> impl IntoView {
    let codings = choices([
        (coding_code(Coding::Ucs2), words::CODING_UCS2),
        (coding_code(Coding::Gbk), words::CODING_GBK),
    ]);
    view! {
        <Select label=words::CODING value=fields.coding options=codings hint=words::CODING_HINT/>
        <TextField label=words::SERVICE value=fields.service max_length=10 hint=words::SERVICE_HINT error=said.of("direct.service")/>
    }
}

fn smpp_fields(fields: DirectFields, said: Said) -> impl IntoView {
    let long = choices([
        (long_code(Long::Header), words::LONG_HEADER),
        (long_code(Long::Sar), words::LONG_SAR),
        (long_code(Long::Payload), words::LONG_PAYLOAD),
    ]);
    let number = move |label: Msg, field: Whole, name: &'static str| {
        view! { <TextField label value=field.text kind=Kind::Number error=said.of_number(field, name)/> }
    };
    view! {
        <Select label=words::LONG value=fields.long options=long/>
        <TextField label=words::SYSTEM_TYPE value=fields.system_type max_length=12 hint=words::SYSTEM_TYPE_HINT error=said.of("direct.system_type")/>
        {number(words::FROM_TON, fields.from_ton, "direct.from_ton")}
        {number(words::FROM_NPI, fields.from_npi, "direct.from_npi")}
        {number(words::TO_TON, fields.to_ton, "direct.to_ton")}
        {number(words::TO_NPI, fields.to_npi, "direct.to_npi")}
    }
}
