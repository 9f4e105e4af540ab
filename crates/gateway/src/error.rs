//! What a handler answers instead of a result: `application/problem+json` (RFC 9457) with a stable code.
//!
//! A failure is worded where it leaves the gateway ([`crate::observe`]), in the language of the request and with the
//! request's trace. Its cause is logged there and never shown.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use wire::{Code, FieldProblem, Problem};

use crate::lang::{Lang, Text};

/// The result of a handler.
pub type Answer<T> = Result<T, Failure>;

/// Why a request was not done. Nothing was changed.
#[derive(Debug, Clone)]
pub struct Failure(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    code: Code,
    detail: Option<Text>,
    fields: Vec<(String, Text)>,
    current: Option<serde_json::Value>,
    retry_after: Option<u32>,
    cause: Option<String>,
}

impl Failure {
    /// A failure with the code's own text.
    pub fn new(code: Code) -> Failure {
        Failure(Box::new(Parts {
            code,
            detail: None,
            fields: Vec::new(),
            current: None,
            retry_after: None,
            cause: None,
        }))
    }

    /// One wrong field; `field` is its name in the request, nested by dots.
    pub fn field(field: impl Into<String>, message: impl Into<Text>) -> Failure {
        Failure::new(Code::Invalid).and_field(field, message)
    }

    /// A fault of ours; `cause` goes to the log only.
    pub fn internal(cause: impl std::fmt::Display) -> Failure {
        Failure::new(Code::Internal).because(cause)
    }

    /// One more wrong field.
    #[must_use]
    pub fn and_field(mut self, field: impl Into<String>, message: impl Into<Text>) -> Failure {
        self.0.fields.push((field.into(), message.into()));
        self
    }

    /// What exactly went wrong, `(zh, en)`; safe to show.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Text>) -> Failure {
        self.0.detail = Some(detail.into());
        self
    }

    /// For [`Code::Conflict`]: what is there now, as the resource's own response.
    #[must_use]
    pub fn current(mut self, current: &impl serde::Serialize) -> Failure {
        self.0.current = serde_json::to_value(current).ok();
        self
    }

    /// Seconds to wait before trying again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Failure {
        self.0.retry_after = Some(seconds);
        self
    }

    /// The cause, for the log only. It must not hold personal data.
    #[must_use]
    pub fn because(mut self, cause: impl std::fmt::Display) -> Failure {
        self.0.cause = Some(cause.to_string());
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The cause, for the log.
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// Ok when no field is wrong, else all of them as one failure.
    pub fn of_fields(fields: Vec<(String, Text)>) -> Answer<()> {
        if fields.is_empty() {
            return Ok(());
        }
        let mut failure = Failure::new(Code::Invalid);
        failure.0.fields = fields;
        Err(failure)
    }

    /// The words and the status, in `lang`.
    pub fn worded(self, lang: Lang, trace: Option<String>) -> Response {
        let status = status(self.0.code);
        let code = serde_json::to_value(self.0.code).ok();
        let problem = Problem {
            kind: format!(
                "about:blank#{}",
                code.as_ref().and_then(|code| code.as_str()).unwrap_or("internal")
            ),
            code: self.0.code,
            status: status.as_u16(),
            title: title(self.0.code, lang).to_owned(),
            detail: self.0.detail.map(|text| text.into_lang(lang)),
            fields: self
                .0
                .fields
                .into_iter()
                .map(|(field, message)| FieldProblem {
                    field,
                    message: message.into_lang(lang),
                })
                .collect(),
            current: self.0.current,
            retry_after: self.0.retry_after,
            trace,
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Failure {
    /// Worded in Chinese; `observe` words it again in the language of the request.
    fn into_response(self) -> Response {
        let mut response = self.clone().worded(Lang::ZhCn, None);
        response.extensions_mut().insert(self);
        response
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        use store::Error as E;
        match error {
            E::NotFound => Failure::new(Code::NotFound),
            E::Conflict => Failure::new(Code::Conflict),
            E::WrongState(why) => Failure::new(Code::WrongState).because(why),
            E::Taken(field) => Failure::field(field, ("已被占用", "is taken already")),
            E::Busy => Failure::new(Code::Busy).retry_after(2),
            E::DiskFull => Failure::new(Code::DiskFull),
            E::OtherNumberKey { .. } | E::Unreadable(_) | E::Engine(_) => Failure::internal(error),
        }
    }
}

/// The HTTP status of a code.
pub const fn status(code: Code) -> StatusCode {
    match code {
        Code::SignedOut | Code::WrongPassword => StatusCode::UNAUTHORIZED,
        Code::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
        Code::Forbidden | Code::OwnWork | Code::CrossOrigin => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::Malformed => StatusCode::BAD_REQUEST,
        Code::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::Invalid | Code::Blocked | Code::UnreadableFile => StatusCode::UNPROCESSABLE_ENTITY,
        Code::Conflict | Code::WrongState | Code::Erased | Code::DigestDiffers => StatusCode::CONFLICT,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Code::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        Code::CarrierRefused => StatusCode::BAD_GATEWAY,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn title(code: Code, lang: Lang) -> &'static str {
    let (zh, en) = match code {
        Code::SignedOut => ("请先登录。", "Please sign in."),
        Code::WrongPassword => ("登录名或密码不对。", "The user name or password is wrong."),
        Code::TooManyAttempts => (
            "尝试次数太多，请稍后再试。",
            "Too many attempts. Please wait and try again.",
        ),
        Code::Forbidden => ("您的角色不能做这件事。", "Your role may not do this."),
        Code::OwnWork => (
            "自己写的或提交的内容，不能由自己审批。",
            "What you wrote or submitted yourself has to be decided by somebody else.",
        ),
        Code::NotFound => ("找不到。", "There is no such thing."),
        Code::MethodNotAllowed => (
            "这个地址不接受这种请求。",
            "This address takes no request of this method.",
        ),
        Code::CrossOrigin => (
            "请求来自其他网站，已拒绝。",
            "The request came from another site and was refused.",
        ),
        Code::Malformed => ("请求无法读取。", "The request cannot be read."),
        Code::NotJson => ("请求须为 application/json。", "The body has to be application/json."),
        Code::Invalid => ("有些内容需要修改。", "Some fields need mending."),
        Code::Conflict => (
            "别人在此期间改过了；您的修改没有保存。",
            "Somebody else changed it meanwhile; your change was not saved.",
        ),
        Code::WrongState => ("目前的状态不允许这样做。", "Its present state does not allow this."),
        Code::Blocked => (
            "有问题必须先解决。",
            "Something stands against it and has to be settled first.",
        ),
        Code::Erased => (
            "这个号码的客户曾按要求删除；确是本人又成为客户，请确认后再录入。",
            "The customer with this phone was erased. If they are a customer again, confirm it to enter them anew.",
        ),
        Code::DigestDiffers => (
            "内容在您看过之后变了，请重新查看。",
            "The content changed after you looked at it. Please look again.",
        ),
        Code::UnreadableFile => ("文件无法读取。", "The file cannot be read."),
        Code::TooLarge => ("内容太大。", "It is too large."),
        Code::Busy => (
            "数据库正忙，什么都没有改变；请稍后再试。",
            "The database is busy. Nothing was changed; please try again.",
        ),
        Code::DiskFull => (
            "磁盘已满，什么都没有改变；请联系管理员腾出空间。",
            "The disk is full. Nothing was changed; space has to be freed first.",
        ),
        Code::CarrierRefused => ("通道没有接受。", "The carrier did not take it."),
        Code::Internal => (
            "网关出错，什么都没有改变。",
            "A fault of the gateway. Nothing was changed.",
        ),
    };
    lang.pick(zh, en)
}
